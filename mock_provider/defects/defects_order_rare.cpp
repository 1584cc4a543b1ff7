// ORD, the quiet ones: callbacks that pass each other by a hair, and one object in many that is lost, doubled or changed.
#include <atomic>
#include <chrono>
#include <memory>
#include <thread>
#include <utility>
#include <vector>

#include "mock_provider/defects/course.h"
#include "mock_provider/defects/families.h"
#include "mock_provider/defects/late_calls.h"
#include "mock_provider/defects/object_filters.h"

namespace wbemcheck::mock {

namespace {

using std::chrono::milliseconds;
using Objects = std::span<IWbemClassObject*>;
using OwnedObjects = std::vector<com::com_ptr<IWbemClassObject>>;

constexpr LONG kLogging = 0x100;           // the lowest of the WBEM_STATUS_LOGGING_INFORMATION values
constexpr HRESULT kOneOfTwo = 0x00020001;  // as progress: one done, of two

bool any_call_with_progress(const CallInfo& call) { return call.is_finite() && call.asks_for_progress(); }

OwnedObjects own(Objects objects) {
    OwnedObjects owned;
    for (IWbemClassObject* const object : objects) {
        owned.push_back(com::retain_ptr(object));
    }
    return owned;
}

std::vector<IWbemClassObject*> lend(const OwnedObjects& owned) {
    std::vector<IWbemClassObject*> lent;
    for (const auto& object : owned) {
        lent.push_back(object.get());
    }
    return lent;
}

// Delivers its batches from one queue and the final status from another one, which is faster.
class OvertakenBatchPort final : public PortFilter {
public:
    OvertakenBatchPort(std::unique_ptr<SinkPort> inner, IWbemObjectSink& sink, const CallInfo& call,
                       std::shared_ptr<LateCalls> late)
        : PortFilter(std::move(inner), sink, call), late_(std::move(late)) {}

    HRESULT indicate(Objects objects) noexcept override {
        const OwnedObjects due = std::exchange(kept_, own(objects));
        std::vector<IWbemClassObject*> lent = lend(due);
        return lent.empty() ? WBEM_S_NO_ERROR : PortFilter::indicate(lent);
    }
    HRESULT send_final(const FinalStatus& final_status) noexcept override {
        if (FAILED(final_status.result)) {
            kept_.clear();
        }
        return PortFilter::send_final(final_status);
    }
    void release() noexcept override {
        if (kept_.empty()) {
            PortFilter::release();
            return;
        }
        late_->make_after(milliseconds(1), [port = take_inner(), kept = std::move(kept_)] {
            std::vector<IWbemClassObject*> lent = lend(kept);
            port->indicate(lent);
            port->release();
        });
    }

private:
    const std::shared_ptr<LateCalls> late_;
    OwnedObjects kept_;
};

class LogAfterFinalPort final : public PortFilter {
public:
    using PortFilter::PortFilter;

    HRESULT send_final(const FinalStatus& final_status) noexcept override {
        const HRESULT answer = PortFilter::send_final(final_status);
        sink().SetStatus(kLogging, final_status.result, nullptr, nullptr);
        return answer;
    }
};

class ProgressAfterCancelPort final : public CoursePort {
public:
    using CoursePort::CoursePort;

    HRESULT send_final(const FinalStatus& final_status) noexcept override {
        const HRESULT answer = CoursePort::send_final(final_status);
        if (course().was_cancelled()) {
            CoursePort::report_progress(kOneOfTwo);
        }
        return answer;
    }
};

// Delivers the second half of a batch when the first half should be through, and does not look whether it is.
class HastyPort final : public CoursePort {
public:
    using CoursePort::CoursePort;

    HRESULT indicate(Objects objects) noexcept override {
        const std::size_t half = objects.size() / 2;
        if (half == 0) {
            return CoursePort::indicate(objects);
        }
        std::atomic<bool> has_begun{false};
        HRESULT second = WBEM_S_NO_ERROR;
        std::jthread other([&] {
            has_begun.wait(false);
            // A little longer from batch to batch, so that the two meet in every way there is.
            const auto due = std::chrono::steady_clock::now() + std::chrono::microseconds(turn_++ % kTurns);
            while (std::chrono::steady_clock::now() < due) {
            }
            second = PortFilter::indicate(objects.subspan(half));
        });
        has_begun = true;
        has_begun.notify_one();
        const HRESULT first = PortFilter::indicate(objects.first(half));
        other.join();
        return FAILED(first) ? first : second;
    }

private:
    static constexpr unsigned kTurns = 8;

    unsigned turn_ = 0;  // touched by one thread at a time
};

class ProgressBesideIndicatePort final : public PortFilter {
public:
    using PortFilter::PortFilter;

    HRESULT indicate(Objects objects) noexcept override {
        const std::jthread other([this] { PortFilter::report_progress(kOneOfTwo); });
        return PortFilter::indicate(objects);
    }
};

// Begins every batch with the object that ended the one before.
class OverlappingBatchesPort final : public PortFilter {
public:
    using PortFilter::PortFilter;

