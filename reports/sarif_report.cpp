#include "reports/sarif_report.h"

#include <fmt/format.h>

#include <cmath>
#include <cstddef>
#include <iterator>
#include <map>
#include <optional>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

#include "reports/fingerprint.h"
#include "reports/json_layout.h"
#include "reports/moment.h"
#include "reports/safe_text.h"
#include "reports/unique_scenarios.h"
#include "reports/verdict_of_the_run.h"
#include "reports/verdict_sentence.h"

namespace wbemcheck::reports {

namespace {

using nlohmann::ordered_json;

constexpr const char* kSchema = "https://json.schemastore.org/sarif-2.1.0.json";
constexpr std::size_t kFieldLimit = 500'000;

// A plain text message may have placeholders, so braces are doubled (3.11.5); and links, "[text](target)", which a text of
// the subject must not make (3.11.6).
ordered_json message(std::string_view text) {
    std::string out;
    for (const char character : to_xml_text(text)) {
        if (character == '(' && out.ends_with(']')) out += ' ';
        if (character == '{' || character == '}') out += character;
        out += character;
    }
    return {{"text", out}};
}

// A relative reference of RFC 3986. The slashes of `name` remain, unless one would make the reference an absolute one or a
// segment of it empty.
std::string uri_of(std::string_view name) {
    std::string uri;
    for (const char character : to_xml_text(name)) {
        const bool is_unreserved = (character >= 'a' && character <= 'z') || (character >= 'A' && character <= 'Z') ||
                                   (character >= '0' && character <= '9') ||
                                   std::string_view("-._~").find(character) != std::string_view::npos;
        if (is_unreserved || (character == '/' && !uri.empty() && !uri.ends_with('/'))) {
            uri += character;
        } else {
            fmt::format_to(std::back_inserter(uri), "%{:02X}", static_cast<unsigned>(static_cast<unsigned char>(character)));
        }
    }
    return uri;
}

// What came stands first: where space is short, viewers show the begin of a message (3.11.3).
std::string text_of(const Finding& finding) {
    return fmt::format("Actual: {}\nExpected: {}", cut_text(finding.actual, kFieldLimit),
                       cut_text(finding.expected, kFieldLimit));
}

struct Grade {
    const char* kind;
    const char* level;  // "none" for every kind but "fail": 3.27.10
};

Grade grade_of(Verdict verdict) noexcept {
    switch (verdict) {
        case Verdict::kViolation:
        case Verdict::kWaived:
            return {"fail", "error"};
        case Verdict::kWarning:
            return {"fail", "warning"};
        case Verdict::kInconclusive:
        case Verdict::kHarnessFault:
            return {"open", "none"};  // "insufficient information to decide whether a problem exists"
        case Verdict::kObserved:
            return {"informational", "none"};
        case Verdict::kNotApplicable:
            return {"notApplicable", "none"};
        case Verdict::kPass:
        case Verdict::kNotReached:
            break;
    }
    return {"pass", "none"};
}

const char* default_level_of(std::string_view level) noexcept {
    if (level.starts_with("MUST")) return "error";
    return level.starts_with("SHOULD") ? "warning" : "note";
}

ordered_json rule_json(const ClauseSummary& clause) {
    std::string help = clause.requirement;
    if (!clause.source.empty()) help += fmt::format("\n\nIt comes from {}.", clause.source);
    help += fmt::format("\n\nwbemcheck explain {} says more.", clause.id);
    return {
        {"id", clause.id},
        {"shortDescription", message(clause.requirement)},
        {"fullDescription", message(clause.requirement)},
        {"help", message(help)},
        {"defaultConfiguration", {{"level", default_level_of(clause.level)}}},
        {"properties",
         {{"level", clause.level},
          {"role", clause.role},
          {"source", clause.source},
          {"checkability", clause.checkability},
          {"verdict", name_of(clause.verdict)},
          {"opportunities", clause.opportunities}}},
    };
}

class Log {
public:
    explicit Log(const RunResult& result) : result_(result), run_(verdict_of_the_run(result)) {
        for (const ScenarioOutcome& scenario : result.scenarios) scenarios_.emplace(scenario.id, &scenario);
        for (const ClauseSummary& clause : result.clauses) add_rule(clause);
        // A stored document may lack the clause of a finding; readers look for the rule of every result.
        for (const Finding& finding : result.findings) {
            add_rule({.id = finding.clause,
                      .level = finding.level,
                      .role = {},
                      .requirement = finding.requirement,
                      .source = finding.source,
                      .checkability = {}});
        }
    }

