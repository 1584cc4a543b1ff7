#include "harness/probe/server_call_context.h"

#include <array>
#include <atomic>
#include <new>
#include <string>
#include <utility>

#include "harness/com/com_object.h"
#include "harness/com/iid.h"
#include "harness/com/wbem.h"

namespace wbemcheck::probe {
namespace {

// "MACHINE\user", as QueryBlanket names a client of Windows' own authentication. Empty when the system does not tell.
std::wstring name_of_user() {
    std::array<wchar_t, MAX_COMPUTERNAME_LENGTH + 1> machine{};
    auto length = static_cast<DWORD>(machine.size());
    if (!::GetComputerNameW(machine.data(), &length)) return {};
    std::array<wchar_t, 257> user{};  // UNLEN and its end
    length = static_cast<DWORD>(user.size());
    if (!::GetUserNameW(user.data(), &length)) return {};
    return std::wstring(machine.data()) + L'\\' + user.data();
}

bool has_token() noexcept {
    HANDLE token = nullptr;
    if (!::OpenThreadToken(::GetCurrentThread(), TOKEN_QUERY, TRUE, &token)) return false;
    ::CloseHandle(token);
    return true;
}

HRESULT last_error_as_result() noexcept {
    const DWORD error = ::GetLastError();
    return error == ERROR_SUCCESS ? E_FAIL : HRESULT_FROM_WIN32(error);
}

// The client of the call. Thread-safe: a provider may use it on several threads, each of which has a token of its own.
class ClientOfTheCall final : public com::ComObject<IServerSecurity> {
public:
    explicit ClientOfTheCall(std::wstring name) : name_(std::move(name)) {}

    // Every pointer may be NULL for what the caller does not want to know.
    HRESULT STDMETHODCALLTYPE QueryBlanket(DWORD* authentication_service, DWORD* authorization_service,
                                           OLECHAR** server_principal, DWORD* authentication_level,
                                           DWORD* impersonation_level, void** privileges,
                                           DWORD* capabilities) noexcept override {
        if (authentication_service != nullptr) *authentication_service = RPC_C_AUTHN_WINNT;
        if (authorization_service != nullptr) *authorization_service = RPC_C_AUTHZ_NONE;
        if (server_principal != nullptr) *server_principal = nullptr;
        if (authentication_level != nullptr) *authentication_level = RPC_C_AUTHN_LEVEL_PKT_PRIVACY;
        if (impersonation_level != nullptr) *impersonation_level = RPC_C_IMP_LEVEL_IMPERSONATE;
        // Not the caller's to free, and valid until the call ends.
        if (privileges != nullptr) *privileges = name_.empty() ? nullptr : name_.data();
        if (capabilities != nullptr) *capabilities = 0;
        return S_OK;
    }

    HRESULT STDMETHODCALLTYPE ImpersonateClient() noexcept override {
        // The client is the user of this process; the token is one of the thread all the same.
        if (!::ImpersonateSelf(SecurityImpersonation)) return last_error_as_result();
        impersonated_.fetch_add(1, std::memory_order_relaxed);
        return S_OK;
    }

    HRESULT STDMETHODCALLTYPE RevertToSelf() noexcept override {
        reverted_.fetch_add(1, std::memory_order_relaxed);
        return ::RevertToSelf() ? S_OK : last_error_as_result();
    }

    BOOL STDMETHODCALLTYPE IsImpersonating() noexcept override { return has_token() ? TRUE : FALSE; }

    [[nodiscard]] std::uint64_t impersonated() const noexcept { return impersonated_.load(std::memory_order_relaxed); }
    [[nodiscard]] std::uint64_t reverted() const noexcept { return reverted_.load(std::memory_order_relaxed); }

private:
    std::wstring name_;
    std::atomic<std::uint64_t> impersonated_{0};
    std::atomic<std::uint64_t> reverted_{0};
};

}  // namespace

struct ServerCallContext::Installed {
    com::com_ptr<ClientOfTheCall> client;
    IUnknown* before = nullptr;  // the context of this thread until then; COM's own, on which no reference is held
    bool had_token = false;
};

ServerCallContext::ServerCallContext() noexcept {
    try {
        auto installed = std::make_unique<Installed>();
        installed->client = com::make_com<ClientOfTheCall>(name_of_user());
        installed->had_token = has_token();
        if (FAILED(::CoSwitchCallContext(installed->client.get(), &installed->before))) return;
        installed_ = std::move(installed);
        report_.is_available = true;
    } catch (const std::bad_alloc&) {
        // Without a context the provider is told so by COM, and the report says it.
    }
}

ServerCallContext::~ServerCallContext() { finish(); }

ServerCallReport ServerCallContext::finish() noexcept {
    if (installed_ == nullptr) return report_;
    IUnknown* ours = nullptr;
    static_cast<void>(::CoSwitchCallContext(installed_->before, &ours));
    report_.impersonated = installed_->client->impersonated();
    report_.reverted = installed_->client->reverted();
    report_.token_left = !installed_->had_token && has_token();
    if (report_.token_left) ::RevertToSelf();
    installed_.reset();
    return report_;
}

}  // namespace wbemcheck::probe
