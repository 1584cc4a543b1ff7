// The failures that have been ordered and have not come yet.
#pragma once

#include <atomic>
#include <cstddef>
#include <mutex>
#include <optional>
#include <string_view>
#include <vector>

#include "mock_provider/failure.h"

namespace wbemcheck::mock {

// Thread-safe.
class OrderedFailures {
public:
    // Throws std::invalid_argument for a method that is none, one without an outcome for kOutcome, no call (0), or a
    // result that is no failure.
    void add(Failure failure);
    void clear() noexcept;
    [[nodiscard]] std::size_t size() const;

    // A call of this method has come: how it is going to fail, if it is. Of several that are due the one that was
    // ordered first; the others have had their call and come no more.
    [[nodiscard]] std::optional<Failure> count_call(std::string_view method) {
        // relaxed: an order that is made while a call comes may be for it or for the next one.
        return is_any_.load(std::memory_order_relaxed) ? count_down(method) : std::nullopt;
    }

private:
    [[nodiscard]] std::optional<Failure> count_down(std::string_view method);

    std::atomic<bool> is_any_ = false;  // without the mutex, so that a mock that is to fail nowhere pays nothing
    mutable std::mutex mutex_;          // guards failures_
    std::vector<Failure> failures_;     // their `nth` counts down
};

}  // namespace wbemcheck::mock