    HRESULT indicate(Objects objects) noexcept override {
        const auto before = std::exchange(last_, com::retain_ptr(objects.back()));
        std::vector<IWbemClassObject*> changed;
        if (before) {
            changed.push_back(before.get());
        }
        changed.insert(changed.end(), objects.begin(), objects.end());
        return PortFilter::indicate(changed);
    }

private:
    com::com_ptr<IWbemClassObject> last_;
};

// Sends an array of always the same length: what a short batch leaves free still has the objects of the batch before.
class StaleEntriesPort final : public PortFilter {
public:
    using PortFilter::PortFilter;

    HRESULT indicate(Objects objects) noexcept override {
        OwnedObjects array = own(objects);
        for (std::size_t i = array.size(); i < before_.size(); ++i) {
            array.push_back(before_[i]);
        }
        before_ = std::move(array);
        std::vector<IWbemClassObject*> lent = lend(before_);
        return PortFilter::indicate(lent);
    }

private:
    OwnedObjects before_;
};

// Does something to every object whose number in its operation is a multiple of `OneIn`.
template <std::size_t OneIn, void (*Change)(std::vector<IWbemClassObject*>& objects, std::size_t position)>
class OneInManyPort final : public PortFilter {
public:
    using PortFilter::PortFilter;

    HRESULT indicate(Objects objects) noexcept override {
        std::vector<IWbemClassObject*> changed(objects.begin(), objects.end());
        // Batches are shorter than `OneIn`: at most one of their objects has such a number.
        const std::size_t position = OneIn - 1 - count_ % OneIn;
        count_ += objects.size();
        if (position < objects.size()) {
            Change(changed, position);
        }
        return changed.empty() ? WBEM_S_NO_ERROR : PortFilter::indicate(changed);
    }

private:
    std::size_t count_ = 0;  // objects in the batches before
};

void lose(std::vector<IWbemClassObject*>& objects, std::size_t position) {
    objects.erase(objects.begin() + static_cast<std::ptrdiff_t>(position));
}
void change(std::vector<IWbemClassObject*>& objects, std::size_t position) { alter(*objects[position]); }

constexpr DefectEntry kDefects[] = {
    {{"last-batch-overtaken", "CreateInstanceEnumAsync delivers its last batch 1 ms after the final status.",
      clauses<"ORD-1", "ORD-2">},
     [](Seams& seams) {
         filter_ports<OvertakenBatchPort>(seams, calls_of<AsyncMethod::kCreateInstanceEnum>,
                                          std::make_shared<LateCalls>());
     }},
    {{"log-record-after-final", "A SetStatus with lFlags 0x100 follows the final status.", clauses<"ORD-2", "STA-7">},
     [](Seams& seams) { filter_ports<LogAfterFinalPort>(seams, any_finite_call); }},
    {{"progress-after-cancel", "Progress is reported after the final status of a cancelled operation.",
      clauses<"ORD-2", "CAN-4", "STA-2">},
     [](Seams& seams) { filter_ports<ProgressAfterCancelPort>(seams, any_finite_call); }},
    {{"indicates-overlap-briefly",
      "CreateInstanceEnumAsync begins the second half of a batch some microseconds before the first is through.",
      clauses<"ORD-3">},
     [](Seams& seams) { filter_ports<HastyPort>(seams, calls_of<AsyncMethod::kCreateInstanceEnum>); }},
    {{"progress-overlaps-indicate", "Progress is reported while an Indicate is in progress.", clauses<"ORD-3">},
     [](Seams& seams) { filter_ports<ProgressBesideIndicatePort>(seams, any_call_with_progress); }},
    {{"object-doubled-between-batches", "A batch begins with the object that ended the batch before.",
      clauses<"ORD-8">},
     [](Seams& seams) { filter_ports<OverlappingBatchesPort>(seams, any_finite_call); }},
    {{"stale-entries-counted", "A batch that is shorter than the one before carries entries of that one as well.",
      clauses<"ORD-8">},
     [](Seams& seams) { filter_ports<StaleEntriesPort>(seams, any_finite_call); }},
    {{"object-lost-in-ten-thousand", "CreateInstanceEnumAsync loses one object in ten thousand.", clauses<"ORD-8">},
     [](Seams& seams) {
         filter_ports<OneInManyPort<10'000, lose>>(seams, calls_of<AsyncMethod::kCreateInstanceEnum>);
     }},
    {{"object-altered-in-a-thousand", "One object in a thousand of a query has another value in one property.",
      clauses<"ORD-8">},
     [](Seams& seams) { filter_ports<OneInManyPort<1'000, change>>(seams, calls_of<AsyncMethod::kExecQuery>); }},
};

}  // namespace

std::span<const DefectEntry> rare_order_defects() noexcept { return kDefects; }

}  // namespace wbemcheck::mock
