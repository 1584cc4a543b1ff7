#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/unit/contract/script.h"

namespace wbemcheck::contract {
namespace {

using testing::Contains;
using testing::ElementsAre;
using testing::IsEmpty;
using testing::Not;
using testing::StartsWith;
using trace::Method;

// A query that a cancel meets while it runs; `answer` is what the cancel returns, `ending` how the query ends.
void run_query(Script& script, std::uint32_t sink, std::uint32_t pointer, std::int32_t answer, std::int32_t ending) {
    script.begin_indicate(sink);
    script.on_other_thread([&] { script.cancel(pointer, answer); });
    script.end_indicate(sink);
    script.final(sink, ending);
    script.release(sink);
    script.rest(sink);
}

TEST(CancelWithAnotherPointer, IsRecordedAndNotJudged) {
    struct Case {
        std::int32_t answer;
        std::int32_t ending;
        const char* reading;
    };
    for (const Case& seen : {Case{kFailed, kOk, "CAN-9 refused: a cancel with another interface pointer of the sink returned "
                                                "0x80041001"},
                             Case{kOk, kCancelled, "CAN-9 cancelled: a cancel with another interface pointer of the sink ended "
                                                   "the operation"},
                             Case{kOk, kOk, "CAN-9 accepted-without-effect: a cancel with another interface pointer of the sink "
                                            "returned 0x00000000, and the operation ran on"}}) {
        Script script;
        const std::uint32_t sink = script.sink();
        const std::uint32_t alias = script.stand_in(sink);
        script.accept(sink);
        run_query(script, sink, alias, seen.answer, seen.ending);
        const Judgement judgement = script.judge(Profile::kWire);
        EXPECT_THAT(findings(judgement), IsEmpty()) << seen.reading;
        EXPECT_THAT(readings_of(judgement), Contains(seen.reading));
        EXPECT_EQ(opportunities(judgement, "CAN-9"), 1u);
        EXPECT_EQ(opportunities(judgement, "CAN-7"), 0u);
    }
}

TEST(CancelThroughAnotherServicesPointer, IsRecordedAndNotJudged) {
    Script script;
    const std::uint32_t sink = script.sink();
    script.accept(sink);
    script.use_services(2);
    run_query(script, sink, sink, kOk, kCancelled);
    const Judgement judgement = script.judge(Profile::kWire);
    EXPECT_THAT(findings(judgement), IsEmpty());
    EXPECT_THAT(readings_of(judgement),
                Contains("CAN-15 cancelled: a cancel with another services pointer ended the operation"));
    EXPECT_EQ(opportunities(judgement, "CAN-15"), 1u);
}

TEST(CancelOfTheSinkInsteadOfItsStub, Fails) {
    for (const std::int32_t answer : {kOk, kFailed}) {
        Script script;
        const std::uint32_t sink = script.sink();
        script.add_ref(sink);
        const std::uint32_t stub = script.stand_in(sink, true);
        script.leave(script.enter(kQuery, stub));
        run_query(script, sink, sink, answer, kOk);
        const Judgement judgement = script.judge();
        EXPECT_EQ(opportunities(judgement, "CAN-7"), 1u);
        if (answer == kFailed) {
            EXPECT_THAT(findings(judgement), IsEmpty());
        } else {
            EXPECT_THAT(findings(judgement),
                        ElementsAre("CAN-7 warning | CancelAsyncCall fails for a sink of which the service was given a stub "
                                    "| it returned 0x00000000"));
        }
    }
}

TEST(ReleaseOfTheServicesPointer, MayEndTheOperationInAnyWay) {
    for (const bool has_final : {true, false}) {
        Script script;
        const std::uint32_t sink = script.sink();
        script.accept(sink);
        script.leave(script.enter(Method::kServicesRelease, 0));
        if (has_final) script.final(sink, kCancelled);
        script.release(sink);
        script.rest(sink);
        const Judgement judgement = script.judge(Profile::kWire);
        EXPECT_THAT(findings(judgement), IsEmpty());
        EXPECT_THAT(readings_of(judgement),
                    Contains(has_final ? "CAN-16 cancelled: the pending operation ended with WBEM_E_CALL_CANCELLED"
                                       : "CAN-16 ended-without-final: the sink was released and no final status came"));
        EXPECT_EQ(opportunities(judgement, "CAN-16"), 1u);
    }
}

TEST(ReleaseOfTheServicesPointer, LeaksNoSink) {
    Script script;
    const std::uint32_t sink = script.sink();
    script.accept(sink);
    script.leave(script.enter(Method::kServicesRelease, 0));
    script.rest(sink);
    EXPECT_THAT(findings(script.judge()),
                ElementsAre("REF-3 violation | an operation whose services pointer was released lets go of its sink in the end "
                            "| no final status came, and the service still holds the sink"));
}

TEST(LateCancel, DoesNotTouchASinkThatIsGone) {
    for (const bool touches : {false, true}) {
        Script script;
        const std::uint32_t sink = script.sink(0);
        script.accept(sink);
        script.final(sink);
        script.release(sink);
        script.destroy(sink);
        const std::uint32_t cancel = script.enter(Method::kCancelAsyncCall, sink);
        if (touches) {
            script.query_interface(sink);
            script.release(sink);
        }
        script.leave(cancel, kFailed);
        script.rest(sink);
        const Judgement judgement = script.judge();
        EXPECT_EQ(opportunities(judgement, "CAN-10"), 1u);
        if (touches) {
            EXPECT_THAT(findings(judgement),
                        Contains("CAN-10 warning | CancelAsyncCall looks its pointer up before it touches the sink | it "
                                 "touched a sink that was gone already"));
        } else {
            EXPECT_THAT(findings(judgement), IsEmpty());
        }
        EXPECT_THAT(readings_of(judgement), Contains(StartsWith(touches ? "X-21 dereferenced" : "X-21 compared-only")));
    }
}

TEST(CancelAfterTheClientsRelease, IsAnOpportunityOfItsOwn) {
    Script script;
    const std::uint32_t sink = script.sink(0);
    script.accept(sink);
    const std::uint32_t cancel = script.enter(Method::kCancelAsyncCall, sink);
    script.final(sink, kCancelled);
    script.release(sink);
    script.leave(cancel);
    script.rest(sink);
    const Judgement judgement = script.judge();
    EXPECT_THAT(findings(judgement), IsEmpty());
    EXPECT_EQ(opportunities(judgement, "REF-11"), 1u);
}

}  // namespace
}  // namespace wbemcheck::contract
