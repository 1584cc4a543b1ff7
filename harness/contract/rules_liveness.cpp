// LIV: what every implementation owes so that the other clauses can be seen at all.
#include <algorithm>
#include <cstdint>
#include <map>
#include <string>

#include <fmt/format.h>

#include "harness/contract/rule.h"

namespace wbemcheck::contract {
namespace {

using trace::Awaited;
using trace::Ending;
using trace::EventKind;
using trace::MarkKind;
using trace::Method;

class LivenessRule final : public Rule {
public:
    bool after(const trace::Record& record, History& history, Verdicts& verdicts) override {
        switch (record.event.kind) {
            case EventKind::kCallReturned:
                verdicts.opportunity("LIV-2");
                verdicts.opportunity("LIV-4");
                break;
            case EventKind::kCallbackEntered:
                verdicts.opportunity("LIV-5");
                count_callback(record);
                break;
            case EventKind::kDestroyed: callbacks_.erase(record.event.object); break;
            case EventKind::kMark: mark(record, history, verdicts); break;
            default: return false;
        }
        return true;
    }

private:
    void mark(const trace::Record& record, History& history, Verdicts& verdicts) {
        switch (static_cast<MarkKind>(record.event.method)) {
            case MarkKind::kScenarioEnd:
                verdicts.opportunity("LIV-1");
                verdicts.opportunity("LIV-3");
                verdicts.opportunity("LIV-6");
                check_unreturned(record, history, verdicts);
                break;
            case MarkKind::kExceptionEscaped:
                verdicts.breach("LIV-4", history.operation(record.event.call), "no exception leaves an interface method",
                                fmt::format("an exception came out of the call: {}",
                                            record.text(trace::TextRole::kNote)),
                                {record.index});
                break;
            case MarkKind::kArrivalExpired: check_expiry(record, history, verdicts); break;
            case MarkKind::kWorkerEnded: check_ending(record, history, verdicts); break;
            default: break;
        }
    }

    static void check_expiry(const trace::Record& record, History& history, Verdicts& verdicts) {
        const auto awaited = static_cast<Awaited>(record.event.value);
        if (awaited != Awaited::kFinal && awaited != Awaited::kCallback && awaited != Awaited::kFirstObject) return;
        const Sink* sink = history.sink(record.event.object);
        if (sink == nullptr || sink->pending.empty()) return;
        const Operation& operation = *history.operation(sink->pending.front());
        if (!operation.accepted || operation.was_cancelled() || operation.is_notification()) return;
        if (operation.is_provider) return;  // PRV-9 speaks of it
        if (!sink->in_progress.empty()) return;  // the client itself is the one that holds things up
        verdicts.breach("LIV-5", &operation, "an accepted operation keeps making progress until its final status",
                        fmt::format("nothing came for {:.0f} ms", static_cast<double>(record.event.value2) / 1e6),
                        {operation.entered, operation.returned, operation.first_callback, record.index});
    }

    // a deadlock of a cancel from inside a callback is a warning; the documents tell clients not to do that. True when
    // there was one.
    static bool report_self_cancel(const trace::Record& record, History& history, Verdicts& verdicts,
                                   const std::string& consequence) {
        for (const auto& [id, cancel] : history.cancels()) {
            if (!cancel.from_callback || cancel.returned != kNowhere) continue;
            verdicts.report("LIV-2", Grade::kWarning, nullptr, "every call returns",
                            fmt::format("CancelAsyncCall from inside a callback did not return, {}", consequence),
                            {cancel.entered, record.index});
            verdicts.reading("X-22", "CAN-5", nullptr,
                             "hangs: CancelAsyncCall from inside a callback waits for that callback",
                             {cancel.entered, record.index});
            return true;
        }
        return false;
    }

    // A call on a thread of the subject, from inside a callback, may hang without holding up the scenario.
    static void check_unreturned(const trace::Record& record, History& history, Verdicts& verdicts) {
        if (history.open_calls().empty()) return;
        if (report_self_cancel(record, history, verdicts, "as long as the scenario went on")) return;
        for (auto entry = history.open_calls().rbegin(); entry != history.open_calls().rend(); ++entry) {
            const OpenCall& open = entry->second;
            if (open.is_nested()) continue;  // THR-3 speaks of it
            verdicts.breach("LIV-2", history.operation(open.call), "every call returns",
                            fmt::format("{} (call {}) had not returned when the scenario ended",
                                        trace::name_of(open.method), open.call),
                            {open.entered, record.index});
            return;  // the newest
        }
    }

