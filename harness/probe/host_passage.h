// What goes to and fro in one upcall: host objects become the objects behind them on the way in, and objects become host
// objects on the way out.
#pragma once

#include <cstdint>
#include <list>
#include <string>
#include <utility>
#include <vector>

#include "harness/com/com_ptr.h"
#include "harness/com/variant.h"
#include "harness/com/wbem.h"
#include "harness/probe/call_record.h"
#include "harness/probe/host_ledger.h"
#include "harness/probe/host_object.h"
#include "harness/trace/event.h"

namespace wbemcheck::probe {

// An [out] interface pointer of an upcall: NULL from the start, whatever becomes of the upcall.
template <class I>
class Out {
public:
    explicit Out(I** out) noexcept : out_(out) {
        if (out_ != nullptr) *out_ = nullptr;
    }

    // What the object behind is given: NULL for NULL.
    [[nodiscard]] I** slot() noexcept { return out_ != nullptr ? made_.put() : nullptr; }

private:
    friend class Passage;

    I** const out_;
    com::com_ptr<I> made_;
};

// Lives as long as the upcall. Inside of a HarnessTouch, what comes out is not replaced. Used by one thread.
class Passage {
public:
    Passage(HostLedger& ledger, std::uint32_t call, trace::Method method) noexcept;
    Passage(const Passage&) = delete;
    Passage& operator=(const Passage&) = delete;
    ~Passage();

    // Arguments as the object behind gets them; what comes back is the passage's. Objects that are not of this ledger, and
    // NULL, stay as they are. Throw HresultError with RPC_E_DISCONNECTED for an object that is gone.
    [[nodiscard]] IWbemClassObject* in(IWbemClassObject* object) { return behind(object); }
    [[nodiscard]] IWbemContext* in(IWbemContext* context) { return behind(context); }
    // Objects that are delivered to the sink are lent to it.
    [[nodiscard]] IWbemObjectSink* in(IWbemObjectSink* sink);
    [[nodiscard]] VARIANT* in(VARIANT* value);
    // What stands for this sink in asynchronous upcalls that have not ended.
    [[nodiscard]] std::vector<IWbemObjectSink*> forwarded(IWbemObjectSink* sink);

    // Hands out what a call of the object behind with this result has stored. Give back the result.
    template <class... I>
    [[nodiscard]] HRESULT out(HRESULT result, Out<I>&... outs) {
        (hand_out(result, outs), ...);
        return result;
    }
    [[nodiscard]] HRESULT out(HRESULT result, VARIANT* value);
    // A context that is a copy.
    [[nodiscard]] HRESULT out_copy(HRESULT result, Out<IWbemContext>& copy, std::uint32_t original);
    // The first entries of an array, which hold objects or NULL.
    [[nodiscard]] HRESULT out(HRESULT result, IWbemClassObject** objects, ULONG count);

    // Takes what was handed out back, after an exception.
    void undo() noexcept;
    [[nodiscard]] std::uint32_t handed_out() const noexcept { return handed_out_; }

private:
    template <class I>
    [[nodiscard]] I* behind(I* argument) {
        IUnknown* const found = behind(argument, kind_of(argument));
        return found != nullptr ? static_cast<I*>(found) : argument;
    }
    // Null when the pointer is of no such host object.
    [[nodiscard]] IUnknown* behind(const void* pointer, trace::Interface kind);
    template <class I>
    void hand_out(HRESULT result, Out<I>& out) {
        if (FAILED(result)) {
            static_cast<void>(out.made_.detach());  // what a failed call has left is no reference
            return;
        }
        if (!out.made_) return;
        if (!is_recorded_) {
            *out.out_ = out.made_.detach();
            return;
        }
        given_.reserve(given_.size() + 1);  // from here on nothing throws with a reference in its hand
        *out.out_ = ledger_.give(std::move(out.made_), call_, what());
        note_given(slot(out.out_));
    }
    void note_given(IUnknown** given) noexcept;
    // Puts a host object in the place of a class object.
    void replace(IUnknown*& unknown);
    [[nodiscard]] std::string what() const;

    HostLedger& ledger_;
    const std::uint32_t call_;
    const trace::Method method_;
    const bool is_recorded_;
    std::vector<HostObject::Inner> objects_;
    std::vector<com::com_ptr<IWbemObjectSink>> sinks_;
    std::list<com::variant> values_;  // their addresses are out
    std::vector<IUnknown**> given_;   // where references of the provider lie
    std::uint32_t handed_out_ = 0;    // the number of the first
};

}  // namespace wbemcheck::probe
