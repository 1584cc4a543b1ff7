// Makes the corpus of the trace target: make_trace_seeds FOLDER [TRACE...]
// Writes the traces below into the folder, folded, and each recorded trace that is named beside them. The
// same program always writes the same bytes.
#include <fmt/format.h>

#include <cstdint>
#include <cstdio>
#include <exception>
#include <filesystem>
#include <fstream>
#include <stdexcept>
#include <string>
#include <vector>

#include "harness/trace/origin.h"
#include "tests/fuzz/folded_trace.h"
#include "tests/unit/contract/hosted_script.h"
#include "tests/unit/contract/script.h"

namespace {

namespace fs = std::filesystem;
using namespace wbemcheck;
using contract::kCancelled;
using contract::kFailed;
using contract::kFalse;
using contract::kOk;
using contract::kQuery;
using contract::kSendStatusFlag;
using contract::Script;
using trace::EventKind;
using trace::Interface;
using trace::MarkKind;
using trace::Method;

constexpr auto kTimedOut = static_cast<std::int32_t>(0x00040004);
constexpr auto kNoInterface = static_cast<std::int32_t>(0x80004002);
constexpr std::int64_t kAtOnce = 0x30;  // forward only, and return immediately

void finish(Script& script, std::uint32_t sink) {
    script.final(sink);
    script.release(sink);
    script.rest(sink);
}

// --- operations that keep the contract

void query(Script& script) {
    trace::record_origin(script.recorder(), R"({"scenario": "lifecycle/query"})");
    script.mark(MarkKind::kScenarioBegin, 0, 0, 0, "lifecycle/query");
    const std::uint32_t sink = script.sink();
    const std::uint32_t call = script.enter(kQuery, sink, kSendStatusFlag, "SELECT * FROM Mock_Item");
    script.add_ref(sink);
    script.leave(call);
    script.progress(sink);
    script.indicate(sink, {100, 101});
    script.indicate(sink, {102});
    script.final(sink);
    script.object(EventKind::kObjectChecked, sink, 100, 0);
    script.release(sink);
    script.rest(sink);
    script.reference(call, kOk, {100, 101, 102});
    script.destroy(sink);
    script.mark(MarkKind::kScenarioEnd);
}

void failing_query(Script& script) {
    const std::uint32_t sink = script.sink(0);
    const std::uint32_t call = script.accept(sink);
    script.begin_status(sink, 0, kFailed, true, "Invalid query");
    script.end_status(sink);
    script.release(sink);
    script.destroy(sink);
    script.rest(sink);
    script.reference(call, kFailed, {}, "Invalid query");
}

void refused_call(Script& script) {
    const std::uint32_t sink = script.sink();
    script.announce(trace::Fault::kUnknownFlag);
    script.leave(script.enter(Method::kCreateInstanceEnumAsync, sink, 0x10000), kFailed);
    script.mark(MarkKind::kExpectsFailure);
    script.leave(script.enter(Method::kGetObjectAsync, sink, 0, "Mock_Item='none'"), kFailed);
    script.rest(sink);
}

void cancel_in_indicate(Script& script) {
    const std::uint32_t sink = script.sink();
    script.accept(sink);
    script.mark(MarkKind::kGateShut, sink);
    script.on_other_thread([&] { script.begin_indicate(sink); });
    script.mark(MarkKind::kCallbackHeld, sink);
    const std::uint32_t cancel = script.enter(Method::kCancelAsyncCall, sink);
    script.mark(MarkKind::kCallStillBusy, sink, 10'000'000,
                static_cast<std::int64_t>(Method::kCancelAsyncCall));
    script.mark(MarkKind::kGateOpened, sink);
    script.on_other_thread([&] {
        script.end_indicate(sink);
        script.final(sink, kCancelled);
    });
    script.release(sink);
    script.leave(cancel);
    script.cancel(sink, kFailed);
    script.rest(sink);
}

void one_sink_for_two(Script& script) {
    const std::uint32_t sink = script.sink();
    const std::uint32_t first = script.accept(sink);
    const std::uint32_t second = script.accept(sink, Method::kExecMethodAsync);
    script.indicate(sink, {1});
    script.final(sink);
    script.release(sink);
    script.unstable(first);
    script.reference(second, kOk, {2});
    finish(script, sink);
}

void other_pointers(Script& script) {
    const std::uint32_t sink = script.sink();
    const std::uint32_t alias = script.stand_in(sink);
    script.leave(script.enter(Method::kCreateObjectStub, sink));
    const std::uint32_t stub = script.stand_in(sink, true);
    script.mark(MarkKind::kUnsecuredClient, 1);
    script.accept(alias);
    script.accept(stub, Method::kDeleteInstanceAsync);
    script.query_interface(sink);
    script.cancel(alias);
    finish(script, sink);
}

void events(Script& script) {
    const std::uint32_t sink = script.sink();
    script.accept(sink, Method::kExecNotificationQueryAsync);
    trace::Event told;
    told.kind = EventKind::kProviderTold;
    told.method = static_cast<std::uint16_t>(Method::kNewQuery);
    told.object = 7;
    told.value = 5;
    script.recorder().record(told, {{trace::TextRole::kQuery, "SELECT * FROM Happening"}});
    script.mark(MarkKind::kEventRaised, sink, 2);
    script.indicate(sink, {1, 2});
    script.mark(MarkKind::kQueryBroken, sink, 0, 0, "the class");
    const std::uint32_t cancel = script.enter(Method::kCancelAsyncCall, sink);
    told.method = static_cast<std::uint16_t>(Method::kCancelQuery);
    script.recorder().record(told);
    script.final(sink, kCancelled);
    script.release(sink);
    script.leave(cancel);
    script.rest(sink);
}

void enumerator(Script& script) {
    const std::uint32_t made = script.made(Method::kExecQuery, kAtOnce);
    script.next(made, kOk, 2, 2);
    script.object(EventKind::kObjectPulled, made, 100, 0);
    const std::uint32_t clone = script.made(Method::kEnumClone, kAtOnce, made);
    script.pull(made, Method::kEnumReset, kOk);
    script.next(clone, kFalse, 5, 1);
    script.pull(clone, Method::kEnumSkip, kTimedOut, 3, 0);
    const std::uint32_t sink = script.sink();
    script.request(made, sink, 2);
    script.indicate(sink, {100, 101});
    finish(script, sink);
    script.pull(made, Method::kEnumRelease, kOk);
}

void call_result(Script& script) {
    const std::uint32_t result = script.made(Method::kGetObject, kAtOnce);
    script.mark(MarkKind::kSynchronousOutcome, result, 77);
    script.pull(result, Method::kGetCallStatus, kTimedOut, 0, 0);
    script.pull(result, Method::kGetCallStatus, kOk, 0);
    script.pull(result, Method::kGetResultObject, kOk, 77);
    script.pull(result, Method::kGetResultString, kFailed);
}

void identity(Script& script) {
    for (const Interface through : {Interface::kEnumerator, Interface::kUnknown}) {
        script.asked(7, through, Interface::kUnknown, 20);
        script.asked(7, through, Interface::kNone, 0, kNoInterface);
    }
    script.inspected(EventKind::kCountStepped, 7, Interface::kEnumerator, 2 | (std::int64_t{3} << 32),
                     2 | (std::int64_t{1} << 32));
    script.inspected(EventKind::kCountCompared, 7, Interface::kEnumerator, 1, 1, kOk, "Next");
    script.inspected(EventKind::kOutPointerSeen, 7, Interface::kEnumerator, 0, -1, kFailed, "Clone");
    script.state(8, Method::kPutInstance, 0, 5, 3, "pInst");
    script.state(8, Method::kPutInstance, 1, 5, 4, "pInst");
    script.mark(MarkKind::kAsksWithoutPointer, 7, 1);
}

void nested_call(Script& script) {
    const std::uint32_t sink = script.sink();
    const std::uint32_t call = script.accept(sink);
    script.begin_indicate(sink);
    const std::uint32_t inner = script.enter(Method::kGetObject, 0);
    script.leave(inner);
    script.mark(MarkKind::kNestedOutcome, 0, 77, static_cast<std::int64_t>(Method::kGetObject));
    script.mark(MarkKind::kExpectedOutcome, 0, 77);
    script.end_indicate(sink);
    script.lent(call, "strQuery", trace::ArgumentFate::kIntact);
    finish(script, sink);
}

// --- breaches and endings

void everything_wrong(Script& script) {
    const std::uint32_t sink = script.sink();
    const std::uint32_t call = script.accept(sink);
    script.object(EventKind::kObjectDelivered, sink, 0, 0, -1);
    script.indicate(sink, {}, kFailed);
    script.begin_indicate(sink);
    script.begin_status(sink, 0, kOk);
    script.end_status(sink);
    script.end_indicate(sink, kOk, 6);
    script.release(sink);
    script.release(sink);
    script.indicate(sink, {1});
    script.final(sink, kFailed);
    script.lent(call, "strQuery", trace::ArgumentFate::kReleased, 2);
    script.mark(MarkKind::kExceptionEscaped, sink, 0, 0, "std::bad_alloc");
    script.mark(MarkKind::kArrivalExpired, sink, static_cast<std::int64_t>(trace::Awaited::kFinal),
                1'000'000'000);
    script.destroy(sink);
    script.add_ref(sink);
    script.rest(sink);
}

void died_in_a_call(Script& script) {
    const std::uint32_t sink = script.sink();
    (void)script.enter(Method::kPutInstanceAsync, sink);
    script.begin_status(sink, 0, kOk);
    script.mark(MarkKind::kTurnTaken, 0, 0, 0, "release");
    script.mark(MarkKind::kWorkerEnded, 0, static_cast<std::int64_t>(trace::Ending::kCrash), 11, "SIGSEGV");
}

void hung(Script& script) {
    (void)script.enter(kQuery, script.sink());
    script.mark(MarkKind::kWorkerEnded, 0, static_cast<std::int64_t>(trace::Ending::kHang), 5000, "killed");
}

void inapplicable(Script& script) {
    script.mark(MarkKind::kScenarioBegin, 0, 0, 0, "events/timer");
    script.mark(MarkKind::kNotApplicable, 0, 0, 0, "no timers", kFailed);
    script.mark(MarkKind::kSituationMissing, 0, 0, 0, "nothing came");
    script.mark(MarkKind::kHarnessFault, 0, 0, 0, "the disk is full");
    script.mark(MarkKind::kScenarioEnd);
}

void nothing(Script&) {}

// More than one segment of a thread, and several threads.
void many_segments(Script& script) {
    const std::uint32_t sink = script.sink();
    script.accept(sink);
    for (std::int64_t i = 0; i < 70; ++i) script.indicate(sink, {i, i + 1});
    script.on_other_thread([&] { script.indicate(sink, {1}); });
    script.on_other_thread([&] { finish(script, sink); });
}

// --- providers, with the harness as their host

void provider(contract::HostedScript& hosted) {
    using contract::HostedScript;
    Script& script = hosted.script;
    const std::uint32_t initialize = hosted.begin_initialize();
    hosted.add_ref(HostedScript::kNamespace);
    hosted.tell(kFalse);
    hosted.tell(kOk);
    script.leave(initialize);
    script.leave(hosted.enter(Method::kQueryPrimary, static_cast<std::int64_t>(Interface::kServices)));
    const std::uint32_t sink = script.sink();
    const std::uint32_t query = hosted.ask(kQuery, sink, 90);
    const std::uint32_t upcall = hosted.begin_upcall(HostedScript::kNamespace, Method::kGetObject, 90);
    hosted.give(Interface::kClassObject, 91, upcall, "the class Example_Disk");
    hosted.end_upcall(HostedScript::kNamespace, upcall, Method::kGetObject);
    hosted.upcall(91, Method::kSpawnInstance);
    script.begin_status(sink, 1, 0);  // post-filtering, please
    script.end_status(sink);
    script.indicate(sink, {100, 101});
    script.final(sink);
    script.leave(query);
    script.mark(MarkKind::kThreadToken, 0, 1, 1);
    script.rest(sink);
    hosted.release(91);
    script.mark(MarkKind::kStubAsked, HostedScript::kServices);
    script.leave(script.enter(Method::kPutClass, 0), contract::kNotCapable);
    const std::uint32_t events = hosted.event_sink();
    const std::uint32_t provide = hosted.enter(Method::kProvideEvents, events);
    script.add_ref(events);
    script.leave(provide);
    script.indicate(events, {1}, static_cast<std::int32_t>(0x80041045));
    script.indicate(events, {1});
    script.release(events);
    hosted.release(HostedScript::kNamespace);
    hosted.release_provider();
    hosted.rest_of_host();
}

void provider_all_wrong(contract::HostedScript& hosted) {
    using contract::HostedScript;
    Script& script = hosted.script;
    const std::uint32_t initialize = hosted.begin_initialize();
    hosted.tell(kFailed, 8);
    hosted.expire(trace::Awaited::kCallReturn, 0, initialize);
    script.leave(initialize, kFalse);
    hosted.upcall(HostedScript::kNamespace, Method::kPutInstance, 0);
    hosted.release(HostedScript::kNamespace);
    const std::uint32_t sink = script.sink();
    script.announce(trace::Fault::kNoInputs);
    const std::uint32_t call = hosted.ask(Method::kExecMethodAsync, sink, 90);
    script.mark(MarkKind::kUpcallToFail, 0, 1, 0, {}, kFailed);
    hosted.give(Interface::kEnumerator, 92, hosted.begin_upcall(HostedScript::kNamespace, Method::kExecQuery, -1), "rows");
    script.add_ref(sink);
    script.leave(call);
    script.on_other_thread([&] {
        hosted.upcall(HostedScript::kNamespace, Method::kDeleteClassAsync, 90);
        script.final(sink);
        script.indicate(sink);
    });
    hosted.expire(trace::Awaited::kRelease, sink);
    script.rest(sink);
    const std::uint32_t events = hosted.event_sink();
    (void)hosted.enter(Method::kProvideEvents, events);
    script.final(events);
    hosted.release_provider();
    hosted.rest_of_host();
    script.mark(MarkKind::kWorkerEnded, 0, static_cast<std::int64_t>(trace::Ending::kHang), 5000, "killed");
}

struct HostedSeed {
    const char* name;
    void (*write)(contract::HostedScript&);
};
constexpr HostedSeed kHostedSeeds[] = {
    {"provider", provider},
    {"provider_all_wrong", provider_all_wrong},
};

struct Seed {
    const char* name;
    void (*write)(Script&);
};
constexpr Seed kSeeds[] = {
    {"query", query},
    {"failing_query", failing_query},
    {"refused_call", refused_call},
    {"cancel_in_indicate", cancel_in_indicate},
    {"one_sink_for_two", one_sink_for_two},
    {"other_pointers", other_pointers},
    {"events", events},
    {"enumerator", enumerator},
    {"call_result", call_result},
    {"identity", identity},
    {"nested_call", nested_call},
    {"everything_wrong", everything_wrong},
    {"died_in_a_call", died_in_a_call},
    {"hung", hung},
    {"inapplicable", inapplicable},
    {"nothing", nothing},
    {"many_segments", many_segments},
};

void write(const fs::path& path, const std::vector<std::byte>& bytes) {
    std::ofstream file(path, std::ios::binary);
    file.write(reinterpret_cast<const char*>(bytes.data()), static_cast<std::streamsize>(bytes.size()));
    if (!file.flush()) throw std::runtime_error("cannot write " + path.string());
}

void make_seeds(const fs::path& folder, const std::vector<fs::path>& traces) {
    fs::create_directories(folder);
    for (const Seed& seed : kSeeds) {
        Script script;
        seed.write(script);
        write(folder / (std::string(seed.name) + ".folded"), fuzz::fold_trace(script.close()));
    }
    for (const HostedSeed& seed : kHostedSeeds) {
        contract::HostedScript hosted;
        seed.write(hosted);
        write(folder / (std::string(seed.name) + ".folded"), fuzz::fold_trace(hosted.script.close()));
    }
    for (const fs::path& trace : traces)
        write(folder / trace.stem().concat(".folded"), fuzz::fold_trace(trace));
}

}  // namespace

int main(int argc, char** argv) {
    if (argc < 2) {
        fmt::print(stderr, "usage: make_trace_seeds FOLDER [TRACE...]\n");
        return 2;
    }
    try {
        make_seeds(argv[1], std::vector<fs::path>(argv + 2, argv + argc));
        return 0;
    } catch (const std::exception& error) {
        fmt::print(stderr, "{}\n", error.what());
        return 1;
    }
}
