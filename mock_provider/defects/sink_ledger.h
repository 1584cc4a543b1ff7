// What has become of the sinks that were given to the mock: for defects that take one operation for another, or that
// wait where they must not.
#pragma once

#include <chrono>
#include <condition_variable>
#include <cstddef>
#include <map>
#include <memory>
#include <mutex>
#include <vector>

#include "harness/com/wbem.h"
#include "mock_provider/defects/call_info.h"
#include "mock_provider/defects/seams.h"

namespace wbemcheck::mock {

// Sinks are known by their address and are never called. Thread-safe.
class SinkLedger {
public:
    // Operations that were accepted and whose final status has not begun.
    [[nodiscard]] std::size_t count_pending(const IWbemObjectSink* sink) const;
    [[nodiscard]] std::size_t count_pending(AsyncMethod method) const;
    // Some call with this sink was accepted.
    [[nodiscard]] bool is_known(const IWbemObjectSink* sink) const;
    // Some call with this sink was accepted, and all that were are over and have let go of it.
    [[nodiscard]] bool is_over(const IWbemObjectSink* sink) const;
    // The sinks with such an operation pending.
    [[nodiscard]] std::vector<IWbemObjectSink*> find_pending(AsyncMethod method) const;

    // Callbacks that have returned.
    [[nodiscard]] std::size_t count_answered(const IWbemObjectSink* sink) const;
    void wait_for_answers(const IWbemObjectSink* sink, std::size_t count, std::chrono::milliseconds limit);
    void wait_until_over(const IWbemObjectSink* sink, std::chrono::milliseconds limit);
    // Waits while a callback of the sink is in progress, unless it is on this thread.
    void wait_for_callbacks(const IWbemObjectSink* sink);
    // Waits while a callback of any sink is in progress, unless this thread is in one.
    void wait_for_all_callbacks(std::chrono::milliseconds limit);

private:
    friend class LedgerPort;

    struct Account {
        std::map<AsyncMethod, std::size_t> pending;
        std::size_t unreleased = 0;  // operations
        std::size_t in_progress = 0;  // callbacks
        std::size_t answered = 0;
    };

    void note_accepted(IWbemObjectSink& sink, AsyncMethod method);
    void note_final(IWbemObjectSink& sink, AsyncMethod method);
    void note_released(IWbemObjectSink& sink);
    void note_entered(IWbemObjectSink& sink);
    void note_left(IWbemObjectSink& sink);
    [[nodiscard]] const Account* find(const IWbemObjectSink* sink) const;

    mutable std::mutex mutex_;  // guards everything below
    std::condition_variable changed_;
    std::map<const IWbemObjectSink*, std::pair<IWbemObjectSink*, Account>> accounts_;
};

// Keeps a ledger from now on.
[[nodiscard]] std::shared_ptr<SinkLedger> keep_ledger(Seams& seams);

}  // namespace wbemcheck::mock
