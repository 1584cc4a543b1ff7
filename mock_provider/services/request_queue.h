// The NextAsync requests of one enumerator: served one after the other.
#pragma once

#include <cstdint>
#include <deque>
#include <memory>
#include <mutex>
#include <utility>

#include "harness/com/wbem.h"
#include "mock_provider/engine/feed.h"
#include "mock_provider/engine/operation.h"
#include "mock_provider/services/core.h"

namespace wbemcheck::mock {

// Guarantees: a request's first callback starts after the last one of the request before it has returned (ORD-9).
// Thread-safe. Calls out with no lock held.
class RequestQueue final : public FeedListener, public std::enable_shared_from_this<RequestQueue> {
public:
    explicit RequestQueue(std::shared_ptr<Core> core) : core_(std::move(core)) {}

    // A place in the queue. The sink is not touched. Null when the mock is shut down.
    [[nodiscard]] std::shared_ptr<Operation> admit(IWbemObjectSink& sink, Delivery delivery);
    // Accepts an admitted request, and lets it deliver when its turn has come (REF-13).
    void start(const std::shared_ptr<Operation>& request) noexcept;

    // Cancels what is left, in order (REF-16).
    void cancel() noexcept;

    [[nodiscard]] bool empty() const;

    // For the request whose turn it is: the others look at the feed when they begin.
    void on_feed_changed() noexcept override;

private:
    struct Entry {
        std::uint64_t id;
        std::shared_ptr<Operation> request;
        bool is_accepted = false;
        bool is_begun = false;
    };

    void end(std::uint64_t id) noexcept;
    void begin_front() noexcept;
    void cancel_fronts() noexcept;

    const std::shared_ptr<Core> core_;
    mutable std::mutex mutex_;  // guards everything below
    std::deque<Entry> entries_;
    std::uint64_t last_id_ = 0;
    bool is_cancelled_ = false;
    bool is_cancelling_ = false;  // some thread is in cancel_fronts
};

}  // namespace wbemcheck::mock
