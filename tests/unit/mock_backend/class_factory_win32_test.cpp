// A client that asks COM for its locator, and finds the mock.
#include <gtest/gtest.h>

#include "mock_provider/mock.h"
#include "tests/unit/mock_services/client.h"

namespace wbemcheck::mock::test {
namespace {

// What a client of WMI does first.
com::com_ptr<IWbemServices> connect_as_clients_do(const char* namespace_path) {
    com::com_ptr<IWbemLocator> locator;
    EXPECT_THAT(::CoCreateInstance(CLSID_WbemLocator, nullptr, CLSCTX_INPROC_SERVER, com::iid_of<IWbemLocator>(),
                                   locator.put_void()),
                ResultIs(S_OK));
    com::com_ptr<IWbemServices> services;
    EXPECT_THAT(locator->ConnectServer(bstr(namespace_path).get(), nullptr, nullptr, nullptr, 0, nullptr, nullptr,
                                       services.put()),
                ResultIs(WBEM_S_NO_ERROR));
    return services;
}

TEST(ClassFactory, StandsInForTheSystemsLocatorWhileItIsRegistered) {
    ASSERT_THAT(::CoInitializeEx(nullptr, COINIT_MULTITHREADED), ResultIs(S_OK));
    {
        // [class factory
        wbemcheck::mock::Mock mock{{}};
        mock.create_namespace("root\\app");
        DWORD registration = 0;
        CoRegisterClassObject(CLSID_WbemLocator, mock.class_factory().get(), CLSCTX_INPROC_SERVER, REGCLS_MULTIPLEUSE,
                              &registration);
        // From here on CoCreateInstance(CLSID_WbemLocator, ...) gives a locator of the mock.
        // class factory]
        const auto services = connect_as_clients_do("root\\app");
        EXPECT_THAT(::CoRevokeClassObject(registration), ResultIs(S_OK));
        com::com_ptr<IWbemClassObject> event;
        EXPECT_THAT(services->GetObject(bstr("__Event").get(), 0, nullptr, event.put(), nullptr),
                    ResultIs(WBEM_S_NO_ERROR));
    }
    ::CoUninitialize();
}

}  // namespace
}  // namespace wbemcheck::mock::test
