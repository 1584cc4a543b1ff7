// EVT-10, IMM-6, IND-10: the sink that ProvideEvents hands to an event provider, and what the provider does
// with it.
#include <fmt/format.h>

#include <map>
#include <set>

#include "harness/contract/rule.h"

namespace wbemcheck::contract {
namespace {

using trace::Awaited;
using trace::Ending;
using trace::EventKind;
using trace::MarkKind;
using trace::Method;

constexpr std::int32_t kServerTooBusy = static_cast<std::int32_t>(0x80041045);  // WBEM_E_SERVER_TOO_BUSY

bool is_of_classes_or_events(Method method) noexcept {
    switch (method) {
        case Method::kPutClass:
        case Method::kPutClassAsync:
        case Method::kDeleteClass:
        case Method::kDeleteClassAsync:
        case Method::kExecNotificationQuery:
        case Method::kExecNotificationQueryAsync:
            return true;
        default:
            return false;
    }
}

bool serves_events(Method method) noexcept {
    return method == Method::kProvideEvents || method == Method::kNewQuery || method == Method::kCancelQuery;
}

class ProvidedEventRule final : public Rule {
public:
    bool after(const trace::Record& record, History& history, Verdicts& verdicts) override {
        const trace::Event& event = record.event;
        switch (event.kind) {
            case EventKind::kCallReturned:
                check_return(record, history, verdicts);
                break;
            case EventKind::kCallbackEntered:
                check_callback(record, history, verdicts);
                break;
            case EventKind::kCallbackLeft:
                note_answer(record, history, verdicts);
                break;
            case EventKind::kObjectDelivered:
                note_object(event, history);
                break;
            case EventKind::kUpcallEntered:
                check_upcall(record, history, verdicts);
                break;
            case EventKind::kMark:
                mark(record, history, verdicts);
                break;
            default: return false;
        }
        return true;
    }

    // IND-10: what became of the events that WMI had no time for.
    void at_end(History&, Verdicts& verdicts) override {
        for (const auto& [sink, refusal] : refusals_) {
            const char* seen = refusal.was_sent_again ? "it sent the event again"
                               : refusal.went_on      ? "it went on with other events"
                                                      : "no event came afterwards";
            verdicts.report(
                "IND-10", Grade::kObserved, nullptr,
                "an event provider may send again what WMI has answered with WBEM_E_SERVER_TOO_BUSY", seen,
                {refusal.at, refusal.next});
        }
    }

private:
    struct Refusal {
        Index at = kNowhere;
        std::set<std::int64_t> digests;  // of the array that was refused
        Index next = kNowhere;
        bool was_sent_again = false;
        bool went_on = false;
    };

    void mark(const trace::Record& record, History& history, Verdicts& verdicts) {
        const trace::Event& event = record.event;
        switch (static_cast<MarkKind>(event.method)) {
            case MarkKind::kArrivalExpired:
                if (static_cast<Awaited>(event.value) != Awaited::kCallReturn) break;
                check_blocked(record, event.call, static_cast<double>(event.value2) / 1e9, history, verdicts);
                break;
            case MarkKind::kScenarioEnd:
                check_unreturned(record, history, verdicts);
                break;
            case MarkKind::kWorkerEnded:
                if (static_cast<Ending>(event.value) == Ending::kHang)
                    check_unreturned(record, history, verdicts);
                break;
            default:
                break;
        }
    }

    void check_return(const trace::Record& record, History& history, Verdicts& verdicts) {
        const Request* request = history.hosted().request(record.event.call);
        if (request == nullptr || request->method != Method::kProvideEvents) return;
        verdicts.opportunity("IMM-6");
        verdicts.opportunity("EVT-10");
    }

    void check_blocked(const trace::Record& record, std::uint32_t call, double seconds, History& history,
                       Verdicts& verdicts) {
        const Request* request = history.hosted().request(call);
        if (request == nullptr || request->method != Method::kProvideEvents || request->returned != kNowhere)
            return;
        if (!blocked_.insert(call).second) return;
        verdicts.breach("IMM-6", nullptr, kReturns,
                        fmt::format("it had not returned after {:.1f} s", seconds),
                        {request->entered, record.index});
    }

