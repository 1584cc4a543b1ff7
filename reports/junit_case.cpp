#include "reports/junit_case.h"

#include <fmt/format.h>

#include <algorithm>
#include <utility>
#include <vector>

#include "reports/case_message.h"
#include "reports/finding_text.h"
#include "reports/safe_text.h"
#include "reports/text_layout.h"

namespace wbemcheck::reports {

namespace {

// libxml2, under several of the readers, refuses a text node of 10 million bytes.
constexpr std::size_t kBodyLimit = 4'000'000;
constexpr std::size_t kFieldLimit = 500'000;

FindingTextStyle finding_style() {
    FindingTextStyle style;
    style.clean = to_junit_text;
    style.field_limit = kFieldLimit;
    style.witness_limit = 200;
    style.indent = "  ";
    return style;
}

std::string verdict_words(const Finding& finding) {
    return to_junit_text(fmt::format("{} ({}): {}", finding.clause, finding.level, name_of(finding.verdict)));
}

std::string types_of(std::span<const Finding* const> findings, Verdict verdict) {
    std::vector<std::string> ids;
    for (const Finding* finding : findings) {
        if (finding->verdict != verdict) continue;
        std::string id = to_junit_text(finding->clause);
        if (std::ranges::find(ids, id) == ids.end()) ids.push_back(std::move(id));
    }
    return ids.empty() ? name_of(verdict) : join(ids, ", ");
}

// "  pass            REF-1 (3), REF-2 (1)" per verdict, with the opportunities in parentheses.
std::string clauses_text(const ScenarioOutcome& scenario) {
    std::string out;
    for (auto verdict = kAllVerdicts.rbegin(); verdict != kAllVerdicts.rend(); ++verdict) {
        std::vector<std::string> ids;
        for (const ClauseOutcome& clause : scenario.clauses) {
            if (clause.verdict == *verdict)
                ids.push_back(fmt::format("{} ({})", clause.clause, clause.opportunities));
        }
        if (ids.empty()) continue;
        std::string_view label = name_of(*verdict);
        for (const std::string& row : wrap(to_junit_text(join(ids, ", ")), 82)) {
            out += fmt::format("  {:<14}  {}\n", label, row);
            label = "";
        }
    }
    return out;
}

// What comes before the command that reruns the case, within the limit.
std::string whole_lines(std::string_view text) {
    std::string out = cut_text(text, kBodyLimit);
    if (!out.empty() && !out.ends_with('\n')) out += '\n';
    return out;
}

}  // namespace

JunitCaseKind junit_kind_of(Verdict verdict) noexcept {
    switch (verdict) {
        case Verdict::kViolation:
            return JunitCaseKind::kFailure;
        case Verdict::kHarnessFault:
        case Verdict::kInconclusive:
            return JunitCaseKind::kError;
        case Verdict::kNotApplicable:
        case Verdict::kWaived:
        case Verdict::kNotReached:
            return JunitCaseKind::kSkipped;
        case Verdict::kPass:
        case Verdict::kObserved:
        case Verdict::kWarning:
            return JunitCaseKind::kPassed;
    }
    return JunitCaseKind::kError;
}

std::string to_junit_text(std::string_view text) {
    std::string out = to_xml_text(text);
    constexpr std::string_view kMarker = "[[ATTACHMENT";
    for (std::size_t found = out.find(kMarker); found != std::string::npos;
         found = out.find(kMarker, found)) {
        out.insert(found + 1, 1, ' ');
    }
    return out;
}

JunitCaseText junit_text_of(const ScenarioOutcome& scenario, std::span<const Finding* const> findings) {
    JunitCaseText text;
    const JunitCaseKind kind = junit_kind_of(scenario.verdict);
    const bool is_violation = scenario.verdict == Verdict::kViolation;
    text.message = case_message(scenario, findings, to_junit_text);
    text.type = is_violation ? types_of(findings, scenario.verdict) : name_of(scenario.verdict);

    if (!scenario.reason.empty()) text.body = to_junit_text(scenario.reason) + "\n";
    FindingTextStyle style = finding_style();
    style.has_rerun = scenario.rerun.empty();  // else it is said once, at the end
    for (const Finding* finding : findings) {
        const bool is_in_body = kind != JunitCaseKind::kPassed && finding->verdict == scenario.verdict;
        std::string& place = is_in_body ? text.body : text.output;
        place += verdict_words(*finding) + "\n" + finding_text(*finding, style);
    }
    const std::string rerun =
        scenario.rerun.empty() ? "" : to_junit_text(fmt::format("rerun: {}\n", scenario.rerun));
    if (kind == JunitCaseKind::kPassed) {
        text.output.insert(0, std::exchange(text.body, {}));
    } else {
        if (text.body.empty()) text.body = text.message;
        text.body = whole_lines(text.body) + rerun;
    }

    const std::string head = fmt::format("{}\nverdict: {}, ending: {}\n", scenario.description,
                                         name_of(scenario.verdict), scenario.ending);
    text.output.insert(0, to_junit_text(head));
    const std::string clauses = clauses_text(scenario);
    if (!clauses.empty()) text.output += "clauses, with their opportunities:\n" + clauses;
    text.output = whole_lines(text.output) + rerun;
    if (!scenario.trace.empty())
        text.output += fmt::format("[[ATTACHMENT|{}]]\n", to_junit_text(scenario.trace));
    return text;
}

}  // namespace wbemcheck::reports
