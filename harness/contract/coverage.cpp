#include "harness/contract/coverage.h"

#include <algorithm>

#include "harness/contract/rule.h"
#include "harness/contract/verdicts.h"

namespace wbemcheck::contract {
namespace {

using trace::EventKind;
using trace::MarkKind;
using trace::Method;

constexpr std::int64_t kReturnImmediately = 0x10;  // WBEM_FLAG_RETURN_IMMEDIATELY
constexpr std::int32_t kFalse = 1;                 // WBEM_S_FALSE
constexpr std::int64_t kFinal = 0;                 // WBEM_STATUS_COMPLETE

// The name of the method without "Async"; empty for calls that stand in no cell.
std::string_view family_of(Method method) noexcept {
    switch (method) {
        case Method::kGetObject:
        case Method::kGetObjectAsync: return "GetObject";
        case Method::kPutClass:
        case Method::kPutClassAsync: return "PutClass";
        case Method::kDeleteClass:
        case Method::kDeleteClassAsync: return "DeleteClass";
        case Method::kCreateClassEnum:
        case Method::kCreateClassEnumAsync: return "CreateClassEnum";
        case Method::kPutInstance:
        case Method::kPutInstanceAsync: return "PutInstance";
        case Method::kDeleteInstance:
        case Method::kDeleteInstanceAsync: return "DeleteInstance";
        case Method::kCreateInstanceEnum:
        case Method::kCreateInstanceEnumAsync: return "CreateInstanceEnum";
        case Method::kExecQuery:
        case Method::kExecQueryAsync: return "ExecQuery";
        case Method::kExecNotificationQuery:
        case Method::kExecNotificationQueryAsync: return "ExecNotificationQuery";
        case Method::kExecMethod:
        case Method::kExecMethodAsync: return "ExecMethod";
        case Method::kEnumNextAsync: return "NextAsync";
        default: return {};
    }
}

Mode mode_of(Method method, std::int64_t flags) noexcept {
    if (method == Method::kExecNotificationQueryAsync) return Mode::kNotification;
    if (trace::is_asynchronous(method) || method == Method::kEnumNextAsync) return Mode::kAsynchronous;
    const bool returns_at_once = (flags & kReturnImmediately) != 0 || method == Method::kExecNotificationQuery;
    return returns_at_once ? Mode::kSemisynchronous : Mode::kSynchronous;
}

bool has_no_objects(std::string_view method) noexcept { return method.starts_with("Put") || method.starts_with("Delete"); }

CallOutcome outcome_of_success(std::string_view method, std::uint64_t objects) noexcept {
    if (has_no_objects(method)) return CallOutcome::kDone;
    return objects == 0 ? CallOutcome::kNone : objects == 1 ? CallOutcome::kOne : CallOutcome::kMany;
}


}  // namespace

void CoverageObserver::take(const trace::Record& record, History& history) {
    const trace::Event& event = record.event;
    switch (event.kind) {
        case EventKind::kCallEntered: call_entered(record, history); break;
        case EventKind::kCallReturned: call_returned(record); break;
        case EventKind::kCallbackEntered:
            if (static_cast<Method>(event.method) == Method::kSetStatus && event.value == kFinal && event.result < 0) {
                ++(event.result == kCallCancelled ? sinks_[event.object].cancelled : sinks_[event.object].failures);
            }
            request_called_back(record);
            break;
        case EventKind::kCallbackLeft:
            if (event.result >= 0) break;
            sinks_[event.object].has_refused = true;
            if (Call* request = request_of(event.object); request != nullptr) request->ended_with = CallOutcome::kSinkRefuses;
            break;
        case EventKind::kPulled: pulled(record); break;
        case EventKind::kReferenceOutcome: reference_noted(record, history); break;
        case EventKind::kMark:
            if (static_cast<MarkKind>(event.method) == MarkKind::kCallbackHeld) {
                const Sink* sink = history.sink(event.object);
                if (sink == nullptr) break;
                for (const std::uint32_t id : sink->pending) {
                    if (Call* const pending = open_call(id); pending != nullptr) pending->was_held = true;
                }
                if (Call* request = request_of(event.object); request != nullptr) request->was_held = true;
            } else if (static_cast<MarkKind>(event.method) == MarkKind::kSemisynchronousMade) {
                makers_[event.object] = event.call;
            }
            break;
        default: break;
    }
    if (event.kind == EventKind::kDestroyed) settle_operations(event.object, history);
    choose_concerned(record, history);
}

CoverageObserver::Call* CoverageObserver::open_call(std::uint32_t id) {
    KnownCall* const known = calls_.find(id);
    return known == nullptr ? nullptr : known->open.get();
}

void CoverageObserver::settle_operations(std::uint32_t id, History& history) {
    const Sink* const sink = history.sink(id);
    if (sink == nullptr || !sink->in_progress.empty()) return;
    for (const std::uint32_t number : sink->operations) {
        const Operation* const operation = history.operation(number);
        KnownCall* const known = calls_.find(number);
        if (operation == nullptr || known == nullptr || known->open == nullptr) continue;
        if (operation->was_ambiguous || operation->finals == 0) continue;
        const auto has_returned = [&](std::uint32_t cancel) { return history.cancel(cancel)->returned != kNowhere; };
        if (!std::ranges::all_of(operation->cancels, has_returned)) continue;
        CallOutcome outcome{};
        if (!outcome_of(number, *known->open, history, outcome)) continue;
        Places places = places_of(*known->open, outcome);
        fill(places, known->open->opportunities);
        *known = {nullptr, &*combinations_.insert(std::move(places)).first};
    }
}

void CoverageObserver::call_entered(const trace::Record& record, History& history) {
    const trace::Event& event = record.event;
    const auto method = static_cast<Method>(event.method);
    const std::string_view family = family_of(method);
    if (family.empty()) return;
    calls_[event.call] = {std::make_unique<Call>(), nullptr};
    Call& call = *open_call(event.call);
    call.method = family;
    call.mode = mode_of(method, event.value2);
    call.as_called = method;
    call.thread = record.thread;
    call.is_nested = history.is_in_callback(record.thread);
    if (call.is_nested) return;  // what it is nested in is pending by its nature
    const auto own_sink = static_cast<std::uint32_t>(event.value);
    if (method == Method::kEnumNextAsync && own_sink != 0) requests_[own_sink] = event.call;
    const bool has_sink = call.mode == Mode::kAsynchronous || call.mode == Mode::kNotification;
    for (const std::uint32_t id : history.pending_sinks()) {
        for (const std::uint32_t other : history.sink(id)->pending) {
            if (other == event.call) continue;
            const bool is_shared = has_sink && id == own_sink;
            (is_shared ? call.shares_sink : call.beside_others) = true;
            if (Call* const pending = open_call(other); pending != nullptr) {
                (is_shared ? pending->shares_sink : pending->beside_others) = true;
            }
        }
    }
    for (const auto& [id, open] : history.open_calls()) {
        if (open.thread == record.thread) continue;
        Call* const other = open_call(id);
        if (other == nullptr || other->mode == Mode::kAsynchronous) continue;  // those are pending
        other->beside_others = true;
        call.beside_others = true;
    }
}

void CoverageObserver::call_returned(const trace::Record& record) {
    Call* const found = open_call(record.event.call);
    if (found == nullptr) return;
    Call& call = *found;
    call.has_returned = true;
    call.result = record.event.result;
    if (call.mode != Mode::kSynchronous || call.result < 0) return;
    if (call.method == "GetObject" || call.method == "ExecMethod") {
        call.has_objects = true;
        call.objects = (record.event.value >> 32) != 0 ? 1 : 0;  // out pointers set
    }
}

CoverageObserver::Call* CoverageObserver::request_of(std::uint32_t sink) {
    const auto request = requests_.find(sink);
    return request == requests_.end() ? nullptr : open_call(request->second);
}

// A callback for a request by NextAsync, which has a sink of its own.
void CoverageObserver::request_called_back(const trace::Record& record) {
    const trace::Event& event = record.event;
    Call* request = request_of(event.object);
    if (request == nullptr) return;
    if (static_cast<Method>(event.method) == Method::kIndicate) {
        request->objects += static_cast<std::uint64_t>(event.value);
    } else if (event.value == kFinal) {
        request->has_objects = true;
        if (event.result >= 0 || request->ended_with.has_value()) return;
        request->ended_with = event.result == kCallCancelled ? CallOutcome::kCancelled : CallOutcome::kFailure;
    }
}

// What a semisynchronous call gave in the end is known from what was pulled out of it.
void CoverageObserver::pulled(const trace::Record& record) {
    const trace::Event& event = record.event;
    const auto method = static_cast<Method>(event.method);
    const auto maker = makers_.find(event.object);
    if (method == Method::kEnumNextAsync) {
        Call* const request = open_call(event.call);
        if (request != nullptr && event.result == kFalse) request->has_objects = true;  // none were left
        return;
    }
    Call* const made = maker == makers_.end() ? nullptr : open_call(maker->second);
    if (made == nullptr) return;
    Call& call = *made;
    if (method == Method::kEnumNext) {
        call.has_objects = true;
        if (event.result >= 0) {
            call.objects += static_cast<std::uint64_t>(event.value >> 32);
        } else {
            call.ended_with = CallOutcome::kFailure;
        }
    } else if (method == Method::kGetCallStatus && event.result == 0) {
        call.has_objects = true;
        if (event.value < 0) call.ended_with = CallOutcome::kFailure;
    } else if (method == Method::kGetResultObject && event.result == 0 && event.value != 0) {
        call.objects = 1;
    }
}

// What the matching synchronous call gave in the end, its enumerator drained. The call itself came before, on this thread.
void CoverageObserver::reference_noted(const trace::Record& record, History& history) {
    const Operation* measured = history.operation(record.event.call);
    if (measured == nullptr) return;
    const std::string_view family = family_of(measured->method);
    for (auto entry = calls_.upper_bound(measured->id); entry != calls_.end(); ++entry) {
        if (entry->second.open == nullptr) continue;
        Call& call = *entry->second.open;
        const bool has_status = call.mode == Mode::kSynchronous || call.mode == Mode::kSemisynchronous;
        if (!has_status || call.method != family || call.thread != record.thread || !call.has_returned) continue;
        if (call.has_objects || call.result < 0) continue;
        call.has_objects = true;
        call.objects = measured->reference().objects;
        if (record.event.result < 0) call.result = record.event.result;
    }
}

void CoverageObserver::choose_concerned(const trace::Record& record, History& history) {
    const trace::Event& event = record.event;
    concerned_.clear();
    const auto concern_sink = [&](std::uint32_t id) {
        const Sink* sink = history.sink(id);
        if (sink == nullptr) return;
        if (const auto request = requests_.find(id); request != requests_.end()) {
            concerned_ = {request->second};
            return;
        }
        const bool rests = event.kind == EventKind::kMark && static_cast<MarkKind>(event.method) == MarkKind::kRestPoint;
        if (rests) {
            concerned_ = sink->operations;
        } else if (!sink->pending.empty()) {
            concerned_ = sink->pending;
        } else if (!sink->operations.empty()) {
            concerned_ = {sink->operations.back()};
        }
    };
    switch (event.kind) {
        case EventKind::kCallEntered:
        case EventKind::kCallReturned:
            concerned_ = {event.call};
            if (const Cancel* cancel = history.cancel(event.call); cancel != nullptr) {
                concerned_ = cancel->pending;
                if (concerned_.empty()) concern_sink(cancel->sink);
            }
            break;
        case EventKind::kReferenceObject:
        case EventKind::kReferenceOutcome: concerned_ = {event.call}; break;
        case EventKind::kPulled:
            if (static_cast<Method>(event.method) == Method::kEnumNextAsync) {
                concerned_ = {event.call};
            } else if (const auto maker = makers_.find(event.object); maker != makers_.end()) {
                concerned_ = {maker->second};
            }
            break;
        case EventKind::kCallbackEntered: {
            const Sink* sink = history.sink(event.object);
            if (sink != nullptr && !sink->in_progress.empty() && sink->in_progress.back().operation != 0) {
                concerned_ = {sink->in_progress.back().operation};
            } else {
                concern_sink(event.object);
            }
            break;
        }
        case EventKind::kCallbackLeft:
            if (history.ended_callback().operation != 0) {
                concerned_ = {history.ended_callback().operation};
            } else {
                concern_sink(event.object);
            }
            break;
        default: concern_sink(event.object); break;
    }
}

std::size_t CoverageObserver::number_of(std::size_t clause) {
    if (clause >= numbers_.size()) numbers_.resize(catalogue().size());
    std::size_t& number = numbers_[clause];
    if (number == 0) {
        numbered_.push_back(clause);
        number = numbered_.size();
    }
    return number - 1;
}

void CoverageObserver::attribute(FreshOpportunities fresh) {
    if (fresh.empty()) return;
    for (const std::uint32_t id : concerned_) {
        if (const KnownCall* const known = calls_.find(id); known != nullptr) attribute_to(*known, fresh);
    }
}

void CoverageObserver::attribute_to(const KnownCall& known, FreshOpportunities fresh) {
    for (const Opportunity& opportunity : fresh) {
        const std::size_t number = number_of(opportunity.clause);
        const auto add = [&](auto& opportunities) {
            if (number >= opportunities.size()) opportunities.resize(numbered_.size());
            opportunities[number] += static_cast<std::uint32_t>(opportunity.count);
        };
        if (known.open != nullptr) {
            add(known.open->opportunities);
            continue;
        }
        for (const std::size_t place : *known.settled) add(tallies_[place]);
    }
}

CoverageObserver::Places CoverageObserver::places_of(const Call& call, CallOutcome outcome) const {
    std::vector<Threading> threadings;
    if (call.was_held) threadings.push_back(Threading::kHeld);
    if (call.is_nested) threadings.push_back(Threading::kNested);
    if (call.shares_sink) threadings.push_back(Threading::kOneSink);
    if (call.beside_others) threadings.push_back(Threading::kOtherSinks);
    if (threadings.empty()) threadings.push_back(Threading::kAlone);
    Places places;
    for (const Threading threading : threadings) {
        const auto cells = all_cells();
        const auto place = std::ranges::find(cells, Cell{call.method, call.mode, outcome, threading});
        if (place != cells.end()) places.push_back(static_cast<std::size_t>(place - cells.begin()));
    }
    return places;
}

void CoverageObserver::fill(const Places& places, const std::vector<std::uint32_t>& opportunities) {
    for (const std::size_t place : places) {
        std::vector<std::uint64_t>& tally = tallies_[place];
        if (tally.size() < opportunities.size()) tally.resize(opportunities.size());
        for (std::size_t number = 0; number < opportunities.size(); ++number) tally[number] += opportunities[number];
    }
}

bool CoverageObserver::outcome_of_operation(const Operation& operation, const Call& call, History& history,
                                            CallOutcome& outcome) const {
    const Sink* sink = history.sink(operation.sink);
    if (sink == nullptr) return false;
    // On a shared sink nobody can say whose callback it was; the situation is that of all of them together.
    const auto status = sinks_.find(operation.sink);
    const bool is_shared = operation.was_ambiguous && status != sinks_.end();
    const bool has_refused = is_shared ? status->second.has_refused : operation.refused_at != kNowhere;
    const bool is_notification = operation.is_notification();
    bool was_cancelled = false;
    for (const std::uint32_t id : operation.cancels) {
        const Cancel* cancel = history.cancel(id);
        was_cancelled = was_cancelled || (cancel != nullptr && cancel->returned != kNowhere && cancel->result >= 0);
    }
    const bool has_final = operation.was_ambiguous ? sink->finals != 0 : operation.finals != 0;
    if (has_refused) {
        outcome = CallOutcome::kSinkRefuses;
    } else if (!is_notification && was_cancelled &&
               (!has_final || (is_shared ? status->second.cancelled != 0 : operation.final_result == kCallCancelled))) {
        outcome = CallOutcome::kCancelled;
    } else if (!has_final && !is_notification) {
        return false;
    } else if (is_shared ? status->second.failures != 0
                         : operation.final_result < 0 && operation.final_result != kCallCancelled) {
        outcome = CallOutcome::kFailure;
    } else {
        outcome = outcome_of_success(call.method, operation.was_ambiguous ? sink->objects : operation.objects);
    }
    return true;
}

bool CoverageObserver::outcome_of(std::uint32_t id, const Call& call, History& history, CallOutcome& outcome) const {
    if (!call.has_returned) return false;
    const bool is_synchronous = call.mode == Mode::kSynchronous;
    if (call.result < 0) {
        outcome = is_synchronous || call.has_objects ? CallOutcome::kFailure : CallOutcome::kRefused;
        return true;
    }
    if (const Operation* operation = history.operation(id); operation != nullptr) {
        return outcome_of_operation(*operation, call, history, outcome);
    }
    outcome = call.ended_with.value_or(outcome_of_success(call.method, call.objects));
    return call.ended_with.has_value() || call.has_objects || (is_synchronous && has_no_objects(call.method));
}

std::vector<CellTally> CoverageObserver::finish(History& history, FreshOpportunities fresh) {
    // What can only be said behind the last event is about all that happened. Some of it was said for each operation: it is
    // added up before every call gets it.
    std::map<std::size_t, std::uint64_t> sums;
    for (const auto& [clause, count] : fresh) sums[clause] += count;
    std::vector<Opportunity> said;
    for (const auto& [clause, count] : sums) said.push_back({clause, count});
    for (const auto& [id, known] : calls_) attribute_to(known, said);
    for (const auto& [id, known] : calls_) {
        CallOutcome outcome{};
        if (known.open == nullptr || !outcome_of(id, *known.open, history, outcome)) continue;
        fill(places_of(*known.open, outcome), known.open->opportunities);
    }
    std::vector<CellTally> filled;
    for (const auto& [place, tally] : tallies_) {
        CellTally& cell = filled.emplace_back(CellTally{all_cells()[place], place, {}});
        for (std::size_t number = 0; number < tally.size(); ++number) {
            if (tally[number] == 0) continue;
            cell.clauses[catalogue()[numbered_[number]].id] += tally[number];
        }
    }
    return filled;
}

}  // namespace wbemcheck::contract
