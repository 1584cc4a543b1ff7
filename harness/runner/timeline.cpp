#include "harness/runner/timeline.h"

#include <deque>
#include <map>
#include <optional>
#include <string>
#include <utility>

#include <fmt/format.h>

#include "harness/com/hresult.h"
#include "harness/contract/describe.h"
#include "harness/contract/history.h"
#include "harness/trace/trace_reader.h"

namespace wbemcheck::runner {
namespace {

using contract::History;
using contract::Sink;
using reports::Step;
using reports::StepKind;
using trace::EventKind;
using trace::MarkKind;
using trace::Method;

constexpr std::size_t kWhole = 64;    // a trace of so many steps is not cut
constexpr std::size_t kFirst = 6;     // of a longer one, so many show how it began
constexpr std::size_t kAround = 8;    // and so many on each side of what is looked at

std::optional<StepKind> kind_of(const trace::Record& record) {
    const trace::Event& event = record.event;
    switch (event.kind) {
        case EventKind::kCallEntered: return StepKind::kCall;
        case EventKind::kCallReturned: return StepKind::kReturn;
        case EventKind::kCallbackEntered: return StepKind::kCallback;
        case EventKind::kCallbackLeft: return StepKind::kCallbackEnd;
        case EventKind::kAddRef: return StepKind::kAddRef;
        case EventKind::kQueryInterface: return event.result >= 0 ? StepKind::kAddRef : StepKind::kNote;
        case EventKind::kRelease: return StepKind::kRelease;
        case EventKind::kClientReference: return StepKind::kClientReference;
        case EventKind::kDestroyed: return StepKind::kNote;
        case EventKind::kMark:
            switch (static_cast<MarkKind>(event.method)) {
                case MarkKind::kRestPoint: return StepKind::kRest;
                case MarkKind::kSinkCreated:
                case MarkKind::kArrivalExpired:
                case MarkKind::kGateShut:
                case MarkKind::kCallbackHeld:
                case MarkKind::kGateOpened:
                case MarkKind::kCallStillBusy:
                case MarkKind::kExceptionEscaped:
                case MarkKind::kWorkerEnded:
                case MarkKind::kQueryBroken:
                case MarkKind::kSituationMissing: return StepKind::kNote;
                default: return std::nullopt;
            }
        default: return std::nullopt;
    }
}

std::string object_of(const trace::Record& record, StepKind kind, const History& history) {
    const std::uint32_t id = record.event.object;
    if (id == 0) return {};
    if (kind == StepKind::kCall || kind == StepKind::kReturn) {
        const bool is_services = record.event.method <= static_cast<std::uint16_t>(Method::kServicesRelease);
        return fmt::format("{} {}", is_services ? "services" : "object", id);
    }
    const bool is_about_sink = record.event.kind == EventKind::kMark || record.event.kind == EventKind::kDestroyed;
    if (is_about_sink || kind != StepKind::kNote) return fmt::format("sink {}", id);
    return history.stands_for_sink(id) ? fmt::format("stub {}", id) : fmt::format("object {}", id);
}

// Counts of the sinks, as the newest event about each reports it.
class Counts {
public:
    // -1 where the event says nothing.
    std::int64_t take(const trace::Event& event) {
        std::int64_t count = -1;
        switch (event.kind) {
            case EventKind::kAddRef:
            case EventKind::kRelease:
            case EventKind::kQueryInterface: count = event.value; break;
            case EventKind::kClientReference: count = event.value2; break;
            case EventKind::kMark:
                if (static_cast<MarkKind>(event.method) == MarkKind::kSinkCreated) count = event.value;
                if (static_cast<MarkKind>(event.method) == MarkKind::kRestPoint) {
                    const auto known = counts_.find(event.object);
                    return known == counts_.end() ? -1 : known->second;
                }
                break;
            default: break;
        }
        if (count >= 0) counts_[event.object] = count;
        return count;
    }

private:
    std::map<std::uint32_t, std::int64_t> counts_;
};

// Once every operation of a sink has had its final status, or was cancelled, the service has given back what it took
// (REF-3, REF-5). What the client or an apartment holds is its own affair.
std::int64_t expected_at_rest(const Sink* sink, std::int64_t count, History& history) {
    if (sink == nullptr || !sink->is_ours || sink->is_behind_stub || count < 0 || sink->operations.empty()) return -1;
    for (const std::uint32_t id : sink->pending) {
        const contract::Operation* const operation = history.operation(id);
        if (operation == nullptr || operation->cancels.empty()) return -1;
        const contract::Cancel* const cancel = history.cancel(operation->cancels.front());
        if (cancel == nullptr || cancel->result < 0) return -1;
    }
    return sink->requests == 0 ? count - sink->held : -1;
}

// The asynchronous call that a callback answers, while its entry is the newest event; 0 where nobody can tell: several
// operations are pending on its sink, or they were and all have had their final.
std::uint32_t call_answered(const trace::Record& record, History& history) {
    const Sink* const sink = history.sink(record.event.object);
    if (sink == nullptr) return 0;
    for (const contract::CallbackInProgress& callback : sink->in_progress) {
        if (callback.index != record.index) continue;
        const contract::Operation* const owner = history.operation(callback.operation);
        if (owner == nullptr || (sink->pending.empty() && owner->was_ambiguous)) return 0;
        return owner->id;
    }
    return 0;
}

std::uint32_t call_of(const trace::Record& record, StepKind kind, History& history) {
    if (kind == StepKind::kCall || kind == StepKind::kReturn) return record.event.call;
    return kind == StepKind::kCallback ? call_answered(record, history) : 0;
}

std::string missing_text(std::size_t count) {
    return fmt::format("{} {} left out", count, count == 1 ? "step is" : "steps are");
}

// Lets through what is close to the witness.
class Excerpt {
public:
    explicit Excerpt(std::set<std::uint64_t> centre) : centre_(std::move(centre)) {}

