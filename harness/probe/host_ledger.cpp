#include "harness/probe/host_ledger.h"

#include <algorithm>
#include <utility>

#include "harness/probe/forwarding_sink.h"
#include "harness/probe/host_class_object.h"
#include "harness/probe/host_context.h"
#include "harness/probe/host_init_sink.h"
#include "harness/probe/host_object.h"
#include "harness/probe/host_qualifier_set.h"
#include "harness/probe/host_semisynchronous.h"
#include "harness/probe/host_services.h"
#include "harness/probe/host_sink.h"

namespace wbemcheck::probe {

using trace::Event;
using trace::EventKind;

HostLedger::HostLedger(std::shared_ptr<trace::Recorder> recorder, ObjectRegistry& registry)
    : recorder_(std::move(recorder)), registry_(registry), sinks_(std::make_shared<ForwardingSinks>()) {}

HostLedger::~HostLedger() = default;

template <class Object, class Interface>
Interface* HostLedger::make(com::com_ptr<Interface> inner, Handing handing) {
    auto object = std::make_unique<Object>(*this, std::move(inner), handing);
    Interface* const pointer = object.get();
    Event event;
    event.kind = EventKind::kHostObject;
    event.method = static_cast<std::uint16_t>(object->kind());
    event.object = object->id();
    event.call = handing.call;
    event.value = handing.is_lent ? 0 : 1;
    event.value2 = handing.copy_of;
    HostObject* const entered = object.get();
    const std::lock_guard lock(mutex_);
    objects_.emplace(static_cast<IUnknown*>(pointer), std::move(object));
    if (handing.is_lent) {
        lent_.push_back(entered);
    } else {
        ++held_;
    }
    recorder_->record(event, {{trace::TextRole::kNote, handing.what}});
    return pointer;
}

IWbemServices* HostLedger::lend(com::com_ptr<IWbemServices> inner, std::uint32_t call, std::string what) {
    return make<HostServices>(std::move(inner), {call, std::move(what), true, 0});
}
IWbemContext* HostLedger::lend(com::com_ptr<IWbemContext> inner, std::uint32_t call, std::string what) {
    return make<HostContext>(std::move(inner), {call, std::move(what), true, 0});
}
IWbemClassObject* HostLedger::lend(com::com_ptr<IWbemClassObject> inner, std::uint32_t call, std::string what) {
    return make<HostClassObject>(std::move(inner), {call, std::move(what), true, 0});
}
IWbemProviderInitSink* HostLedger::make_init_sink(std::uint32_t call) {
    IWbemProviderInitSink* const sink = make<HostInitSink>(com::com_ptr<IWbemProviderInitSink>(), {call, "pInitSink", true, 0});
    const std::lock_guard lock(mutex_);
    reports_.try_emplace(sink);
    return sink;
}

IWbemServices* HostLedger::give(com::com_ptr<IWbemServices> inner, std::uint32_t call, std::string what) {
    return make<HostServices>(std::move(inner), {call, std::move(what), false, 0});
}
IWbemContext* HostLedger::give(com::com_ptr<IWbemContext> inner, std::uint32_t call, std::string what,
                               std::uint32_t copy_of) {
    return make<HostContext>(std::move(inner), {call, std::move(what), false, copy_of});
}
IWbemClassObject* HostLedger::give(com::com_ptr<IWbemClassObject> inner, std::uint32_t call, std::string what) {
    return make<HostClassObject>(std::move(inner), {call, std::move(what), false, 0});
}
IWbemQualifierSet* HostLedger::give(com::com_ptr<IWbemQualifierSet> inner, std::uint32_t call, std::string what) {
    return make<HostQualifierSet>(std::move(inner), {call, std::move(what), false, 0});
}
IEnumWbemClassObject* HostLedger::give(com::com_ptr<IEnumWbemClassObject> inner, std::uint32_t call, std::string what) {
    return make<HostEnumerator>(std::move(inner), {call, std::move(what), false, 0});
}
IWbemCallResult* HostLedger::give(com::com_ptr<IWbemCallResult> inner, std::uint32_t call, std::string what) {
    return make<HostCallResult>(std::move(inner), {call, std::move(what), false, 0});
}
IWbemObjectSink* HostLedger::give(com::com_ptr<IWbemObjectSink> inner, std::uint32_t call, std::string what) {
    return make<HostSink>(std::move(inner), {call, std::move(what), false, 0});
}

void HostLedger::end_of_call(std::uint32_t call) noexcept {
    for (;;) {  // one by one: what lies behind is released without the lock
        HostObject* lent = nullptr;
        {
            const std::lock_guard lock(mutex_);
            const auto found =
                std::ranges::find_if(lent_, [&](const HostObject* each) { return each->call() == call; });
            if (found == lent_.end()) return;
            lent = *found;
            lent_.erase(found);
        }
        lent->end_of_loan();
    }
}

void HostLedger::take_back(const void* lent) noexcept {
    HostObject* const object = find(lent);
    if (object == nullptr) return;
    {
        const std::lock_guard lock(mutex_);
        std::erase(lent_, object);
    }
    object->end_of_loan();
}

HostObject* HostLedger::find(const void* pointer) const noexcept {
    const std::lock_guard lock(mutex_);
    const auto found = objects_.find(pointer);
    return found != objects_.end() ? found->second.get() : nullptr;
}

template <class Interface>
com::com_ptr<Interface> HostLedger::inner_of(Interface* pointer) const {
    const HostObject* const object = find(pointer);
    if (object == nullptr || object->kind() != kind_of(pointer)) return {};
    const HostObject::Inner inner = object->inner();
    return inner ? com::retain_ptr(static_cast<Interface*>(inner->get())) : com::com_ptr<Interface>();
}
template com::com_ptr<IWbemServices> HostLedger::inner_of(IWbemServices*) const;
template com::com_ptr<IWbemContext> HostLedger::inner_of(IWbemContext*) const;
template com::com_ptr<IWbemClassObject> HostLedger::inner_of(IWbemClassObject*) const;
template com::com_ptr<IWbemQualifierSet> HostLedger::inner_of(IWbemQualifierSet*) const;
template com::com_ptr<IEnumWbemClassObject> HostLedger::inner_of(IEnumWbemClassObject*) const;
template com::com_ptr<IWbemCallResult> HostLedger::inner_of(IWbemCallResult*) const;
template com::com_ptr<IWbemObjectSink> HostLedger::inner_of(IWbemObjectSink*) const;

std::uint32_t HostLedger::id_of(const void* pointer) const noexcept {
    const HostObject* const object = find(pointer);
    return object != nullptr ? object->id() : 0;
}

std::uint32_t HostLedger::original_of(IWbemContext* context) const noexcept {
    const HostObject* const object = find(context);
    return object != nullptr ? object->original() : 0;
}

void HostLedger::note_init_report(const void* sink, LONG status, LONG flags) {
    {
        const std::lock_guard lock(mutex_);
        InitReport& report = reports_.find(sink)->second;  // made with the sink: this must not throw
        ++report.reports;
        report.status = status;
        report.flags = flags;
    }
    changed_.notify_all();
}

HostLedger::InitReport HostLedger::init_report(IWbemProviderInitSink* sink) const {
    const std::lock_guard lock(mutex_);
    const auto found = reports_.find(sink);
    return found != reports_.end() ? found->second : InitReport{};
}

bool HostLedger::wait_for_init_report(IWbemProviderInitSink* sink, std::chrono::steady_clock::time_point deadline,
                                      std::uint64_t known) const {
    std::unique_lock lock(mutex_);
    return changed_.wait_until(lock, deadline, [&] {
        const auto found = reports_.find(sink);
        return found != reports_.end() && found->second.reports > known;
    });
}

void HostLedger::fail_upcall(std::uint64_t ordinal, HRESULT with) {
    const std::lock_guard lock(mutex_);
    upcalls_ = 0;
    failing_ = ordinal;
    failure_ = with;
    has_failed_ = false;
    Event event;
    event.kind = EventKind::kMark;
    event.method = static_cast<std::uint16_t>(trace::MarkKind::kUpcallToFail);
    event.value = static_cast<std::int64_t>(ordinal);
    event.result = with;
    recorder_->record(event);
}

bool HostLedger::has_failed() const {
    const std::lock_guard lock(mutex_);
    return has_failed_;
}

std::uint64_t HostLedger::upcalls() const {
    const std::lock_guard lock(mutex_);
    return upcalls_;
}

std::optional<HRESULT> HostLedger::next_failure() noexcept {
    const std::lock_guard lock(mutex_);
    if (++upcalls_ != failing_) return {};
    has_failed_ = true;
    return failure_;
}

HRESULT HostLedger::count_upcall() noexcept { return next_failure().value_or(S_OK); }

std::vector<HostLedger::Outstanding> HostLedger::outstanding() const {
    std::vector<Outstanding> held;
    {
        const std::lock_guard lock(mutex_);
        for (const auto& [pointer, object] : objects_) {
            if (object->references_ <= 0) continue;
            held.push_back({object->id_, object->kind_, object->references_, object->what_});
        }
    }
    std::ranges::sort(held, {}, &Outstanding::object);
    return held;
}

bool HostLedger::wait_until_returned(std::chrono::steady_clock::time_point deadline) const {
    std::unique_lock lock(mutex_);
    return changed_.wait_until(lock, deadline, [&] { return held_ == 0; });
}

}  // namespace wbemcheck::probe
