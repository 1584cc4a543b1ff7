#include <fmt/format.h>

#include <chrono>
#include <cstdint>
#include <exception>
#include <map>
#include <mutex>
#include <string>
#include <utility>

#include "harness/com/bstr.h"
#include "harness/com/hresult.h"
#include "harness/subject/usage_error.h"
#include "harness/subject/wmi_discovery.h"
#include "harness/subject/wmi_subject.h"

namespace wbemcheck::subject {
namespace {

constexpr std::chrono::seconds kQueryBudget{10};

[[noreturn]] void fail(const SubjectAddress& address, const std::string& what) {
    throw UsageError(fmt::format("subject '{}': {}", address.text, what));
}

// A function that the headers or the import libraries may lack; null when this system does not have it.
template <class Function>
Function find_function(const char* module, const char* name) noexcept {
    const HMODULE handle = ::GetModuleHandleA(module);
    return handle == nullptr
               ? nullptr
               : reinterpret_cast<Function>(reinterpret_cast<void*>(::GetProcAddress(handle, name)));
}

// One multithreaded apartment for every thread of the process, for as long as it lives: a subject that
// misbehaves may still have threads in its own code when everything else is over.
void enter_com(const SubjectAddress& address) {
    static std::once_flag once;
    static HRESULT result = S_OK;
    std::call_once(once, [] {
        CO_MTA_USAGE_COOKIE cookie{};
        result = ::CoIncrementMTAUsage(&cookie);
        if (SUCCEEDED(result)) {
            result = ::CoInitializeSecurity(nullptr, -1, nullptr, nullptr, RPC_C_AUTHN_LEVEL_DEFAULT,
                                            RPC_C_IMP_LEVEL_IMPERSONATE, nullptr, EOAC_NONE, nullptr);
        }
        // Whoever hosts us has set it already; theirs is kept.
        result = result == RPC_E_TOO_LATE ? S_OK : result;
    });
    if (FAILED(result)) {
        fail(address, fmt::format("COM cannot be used in this process: {}", com::describe_hresult(result)));
    }
}

std::string system_version() {
    using RtlGetVersion = LONG(WINAPI*)(OSVERSIONINFOW*);
    OSVERSIONINFOW version{};
    version.dwOSVersionInfoSize = sizeof(version);
    const auto get_version = find_function<RtlGetVersion>("ntdll.dll", "RtlGetVersion");
    if (get_version == nullptr || get_version(&version) != 0) {
        return "Windows";
    }
    return fmt::format("Windows {}.{}.{}", version.dwMajorVersion, version.dwMinorVersion,
                       version.dwBuildNumber);
}

std::map<std::string, std::string> describe(const SubjectAddress& address) {
    std::map<std::string, std::string> identity{
        {"kind", "wmi"}, {"namespace", address.target}, {"system", system_version()}};
    const auto query = address.parameters.find("query");
    if (query != address.parameters.end()) {
        identity["query"] = query->second;
    }
    using WineGetVersion = const char*(CDECL*)();
    using WineGetHostVersion = void(CDECL*)(const char**, const char**);
    if (const auto get_version = find_function<WineGetVersion>("ntdll.dll", "wine_get_version")) {
        identity["wine"] = get_version();
        if (const auto get_host = find_function<WineGetHostVersion>("ntdll.dll", "wine_get_host_version")) {
            const char* name = "";
            const char* release = "";
            get_host(&name, &release);
            identity["host"] = fmt::format("{} {}", name, release);
        }
    }
    return identity;
}

// Thread-safe: the locator is used from any thread of the apartment, the vocabulary is found once.
class WmiSubject final : public Subject {
public:
    explicit WmiSubject(const SubjectAddress& address) : address_(address) {
        enter_com(address);
        const HRESULT result = ::CoCreateInstance(CLSID_WbemLocator, nullptr, CLSCTX_INPROC_SERVER,
                                                  com::iid_of<IWbemLocator>(), locator_.put_void());
        if (FAILED(result)) {
            fail(address, fmt::format("WMI is not installed here: {}", com::describe_hresult(result)));
        }
        const com::com_ptr<IWbemServices> services = connect_or_fail();
        check_query(services);
    }

