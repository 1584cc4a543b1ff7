// Does things later than the contract allows, on a thread of its own.
#pragma once

#include <chrono>
#include <functional>
#include <memory>

namespace wbemcheck::mock {

// Requires: calls do not throw. They may block, and those behind them then wait.
// Guarantees: every call is made exactly once; the destructor makes at once those that are not due yet, and waits for
// them, unless it runs inside one of them. Thread-safe.
class LateCalls {
public:
    LateCalls();
    ~LateCalls();
    LateCalls(const LateCalls&) = delete;
    LateCalls& operator=(const LateCalls&) = delete;

    void make_after(std::chrono::milliseconds delay, std::function<void()> call);

private:
    struct State;
    const std::shared_ptr<State> state_;  // shared with the thread, for the one case in which it goes on alone
};

}  // namespace wbemcheck::mock
