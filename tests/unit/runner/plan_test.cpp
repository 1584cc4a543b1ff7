#include "harness/runner/plan.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <set>

#include "harness/subject/usage_error.h"

namespace wbemcheck::runner {
namespace {

using testing::HasSubstr;
using testing::Not;

std::string complaint(const RunOptions& options) {
    try {
        (void)make_plan(options);
    } catch (const UsageError& error) {
        return error.what();
    }
    return "no complaint";
}

std::vector<std::string> ids(const std::vector<PlannedScenario>& plan) {
    std::vector<std::string> result;
    for (const PlannedScenario& planned : plan) result.push_back(planned.id);
    return result;
}

TEST(Scenarios, HaveUniqueIdsAndSentences) {
    std::set<std::string> seen;
    for (const scenarios::Scenario& scenario : scenarios::all_scenarios()) {
        EXPECT_TRUE(seen.insert(scenario.id).second) << scenario.id;
        EXPECT_EQ(scenario.description.back(), '.') << scenario.id;
        EXPECT_EQ(scenario.id.find('@'), std::string::npos) << scenario.id;
        EXPECT_EQ(std::count(scenario.id.begin(), scenario.id.end(), ' '), 0) << scenario.id;
    }
}

TEST(Plan, HoldsEveryScenarioOfTheRoleOnceByDefault) {
    RunOptions provider;
    provider.subject = subject::parse_subject("provider:x.so?mof=x.mof");
    const auto of_services = ids(make_plan({}));
    const auto of_providers = ids(make_plan(provider));
    EXPECT_THAT(of_providers, testing::Each(testing::StartsWith("provider/")));
    EXPECT_THAT(of_services, testing::Each(testing::Not(testing::StartsWith("provider/"))));
    EXPECT_EQ(of_services.size() + of_providers.size(), scenarios::all_scenarios().size());
}

TEST(Plan, TakesFiltersAndExcludes) {
    RunOptions options;
    options.filters = {"cancel/ExecQueryAsync/*"};
    options.excludes = {"*/twice"};
    const auto selected = ids(make_plan(options));
    EXPECT_THAT(selected, testing::Contains("cancel/ExecQueryAsync/null"));
    EXPECT_THAT(selected, testing::Not(testing::Contains("cancel/ExecQueryAsync/twice")));
    EXPECT_THAT(selected, testing::Each(testing::StartsWith("cancel/ExecQueryAsync/")));
}

TEST(Plan, RefusesAFilterThatMatchesNothing) {
    RunOptions options;
    options.filters = {"cancel/*", "cancle/*"};
    EXPECT_EQ(complaint(options),
              "--filter 'cancle/*' matches no scenario of a service; `wbemcheck list scenarios` shows their ids.");
}

TEST(Plan, RefusesAnExcludeThatMatchesNothing) {
    RunOptions options;
    options.excludes = {"nothing"};
    EXPECT_THAT(complaint(options), HasSubstr("--exclude 'nothing' matches no scenario"));
}

TEST(Plan, RefusesAnEmptySelection) {
    RunOptions options;
    options.excludes = {"*"};
    EXPECT_THAT(complaint(options), HasSubstr("leaves no scenario to play"));
    options = {};
    options.filters = {"cancel/ExecQueryAsync/twice"};
    options.shard = 2;
    options.shards = 2;
    EXPECT_EQ(complaint(options), "Shard 2/2 is empty: only 1 scenarios are selected.");
}

TEST(Plan, SplitsIntoShardsWithoutLoss) {
    std::multiset<std::string> joined;
    RunOptions options;
    options.shards = 7;
    for (options.shard = 1; options.shard <= 7; ++options.shard) {
        for (const std::string& id : ids(make_plan(options))) joined.insert(id);
    }
    options = {};
    const auto all = ids(make_plan(options));
    EXPECT_EQ(joined, std::multiset<std::string>(all.begin(), all.end()));
}

TEST(Plan, RepeatsWithNamesOfTheirOwn) {
    RunOptions options;
    options.filters = {"cancel/ExecQueryAsync/twice"};
    options.repeat = 3;
    EXPECT_THAT(ids(make_plan(options)),
                testing::ElementsAre("cancel/ExecQueryAsync/twice", "cancel/ExecQueryAsync/twice@2",
                                     "cancel/ExecQueryAsync/twice@3"));
    EXPECT_EQ(base_id("cancel/ExecQueryAsync/twice@3"), "cancel/ExecQueryAsync/twice");
}

TEST(Plan, DrawsItsOrderFromTheSeed) {
    RunOptions options;
    const auto unshuffled = ids(make_plan(options));
    options.seed = 7;
    const auto first = ids(make_plan(options));
    EXPECT_EQ(first, ids(make_plan(options)));
    EXPECT_NE(first, unshuffled);
    options.seed = 8;
    EXPECT_NE(first, ids(make_plan(options)));
}

TEST(RerunCommand, CarriesWhatMattersAndQuotesIt) {
    RunOptions options;
    options.program = "wbemcheck";
    options.subject.text = "mock?objects=3&batch=2";
    options.profile = contract::Profile::kWire;
    options.seed = 9;
    options.timeout_scale = 2;
    const std::string command = rerun_command(options, "cancel/ExecQueryAsync/twice@2");
    EXPECT_THAT(command, HasSubstr("mock?objects=3&batch=2"));
    EXPECT_THAT(command, HasSubstr(" --filter cancel/ExecQueryAsync/twice --contract wire --seed 9 --timeout-scale 2"));
#ifndef _WIN32
    EXPECT_THAT(command, HasSubstr("'mock?objects=3&batch=2'"));
#endif
}

TEST(RerunCommand, CarriesLimitsThatAreNotTheUsualOnes) {
    RunOptions options;
    options.program = "wbemcheck";
    options.subject.text = "mock";
    EXPECT_THAT(rerun_command(options, "cancel/ExecQueryAsync/twice"), Not(HasSubstr("-limit")));
    options.limits = {.memory_mib = 512, .trace_mib = 0};
    EXPECT_THAT(rerun_command(options, "cancel/ExecQueryAsync/twice"), HasSubstr(" --memory-limit 512 --trace-limit 0"));
}

}  // namespace
}  // namespace wbemcheck::runner
