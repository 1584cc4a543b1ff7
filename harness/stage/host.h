// The harness in the role of WMI for a provider: what it does from the creation of the provider to its last reference.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "harness/com/com_ptr.h"
#include "harness/com/iid.h"
#include "harness/com/received.h"
#include "harness/com/wbem.h"
#include "harness/probe/host_ledger.h"
#include "harness/probe/registry.h"
#include "harness/stage/time_budget.h"
#include "harness/trace/recorder.h"

namespace wbemcheck::stage {

// What a module in the role of a provider gives to its host. Empty functions: the subject is no provider.
struct HostAccess {
    std::function<com::com_ptr<IUnknown>(HRESULT&)> create;  // a new object of the provider's class
    std::function<com::com_ptr<IWbemServices>(const std::string&)> open_namespace;
    std::function<HRESULT()> can_unload_now;
    bool is_pure = true;  // with its last reference, it must have let go of everything (PRV-13)
};

// What Initialize is given.
struct Initialization {
    std::string namespace_path;
    std::string user;         // empty: NULL, as for every provider that is not initialised per user (PRV-6)
    std::string locale;       // empty: NULL
    bool has_context = true;  // pCtx may be NULL (PRV-6)
};

// One object of the provider's class. Every step is a call in the trace.
//
// Requires: used by one thread at a time; the access, the ledger and the registry outlive it. Objects of the provider that
// were asked for are released before it.
class HostedProvider {
public:
    HostedProvider(std::shared_ptr<trace::Recorder> recorder, probe::ObjectRegistry& registry,
                   std::shared_ptr<probe::HostLedger> ledger, const HostAccess& access, const TimeBudgets& budgets);
    ~HostedProvider();
    HostedProvider(const HostedProvider&) = delete;
    HostedProvider& operator=(const HostedProvider&) = delete;

    // Through the class object. A failure when there is no object afterwards.
    HRESULT create();

    // Asks for IWbemProviderInit, calls Initialize, waits until the init sink has been told or the call has failed, and lets
    // go of that interface; the object itself stays. The outcome of the initialisation: what was reported, or returned. WBEM_S_PENDING
    // when nothing was reported within the arrival budget. Throws SituationMissing for an object that has no
    // IWbemProviderInit.
    HRESULT initialize(const Initialization& how);

    // Null, with the HRESULT of QueryInterface, when the provider does not have it.
    template <class Interface>
    [[nodiscard]] com::com_ptr<Interface> ask(trace::Interface asked, HRESULT& result) {
        com::com_ptr<Interface> pointer;
        result = ask(asked, com::iid_of<Interface>(), pointer.put_void());
        result = com::received(result, pointer);
        return pointer;
    }

    // A call of the host on any interface of the provider: recorded from its entry to its return. `value` and `text` are
    // those of its entry.
    HRESULT call(trace::Method method, std::int64_t value, std::string_view text,
                 const std::function<HRESULT(std::uint32_t call)>& body);

    // The host's last reference. Whatever of it was asked for elsewhere must be gone.
    void release();

    [[nodiscard]] std::uint32_t id() const noexcept { return id_; }
    [[nodiscard]] bool is_ready() const noexcept { return is_ready_; }
    // Borrowed: the object as the class object gave it; null before and after.
    [[nodiscard]] const com::com_ptr<IUnknown>& object() const noexcept { return object_; }

private:
    HRESULT ask(trace::Interface asked, const IID& iid, void** pointer);
    HRESULT await_report(IWbemProviderInitSink* init_sink);
    void note_state(trace::ProviderState state);
    void note_expired(trace::Awaited awaited, std::uint32_t object, std::uint32_t of_call, Clock::duration waited);

    const std::shared_ptr<trace::Recorder> recorder_;
    const std::shared_ptr<probe::HostLedger> ledger_;
    const HostAccess& access_;
    const TimeBudgets budgets_;
    const std::uint32_t id_;
    com::com_ptr<IUnknown> object_;
    bool is_ready_ = false;
};

}  // namespace wbemcheck::stage
