#include "tests/unit/contract/script.h"

#include <gtest/gtest.h>

#include <thread>

namespace wbemcheck::contract {

using trace::Event;
using trace::EventKind;
using trace::Method;
using trace::TextRole;

std::uint32_t Script::sink(std::int64_t initial_count) {
    const std::uint32_t id = next_object_++;
    mark(trace::MarkKind::kSinkCreated, id, initial_count, initial_count);
    counts_[id] = initial_count;
    return id;
}

std::uint32_t Script::stand_in(std::uint32_t sink, bool is_stub) {
    const std::uint32_t id = next_object_++;
    mark(trace::MarkKind::kSinkAlias, id, sink, is_stub ? 1 : 0);
    return id;
}

std::uint32_t Script::enter(Method method, std::uint32_t sink, std::int64_t flags, std::string_view text) {
    Event event;
    event.kind = EventKind::kCallEntered;
    event.method = static_cast<std::uint16_t>(method);
    event.object = services_;
    event.call = next_call_++;
    event.value = sink;
    event.value2 = flags;
    calls_.push_back({event.call, method});
    if (text.empty()) {
        recorder_->record(event);
    } else {
        recorder_->record(event, {{TextRole::kQuery, text}});
    }
    return event.call;
}

void Script::leave(std::uint32_t call, std::int32_t result) {
    Event event;
    event.kind = EventKind::kCallReturned;
    event.object = services_;
    event.call = call;
    event.result = result;
    event.value2 = -1;
    for (const Open& open : calls_) {
        if (open.call == call) event.method = static_cast<std::uint16_t>(open.method);
    }
    recorder_->record(event);
}

std::uint32_t Script::accept(std::uint32_t sink, Method method, std::int64_t flags) {
    const std::uint32_t call = enter(method, sink, flags);
    add_ref(sink);
    leave(call);
    return call;
}

void Script::add_ref(std::uint32_t sink) {
    Event event;
    event.kind = EventKind::kAddRef;
    event.object = sink;
    event.value = ++counts_[sink];
    recorder_->record(event);
}

void Script::release(std::uint32_t sink) {
    Event event;
    event.kind = EventKind::kRelease;
    event.object = sink;
    event.value = --counts_[sink];
    recorder_->record(event);
}

void Script::query_interface(std::uint32_t sink) {
    Event event;
    event.kind = EventKind::kQueryInterface;
    event.object = sink;
    event.value = ++counts_[sink];
    recorder_->record(event);
}

void Script::destroy(std::uint32_t sink) {
    Event event;
    event.kind = EventKind::kDestroyed;
    event.object = sink;
    recorder_->record(event);
}

void Script::begin_indicate(std::uint32_t sink, std::int64_t objects, std::int64_t array) {
    Event event;
    event.kind = EventKind::kCallbackEntered;
    event.method = static_cast<std::uint16_t>(Method::kIndicate);
    event.object = sink;
    event.value = objects;
    event.value2 = array;
    recorder_->record(event);
}

void Script::end_indicate(std::uint32_t sink, std::int32_t result, std::int64_t array) {
    Event event;
    event.kind = EventKind::kCallbackLeft;
    event.method = static_cast<std::uint16_t>(Method::kIndicate);
    event.object = sink;
    event.result = result;
    event.value2 = array;
    recorder_->record(event);
}

void Script::indicate(std::uint32_t sink, std::initializer_list<std::int64_t> digests, std::int32_t result) {
    begin_indicate(sink, static_cast<std::int64_t>(digests.size()));
    std::int64_t ordinal = 0;
    for (const std::int64_t digest : digests) object(EventKind::kObjectDelivered, sink, digest, ordinal++);
    end_indicate(sink, result);
}

void Script::begin_status(std::uint32_t sink, std::int64_t flags, std::int32_t result, bool has_object,
                          std::string_view text) {
    Event event;
    event.kind = EventKind::kCallbackEntered;
    event.method = static_cast<std::uint16_t>(Method::kSetStatus);
    event.object = sink;
    event.result = result;
    event.value = flags;
    event.value2 = has_object ? 1 : 0;
    if (text.empty()) {
        recorder_->record(event);
    } else {
        recorder_->record(event, {{TextRole::kStringParam, text}});
    }
}

void Script::end_status(std::uint32_t sink, std::int32_t result) {
    Event event;
    event.kind = EventKind::kCallbackLeft;
    event.method = static_cast<std::uint16_t>(Method::kSetStatus);
    event.object = sink;
    event.result = result;
    recorder_->record(event);
}

void Script::object(EventKind kind, std::uint32_t sink, std::int64_t digest, std::int64_t ordinal, std::int32_t result) {
    Event event;
    event.kind = kind;
    event.object = sink;
    event.value = digest;
    event.value2 = ordinal;
    event.result = result;
    recorder_->record(event);
}

void Script::reference(std::uint32_t call, std::int32_t result, std::initializer_list<std::int64_t> digests,
                       std::string_view text) {
    Event event;
    event.kind = EventKind::kReferenceObject;
    event.call = call;
    for (const std::int64_t digest : digests) {
        event.value = digest;
        recorder_->record(event);
    }
    event.kind = EventKind::kReferenceOutcome;
    event.value = 0;
    event.result = result;
    if (text.empty()) {
        recorder_->record(event);
    } else {
        recorder_->record(event, {{TextRole::kExpectedString, text}});
    }
}

void Script::unstable(std::uint32_t call) {
    Event event;
    event.kind = EventKind::kMark;
    event.method = static_cast<std::uint16_t>(trace::MarkKind::kReferenceUnstable);
    event.call = call;
    recorder_->record(event);
}

void Script::inspected(EventKind kind, std::uint32_t object, trace::Interface through, std::int64_t value,
                       std::int64_t value2, std::int32_t result, std::string_view note) {
    Event event;
    event.kind = kind;
    event.object = object;
    event.method = static_cast<std::uint16_t>(through);
    event.value = value;
    event.value2 = value2;
    event.result = result;
    if (note.empty()) {
        recorder_->record(event);
    } else {
        recorder_->record(event, {{TextRole::kNote, note}});
    }
}

void Script::state(std::uint32_t object, Method method, std::uint32_t when, std::int64_t digest, std::int64_t count,
                   std::string_view note, std::int32_t result) {
    Event event;
    event.kind = EventKind::kStateSeen;
    event.object = object;
    event.method = static_cast<std::uint16_t>(method);
    event.call = when;
    event.value = digest;
    event.value2 = count;
    event.result = result;
    recorder_->record(event, {{TextRole::kNote, note}});
}

void Script::mark(trace::MarkKind mark, std::uint32_t object, std::int64_t value, std::int64_t value2,
                  std::string_view note, std::int32_t result) {
    Event event;
    event.kind = EventKind::kMark;
    event.method = static_cast<std::uint16_t>(mark);
    event.object = object;
    event.value = value;
    event.value2 = value2;
    event.result = result;
    if (note.empty()) {
        recorder_->record(event);
    } else {
        recorder_->record(event, {{TextRole::kNote, note}});
    }
}

void Script::on_other_thread(const std::function<void()>& body) { std::jthread(body).join(); }

Judgement Script::judge(Profile profile) {
    recorder_.reset();
    return judge_trace(file_.path(), {profile, nullptr});
}

std::uint32_t Script::made(trace::Method maker, std::int64_t flags, std::uint32_t cloned_from, std::uint32_t call) {
    Event event;
    event.kind = EventKind::kMark;
    event.method = static_cast<std::uint16_t>(trace::MarkKind::kSemisynchronousMade);
    event.object = next_object_++;
    event.call = call;
    event.result = static_cast<std::int32_t>(maker);
    event.value = flags;
    event.value2 = cloned_from;
    recorder_->record(event);
    return event.object;
}

std::uint32_t Script::pull(std::uint32_t object, trace::Method method, std::int32_t result, std::int64_t value,
                           std::int64_t timeout, std::int64_t microseconds) {
    Event event;
    event.kind = EventKind::kCallEntered;
    event.method = static_cast<std::uint16_t>(method);
    event.object = object;
    event.call = next_call_++;
    recorder_->record(event);
    event.kind = EventKind::kCallReturned;
    event.result = result;
    recorder_->record(event);
    event.kind = EventKind::kPulled;
    event.value = value;
    event.value2 = timeout | (microseconds << 32);
    recorder_->record(event);
    return event.call;
}

std::uint32_t Script::request(std::uint32_t enumerator, std::uint32_t sink, std::int64_t count, std::int32_t result) {
    Event event;
    event.kind = EventKind::kCallEntered;
    event.method = static_cast<std::uint16_t>(trace::Method::kEnumNextAsync);
    event.object = enumerator;
    event.call = next_call_++;
    event.value = sink;
    event.value2 = count;
    recorder_->record(event);
    if (sink != 0 && result == kOk) add_ref(sink);
    event.kind = EventKind::kCallReturned;
    event.value = 0;
    event.value2 = -1;
    event.result = result;
    recorder_->record(event);
    event.kind = EventKind::kPulled;
    event.value = count;
    recorder_->record(event);
    return event.call;
}

void Script::lent(std::uint32_t call, std::string_view parameter, trace::ArgumentFate fate, std::int64_t missing) {
    Event event;
    event.kind = EventKind::kMark;
    event.method = static_cast<std::uint16_t>(trace::MarkKind::kArgumentChecked);
    event.call = call;
    event.value = static_cast<std::int64_t>(fate);
    event.value2 = missing;
    recorder_->record(event, {{TextRole::kNote, parameter}});
}

std::vector<std::string> findings(const Judgement& judgement) {
    std::vector<std::string> lines;
    for (const Finding& finding : judgement.findings) {
        if (!finding.reading.empty()) continue;
        // The requirement of the message is the catalogue's: the clause is one of its own.
        const Clause* const clause = find_clause(finding.clause);
        EXPECT_TRUE(clause != nullptr && clause->id.data() == finding.clause.data()) << finding.clause;
        EXPECT_FALSE(finding.expected.empty() || finding.actual.empty()) << finding.clause;
        const char* grade = finding.grade == Grade::kViolation ? "violation"
                            : finding.grade == Grade::kWarning ? "warning"
                                                               : "observed";
        lines.push_back(std::string(finding.clause) + " " + grade + " | " + finding.expected + " | " + finding.actual);
    }
    return lines;
}

std::vector<std::string> readings_of(const Judgement& judgement) {
    std::vector<std::string> lines;
    for (const Finding& finding : judgement.findings) {
        if (!finding.reading.empty()) lines.push_back(finding.reading + " " + finding.actual);
    }
    return lines;
}

std::uint64_t opportunities(const Judgement& judgement, std::string_view clause) {
    for (const ClauseTally& tally : judgement.tallies) {
        if (tally.clause == clause) return tally.opportunities;
    }
    return 0;
}

}  // namespace wbemcheck::contract