    [[nodiscard]] std::string write() {
        require_unique_scenarios(result_);
        ordered_json results = ordered_json::array();
        for (const Finding& finding : result_.findings) results.push_back(result_json(finding));
        if (run_) results.push_back(verdict_json(*run_));
        ordered_json driver = {
            {"name", "wbemcheck"},
            {"version", result_.tool_version},
            {"rules", std::move(rules_)},
            {"properties", {{"catalogueVersion", result_.catalogue_version}, {"catalogueHash", result_.catalogue_hash}}},
        };
        ordered_json run = {
            {"tool", {{"driver", std::move(driver)}}},
            {"invocations", ordered_json::array({invocation_json()})},
            {"results", std::move(results)},
            {"properties", properties_json()},
        };
        return lay_out_json({{"$schema", kSchema}, {"version", "2.1.0"}, {"runs", ordered_json::array({std::move(run)})}});
    }

private:
    void add_rule(const ClauseSummary& clause) {
        if (rule_index_.try_emplace(clause.id, rules_.size()).second) rules_.push_back(rule_json(clause));
    }

    [[nodiscard]] const ScenarioOutcome* find_scenario(std::string_view id) const {
        const auto found = scenarios_.find(id);
        return found == scenarios_.end() ? nullptr : found->second;
    }

    // There is no source file to point to. Code scanning refuses results without a physical location and a line all the
    // same, so that is the trace where one was kept, else the id of the scenario in the form of a path.
    [[nodiscard]] ordered_json physical_location(std::string_view scenario) const {
        const ScenarioOutcome* played = find_scenario(scenario);
        const bool has_trace = played != nullptr && !played->trace.empty();
        return {
            {"artifactLocation", {{"uri", uri_of(has_trace ? std::string_view(played->trace) : scenario)}}},
            {"region", {{"startLine", 1}}},
        };
    }

    [[nodiscard]] ordered_json locations_json(const std::string& scenario) const {
        const std::string name = scenario.substr(scenario.rfind('/') + 1);
        ordered_json logical = {{"name", name}, {"fullyQualifiedName", scenario}, {"kind", "scenario"}};
        return ordered_json::array({{
            {"physicalLocation", physical_location(scenario)},
            {"logicalLocations", ordered_json::array({std::move(logical)})},
        }});
    }

    [[nodiscard]] ordered_json code_flows_json(const Finding& finding) const {
        const ordered_json place = physical_location(finding.scenario);
        std::map<std::uint32_t, ordered_json> threads;
        std::size_t order = 0;  // over all thread flows: 3.38.11
        for (const WitnessEvent& event : finding.witness) {
            const double milliseconds = std::isfinite(event.milliseconds) ? event.milliseconds : 0.0;
            const std::string text = fmt::format("{:.3f} ms: {}", milliseconds, cut_text(event.text, kFieldLimit));
            ordered_json location = {
                {"location", {{"physicalLocation", place}, {"message", message(text)}}},
                {"executionOrder", ++order},
            };
            if (event.is_breach) location["importance"] = "essential";
            location["properties"] = {{"index", event.index}, {"milliseconds", milliseconds}};
            threads.try_emplace(event.thread, ordered_json::array()).first->second.push_back(std::move(location));
        }
        ordered_json flows = ordered_json::array();
        for (auto& [thread, locations] : threads) {
            flows.push_back({{"id", fmt::format("T{}", thread)}, {"locations", std::move(locations)}});
        }
        return ordered_json::array({{{"threadFlows", std::move(flows)}}});
    }

