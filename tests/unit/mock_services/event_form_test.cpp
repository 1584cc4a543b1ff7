// Every form of a notification query, over one list of changes: what it selects, worked out by hand.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <memory>
#include <ostream>
#include <string>
#include <vector>

#include "harness/com/text.h"
#include "mock_provider/services/core.h"
#include "mock_provider/services/namespaces.h"
#include "tests/unit/mock_services/client.h"
#include "tests/unit/mock_services/event_log.h"

namespace wbemcheck::mock::test {
namespace {

using testing::ElementsAreArray;

// "+ a", "~ a", "- a": what came, changed and went. With a value, instances of Mock_Writable say it: "+ a=1",
// "~ a=1>2".
std::string describe(IWbemClassObject* event) {
    const std::string event_class = value_at(event, "__CLASS");
    const std::string sign = event_class.ends_with("CreationEvent")       ? "+ "
                             : event_class.ends_with("ModificationEvent") ? "~ "
                                                                          : "- ";
    if (event_class.starts_with("__Class")) return sign + value_at(event, "TargetClass.__CLASS");
    if (event_class.starts_with("__Namespace")) return sign + value_at(event, "TargetNamespace.Name");
    if (!event_class.starts_with("__Instance")) return "? " + event_class;
    if (value_at(event, "TargetInstance.__CLASS") != "Mock_Writable")
        return sign + value_at(event, "TargetInstance.Id");
    const bool is_change = sign == "~ ";
    return sign + value_at(event, "TargetInstance.Name") + "=" +
           (is_change ? value_at(event, "PreviousInstance.Value") + ">" : "") +
           value_at(event, "TargetInstance.Value");
}

struct Form {
    std::string_view query;
    std::vector<std::string> expected;
};

std::ostream& operator<<(std::ostream& out, const Form& form) { return out << form.query; }

class NotificationQuery : public ::testing::TestWithParam<Form> {
protected:
    ~NotificationQuery() override { core_->shut_down(); }

    void write(std::string_view name, std::string_view value) {
        EXPECT_THAT(put(*services_, "Mock_Writable",
                        {{"Name", "'" + std::string(name) + "'"}, {"Value", std::string(value)}}),
                    ResultIs(WBEM_S_NO_ERROR));
    }
    void put_class(std::string_view superclass, std::string_view name, std::string_view property) {
        com::com_ptr<IWbemClassObject> above;
        com::com_ptr<IWbemClassObject> made;
        EXPECT_THAT(services_->GetObject(bstr(superclass).get(), 0, nullptr, above.put(), nullptr),
                    ResultIs(WBEM_S_NO_ERROR));
        EXPECT_THAT(above->SpawnDerivedClass(0, made.put()), ResultIs(WBEM_S_NO_ERROR));
        set(made.get(), "__CLASS", "'" + std::string(name) + "'");
        if (!property.empty()) {
            EXPECT_THAT(made->Put(com::to_utf16(property).c_str(), 0, nullptr, CIM_STRING),
                        ResultIs(WBEM_S_NO_ERROR));
        }
        EXPECT_THAT(services_->PutClass(made.get(), 0, nullptr, nullptr), ResultIs(WBEM_S_NO_ERROR));
    }

    void change_everything() {
        write("a", "1");
        write("b", "5");
        write("a", "3");
        write("a", "2");
        write("b", "5");  // put again as it is: a modification all the same
        write("c", "NULL");
        write("c", "4");
        EXPECT_THAT(put(*services_, "Mock_Parent", {{"Id", "'parent'"}}), ResultIs(WBEM_S_NO_ERROR));
        EXPECT_THAT(put(*services_, "Mock_Child", {{"Id", "'child'"}}), ResultIs(WBEM_S_NO_ERROR));
        EXPECT_THAT(remove(*services_, "Mock_Writable.Name='a'"), ResultIs(WBEM_S_NO_ERROR));
        EXPECT_THAT(remove(*services_, "Mock_Child.Id='child'"), ResultIs(WBEM_S_NO_ERROR));
        put_class("Mock_Scratch", "Test_One", "");
        put_class("Mock_Scratch", "Test_One", "Added");
        put_class("Test_One", "Test_Two", "");
        put_class("Mock_Writable", "Test_Other", "");
        EXPECT_THAT(services_->DeleteClass(bstr("Test_One").get(), 0, nullptr, nullptr),
                    ResultIs(WBEM_S_NO_ERROR));
        EXPECT_THAT(core_->repository().create_namespace("root\\mock\\made"), ResultIs(WBEM_S_NO_ERROR));
        EXPECT_THAT(core_->repository().create_namespace("root\\mock\\kept"), ResultIs(WBEM_S_NO_ERROR));
        EXPECT_THAT(core_->repository().create_namespace("root\\mock\\made\\below"),
                    ResultIs(WBEM_S_NO_ERROR));
        EXPECT_THAT(core_->repository().delete_namespace("root\\mock\\made"), ResultIs(WBEM_S_NO_ERROR));
    }

