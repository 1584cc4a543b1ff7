#include "harness/probe/host_object.h"

#include <algorithm>
#include <mutex>

#include "harness/com/hresult.h"
#include "harness/com/text.h"
#include "harness/probe/host_passage.h"
#include "harness/probe/host_touch.h"

namespace wbemcheck::probe {

using trace::Event;
using trace::EventKind;

HostObject::HostObject(HostLedger& ledger, trace::Interface kind, com::com_ptr<IUnknown> inner, const void* pointer,
                       const Handing& handing)
    : ledger_(ledger),
      kind_(kind),
      id_(ledger.registry_.new_id_of(pointer)),
      call_(handing.call),
      copy_of_(handing.copy_of),
      what_(handing.what),
      inner_(std::make_shared<const com::com_ptr<IUnknown>>(std::move(inner))),
      references_(handing.is_lent ? 0 : 1),
      is_lent_(handing.is_lent) {}

HostObject::~HostObject() = default;

HostObject::Inner HostObject::inner() const noexcept {
    const std::lock_guard lock(ledger_.mutex_);
    return is_gone_ && !is_harness_touch() ? nullptr : inner_;
}

void HostObject::note_reference(std::int64_t by, HRESULT result) noexcept {
    Event event;
    event.kind = EventKind::kHostReference;
    event.method = static_cast<std::uint16_t>(kind_);
    event.object = id_;
    event.value = by;
    event.value2 = references_;
    event.result = result;
    ledger_.recorder_->record(event);
}

HostObject::Inner HostObject::settle() noexcept {
    if (references_ <= 0 && !is_lent_) is_gone_ = true;
    return is_gone_ && harness_references_ <= 0 ? std::move(inner_) : nullptr;
}

ULONG HostObject::change_references(std::int64_t by) noexcept {
    Inner dropped;  // released when the lock is
    std::int64_t total = 0;
    bool is_all_back = false;
    {
        const std::lock_guard lock(ledger_.mutex_);
        if (is_harness_touch()) {
            harness_references_ += by;
        } else {
            ledger_.held_ -= std::max<std::int64_t>(references_, 0);
            references_ += by;
            ledger_.held_ += std::max<std::int64_t>(references_, 0);
            is_all_back = by < 0 && ledger_.held_ == 0;
            note_reference(by, S_OK);  // under the lock: the counts of the trace come in their order
        }
        dropped = settle();
        total = references_ + harness_references_ + (is_lent_ ? 1 : 0);
    }
    if (is_all_back) ledger_.changed_.notify_all();
    return total < 0 ? 0 : static_cast<ULONG>(total);
}

HRESULT HostObject::answer_query(REFIID iid, REFIID own, void* self, void** object) noexcept {
    const bool is_known = iid == own || iid == com::iid_of<IUnknown>();
    if (object != nullptr) *object = nullptr;
    const std::lock_guard lock(ledger_.mutex_);
    const HRESULT result = object == nullptr                 ? E_POINTER
                           : is_gone_ && !is_harness_touch() ? RPC_E_DISCONNECTED
                           : is_known                        ? S_OK
                                                             : E_NOINTERFACE;
    if (SUCCEEDED(result)) *object = self;
    if (is_harness_touch()) {
        if (SUCCEEDED(result)) ++harness_references_;
        return result;
    }
    if (SUCCEEDED(result)) {
        if (references_ >= 0) ++ledger_.held_;
        ++references_;
    }
    note_reference(SUCCEEDED(result) ? 1 : 0, result);
    return result;
}

void HostObject::end_of_loan() noexcept {
    Inner dropped;
    const std::lock_guard lock(ledger_.mutex_);
    is_lent_ = false;
    dropped = settle();
}

Event HostObject::note_entered(const Upcall& call) noexcept {
    Event entered;
    entered.kind = EventKind::kUpcallEntered;
    entered.method = static_cast<std::uint16_t>(call.method);
    entered.object = id_;
    entered.call = ledger_.recorder_->next_call();
    entered.value = -1;
    entered.value2 = call.flags;
    if (call.context) {
        entered.result = 1;
        const std::uint32_t original = ledger_.original_of(*call.context);
        entered.value = *call.context == nullptr ? 0 : original != 0 ? static_cast<std::int64_t>(original) : -1;
    }
    if (call.text == nullptr) {
        ledger_.recorder_->record(entered);
        return entered;
    }
    try {
        // By its end: a provider may have passed text that is no BSTR.
        const std::string text = com::to_utf8(com::terminated_view(call.text));
        ledger_.recorder_->record(entered, {{call.role, text}});
    } catch (...) {  // no memory for the text: the upcall itself is what matters
        ledger_.recorder_->record(entered);
    }
    return entered;
}

void HostObject::note_returned(const Event& entered, HRESULT result, std::uint32_t handed_out,
                               bool is_ordered) noexcept {
    Event returned;
    returned.kind = EventKind::kUpcallReturned;
    returned.method = entered.method;
    returned.object = id_;
    returned.call = entered.call;
    returned.result = result;
    returned.value = handed_out;
    returned.value2 = is_ordered ? 1 : 0;
    ledger_.recorder_->record(returned);
}

void HostObject::note_late_argument(trace::Method method) noexcept {
    note_returned(note_entered(Upcall(method)), RPC_E_DISCONNECTED, 0, false);
}

HRESULT HostObject::pass(const Upcall& call,
                         const std::function<HRESULT(IUnknown& inner, Passage& passage)>& body) noexcept {
    const Inner behind = inner();
    const auto run = [&](Passage& passage) {
        return com::guard([&] {
            try {
                return body(**behind, passage);
            } catch (...) {
                passage.undo();
                throw;
            }
        });
    };
    if (is_harness_touch()) {
        Passage passage(ledger_, 0, call.method);
        return behind ? run(passage) : RPC_E_DISCONNECTED;
    }
    const Event entered = note_entered(call);
    HRESULT result = RPC_E_DISCONNECTED;
    std::optional<HRESULT> ordered;
    std::uint32_t handed_out = 0;
    if (behind) {
        ordered = ledger_.next_failure();
        Passage passage(ledger_, entered.call, call.method);
        result = ordered ? *ordered : run(passage);
        handed_out = passage.handed_out();
    }
    note_returned(entered, result, handed_out, ordered.has_value());
    return result;
}

}  // namespace wbemcheck::probe
