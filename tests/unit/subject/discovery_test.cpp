// Discovery against the mock, of which the answers are known.
#include <gmock/gmock.h>

#include "harness/subject/wmi_discovery.h"
#include "harness/subject/wmi_sampling.h"
#include "mock_provider/mock.h"

namespace wbemcheck::subject::test {
namespace {

class Discovery : public ::testing::Test {
protected:
    static mock::Settings settings() {
        mock::Settings settings;
        settings.objects = 5;
        return settings;
    }

    [[nodiscard]] Vocabulary discover(const DiscoveryRequest& request) {
        return discover_vocabulary(mock_.connect(), request);
    }

    mock::Mock mock_{settings()};
};

TEST_F(Discovery, TakesTheFirstClassWithEnoughInstances) {
    DiscoveryRequest request;
    request.many = {
        {"Mock_NoSuchClass", 1}, {"Mock_Single", 2}, {"Mock_Item", 6}, {"Mock_Item", 5}, {"Mock_Single", 1}};
    const Vocabulary words = discover(request);
    EXPECT_EQ(words.class_with_many, "Mock_Item");
    EXPECT_EQ(words.many_query, "SELECT * FROM Mock_Item");
}

TEST_F(Discovery, TakesTheFirstClassWithExactlyOneInstance) {
    DiscoveryRequest request;
    request.one = {"Mock_Empty", "Mock_Item", "Mock_Single"};
    const Vocabulary words = discover(request);
    EXPECT_EQ(words.class_with_one, "Mock_Single");
    EXPECT_EQ(words.one_query, "SELECT * FROM Mock_Single");
}

TEST_F(Discovery, TakesTheFirstExistingClassWithoutInstances) {
    DiscoveryRequest request;
    request.none = {"Mock_NoSuchClass", "Mock_Item", "Mock_Empty"};
    const Vocabulary words = discover(request);
    EXPECT_EQ(words.class_with_none, "Mock_Empty");
    EXPECT_EQ(words.none_query, "SELECT * FROM Mock_Empty");
}

TEST_F(Discovery, MakesAQueryThatNothingMeetsWhenNoClassIsEmpty) {
    DiscoveryRequest request;
    request.one = {"Mock_Single"};
    const Vocabulary words = discover(request);
    EXPECT_EQ(words.class_with_none, "");
    EXPECT_EQ(words.none_query, "SELECT * FROM Mock_Single WHERE Id = 'wbemcheck-no-such-object'");
}

TEST_F(Discovery, FindsAnObjectAndOneThatIsMissing) {
    DiscoveryRequest request;
    request.many = {{"Mock_Item", 3}};
    const Vocabulary words = discover(request);
    EXPECT_EQ(words.object_path, "Mock_Item.Name=\"item-0001\"");
    EXPECT_EQ(words.missing_object_path, "Mock_Item.Name=\"wbemcheck-no-such-object\"");
}

TEST_F(Discovery, SortsSuperclassesByTheirSubclasses) {
    DiscoveryRequest request;
    request.superclasses = {"Mock_NoSuchClass", "Mock_Leaf", "Mock_Base", "Mock_Parent"};
    const Vocabulary words = discover(request);
    EXPECT_EQ(words.superclass_with_none, "Mock_Leaf");
    EXPECT_EQ(words.superclass_with_one, "Mock_Parent");
    EXPECT_EQ(words.superclass_with_many, "Mock_Base");
}

TEST_F(Discovery, KeepsAMethodThatSucceeds) {
    DiscoveryRequest request;
    request.method_path = "Mock_NoSuchClass=@";
    request.method_with_outputs = "Nothing";
    EXPECT_EQ(discover(request).method_path, "");
}

TEST_F(Discovery, NamesNoMissingClassThatExists) {
    EXPECT_EQ(discover({}).missing_class, "Wbemcheck_NoSuchClass");
}

TEST_F(Discovery, PrefersTheQueryThatWasGiven) {
    DiscoveryRequest request;
    request.many = {{"Mock_Item", 3}};
    request.many_query = "SELECT Name FROM Mock_Item";
    const Vocabulary words = discover(request);
    EXPECT_EQ(words.many_query, "SELECT Name FROM Mock_Item");
    EXPECT_EQ(words.class_with_many, "Mock_Item");
}

TEST_F(Discovery, FindsNothingWithoutTime) {
    DiscoveryRequest request;
    request.many = {{"Mock_Item", 3}};
    request.one = {"Mock_Single"};
    request.none = {"Mock_Empty"};
    request.superclasses = {"Mock_Base"};
    request.budget = std::chrono::milliseconds(0);
    const Vocabulary words = discover(request);
    EXPECT_EQ(words.class_with_many, "");
    EXPECT_EQ(words.class_with_one, "");
    EXPECT_EQ(words.class_with_none, "");
    EXPECT_EQ(words.superclass_with_many, "");
}

TEST_F(Discovery, FindsNothingInADeadNamespace) {
    com::com_ptr<IWbemServices> services;
    {
        const mock::Mock other(settings());
        services = other.connect();
    }
    DiscoveryRequest request;
    request.many = {{"Mock_Item", 3}};
    const Vocabulary words = discover_vocabulary(services, request);
    EXPECT_EQ(words.class_with_many, "");
    EXPECT_EQ(words.object_path, "");
}

TEST_F(Discovery, TellsAGoodQueryFromABadOne) {
    constexpr std::chrono::seconds kBudget{60};
    EXPECT_EQ(try_query(mock_.connect(), "SELECT * FROM Mock_Item", kBudget), S_OK);
    EXPECT_EQ(try_query(mock_.connect(), "SELECT * FROM Mock_Empty", kBudget), S_OK);
    EXPECT_EQ(try_query(mock_.connect(), "SELEKT", kBudget), WBEM_E_INVALID_QUERY);
}

TEST(WmiCandidates, LookForDeviceEventsInCimv2Only) {
    EXPECT_EQ(wmi_candidates("ROOT\\CIMV2", 1).event_query, "SELECT * FROM Win32_DeviceChangeEvent");
    EXPECT_EQ(wmi_candidates("root\\default", 1).event_query, "SELECT * FROM __ClassCreationEvent WITHIN 1");
}

TEST(WmiCandidates, CallAHarmlessMethodOfThisProcess) {
    const DiscoveryRequest request = wmi_candidates("root\\cimv2", 4711);
    EXPECT_EQ(request.method_path, "Win32_Process.Handle=\"4711\"");
    EXPECT_EQ(request.method_with_outputs, "GetOwner");
}

}  // namespace
}  // namespace wbemcheck::subject::test
