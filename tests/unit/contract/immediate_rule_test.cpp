#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/unit/contract/script.h"

namespace wbemcheck::contract {
namespace {

using testing::Contains;
using testing::ElementsAre;
using testing::IsEmpty;
using trace::MarkKind;

// A call that returns only after the client has let go of the callback that its gate held.
void call_that_waits(Script& script, std::uint32_t sink, bool in_final) {
    const std::uint32_t call = script.enter(kQuery, sink);
    script.add_ref(sink);
    if (in_final) {
        script.begin_status(sink, 0, kOk);
    } else {
        script.begin_indicate(sink);
    }
    script.mark(MarkKind::kCallbackHeld, sink);
    script.mark(MarkKind::kCallStillBusy, sink, 300'000'000, static_cast<std::int64_t>(kQuery));
    if (in_final) {
        script.end_status(sink);
    } else {
        script.end_indicate(sink);
        script.final(sink);
    }
    script.release(sink);
    script.leave(call);
}

TEST(AsynchronousCall, DoesNotWaitForABlockedIndicate) {
    Script script;
    call_that_waits(script, script.sink(), false);
    EXPECT_THAT(findings(script.judge()),
                ElementsAre("IMM-3 violation | the call returns while the client holds a callback of its operation | it "
                            "returned only after the client had let go of Indicate"));
}

TEST(AsynchronousCall, DoesNotWaitForABlockedFinal) {
    Script script;
    call_that_waits(script, script.sink(), true);
    EXPECT_THAT(findings(script.judge()),
                ElementsAre("IMM-1 violation | the call returns while the client holds a callback of its operation | it "
                            "returned only after the client had let go of SetStatus"));
}

TEST(AsynchronousCall, ReturnsExactlyNoError) {
    Script script;
    const std::uint32_t sink = script.sink();
    const std::uint32_t call = script.enter(kQuery, sink);
    script.add_ref(sink);
    script.leave(call, kFalse);
    EXPECT_THAT(findings(script.judge()),
                ElementsAre("IMM-2 violation | the success code is WBEM_S_NO_ERROR and no other | the call returned "
                            "0x00000001"));
}

TEST(SecondCall, IsNotRefusedOnceTheFirstIsOver) {
    Script script;
    const std::uint32_t first = script.sink();
    const std::uint32_t second = script.sink();
    const std::uint32_t call = script.enter(kQuery, first, 0, "SELECT * FROM X");
    script.add_ref(first);
    script.leave(call);
    script.final(first);
    script.release(first);
    script.leave(script.enter(kQuery, second, 0, "SELECT * FROM X"), kFailed);
    EXPECT_THAT(findings(script.judge()),
                ElementsAre("IMM-1 violation | the call starts its operation and returns WBEM_S_NO_ERROR | it was refused "
                            "with 0x80041001, although the same call had been accepted as ExecQueryAsync #1 and that "
                            "operation had ended with its final status"));
}

TEST(SecondCall, MayBeRefusedForArgumentsOfItsOwn) {
    Script script;
    const std::uint32_t first = script.sink();
    const std::uint32_t call = script.enter(kQuery, first, 0, "SELECT * FROM X");
    script.add_ref(first);
    script.leave(call);
    script.final(first);
    script.release(first);
    script.leave(script.enter(kQuery, script.sink(), 0, "SELECT * FROM Y"), kFailed);
    script.mark(MarkKind::kInvalidArgument, 0, 0, 0, "unknown flag");
    script.leave(script.enter(kQuery, script.sink(), 0x400000, "SELECT * FROM X"), kFailed);
    EXPECT_THAT(findings(script.judge()), IsEmpty());
}

}  // namespace
}  // namespace wbemcheck::contract
