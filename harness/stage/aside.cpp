#include <condition_variable>
#include <mutex>

#include "harness/stage/stage.h"

namespace wbemcheck::stage {
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
    Patience left(patience);
    while (!state_->is_done && !left.is_over()) {
        const auto begin = Clock::now();
        state_->changed.wait_for(lock, Patience::kRound, [&] { return state_->is_done; });
        left.count_round(Clock::now() - begin);
    }
    return state_->is_done;
}

void Aside::join() { thread_.join(); }

}  // namespace wbemcheck::stage
