// CAN, the quiet ones: cancels that fail at one place of an operation only.
#include <chrono>
#include <condition_variable>
#include <cstdint>
#include <memory>
#include <mutex>
#include <set>
#include <utility>

#include "mock_provider/defects/course.h"
#include "mock_provider/defects/families.h"
#include "mock_provider/defects/late_calls.h"
#include "mock_provider/defects/services_filter.h"
#include "mock_provider/defects/sink_ledger.h"

namespace wbemcheck::mock {

namespace {

using std::chrono::milliseconds;
using Objects = std::span<IWbemClassObject*>;

class SecondIndicatePort final : public CoursePort {
public:
    using CoursePort::CoursePort;

    HRESULT send_final(const FinalStatus& final_status) noexcept override {
        return CoursePort::send_final(course_to(final_status).was_cancelled_inside(2) ? FinalStatus{} : final_status);
    }
};

// Where the one that delivers and the one that cancels meet. Nobody need come, so each waits for a while only.
class Crossing {
public:
    // Waits at the next batch until a cancel has returned.
    void await_cancel() {
        constexpr milliseconds kLongerThanAnyCancel{300};
        std::unique_lock lock(mutex_);
        ++at_batch_;
        changed_.notify_all();
        const std::uint64_t seen = cancels_;
        changed_.wait_for(lock, kLongerThanAnyCancel, [&] { return cancels_ != seen; });
        --at_batch_;
    }
    // Waits until the one that delivers has come from the sink and is at its next batch.
    void await_batch() {
        std::unique_lock lock(mutex_);
        changed_.wait_for(lock, milliseconds(10), [&] { return at_batch_ != 0; });
    }
    void cancel_returned() {
        const std::scoped_lock lock(mutex_);
        ++cancels_;
        changed_.notify_all();
    }

private:
    std::mutex mutex_;
    std::condition_variable changed_;
    int at_batch_ = 0;           // guarded by mutex_
    std::uint64_t cancels_ = 0;  // guarded by mutex_
};

// Looks for a cancel, then makes its next batch, and delivers it without another look.
class SlowBatchPort final : public CoursePort {
public:
    SlowBatchPort(std::unique_ptr<SinkPort> inner, IWbemObjectSink& sink, const CallInfo& call,
                  std::shared_ptr<Crossing> crossing)
        : CoursePort(std::move(inner), sink, call), crossing_(std::move(crossing)) {}

    HRESULT indicate(Objects objects) noexcept override {
        if (course().indicates != 0) crossing_->await_cancel();
        return CoursePort::indicate(objects);
    }

private:
    const std::shared_ptr<Crossing> crossing_;
};

void overlook_cancel(Seams& seams) {
    const auto crossing = std::make_shared<Crossing>();
    filter_ports<SlowBatchPort>(seams, calls_of<AsyncMethod::kExecQuery>, crossing);
    filter_services(seams, {.cancel = [crossing](IWbemServices& services, IWbemObjectSink* sink) {
                        crossing->await_batch();
                        const HRESULT result = services.CancelAsyncCall(sink);
                        crossing->cancel_returned();
                        return result;
                    }});
}

// A cancelled subscription ends in silence, as it may, but for one event that was already on its way.
class EventOnItsWayPort final : public PortFilter {
public:
    EventOnItsWayPort(std::unique_ptr<SinkPort> inner, IWbemObjectSink& sink, const CallInfo& call,
                      std::shared_ptr<LateCalls> late)
        : PortFilter(std::move(inner), sink, call), late_(std::move(late)) {}

