// Namespaces of the user's own, and the ways to connect to them.
#include <gtest/gtest.h>

#include <stdexcept>
#include <string>
#include <vector>

#include "tests/unit/mock_services/client.h"
#include "tests/unit/mock_services/test_sink.h"

namespace wbemcheck::mock::test {
namespace {

std::vector<std::string> classes_in(IWbemServices& services) {
    com::com_ptr<IEnumWbemClassObject> classes;
    EXPECT_THAT(services.CreateClassEnum(nullptr, 0, nullptr, classes.put()), ResultIs(WBEM_S_NO_ERROR));
    return names_in(classes.get(), "__CLASS");
}

TEST(CreateNamespace, MakesTheNamespacesAboveToo) {
    Mock mock(Settings{});
    mock.create_namespace("root\\app\\settings\\user");
    EXPECT_NE(mock.connect("root\\app"), nullptr);
    const auto services = mock.connect("ROOT/App/Settings");
    com::com_ptr<IWbemServices> user;
    EXPECT_THAT(services->OpenNamespace(bstr("user").get(), 0, nullptr, user.put(), nullptr),
                ResultIs(WBEM_S_NO_ERROR));
}

TEST(CreateNamespace, GivesAnEmptyWorldWithTheSystemClassesOnly) {
    Mock mock(Settings{});
    mock.create_namespace("root\\cimv2");
    for (const std::string& name : classes_in(*mock.connect("root\\cimv2"))) {
        EXPECT_EQ(name.substr(0, 2), "__") << name;
    }
    EXPECT_THAT(classes_in(*mock.connect()), ::testing::Contains("Mock_Item"));
}

TEST(CreateNamespace, LeavesOneAloneThatIsThere) {
    Client client;
    client.mock->create_namespace("root\\mock");
    EXPECT_EQ(names_in(client.query(kAllItems).get()).size(), 7U);
}

TEST(CreateNamespace, RefusesWhatIsNoPath) {
    Mock mock(Settings{});
    EXPECT_THROW(mock.create_namespace(""), std::invalid_argument);
    EXPECT_THROW(mock.create_namespace("root\\no name"), std::invalid_argument);
    EXPECT_THROW(mock.create_namespace("elsewhere\\app"), std::invalid_argument);
}

TEST(Connect, SaysWhichNamespaceIsMissing) {
    const Mock mock(Settings{});
    try {
        static_cast<void>(mock.connect("root\\missing"));
        FAIL() << "connected";
    } catch (const std::invalid_argument& error) {
        EXPECT_STREQ(error.what(), "namespace 'root\\missing': WBEM_E_INVALID_NAMESPACE (0x8004100E)");
    }
}

TEST(Connect, TakesTheSecurityOfTheClientToo) {
    Client client;
    client.mock->create_namespace("root\\app");
    client.services = client.mock->connect("root\\app", ClientSecurity::kNone);
    HeldSink sink;
    EXPECT_THAT(client.get_async("__Event", sink.get()), ResultIs(WBEM_S_NO_ERROR));
    EXPECT_TRUE(sink->wait_for_rest(0, 1));
    EXPECT_EQ(sink->events().size(), 0U);  // SEC-1
}

TEST(Locator, FindsTheUsersNamespaces) {
    Mock mock(Settings{});
    mock.create_namespace("root\\app");
    com::com_ptr<IWbemServices> services;
    EXPECT_THAT(mock.locator()->ConnectServer(bstr("\\\\.\\root\\app").get(), nullptr, nullptr, nullptr, 0, nullptr,
                                              nullptr, services.put()),
                ResultIs(WBEM_S_NO_ERROR));
    EXPECT_NE(services, nullptr);
}

TEST(DeleteNamespace, TakesWhatIsBelowAlong) {
    Mock mock(Settings{});
    mock.create_namespace("root\\app\\settings");
    mock.delete_namespace("root\\app");
    EXPECT_THROW(static_cast<void>(mock.connect("root\\app\\settings")), std::invalid_argument);
    EXPECT_THROW(mock.delete_namespace("root\\app"), std::invalid_argument);
    EXPECT_THROW(mock.delete_namespace("root"), std::invalid_argument);
}

TEST(ClassFactory, MakesLocatorsOfThisMock) {
    Mock mock(Settings{});
    mock.create_namespace("root\\app");
    const auto factory = mock.class_factory();
    com::com_ptr<IWbemLocator> locator;
    EXPECT_THAT(factory->CreateInstance(nullptr, com::iid_of<IWbemLocator>(), locator.put_void()), ResultIs(S_OK));
    com::com_ptr<IWbemServices> services;
    EXPECT_THAT(locator->ConnectServer(bstr("root\\app").get(), nullptr, nullptr, nullptr, 0, nullptr, nullptr,
                                       services.put()),
                ResultIs(WBEM_S_NO_ERROR));
}

TEST(ClassFactory, RefusesAggregationAndOtherInterfaces) {
    const Mock mock(Settings{});
    const auto factory = mock.class_factory();
    void* object = factory.get();
    EXPECT_THAT(factory->CreateInstance(factory.get(), com::iid_of<IUnknown>(), &object),
                ResultIs(CLASS_E_NOAGGREGATION));
    EXPECT_EQ(object, nullptr);
    EXPECT_THAT(factory->CreateInstance(nullptr, com::iid_of<IWbemServices>(), &object), ResultIs(E_NOINTERFACE));
    EXPECT_EQ(object, nullptr);
    EXPECT_THAT(factory->CreateInstance(nullptr, com::iid_of<IUnknown>(), nullptr), ResultIs(E_POINTER));
    EXPECT_THAT(factory->LockServer(1), ResultIs(S_OK));
}

}  // namespace
}  // namespace wbemcheck::mock::test
