// The script of a run in which the harness is the host of a provider: provider 80, behind services pointer 81.
#pragma once

#include <cstdint>
#include <map>
#include <string_view>

#include "tests/unit/contract/script.h"

namespace wbemcheck::contract {

inline constexpr std::int32_t kNotCapable = static_cast<std::int32_t>(0x80041024);
inline constexpr std::int32_t kNotFound = static_cast<std::int32_t>(0x80041002);

class HostedScript {
public:
    static constexpr std::uint32_t kProvider = 80;
    static constexpr std::uint32_t kServices = 81;
    static constexpr std::uint32_t kNamespace = 82;
    static constexpr std::uint32_t kInitSink = 83;

    HostedScript() {
        script.mark(trace::MarkKind::kProviderServices, kServices, kProvider);
        script.mark(trace::MarkKind::kProviderState, kProvider, static_cast<std::int64_t>(trace::ProviderState::kPure));
        script.use_services(kServices);
    }

    // A call of the host on the provider itself.
    std::uint32_t enter(trace::Method method, std::int64_t value = 0) {
        script.use_services(kProvider);
        const std::uint32_t call = script.enter(method, static_cast<std::uint32_t>(value));
        script.use_services(kServices);
        return call;
    }
    // A request that came with a context; it still runs.
    std::uint32_t ask(trace::Method method, std::uint32_t sink, std::uint32_t context) {
        const std::uint32_t call = script.enter(method, sink);
        lend(trace::Interface::kContext, context, call, "pCtx");
        return call;
    }

    void lend(trace::Interface kind, std::uint32_t object, std::uint32_t call, std::string_view what) {
        host_object(kind, object, call, 0, what);
    }
    void give(trace::Interface kind, std::uint32_t object, std::uint32_t upcall, std::string_view what, std::int64_t copy_of = 0) {
        ++held_[object];
        host_object(kind, object, upcall, 1, what, copy_of);
    }
    void add_ref(std::uint32_t object) { reference(object, 1); }
    void release(std::uint32_t object) { reference(object, -1); }

    // An upcall up to its return; `context` is as in trace::EventKind::kUpcallEntered, kNoContext where the method takes none.
    static constexpr std::int64_t kNoContext = -2;
    std::uint32_t begin_upcall(std::uint32_t object, trace::Method method, std::int64_t context = kNoContext, std::int64_t flags = 0);
    void end_upcall(std::uint32_t object, std::uint32_t upcall, trace::Method method, std::int32_t result = kOk);
    void upcall(std::uint32_t object, trace::Method method, std::int64_t context = kNoContext, std::int64_t flags = 0) {
        end_upcall(object, begin_upcall(object, method, context, flags), method);
    }

    // Initialize with a namespace, a context (84) and the init sink, up to its return.
    std::uint32_t begin_initialize();
    void tell(std::int32_t status, std::int64_t flags = 0, std::uint32_t sink = kInitSink);
    void initialize() {
        const std::uint32_t call = begin_initialize();
        tell(kOk);
        script.leave(call);
    }
    void expire(trace::Awaited awaited, std::uint32_t object, std::uint32_t call = 0);
    // The host lets go of the provider, and waits for what it gave.
    void release_provider() { script.leave(enter(trace::Method::kProviderRelease)); }
    void rest_of_host() { script.mark(trace::MarkKind::kHostRest, kProvider, 50'000'000); }

    // The sink of ProvideEvents.
    std::uint32_t event_sink() {
        const std::uint32_t sink = script.sink();
        script.mark(trace::MarkKind::kEventsProvided, sink, kProvider);
        return sink;
    }

    Script script;

private:
    void host_object(trace::Interface kind, std::uint32_t object, std::uint32_t call, std::int64_t references,
                     std::string_view what, std::int64_t copy_of = 0);
    void reference(std::uint32_t object, std::int64_t change);

    std::map<std::uint32_t, std::int64_t> held_;
    std::uint32_t next_upcall_ = 1000;
};

}  // namespace wbemcheck::contract
