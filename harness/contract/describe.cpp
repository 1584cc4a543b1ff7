#include "harness/contract/describe.h"

#include <fmt/format.h>

namespace wbemcheck::contract {
namespace {

using trace::EventKind;
using trace::MarkKind;
using trace::Method;
using trace::TextRole;

std::string describe_call(const trace::Record& record) {
    const trace::Event& event = record.event;
    std::string arguments;
    const auto add = [&](std::string text) {
        if (!arguments.empty()) arguments += ", ";
        arguments += text;
    };
    for (const trace::RecordedText& text : record.texts) {
        if (text.role == TextRole::kQuery || text.role == TextRole::kPath || text.role == TextRole::kMethodName) {
            add(fmt::format("\"{}\"", text.text));
        }
    }
    const auto method = static_cast<Method>(event.method);
    if (method == Method::kEnumNextAsync) {
        add(fmt::format("{} objects", event.value2));
    } else if (event.value2 != 0) {
        add(fmt::format("flags 0x{:x}", event.value2));
    }
    if (method == Method::kQueryPrimary) {
        add(std::string(trace::name_of(static_cast<trace::Interface>(event.value))));
    } else if (method == Method::kInitialize) {
        add(fmt::format("init sink {}", event.value));
    } else if (event.value != 0) {
        add(fmt::format("sink {}", event.value));
    } else if (trace::is_asynchronous(method) || method == Method::kCancelAsyncCall) {
        add("sink NULL");
    }
    return fmt::format("call {}: {}({})", event.call, trace::name_of(method), arguments);
}

std::string describe_callback(const trace::Record& record, const Verdicts& verdicts) {
    const trace::Event& event = record.event;
    if (static_cast<Method>(event.method) == Method::kIndicate) {
        return fmt::format("sink {}: Indicate({} {})", event.object, event.value,
                           event.value == 1 ? "object" : "objects");
    }
    const std::string flags = event.value == 0   ? "COMPLETE"
                              : event.value == 2 ? "PROGRESS"
                                                 : fmt::format("lFlags 0x{:x}", event.value);
    std::string line = fmt::format("sink {}: SetStatus({}, {}", event.object, flags, verdicts.result_text(event.result));
    for (const trace::RecordedText& text : record.texts) {
        if (text.role == TextRole::kStringParam) line += fmt::format(", \"{}\"", text.text);
    }
    if (event.value2 != 0) line += ", object";
    return line + ")";
}

double milliseconds(std::int64_t nanoseconds) noexcept { return static_cast<double>(nanoseconds) / 1e6; }

std::string describe_expiry(const trace::Event& event) {
    const double waited = milliseconds(event.value2);
    switch (static_cast<trace::Awaited>(event.value)) {
        case trace::Awaited::kInitialised:
            return fmt::format("waited {:.0f} ms in vain for a report to init sink {}", waited, event.object);
        case trace::Awaited::kCallReturn:
            if (event.object == 0) return fmt::format("waited {:.0f} ms in vain for call {} to return", waited, event.call);
            break;
        default: break;
    }
    return fmt::format("waited {:.0f} ms in vain, sink {}", waited, event.object);
}

// What the host notes of a provider.
std::string describe_provider_mark(const trace::Event& event, std::string_view name, const Verdicts& verdicts) {
    switch (static_cast<MarkKind>(event.method)) {
        case MarkKind::kProviderServices:
            return fmt::format("services {} is the primary interface of provider {}", event.object, event.value);
        case MarkKind::kProviderState:
            switch (static_cast<trace::ProviderState>(event.value)) {
                case trace::ProviderState::kInitialised: return fmt::format("provider {} is initialised", event.object);
                case trace::ProviderState::kFailed: return fmt::format("provider {} has failed to initialise", event.object);
                case trace::ProviderState::kReleased: return fmt::format("provider {} has been released", event.object);
                case trace::ProviderState::kPure: return fmt::format("provider {} is pure", event.object);
                case trace::ProviderState::kNotPure: return fmt::format("provider {} is not pure", event.object);
                case trace::ProviderState::kUser:
                    return fmt::format("provider {} is initialised for a user or with a locale", event.object);
                case trace::ProviderState::kNone: break;
            }
            break;
        case MarkKind::kEventsProvided:
            return fmt::format("sink {} is for the events of provider {}", event.object, event.value);
        case MarkKind::kUpcallToFail:
            return event.value == 0 ? std::string("no upcall fails on purpose any more")
                                    : fmt::format("upcall number {} from here on will fail on purpose with {}", event.value,
                                                  verdicts.result_text(event.result));
        case MarkKind::kHostRest:
            return fmt::format("everything that the provider was given must be back, after {:.0f} ms of waiting",
                               milliseconds(event.value));
        case MarkKind::kThreadToken:
            return fmt::format("call {}: the provider impersonated {} and reverted {} times{}", event.call, event.value,
                               event.value2, event.result == 1 ? ", and its thread kept a token" : "");
        case MarkKind::kStubAsked: return "the next call finds out whether its method is there at all";
        default: break;
    }
    return std::string(name);
}

std::string describe_mark(const trace::Record& record, const Verdicts& verdicts) {
    const trace::Event& event = record.event;
    const auto mark = static_cast<MarkKind>(event.method);
    const auto note = record.text(TextRole::kNote);
    switch (mark) {
        case MarkKind::kSinkCreated:
            return fmt::format("sink {} created with count {}", event.object, event.value);
        case MarkKind::kRestPoint:
            return fmt::format("rest point of sink {}, after {:.0f} ms of silence", event.object,
                               milliseconds(event.value));
        case MarkKind::kArrivalExpired: return describe_expiry(event);
        case MarkKind::kCallStillBusy:
            return fmt::format("{} still busy after {:.0f} ms", trace::name_of(static_cast<Method>(event.value2)),
                               milliseconds(event.value));
        case MarkKind::kSinkAlias:
            return fmt::format("{} {} stands for sink {}", event.value2 != 0 ? "stub" : "pointer", event.object,
                               event.value);
        case MarkKind::kQueryBroken: return fmt::format("the query of sink {} is broken: {}", event.object, note);
        case MarkKind::kUnsecuredClient:
            return fmt::format("services {}: its client has not set up its security", event.object);
        case MarkKind::kGateShut:
        case MarkKind::kCallbackHeld:
        case MarkKind::kGateOpened: return fmt::format("sink {}: {}", event.object, trace::name_of(mark));
        case MarkKind::kProviderServices:
        case MarkKind::kProviderState:
        case MarkKind::kEventsProvided:
        case MarkKind::kUpcallToFail:
        case MarkKind::kHostRest:
        case MarkKind::kThreadToken:
        case MarkKind::kStubAsked: return describe_provider_mark(event, trace::name_of(mark), verdicts);
        default: break;
    }
    return note.empty() ? std::string(trace::name_of(mark)) : fmt::format("{}: {}", trace::name_of(mark), note);
}

std::string describe_inspection(const trace::Record& record, const Verdicts& verdicts) {
    const trace::Event& event = record.event;
    const auto name = trace::name_of(static_cast<trace::Interface>(event.method));
    const auto note = record.text(TextRole::kNote);
    switch (event.kind) {
        case EventKind::kInterfaceAsked:
            return fmt::format("object {}: {} asked for {}: {}, {}", event.object, name,
                               trace::name_of(static_cast<trace::Interface>(event.value)),
                               verdicts.result_text(event.result),
                               event.value2 > 0 ? fmt::format("pointer {}", event.value2)
                               : event.value2 == 0 ? "NULL"
                               : event.value2 == static_cast<std::int64_t>(trace::OutPointer::kUntouched)
                                   ? "the out pointer left as it was"
                                   : "no out pointer given");
        case EventKind::kCountStepped:
            return fmt::format("object {}: {} counted up and down twice", event.object, name);
        case EventKind::kCountCompared:
            return fmt::format("object {}: {}, count {} before and {} after {}", event.object, name, event.value,
                               event.value2, note);
        case EventKind::kStateSeen:
            return fmt::format("object {}: looked at {} {}", event.object, event.call == 0 ? "before" : "after", note);
        default:
            return fmt::format("object {}: {} returned {}", event.object, note, verdicts.result_text(event.result));
    }
}

std::string describe_pull(const trace::Record& record, const Verdicts& verdicts) {
    const trace::Event& event = record.event;
    const auto method = static_cast<Method>(event.method);
    std::string line = fmt::format("call {}: {} on object {} returned {}", event.call, trace::name_of(method), event.object,
                                   verdicts.result_text(event.result));
    if (method == Method::kEnumNext) {
        line += fmt::format(", {} of {} objects", event.value >> 32, event.value & 0xFFFFFFFF);
    } else if (method == Method::kGetCallStatus && event.result == 0) {
        line += fmt::format(", status {}", verdicts.result_text(static_cast<std::int32_t>(event.value)));
    }
    return line;
}

// What passes between a provider and its host.
std::string describe_upcall(const trace::Record& record, const Verdicts& verdicts) {
    const trace::Event& event = record.event;
    const auto method = trace::name_of(static_cast<Method>(event.method));
    const auto interface_name = trace::name_of(static_cast<trace::Interface>(event.method));
    switch (event.kind) {
        case EventKind::kHostObject: {
            const auto note = record.text(TextRole::kNote);
            return fmt::format("the host {} {}{} (object {}){}", event.value == 0 ? "lends" : "gives",
                               note.empty() ? interface_name : note, note.empty() ? "" : fmt::format(", {}", interface_name),
                               event.object,
                               event.call == 0    ? std::string()
                               : event.value == 0 ? fmt::format(" for call {}", event.call)
                                                  : fmt::format(" by upcall {}", event.call));
        }
        case EventKind::kHostReference:
            if (event.result < 0) {
                return fmt::format("the provider asks {} {} for an interface: {}", interface_name, event.object,
                                   verdicts.result_text(event.result));
            }
            return fmt::format("the provider {} a reference on {} {}, and holds {} now", event.value > 0 ? "takes" : "releases",
                               interface_name, event.object, event.value2);
        case EventKind::kUpcallEntered: {
            std::string line = fmt::format("upcall {}: the provider calls {} of object {} (", event.call, method, event.object);
            std::string_view separator;
            const auto add = [&](std::string_view text) {
                line.append(separator).append(text);
                separator = ", ";
            };
            for (const trace::RecordedText& text : record.texts) add(fmt::format("\"{}\"", text.text));
            if (event.value2 != 0) add(fmt::format("flags 0x{:x}", event.value2));
            if (event.result != 0) {
                add(event.value > 0    ? fmt::format("context {}", event.value)
                    : event.value == 0 ? std::string("context NULL")
                                       : std::string("a context that is not the host's"));
            }
            return line + ")";
        }
        case EventKind::kUpcallReturned:
            return fmt::format("upcall {}: {} returned {}{}", event.call, method, verdicts.result_text(event.result),
                               event.value2 != 0 ? ", which the harness made it do" : "");
        default:
            return fmt::format("init sink {}: SetStatus({}, lFlags {})", event.object,
                               verdicts.result_text(static_cast<std::int32_t>(event.value)), event.value2);
    }
}

}  // namespace

std::string describe(const trace::Record& record, const Verdicts& verdicts) {
    const trace::Event& event = record.event;
    switch (event.kind) {
        case EventKind::kCallEntered: return describe_call(record);
        case EventKind::kCallReturned:
            return fmt::format("call {}: {} returned {}", event.call, trace::name_of(static_cast<Method>(event.method)),
                               verdicts.result_text(event.result));
        case EventKind::kCallbackEntered: return describe_callback(record, verdicts);
        case EventKind::kCallbackLeft:
            return fmt::format("sink {}: {} answered {}", event.object,
                               trace::name_of(static_cast<Method>(event.method)), verdicts.result_text(event.result));
        case EventKind::kAddRef: return fmt::format("sink {}: AddRef, count now {}", event.object, event.value);
        case EventKind::kRelease: return fmt::format("sink {}: Release, count now {}", event.object, event.value);
        case EventKind::kQueryInterface:
            return fmt::format("sink {}: QueryInterface returned {}, count now {}", event.object,
                               verdicts.result_text(event.result), event.value);
        case EventKind::kClientReference:
            return fmt::format("sink {}: the client {} a reference, count now {}", event.object,
                               event.value > 0 ? "takes" : "releases", event.value2);
        case EventKind::kDestroyed: return fmt::format("sink {}: destroyed, its count is 0", event.object);
        case EventKind::kObjectDelivered: return fmt::format("sink {}: object {}", event.object, event.value2);
        case EventKind::kObjectChecked:
            return fmt::format("sink {}: object {} looked at again", event.object, event.value2);
        case EventKind::kReferenceObject: return "an object of the synchronous call";
        case EventKind::kReferenceOutcome:
            return fmt::format("the synchronous call returned {}", verdicts.result_text(event.result));
        case EventKind::kMark: return describe_mark(record, verdicts);
        case EventKind::kInterfaceAsked:
        case EventKind::kCountStepped:
        case EventKind::kCountCompared:
        case EventKind::kStateSeen:
        case EventKind::kOutPointerSeen: return describe_inspection(record, verdicts);
        case EventKind::kObjectPulled:
            return fmt::format("object {} of the array of call {}", static_cast<std::uint64_t>(event.value2) + 1, event.call);
        case EventKind::kPulled: return describe_pull(record, verdicts);
        case EventKind::kProviderTold:
            return fmt::format("event provider {}: {}({})", event.object, trace::name_of(static_cast<Method>(event.method)),
                               event.value);
        case EventKind::kHostObject:
        case EventKind::kHostReference:
        case EventKind::kUpcallEntered:
        case EventKind::kUpcallReturned:
        case EventKind::kInitStatus: return describe_upcall(record, verdicts);
        case EventKind::kNone:
        case EventKind::kText: break;
    }
    return std::string(trace::name_of(event.kind));
}

}  // namespace wbemcheck::contract
