// An operation: one asynchronous call from its acceptance to the release of its sink.
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <limits>
#include <memory>
#include <condition_variable>
#include <mutex>
#include <thread>
#include <vector>

#include "harness/com/com_ptr.h"
#include "harness/com/wbem.h"
#include "mock_provider/engine/delivery_policy.h"
#include "mock_provider/engine/feed.h"
#include "mock_provider/engine/task.h"

namespace wbemcheck::mock {

struct OperationHost;

// What an operation delivers.
struct Delivery {
    static constexpr std::size_t kEverything = std::numeric_limits<std::size_t>::max();

    std::shared_ptr<Feed> feed;
    std::size_t first = 0;
    std::size_t count = kEverything;  // fewer: then it is over with the last of them (ORD-11)
    Ending complete;                  // how, in that case; a failure: also when the feed has fewer
    bool owns_feed = true;            // nobody else reads it: the operation does its work, and forgets what it delivered
    bool sends_progress = false;      // WBEM_FLAG_SEND_STATUS
    bool reaches_client = true;       // no: the sink is released without a callback (SEC-1)
    std::function<void()> on_end;     // when the sink has been let go; must not throw
};

// How long one cancel waits for callbacks in progress, whatever the number of its operations. Counts rounds instead of
// time: a machine under load makes the waiting thread late as well as the others, and a round in which it was late proves
// nothing about them. Belongs to one thread.
class CancelMoment {
public:
    static constexpr auto kRound = std::chrono::milliseconds(5);

    [[nodiscard]] bool is_over() const {
        return rounds_ >= kRounds || std::chrono::steady_clock::now() - begin_ >= kLongest;
    }
    void count_round(std::chrono::steady_clock::duration spent) noexcept {
        if (spent < kPromptly) ++rounds_;
    }

private:
    static constexpr int kRounds = 8;
    static constexpr auto kPromptly = std::chrono::milliseconds(20);
    static constexpr auto kLongest = std::chrono::milliseconds(150);

    const std::chrono::steady_clock::time_point begin_ = std::chrono::steady_clock::now();
    int rounds_ = 0;
};

// Guarantees, whatever comes together:
// - the sink is held from `accept` to the final callback, and released right after it (REF-1, REF-3, REF-4, REF-6);
// - one callback at a time (ORD-3), exactly one final, after all others (ORD-1, STA-1, STA-19);
// - no callback but the final starts once a cancel has been noticed (CAN-4), and none at all after the final (ORD-2).
// Thread-safe. Calls out with no lock held.
class Operation final : public Task, public FeedListener, public std::enable_shared_from_this<Operation> {
public:
    Operation(std::shared_ptr<OperationHost> host, IWbemObjectSink& sink, Delivery delivery);

    // The pointer that the client gave, to compare with.
    [[nodiscard]] const IWbemObjectSink* sink_address() const noexcept { return sink_address_; }
    // Its own among the operations of one engine; later ones have greater numbers.
    [[nodiscard]] std::uint64_t number() const noexcept { return number_; }

    // Takes the reference on the sink; from here on the operation counts as accepted. It stays at rest until `begin`.
    void accept() noexcept;
    // Lets it deliver, after `delay`.
    void begin(std::chrono::milliseconds delay = {}) noexcept;

    // Cancelling has two steps, so that several operations stop before the first of them calls out. After a claim of
    // kMine the caller owes `deliver_cancelled`; after kTheirs the thread that is in the sink now delivers that final
    // when its callback has returned.
    enum class CancelClaim { kTooLate, kMine, kTheirs };
    [[nodiscard]] CancelClaim claim_cancel() noexcept;
    void deliver_cancelled() noexcept;
    // After kTheirs: gives the thread that is in the sink a moment to come out and to end the operation. That thread may
    // have been about to enter the sink when the claim was made; without this moment its callback could begin after the
    // cancel has returned (CAN-4, X-19). A client that holds the callback is not waited for (CAN-8): the moment is over
    // after a few rounds in which this thread was scheduled promptly, whatever the client does, and one cancel has one
    // moment for all its operations. Returns at once on the thread of the callback itself.
    void let_callback_end(CancelMoment& moment) noexcept;
    // Both steps. False: too late.
    bool cancel() noexcept;

    // A callback other than the final has been running since before `moment`.
    [[nodiscard]] bool is_held_since_before(std::chrono::steady_clock::time_point moment) const;

    void on_feed_changed() noexcept override;
    void run() noexcept override;
    void abandon() noexcept override;

private:
    enum class Phase {
        kPending,
        kCancelled,  // the thread that is in the sink delivers the final
        kEnded,      // the final is claimed: by whoever set this, and nobody else
    };
    enum class Step { kGoOn, kStop };

    [[nodiscard]] Step deliver_some(Feed& feed) noexcept;
    template <class Call>
    [[nodiscard]] Step call_sink(Call call) noexcept;
    [[nodiscard]] Step indicate(std::vector<com::com_ptr<IWbemClassObject>> objects);
    [[nodiscard]] Step report_progress(std::size_t total) noexcept;
    [[nodiscard]] bool rest() noexcept;
    void end(const Ending& ending) noexcept;
    void finish(const Ending& ending) noexcept;

    const std::shared_ptr<OperationHost> host_;
    const IWbemObjectSink* const sink_address_;
    const std::uint64_t number_;
    const bool owns_feed_;
    const bool sends_progress_;
    const bool reaches_client_;
    const bool is_bounded_;
    const std::size_t batch_;
    const std::size_t rounds_;  // of extra computing, for each object
    const Ending complete_;
    const std::unique_ptr<SinkPort> port_;
    const std::function<void()> on_end_;

    std::size_t position_;   // of the next object; belongs to the thread that runs the operation
    std::size_t remaining_;  // likewise

    mutable std::mutex mutex_;  // guards what follows
    std::condition_variable ended_;  // with mutex_: is_over_ is true
    bool is_over_ = false;           // the sink is released
    std::thread::id in_sink_;        // the thread of the callback in progress, or none
    Phase phase_ = Phase::kPending;
    bool is_in_sink_ = true;    // a callback is in progress; acceptance counts as one
    std::chrono::steady_clock::time_point entered_;
    bool is_scheduled_ = true;  // at rest before `begin`, queued, or running
    bool must_look_again_ = false;
    std::shared_ptr<Feed> feed_;  // null once ended
};

}  // namespace wbemcheck::mock
