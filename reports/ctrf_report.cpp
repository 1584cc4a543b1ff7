#include "reports/ctrf_report.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <optional>
#include <set>
#include <span>
#include <string_view>
#include <vector>

#include "reports/case_message.h"
#include "reports/finding_text.h"
#include "reports/fingerprint.h"
#include "reports/grouping.h"
#include "reports/json_layout.h"
#include "reports/moment.h"
#include "reports/safe_text.h"
#include "reports/unique_scenarios.h"
#include "reports/verdict_of_the_run.h"

namespace wbemcheck::reports {

namespace {

using nlohmann::ordered_json;

// The version of the specification that the published schema describes.
constexpr const char* kSpecification = "0.0.0";
constexpr std::size_t kFieldLimit = 500'000;

enum class Status { kPassed, kFailed, kSkipped, kOther };

Status status_of(Verdict verdict) noexcept {
    switch (verdict) {
        case Verdict::kViolation:
            return Status::kFailed;
        case Verdict::kHarnessFault:
        case Verdict::kInconclusive:
            return Status::kOther;
        case Verdict::kNotApplicable:
        case Verdict::kWaived:
        case Verdict::kNotReached:
            return Status::kSkipped;
        case Verdict::kPass:
        case Verdict::kObserved:
        case Verdict::kWarning:
            return Status::kPassed;
    }
    return Status::kOther;
}

const char* name_of(Status status) noexcept {
    switch (status) {
        case Status::kPassed:
            return "passed";
        case Status::kFailed:
            return "failed";
        case Status::kSkipped:
            return "skipped";
        case Status::kOther:
            break;
    }
    return "other";
}

// The schema wants whole milliseconds.
std::int64_t milliseconds_of(double seconds) noexcept {
    if (!std::isfinite(seconds) || seconds <= 0) return 0;
    return std::llround(std::min(seconds, 1e9) * 1e3);
}

// "lifecycle", "many" of "lifecycle/many/ExecQueryAsync": from the outermost suite to the one that holds the test.
std::vector<std::string_view> suites_of(std::string_view scenario) {
    std::vector<std::string_view> suites;
    for (std::size_t slash = scenario.find('/'); slash != std::string_view::npos; slash = scenario.find('/')) {
        suites.push_back(scenario.substr(0, slash));
        scenario.remove_prefix(slash + 1);
    }
    return suites;
}

// The clauses that the test was about, each once.
std::set<std::string_view> tags_of(const ScenarioOutcome& scenario, std::span<const Finding* const> findings) {
    std::set<std::string_view> tags;
    for (const ClauseOutcome& clause : scenario.clauses) tags.insert(clause.clause);
    for (const Finding* finding : findings) tags.insert(finding->clause);
    return tags;
}

// The place of a stack trace: what was required and what came, event by event.
std::string trace_text(std::span<const Finding* const> findings) {
    FindingTextStyle style;
    style.clean = to_xml_text;  // readers show it on terminals and in web pages, so no controls
    style.field_limit = kFieldLimit;
    style.witness_limit = 200;
    style.indent = "  ";
    std::string text;
    for (const Finding* finding : findings) {
        text += to_xml_text(
            fmt::format("{} ({}): {}\n", finding->clause, finding->level, reports::name_of(finding->verdict)));
        text += finding_text(*finding, style);
    }
    return text;
}

ordered_json finding_json(const Finding& finding) {
    return {
        {"clause", finding.clause},
        {"level", finding.level},
        {"verdict", reports::name_of(finding.verdict)},
        {"operation", finding.operation},
        {"expected", cut_text(finding.expected, kFieldLimit)},
        {"actual", cut_text(finding.actual, kFieldLimit)},
        {"advice", cut_text(finding.advice, kFieldLimit)},
        {"rerun", finding.rerun},
        {"schedule", finding.schedule},
        {"fingerprint", fingerprint_of(finding)},
    };
}

ordered_json test_json(const ScenarioOutcome& scenario, std::span<const Finding* const> findings) {
    ordered_json test = {
        {"name", scenario.id},
        {"status", name_of(status_of(scenario.verdict))},
        {"duration", milliseconds_of(scenario.seconds)},
    };
    if (const auto suites = suites_of(scenario.id); !suites.empty()) test["suite"] = suites;
    if (scenario.verdict != Verdict::kPass || !scenario.reason.empty()) {
        test["message"] = case_message(scenario, findings, to_xml_text);
    }
    if (!findings.empty()) test["trace"] = trace_text(findings);
    test["rawStatus"] = reports::name_of(scenario.verdict);
    test["tags"] = tags_of(scenario, findings);
    test["type"] = "conformance";
    if (!scenario.trace.empty()) {
        test["attachments"] = ordered_json::array(
            {{{"name", "trace"}, {"contentType", "application/octet-stream"}, {"path", scenario.trace}}});
    }
    ordered_json extra = {
        {"description", cut_text(scenario.description, kFieldLimit)},
        {"reason", cut_text(scenario.reason, kFieldLimit)},
        {"ending", scenario.ending},
        {"rerun", scenario.rerun},
    };
    extra["findings"] = ordered_json::array();
    for (const Finding* finding : findings) extra["findings"].push_back(finding_json(*finding));
    test["extra"] = std::move(extra);
    return test;
}

// Counted from the tests themselves, so that it adds up whatever is in them.
ordered_json summary_json(const RunResult& result, std::span<const ScenarioOutcome* const> scenarios) {
    const auto count = [&](Status status) {
        return std::ranges::count(scenarios, status,
                                  [](const ScenarioOutcome* scenario) { return status_of(scenario->verdict); });
    };
    // Required by the schema also of a result whose moments cannot be read.
    const std::int64_t start = find_epoch_milliseconds(result.started).value_or(0);
    const std::int64_t stop =
        find_epoch_milliseconds(result.ended).value_or(start + milliseconds_of(result.wall_seconds));
    return {
        {"tests", scenarios.size()},
        {"passed", count(Status::kPassed)},
        {"failed", count(Status::kFailed)},
        {"skipped", count(Status::kSkipped)},
        {"pending", 0},
        {"other", count(Status::kOther)},
        {"start", start},
        {"stop", stop},
    };
}

ordered_json environment_json(const RunResult& result) {
    ordered_json identity = ordered_json::object();
    for (const auto& [name, value] : result.subject_identity) identity[name] = value;
    return {
        {"reportName", fmt::format("wbemcheck {}", result.subject)},
        {"appName", result.subject},
        {"osPlatform", result.platform},
        {"healthy", result.verdict != RunVerdict::kFault},
        {"extra",
         {{"verdict", reports::name_of(result.verdict)},
          {"contract", result.contract},
          {"subjectIdentity", std::move(identity)},
          {"catalogueVersion", result.catalogue_version},
          {"catalogueHash", result.catalogue_hash},
          {"seed", result.seed},
          {"notes", result.notes}}},
    };
}

}  // namespace

std::string write_ctrf(const RunResult& result) {
    require_unique_scenarios(result);
    std::vector<const ScenarioOutcome*> scenarios;
    for (const ScenarioOutcome& scenario : result.scenarios) scenarios.push_back(&scenario);
    const std::optional<ScenarioOutcome> run = verdict_of_the_run(result);
    if (run) scenarios.push_back(&*run);

    const FindingsByScenario findings = findings_by_scenario(result);
    ordered_json tests = ordered_json::array();
    for (const ScenarioOutcome* scenario : scenarios) {
        tests.push_back(test_json(*scenario, findings_of(*scenario, findings)));
    }
    return lay_out_json({
        {"reportFormat", "CTRF"},
        {"specVersion", kSpecification},
        {"generatedBy", "wbemcheck"},
        {"results",
         {{"tool", {{"name", "wbemcheck"}, {"version", result.tool_version}}},
          {"summary", summary_json(result, scenarios)},
          {"tests", std::move(tests)},
          {"environment", environment_json(result)}}},
    });
}

}  // namespace wbemcheck::reports