    void count_callback(const trace::Record& record) {
        Callbacks& callbacks = callbacks_[record.event.object];
        ++callbacks.count;
        callbacks.last = record.index;
        if (static_cast<Method>(record.event.method) == Method::kIndicate) callbacks.objects += summand(record.event.value);
    }

    // The sink with the most callbacks is the one that they do not stop for.
    void report_flood(const trace::Record& record, Index culprit, const std::string& during, History& history,
                      Verdicts& verdicts) const {
        const auto busiest = std::max_element(callbacks_.begin(), callbacks_.end(), [](const auto& a, const auto& b) {
            return a.second.count < b.second.count;
        });
        std::string came = "no callback had come";
        const Operation* operation = nullptr;
        Index last = kNowhere;
        if (busiest != callbacks_.end()) {
            const Callbacks& callbacks = busiest->second;
            const Sink* const sink = history.sink(busiest->first);
            if (sink != nullptr && !sink->pending.empty()) operation = history.operation(sink->pending.front());
            came = fmt::format("{} callbacks with {} objects had come to sink {}", callbacks.count, callbacks.objects,
                               busiest->first);
            if (operation != nullptr) came += " for " + Verdicts::operation_text(*operation);
            last = callbacks.last;
        }
        verdicts.breach("LIV-6", operation, "what the implementation does for a call comes to an end",
                        fmt::format("the process had to be ended {}, because {}; {}", during,
                                    record.text(trace::TextRole::kNote), came),
                        {operation == nullptr ? kNowhere : operation->entered, culprit, last, record.index});
    }

    void check_ending(const trace::Record& record, History& history, Verdicts& verdicts) {
        Index culprit = kNowhere;
        std::string during = "while no call was in progress";
        for (const auto& [id, open] : history.open_calls()) {  // the newest is where it happened
            culprit = open.entered;
            during = fmt::format("during {} (call {})", trace::name_of(open.method), id);
        }
        const auto note = record.text(trace::TextRole::kNote);
        if (static_cast<Ending>(record.event.value) == Ending::kHang &&
            report_self_cancel(record, history, verdicts,
                               fmt::format("and the process had to be ended after {} ms", record.event.value2))) {
            return;
        }
        switch (static_cast<Ending>(record.event.value)) {
            case Ending::kCrash:
                if (history.asking_without_pointer() != kNowhere) break;  // COM-3 speaks of it
                verdicts.breach("LIV-1", nullptr, "the client's process survives",
                                fmt::format("the process died {}: {}", during, note), {culprit, record.index});
                break;
            case Ending::kHang:
                if (culprit == kNowhere) {  // not the subject's doing as far as anybody can see
                    verdicts.report("LIV-2", Grade::kInconclusive, nullptr, "every call returns",
                                    fmt::format("the process stood still for {} ms while no call was in progress",
                                                record.event.value2),
                                    {record.index});
                    break;
                }
                verdicts.breach("LIV-2", nullptr, "every call returns",
                                fmt::format("the process had to be ended after {} ms without progress, {}",
                                            record.event.value2, during),
                                {culprit, record.index});
                break;
            case Ending::kExit:
                verdicts.breach("LIV-3", nullptr, "an implementation never ends its client's process",
                                fmt::format("the process exited with code {} {}", record.event.value2, during),
                                {culprit, record.index});
                break;
            case Ending::kMemory:
                verdicts.breach("LIV-6", nullptr, "the memory that the implementation takes has a bound",
                                fmt::format("the process had to be ended {}, because {}", during, note),
                                {culprit, record.index});
                break;
            case Ending::kFlood: report_flood(record, culprit, during, history, verdicts); break;
            case Ending::kNormal:
            case Ending::kNotStarted: break;
        }
    }

    struct Callbacks {
        std::uint64_t count = 0;
        std::int64_t objects = 0;
        Index last = kNowhere;
    };
    std::map<std::uint32_t, Callbacks> callbacks_;  // by sink that is there
};

}  // namespace

std::unique_ptr<Rule> make_liveness_rule() { return std::make_unique<LivenessRule>(); }

}  // namespace wbemcheck::contract
