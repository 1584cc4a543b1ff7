// The campaign against false alarms, as a person runs it.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "tests/cli/program.h"

namespace wbemcheck::cli {
namespace {

using testing::HasSubstr;

TEST(Campaign, FindsNoFalseAlarmAndSaysWhatItPlayed) {
    const TemporaryFolder folder;
    const Outcome outcome =
        run_program({"campaign", "--runs", "1000", "--seed", "3", "--json", folder.path("campaign.json")});
    EXPECT_EQ(outcome.code, 0) << outcome.output;
    EXPECT_THAT(outcome.output, HasSubstr("No false alarm"));
    const nlohmann::json document = nlohmann::json::parse(read_file(folder.path("campaign.json")));
    EXPECT_EQ(document.at("schema"), "wbemcheck-campaign");
    EXPECT_GE(document.at("scenarioRuns").get<std::uint64_t>(), 1000u);
    EXPECT_EQ(document.at("violations"), 0);
    EXPECT_EQ(document.at("warnings"), 0);
    EXPECT_EQ(document.at("inconclusiveReasons").empty(), document.at("inconclusive") == 0);
    EXPECT_EQ(document.at("seed"), 3);
    EXPECT_EQ(document.at("loadedRounds").get<std::uint64_t>(), document.at("rounds").get<std::uint64_t>() / 2);
    EXPECT_TRUE(document.at("footer").at("complete").get<bool>());
}

TEST(Campaign, RefusesALoadThatThereIsNot) {
    const Outcome outcome = run_program({"campaign", "--load", "some"});
    EXPECT_EQ(outcome.code, 2);
    EXPECT_THAT(outcome.errors, HasSubstr("some"));
}

}  // namespace
}  // namespace wbemcheck::cli
