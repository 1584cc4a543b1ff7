// Each mistake of a provider is found by the clause that it is about, and no clause fires that it is not about.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cctype>

#include "harness/com/guid.h"
#include "reports/json_report.h"
#include "tests/cli/program.h"
#include "tests/hosting/examples.h"
#include "tests/providers/mistakes.h"

namespace wbemcheck::hosting {
namespace {

using example::Mistake;

std::string text_of(const CLSID& id) { return com::format_guid(id); }

class MistakenProvider : public testing::TestWithParam<Mistake> {};

TEST_P(MistakenProvider, IsFoundByItsClauseAlone) {
    const Mistake& mistake = GetParam();
#ifndef _WIN32
    if (mistake.id == "impersonation-not-reverted") GTEST_SKIP() << "there is no impersonation outside Windows";
    if (mistake.id == "leaked-bstr") GTEST_SKIP() << "outside Windows nothing counts the BSTRs of a module";
#endif
    const std::string subject =
        subject_of("mistaken_providers", "&class=" + std::string(mistake.class_name) + "&clsid=" + text_of(mistake.class_id) +
                                             (mistake.kind == example::ProviderKind::kMethod ? "&method=Add" : ""));
    std::vector<std::string> arguments = {"run", subject, "--memory-limit", "512", "--json", "-"};
    // Four seconds are too long for ProvideEvents, and not for what ends a worker that hangs.
    if (mistake.id != "provide-events-blocks") arguments.insert(arguments.end(), {"--timeout-scale", "0.3"});
    // Each of them costs a budget; what matters shows in one method.
    for (const std::string_view slow : {"hang-in-call", "endless-objects", "eats-memory"}) {
        if (mistake.id == slow) arguments.insert(arguments.end(), {"--filter", "provider/GetObjectAsync/completes"});
    }
#ifdef _WIN32
    arguments.insert(arguments.end(), {"--filter", "provider/GetObjectAsync/*"});
#endif
    const cli::Outcome outcome = cli::run_program(arguments);
    ASSERT_THAT(outcome.code, testing::AnyOf(0, 1)) << outcome.errors;
    const reports::RunResult result = reports::read_json(outcome.output);
    bool is_found = false;
    for (const reports::Finding& finding : result.findings) {
        if (finding.verdict < reports::Verdict::kWarning) continue;
        is_found = is_found || finding.clause == mistake.clauses.front();
        EXPECT_THAT(mistake.clauses, testing::Contains(finding.clause)) << finding.scenario << ": " << finding.actual;
    }
    EXPECT_TRUE(is_found) << "no finding of " << mistake.clauses.front();
}

std::string name_of(const testing::TestParamInfo<Mistake>& info) {
    std::string name;
    bool begins_word = true;
    for (const char c : info.param.id) {
        if (c == '-') {
            begins_word = true;
            continue;
        }
        name += begins_word ? static_cast<char>(std::toupper(static_cast<unsigned char>(c))) : c;
        begins_word = false;
    }
    return name;
}

// Under Wine, where starting a worker costs more than the judge does, the judge is the same code as here: what is played is
// what the platform has its own way to see.
std::vector<Mistake> mistakes() {
    std::vector<Mistake> played;
    for (const Mistake& mistake : example::kMistakes) {
#ifdef _WIN32
        const bool is_played = mistake.id == "crash" || mistake.id == "exit" || mistake.id == "freed-in-bstr" ||
                               mistake.id == "leaked-bstr" || mistake.id == "impersonation-not-reverted";
#else
        const bool is_played = true;
#endif
        if (is_played) played.push_back(mistake);
    }
    return played;
}

INSTANTIATE_TEST_SUITE_P(Mistakes, MistakenProvider, testing::ValuesIn(mistakes()), name_of);

}  // namespace
}  // namespace wbemcheck::hosting
