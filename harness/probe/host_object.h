// What the objects of a HostLedger have in common: the provider's references, and the way of an upcall into the trace.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <utility>

#include "harness/com/com_object.h"
#include "harness/com/com_ptr.h"
#include "harness/com/iid.h"
#include "harness/com/wbem.h"
#include "harness/probe/host_ledger.h"
#include "harness/trace/event.h"

namespace wbemcheck::probe {

class Passage;

// How an object comes to the provider.
struct Handing {
    std::uint32_t call = 0;     // that it is lent to, or that gives it
    std::string what;           // for people
    bool is_lent = false;       // the provider owns no reference
    std::uint32_t copy_of = 0;  // the object of which it is a copy
};

// An upcall as it stands in the trace.
struct Upcall {
    explicit Upcall(trace::Method m, LONG f = 0) : method(m), flags(f) {}
    Upcall(trace::Method m, LONG f, IWbemContext* c, const OLECHAR* t = nullptr,
           trace::TextRole r = trace::TextRole::kPath)
        : method(m), flags(f), context(c), text(t), role(r) {}

    trace::Method method;
    LONG flags;
    std::optional<IWbemContext*> context;  // nothing where the method takes none
    const OLECHAR* text = nullptr;
    trace::TextRole role = trace::TextRole::kPath;
};

// Owned by its ledger, which outlives it. Thread-safe.
class HostObject {
public:
    using Inner = std::shared_ptr<const com::com_ptr<IUnknown>>;

    HostObject(const HostObject&) = delete;
    HostObject& operator=(const HostObject&) = delete;
    virtual ~HostObject();

    [[nodiscard]] std::uint32_t id() const noexcept { return id_; }
    [[nodiscard]] std::uint32_t original() const noexcept { return copy_of_ != 0 ? copy_of_ : id_; }
    [[nodiscard]] trace::Interface kind() const noexcept { return kind_; }
    [[nodiscard]] std::uint32_t call() const noexcept { return call_; }

    // The object behind, for whoever asks on this thread, provider or harness. Null when this is gone for him; a caller that
    // has it may use it although the last reference goes meanwhile.
    [[nodiscard]] Inner inner() const noexcept;
    // Records that an object which is gone has been passed to an upcall: it is used there.
    void note_late_argument(trace::Method method) noexcept;

protected:
    HostObject(HostLedger& ledger, trace::Interface kind, com::com_ptr<IUnknown> inner, const void* pointer,
               const Handing& handing);

    [[nodiscard]] HostLedger& ledger() const noexcept { return ledger_; }
    // AddRef and Release. The references of all holders afterwards.
    ULONG change_references(std::int64_t by) noexcept;
    // `self` is the one interface that the object has besides IUnknown, of equal address.
    HRESULT answer_query(REFIID iid, REFIID own, void* self, void** object) noexcept;

    // Records the upcall, counts it, and runs `body` with the object behind unless it must fail.
    HRESULT pass(const Upcall& call, const std::function<HRESULT(IUnknown& inner, Passage& passage)>& body) noexcept;
    // Its two events.
    [[nodiscard]] trace::Event note_entered(const Upcall& call) noexcept;
    void note_returned(const trace::Event& entered, HRESULT result, std::uint32_t handed_out, bool is_ordered) noexcept;

private:
    friend class HostLedger;

    void note_reference(std::int64_t by, HRESULT result) noexcept;
    // Under the lock. What must be let go of once the lock is; notes whether the provider has the object still.
    [[nodiscard]] Inner settle() noexcept;
    void end_of_loan() noexcept;

    HostLedger& ledger_;
    const trace::Interface kind_;
    const std::uint32_t id_;
    const std::uint32_t call_;
    const std::uint32_t copy_of_;
    const std::string what_;
    Inner inner_;                          // guarded by the ledger's mutex_, as is all that follows
    std::int64_t references_;              // of the provider
    std::int64_t harness_references_ = 0;  // taken inside of a HarnessTouch
    bool is_lent_;                         // to a call in progress
    bool is_gone_ = false;                 // for the provider, for good
};

[[nodiscard]] constexpr trace::Interface kind_of(const IWbemServices*) noexcept { return trace::Interface::kServices; }
[[nodiscard]] constexpr trace::Interface kind_of(const IWbemContext*) noexcept { return trace::Interface::kContext; }
[[nodiscard]] constexpr trace::Interface kind_of(const IWbemClassObject*) noexcept { return trace::Interface::kClassObject; }
[[nodiscard]] constexpr trace::Interface kind_of(const IWbemQualifierSet*) noexcept { return trace::Interface::kQualifierSet; }
[[nodiscard]] constexpr trace::Interface kind_of(const IEnumWbemClassObject*) noexcept { return trace::Interface::kEnumerator; }
[[nodiscard]] constexpr trace::Interface kind_of(const IWbemCallResult*) noexcept { return trace::Interface::kCallResult; }
[[nodiscard]] constexpr trace::Interface kind_of(const IWbemObjectSink*) noexcept { return trace::Interface::kSink; }
[[nodiscard]] constexpr trace::Interface kind_of(const IWbemProviderInitSink*) noexcept { return trace::Interface::kInitSink; }

// A host object with its interface. The count of ComObject is left alone: see HostLedger.
template <class I>
class HostObjectOf : public com::ComObject<I>, public HostObject {
public:
    HostObjectOf(HostLedger& ledger, com::com_ptr<I> inner, const Handing& handing)
        : HostObject(ledger, kind_of(static_cast<const I*>(nullptr)), std::move(inner),
                     static_cast<IUnknown*>(static_cast<I*>(this)), handing) {}
    ~HostObjectOf() override = default;

    HRESULT STDMETHODCALLTYPE QueryInterface(REFIID iid, void** object) noexcept override {
        return answer_query(iid, com::iid_of<I>(), static_cast<I*>(this), object);
    }
    ULONG STDMETHODCALLTYPE AddRef() noexcept override { return change_references(1); }
    ULONG STDMETHODCALLTYPE Release() noexcept override { return change_references(-1); }

protected:
    // `body` is called with the object behind as I& and the passage of the upcall.
    template <class Body>
    HRESULT upcall(const Upcall& call, const Body& body) noexcept {
        return pass(call, [&body](IUnknown& inner, Passage& passage) { return body(static_cast<I&>(inner), passage); });
    }
};

}  // namespace wbemcheck::probe
