// What a subject did, without what differs from run to run.
#include "harness/runner/behaviour.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <functional>

#include "tests/unit/contract/script.h"

namespace wbemcheck::runner {
namespace {

using contract::kQuery;
using contract::Script;
using reports::BehaviourChain;
using testing::ElementsAre;
using testing::HasSubstr;

std::vector<BehaviourChain> behaviour_of(const std::function<void(Script&)>& play) {
    Script script;
    play(script);
    return behaviour_in(script.close());
}

std::vector<std::string> sink_of(const std::function<void(Script&)>& play) {
    const std::vector<BehaviourChain> chains = behaviour_of(play);
    return chains.size() < 2 ? std::vector<std::string>() : chains[1].steps;
}

TEST(Behaviour, HasAChainForTheClientAndOneForEachSink) {
    const std::vector<BehaviourChain> chains = behaviour_of([](Script& script) {
        const std::uint32_t sink = script.sink();
        script.accept(sink);
        script.on_other_thread([&] {
            script.indicate(sink);
            script.final(sink);
            script.release(sink);
        });
        script.rest(sink);
    });
    ASSERT_EQ(chains.size(), 2u);
    EXPECT_EQ(chains[0].who, "client");
    EXPECT_THAT(chains[0].steps, ElementsAre("ExecQueryAsync: WBEM_S_NO_ERROR (0x00000000)"));
    EXPECT_EQ(chains[1].who, "sink 1");
    EXPECT_THAT(chains[1].steps, ElementsAre("objects", "SetStatus(COMPLETE, WBEM_S_NO_ERROR (0x00000000))",
                                             "at rest: no reference kept"));
}

TEST(Behaviour, IsTheSameHoweverObjectsAreCutIntoArrays) {
    const auto delivers = [](int arrays) {
        return sink_of([&](Script& script) {
            const std::uint32_t sink = script.sink();
            script.accept(sink);
            for (int round = 0; round < arrays; ++round) script.indicate(sink, {1, 2});
            script.final(sink);
        });
    };
    EXPECT_EQ(delivers(1), delivers(7));
    EXPECT_NE(delivers(1), delivers(0));
}

TEST(Behaviour, IsTheSameWhetherTheCallReturnsBeforeOrAfterItsCallbacks) {
    const auto runs = [](bool returns_first) {
        return behaviour_of([&](Script& script) {
            const std::uint32_t sink = script.sink();
            const std::uint32_t call = script.enter(kQuery, sink);
            script.add_ref(sink);
            if (returns_first) script.leave(call);
            script.on_other_thread([&] { script.final(sink); });
            if (!returns_first) script.leave(call);
        });
    };
    EXPECT_EQ(runs(true), runs(false));
}

TEST(Behaviour, IsTheSameInWhicheverOrderTheOperationsOfOneSinkEnd) {
    const auto ends = [](std::int32_t first, std::int32_t second) {
        return sink_of([&](Script& script) {
            const std::uint32_t sink = script.sink();
            script.accept(sink);
            script.accept(sink);
            script.final(sink, first);
            script.final(sink, second);
        });
    };
    EXPECT_EQ(ends(contract::kOk, contract::kFailed), ends(contract::kFailed, contract::kOk));
}

TEST(Behaviour, TellsApartWhatASubjectDecides) {
    const auto ends = [](std::int32_t result, bool releases, bool on_calling_thread) {
        return sink_of([&](Script& script) {
            const std::uint32_t sink = script.sink();
            const std::uint32_t call = script.enter(kQuery, sink);
            script.add_ref(sink);
            const auto deliver = [&] {
                script.final(sink, result);
                if (releases) script.release(sink);
            };
            if (on_calling_thread) {
                deliver();
            } else {
                script.on_other_thread(deliver);
            }
            script.leave(call);
            script.rest(sink);
        });
    };
    const auto usual = ends(contract::kOk, true, false);
    EXPECT_NE(usual, ends(contract::kFailed, true, false));
    EXPECT_NE(usual, ends(contract::kOk, false, false));
    EXPECT_NE(usual, ends(contract::kOk, true, true));
    EXPECT_THAT(ends(contract::kOk, true, true).front(), HasSubstr("on the thread of the call"));
}

TEST(Behaviour, CountsASecondFinalAndASecondCancel) {
    const auto ends = [](int times) {
        return behaviour_of([&](Script& script) {
            const std::uint32_t sink = script.sink();
            script.accept(sink);
            for (int time = 0; time < times; ++time) script.final(sink);
            for (int time = 0; time < times; ++time) script.cancel(sink, contract::kFailed);
        });
    };
    EXPECT_EQ(ends(2)[0].steps.size(), 3u);
    EXPECT_EQ(ends(2)[1].steps.size(), 2u);
    EXPECT_NE(ends(1), ends(2));
}

TEST(Behaviour, SaysOfACallThatItHasNotReturned) {
    const std::vector<BehaviourChain> chains = behaviour_of([](Script& script) { (void)script.enter(kQuery, script.sink()); });
    EXPECT_THAT(chains.front().steps, ElementsAre("ExecQueryAsync: has not returned"));
}

}  // namespace
}  // namespace wbemcheck::runner
