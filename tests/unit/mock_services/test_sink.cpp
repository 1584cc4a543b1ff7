#include "tests/unit/mock_services/test_sink.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <utility>

#include "harness/com/bstr.h"
#include "harness/com/variant.h"
#include "tests/unit/mock_services/gate.h"

namespace wbemcheck::mock::test {

std::vector<SinkEvent> SinkLog::events() const {
    const std::scoped_lock lock(mutex_);
    return events_;
}

std::size_t SinkLog::count(SinkEvent::Kind kind) const {
    const std::scoped_lock lock(mutex_);
    return static_cast<std::size_t>(std::ranges::count(events_, kind, &SinkEvent::kind));
}

std::size_t SinkLog::finals() const {
    const std::scoped_lock lock(mutex_);
    return finals_;
}

std::size_t SinkLog::objects() const {
    const std::scoped_lock lock(mutex_);
    return objects_;
}

SinkEvent SinkLog::final_event() const {
    const std::scoped_lock lock(mutex_);
    EXPECT_EQ(finals(), 1U);
    const auto found = std::ranges::find(events_, SinkEvent::Kind::kFinal, &SinkEvent::kind);
    return found == events_.end() ? SinkEvent{} : *found;
}

long SinkLog::references() const {
    const std::scoped_lock lock(mutex_);
    return references_;
}

std::size_t SinkLog::touches() const {
    const std::scoped_lock lock(mutex_);
    return touches_;
}

bool SinkLog::is_destroyed() const {
    const std::scoped_lock lock(mutex_);
    return is_destroyed_;
}

std::size_t SinkLog::most_at_once() const {
    const std::scoped_lock lock(mutex_);
    return most_at_once_;
}

bool SinkLog::has_offence() const {
    const std::scoped_lock lock(mutex_);
    return has_offence_;
}

bool SinkLog::wait_for_rest(std::size_t finals_wanted, long references_left) {
    return wait_until([&](const SinkLog& log) {
        return log.finals() >= finals_wanted && log.references() <= references_left;
    });
}

bool SinkLog::wait_until(const std::function<bool(const SinkLog&)>& condition) {
    std::unique_lock lock(mutex_);
    return changed_.wait_for(lock, kBudget, [&] { return condition(*this); });
}

bool SinkLog::wait_for_objects(std::size_t wanted) {
    return wait_until([&](const SinkLog& log) { return log.objects() >= wanted; });
}

TestSink::TestSink(long references, SinkHooks hooks, std::shared_ptr<SinkLog> log)
    : hooks_(std::move(hooks)), log_(std::move(log)) {
    log_->references_ = references;
    log_->expected_finals_ = hooks_.operations;
}

TestSink::~TestSink() {
    const std::scoped_lock lock(log_->mutex_);
    log_->is_destroyed_ = true;
    log_->has_offence_ = log_->has_offence_ || log_->inside_ != 0;  // REF-6
    log_->changed_.notify_all();
}

HRESULT TestSink::QueryInterface(REFIID iid, void** object) noexcept {
    const std::scoped_lock lock(log_->mutex_);
    ++log_->touches_;
    const bool is_known = iid == com::iid_of<IUnknown>() || iid == com::iid_of<IWbemObjectSink>();
    *object = is_known ? this : nullptr;
    log_->references_ += is_known ? 1 : 0;
    return is_known ? S_OK : E_NOINTERFACE;
}

ULONG TestSink::AddRef() noexcept {
    const std::scoped_lock lock(log_->mutex_);
    ++log_->touches_;
    return static_cast<ULONG>(++log_->references_);
}

ULONG TestSink::Release() noexcept {
    long left = 0;
    {
        const std::scoped_lock lock(log_->mutex_);
        ++log_->touches_;
        left = --log_->references_;
        log_->changed_.notify_all();
    }
    if (left == 0) {
        delete this;
    }
    return static_cast<ULONG>(left);
}

HRESULT TestSink::Indicate(LONG count, IWbemClassObject** objects) noexcept {
    enter({SinkEvent::Kind::kIndicate, static_cast<std::size_t>(count), 0, std::nullopt, false, {}});
    const HRESULT result = hooks_.on_indicate ? hooks_.on_indicate(count, objects) : WBEM_S_NO_ERROR;
    leave();
    return result;
}

HRESULT TestSink::SetStatus(LONG flags, HRESULT result, BSTR text, IWbemClassObject* object) noexcept {
    SinkEvent event;
    event.kind = flags == WBEM_STATUS_COMPLETE ? SinkEvent::Kind::kFinal : SinkEvent::Kind::kProgress;
    event.result = result;
    if (text != nullptr) {
        event.text = com::to_utf8(text);
    }
    event.has_object = object != nullptr;
    com::variant description;
    if (object != nullptr && SUCCEEDED(object->Get(OLESTR("Description"), 0, description.put(), nullptr, nullptr)) &&
        description.type() == VT_BSTR) {
        event.description = com::to_utf8(description->bstrVal);
    }
    enter(std::move(event));
    const HRESULT answer = hooks_.on_status ? hooks_.on_status(flags, result) : WBEM_S_NO_ERROR;
    leave();
    return answer;
}

void TestSink::enter(SinkEvent event) {
    event.thread = std::this_thread::get_id();
    const std::scoped_lock lock(log_->mutex_);
    log_->has_offence_ = log_->has_offence_ || log_->finals_ >= log_->expected_finals_;  // ORD-2
    log_->finals_ += event.kind == SinkEvent::Kind::kFinal ? 1 : 0;
    log_->objects_ += event.objects;
    log_->events_.push_back(std::move(event));
    ++log_->inside_;
    log_->most_at_once_ = std::max(log_->most_at_once_, log_->inside_);
    log_->changed_.notify_all();
}

void TestSink::leave() {
    const std::scoped_lock lock(log_->mutex_);
    --log_->inside_;
    log_->changed_.notify_all();
}

HeldSink::HeldSink(SinkHooks hooks)
    : log(std::make_shared<SinkLog>()), pointer(new TestSink(1, std::move(hooks), log), com::adopt) {}

LooseSink::LooseSink(SinkHooks hooks)
    : log(std::make_shared<SinkLog>()), pointer(new TestSink(0, std::move(hooks), log)) {}

}  // namespace wbemcheck::mock::test
