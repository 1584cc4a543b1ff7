#include <condition_variable>
#include <mutex>

#include "harness/stage/stage.h"

namespace wbemcheck::stage {
namespace {

// A round of waiting counts only when this thread was scheduled promptly: while the machine stalls nobody else gets on
// either, and no patience is used up.
constexpr auto kRound = std::chrono::milliseconds(5);
constexpr auto kPromptly = std::chrono::milliseconds(10);

}  // namespace

struct Aside::State {
    std::mutex mutex;
    std::condition_variable changed;
    bool is_done = false;  // guarded by mutex
};

Aside::Aside(std::function<void()> body)
    : state_(std::make_shared<State>()), thread_([state = state_, body = std::move(body)] {
          body();
          const std::lock_guard lock(state->mutex);
          state->is_done = true;
          state->changed.notify_all();
      }) {}

bool Aside::wait(Clock::duration patience) const {
    std::unique_lock lock(state_->mutex);
    Clock::duration used{};
    while (!state_->is_done && used < patience) {
        const auto begin = Clock::now();
        state_->changed.wait_for(lock, kRound, [&] { return state_->is_done; });
        const auto spent = Clock::now() - begin;
        if (spent < kPromptly) used += spent;
    }
    return state_->is_done;
}

void Aside::join() { thread_.join(); }

}  // namespace wbemcheck::stage