    com::com_ptr<IWbemServices> connect(HRESULT& result, std::string& error) override {
        return open_namespace(result, error);
    }

    // Found once per process and address: asking costs tens of milliseconds, and every scenario of a worker
    // needs it.
    const Vocabulary& vocabulary() const noexcept override {
        static std::mutex mutex;
        static std::map<std::string, Vocabulary>
            known;  // guarded by mutex; an entry does not change once it is made
        static const Vocabulary nothing;
        try {
            const std::lock_guard lock(mutex);
            auto entry = known.find(address_.text);
            if (entry == known.end()) {
                entry = known.emplace(address_.text, discover()).first;
            }
            return entry->second;
        } catch (const std::exception&) {
            return nothing;  // what needs a name is then not applicable
        }
    }

    std::map<std::string, std::string> identity() const override { return describe(address_); }

private:
    com::com_ptr<IWbemServices> open_namespace(HRESULT& result, std::string& error) const {
        com::com_ptr<IWbemServices> services;
        const com::unique_bstr name = com::make_bstr(address_.target);
        result = locator_->ConnectServer(name.get(), nullptr, nullptr, nullptr,
                                         WBEM_FLAG_CONNECT_USE_MAX_WAIT, nullptr, nullptr, services.put());
        if (FAILED(result) || !services) {
            error = explain(result);
            return {};
        }
        // Calls to another process impersonate. An object of this process has no proxy, and refuses rightly.
        static_cast<void>(::CoSetProxyBlanket(services.get(), RPC_C_AUTHN_WINNT, RPC_C_AUTHZ_NONE, nullptr,
                                              RPC_C_AUTHN_LEVEL_CALL, RPC_C_IMP_LEVEL_IMPERSONATE, nullptr,
                                              EOAC_NONE));
        error.clear();
        return services;
    }

    com::com_ptr<IWbemServices> connect_or_fail() const {
        HRESULT result = S_OK;
        std::string error;
        com::com_ptr<IWbemServices> services = open_namespace(result, error);
        if (!services) {
            fail(address_, error);
        }
        return services;
    }

    std::string explain(HRESULT result) const {
        const std::string code = com::describe_hresult(result);
        if (result == WBEM_E_INVALID_NAMESPACE) {
            return fmt::format(
                "the namespace '{}' does not exist here: {}; expected one that does, for example "
                "wmi:root\\cimv2",
                address_.target, code);
        }
        if (result == WBEM_E_ACCESS_DENIED || result == E_ACCESSDENIED) {
            return fmt::format("this user may not connect to the namespace '{}': {}", address_.target, code);
        }
        return fmt::format("connecting to the namespace '{}' failed: {}", address_.target, code);
    }

    std::string own_query() const {
        const auto query = address_.parameters.find("query");
        return query == address_.parameters.end() ? std::string() : query->second;
    }

    void check_query(const com::com_ptr<IWbemServices>& services) const {
        const std::string query = own_query();
        const HRESULT result = query.empty() ? S_OK : try_query(services, query, kQueryBudget);
        if (FAILED(result)) {
            fail(address_, fmt::format("the namespace '{}' refuses the query '{}': {}", address_.target,
                                       query, com::describe_hresult(result)));
        }
    }

    Vocabulary discover() const {
        DiscoveryRequest request =
            wmi_candidates(address_.target, static_cast<std::int64_t>(::GetCurrentProcessId()));
        request.many_query = own_query();
        HRESULT result = S_OK;
        std::string error;
        com::com_ptr<IWbemServices> services = open_namespace(result, error);
        return services ? discover_vocabulary(std::move(services), request) : Vocabulary{};
    }

    const SubjectAddress address_;
    com::com_ptr<IWbemLocator> locator_;  // set by the constructor
};

}  // namespace

std::unique_ptr<Subject> make_wmi_subject(const SubjectAddress& address) {
    return std::make_unique<WmiSubject>(address);
}

}  // namespace wbemcheck::subject
