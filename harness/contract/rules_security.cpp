// SEC: a client that cannot be called back, and the stubs that an unsecured apartment makes of a client's sinks.
#include <map>

#include <fmt/format.h>

#include "harness/contract/rule.h"

namespace wbemcheck::contract {
namespace {

using trace::EventKind;
using trace::MarkKind;
using trace::Method;

constexpr auto kNoInterface = static_cast<std::int32_t>(0x80004002);  // E_NOINTERFACE

class SecurityRule final : public Rule {
public:
    bool after(const trace::Record& record, History& history, Verdicts& verdicts) override {
        switch (record.event.kind) {
            case EventKind::kCallEntered: note_call(record, history, verdicts); break;
            case EventKind::kCallReturned: check_return(record, history, verdicts); break;
            case EventKind::kMark:
                if (static_cast<MarkKind>(record.event.method) == MarkKind::kSinkAlias && record.event.value2 != 0) {
                    check_new_stub(record, history, verdicts);
                }
                if (static_cast<MarkKind>(record.event.method) == MarkKind::kRestPoint) {
                    check_rest(record, history, verdicts);
                }
                break;
            default: return false;
        }
        return true;
    }

private:
    struct Stubs {
        std::int64_t with_client = 0;  // stubs of the sink that the client holds
        Index made = kNowhere;
        Index released = kNowhere;
    };

    void note_call(const trace::Record& record, History& history, Verdicts& verdicts) {
        const auto method = static_cast<Method>(record.event.method);
        if (method == Method::kCreateObjectStub || method == Method::kCreateSinkStub) {
            made_of_[record.event.call] = static_cast<std::uint32_t>(record.event.value);
        } else if (method == Method::kStubRelease) {
            check_held(record, history, verdicts);
        } else if (const Cancel* cancel = history.cancel(record.event.call);
                   cancel != nullptr && !cancel->pending.empty() && cancel->pointer != cancel->sink) {
            verdicts.opportunity("SEC-4");  // the stub was passed to the method and is passed to the cancel
        }
    }

    // The object of the call is a sink when it has a number; the harness names anything else 0.
    void check_return(const trace::Record& record, History& history, Verdicts& verdicts) {
        if (static_cast<Method>(record.event.method) == Method::kStubRelease) {
            note_release(record, history, verdicts);
            return;
        }
        if (static_cast<Method>(record.event.method) == Method::kCreateSinkStub && record.event.result >= 0 &&
            (record.event.value >> 32) != 0) {
            verdicts.reading("X-26", "SEC-8", nullptr, "returns-sink: CreateSinkStub gave a pointer that served as the sink",
                             {record.index});
        }
        if (static_cast<Method>(record.event.method) != Method::kCreateObjectStub) return;
        const bool is_sink = made_of_[record.event.call] != 0;
        const std::int32_t result = record.event.result;
        verdicts.opportunity("SEC-8");
        if (is_sink && result != kNoError) {
            verdicts.breach("SEC-8", nullptr, "CreateObjectStub returns S_OK for a sink",
                            fmt::format("it returned {}", verdicts.result_text(result)), {record.index});
        } else if (!is_sink && result != kNoInterface) {
            verdicts.breach("SEC-8", nullptr, "CreateObjectStub returns E_NOINTERFACE for an object that is no sink",
                            fmt::format("it returned {}", verdicts.result_text(result)), {record.index});
        }
    }

    void check_new_stub(const trace::Record& record, History& history, Verdicts& verdicts) {
        const auto id = static_cast<std::uint32_t>(record.event.value);
        Stubs& stubs = stubs_[id];
        ++stubs.with_client;
        stubs.made = record.index;
        verdicts.opportunity("SEC-5");
        if (const Sink* sink = history.sink(id); sink != nullptr && sink->held < 1) {
            verdicts.breach("SEC-5", nullptr, "a stub owns a reference on its sink", "the stub was made and took none",
                            {sink->created, record.index});
        }
    }

