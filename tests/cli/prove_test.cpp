// The kill matrix, as a person asks for it.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "tests/cli/program.h"

namespace wbemcheck::cli {
namespace {

using testing::HasSubstr;

TEST(Prove, SaysWhichDefectWasCaughtByWhichClause) {
    const Outcome outcome = run_program({"prove", "final-twice", "null-sink-accepted", "--repeat", "2", "--json", "-"});
    EXPECT_EQ(outcome.code, 0) << outcome.errors;
    EXPECT_THAT(outcome.errors, HasSubstr("PROVED: 2 of 2 defects caught in every one of 2 runs"));
    const nlohmann::json document = nlohmann::json::parse(outcome.output);
    EXPECT_TRUE(document.at("holds").get<bool>());
    ASSERT_EQ(document.at("defects").size(), 2u);
    for (const nlohmann::json& defect : document.at("defects")) {
        EXPECT_TRUE(defect.at("caught").get<bool>()) << defect;
        EXPECT_EQ(defect.at("runs"), 2);
        EXPECT_TRUE(defect.at("undeclared").empty()) << defect;
        EXPECT_FALSE(defect.at("caughtBy").empty()) << defect;
    }
}

TEST(Prove, RefusesADefectThatThereIsNot) {
    const Outcome outcome = run_program({"prove", "final-thrice"});
    EXPECT_EQ(outcome.code, 2);
    EXPECT_EQ(outcome.output, "");
    EXPECT_THAT(outcome.errors, HasSubstr("'final-thrice' names no defect"));
}

}  // namespace
}  // namespace wbemcheck::cli
