#include "reports/junit_report.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <pugixml.hpp>
#include <set>
#include <string>
#include <string_view>

#include "reports/safe_text.h"
#include "reports/unique_scenarios.h"
#include "tests/unit/reports/golden_file.h"
#include "tests/unit/reports/sample_results.h"

namespace wbemcheck::reports {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;
using ::testing::StartsWith;

class Report {
public:
    explicit Report(const RunResult& run) : text_(write_junit(run)) {
        const pugi::xml_parse_result parsed =
            document_.load_buffer(text_.data(), text_.size(), pugi::parse_full);
        EXPECT_TRUE(parsed) << parsed.description() << " at byte " << parsed.offset;
    }

    [[nodiscard]] pugi::xml_node root() const { return document_.child("testsuites"); }
    [[nodiscard]] pugi::xml_node test_case(const std::string& name) const {
        for (const pugi::xml_node suite : root()) {
            const pugi::xml_node found = suite.find_child_by_attribute("testcase", "name", name.c_str());
            if (found) return found;
        }
        ADD_FAILURE() << "no case " << name;
        return {};
    }
    [[nodiscard]] const std::string& text() const { return text_; }

private:
    std::string text_;
    pugi::xml_document document_;
};

std::size_t children(pugi::xml_node node, const char* name) {
    return static_cast<std::size_t>(std::distance(node.children(name).begin(), node.children(name).end()));
}

TEST(JunitReport, LooksAsApproved) {
    testing::expect_golden("violating.junit.xml", write_junit(testing::violating_run()));
    testing::expect_golden("conforming.junit.xml", write_junit(testing::conforming_run()));
}

TEST(JunitReport, CountsAddUp) {
    const RunResult run = testing::violating_run();
    const Report report(run);
    unsigned tests = 0;
    unsigned failures = 0;
    unsigned errors = 0;
    unsigned skipped = 0;
    long long microseconds = 0;
    const auto micro = [](pugi::xml_node node) {
        return std::llround(node.attribute("time").as_double() * 1e6);
    };
    for (const pugi::xml_node suite : report.root()) {
        long long suite_microseconds = 0;
        std::size_t with_failure = 0;
        std::size_t with_error = 0;
        std::size_t with_skipped = 0;
        for (const pugi::xml_node test_case : suite.children("testcase")) {
            with_failure += children(test_case, "failure");
            with_error += children(test_case, "error");
            with_skipped += children(test_case, "skipped");
            suite_microseconds += micro(test_case);
        }
        EXPECT_EQ(suite.attribute("tests").as_uint(), children(suite, "testcase"));
        EXPECT_EQ(suite.attribute("failures").as_uint(), with_failure);
        EXPECT_EQ(suite.attribute("errors").as_uint(), with_error);
        EXPECT_EQ(suite.attribute("skipped").as_uint(), with_skipped);
        EXPECT_EQ(micro(suite), suite_microseconds);
        tests += suite.attribute("tests").as_uint();
        failures += suite.attribute("failures").as_uint();
        errors += suite.attribute("errors").as_uint();
        skipped += suite.attribute("skipped").as_uint();
        microseconds += suite_microseconds;
    }
    EXPECT_EQ(report.root().attribute("tests").as_uint(), tests);
    EXPECT_EQ(report.root().attribute("failures").as_uint(), failures);
    EXPECT_EQ(report.root().attribute("errors").as_uint(), errors);
    EXPECT_EQ(micro(report.root()), microseconds);
    EXPECT_EQ(tests, run.scenarios.size());
    EXPECT_EQ(failures, 11U);
    EXPECT_EQ(errors, 3U);
    EXPECT_EQ(skipped, 8U);
}

TEST(JunitReport, StaysWithinTheDialectThatAllReadersAccept) {
    const Report report(testing::violating_run());
    std::set<std::string> names;
    for (const pugi::xml_node suite : report.root()) {
        ASSERT_STREQ(suite.name(), "testsuite");
        ASSERT_STREQ(suite.first_child().name(), "properties");
        EXPECT_STREQ(suite.attribute("timestamp").value(), "2025-01-31T12:00:00");
        for (const pugi::xml_node child : suite) {
            if (std::string_view(child.name()) == "properties") continue;
            ASSERT_STREQ(child.name(), "testcase");
            const std::string name = child.attribute("name").value();
            EXPECT_TRUE(names.insert(name).second) << name;
            EXPECT_EQ(child.attribute("classname").value(),
                      "wbemcheck.wmi." + name.substr(0, name.find('/')));
            const std::string time = child.attribute("time").value();
            EXPECT_GE(time.size() - time.find('.') - 1, 3U) << time;
            EXPECT_EQ(children(child, "system-out"), 1U) << name;
            EXPECT_LE(children(child, "failure") + children(child, "error") + children(child, "skipped"), 1U)
                << name;
            for (const char* element : {"failure", "error", "skipped"}) {
                const pugi::xml_node outcome = child.child(element);
                if (!outcome) continue;
                EXPECT_STRNE(outcome.attribute("message").value(), "") << name;
                EXPECT_STRNE(outcome.attribute("type").value(), "") << name;
                EXPECT_STRNE(outcome.text().get(), "") << name;
                EXPECT_STREQ(outcome.next_sibling().name(), "system-out") << name;
            }
        }
    }
}

TEST(JunitReport, MapsEveryVerdict) {
    const RunResult run = testing::violating_run();
    const Report report(run);
    for (const ScenarioOutcome& scenario : run.scenarios) {
        const pugi::xml_node test_case = report.test_case(scenario.id);
        const char* expected = nullptr;
        switch (scenario.verdict) {
            case Verdict::kViolation:
                expected = "failure";
                break;
            case Verdict::kHarnessFault:
            case Verdict::kInconclusive:
                expected = "error";
                break;
            case Verdict::kNotApplicable:
            case Verdict::kWaived:
            case Verdict::kNotReached:
                expected = "skipped";
                break;
            case Verdict::kPass:
            case Verdict::kObserved:
            case Verdict::kWarning:
                break;
        }
        if (expected == nullptr) {
            EXPECT_STREQ(test_case.first_child().name(), "system-out") << scenario.id;
            continue;
        }
        const pugi::xml_node outcome = test_case.first_child();
        EXPECT_STREQ(outcome.name(), expected) << scenario.id;
        if (scenario.verdict != Verdict::kViolation) {
            EXPECT_STREQ(outcome.attribute("type").value(), name_of(scenario.verdict));
        }
        if (!scenario.reason.empty()) {
            EXPECT_EQ(outcome.attribute("message").value(), scenario.reason);
        }
    }
}

TEST(JunitReport, FailureSaysEverything) {
    const Report report(testing::violating_run());
    const pugi::xml_node failure = report.test_case("cancel/unknown-sink/ExecQueryAsync").child("failure");
    EXPECT_STREQ(failure.attribute("type").value(), "CAN-7, REF-3");
    EXPECT_THAT(failure.attribute("message").value(),
                StartsWith("CAN-7: CancelAsyncCall returned WBEM_S_NO_ERROR"));
    EXPECT_THAT(failure.attribute("message").value(), HasSubstr("(and 1 more finding)"));
    const std::string body = failure.text().get();
    for (const char* part :
         {"CAN-7 (MUST): violation", "requirement  CancelAsyncCall with a sink",
          "source       MS-WMI 3.1.4.3.2", "expected     no reference of sink 2",
          "actual       CancelAsyncCall returned", "=> 9.512 ms  T3  Release of sink 2: count 1",
          "check        Is the sink looked up", "REF-3 (MUST): violation"}) {
        EXPECT_THAT(body, HasSubstr(part));
    }
    EXPECT_TRUE(body.ends_with(
        "rerun: wbemcheck run \"wmi:root\\cimv2\" --seed 42 --filter cancel/unknown-sink/ExecQueryAsync\n"))
        << body;
}

TEST(JunitReport, PassingCaseTellsItsWarningsInItsOutput) {
    const Report report(testing::violating_run());
    const std::string output =
        report.test_case("cancel/blocked/ExecQueryAsync").child("system-out").text().get();
    EXPECT_THAT(output, HasSubstr("CAN-8 (MUST): warning"));
    EXPECT_THAT(
        output,
        HasSubstr("CancelAsyncCall returned only after everything had been delivered, 2998 ms later"));
    EXPECT_THAT(output, HasSubstr("pass            REF-1 (1), REF-3 (1), STA-1 (1), ORD-1 (3)"));
}

TEST(JunitReport, AttachesATraceThatWasKept) {
    const Report report(testing::violating_run());
    EXPECT_THAT(report.test_case("lifecycle/many/ExecQueryAsync").child("system-out").text().get(),
                HasSubstr("\n[[ATTACHMENT|traces/lifecycle-many-ExecQueryAsync.trace]]\n"));
    EXPECT_THAT(report.test_case("lifecycle/one/ExecQueryAsync").child("system-out").text().get(),
                Not(HasSubstr("ATTACHMENT")));
}

TEST(JunitReport, StaysWellFormedWhateverTheSubjectSays) {
    RunResult run = testing::violating_run();
    const std::string awkward = testing::awkward_text();
    run.subject += awkward;
    run.subject_identity[awkward] = awkward;
    run.scenarios[0].id += awkward;
    run.scenarios[0].description = awkward;
    for (ScenarioOutcome& scenario : run.scenarios) scenario.reason = awkward;
    for (Finding& finding : run.findings) {
        finding.scenario = run.scenarios[0].id;
        finding.clause = finding.actual = finding.expected = finding.advice = awkward;
        finding.witness.assign(
            1, {.index = 1, .milliseconds = 1, .thread = 1, .text = awkward, .is_breach = true});
    }
    const Report report(run);
    std::string_view rest = report.text();
    while (!rest.empty()) {
        const CodePoint point = first_code_point(rest);
        ASSERT_TRUE(point.is_valid);
        ASSERT_TRUE(point.value >= 0x20 || point.value == U'\n' || point.value == U'\t')
            << "control character";
        ASSERT_TRUE(point.value != 0xFFFE && point.value != 0xFFFF);
        rest.remove_prefix(point.length);
    }
    const pugi::xml_node test_case = report.root().first_child().child("testcase");
    EXPECT_EQ(
        test_case.attribute("name").value(),
        to_xml_text(run.scenarios[0].id).replace(to_xml_text(run.scenarios[0].id).find("[[ATT"), 2, "[ ["));
    EXPECT_THAT(test_case.child("failure").text().get(),
                HasSubstr("]]> <![CDATA[ <b a='1' c=\"2\"> & &amp; &#0;"));
    EXPECT_THAT(report.text(), Not(HasSubstr("[[ATTACHMENT|/etc/passwd")));
    EXPECT_EQ(report.root().attribute("tests").as_uint(), run.scenarios.size());
}

TEST(JunitReport, SaysWhereItCutsAHugeText) {
    RunResult run = testing::small_run();
    run.findings[0].actual = std::string(10'000'000, 'x');
    const Report report(run);
    const std::string body = report.test_case("lifecycle/many/ExecQueryAsync").child("failure").text().get();
    EXPECT_THAT(body, HasSubstr("[cut here: 9500000 more bytes stand in the JSON report]"));
    EXPECT_THAT(body, HasSubstr("\nrerun: wbemcheck run mock"));
    EXPECT_LT(report.text().size(), 2'000'000U);
}

TEST(JunitReport, RefusesTwoCasesWithOneName) {
    RunResult run = testing::small_run();
    run.scenarios.push_back(run.scenarios[0]);
    EXPECT_THROW((void)write_junit(run), DuplicateScenario);
    run.scenarios[0].id = "a/\xFF";
    run.scenarios[1].id = "a/\xFE";
    EXPECT_THROW((void)write_junit(run), DuplicateScenario);
}

TEST(JunitReport, NeverReadsGreenWhenTheRunIsNot) {
    RunResult run = testing::conforming_run();
    run.notes = {"The catalogue could not be read to its end."};
    EXPECT_EQ(Report(run).root().attribute("errors").as_uint(), 0U);
    run.verdict = RunVerdict::kFault;
    const Report fault(run);
    EXPECT_EQ(fault.root().attribute("errors").as_uint(), 1U);
    EXPECT_THAT(fault.test_case("run/verdict").child("error").text().get(),
                HasSubstr("The catalogue could not be read to its end."));
    run.verdict = RunVerdict::kInconclusive;
    EXPECT_EQ(Report(run).root().attribute("errors").as_uint(), 1U);
    run.verdict = RunVerdict::kViolates;
    EXPECT_EQ(Report(run).root().attribute("failures").as_uint(), 1U);
}

TEST(JunitReport, LeavesOutATimestampThatIsNone) {
    RunResult run = testing::small_run();
    run.started = "yesterday";
    run.scenarios[0].seconds = std::numeric_limits<double>::quiet_NaN();
    const Report report(run);
    EXPECT_FALSE(report.root().attribute("timestamp"));
    EXPECT_STREQ(report.root().attribute("time").value(), "0.000000");
}

}  // namespace
}  // namespace wbemcheck::reports
