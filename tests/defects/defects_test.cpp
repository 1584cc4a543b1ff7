// A subject that crashes, hangs, exits or throws costs one scenario: the report is complete and names it. The defects that
// leave the worker alive are proved by `wbemcheck prove`, which is a test of its own.
#include <gtest/gtest.h>

#include <algorithm>
#include <cctype>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "harness/runner/sanitizer.h"
#include "tests/defects/defect_run.h"

namespace wbemcheck::defects {
namespace {

using mock::Defect;
using reports::Verdict;

std::vector<const Defect*> defects_under_test() {
    std::vector<const Defect*> chosen;
    for (const Defect& defect : mock::all_defects()) {
        if (defect.breaks.front().starts_with("LIV-")) {
            chosen.push_back(&defect);
        }
    }
    return chosen;
}

// "final-twice" as GoogleTest likes it: "FinalTwice".
std::string name_of(const testing::TestParamInfo<const Defect*>& info) {
    std::string name;
    bool begins_word = true;
    for (const char c : info.param->id) {
        if (c != '-') {
            name.push_back(begins_word ? static_cast<char>(std::toupper(c)) : c);
        }
        begins_word = c == '-';
    }
    return name;
}

std::string sentence(const reports::Finding& finding) {
    return finding.clause + " in " + finding.scenario + ": expected " + finding.expected + "; actual: " +
           finding.actual;
}

// How the worker may have ended in a scenario with a violation of this clause. LIV-4 and LIV-5 leave it alive.
std::vector<std::string_view> endings_of(std::string_view clause) {
    static const std::map<std::string_view, std::vector<std::string_view>> endings = {
        {"LIV-1", {"crashed"}},   {"LIV-2", {"hung"}},      {"LIV-3", {"exited"}},
        {"LIV-4", {"completed"}}, {"LIV-5", {"completed"}}, {"LIV-6", {"outgrew its memory", "flooded its trace"}}};
    const auto entry = endings.find(clause);
    return entry == endings.end() ? std::vector<std::string_view>() : entry->second;
}

class DeadlyDefect : public testing::TestWithParam<const Defect*> {
protected:
    void SetUp() override {
        const Defect& defect = *GetParam();
        RecordProperty("defect", std::string(defect.id));
        run_ = run_with(defect);
    }

    [[nodiscard]] bool is_declared(const std::string& clause) const {
        return std::ranges::find(GetParam()->breaks, clause) != GetParam()->breaks.end();
    }

    void expect_declared_violations() const {
        bool is_caught = false;
        for (const reports::Finding& finding : run_.result.findings) {
            if (finding.verdict == Verdict::kViolation) {
                EXPECT_TRUE(is_declared(finding.clause)) << sentence(finding);
                is_caught = is_caught || is_declared(finding.clause);
            }
        }
        EXPECT_TRUE(is_caught);
    }

    void expect_every_scenario() const {
        EXPECT_TRUE(run_.is_complete);
        std::vector<std::string> listed;
        for (const reports::ScenarioOutcome& scenario : run_.result.scenarios) {
            listed.push_back(scenario.id);
            EXPECT_NE(scenario.verdict, Verdict::kHarnessFault) << scenario.id << ": " << scenario.reason;
        }
        EXPECT_EQ(listed, run_.planned);
    }

    // What the clause says has befallen the worker, in the scenario that the finding names; and others went on.
    void expect_endings() const {
        bool has_other = false;
        for (const reports::ScenarioOutcome& scenario : run_.result.scenarios) {
            bool is_named = false;
            for (const reports::Finding& finding : run_.result.findings) {
                const std::vector<std::string_view> endings = endings_of(finding.clause);
                if (finding.clause == "LIV-1" && finding.scenario == scenario.id && !runner::kHasSanitizer) {
                    EXPECT_FALSE(finding.stack.empty()) << sentence(finding);
                }
                if (finding.scenario == scenario.id && !endings.empty()) {
                    is_named = true;
                    EXPECT_NE(std::ranges::find(endings, scenario.ending), endings.end())
                        << scenario.ending << ": " << sentence(finding);
                }
            }
            has_other = has_other || (!is_named && scenario.ending == "completed");
        }
        EXPECT_TRUE(has_other);
    }

    DefectRun run_;
};

TEST_P(DeadlyDefect, IsCaughtByAClauseThatItDeclaresAndByNoOther) {
    SCOPED_TRACE(run_.command + "\n" + run_.error_output);
    EXPECT_EQ(run_.exit_code, 1);
    EXPECT_EQ(run_.result.verdict, reports::RunVerdict::kViolates);
    expect_declared_violations();
    expect_every_scenario();
    expect_endings();
}

INSTANTIATE_TEST_SUITE_P(Mock, DeadlyDefect, testing::ValuesIn(defects_under_test()), name_of);

}  // namespace
}  // namespace wbemcheck::defects