    // Until the client lets go of the stub, the stub keeps the sink.
    void check_held(const trace::Record& record, History& history, Verdicts& verdicts) {
        const auto id = static_cast<std::uint32_t>(record.event.value);
        const Sink* sink = history.sink(id);
        if (sink == nullptr) return;
        verdicts.opportunity("SEC-5");
        if (sink->held < 1 && sink->references_taken > 0) {
            verdicts.breach("SEC-5", nullptr, "a stub owns a reference on its sink for as long as it lives",
                            "the client still held the stub, and the reference was gone",
                            {stubs_[id].made, sink->last_release, record.index});
        }
    }

    //
    void note_release(const trace::Record& record, History& history, Verdicts& verdicts) {
        const auto id = static_cast<std::uint32_t>(record.event.value2);
        Stubs& stubs = stubs_[id];
        --stubs.with_client;
        stubs.released = record.index;
        const Sink* sink = history.sink(id);
        if (sink == nullptr) return;
        verdicts.opportunity("SEC-6");
        for (const CallbackInProgress& callback : sink->in_progress) {
            if (!callback.is_final || callback.thread != record.thread) continue;
            verdicts.reading("X-16", "SEC-6", nullptr,
                             "stub-released-in-final: the client released the stub inside the final SetStatus",
                             {callback.index, record.index});
            return;
        }
        if (sink->last_final_left == kNowhere) return;
        verdicts.reading("X-16", "SEC-6", nullptr,
                         "stub-released-last: the client released the stub after the final status", {record.index});
    }

    void check_rest(const trace::Record& record, History& history, Verdicts& verdicts) {
        const Sink* sink = history.sink(record.event.object);
        if (sink == nullptr || !sink->is_ours) return;
        for (const std::uint32_t id : sink->operations) {
            const Operation& operation = *history.operation(id);
            if (operation.accepted && operation.is_unsecured) check_unsecured(record, operation, *sink, verdicts);
        }
        const auto stubs = stubs_.find(sink->id);
        if (stubs == stubs_.end() || stubs->second.with_client > 0) return;
        if (sink->held > 0) {  // a leak, in whatever order things were released
            verdicts.report("SEC-6", Grade::kViolation, nullptr,
                            "the apartment lets go of a sink when its stub has been released by everybody",
                            fmt::format("{:.0f} ms after the last release the sink was still held",
                                        static_cast<double>(record.event.value) / 1e6),
                            {stubs->second.made, stubs->second.released, record.index});
        } else if (sink->last_cancel != 0 && history.cancel(sink->last_cancel)->pointer != sink->id) {
            verdicts.reading("X-1", "REF-10", nullptr,
                             "released-by-proxy: a stub stood between, and the reference was gone soon after the cancel",
                             {history.cancel(sink->last_cancel)->returned, sink->last_release});
        }
    }

    static void check_unsecured(const trace::Record& record, const Operation& operation, const Sink& sink,
                                Verdicts& verdicts) {
        verdicts.opportunity("SEC-1");
        verdicts.opportunity("STA-21");
        constexpr auto kExpected =
            "the sink of a client that has not set up its security is released, and none of its methods is called";
        if (operation.first_callback != kNowhere) {
            verdicts.breach("SEC-1", &operation, kExpected,
                            fmt::format("{} Indicate calls and {} final statuses came", operation.indicates,
                                        operation.finals),
                            {operation.entered, operation.first_callback});
        }
        if (sink.held > 0) {
            verdicts.breach("SEC-1", &operation, kExpected, "the service still held the sink",
                            {operation.entered, operation.returned, record.index});
        }
    }

    std::map<std::uint32_t, Stubs> stubs_;            // by sink
    std::map<std::uint32_t, std::uint32_t> made_of_;  // by call of CreateObjectStub: the sink, or 0
};

}  // namespace

std::unique_ptr<Rule> make_security_rule() { return std::make_unique<SecurityRule>(); }

}  // namespace wbemcheck::contract
