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
    if (event.value != 0) {
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

std::string describe_mark(const trace::Record& record) {
    const trace::Event& event = record.event;
    const auto mark = static_cast<MarkKind>(event.method);
    const auto note = record.text(TextRole::kNote);
    const auto milliseconds = [](std::int64_t nanoseconds) { return static_cast<double>(nanoseconds) / 1e6; };
    switch (mark) {
        case MarkKind::kSinkCreated:
            return fmt::format("sink {} created with count {}", event.object, event.value);
        case MarkKind::kRestPoint:
            return fmt::format("rest point of sink {}, after {:.0f} ms of silence", event.object,
                               milliseconds(event.value));
        case MarkKind::kArrivalExpired:
            return fmt::format("waited {:.0f} ms in vain, sink {}", milliseconds(event.value2), event.object);
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
        case EventKind::kHostObject:
            return fmt::format("host: {} {} ({}) {} the provider{}", interface_name, event.object,
                               record.text(TextRole::kNote), event.value == 0 ? "lent to" : "given to",
                               event.call != 0 ? fmt::format(" in call {}", event.call) : std::string());
        case EventKind::kHostReference:
            return fmt::format("provider: {} of {} {}, it holds {} now", event.value > 0 ? "AddRef" : "Release",
                               interface_name, event.object, event.value2);
        case EventKind::kUpcallEntered: {
            std::string line = fmt::format("provider calls {} of object {} (upcall {}", method, event.object, event.call);
            for (const trace::RecordedText& text : record.texts) line += fmt::format(", \"{}\"", text.text);
            if (event.result != 0) {
                line += event.value > 0    ? fmt::format(", context {}", event.value)
                        : event.value == 0 ? std::string(", context NULL")
                                           : std::string(", a context that is not the host's");
            }
            return line + ")";
        }
        case EventKind::kUpcallReturned:
            return fmt::format("upcall {}: {} returned {}{}", event.call, method, verdicts.result_text(event.result),
                               event.value2 != 0 ? ", on purpose" : "");
        default:
            return fmt::format("init sink {}: SetStatus({}, {})", event.object,
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
        case EventKind::kMark: return describe_mark(record);
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