    const std::shared_ptr<Core> core_ = std::make_shared<Core>(Settings{});
    const com::com_ptr<IWbemServices> services_ = open_services(core_, "root\\mock");
    EventLog log_{describe};
};

TEST_P(NotificationQuery, SelectsTheseEventsInTheirOrder) {
    ASSERT_THAT(subscribe(*services_, GetParam().query, log_), ResultIs(WBEM_S_NO_ERROR));
    change_everything();
    EXPECT_TRUE(settle(*core_));
    EXPECT_THAT(log_.lines(), ElementsAreArray(GetParam().expected));
    EXPECT_EQ(log_.calls().finals(), 0U);  // EVT-2
}

INSTANTIATE_TEST_SUITE_P(
    OfInstances, NotificationQuery,
    ::testing::Values(
        Form{"SELECT * FROM __InstanceCreationEvent WITHIN 1",
             {"+ a=1", "+ b=5", "+ c=null", "+ parent", "+ child"}},
        Form{"SELECT * FROM __InstanceDeletionEvent WITHIN 1", {"- a=2", "- child"}},
        Form{"SELECT * FROM __InstanceOperationEvent WITHIN 1 WHERE TargetInstance ISA 'Mock_Writable'",
             {"+ a=1", "+ b=5", "~ a=1>3", "~ a=3>2", "~ b=5>5", "+ c=null", "~ c=null>4", "- a=2"}},
        Form{"SELECT * FROM __InstanceOperationEvent WITHIN 1 WHERE TargetInstance ISA 'Mock_Parent'",
             {"+ parent", "+ child", "- child"}},
        Form{"SELECT * FROM __InstanceOperationEvent WITHIN 1 WHERE TargetInstance ISA 'Mock_Child'",
             {"+ child", "- child"}},
        Form{"SELECT * FROM __InstanceCreationEvent WITHIN 1 WHERE NOT TargetInstance ISA 'Mock_Writable'",
             {"+ parent", "+ child"}},
        Form{"SELECT * FROM __InstanceOperationEvent WITHIN 1 WHERE TargetInstance ISA 'Mock_NoSuchClass'",
             {}},
        Form{"SELECT * FROM __InstanceOperationEvent WITHIN 1 "
             "WHERE TargetInstance ISA 'Mock_Writable' AND TargetInstance.Name = 'B'",
             {"+ b=5", "~ b=5>5"}},
        Form{"SELECT * FROM __InstanceCreationEvent WITHIN 1 WHERE TargetInstance.Value > 1", {"+ b=5"}},
        Form{"SELECT * FROM __InstanceCreationEvent WITHIN 1 "
             "WHERE TargetInstance.Value IS NULL AND TargetInstance.__CLASS = 'Mock_Writable'",
             {"+ c=null"}},
        Form{"SELECT * FROM __InstanceCreationEvent WITHIN 1 "
             "WHERE TargetInstance.Name LIKE '[ac]' OR TargetInstance.Id LIKE 'par%'",
             {"+ a=1", "+ c=null", "+ parent"}},
        Form{"SELECT * FROM __InstanceModificationEvent WITHIN 1 "
             "WHERE TargetInstance ISA 'Mock_Writable' AND PreviousInstance.Value < TargetInstance.Value",
             {"~ a=1>3"}},
        Form{"SELECT * FROM __InstanceModificationEvent WITHIN 1 WHERE TargetInstance.Value < "
             "PreviousInstance.Value",
             {"~ a=3>2"}},
        // A comparison with NULL is not true: c is not there.
        Form{"SELECT * FROM __InstanceModificationEvent WITHIN 1 WHERE PreviousInstance.Value <> "
             "TargetInstance.Value",
             {"~ a=1>3", "~ a=3>2"}},
        Form{"SELECT * FROM __InstanceModificationEvent WITHIN 1 WHERE PreviousInstance.Value = "
             "TargetInstance.Value",
             {"~ b=5>5"}},
        Form{"SELECT * FROM __InstanceModificationEvent WITHIN 1 WHERE PreviousInstance.Value IS NULL",
             {"~ c=null>4"}},
        Form{"SELECT * FROM __InstanceModificationEvent WITHIN 1 WHERE PreviousInstance ISA 'Mock_Writable' "
             "AND PreviousInstance.Value >= 3 AND TargetInstance.Name <> 'b'",
             {"~ a=3>2"}},
        Form{"SELECT * FROM __InstanceOperationEvent WITHIN 1 "
             "WHERE __CLASS = '__InstanceDeletionEvent' AND TargetInstance.Value = 2",
             {"- a=2"}}));

INSTANTIATE_TEST_SUITE_P(
    OfClasses, NotificationQuery,
    ::testing::Values(
        Form{"SELECT * FROM __ClassCreationEvent WITHIN 1", {"+ Test_One", "+ Test_Two", "+ Test_Other"}},
        Form{"SELECT * FROM __ClassModificationEvent WITHIN 1", {"~ Test_One"}},
        Form{"SELECT * FROM __ClassDeletionEvent WITHIN 1",
             {"- Test_Two", "- Test_One"}},  // subclasses first
        Form{"SELECT * FROM __ClassOperationEvent WITHIN 1",
             {"+ Test_One", "~ Test_One", "+ Test_Two", "+ Test_Other", "- Test_Two", "- Test_One"}},
        Form{"SELECT * FROM __ClassOperationEvent WITHIN 1 WHERE TargetClass ISA 'Mock_Scratch'",
             {"+ Test_One", "~ Test_One", "+ Test_Two", "- Test_Two", "- Test_One"}},
        Form{"SELECT * FROM __ClassOperationEvent WITHIN 1 WHERE TargetClass ISA 'Mock_Writable'",
             {"+ Test_Other"}},
        Form{"SELECT * FROM __ClassCreationEvent WITHIN 1 WHERE NOT TargetClass ISA 'Mock_Scratch'",
             {"+ Test_Other"}},
        Form{"SELECT * FROM __ClassCreationEvent WITHIN 1 WHERE TargetClass.__CLASS LIKE '%[_]O%'",
             {"+ Test_One", "+ Test_Other"}},
        Form{"SELECT * FROM __ClassCreationEvent WITHIN 1 WHERE TargetClass.__SUPERCLASS = 'Test_One'",
             {"+ Test_Two"}},
        Form{"SELECT * FROM __ClassModificationEvent WITHIN 1 "
             "WHERE PreviousClass.__PROPERTY_COUNT < TargetClass.__PROPERTY_COUNT",
             {"~ Test_One"}},
        Form{"SELECT * FROM __ClassModificationEvent WITHIN 1 "
             "WHERE PreviousClass.__PROPERTY_COUNT >= TargetClass.__PROPERTY_COUNT",
             {}}));

INSTANTIATE_TEST_SUITE_P(
    OfNamespaces, NotificationQuery,
    ::testing::Values(
        // What is made and deleted below another namespace happens there, not here.
        Form{"SELECT * FROM __NamespaceCreationEvent WITHIN 1", {"+ made", "+ kept"}},
        Form{"SELECT * FROM __NamespaceDeletionEvent WITHIN 1", {"- made"}},
        Form{"SELECT * FROM __NamespaceModificationEvent WITHIN 1", {}},
        Form{"SELECT * FROM __NamespaceOperationEvent WITHIN 1", {"+ made", "+ kept", "- made"}},
        Form{"SELECT * FROM __NamespaceOperationEvent WITHIN 1 WHERE TargetNamespace.Name = 'kept'",
             {"+ kept"}},
        Form{"SELECT * FROM __NamespaceOperationEvent WITHIN 1 WHERE TargetNamespace ISA '__NAMESPACE'",
             {"+ made", "+ kept", "- made"}}));

INSTANTIATE_TEST_SUITE_P(
    OfAllKinds, NotificationQuery,
    ::testing::Values(Form{"SELECT * FROM __Event WHERE __CLASS LIKE '%DeletionEvent'",
                           {"- a=2", "- child", "- Test_Two", "- Test_One", "- made"}},
                      Form{"SELECT * FROM __Event WHERE __CLASS = '__ClassModificationEvent' OR __CLASS = "
                           "'__NamespaceCreationEvent'",
                           {"~ Test_One", "+ made", "+ kept"}},
                      Form{"SELECT * FROM __ExtrinsicEvent", {}}));

// A refusal says where in the query the mistake is.
TEST(RefusedNotificationQuery, NamesThePlace) {
    struct {
        std::string_view query;
        std::string_view description;
    } const mistakes[] = {
        {"SELECT * FROM Mock_Event\nWHERE Sequnce = 1",
         "Line 2, column 7: expected a property of Mock_Event, found 'Sequnce'."},
        {"SELECT * FROM Mock_Event GROUP WITHIN x",
         "Line 1, column 39: expected a number of seconds, found 'x'."},
        {"SELECT * FROM Mock_Event GROUP WITHIN 5 BY Missing",
         "Line 1, column 44: expected a property of Mock_Event, found 'Missing'."},
        {"SELECT * FROM Mock_Event GROUP WITHIN 5 HAVING Count > 1",
         "Line 1, column 48: expected a property of __AggregateEvent, found 'Count'."},
        {"SELECT * FROM Mock_Event GROUP WITHIN 5 HAVING NumberOfEvents > 'many'",
         "Line 1, column 48: expected a number to compare with 'NumberOfEvents', which is uint32, found "
         "\"many\"."},
        {"SELECT * FROM __TimerEvent WHERE TimerIdentifier = 'x'",
         "Line 1, column 34: expected a property of __TimerEvent, found 'TimerIdentifier'."},
    };
    Client client;
    for (const auto& mistake : mistakes) {
        HeldSink sink;
        ASSERT_THAT(client.subscribe(mistake.query, sink.get()), ResultIs(WBEM_S_NO_ERROR)) << mistake.query;
        ASSERT_TRUE(sink->wait_for_rest(1, 1)) << mistake.query;  // EVT-3
        EXPECT_THAT(sink->final_event().result, ResultIs(WBEM_E_INVALID_QUERY)) << mistake.query;
        EXPECT_EQ(sink->final_event().description, mistake.description);
    }
}

}  // namespace
}  // namespace wbemcheck::mock::test
