// Readings that are seen over a whole scenario.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/unit/contract/script.h"

namespace wbemcheck::contract {
namespace {

using testing::Contains;
using testing::Not;
using testing::StartsWith;

TEST(Failure, IsReturnedOrSent) {
    Script returned;
    returned.leave(returned.enter(kQuery, returned.sink()), kFailed);
    EXPECT_THAT(readings_of(returned.judge()), Contains(StartsWith("X-5 returned-only")));

    Script sent;
    const std::uint32_t sink = sent.sink();
    sent.accept(sink);
    sent.final(sink, kFailed);
    sent.release(sink);
    EXPECT_THAT(readings_of(sent.judge()), Contains(StartsWith("X-5 sent-only")));
}

TEST(RefusedCall, LeavesTheSinkAloneOrGivesBackWhatItTook) {
    Script untouched;
    untouched.leave(untouched.enter(kQuery, untouched.sink()), kFailed);
    EXPECT_THAT(readings_of(untouched.judge()), Contains(StartsWith("X-14 untouched")));

    Script balanced;
    const std::uint32_t sink = balanced.sink();
    const std::uint32_t call = balanced.enter(kQuery, sink);
    balanced.add_ref(sink);
    balanced.release(sink);
    balanced.leave(call, kFailed);
    EXPECT_THAT(readings_of(balanced.judge()), Contains(StartsWith("X-14 balanced-pair")));
}

TEST(Operation, IsObservedFromItsObjectsToItsLastReference) {
    Script script;
    const std::uint32_t sink = script.sink();
    script.accept(sink);
    script.indicate(sink);
    script.final(sink);
    script.release(sink);
    script.rest(sink);
    const auto readings = readings_of(script.judge());
    EXPECT_THAT(readings, Contains(StartsWith("X-24 page-ignored")));
    EXPECT_THAT(readings, Contains(StartsWith("X-34 always-released")));
}

TEST(Operation, WhoseSinkIsReleasedByALaterCancelIsNotObservedAsReleasing) {
    Script script;
    const std::uint32_t sink = script.sink();
    script.accept(sink);
    script.final(sink);
    const std::uint32_t cancel = script.enter(trace::Method::kCancelAsyncCall, sink);
    script.release(sink);
    script.leave(cancel);
    script.rest(sink);
    EXPECT_THAT(readings_of(script.judge()), Not(Contains(StartsWith("X-34"))));
}

TEST(Operation, ThatLetsGoBeforeItsFinalIsNotObservedAsReleasing) {
    Script script;
    const std::uint32_t sink = script.sink();
    script.accept(sink);
    script.release(sink);
    script.final(sink);
    script.rest(sink);
    EXPECT_THAT(readings_of(script.judge()), Not(Contains(StartsWith("X-34"))));
}

}  // namespace
}  // namespace wbemcheck::contract
