// Namespaces as instances of __NAMESPACE (MS-WMI 3.1.4.18).
#include <gtest/gtest.h>

#include <algorithm>
#include <mutex>
#include <string>
#include <vector>

#include "harness/com/variant.h"
#include "tests/unit/mock_services/client.h"
#include "tests/unit/mock_services/delivered.h"
#include "tests/unit/mock_services/test_sink.h"

namespace wbemcheck::mock::test {
namespace {

com::com_ptr<IWbemServices> open(const Client& client, std::string_view path) {
    com::com_ptr<IWbemServices> services;
    const HRESULT result = client.mock->locator()->ConnectServer(bstr(path).get(), nullptr, nullptr, nullptr,
                                                                 0, nullptr, nullptr, services.put());
    EXPECT_THAT(result, services != nullptr ? ResultIs(WBEM_S_NO_ERROR) : ResultIs(WBEM_E_INVALID_NAMESPACE));
    return services;
}

HRESULT put(const Client& client, std::string_view name, LONG flags = 0) {
    const auto instance = client.spawn("__NAMESPACE", "Name", name);
    return client.services->PutInstance(instance.get(), flags, nullptr, nullptr);
}

HRESULT remove(const Client& client, std::string_view path) {
    return client.services->DeleteInstance(bstr(path).get(), 0, nullptr, nullptr);
}

std::vector<std::string> children(const Client& client) {
    com::com_ptr<IEnumWbemClassObject> enumerator;
    EXPECT_THAT(client.services->CreateInstanceEnum(bstr("__NAMESPACE").get(), 0, nullptr, enumerator.put()),
                ResultIs(WBEM_S_NO_ERROR));
    auto names = names_in(enumerator.get());
    std::ranges::sort(names);
    return names;
}

using Names = std::vector<std::string>;

TEST(PutOfNamespace, MakesAChildWithTheSystemClasses) {
    const Client client;
    EXPECT_EQ(children(client), Names{"child"});
    const auto instance = client.spawn("__NAMESPACE", "Name", "Fresh");
    const auto delivered = deliver([&](IWbemObjectSink* sink) {
        return client.services->PutInstanceAsync(instance.get(), 0, nullptr, sink);
    });
    EXPECT_THAT(delivered.final_event.result, ResultIs(WBEM_S_NO_ERROR));
    EXPECT_EQ(delivered.final_event.text, "__NAMESPACE.Name=\"Fresh\"");  // STA-11
    EXPECT_EQ(children(client), (Names{"Fresh", "child"}));

    const auto fresh = open(client, "root\\mock\\fresh");
    ASSERT_NE(fresh, nullptr);
    com::com_ptr<IWbemClassObject> object;
    EXPECT_THAT(fresh->GetObject(bstr("__NAMESPACE").get(), 0, nullptr, object.put(), nullptr),
                ResultIs(WBEM_S_NO_ERROR));
    EXPECT_EQ(text_of(object.get(), "__NAMESPACE"), "root\\mock\\Fresh");
    EXPECT_EQ(text_of(client.get("__NAMESPACE.Name=\"FRESH\"").get(), "Name"), "Fresh");
}

TEST(PutOfNamespace, IsReachedByOpenNamespace) {
    const Client client;
    EXPECT_THAT(put(client, "fresh"), ResultIs(WBEM_S_NO_ERROR));
    com::com_ptr<IWbemServices> opened;
    EXPECT_THAT(client.services->OpenNamespace(bstr("fresh").get(), 0, nullptr, opened.put(), nullptr),
                ResultIs(WBEM_S_NO_ERROR));
    EXPECT_NE(opened, nullptr);
}

TEST(PutOfNamespace, DistinguishesCreationFromUpdate) {
    const Client client;
    EXPECT_THAT(put(client, "fresh", WBEM_FLAG_UPDATE_ONLY), ResultIs(WBEM_E_NOT_FOUND));
    EXPECT_THAT(put(client, "fresh", WBEM_FLAG_CREATE_ONLY), ResultIs(WBEM_S_NO_ERROR));
    EXPECT_THAT(put(client, "FRESH", WBEM_FLAG_CREATE_ONLY), ResultIs(WBEM_E_ALREADY_EXISTS));
    EXPECT_THAT(put(client, "fresh", WBEM_FLAG_UPDATE_ONLY), ResultIs(WBEM_S_NO_ERROR));
    EXPECT_THAT(put(client, "fresh"), ResultIs(WBEM_S_NO_ERROR));
    EXPECT_EQ(children(client), (Names{"child", "fresh"}));
}

TEST(PutOfNamespace, LeavesWhatIsInAnExistingOneAlone) {
    const Client client;
    EXPECT_THAT(put(client, "fresh"), ResultIs(WBEM_S_NO_ERROR));
    const auto fresh = open(client, "root\\mock\\fresh");
    com::com_ptr<IWbemClassObject> definition;
    EXPECT_THAT(fresh->GetObject(nullptr, 0, nullptr, definition.put(), nullptr), ResultIs(WBEM_S_NO_ERROR));
    EXPECT_THAT(definition->Put(OLESTR("__CLASS"), 0, com::make_variant("Kept").get(), 0),
                ResultIs(WBEM_S_NO_ERROR));
    EXPECT_THAT(fresh->PutClass(definition.get(), 0, nullptr, nullptr), ResultIs(WBEM_S_NO_ERROR));
    EXPECT_THAT(put(client, "fresh"), ResultIs(WBEM_S_NO_ERROR));
    EXPECT_THAT(fresh->GetObject(bstr("Kept").get(), 0, nullptr, definition.put(), nullptr),
                ResultIs(WBEM_S_NO_ERROR));
}

// A name begins with a letter; letters, digits and underscores follow.
TEST(PutOfNamespace, RefusesIllegalNames) {
    const Client client;
    for (const char* const name : {"", "1st", "_own", "a b", "a\\b", "a/b", "a.b", "a-b"}) {
        EXPECT_THAT(put(client, name), ResultIs(WBEM_E_INVALID_PARAMETER)) << name;
    }
    com::com_ptr<IWbemClassObject> nameless;
    EXPECT_THAT(client.get("__NAMESPACE")->SpawnInstance(0, nameless.put()), ResultIs(WBEM_S_NO_ERROR));
    EXPECT_THAT(client.services->PutInstance(nameless.get(), 0, nullptr, nullptr), ResultIs(WBEM_E_NO_KEY));
    EXPECT_EQ(children(client), Names{"child"});
}

TEST(DeleteOfNamespace, TakesEverythingBelowAlong) {
    const Client client;
    EXPECT_THAT(put(client, "fresh"), ResultIs(WBEM_S_NO_ERROR));
    const auto fresh = open(client, "root\\mock\\fresh");
    com::com_ptr<IWbemClassObject> definition;
    com::com_ptr<IWbemClassObject> inner;
    EXPECT_THAT(fresh->GetObject(bstr("__NAMESPACE").get(), 0, nullptr, definition.put(), nullptr),
                ResultIs(WBEM_S_NO_ERROR));
    EXPECT_THAT(definition->SpawnInstance(0, inner.put()), ResultIs(WBEM_S_NO_ERROR));
    EXPECT_THAT(inner->Put(OLESTR("Name"), 0, com::make_variant("inner").get(), 0),
                ResultIs(WBEM_S_NO_ERROR));
    EXPECT_THAT(fresh->PutInstance(inner.get(), 0, nullptr, nullptr), ResultIs(WBEM_S_NO_ERROR));
    EXPECT_NE(open(client, "root\\mock\\fresh\\inner"), nullptr);

    const auto delivered = deliver([&](IWbemObjectSink* sink) {
        return client.services->DeleteInstanceAsync(bstr("__NAMESPACE.Name=\"fresh\"").get(), 0, nullptr,
                                                    sink);
    });
    EXPECT_THAT(delivered.final_event.result, ResultIs(WBEM_S_NO_ERROR));
    EXPECT_EQ(open(client, "root\\mock\\fresh"), nullptr);
    EXPECT_EQ(open(client, "root\\mock\\fresh\\inner"), nullptr);
    EXPECT_EQ(children(client), Names{"child"});
}

TEST(DeleteOfNamespace, LeavesServicesThatFindNothingAnyMore) {
    const Client client;
    EXPECT_THAT(put(client, "fresh"), ResultIs(WBEM_S_NO_ERROR));
    const auto fresh = open(client, "root\\mock\\fresh");
    com::com_ptr<IWbemClassObject> definition;
    com::com_ptr<IWbemClassObject> instance;
    EXPECT_THAT(fresh->GetObject(bstr("__NAMESPACE").get(), 0, nullptr, definition.put(), nullptr),
                ResultIs(WBEM_S_NO_ERROR));
    EXPECT_THAT(definition->SpawnInstance(0, instance.put()), ResultIs(WBEM_S_NO_ERROR));
    EXPECT_THAT(instance->Put(OLESTR("Name"), 0, com::make_variant("late").get(), 0),
                ResultIs(WBEM_S_NO_ERROR));
    EXPECT_THAT(remove(client, "__NAMESPACE.Name=\"fresh\""), ResultIs(WBEM_S_NO_ERROR));
    EXPECT_THAT(fresh->GetObject(bstr("__NAMESPACE").get(), 0, nullptr, definition.put(), nullptr),
                ResultIs(WBEM_E_NOT_FOUND));
    EXPECT_THAT(fresh->PutInstance(instance.get(), 0, nullptr, nullptr), ResultIs(WBEM_E_INVALID_NAMESPACE));
    EXPECT_THAT(fresh->DeleteInstance(bstr("__NAMESPACE.Name=\"late\"").get(), 0, nullptr, nullptr),
                ResultIs(WBEM_E_INVALID_NAMESPACE));
}

TEST(DeleteOfNamespace, RefusesWhatIsMissing) {
    const Client client;
    EXPECT_THAT(remove(client, "__NAMESPACE.Name=\"none\""), ResultIs(WBEM_E_NOT_FOUND));
    EXPECT_THAT(remove(client, "__NAMESPACE.Other=\"child\""), ResultIs(WBEM_E_INVALID_OBJECT_PATH));
    EXPECT_EQ(children(client), Names{"child"});
}

TEST(EventsOfNamespaces, ComeOnceForEachChange) {
    const Client client;
    std::mutex mutex;  // guards the list while events can come
    std::vector<std::string> events;
    const HeldSink sink({.on_indicate = [&](LONG count, IWbemClassObject** objects) {
        for (LONG i = 0; i < count; ++i) {
            com::variant target;
            EXPECT_THAT(objects[i]->Get(OLESTR("TargetNamespace"), 0, target.put(), nullptr, nullptr),
                        ResultIs(WBEM_S_NO_ERROR));
            const auto instance = com::retain_ptr(target->punkVal).as<IWbemClassObject>();
            const std::scoped_lock lock(mutex);
            events.push_back(text_of(objects[i], "__CLASS") + ' ' + text_of(instance.get(), "Name"));
        }
        return WBEM_S_NO_ERROR;
    }});
    EXPECT_THAT(client.subscribe("SELECT * FROM __NamespaceOperationEvent WITHIN 1", sink.get()),
                ResultIs(WBEM_S_NO_ERROR));
    EXPECT_THAT(put(client, "fresh"), ResultIs(WBEM_S_NO_ERROR));
    EXPECT_THAT(put(client, "fresh"), ResultIs(WBEM_S_NO_ERROR)) << "changes nothing, so nothing is told";
    EXPECT_THAT(remove(client, "__NAMESPACE.Name=\"fresh\""), ResultIs(WBEM_S_NO_ERROR));
    EXPECT_TRUE(sink->wait_for_objects(2));
    EXPECT_THAT(client.services->CancelAsyncCall(sink.get()), ResultIs(WBEM_S_NO_ERROR));
    EXPECT_TRUE(sink->wait_for_rest(1, 1));
    EXPECT_EQ(events, (Names{"__NamespaceCreationEvent fresh", "__NamespaceDeletionEvent fresh"}));
}

}  // namespace
}  // namespace wbemcheck::mock::test
