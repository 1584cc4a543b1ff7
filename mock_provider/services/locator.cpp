#include "mock_provider/services/locator.h"

#include <string>
#include <string_view>
#include <utility>

#include "harness/com/bstr.h"
#include "harness/com/com_object.h"
#include "mock_provider/model/name.h"
#include "mock_provider/services/namespaces.h"

namespace wbemcheck::mock {

namespace {

constexpr LONG kKnownFlags =
    WBEM_FLAG_CONNECT_REPOSITORY_ONLY | WBEM_FLAG_CONNECT_USE_MAX_WAIT | WBEM_FLAG_CONNECT_PROVIDERS;

// RPC_S_SERVER_UNAVAILABLE as an HRESULT.
constexpr auto kServerUnavailable = static_cast<HRESULT>(0x800706BAU);

bool is_slash(char character) noexcept { return character == '\\' || character == '/'; }

// The server that a network resource names: `\\server\root` or `//server/root`. Empty when it names none.
std::string_view server_of(std::string_view resource) noexcept {
    if (resource.size() < 2 || !is_slash(resource[0]) || !is_slash(resource[1])) {
        return {};
    }
    resource.remove_prefix(2);
    return resource.substr(0, resource.find_first_of("\\/"));
}

class Locator final : public com::ComObject<IWbemLocator> {
public:
    explicit Locator(std::shared_ptr<Core> core) : core_(std::move(core)) {}

    // Locale and authority make no difference here. Credentials do: WMI takes none for this machine.
    HRESULT STDMETHODCALLTYPE ConnectServer(const BSTR network_resource, const BSTR user, const BSTR password,
                                            const BSTR, LONG security_flags, const BSTR, IWbemContext*,
                                            IWbemServices** services) noexcept override {
        if (services == nullptr) {
            return WBEM_E_INVALID_PARAMETER;
        }
        *services = nullptr;
        if (network_resource == nullptr || (security_flags & ~kKnownFlags) != 0) {
            return WBEM_E_INVALID_PARAMETER;
        }
        if (core_->is_shut_down()) {
            return WBEM_E_SHUTTING_DOWN;
        }
        return com::guard([&]() -> HRESULT {
            const std::string resource = com::to_utf8(network_resource);
            if (!is_this_machine(server_of(resource))) {
                return kServerUnavailable;
            }
            if (SysStringLen(user) != 0 || SysStringLen(password) != 0) {
                return WBEM_E_LOCAL_CREDENTIALS;
            }
            *services = open_services(core_, resource).detach();
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

com::com_ptr<IWbemLocator> make_locator(std::shared_ptr<Core> core) { return com::make_com<Locator>(std::move(core)); }

}  // namespace wbemcheck::mock
