#include "mock_provider/services/locator.h"

#include <algorithm>
#include <string>
#include <string_view>
#include <utility>

#include "harness/com/bstr.h"
#include "harness/com/class_factory.h"
#include "harness/com/com_object.h"
#include "mock_provider/model/name.h"
#include "mock_provider/services/client_call.h"
#include "mock_provider/services/namespaces.h"

namespace wbemcheck::mock {

namespace {

constexpr LONG kKnownFlags =
    WBEM_FLAG_CONNECT_REPOSITORY_ONLY | WBEM_FLAG_CONNECT_USE_MAX_WAIT | WBEM_FLAG_CONNECT_PROVIDERS;

// RPC_S_SERVER_UNAVAILABLE as an HRESULT.
constexpr auto kServerUnavailable = static_cast<HRESULT>(0x800706BAU);

bool is_slash(char character) noexcept { return character == '\\' || character == '/'; }

// How a network resource may begin: with the name of a namespace, or with two slashes and a server. The
// results for one slash and for three are those of Windows.
HRESULT check_slashes(std::string_view resource) noexcept {
    const std::size_t slashes = std::min(resource.find_first_not_of("\\/"), resource.size());
    if (slashes == resource.size() || slashes == 0 || slashes == 2) {
        return WBEM_S_NO_ERROR;
    }
    return slashes == 1 ? WBEM_E_INVALID_NAMESPACE : WBEM_E_INVALID_PARAMETER;
}

// The server that a network resource names: `\\server\root` or `//server/root`. Empty when it names none.
std::string_view server_of(std::string_view resource) noexcept {
    if (resource.size() < 2 || !is_slash(resource[0]) || !is_slash(resource[1])) {
        return {};
    }
    resource.remove_prefix(2);
    return resource.substr(0, resource.find_first_of("\\/"));
}

bool is_hexadecimal(char character) noexcept {
    return (character >= '0' && character <= '9') || (character >= 'a' && character <= 'f') ||
           (character >= 'A' && character <= 'F');
}

bool is_letter(char character) noexcept {
    return (character >= 'a' && character <= 'z') || (character >= 'A' && character <= 'Z');
}

// The two forms of MS-WMI 2.2.29: "MS_" and an LCID in hexadecimal, or the name of a locale like "en-US".
bool is_locale(std::string_view locale) noexcept {
    if (locale.size() > 3 && equal_names(locale.substr(0, 3), "MS_")) {
        locale.remove_prefix(3);
        return locale.size() <= 8 && std::ranges::all_of(locale, is_hexadecimal);
    }
    const std::size_t dash = locale.find('-');
    const std::string_view language = locale.substr(0, dash);
    const std::string_view rest =
        dash == std::string_view::npos ? std::string_view() : locale.substr(dash + 1);
    return (language.size() == 2 || language.size() == 3) && std::ranges::all_of(language, is_letter) &&
           (dash == std::string_view::npos || (rest.size() >= 2 && is_letter(rest.front())));
}

// Whether the user and the authority both name the domain.
bool names_domain_twice(std::string_view user, std::string_view authority) noexcept {
    constexpr std::string_view kNtlm = "NTLMDOMAIN:";
    const bool is_in_user = user.find_first_of("\\@") != std::string_view::npos;
    return is_in_user && authority.size() > kNtlm.size() &&
           equal_names(authority.substr(0, kNtlm.size()), kNtlm);
}

class Locator final : public com::ComObject<IWbemLocator> {
public:
    explicit Locator(std::shared_ptr<Core> core) : core_(std::move(core)) {}

    // The locale decides which texts amended objects have. WMI takes no credentials for this machine.
    HRESULT STDMETHODCALLTYPE ConnectServer(const BSTR network_resource, const BSTR user, const BSTR password,
                                            const BSTR locale, LONG security_flags, const BSTR authority,
                                            IWbemContext*, IWbemServices** services) noexcept override {
        if (services != nullptr) {
            *services = nullptr;
        }
        return client_call(*core_, "ConnectServer", [&]() -> HRESULT {
            if (services == nullptr || network_resource == nullptr || (security_flags & ~kKnownFlags) != 0) {
                return WBEM_E_INVALID_PARAMETER;
            }
            const std::string resource = com::to_utf8(network_resource);
            const std::string client_locale = SysStringLen(locale) == 0 ? "MS_409" : com::to_utf8(locale);
            if (!is_locale(client_locale) ||
                names_domain_twice(com::to_utf8(user), com::to_utf8(authority))) {
                return WBEM_E_INVALID_PARAMETER;
            }
            if (const HRESULT result = check_slashes(resource); FAILED(result)) {
                return result;
            }
            if (!is_this_machine(server_of(resource))) {
                return kServerUnavailable;
            }
            if (SysStringLen(user) != 0 || SysStringLen(password) != 0) {
                return WBEM_E_LOCAL_CREDENTIALS;
            }
            *services = open_services(core_, resource, ClientSecurity::kInitialised, client_locale).detach();
            return *services == nullptr ? WBEM_E_INVALID_NAMESPACE : WBEM_S_NO_ERROR;
        });
    }

private:
    [[nodiscard]] bool is_this_machine(std::string_view server) const noexcept {
        return server.empty() || server == "." || equal_names(server, "localhost") ||
               equal_names(server, core_->repository().server());
    }

    const std::shared_ptr<Core> core_;
};

}  // namespace

com::com_ptr<IWbemLocator> make_locator(std::shared_ptr<Core> core) {
    return com::make_com<Locator>(std::move(core));
}

com::com_ptr<IClassFactory> make_locator_factory(std::shared_ptr<Core> core) {
    return com::make_class_factory([core = std::move(core)] { return com::make_com<Locator>(core); });
}

}  // namespace wbemcheck::mock
