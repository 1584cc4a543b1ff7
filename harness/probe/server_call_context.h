// The call context that COM gives a server while it serves a call from elsewhere, for a provider that is called directly:
// without one, CoImpersonateClient gets no further than RPC_E_CALL_COMPLETE.
#pragma once

#include <cstdint>
#include <memory>

namespace wbemcheck::probe {

// What a provider did with the context of one call.
struct ServerCallReport {
    bool is_available = false;     // the platform has call contexts, and one was installed; nothing else counts otherwise
    std::uint64_t impersonated = 0;  // successful calls of ImpersonateClient, on any thread
    std::uint64_t reverted = 0;      // calls of RevertToSelf
    bool token_left = false;       // the thread came back with a token that it did not have before
};

// While it lives, its thread is in a call from a client who is the user of this process: ImpersonateClient gives the
// thread a token, which RevertToSelf takes away. A context that was there before comes back afterwards.
//
// Requires: made, finished and destroyed on one thread, in the reverse order of making. A provider may keep the
// IServerSecurity; what it does with it after `finish` is not in the report.
// Guarantees: a token that the provider has left on the thread is gone when `finish` returns.
// Outside Windows and Wine it does nothing, and says so in the report.
class ServerCallContext {
public:
    ServerCallContext() noexcept;
    ServerCallContext(const ServerCallContext&) = delete;
    ServerCallContext& operator=(const ServerCallContext&) = delete;
    ~ServerCallContext();

    // Ends the call. A second one gives the same report.
    ServerCallReport finish() noexcept;

private:
    struct Installed;
    std::unique_ptr<Installed> installed_;  // null when there is none, or no longer
    ServerCallReport report_;
};

}  // namespace wbemcheck::probe
