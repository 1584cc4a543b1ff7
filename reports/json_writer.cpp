#include <algorithm>
#include <cmath>

#include "reports/fingerprint.h"
#include "reports/json_layout.h"
#include "reports/json_report.h"
#include "reports/tally.h"
#include "reports/unique_scenarios.h"

namespace wbemcheck::reports {

namespace {

using nlohmann::ordered_json;

// JSON has no infinities and no NaN; a reader must find a number all the same.
double finite(double value) noexcept { return std::isfinite(value) ? value : 0.0; }

ordered_json budgets_json(const Budgets& budgets) {
    return {
        {"timeoutScale", finite(budgets.timeout_scale)}, {"noTimeouts", budgets.no_timeouts},
        {"arrivalMs", finite(budgets.arrival_ms)},       {"silenceMs", finite(budgets.silence_ms)},
        {"releaseMs", finite(budgets.release_ms)},       {"slowestGapMs", finite(budgets.slowest_gap_ms)},
    };
}

ordered_json clause_json(const ClauseSummary& clause) {
    return {
        {"id", clause.id},
        {"level", clause.level},
        {"role", clause.role},
        {"requirement", clause.requirement},
        {"source", clause.source},
        {"checkability", clause.checkability},
        {"verdict", name_of(clause.verdict)},
        {"opportunities", clause.opportunities},
    };
}

ordered_json clause_outcome_json(const ClauseOutcome& outcome) {
    return {
        {"id", outcome.clause},
        {"verdict", name_of(outcome.verdict)},
        {"opportunities", outcome.opportunities},
    };
}

ordered_json chain_json(const BehaviourChain& chain) { return {{"who", chain.who}, {"steps", chain.steps}}; }

ordered_json scenario_json(const ScenarioOutcome& scenario) {
    return {
        {"id", scenario.id},
        {"description", scenario.description},
        {"verdict", name_of(scenario.verdict)},
        {"reason", scenario.reason},
        {"ending", scenario.ending},
        {"seconds", finite(scenario.seconds)},
        {"clauses", list_of(scenario.clauses, clause_outcome_json)},
        {"trace", scenario.trace},
        {"rerun", scenario.rerun},
        {"behaviour", list_of(scenario.behaviour, chain_json)},
    };
}

ordered_json witness_json(const WitnessEvent& event) {
    return {
        {"index", event.index},      {"milliseconds", finite(event.milliseconds)},
        {"thread", event.thread},    {"text", event.text},
        {"breach", event.is_breach},
    };
}

ordered_json step_json(const Step& step) {
    ordered_json document = {
        {"kind", name_of(step.kind)},   {"index", step.index},   {"milliseconds", finite(step.milliseconds)},
        {"thread", step.thread},        {"object", step.object}, {"text", step.text},
    };
    if (step.call != 0) document["call"] = step.call;
    if (step.count >= 0) document["count"] = step.count;
    if (step.expected >= 0) document["expected"] = step.expected;
    return document;
}

ordered_json finding_json(const Finding& finding) {
    ordered_json document = {
        {"clause", finding.clause},
        {"scenario", finding.scenario},
        {"level", finding.level},
        {"operation", finding.operation},
        {"verdict", name_of(finding.verdict)},
        {"requirement", finding.requirement},
        {"source", finding.source},
        {"expected", finding.expected},
        {"actual", finding.actual},
        {"advice", finding.advice},
        {"witness", list_of(finding.witness, witness_json)},
        {"timeline", list_of(finding.timeline, step_json)},
        {"rerun", finding.rerun},
        {"reading", finding.reading},
        {"schedule", finding.schedule},
        {"foundAs", finding.found_as},
        {"fingerprint", fingerprint_of(finding)},
    };
    if (!finding.stack.empty()) document["stack"] = finding.stack;
    return document;
}

ordered_json reading_json(const Reading& reading) {
    return {{"id", reading.id}, {"reading", reading.reading}, {"scenario", reading.scenario}};
}

ordered_json cell_name_json(const CellName& name) {
    return {
        {"method", name.method},
        {"mode", name.mode},
        {"outcome", name.outcome},
        {"threading", name.threading},
    };
}

ordered_json cell_json(const CoverageCell& cell) {
    ordered_json document = cell_name_json(cell.name);
    document["scenarios"] = cell.scenarios;
    document["clauses"] = cell.clauses;
    document["opportunities"] = cell.opportunities;
    return document;
}

ordered_json walk_point_json(const WalkPoint& point) {
    return {
        {"point", point.point},
        {"verdict", name_of(point.verdict)},
        {"placements", point.placements},
        {"open", point.open},
    };
}

ordered_json walk_json(const Walk& walk) {
    return {{"operation", walk.operation}, {"points", list_of(walk.points, walk_point_json)}};
}

ordered_json exploration_json(const Exploration& exploration) {
    return {
        {"space", exploration.space},
        {"schedules", exploration.schedules},
        {"broken", exploration.broken},
        {"redundant", exploration.redundant},
        {"orders", exploration.orders},
        {"turns", exploration.turns},
        {"exhausted", exploration.is_exhausted},
        {"diverged", exploration.diverged},
        {"blocked", exploration.blocked},
        {"seconds", finite(exploration.seconds)},
        {"waitedSeconds", finite(exploration.waited_seconds)},
        {"tellsActivity", exploration.tells_activity},
    };
}

ordered_json coverage_json(const RunResult& result) {
    const Coverage coverage = coverage_of(result);
    return {
        {"judged", coverage.judged},
        {"notReached", coverage.not_reached},
        {"notApplicable", coverage.not_applicable},
        {"notJudged", coverage.not_judged},
        {"untestable", coverage.untestable},
        {"cells", list_of(result.cells, cell_json)},
        {"emptyCells", list_of(result.empty_cells, cell_name_json)},
    };
}

}  // namespace

std::string write_json(const RunResult& result) {
    require_unique_scenarios(result);

    ordered_json identity = ordered_json::object();
    for (const auto& [name, value] : result.subject_identity) identity[name] = value;

    ordered_json document = {
        {"schema", kSchemaName},
        {"schemaVersion", kSchemaVersion},
        {"toolVersion", result.tool_version},
        {"catalogueVersion", result.catalogue_version},
        {"catalogueHash", result.catalogue_hash},
        {"subject", result.subject},
        {"subjectIdentity", std::move(identity)},
        {"platform", result.platform},
        {"contract", result.contract},
        {"verdict", name_of(result.verdict)},
        {"seed", result.seed},
        {"budgets", budgets_json(result.budgets)},
        {"started", result.started},
        {"ended", result.ended},
        {"wallSeconds", finite(result.wall_seconds)},
    };
    document["clauses"] = list_of(result.clauses, clause_json);
    document["scenarios"] = list_of(result.scenarios, scenario_json);
    document["findings"] = list_of(result.findings, finding_json);
    document["readings"] = list_of(result.readings, reading_json);
    document["coverage"] = coverage_json(result);
    document["walks"] = list_of(result.walks, walk_json);
    document["explorations"] = list_of(result.explorations, exploration_json);
    if (!result.stale_waivers.empty()) document["staleWaivers"] = result.stale_waivers;
    document["notes"] = result.notes;
    // The footer is the last key: a document that has it was written to its end.
    document["footer"] = {
        {"complete", true},
        {"scenarios", result.scenarios.size()},
        {"findings", result.findings.size()},
    };
    return lay_out_json(document);
}

std::string write_finding_json(const RunResult& result, const Finding& finding) {
    ordered_json identity = ordered_json::object();
    for (const auto& [name, value] : result.subject_identity) identity[name] = value;
    const auto scenario = std::find_if(result.scenarios.begin(), result.scenarios.end(),
                                       [&](const ScenarioOutcome& one) { return one.id == finding.scenario; });
    return lay_out_json({
        {"schema", "wbemcheck-finding"},
        {"schemaVersion", kSchemaVersion},
        {"toolVersion", result.tool_version},
        {"subject", result.subject},
        {"subjectIdentity", std::move(identity)},
        {"platform", result.platform},
        {"contract", result.contract},
        {"seed", result.seed},
        {"budgets", budgets_json(result.budgets)},
        {"started", result.started},
        {"description", scenario == result.scenarios.end() ? std::string() : scenario->description},
        {"finding", finding_json(finding)},
    });
}

}  // namespace wbemcheck::reports
