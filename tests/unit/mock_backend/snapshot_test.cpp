// What a running enumeration sees while others write: the statements of docs/mock.md, one by one.
#include <gtest/gtest.h>

#include <algorithm>
#include <mutex>
#include <string>
#include <utility>
#include <vector>

#include "harness/com/text.h"
#include "harness/com/variant.h"
#include "tests/unit/mock_services/client.h"
#include "tests/unit/mock_services/gate.h"
#include "tests/unit/mock_services/test_sink.h"

namespace wbemcheck::mock::test {
namespace {

using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::Not;

constexpr LONG kImmediately = WBEM_FLAG_RETURN_IMMEDIATELY;
constexpr std::string_view kFirst = "Mock_Item.Name=\"item-0001\"";
constexpr std::string_view kLast = "Mock_Item.Name=\"item-0007\"";

void put(const Client& client, IWbemClassObject* instance) {
    EXPECT_THAT(client.services->PutInstance(instance, 0, nullptr, nullptr), ResultIs(WBEM_S_NO_ERROR));
}

void put_text(const Client& client, std::string_view path, std::string_view text) {
    const auto item = client.get(path);
    EXPECT_THAT(item->Put(OLESTR("Text"), 0, com::make_variant(text).get(), 0), ResultIs(WBEM_S_NO_ERROR));
    put(client, item.get());
}

void remove(const Client& client, std::string_view path) {
    EXPECT_THAT(client.services->DeleteInstance(bstr(path).get(), 0, nullptr, nullptr), ResultIs(WBEM_S_NO_ERROR));
}

// Puts a new item, changes the last one and deletes the one before it.
void write_everything(const Client& client) {
    put(client, client.spawn("Mock_Item", "Name", "item-0008").get());
    put_text(client, kLast, "changed");
    remove(client, "Mock_Item.Name=\"item-0006\"");
}

com::com_ptr<IWbemClassObject> next(IEnumWbemClassObject* rows) {
    com::com_ptr<IWbemClassObject> row;
    ULONG returned = 0;
    EXPECT_THAT(rows->Next(WBEM_INFINITE, 1, row.put(), &returned), ResultIs(WBEM_S_NO_ERROR));
    return row;
}

// Item by item, what a query for all of them gives: its name and its text.
std::vector<std::string> rest_of(IEnumWbemClassObject* rows) {
    std::vector<std::string> items;
    com::com_ptr<IWbemClassObject> row;
    ULONG returned = 0;
    while (rows->Next(WBEM_INFINITE, 1, row.put(), &returned) == WBEM_S_NO_ERROR) {
        items.push_back(text_of(row.get(), "Name") + ' ' + text_of(row.get(), "Text"));
    }
    return items;
}

// A query that is held in its first callback until `meanwhile` has been done.
std::vector<std::string> deliver_while(const Client& client, std::string_view query,
                                       const std::function<void()>& meanwhile, std::string_view property = "Name") {
    Gate gate;
    std::vector<std::string> names;
    HeldSink sink({.on_indicate = [&](LONG count, IWbemClassObject** objects) {
        gate.pass();
        for (LONG i = 0; i < count; ++i) {
            names.push_back(text_of(objects[i], property));
        }
        return WBEM_S_NO_ERROR;
    }});
    EXPECT_THAT(client.query_async(query, sink.get()), ResultIs(WBEM_S_NO_ERROR));
    EXPECT_TRUE(gate.wait_for(1));
    meanwhile();
    gate.open();
    EXPECT_TRUE(sink->wait_for_rest(1, 1));
    EXPECT_THAT(sink->final_event().result, ResultIs(WBEM_S_NO_ERROR));
    return names;
}

std::vector<std::string> all_items(const Client& client) { return rest_of(client.query(kAllItems).get()); }

TEST(Snapshot, OfAnEnumeratorIsOfOneMoment) {
    Client client;
    const auto before = all_items(client);
    const auto rows = client.query(kAllItems, kImmediately);
    const auto first = next(rows.get());
    write_everything(client);
    std::vector<std::string> seen = {text_of(first.get(), "Name") + ' ' + text_of(first.get(), "Text")};
    std::ranges::copy(rest_of(rows.get()), std::back_inserter(seen));
    EXPECT_EQ(seen, before);
    EXPECT_NE(all_items(client), before);
}

TEST(Snapshot, OfAnAsynchronousQueryIsOfOneMoment) {
    Client client({.batch = 1});
    const auto before = all_items(client);
    std::vector<std::string> seen = deliver_while(client, kAllItems, [&] { write_everything(client); });
    ASSERT_EQ(seen.size(), before.size());
    for (std::size_t i = 0; i < seen.size(); ++i) {
        EXPECT_EQ(seen[i], before[i].substr(0, seen[i].size()));
    }
}

TEST(Snapshot, OfASynchronousQueryIsTakenWithinTheCall) {
    Client client;
    const auto before = all_items(client);
    const auto rows = client.query(kAllItems);
    write_everything(client);
    EXPECT_EQ(rest_of(rows.get()), before);
}

TEST(Snapshot, HasWhatWasWrittenBeforeTheCall) {
    Client client;
    write_everything(client);
    const auto seen = names_in(client.query(kAllItems, kImmediately).get());
    EXPECT_THAT(seen, Contains("item-0008"));
    EXPECT_THAT(seen, Not(Contains("item-0006")));
}

TEST(Snapshot, IsSeenByOtherClientsAtOnceWhenAWriteHasReturned) {
    Client client;
    const auto other = client.mock->connect();
    put_text(client, kFirst, "new");
    com::com_ptr<IWbemClassObject> item;
    EXPECT_THAT(other->GetObject(bstr(kFirst).get(), 0, nullptr, item.put(), nullptr), ResultIs(WBEM_S_NO_ERROR));
    EXPECT_EQ(text_of(item.get(), "Text"), "new");
}

TEST(Snapshot, OfACopyThatAClientChangesStaysAsItIs) {
    Client client;
    const auto rows = client.query(kAllItems);
    com::com_ptr<IEnumWbemClassObject> clone;
    EXPECT_THAT(rows->Clone(clone.put()), ResultIs(WBEM_S_NO_ERROR));
    const auto mine = next(rows.get());
    EXPECT_THAT(mine->Put(OLESTR("Text"), 0, com::make_variant("mine").get(), 0), ResultIs(WBEM_S_NO_ERROR));
    EXPECT_NE(text_of(next(clone.get()).get(), "Text"), "mine");
    EXPECT_NE(text_of(client.get(kFirst).get(), "Text"), "mine");
}

TEST(Snapshot, IsSharedByTheCloneOfAnEnumerator) {
    Client client;
    const auto before = all_items(client);
    const auto rows = client.query(kAllItems);
    com::com_ptr<IEnumWbemClassObject> early;
    com::com_ptr<IEnumWbemClassObject> late;
    EXPECT_THAT(rows->Clone(early.put()), ResultIs(WBEM_S_NO_ERROR));
    write_everything(client);
    EXPECT_THAT(rows->Clone(late.put()), ResultIs(WBEM_S_NO_ERROR));
    EXPECT_EQ(rest_of(early.get()), before);
    EXPECT_EQ(rest_of(late.get()), before);
}

TEST(Snapshot, IsTheSameAgainAfterReset) {
    Client client;
    const auto rows = client.query(kAllItems);
    const auto before = rest_of(rows.get());
    write_everything(client);
    EXPECT_THAT(rows->Reset(), ResultIs(WBEM_S_NO_ERROR));
    EXPECT_EQ(rest_of(rows.get()), before);
}

TEST(Snapshot, IsWhatNextAsyncDeliversFrom) {
    Client client;
    const auto rows = client.query(kAllItems);
    write_everything(client);
    std::vector<std::string> names;
    HeldSink sink({.on_indicate = [&](LONG count, IWbemClassObject** objects) {
        for (LONG i = 0; i < count; ++i) {
            names.push_back(text_of(objects[i], "Name"));
        }
        return WBEM_S_NO_ERROR;
    }});
    EXPECT_THAT(rows->Skip(WBEM_INFINITE, 4), ResultIs(WBEM_S_NO_ERROR));
    EXPECT_THAT(rows->NextAsync(3, sink.get()), ResultIs(WBEM_S_NO_ERROR));
    EXPECT_TRUE(sink->wait_for_rest(1, 1));
    EXPECT_THAT(names, ElementsAre("item-0005", "item-0006", "item-0007"));
}

TEST(NextAsync, TakesItsObjectsWhenItIsCalledWhateverTheEnumeratorDoesThen) {
    Client client;
    const auto rows = client.query(kAllItems);
    Gate gate;
    std::vector<std::string> names;
    HeldSink sink({.on_indicate = [&](LONG count, IWbemClassObject** objects) {
        gate.pass();
        for (LONG i = 0; i < count; ++i) {
            names.push_back(text_of(objects[i], "Name"));
        }
        return WBEM_S_NO_ERROR;
    }});
    EXPECT_THAT(rows->NextAsync(2, sink.get()), ResultIs(WBEM_S_NO_ERROR));
    EXPECT_EQ(text_of(next(rows.get()).get(), "Name"), "item-0003");
    EXPECT_THAT(rows->Reset(), ResultIs(WBEM_S_NO_ERROR));
    EXPECT_EQ(text_of(next(rows.get()).get(), "Name"), "item-0001");
    gate.open();
    EXPECT_TRUE(sink->wait_for_rest(1, 1));
    EXPECT_THAT(names, ElementsAre("item-0001", "item-0002"));
}

// Adds a property to Mock_Writable, which has no instances at first and here gets two.
TEST(Snapshot, KeepsTheClassOfItsMoment) {
    Client client;
    put(client, client.spawn("Mock_Writable", "Name", "a").get());
    put(client, client.spawn("Mock_Writable", "Name", "b").get());
    const auto rows = client.query("SELECT * FROM Mock_Writable");
    static_cast<void>(next(rows.get()));
    const auto changed = client.get("Mock_Writable");
    EXPECT_THAT(changed->Put(OLESTR("Added"), 0, nullptr, CIM_STRING), ResultIs(WBEM_S_NO_ERROR));
    ASSERT_THAT(client.services->PutClass(changed.get(), WBEM_FLAG_UPDATE_FORCE_MODE, nullptr, nullptr),
                ResultIs(WBEM_S_NO_ERROR));
    const auto second = next(rows.get());
    EXPECT_EQ(text_of(second.get(), "Name"), "b");
    EXPECT_THAT(second->Get(OLESTR("Added"), 0, nullptr, nullptr, nullptr), ResultIs(WBEM_E_NOT_FOUND));
    EXPECT_THAT(client.get("Mock_Writable")->Get(OLESTR("Added"), 0, nullptr, nullptr, nullptr),
                ResultIs(WBEM_S_NO_ERROR));
}

TEST(Snapshot, OutlivesTheClass) {
    Client client;
    const auto rows = client.query(kAllItems);
    static_cast<void>(next(rows.get()));
    ASSERT_THAT(client.services->DeleteClass(bstr("Mock_Item").get(), 0, nullptr, nullptr), ResultIs(WBEM_S_NO_ERROR));
    EXPECT_EQ(rest_of(rows.get()).size(), 6U);
    com::com_ptr<IEnumWbemClassObject> later;
    EXPECT_THAT(client.services->ExecQuery(bstr("WQL").get(), bstr(kAllItems).get(), 0, nullptr, later.put()),
                ResultIs(WBEM_E_INVALID_CLASS));
}

TEST(Snapshot, OutlivesTheNamespace) {
    Client client({.batch = 1});
    const auto names =
        deliver_while(client, "SELECT * FROM __NAMESPACE", [&] { client.mock->delete_namespace("root\\mock\\child"); });
    EXPECT_THAT(names, ElementsAre("child"));

    const auto rows = client.query(kAllItems);
    static_cast<void>(next(rows.get()));
    client.mock->delete_namespace("root\\mock");
    EXPECT_EQ(rest_of(rows.get()).size(), 6U);
}

TEST(DeletedNamespace, IsEmptyForWhoeverStillHoldsItAndTakesNothing) {
    Client client;
    const auto item = client.get(kFirst);
    HeldSink subscription;
    EXPECT_THAT(client.subscribe(kEvents, subscription.get()), ResultIs(WBEM_S_NO_ERROR));
    client.mock->delete_namespace("root\\mock");
    client.mock->create_namespace("root\\mock");  // another one of the same name
    com::com_ptr<IWbemClassObject> object;
    EXPECT_THAT(client.services->GetObject(bstr(kFirst).get(), 0, nullptr, object.put(), nullptr),
                ResultIs(WBEM_E_INVALID_CLASS));
    EXPECT_THAT(client.services->PutInstance(item.get(), 0, nullptr, nullptr), ResultIs(WBEM_E_INVALID_NAMESPACE));
    EXPECT_EQ(text_of(item.get(), "Name"), "item-0001");
    EXPECT_THAT(client.mock->connect()->GetObject(bstr("__Event").get(), 0, nullptr, object.put(), nullptr),
                ResultIs(WBEM_S_NO_ERROR));
    EXPECT_THAT(client.services->CancelAsyncCall(subscription.get()), ResultIs(WBEM_S_NO_ERROR));
}

TEST(Snapshot, OfTheClassesIsOfOneMomentToo) {
    Client client;
    com::com_ptr<IEnumWbemClassObject> classes;
    EXPECT_THAT(client.services->CreateClassEnum(bstr("Mock_Item").get(), 0, nullptr, classes.put()),
                ResultIs(WBEM_S_NO_ERROR));
    EXPECT_THAT(client.services->PutClass(client.derive("Mock_Item", "Mock_New").get(), 0, nullptr, nullptr),
                ResultIs(WBEM_S_NO_ERROR));
    EXPECT_THAT(client.services->DeleteClass(bstr("Mock_SpecialItem").get(), 0, nullptr, nullptr),
                ResultIs(WBEM_S_NO_ERROR));
    EXPECT_THAT(names_in(classes.get(), "__CLASS"), ElementsAre("Mock_SpecialItem"));
}

// What a writer does while a query is in progress reaches it in no form: also not when it comes from its own callback.
TEST(Snapshot, IsNotTouchedByWritesFromTheQuerysOwnCallback) {
    Client client({.batch = 1});
    HeldSink sink({.on_indicate = [&](LONG, IWbemClassObject** objects) {
        remove(client, "Mock_Item.Name=\"" + text_of(objects[0], "Name") + '"');
        return WBEM_S_NO_ERROR;
    }});
    EXPECT_THAT(client.query_async(kAllItems, sink.get()), ResultIs(WBEM_S_NO_ERROR));
    EXPECT_TRUE(sink->wait_for_rest(1, 1));
    EXPECT_EQ(sink->objects(), 7U);
    EXPECT_EQ(all_items(client).size(), 0U);
}

}  // namespace
}  // namespace wbemcheck::mock::test
