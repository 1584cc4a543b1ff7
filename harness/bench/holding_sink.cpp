#include "harness/bench/holding_sink.h"

namespace wbemcheck::bench {
namespace {

constexpr std::chrono::seconds kLongestHold{10};
constexpr std::chrono::minutes kPatience{1};

}  // namespace

void Gate::pass() {
    std::unique_lock lock(mutex_);
    if (std::this_thread::get_id() == maker_) {
        was_met_by_maker_ = true;
        return;
    }
    if (changed_.wait_for(lock, kLongestHold, [&] { return is_open_; })) return;
    gave_up_ = true;
    is_open_ = true;
    changed_.notify_all();
}

void Gate::count_final(HRESULT result) {
    const std::lock_guard lock(mutex_);
    ++finals_;
    if (FAILED(result)) failure_ = result;
    changed_.notify_all();
}

void Gate::open() {
    const std::lock_guard lock(mutex_);
    is_open_ = true;
    changed_.notify_all();
}

bool Gate::wait_for_finals(std::uint64_t finals) {
    std::unique_lock lock(mutex_);
    return changed_.wait_for(lock, kPatience, [&] { return finals_ >= finals; });
}

bool Gate::was_met_by_maker() const {
    const std::lock_guard lock(mutex_);
    return was_met_by_maker_;
}

bool Gate::gave_up() const {
    const std::lock_guard lock(mutex_);
    return gave_up_;
}

HRESULT Gate::failure() const {
    const std::lock_guard lock(mutex_);
    return failure_;
}

HRESULT HoldingSink::Indicate(LONG /*count*/, IWbemClassObject** /*objects*/) noexcept {
    gate_->pass();
    return WBEM_S_NO_ERROR;
}

HRESULT HoldingSink::SetStatus(LONG flags, HRESULT result, BSTR /*text*/, IWbemClassObject* /*object*/) noexcept {
    gate_->pass();
    if (flags == WBEM_STATUS_COMPLETE) gate_->count_final(result);
    return WBEM_S_NO_ERROR;
}

}  // namespace wbemcheck::bench