    void check_unreturned(const trace::Record& record, History& history, Verdicts& verdicts) {
        for (const auto& [id, open] : history.open_calls()) {
            if (open.method != Method::kProvideEvents || !blocked_.insert(id).second) continue;
            verdicts.breach("IMM-6", nullptr, kReturns, "it had not returned at the end",
                            {open.entered, record.index});
        }
    }

    void check_callback(const trace::Record& record, History& history, Verdicts& verdicts) {
        const Sink& sink = *history.sink(record.event.object);
        if (sink.events_of == 0) return;
        const auto name = trace::name_of(static_cast<Method>(record.event.method));
        verdicts.opportunity("EVT-10");
        if (static_cast<Method>(record.event.method) == Method::kSetStatus) {
            verdicts.breach("EVT-10", nullptr,
                            "an event provider calls Indicate and nothing else on the sink of ProvideEvents",
                            fmt::format("SetStatus came, with {}", verdicts.result_text(record.event.result)),
                            {sink.created, record.index});
        }
        const Request* request = history.hosted().request(sink.provide_events);
        if (const Provider* provider = history.hosted().provider(sink.events_of);
            provider != nullptr && history.hosted().is_pure(provider->id) && provider->released != kNowhere) {
            if (!late_.insert(sink.id).second) return;
            verdicts.breach("PRV-13", nullptr, "a provider that has been released sends no more events",
                            fmt::format("{} came after the last Release", name),
                            {provider->released, record.index});
            return;
        }
        const bool has_returned = request != nullptr && request->returned != kNowhere;
        if (!has_returned || sink.held > 0 || !unheld_.insert(sink.id).second) return;
        verdicts.breach(
            "EVT-10", nullptr, "an event provider takes a reference on the sink of ProvideEvents",
            fmt::format("{} came after ProvideEvents had returned, and the provider held no reference", name),
            {request->returned, sink.last_release, record.index});
    }

    void note_answer(const trace::Record& record, History& history, Verdicts& verdicts) {
        const trace::Event& event = record.event;
        const Sink* sink = history.sink(event.object);
        if (sink == nullptr || sink->events_of == 0 || static_cast<Method>(event.method) != Method::kIndicate)
            return;
        std::set<std::int64_t> digests = std::move(arriving_[event.object]);
        arriving_.erase(event.object);
        if (const auto known = refusals_.find(event.object); known != refusals_.end()) {
            Refusal& refusal = known->second;
            if (refusal.next == kNowhere) refusal.next = record.index;
            bool is_again = false;
            for (const std::int64_t digest : digests) is_again = is_again || refusal.digests.contains(digest);
            (is_again ? refusal.was_sent_again : refusal.went_on) = true;
            return;  // the first refusal tells the story
        }
        if (event.result != kServerTooBusy) return;
        verdicts.opportunity("IND-10");
        Refusal& refusal = refusals_[event.object];
        refusal.at = record.index;
        refusal.digests = std::move(digests);
    }

    void note_object(const trace::Event& event, History& history) {
        if (history.sink(event.object)->events_of != 0) arriving_[event.object].insert(event.value);
    }

    // On the thread of the call there is no doubt that the provider serves.
    static void check_upcall(const trace::Record& record, History& history, Verdicts& verdicts) {
        const auto method = static_cast<Method>(record.event.method);
        if (!is_of_classes_or_events(method)) return;
        const Request* request = history.hosted().request_of_thread(record.thread);
        if (request == nullptr || !serves_events(request->method)) return;
        verdicts.breach(
            "EVT-10", nullptr, "an event provider changes no classes and asks for no events while it serves",
            fmt::format("{} came from inside {}", trace::name_of(method), trace::name_of(request->method)),
            {request->entered, record.index});
    }

    static constexpr auto kReturns = "ProvideEvents returns within a few seconds";

    std::set<std::uint32_t> blocked_;  // calls of ProvideEvents of which this was said
    std::set<std::uint32_t> late_;     // sinks of which it was said that they were called too late
    std::set<std::uint32_t> unheld_;   // sinks of which it was said that nobody held them
    std::map<std::uint32_t, std::set<std::int64_t>>
        arriving_;                               // by sink: digests of the Indicate in progress
    std::map<std::uint32_t, Refusal> refusals_;  // by sink
};

}  // namespace

std::unique_ptr<Rule> make_provided_event_rule() { return std::make_unique<ProvidedEventRule>(); }

}  // namespace wbemcheck::contract
