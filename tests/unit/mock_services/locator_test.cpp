// IWbemLocator::ConnectServer: the spellings of a network resource, locale, authority.
#include <gtest/gtest.h>

#include <string>

#include "mock_provider/model/context.h"
#include "tests/unit/mock_services/client.h"

namespace wbemcheck::mock::test {
namespace {

constexpr auto kServerUnavailable = static_cast<HRESULT>(0x800706BA);

struct Resource {
    std::string path;
    HRESULT result;
};

HRESULT connect(std::string_view path, const char* user = nullptr, const char* locale = nullptr,
                const char* authority = nullptr) {
    const auto optional = [](const char* text) { return text == nullptr ? com::unique_bstr() : bstr(text); };
    const Client client;
    com::com_ptr<IWbemServices> services;
    const HRESULT result = client.mock->locator()->ConnectServer(
        bstr(path).get(), optional(user).get(), nullptr, optional(locale).get(), 0, optional(authority).get(),
        nullptr, services.put());
    EXPECT_EQ(services != nullptr, SUCCEEDED(result)) << path;
    return result;
}

TEST(NetworkResource, IsReadAsWindowsReadsIt) {
    const Resource resources[] = {
        {"", WBEM_E_INVALID_NAMESPACE},
        {"\\", WBEM_E_INVALID_NAMESPACE},
        {"\\\\", WBEM_E_INVALID_NAMESPACE},
        {"\\\\.", WBEM_E_INVALID_NAMESPACE},
        {"\\\\.\\", WBEM_E_INVALID_NAMESPACE},
        {"\\ROOT", WBEM_E_INVALID_NAMESPACE},
        {"\\\\ROOT", kServerUnavailable},
        {"\\\\.ROOT", kServerUnavailable},
        {"\\\\.\\NONE", WBEM_E_INVALID_NAMESPACE},
        {"\\\\.\\ROOT", WBEM_S_NO_ERROR},
        {"\\\\\\.\\ROOT", WBEM_E_INVALID_PARAMETER},
        {"\\/.\\ROOT", WBEM_S_NO_ERROR},
        {"//.\\ROOT", WBEM_S_NO_ERROR},
        {"\\\\./ROOT", WBEM_S_NO_ERROR},
        {"//./ROOT", WBEM_S_NO_ERROR},
        {"NONE", WBEM_E_INVALID_NAMESPACE},
        {"ROOT", WBEM_S_NO_ERROR},
        {"ROOT\\NONE", WBEM_E_INVALID_NAMESPACE},
        {"ROOT\\MOCK", WBEM_S_NO_ERROR},
        {"ROOT\\\\MOCK", WBEM_E_INVALID_NAMESPACE},
        {"ROOT\\MOCK\\", WBEM_E_INVALID_NAMESPACE},
        {"ROOT/MOCK", WBEM_S_NO_ERROR},
        {"\\\\localhost\\ROOT", WBEM_S_NO_ERROR},
        {"\\\\LOCALHOST\\ROOT", WBEM_S_NO_ERROR},
    };
    for (const Resource& resource : resources) {
        EXPECT_THAT(connect(resource.path), ResultIs(resource.result)) << resource.path;
    }
}

TEST(Locale, HasOneOfTwoForms) {
    for (const char* const good : {"MS_409", "ms_0409", "MS_40c", "en-US", "de", "zh-Hans-CN"}) {
        EXPECT_THAT(connect("root\\mock", nullptr, good), ResultIs(WBEM_S_NO_ERROR)) << good;
    }
    for (const char* const bad : {"MS_", "MS_xyz", "MS_123456789", "409", "english", "e", "en-", "en-1"}) {
        EXPECT_THAT(connect("root\\mock", nullptr, bad), ResultIs(WBEM_E_INVALID_PARAMETER)) << bad;
    }
}

TEST(Credentials, AreNotForThisMachine) {
    EXPECT_THAT(connect("root\\mock", "somebody"), ResultIs(WBEM_E_LOCAL_CREDENTIALS));
    EXPECT_THAT(connect("root\\mock", "DOMAIN\\somebody"), ResultIs(WBEM_E_LOCAL_CREDENTIALS));
    EXPECT_THAT(connect("root\\mock", nullptr, nullptr, "NTLMDOMAIN:DOMAIN"), ResultIs(WBEM_S_NO_ERROR));
}

TEST(Credentials, NameTheDomainInOnePlaceOnly) {
    EXPECT_THAT(connect("root\\mock", "DOMAIN\\somebody", nullptr, "NTLMDOMAIN:DOMAIN"),
                ResultIs(WBEM_E_INVALID_PARAMETER));
    EXPECT_THAT(connect("root\\mock", "somebody@domain", nullptr, "ntlmdomain:DOMAIN"),
                ResultIs(WBEM_E_INVALID_PARAMETER));
}

TEST(ConnectServer, KeepsNoContext) {
    const Client client;
    const auto context = make_context();
    const auto count = [&] {
        context->AddRef();
        return context->Release();
    };
    const ULONG before = count();
    com::com_ptr<IWbemServices> services;
    EXPECT_THAT(client.mock->locator()->ConnectServer(bstr("root").get(), nullptr, nullptr, nullptr, 0,
                                                      nullptr, context.get(), services.put()),
                ResultIs(WBEM_S_NO_ERROR));
    EXPECT_EQ(count(), before);
}

TEST(ConnectServer, NeedsAPlaceForTheServicesAndAResource) {
    const Client client;
    const auto locator = client.mock->locator();
    EXPECT_THAT(
        locator->ConnectServer(bstr("root").get(), nullptr, nullptr, nullptr, 0, nullptr, nullptr, nullptr),
        ResultIs(WBEM_E_INVALID_PARAMETER));
    auto* services = reinterpret_cast<IWbemServices*>(0x10);
    EXPECT_THAT(locator->ConnectServer(nullptr, nullptr, nullptr, nullptr, 0, nullptr, nullptr, &services),
                ResultIs(WBEM_E_INVALID_PARAMETER));
    EXPECT_EQ(services, nullptr);
}

}  // namespace
}  // namespace wbemcheck::mock::test
