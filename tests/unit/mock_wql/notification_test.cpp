#include "mock_provider/wql/notification.h"

#include <gtest/gtest.h>

#include <optional>
#include <string_view>

#include "tests/unit/mock_wql/parsed.h"
#include "tests/unit/mock_wql/small_schema.h"

namespace wbemcheck::mock::wql {
namespace {

const SmallSchema& schema() {
    static const SmallSchema instance;
    return instance;
}

std::optional<QueryError> check(std::string_view text) {
    return check_notification_query(parsed(text), schema().finder());
}

TEST(NotificationQuery, MaySubscribeToEvents) {
    for (const std::string_view text : {
             "SELECT * FROM Alarm",
             "SELECT Level, TIME_CREATED, __CLASS FROM Alarm WHERE Level > 3",
             "SELECT * FROM Alarm WITHIN 1",
             "SELECT * FROM __TimerEvent WHERE TimerId = 'x'",
             "SELECT * FROM __InstanceModificationEvent WITHIN 0.001 WHERE TargetInstance ISA 'Item'",
             "SELECT * FROM __InstanceOperationEvent WITHIN 418937",
             "SELECT * FROM __InstanceModificationEvent WITHIN 2 WHERE TargetInstance ISA 'Item' AND "
             "TargetInstance.Value <> PreviousInstance.Value",
             "SELECT * FROM __ClassCreationEvent WITHIN 5",
             "SELECT * FROM Alarm GROUP WITHIN 300",
             "SELECT * FROM Alarm GROUP WITHIN 300 BY Level",
             "SELECT * FROM Alarm GROUP WITHIN 300 BY Level, Source.Name HAVING NumberOfEvents > 5",
             "SELECT * FROM Alarm GROUP WITHIN 300 HAVING NumberOfEvents > 5 AND Representative.Level = 1",
         }) {
        const std::optional<QueryError> error = check(text);
        EXPECT_FALSE(error) << text << "\n" << (error ? error->message : "");
    }
}

TEST(NotificationQuery, IsRefusedWithTheCodeOfItsMistake) {
    struct {
        std::string_view text;
        HRESULT code;
        std::string_view message;
    } const mistakes[] = {
        {"SELECT * FROM Nothing", static_cast<HRESULT>(WBEM_E_INVALID_CLASS),
         "Line 1, column 15: expected a class of this namespace, found 'Nothing'."},
        {"SELECT * FROM Item WITHIN 1", static_cast<HRESULT>(WBEM_E_NOT_EVENT_CLASS),
         "Line 1, column 15: expected a class that derives from __Event, found 'Item'."},
        {"SELECT Lvel FROM Alarm", static_cast<HRESULT>(WBEM_E_INVALID_QUERY),
         "Line 1, column 8: expected a property of Alarm, found 'Lvel'."},
        {"SELECT * FROM Alarm WHERE Lvel = 1", static_cast<HRESULT>(WBEM_E_INVALID_QUERY),
         "Line 1, column 27: expected a property of Alarm, found 'Lvel'."},
        {"SELECT * FROM Alarm WHERE Level = Lvel", static_cast<HRESULT>(WBEM_E_INVALID_QUERY),
         "Line 1, column 35: expected a property of Alarm, found 'Lvel'."},
        {"SELECT * FROM Alarm WHERE Level = Source", static_cast<HRESULT>(WBEM_E_INVALID_QUERY),
         "Line 1, column 35: expected a property that can be compared, found 'Source', which is object."},
        {"SELECT * FROM __InstanceOperationEvent", static_cast<HRESULT>(WBEMESS_E_REGISTRATION_TOO_PRECISE),
         "Line 1, column 15: expected WITHIN behind the intrinsic event class '__InstanceOperationEvent', "
         "found none."},
        {"SELECT * FROM __InstanceModificationEvent WHERE TargetInstance ISA 'Item'",
         static_cast<HRESULT>(WBEMESS_E_REGISTRATION_TOO_PRECISE),
         "Line 1, column 15: expected WITHIN behind the intrinsic event class '__InstanceModificationEvent', "
         "found none."},
        {"SELECT * FROM __ClassCreationEvent", static_cast<HRESULT>(WBEMESS_E_REGISTRATION_TOO_PRECISE),
         "Line 1, column 15: expected WITHIN behind the intrinsic event class '__ClassCreationEvent', found "
         "none."},
        {"SELECT * FROM __NamespaceOperationEvent", static_cast<HRESULT>(WBEMESS_E_REGISTRATION_TOO_PRECISE),
         "Line 1, column 15: expected WITHIN behind the intrinsic event class '__NamespaceOperationEvent', "
         "found none."},
        {"SELECT * FROM Alarm WITHIN 0", static_cast<HRESULT>(WBEM_E_INVALID_QUERY),
         "Line 1, column 15: expected an interval from 0.001 to 418937 seconds, found 0."},
        {"SELECT * FROM Alarm WITHIN 418938", static_cast<HRESULT>(WBEM_E_INVALID_QUERY),
         "Line 1, column 15: expected an interval from 0.001 to 418937 seconds, found 418938."},
        {"SELECT * FROM Alarm GROUP BY Level", static_cast<HRESULT>(WBEM_E_MISSING_GROUP_WITHIN),
         "Line 1, column 21: expected GROUP WITHIN, found GROUP without an interval."},
        {"SELECT * FROM Alarm GROUP WITHIN 0 BY Level", static_cast<HRESULT>(WBEM_E_INVALID_QUERY),
         "Line 1, column 21: expected an interval from 0.001 to 418937 seconds, found 0."},
        {"SELECT * FROM Alarm GROUP WITHIN 5 BY *", static_cast<HRESULT>(WBEM_E_MISSING_AGGREGATION_LIST),
         "Line 1, column 21: expected a list of properties behind BY, found '*'."},
        {"SELECT * FROM Alarm GROUP WITHIN 5 BY Level, Source",
         static_cast<HRESULT>(WBEM_E_AGGREGATING_BY_OBJECT),
         "Line 1, column 46: expected a property of the embedded object 'Source', found the whole object."},
        {"SELECT * FROM Alarm GROUP WITHIN 5 BY Level.X", static_cast<HRESULT>(WBEM_E_PROPERTY_NOT_AN_OBJECT),
         "Line 1, column 39: expected an embedded object in front of the dot, found 'Level', which is "
         "uint32."},
        {"SELECT * FROM Alarm GROUP WITHIN 5 BY Lvel", static_cast<HRESULT>(WBEM_E_INVALID_QUERY),
         "Line 1, column 39: expected a property of Alarm, found 'Lvel'."},
        {"SELECT * FROM Alarm GROUP WITHIN 5 HAVING Level > 1", static_cast<HRESULT>(WBEM_E_INVALID_QUERY),
         "Line 1, column 43: expected a property of __AggregateEvent, found 'Level'."},
        {"SELECT * FROM Alarm GROUP WITHIN 5 HAVING NumberOfEvents = 'x'",
         static_cast<HRESULT>(WBEM_E_INVALID_QUERY),
         "Line 1, column 43: expected a number to compare with 'NumberOfEvents', which is uint32, found "
         "\"x\"."},
    };
    for (const auto& mistake : mistakes) {
        const std::optional<QueryError> error = check(mistake.text);
        ASSERT_TRUE(error) << mistake.text;
        EXPECT_EQ(error->code, mistake.code) << mistake.text;
        EXPECT_EQ(error->message, mistake.message);
    }
}

TEST(IntrinsicEvent, DerivesFromOneOfTheOperationEvents) {
    for (const std::string_view name : {"__InstanceOperationEvent", "__InstanceModificationEvent",
                                        "__ClassCreationEvent", "__NamespaceOperationEvent"}) {
        EXPECT_TRUE(is_intrinsic_event(*schema().find(name))) << name;
    }
    for (const std::string_view name : {"__Event", "__ExtrinsicEvent", "Alarm", "__TimerEvent", "Item"}) {
        EXPECT_FALSE(is_intrinsic_event(*schema().find(name))) << name;
    }
}

}  // namespace
}  // namespace wbemcheck::mock::wql
