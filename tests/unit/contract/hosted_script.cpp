#include "tests/unit/contract/hosted_script.h"

namespace wbemcheck::contract {

using trace::Event;
using trace::EventKind;
using trace::Interface;
using trace::Method;
using trace::TextRole;

void HostedScript::host_object(Interface kind, std::uint32_t object, std::uint32_t call, std::int64_t references,
                               std::string_view what, std::int64_t copy_of) {
    Event event;
    event.kind = EventKind::kHostObject;
    event.method = static_cast<std::uint16_t>(kind);
    event.object = object;
    event.call = call;
    event.value = references;
    event.value2 = copy_of;
    script.recorder().record(event, {{TextRole::kNote, what}});
}

void HostedScript::reference(std::uint32_t object, std::int64_t change) {
    Event event;
    event.kind = EventKind::kHostReference;
    event.object = object;
    event.value = change;
    event.value2 = held_[object] += change;
    script.recorder().record(event);
}

std::uint32_t HostedScript::begin_upcall(std::uint32_t object, Method method, std::int64_t context, std::int64_t flags) {
    Event event;
    event.kind = EventKind::kUpcallEntered;
    event.method = static_cast<std::uint16_t>(method);
    event.object = object;
    event.call = next_upcall_++;
    event.value = context == kNoContext ? -1 : context;
    event.result = context == kNoContext ? 0 : 1;
    event.value2 = flags;
    script.recorder().record(event);
    return event.call;
}

void HostedScript::end_upcall(std::uint32_t object, std::uint32_t upcall, Method method, std::int32_t result) {
    Event event;
    event.kind = EventKind::kUpcallReturned;
    event.method = static_cast<std::uint16_t>(method);
    event.object = object;
    event.call = upcall;
    event.result = result;
    script.recorder().record(event);
}

std::uint32_t HostedScript::begin_initialize() {
    const std::uint32_t call = enter(Method::kInitialize);
    lend(Interface::kServices, kNamespace, call, "the namespace root\\example");
    lend(Interface::kContext, 84, call, "pCtx of Initialize");
    lend(Interface::kInitSink, kInitSink, call, "the init sink");
    return call;
}

void HostedScript::tell(std::int32_t status, std::int64_t flags, std::uint32_t sink) {
    Event event;
    event.kind = EventKind::kInitStatus;
    event.object = sink;
    event.value = status;
    event.value2 = flags;
    script.recorder().record(event);
}

void HostedScript::expire(trace::Awaited awaited, std::uint32_t object, std::uint32_t call) {
    Event event;
    event.kind = EventKind::kMark;
    event.method = static_cast<std::uint16_t>(trace::MarkKind::kArrivalExpired);
    event.object = object;
    event.call = call;
    event.value = static_cast<std::int64_t>(awaited);
    event.value2 = 2'000'000'000;
    script.recorder().record(event);
}

}  // namespace wbemcheck::contract