    [[nodiscard]] ordered_json result_json(const Finding& finding) const {
        const Grade grade = grade_of(finding.verdict);
        ordered_json document = {
            {"ruleId", finding.clause},
            {"ruleIndex", rule_index_.at(finding.clause)},
            {"kind", grade.kind},
            {"level", grade.level},
            {"message", message(text_of(finding))},
            {"locations", locations_json(finding.scenario)},
        };
        if (!finding.witness.empty()) document["codeFlows"] = code_flows_json(finding);
        // Without line numbers to go by, readers match results of two runs by this alone.
        document["partialFingerprints"] = {{"wbemcheck/v1", fingerprint_of(finding)}};
        if (finding.verdict == Verdict::kWaived) {
            const ScenarioOutcome* scenario = find_scenario(finding.scenario);
            ordered_json suppression = {{"kind", "external"}, {"status", "accepted"}};
            if (scenario != nullptr && !scenario->reason.empty()) {
                suppression["justification"] = cut_text(scenario->reason, kFieldLimit);
            }
            document["suppressions"] = ordered_json::array({std::move(suppression)});
        }
        document["properties"] = {
            {"verdict", name_of(finding.verdict)},       {"operation", finding.operation},
            {"advice", cut_text(finding.advice, kFieldLimit)}, {"reading", finding.reading},
            {"schedule", finding.schedule},              {"rerun", finding.rerun},
        };
        return document;
    }

    [[nodiscard]] ordered_json verdict_json(const ScenarioOutcome& run) const {
        const Grade grade = grade_of(run.verdict);
        return {
            {"ruleId", run.id},
            {"kind", grade.kind},
            {"level", grade.level},
            {"message", message(run.description + "\n" + cut_text(run.reason, kFieldLimit))},
            {"locations", locations_json(run.id)},
        };
    }

    // 3.20.21: a notification of the level "error" means that the run failed, so only a fault of the harness is one.
    [[nodiscard]] ordered_json notifications_json() const {
        ordered_json notifications = ordered_json::array();
        if (result_.verdict == RunVerdict::kFault) {
            notifications.push_back(
                {{"level", "error"}, {"message", message(fmt::format("The subject {}.", headline_of(result_)))}});
        }
        for (const std::string& note : result_.notes) {
            notifications.push_back({{"level", "note"}, {"message", message(note)}});
        }
        return notifications;
    }

    [[nodiscard]] ordered_json invocation_json() const {
        ordered_json invocation = {{"executionSuccessful", result_.verdict != RunVerdict::kFault}};
        // The format of 3.9, which is the one that results have; another text would make the document invalid.
        if (find_epoch_milliseconds(result_.started)) invocation["startTimeUtc"] = result_.started;
        if (find_epoch_milliseconds(result_.ended)) invocation["endTimeUtc"] = result_.ended;
        if (ordered_json notifications = notifications_json(); !notifications.empty()) {
            invocation["toolExecutionNotifications"] = std::move(notifications);
        }
        return invocation;
    }

    [[nodiscard]] ordered_json properties_json() const {
        ordered_json identity = ordered_json::object();
        for (const auto& [name, value] : result_.subject_identity) identity[name] = value;
        return {
            {"verdict", name_of(result_.verdict)}, {"subject", result_.subject}, {"subjectIdentity", std::move(identity)},
            {"platform", result_.platform},        {"contract", result_.contract}, {"seed", result_.seed},
        };
    }

    const RunResult& result_;
    const std::optional<ScenarioOutcome> run_;
    std::unordered_map<std::string_view, const ScenarioOutcome*> scenarios_;
    std::unordered_map<std::string, std::size_t> rule_index_;
    ordered_json rules_ = ordered_json::array();
};

}  // namespace

std::string write_sarif(const RunResult& result) { return Log(result).write(); }

}  // namespace wbemcheck::reports