    void take(Step step) {
        const bool is_centre = centre_.contains(step.index);
        if (is_centre) {
            flush();
            open_ = kAround + 1;
        }
        if (seen_++ < kFirst || open_ > 0) {
            if (open_ > 0) --open_;
            steps_.push_back(std::move(step));
            return;
        }
        waiting_.push_back(std::move(step));
        if (waiting_.size() > kAround) {
            if (left_out_++ == 0) gap_ = waiting_.front();
            waiting_.pop_front();
        }
    }

    [[nodiscard]] std::vector<Step> finish() {
        if (!waiting_.empty()) {
            if (left_out_ == 0) gap_ = waiting_.front();
            left_out_ += waiting_.size();
            waiting_.clear();
        }
        flush();
        return std::move(steps_);
    }

private:
    void flush() {
        if (left_out_ > 0) {
            Step gap;
            gap.kind = StepKind::kCut;
            gap.index = gap_.index;
            gap.milliseconds = gap_.milliseconds;
            gap.text = missing_text(left_out_);
            steps_.push_back(std::move(gap));
            left_out_ = 0;
        }
        for (Step& step : waiting_) steps_.push_back(std::move(step));
        waiting_.clear();
    }

    std::set<std::uint64_t> centre_;
    std::vector<Step> steps_;
    std::deque<Step> waiting_;  // not let through, unless an event of the witness follows soon
    Step gap_;                  // the first of those that are left out
    std::size_t left_out_ = 0;
    std::size_t seen_ = 0;
    std::size_t open_ = 0;      // so many more are let through
};

}  // namespace

void for_each_step(const std::filesystem::path& trace, const std::set<std::uint64_t>& also,
                   const std::function<void(Step)>& take) {
    trace::TraceReader reader(trace);
    contract::JudgeOptions options;
    options.describe_result = [](std::int32_t result) { return com::describe_hresult(result); };
    const contract::Verdicts verdicts(options);
    History history(reader.path());
    Counts counts;
    trace::Record record;
    std::uint64_t begin = 0;
    while (reader.next(record)) {
        if (record.index == 0) begin = record.event.time;
        history.take(record);
        const std::int64_t count = counts.take(record.event);
        auto kind = kind_of(record);
        if (!kind && also.contains(record.index)) kind = StepKind::kNote;
        if (!kind) continue;
        Step step;
        step.kind = *kind;
        step.index = record.index;
        step.milliseconds = static_cast<double>(record.event.time - begin) * 1000 / reader.ticks_per_second();
        step.thread = record.thread;
        step.object = object_of(record, *kind, history);
        step.text = contract::describe(record, verdicts);
        step.call = call_of(record, *kind, history);
        step.count = count;
        if (*kind == StepKind::kRest) step.expected = expected_at_rest(history.sink(record.event.object), count, history);
        take(std::move(step));
    }
}

void add_timelines(const std::filesystem::path& trace, std::span<reports::Finding> findings) {
    if (findings.empty()) return;
    std::set<std::uint64_t> all;
    std::vector<Excerpt> excerpts;
    for (const reports::Finding& finding : findings) {
        std::set<std::uint64_t> centre;
        for (const reports::WitnessEvent& event : finding.witness) centre.insert(event.index);
        all.insert(centre.begin(), centre.end());
        excerpts.emplace_back(std::move(centre));
    }
    std::vector<Step> whole;
    std::size_t seen = 0;
    for_each_step(trace, all, [&](const Step& step) {
        if (++seen <= kWhole) whole.push_back(step);
        for (Excerpt& excerpt : excerpts) excerpt.take(step);
    });
    for (std::size_t place = 0; place < findings.size(); ++place) {
        findings[place].timeline = seen <= kWhole ? whole : excerpts[place].finish();
    }
}

}  // namespace wbemcheck::runner
