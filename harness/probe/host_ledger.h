// The harness in the role of WMI for a provider: what it has handed to the provider, and who holds what.
#pragma once

#include <chrono>
#include <condition_variable>
#include <cstdint>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <unordered_map>
#include <vector>

#include "harness/com/com_ptr.h"
#include "harness/com/wbem.h"
#include "harness/probe/registry.h"
#include "harness/trace/recorder.h"

namespace wbemcheck::probe {

class ForwardingSinks;
class HostObject;
struct Handing;

// Puts an object of its own (a host object) before each object that goes to the provider, and writes down what the provider
// does to it: references, and upcalls with everything that they give in turn. The count of a host object belongs to the
// provider, its memory to the ledger. An object whose last reference is gone, and which is lent to no call, is gone for the
// provider: what it does then is recorded, and answered with RPC_E_DISCONNECTED and NULL out pointers without touching
// anything.
//
// Requires: made by std::make_shared; it outlives the provider and every sink that retains its objects; the registry
// outlives it. The objects behind may be called from whatever thread the provider calls on.
// Guarantees: thread-safe. No lock is held while the objects behind, or the provider, are called.
class HostLedger : public std::enable_shared_from_this<HostLedger> {
public:
    HostLedger(std::shared_ptr<trace::Recorder> recorder, ObjectRegistry& registry);
    ~HostLedger();
    HostLedger(const HostLedger&) = delete;
    HostLedger& operator=(const HostLedger&) = delete;

    // An object for an [in] parameter: the provider owns no reference. `call` is the call in whose course it is lent; `what`
    // goes into the trace ("the namespace root\example", "pCtx"). Never null. Whoever lends takes back when the call has
    // returned. Throw std::bad_alloc.
    [[nodiscard]] IWbemServices* lend(com::com_ptr<IWbemServices> inner, std::uint32_t call, std::string what);
    [[nodiscard]] IWbemContext* lend(com::com_ptr<IWbemContext> inner, std::uint32_t call, std::string what);
    [[nodiscard]] IWbemClassObject* lend(com::com_ptr<IWbemClassObject> inner, std::uint32_t call, std::string what);
    [[nodiscard]] IWbemProviderInitSink* make_init_sink(std::uint32_t call);

    // The call has returned: what was lent to it, or the one object, lives only as long as the provider holds references.
    void end_of_call(std::uint32_t call) noexcept;
    void take_back(const void* lent) noexcept;

    // The same for an [out] parameter: the provider owns the one reference of the pointer that comes back. `call` is the
    // upcall that gives it. For a copy of a context, `copy_of` is the number of the original.
    [[nodiscard]] IWbemServices* give(com::com_ptr<IWbemServices> inner, std::uint32_t call, std::string what);
    [[nodiscard]] IWbemContext* give(com::com_ptr<IWbemContext> inner, std::uint32_t call, std::string what,
                                     std::uint32_t copy_of = 0);
    [[nodiscard]] IWbemClassObject* give(com::com_ptr<IWbemClassObject> inner, std::uint32_t call, std::string what);
    [[nodiscard]] IWbemQualifierSet* give(com::com_ptr<IWbemQualifierSet> inner, std::uint32_t call, std::string what);
    [[nodiscard]] IEnumWbemClassObject* give(com::com_ptr<IEnumWbemClassObject> inner, std::uint32_t call, std::string what);
    [[nodiscard]] IWbemCallResult* give(com::com_ptr<IWbemCallResult> inner, std::uint32_t call, std::string what);
    [[nodiscard]] IWbemObjectSink* give(com::com_ptr<IWbemObjectSink> inner, std::uint32_t call, std::string what);

    [[nodiscard]] trace::Recorder& recorder() const noexcept { return *recorder_; }

    // What an init sink of this ledger was told.
    struct InitReport {
        std::uint64_t reports = 0;  // SetStatus calls so far
        LONG status = 0;            // of the newest
        LONG flags = 0;
    };
    [[nodiscard]] InitReport init_report(IWbemProviderInitSink* sink) const;
    // Waits until more than `known` reports have come; false when the deadline came first.
    [[nodiscard]] bool wait_for_init_report(IWbemProviderInitSink* sink, std::chrono::steady_clock::time_point deadline,
                                            std::uint64_t known = 0) const;

    // The object behind a pointer of this ledger; empty for any other pointer, and for an object that is gone. The pointer
    // is looked up, not called. For every interface that `lend` and `give` take.
    template <class Interface>
    [[nodiscard]] com::com_ptr<Interface> inner_of(Interface* pointer) const;
    // Its number in the trace, 0 for any other pointer; for a context, that of which it is a copy, or its own.
    [[nodiscard]] std::uint32_t id_of(const void* pointer) const noexcept;
    [[nodiscard]] std::uint32_t original_of(IWbemContext* context) const noexcept;

    // The `ordinal`-th upcall from now on (1: the next) answers `with` and does nothing else. 0: none does.
    void fail_upcall(std::uint64_t ordinal, HRESULT with);
    [[nodiscard]] bool has_failed() const;         // the ordered failure has come
    [[nodiscard]] std::uint64_t upcalls() const;   // since the last fail_upcall
    // For a callback on a sink of the harness, which is an upcall too: S_OK, or the ordered failure.
    [[nodiscard]] HRESULT count_upcall() noexcept;

    // An object of which the provider holds references.
    struct Outstanding {
        std::uint32_t object = 0;
        trace::Interface kind = trace::Interface::kNone;
        std::int64_t references = 0;
        std::string what;
    };
    [[nodiscard]] std::vector<Outstanding> outstanding() const;
    // Waits until there is none; false when the deadline came first.
    [[nodiscard]] bool wait_until_returned(std::chrono::steady_clock::time_point deadline) const;

private:
    friend class HostInitSink;
    friend class HostObject;
    friend class Passage;

    template <class Object, class Interface>
    Interface* make(com::com_ptr<Interface> inner, Handing handing);
    [[nodiscard]] HostObject* find(const void* pointer) const noexcept;
    void note_init_report(const void* sink, LONG status, LONG flags);
    // Counts an upcall; what it must answer, if it is the one that fails.
    [[nodiscard]] std::optional<HRESULT> next_failure() noexcept;

    const std::shared_ptr<trace::Recorder> recorder_;
    ObjectRegistry& registry_;
    const std::shared_ptr<ForwardingSinks> sinks_;  // shared with the forwarding sinks, which services hold
    mutable std::mutex mutex_;  // also guards the counts and the state of every host object
    mutable std::condition_variable changed_;  // with mutex_: a report has come, or held_ has fallen to 0
    std::unordered_map<const void*, std::unique_ptr<HostObject>> objects_;  // guarded by mutex_: by pointer
    std::vector<HostObject*> lent_;                        // guarded by mutex_: to calls in progress
    std::unordered_map<const void*, InitReport> reports_;  // guarded by mutex_: by init sink
    std::int64_t held_ = 0;         // guarded by mutex_: references of the provider on all objects
    std::uint64_t upcalls_ = 0;     // guarded by mutex_
    std::uint64_t failing_ = 0;     // guarded by mutex_: the ordinal of the upcall that is to fail, 0 for none
    HRESULT failure_ = S_OK;        // guarded by mutex_
    bool has_failed_ = false;       // guarded by mutex_
};

}  // namespace wbemcheck::probe
