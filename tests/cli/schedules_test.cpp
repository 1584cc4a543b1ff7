// Walks, explorations and replays, as a person runs them.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <set>

#include <nlohmann/json.hpp>

#include "reports/json_report.h"
#include "tests/cli/program.h"

namespace wbemcheck::cli {
namespace {

using reports::RunResult;
using reports::Verdict;
using testing::HasSubstr;

RunResult run_json(std::vector<std::string> arguments, std::int64_t code) {
    arguments.insert(arguments.begin(), "run");
    return run_for_result(std::move(arguments), code);
}

const reports::Walk* find_walk(const RunResult& result, const std::string& operation) {
    const auto found = std::find_if(result.walks.begin(), result.walks.end(),
                                    [&](const reports::Walk& walk) { return walk.operation == operation; });
    return found == result.walks.end() ? nullptr : &*found;
}

TEST(Walk, PlacesEveryActionAtEveryPointOfAQuery) {
    const RunResult result = run_json({"mock?objects=3&batch=1", "--walk", "--filter", "walk/ExecQueryAsync/*"}, 0);
    EXPECT_EQ(result.verdict, reports::RunVerdict::kConforms);
    EXPECT_TRUE(result.findings.empty());
    const reports::Walk* const walk = find_walk(result, "ExecQueryAsync/many");
    ASSERT_NE(walk, nullptr);
    std::set<std::string> points;
    for (const reports::WalkPoint& point : walk->points) {
        EXPECT_TRUE(points.insert(point.point).second) << point.point;
        EXPECT_GT(point.placements, 0u) << point.point;
        EXPECT_EQ(point.open, 0u) << point.point;
        EXPECT_EQ(point.verdict, Verdict::kPass) << point.point;
    }
    EXPECT_THAT(points, testing::IsSupersetOf({"before-the-call", "in-add-ref-1", "after-the-call", "in-indicate-1",
                                               "after-indicate-1", "in-indicate-3", "in-set-status-1", "after-set-status-1",
                                               "in-release-1"}));
    for (const reports::ScenarioOutcome& scenario : result.scenarios) {
        EXPECT_EQ(scenario.verdict, Verdict::kPass) << scenario.id << ": " << scenario.reason;
    }
}

TEST(Exploration, ExhaustsTwoOverlappingOperationsAndACancel) {
    const RunResult result = run_json({"mock?objects=3&batch=1", "--explore", "100000", "--filter",
                                       "explore/ExecQueryAsync/many/two-sinks-and-cancel"},
                                      0);
    ASSERT_EQ(result.explorations.size(), 1u);
    const reports::Exploration& explored = result.explorations.front();
    EXPECT_TRUE(explored.is_exhausted);
    EXPECT_TRUE(explored.tells_activity);
    EXPECT_EQ(explored.diverged, 0u);
    EXPECT_EQ(explored.blocked, 0u);
    EXPECT_GT(explored.schedules, 500u);
    EXPECT_LE(explored.orders, explored.schedules);
    EXPECT_TRUE(result.findings.empty());
    EXPECT_GT(result.clauses.size(), 0u);
}

// Not only the first order counts: a warning that comes with one of the others is said, and the space is no pass.
TEST(Exploration, SaysWarningsOfEveryOrder) {
    const RunResult result = run_json({"mock?defect=cancel-over-succeeds", "--explore", "1000", "--filter",
                                       "explore/GetObjectAsync/one/one-and-cancel"},
                                      0);
    ASSERT_EQ(result.scenarios.size(), 1u);
    EXPECT_EQ(result.scenarios.front().verdict, Verdict::kWarning);
    ASSERT_EQ(result.findings.size(), 1u);
    EXPECT_EQ(result.findings.front().clause, "CAN-7");
    EXPECT_EQ(result.findings.front().verdict, Verdict::kWarning);
    EXPECT_FALSE(result.findings.front().witness.empty());
    EXPECT_EQ(result.explorations.front().broken, 0u);
}

TEST(Exploration, StopsAtItsLimitAndSaysThatThisIsNotAll) {
    const RunResult result =
        run_json({"mock", "--explore", "20", "--filter", "explore/ExecQueryAsync/many/two-sinks-and-cancel"}, 0);
    ASSERT_EQ(result.explorations.size(), 1u);
    EXPECT_EQ(result.explorations.front().schedules, 20u);
    EXPECT_FALSE(result.explorations.front().is_exhausted);
}

TEST(Exploration, TakesFewerSchedulesWithABoundOnPreemptions) {
    const auto schedules = [](const char* preemptions) {
        return run_json({"mock?objects=3&batch=1", "--explore", "100000", "--preemptions", preemptions, "--filter",
                         "explore/ExecQueryAsync/many/shared-sink-and-cancel"},
                        0)
            .explorations.front();
    };
    const reports::Exploration none = schedules("0");
    const reports::Exploration one = schedules("1");
    EXPECT_TRUE(none.is_exhausted && one.is_exhausted);
    EXPECT_LT(none.schedules, one.schedules);
}

TEST(Replay, ShowsTheSameBreachTwentyTimesOutOfTwenty) {
    for (const auto& [subject, schedule, clause] :
         {std::tuple{"mock?defect=race-late-cancel-hits-neighbour",
                     "explore/ExecQueryAsync/many/start-2.callback-2.cancel-1", "CAN-2"},
          std::tuple{"mock?defect=race-own-cancel-in-release-releases",
                     "walk/GetObjectAsync/one/cancel-on-own-thread/in-release-1", "REF-5"}}) {
        const RunResult result = run_json({subject, "--replay", schedule, "--repeat", "20"}, 1);
        EXPECT_EQ(result.scenarios.size(), 20u);
        for (const reports::ScenarioOutcome& scenario : result.scenarios) {
            EXPECT_EQ(scenario.verdict, Verdict::kViolation) << scenario.id;
        }
        for (const reports::Finding& finding : result.findings) {
            if (finding.verdict != Verdict::kViolation) continue;
            EXPECT_EQ(finding.clause, clause) << finding.scenario;
        }
    }
}

TEST(Replay, PlaysAPlainScenarioToo) {
    const RunResult result = run_json({"mock", "--replay", "cancel/ExecQueryAsync/twice"}, 0);
    ASSERT_EQ(result.scenarios.size(), 1u);
    EXPECT_EQ(result.scenarios.front().id, "cancel/ExecQueryAsync/twice");
}

// What a worker dies of while it explores is in its trace.
TEST(Exploration, NamesTheScheduleThatASubjectDiedOf) {
    // A sanitizer would turn the crash into an exit of its own.
    for (const char* name : {"ASAN_OPTIONS", "TSAN_OPTIONS"}) {
        const char* const set = std::getenv(name);
        set_variable(name, std::string(set == nullptr ? "" : set) + ":handle_segv=0");
    }
    const RunResult result = run_json({"mock?defect=crash-after-cancel", "--explore", "2000", "--filter",
                                       "explore/GetObjectAsync/one/one-and-cancel"},
                                      1);
    const auto crash = std::find_if(result.findings.begin(), result.findings.end(),
                                    [](const reports::Finding& finding) { return finding.clause == "LIV-1"; });
    ASSERT_NE(crash, result.findings.end());
    EXPECT_THAT(crash->schedule, testing::StartsWith("explore/GetObjectAsync/one/start-1."));
    EXPECT_THAT(crash->schedule, HasSubstr("cancel-1"));
}

TEST(Explain, KnowsPlacementsSpacesAndSchedulesAndHowToPlayThem) {
    const Outcome outcome = run_program({"explain", "walk/ExecQueryAsync/many/cancel-twice/in-indicate-2",
                                         "explore/ExecQueryAsync/many/two-sinks",
                                         "explore/ExecQueryAsync/many/start-1.cancel-1", "race-second-cancel-keeps"});
    EXPECT_EQ(outcome.code, 0) << outcome.errors;
    EXPECT_THAT(outcome.output, HasSubstr("--replay"));
    EXPECT_THAT(outcome.output, HasSubstr("--explore 100000 --filter"));
    EXPECT_THAT(outcome.output, HasSubstr("'mock?defect=race-second-cancel-keeps' --walk"));
}

TEST(Seed, StandsInEveryFindingAndIsReplayedWithIt) {
    const RunResult found = run_json(
        {"mock?defect=cancel-answers-false", "--filter", "cancel/ExecQueryAsync/inside-indicate", "--seed", "11"}, 1);
    ASSERT_FALSE(found.findings.empty());
    EXPECT_EQ(found.findings.front().schedule, "cancel/ExecQueryAsync/inside-indicate~11");
    EXPECT_THAT(found.findings.front().rerun, HasSubstr("--replay"));
    const RunResult again = run_json({"mock?defect=cancel-answers-false", "--replay", found.findings.front().schedule}, 1);
    EXPECT_EQ(again.seed, 11u);
    EXPECT_EQ(again.findings.front().clause, found.findings.front().clause);
}

// A scenario that breaks a clause twice, and a folder that an earlier run has used.
TEST(Bundle, IsOneOfItsOwnForEveryViolationInANewFolderAndInAnOldOne) {
    const TemporaryFolder folder;
    const std::string out = folder.path("out");
    for (int round = 0; round < 2; ++round) {
        const RunResult result = run_json(
            {"mock?defect=sink-queried-after-final", "--filter", "overlap/ExecQueryAsync/*", "--out", out}, 1);
        std::size_t violations = 0;
        std::set<std::pair<std::string, std::string>> places;
        for (const reports::Finding& finding : result.findings) {
            if (finding.verdict != Verdict::kViolation) continue;
            ++violations;
            places.emplace(finding.clause, finding.scenario);
        }
        EXPECT_LT(places.size(), violations) << "no scenario broke a clause twice";
        std::size_t bundles = 0;
        for (const auto& entry : std::filesystem::directory_iterator(std::filesystem::path(out) / "failures")) {
            EXPECT_TRUE(std::filesystem::exists(entry.path() / "found.trace")) << entry.path();
            ++bundles;
        }
        EXPECT_EQ(bundles, violations);
    }
}

TEST(Bundle, HoldsAllThatIsNeededToLookAtAFailureElsewhere) {
    const TemporaryFolder folder;
    const std::string out = folder.path("out");
    const RunResult result = run_json({"mock?defect=race-own-cancel-in-final-releases", "--walk", "--filter",
                                       "walk/ExecQueryAsync/*/cancel-on-own-thread/*", "--out", out},
                                      1);
    const std::filesystem::path bundle = std::filesystem::path(out) / "failures" /
                                         "REF-5.walk.ExecQueryAsync.many.cancel-on-own-thread.in-set-status-1";
    ASSERT_TRUE(std::filesystem::is_directory(bundle));
    const auto document = nlohmann::json::parse(read_file((bundle / "finding.json").string()));
    EXPECT_EQ(document.at("schema"), "wbemcheck-finding");
    EXPECT_EQ(document.at("finding").at("clause"), "REF-5");
    // Fewer objects show it as well, and both schedules are kept.
    EXPECT_EQ(document.at("finding").at("schedule"), "walk/ExecQueryAsync/none/cancel-on-own-thread/in-set-status-1");
    EXPECT_EQ(document.at("finding").at("foundAs"), "walk/ExecQueryAsync/many/cancel-on-own-thread/in-set-status-1");
    EXPECT_THAT(read_file((bundle / "rerun.txt").string()), HasSubstr("--replay"));
    for (const char* trace : {"found.trace", "smallest.trace"}) {
        const Outcome outcome = run_program({"check", (bundle / trace).string(), "--json", "-"});
        EXPECT_EQ(outcome.code, 1) << outcome.errors;
        const RunResult judged = reports::read_json(outcome.output);
        EXPECT_TRUE(std::any_of(judged.findings.begin(), judged.findings.end(), [](const reports::Finding& finding) {
            return finding.clause == "REF-5" && finding.verdict == Verdict::kViolation;
        })) << trace;
    }
}

}  // namespace
}  // namespace wbemcheck::cli
