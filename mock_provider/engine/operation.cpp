#include "mock_provider/engine/operation.h"

#include <algorithm>
#include <cstdint>
#include <utility>
#include <vector>

#include "harness/com/bstr.h"
#include "harness/com/hresult.h"
#include "mock_provider/engine/operation_host.h"

namespace wbemcheck::mock {

namespace {

using Clock = std::chrono::steady_clock;

const Ending kCancelledEnding{WBEM_E_CALL_CANCELLED, std::nullopt, nullptr};

// STA-6: the low word says how many there were, the high word of how many. Larger numbers are scaled down to fit.
HRESULT encode_progress(std::size_t done, std::size_t total) noexcept {
    constexpr std::size_t kLargest = 0xFFFF;
    if (total > kLargest) {
        done = static_cast<std::size_t>(static_cast<double>(done) / static_cast<double>(total) * kLargest);
        total = kLargest;
    }
    return static_cast<HRESULT>(static_cast<std::uint32_t>(total) << 16 | static_cast<std::uint32_t>(done));
}

}  // namespace

Operation::Operation(std::shared_ptr<OperationHost> host, IWbemObjectSink& sink, Delivery delivery)
    : host_(std::move(host)),
      sink_address_(&sink),
      number_(++host_->operations),
      owns_feed_(delivery.owns_feed),
      sends_progress_(delivery.sends_progress),
      reaches_client_(delivery.reaches_client),
      is_bounded_(delivery.count != Delivery::kEverything),
      batch_(host_->batch.load()),
      rounds_(host_->work.rounds_of(number_)),
      complete_(std::move(delivery.complete)),
      port_(host_->policy->open(sink)),
      on_end_(std::move(delivery.on_end)),
      position_(delivery.first),
      remaining_(delivery.count),
      entered_(Clock::now()),
      feed_(std::move(delivery.feed)) {}

void Operation::accept() noexcept {
    port_->accept();
    const std::scoped_lock lock(mutex_);
    is_in_sink_ = false;
}

void Operation::begin(std::chrono::milliseconds delay) noexcept {
    {
        const std::scoped_lock lock(mutex_);
        if (phase_ == Phase::kEnded) {
            return;
        }
        if (phase_ == Phase::kCancelled) {
            delay = delay.zero();  // cancelled while it was being accepted
        }
    }
    if (!host_->pool.submit_after(shared_from_this(), delay)) {
        abandon();
    }
}

Operation::CancelClaim Operation::claim_cancel() noexcept {
    const std::scoped_lock lock(mutex_);
    if (phase_ != Phase::kPending) {
        return CancelClaim::kTooLate;  // STA-19
    }
    phase_ = is_in_sink_ ? Phase::kCancelled : Phase::kEnded;
    return is_in_sink_ ? CancelClaim::kTheirs : CancelClaim::kMine;
}

void Operation::deliver_cancelled() noexcept { finish(kCancelledEnding); }

bool Operation::cancel() noexcept {
    const CancelClaim claim = claim_cancel();
    if (claim == CancelClaim::kMine) {
        deliver_cancelled();
    }
    return claim != CancelClaim::kTooLate;
}

bool Operation::is_held_since_before(Clock::time_point moment) const {
    const std::scoped_lock lock(mutex_);
    return phase_ == Phase::kPending && is_in_sink_ && entered_ < moment;
}

void Operation::on_feed_changed() noexcept {
    {
        const std::scoped_lock lock(mutex_);
        if (phase_ != Phase::kPending) {
            return;
        }
        if (is_scheduled_) {
            must_look_again_ = true;
            return;
        }
        is_scheduled_ = true;
    }
    if (!host_->pool.submit(shared_from_this())) {
        abandon();
    }
}

void Operation::run() noexcept {
    std::shared_ptr<Feed> feed;
    bool is_cancelled = false;
    {
        const std::scoped_lock lock(mutex_);
        feed = feed_;
        is_cancelled = phase_ == Phase::kCancelled;
        must_look_again_ = false;
    }
    if (is_cancelled || !reaches_client_) {
        end(kCancelledEnding);
        return;
    }
    if (feed == nullptr) {
        return;  // cancelled while it was queued
    }
    if (owns_feed_) {
        feed->compute();
    }
    while (deliver_some(*feed) == Step::kGoOn) {
    }
}

void Operation::abandon() noexcept { end(kCancelledEnding); }

Operation::Step Operation::deliver_some(Feed& feed) noexcept {
    try {
        Feed::Reading reading = feed.read(position_, std::min(batch_, remaining_));
        if (!reading.objects.empty()) {
            if (rounds_ != 0) {
                compute_rounds(rounds_ * reading.objects.size());
            }
            const Step step = indicate(std::move(reading.objects));
            if (owns_feed_) {
                feed.forget(position_);
            }
            return step == Step::kGoOn && sends_progress_ ? report_progress(feed.count()) : step;
        }
        if (remaining_ == 0) {
            end(complete_);
            return Step::kStop;
        }
        if (reading.is_at_end) {
            Ending ending = FAILED(complete_.result) ? complete_ : feed.ending().value_or(Ending{});
            if (is_bounded_ && SUCCEEDED(ending.result)) {
                ending.result = WBEM_S_FALSE;  // SEMI-11
            }
            end(ending);
            return Step::kStop;
        }
        return rest() ? Step::kStop : Step::kGoOn;
    } catch (...) {
        end({com::current_exception_to_hresult(), std::nullopt, nullptr});
        return Step::kStop;
    }
}

// The one way into the sink, for every callback but the final.
template <class Call>
Operation::Step Operation::call_sink(Call call) noexcept {
    {
        const std::scoped_lock lock(mutex_);
        if (phase_ != Phase::kPending) {
            return Step::kStop;  // CAN-4: whoever cancelled it delivers the final
        }
        is_in_sink_ = true;
        in_sink_ = std::this_thread::get_id();
        entered_ = Clock::now();
    }
    HRESULT answer = WBEM_S_NO_ERROR;
    {
        const WorkerPool::OutsideCall outside(host_->pool);
        answer = call(*port_);
    }
    const bool is_refused = host_->policy->is_refusal(answer);
    {
        const std::scoped_lock lock(mutex_);
        is_in_sink_ = false;
        in_sink_ = {};
        if (is_refused) {
            phase_ = Phase::kCancelled;
        }
        if (phase_ == Phase::kPending) {
            return Step::kGoOn;
        }
    }
    end(kCancelledEnding);
    return Step::kStop;
}

Operation::Step Operation::indicate(std::vector<com::com_ptr<IWbemClassObject>> objects) {
    std::vector<IWbemClassObject*> pointers(objects.size());
    std::ranges::transform(objects, pointers.begin(), [](const auto& object) { return object.get(); });
    position_ += objects.size();
    remaining_ -= is_bounded_ ? objects.size() : 0;
    return call_sink([&](SinkPort& port) {
        const HRESULT answer = port.indicate(pointers);
        objects.clear();  // before anything else is told
        return answer;
    });
}

// STA-6: between batches only.
Operation::Step Operation::report_progress(std::size_t total) noexcept {
    if (position_ >= total) {
        return Step::kGoOn;
    }
    return call_sink([&](SinkPort& port) { return port.report_progress(encode_progress(position_, total)); });
}

// Nothing to deliver now: true when the operation may leave its thread until the feed changes.
bool Operation::rest() noexcept {
    const std::scoped_lock lock(mutex_);
    if (must_look_again_) {
        must_look_again_ = false;
        return false;
    }
    is_scheduled_ = false;
    return true;
}

// Claims the final, unless it is claimed already, and delivers it.
void Operation::end(const Ending& ending) noexcept {
    bool is_cancelled = false;
    {
        const std::scoped_lock lock(mutex_);
        if (phase_ == Phase::kEnded) {
            return;
        }
        is_cancelled = phase_ == Phase::kCancelled;
        phase_ = Phase::kEnded;
    }
    finish(is_cancelled ? kCancelledEnding : ending);
}

// Whoever has claimed the final comes here, once.
void Operation::finish(const Ending& ending) noexcept {
    com::unique_bstr text;
    com::com_ptr<IWbemClassObject> details;
    try {
        if (SUCCEEDED(ending.result) && ending.text.has_value()) {
            text = com::make_bstr(*ending.text);  // STA-11
        } else if (FAILED(ending.result) && ending.details != nullptr) {
            details = ending.details->make(0);  // STA-9, STA-10
        }
    } catch (...) {
        // The result is what matters; the extras are for those who have the memory.
    }
    std::shared_ptr<Feed> feed;
    {
        const std::scoped_lock lock(mutex_);
        feed.swap(feed_);
    }
    feed.reset();  // EVT-7: ends a subscription
    host_->table.remove(*this);
    {
        const WorkerPool::OutsideCall outside(host_->pool);
        if (reaches_client_) {
            host_->policy->finish(*port_, {ending.result, text.get(), details.get()});
        } else {
            host_->policy->lose(*port_);
        }
    }
    {
        const std::scoped_lock lock(mutex_);
        is_over_ = true;
    }
    ended_.notify_all();
    if (on_end_ != nullptr) {
        on_end_();
    }
}

void Operation::let_callback_end(CancelMoment& moment) noexcept {
    std::unique_lock lock(mutex_);
    if (in_sink_ == std::this_thread::get_id()) {
        return;
    }
    while (!is_over_ && !moment.is_over()) {
        const auto begin = Clock::now();
        ended_.wait_for(lock, CancelMoment::kRound, [this] { return is_over_; });
        moment.count_round(Clock::now() - begin);
    }
}

}  // namespace wbemcheck::mock
