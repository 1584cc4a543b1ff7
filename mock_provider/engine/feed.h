// The objects of one request as they become known. Operations, enumerators and call results all draw from a feed; what
// tells the forms of a call apart is who draws, and when.
#pragma once

#include <chrono>
#include <condition_variable>
#include <cstddef>
#include <deque>
#include <memory>
#include <mutex>
#include <optional>
#include <vector>

#include "harness/com/com_ptr.h"
#include "harness/com/wbem.h"
#include "mock_provider/engine/answer.h"

namespace wbemcheck::mock {

// Told, on the thread that brought it about, that a feed has more objects or has ended. Must not block or call out.
class FeedListener {
public:
    virtual void on_feed_changed() noexcept = 0;

protected:
    ~FeedListener() = default;
};

// Objects have positions, counted from 0 over the life of the feed. A feed is either the answer to a request, complete
// from one moment to the next, or open-ended, as a subscription is. Thread-safe.
class Feed {
public:
    using Deadline = std::optional<std::chrono::steady_clock::time_point>;  // empty: never

    // Open-ended: filled by append.
    Feed() = default;
    // The answer that `work` will give.
    explicit Feed(Work work) : work_(std::move(work)) {}
    // The answer itself.
    explicit Feed(Answer answer) { fill(std::move(answer)); }

    // Does the work, unless that has begun already; then returns at once. What the work throws becomes the ending.
    void compute() noexcept;

    // Ignored once the feed has ended.
    void append(std::shared_ptr<const ObjectSource> objects);
    void close(Ending ending) noexcept;

    struct Reading {
        std::vector<com::com_ptr<IWbemClassObject>> objects;
        bool is_at_end = false;  // nothing will ever come behind these
    };
    // Up to `limit` objects from `position` on. May throw.
    [[nodiscard]] Reading read(std::size_t position, std::size_t limit) const;

    // Waits until there is an object at `position` or the feed has ended. False: not until the deadline.
    [[nodiscard]] bool wait(std::size_t position, Deadline deadline) const;

    // Empty while the feed goes on.
    [[nodiscard]] std::optional<Ending> ending() const;
    // How many objects there have been so far.
    [[nodiscard]] std::size_t count() const;

    // At once when there have been as many objects, then work that has not begun is not done.
    void end_early(EarlyEnd early_end);

    // Forgets what lies before `position`, as far as it can: nobody will read it.
    void forget(std::size_t position) noexcept;

    // Changes from now on are told for as long as the listener lives.
    void listen(std::weak_ptr<FeedListener> listener);

    // Keeps `companion` for as long as the feed lives: the binding of a subscription, what its providers were told.
    void keep(std::shared_ptr<const void> companion);

private:
    struct Segment {
        std::size_t first;  // position of its first object
        std::size_t size;   // how many of the objects belong to the feed
        std::shared_ptr<const ObjectSource> objects;
    };

    using Listeners = std::vector<std::weak_ptr<FeedListener>>;

    void fill(Answer answer);
    void tell_listeners() noexcept;

    mutable std::mutex mutex_;  // guards everything below
    mutable std::condition_variable changed_;
    Work work_;  // empty when done or begun
    std::deque<Segment> segments_;
    std::size_t count_ = 0;
    std::optional<Ending> ending_;
    std::optional<EarlyEnd> early_end_;
    std::shared_ptr<const Listeners> listeners_;  // copied on change, so that telling them takes no memory
    std::vector<std::shared_ptr<const void>> companions_;
};

}  // namespace wbemcheck::mock
