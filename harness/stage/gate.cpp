#include "harness/stage/gate.h"

namespace wbemcheck::stage {
namespace {

void note(trace::Recorder& recorder, trace::MarkKind mark, std::uint32_t sink) {
    trace::Event event;
    event.kind = trace::EventKind::kMark;
    event.method = static_cast<std::uint16_t>(mark);
    event.object = sink;
    recorder.record(event);
}

}  // namespace

void Gate::pass(std::uint32_t sink, const probe::Callback& callback) {
    if (!condition_(callback)) return;
    std::unique_lock lock(mutex_);
    if (is_open_) return;
    note(recorder_, trace::MarkKind::kCallbackHeld, sink);
    ++held_;
    changed_.notify_all();
    changed_.wait(lock, [&] { return is_open_; });
}

bool Gate::await_held(Clock::time_point deadline) {
    std::unique_lock lock(mutex_);
    return changed_.wait_until(lock, deadline, [&] { return held_ != 0; });
}

bool Gate::is_holding() {
    const std::lock_guard lock(mutex_);
    return held_ != 0 && !is_open_;
}

void Gate::open(std::uint32_t sink) {
    const std::lock_guard lock(mutex_);
    if (is_open_) return;
    is_open_ = true;
    note(recorder_, trace::MarkKind::kGateOpened, sink);
    changed_.notify_all();
}

Gate::Condition at_first_indicate() {
    return [](const probe::Callback& callback) {
        return callback.method == trace::Method::kIndicate && callback.ordinal == 1;
    };
}

Gate::Condition at_final() {
    return [](const probe::Callback& callback) { return callback.is_final; };
}

Gate::Condition at_any_callback() {
    return [](const probe::Callback&) { return true; };
}

}  // namespace wbemcheck::stage
