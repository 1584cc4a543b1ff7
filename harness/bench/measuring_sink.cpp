#include "harness/bench/measuring_sink.h"

namespace wbemcheck::bench {
namespace {

constexpr std::chrono::minutes kPatience{1};

}  // namespace

void MeasuringSink::begin(std::uint64_t finals, std::uint64_t objects) {
    const std::lock_guard lock(mutex_);
    objects_.store(0, std::memory_order_relaxed);
    wanted_.store(objects, std::memory_order_relaxed);
    failure_.store(S_OK, std::memory_order_relaxed);
    owed_ = finals;
    has_object_ = false;
    has_last_object_ = false;
}

bool MeasuringSink::wait_for_finals() {
    std::unique_lock lock(mutex_);
    return changed_.wait_for(lock, kPatience, [&] { return owed_ == 0; });
}

bool MeasuringSink::wait_for_object() {
    std::unique_lock lock(mutex_);
    return changed_.wait_for(lock, kPatience, [&] { return has_object_ || owed_ == 0; });
}

bool MeasuringSink::wait_for_last_object() {
    std::unique_lock lock(mutex_);
    return changed_.wait_for(lock, kPatience, [&] { return has_last_object_; });
}

Clock::time_point MeasuringSink::last_object() const {
    const std::lock_guard lock(mutex_);
    return last_object_;
}

Clock::time_point MeasuringSink::first_object() const {
    const std::lock_guard lock(mutex_);
    return first_object_;
}

Clock::time_point MeasuringSink::last_final() const {
    const std::lock_guard lock(mutex_);
    return last_final_;
}

HRESULT MeasuringSink::Indicate(LONG count, IWbemClassObject** /*objects*/) noexcept {
    const std::uint64_t before = objects_.fetch_add(static_cast<std::uint64_t>(count), std::memory_order_relaxed);
    const std::uint64_t wanted = wanted_.load(std::memory_order_relaxed);
    const bool is_last = before < wanted && before + static_cast<std::uint64_t>(count) >= wanted;
    if (before == 0 || is_last) {
        const auto now = Clock::now();
        const std::lock_guard lock(mutex_);
        if (before == 0) first_object_ = now;
        if (is_last) last_object_ = now;
        has_object_ = true;
        has_last_object_ = has_last_object_ || is_last;
        changed_.notify_all();
    }
    return WBEM_S_NO_ERROR;
}

HRESULT MeasuringSink::SetStatus(LONG flags, HRESULT result, BSTR /*text*/, IWbemClassObject* /*object*/) noexcept {
    if (flags != WBEM_STATUS_COMPLETE) return WBEM_S_NO_ERROR;
    const auto now = Clock::now();
    if (FAILED(result)) failure_.store(result, std::memory_order_relaxed);
    const std::lock_guard lock(mutex_);
    last_final_ = now;
    if (owed_ > 0) --owed_;
    changed_.notify_all();
    return WBEM_S_NO_ERROR;
}

}  // namespace wbemcheck::bench
