#include "reports/case_message.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <array>
#include <string>

#include "reports/safe_text.h"

namespace wbemcheck::reports {
namespace {

TEST(CaseMessage, IsTheFirstFindingOfAViolationWhateverTheReason) {
    ScenarioOutcome scenario;
    scenario.verdict = Verdict::kViolation;
    scenario.reason = "a reason";
    Finding first;
    first.clause = "REF-3";
    first.actual = "one reference is kept";
    Finding warning = first;
    warning.verdict = Verdict::kWarning;
    const std::array<const Finding*, 3> findings = {&warning, &first, &first};
    EXPECT_EQ(case_message(scenario, findings, to_xml_text), "REF-3: one reference is kept (and 1 more finding)");
    EXPECT_EQ(case_message(scenario, {}, to_xml_text), "a reason");
}

TEST(CaseMessage, IsNeverEmptyAndStaysOneLine) {
    ScenarioOutcome scenario;
    scenario.verdict = Verdict::kNotReached;
    EXPECT_EQ(case_message(scenario, {}, to_xml_text), "not-reached, without a reason");
    scenario.reason = std::string(1000, 'x') + "\n";
    const std::string message = case_message(scenario, {}, to_xml_text);
    EXPECT_LT(message.size(), 330U);
    EXPECT_THAT(message, ::testing::EndsWith("..."));
}

}  // namespace
}  // namespace wbemcheck::reports
