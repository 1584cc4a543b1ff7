// Writes a trace by hand, the way a run would, and has it judged: what happened on the left, what the judge says on the
// right.
#pragma once

#include <filesystem>
#include <functional>
#include <initializer_list>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "harness/contract/judge.h"
#include "harness/trace/fault.h"
#include "harness/trace/recorder.h"
#include "tests/unit/trace/temporary_trace.h"

namespace wbemcheck::contract {

inline constexpr std::int32_t kOk = 0;
inline constexpr std::int32_t kFalse = 1;
inline constexpr std::int32_t kFailed = static_cast<std::int32_t>(0x80041001);
inline constexpr std::int32_t kCancelled = static_cast<std::int32_t>(0x80041032);
inline constexpr std::int64_t kSendStatusFlag = 0x80;
inline constexpr trace::Method kQuery = trace::Method::kExecQueryAsync;

class Script {
public:
    Script() : recorder_(std::make_unique<trace::Recorder>(file_.path())) {}

    // The services pointer of the calls that follow.
    void use_services(std::uint32_t services) { services_ = services; }
    // `pointer` stands for the sink from here on: another interface pointer of it, or a stub.
    std::uint32_t stand_in(std::uint32_t sink, bool is_stub = false);

    // A sink with this initial count. Returns its id.
    std::uint32_t sink(std::int64_t initial_count = 1);

    // A call that carries a sink, from its entry to its return.
    std::uint32_t enter(trace::Method method, std::uint32_t sink, std::int64_t flags = 0, std::string_view text = {});
    void leave(std::uint32_t call, std::int32_t result = kOk);
    // Entry, AddRef, return: an accepted call that begins as it should.
    std::uint32_t accept(std::uint32_t sink, trace::Method method = kQuery, std::int64_t flags = 0);

    void add_ref(std::uint32_t sink);
    void release(std::uint32_t sink);
    void query_interface(std::uint32_t sink);
    void destroy(std::uint32_t sink);

    // Callbacks; `begin` and `end` are the two halves of one.
    void begin_indicate(std::uint32_t sink, std::int64_t objects = 1, std::int64_t array = 5);
    void end_indicate(std::uint32_t sink, std::int32_t result = kOk, std::int64_t array = 5);
    void indicate(std::uint32_t sink, std::initializer_list<std::int64_t> digests = {100}, std::int32_t result = kOk);
    void begin_status(std::uint32_t sink, std::int64_t flags, std::int32_t result, bool has_object = false,
                      std::string_view text = {});
    void end_status(std::uint32_t sink, std::int32_t result = kOk);
    void final(std::uint32_t sink, std::int32_t result = kOk) {
        begin_status(sink, 0, result);
        end_status(sink);
    }
    void progress(std::uint32_t sink) {
        begin_status(sink, 2, 0);
        end_status(sink);
    }

    void object(trace::EventKind kind, std::uint32_t sink, std::int64_t digest, std::int64_t ordinal,
                std::int32_t result = 0);
    void reference(std::uint32_t call, std::int32_t result, std::initializer_list<std::int64_t> digests = {},
                   std::string_view text = {});
    void unstable(std::uint32_t call);

    // What the harness saw of an object of the subject.
    void inspected(trace::EventKind kind, std::uint32_t object, trace::Interface through, std::int64_t value,
                   std::int64_t value2, std::int32_t result = kOk, std::string_view note = {});
    void asked(std::uint32_t object, trace::Interface through, trace::Interface asked, std::int64_t pointer,
               std::int32_t result = kOk) {
        inspected(trace::EventKind::kInterfaceAsked, object, through, static_cast<std::int64_t>(asked), pointer, result);
    }
    // An object before (0) or after (1) it was passed to a method, or used.
    void state(std::uint32_t object, trace::Method method, std::uint32_t when, std::int64_t digest, std::int64_t count,
               std::string_view note, std::int32_t result = kOk);

    std::uint32_t cancel(std::uint32_t sink, std::int32_t result = kOk) {
        const std::uint32_t call = enter(trace::Method::kCancelAsyncCall, sink);
        leave(call, result);
        return call;
    }

    void mark(trace::MarkKind mark, std::uint32_t object = 0, std::int64_t value = 0, std::int64_t value2 = 0,
              std::string_view note = {}, std::int32_t result = 0);
    // The next call is wrong, or only unusual, on purpose.
    void announce(trace::Fault fault) {
        mark(trace::MarkKind::kInvalidArgument, 0, static_cast<std::int64_t>(fault), 0, trace::name_of(fault));
    }
    // An enumerator or call result; `flags` are those of the call that made it. Returns its id.
    std::uint32_t made(trace::Method maker, std::int64_t flags = 0, std::uint32_t cloned_from = 0, std::uint32_t call = 0);
    // A call on it, in the words of trace::EventKind::kPulled. The timeout is WBEM_INFINITE unless it is said otherwise.
    std::uint32_t pull(std::uint32_t object, trace::Method method, std::int32_t result, std::int64_t value = 0,
                       std::int64_t timeout = 0xFFFFFFFF, std::int64_t microseconds = 10);
    std::uint32_t next(std::uint32_t enumerator, std::int32_t result, std::int64_t asked, std::int64_t returned) {
        return pull(enumerator, trace::Method::kEnumNext, result, asked | (returned << 32));
    }
    // A request by NextAsync, up to its return.
    std::uint32_t request(std::uint32_t enumerator, std::uint32_t sink, std::int64_t count, std::int32_t result = kOk);
    // An [in] argument of the call, looked at when it had returned.
    void lent(std::uint32_t call, std::string_view parameter, trace::ArgumentFate fate, std::int64_t missing = 0);
    void rest(std::uint32_t sink) { mark(trace::MarkKind::kRestPoint, sink, 10'000'000); }

    // Runs `body` on a thread of its own, so that its events belong to that thread.
    void on_other_thread(const std::function<void()>& body);

    [[nodiscard]] trace::Recorder& recorder() { return *recorder_; }
    // The trace, complete: nothing can be added any more.
    [[nodiscard]] const std::filesystem::path& close() {
        recorder_.reset();
        return file_.path();
    }
    [[nodiscard]] Judgement judge(Profile profile = Profile::kDocumented);

private:
    trace::TemporaryTrace file_;
    std::unique_ptr<trace::Recorder> recorder_;
    std::uint32_t next_object_ = 10;
    std::uint32_t next_call_ = 1;
    std::uint32_t services_ = 1;
    struct Open {
        std::uint32_t call;
        trace::Method method;
    };
    std::vector<Open> calls_;
    std::vector<std::int64_t> counts_ = std::vector<std::int64_t>(100, 0);
};

// The findings that are no readings, one line each: "REF-3 violation | expected | actual".
[[nodiscard]] std::vector<std::string> findings(const Judgement& judgement);
// The readings, one line each: "X-4 unknown-sink: 0x80041002".
[[nodiscard]] std::vector<std::string> readings_of(const Judgement& judgement);
[[nodiscard]] std::uint64_t opportunities(const Judgement& judgement, std::string_view clause);

}  // namespace wbemcheck::contract