    HRESULT indicate(Objects objects) noexcept override {
        last_ = com::retain_ptr(objects.back());
        return PortFilter::indicate(objects);
    }
    HRESULT send_final(const FinalStatus& final_status) noexcept override {
        is_late_ = final_status.result == WBEM_E_CALL_CANCELLED && last_;
        return is_late_ ? WBEM_S_NO_ERROR : PortFilter::send_final(final_status);
    }
    void release() noexcept override {
        if (!is_late_) {
            PortFilter::release();
            return;
        }
        late_->make_after(milliseconds(5), [port = take_inner(), last = std::move(last_)] {
            IWbemClassObject* objects[] = {last.get()};
            port->indicate(objects);
            port->release();
        });
    }

private:
    const std::shared_ptr<LateCalls> late_;
    com::com_ptr<IWbemClassObject> last_;
    bool is_late_ = false;
};

// The sinks that have had a final status. Thread-safe.
class EndedSinks {
public:
    void add(const IWbemObjectSink& sink) {
        const std::scoped_lock lock(mutex_);
        sinks_.insert(&sink);
    }
    [[nodiscard]] bool contains(const IWbemObjectSink* sink) const {
        const std::scoped_lock lock(mutex_);
        return sinks_.contains(sink);
    }

private:
    mutable std::mutex mutex_;
    std::set<const IWbemObjectSink*> sinks_;  // guarded by mutex_
};

class EndNotingPort final : public PortFilter {
public:
    EndNotingPort(std::unique_ptr<SinkPort> inner, IWbemObjectSink& sink, const CallInfo& call,
                  std::shared_ptr<EndedSinks> ended)
        : PortFilter(std::move(inner), sink, call), ended_(std::move(ended)) {}

    HRESULT send_final(const FinalStatus& final_status) noexcept override {
        ended_->add(sink());
        return PortFilter::send_final(final_status);
    }

private:
    const std::shared_ptr<EndedSinks> ended_;
};

// Takes "SetStatus has been called on the sink" for a word about the sink, not about one of its operations.
void leave_used_sinks_alone(Seams& seams) {
    const auto ended = std::make_shared<EndedSinks>();
    filter_ports<EndNotingPort>(seams, any_finite_call, ended);
    filter_services(seams, {.cancel = [ended, ledger = keep_ledger(seams)](IWbemServices& services,
                                                                           IWbemObjectSink* sink) -> HRESULT {
                        if (ended->contains(sink) && ledger->count_pending(sink) != 0) {
                            return WBEM_S_NO_ERROR;
                        }
                        return services.CancelAsyncCall(sink);
                    }});
}

void succeed_on_null_when_pending(Seams& seams) {
    filter_services(seams, {.cancel = [ledger = keep_ledger(seams)](IWbemServices& services,
                                                                    IWbemObjectSink* sink) -> HRESULT {
                        if (sink == nullptr && ledger->count_pending(AsyncMethod::kExecQuery) != 0) {
                            return WBEM_S_NO_ERROR;
                        }
                        return services.CancelAsyncCall(sink);
                    }});
}

// One lock for all callbacks and for every cancel.
void wait_for_callbacks_of_all(Seams& seams) {
    constexpr milliseconds kLongestWait{1500};
    filter_services(seams, {.cancel = [ledger = keep_ledger(seams), kLongestWait](IWbemServices& services,
                                                                                  IWbemObjectSink* sink) {
                        const HRESULT result = services.CancelAsyncCall(sink);
                        ledger->wait_for_all_callbacks(kLongestWait);
                        return result;
                    }});
}

constexpr DefectEntry kDefects[] = {
    {{"cancelled-in-second-indicate-succeeds",
      "An operation that is cancelled inside its second Indicate ends with success.", clauses<"CAN-3">},
     [](Seams& seams) { filter_ports<SecondIndicatePort>(seams, any_finite_call); }},
    {{"cancel-overlooked-between-batches",
      "A query that is cancelled while it makes another batch delivers that batch all the same.",
      clauses<"CAN-4", "REF-10">},
     overlook_cancel},
    {{"event-after-cancel", "A notification query delivers one more event 5 ms after it was cancelled.",
      clauses<"CAN-4", "REF-10">},
     [](Seams& seams) { filter_ports<EventOnItsWayPort>(seams, any_notification, std::make_shared<LateCalls>()); }},
    {{"cancel-of-used-sink-ignored",
      "A cancel succeeds and does nothing when an earlier operation of the same sink is over.",
      clauses<"CAN-4", "REF-10">},
     leave_used_sinks_alone},
    {{"cancel-null-succeeds-when-pending", "A cancel of NULL succeeds while a query is pending.", clauses<"CAN-6">},
     succeed_on_null_when_pending},
    {{"cancel-waits-for-other-callbacks", "A cancel returns when no callback of any sink is in progress.",
      clauses<"CAN-8">},
     wait_for_callbacks_of_all},
};

}  // namespace

std::span<const DefectEntry> rare_cancel_defects() noexcept { return kDefects; }

}  // namespace wbemcheck::mock
