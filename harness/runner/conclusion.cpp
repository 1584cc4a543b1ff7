#include "harness/runner/conclusion.h"

#include <algorithm>
#include <iterator>
#include <map>
#include <set>
#include <tuple>
#include <utility>

#include <fmt/format.h>

#include "harness/contract/judge.h"
#include "harness/version.h"

namespace wbemcheck::runner {
namespace {

using reports::RunVerdict;
using reports::Verdict;

// A provider is hosted; everything else is called as a service.
contract::Role role_of(const reports::RunResult& result) {
    const auto kind = result.subject_identity.find("kind");
    const bool is_provider = kind != result.subject_identity.end() && kind->second == "provider";
    return is_provider ? contract::Role::kProvider : contract::Role::kService;
}

void add_clauses(contract::Role role, reports::RunResult& result) {
    std::map<std::string_view, reports::ClauseOutcome> joined;
    for (const reports::ScenarioOutcome& scenario : result.scenarios) {
        for (const reports::ClauseOutcome& clause : scenario.clauses) {
            reports::ClauseOutcome& sum = joined[clause.clause];
            sum.verdict = std::max(sum.verdict, clause.verdict);
            sum.opportunities += clause.opportunities;
        }
    }
    for (const contract::Clause& clause : contract::catalogue()) {
        reports::ClauseSummary summary;
        summary.id = std::string(clause.id);
        summary.level = std::string(contract::name_of(clause.level));
        summary.role = std::string(clause.roles);
        summary.requirement = std::string(clause.requirement);
        summary.source = std::string(clause.source);
        const bool is_judged = contract::is_judged(clause.id, role);
        const bool is_of_others = role == contract::Role::kProvider ? !contract::is_owed_by(clause, role) : clause.role != role;
        summary.checkability = is_judged ? "judged"
                               : clause.checkability == contract::Checkability::kUntestable ? "untestable"
                               : is_of_others                                               ? "other role"
                                                                                            : "not judged";
        // What was not reached is inconclusive, never a pass. Nobody is asked for what others owe.
        summary.verdict = is_judged                               ? Verdict::kInconclusive
                          : summary.checkability == "not judged" ? Verdict::kNotReached
                                                                  : Verdict::kNotApplicable;
        if (const auto entry = joined.find(clause.id); entry != joined.end()) {
            summary.verdict = entry->second.verdict;
            summary.opportunities = entry->second.opportunities;
        }
        result.clauses.push_back(std::move(summary));
    }
}

void set_verdict(bool is_whole, contract::Role role, reports::RunResult& result) {
    std::size_t inconclusive = 0;
    std::size_t not_applicable = 0;
    bool is_fault = false;
    bool is_violation = false;
    for (const reports::ScenarioOutcome& scenario : result.scenarios) {
        is_fault = is_fault || scenario.verdict == Verdict::kHarnessFault;
        is_violation = is_violation || scenario.verdict == Verdict::kViolation;
        if (scenario.verdict == Verdict::kInconclusive || scenario.verdict == Verdict::kNotReached) ++inconclusive;
        if (scenario.verdict == Verdict::kNotApplicable) ++not_applicable;
    }
    std::size_t unreached = 0;
    for (const reports::ClauseSummary& clause : result.clauses) {
        if (clause.checkability == "judged" && clause.opportunities == 0) ++unreached;
    }
    if (!is_whole) {
        result.notes.push_back(fmt::format("A selection of {} scenarios was played; a claim of conformance needs all of "
                                           "them.",
                                           result.scenarios.size()));
    }
    // What a provider offers is its own choice: one of instances has no events to send, and need not call back.
    const bool is_provider = role == contract::Role::kProvider;
    if (is_whole && is_provider && unreached != 0) {
        result.notes.push_back(fmt::format("{} of the clauses that a provider owes were not reached: no scenario that applies "
                                           "to it came to what they speak of.",
                                           unreached));
    }
    const bool checked_nothing = not_applicable == result.scenarios.size();
    if (checked_nothing) result.notes.emplace_back("No scenario applies to this subject, so nothing was checked.");
    if (is_fault) {
        result.verdict = RunVerdict::kFault;
    } else if (is_violation) {
        result.verdict = RunVerdict::kViolates;
    } else if (inconclusive != 0 || checked_nothing || (is_whole && unreached != 0 && !is_provider)) {
        result.verdict = RunVerdict::kInconclusive;
    } else {
        result.verdict = RunVerdict::kConforms;
    }
    if (is_fault && is_violation) {
        result.notes.emplace_back(
            "Violations were found, but the harness failed as well; look at the harness faults first.");
    }
}

// The first scenario that showed each reading is enough; how often it showed is not of interest.
void add_readings(std::vector<reports::Reading> seen, reports::RunResult& result) {
    std::sort(seen.begin(), seen.end(), [](const reports::Reading& a, const reports::Reading& b) {
        return std::tie(a.id, a.reading, a.scenario) < std::tie(b.id, b.reading, b.scenario);
    });
    std::set<std::pair<std::string, std::string>> known;
    for (reports::Reading& reading : seen) {
        const std::string key = reading.reading.substr(0, reading.reading.find(':'));
        if (known.emplace(reading.id, key).second) result.readings.push_back(std::move(reading));
    }
}

reports::CellName name_of_cell(const contract::Cell& cell) {
    return {std::string(cell.method), std::string(contract::name_of(cell.mode)),
            std::string(contract::name_of(cell.outcome)), std::string(contract::name_of(cell.threading))};
}

// Cells in the order of the map, scenarios in that of the run, clauses in that of the catalogue.
void add_coverage(const std::vector<Evaluation>& evaluations, reports::RunResult& result) {
    const auto cells = contract::all_cells();
    std::vector<reports::CoverageCell> joined(cells.size());
    std::vector<std::set<std::string_view>> clauses(cells.size());
    for (const Evaluation& evaluation : evaluations) {
        for (const contract::CellTally& tally : evaluation.cells) {
            reports::CoverageCell& cell = joined[tally.place];
            cell.scenarios.push_back(evaluation.outcome.id);
            for (const auto& [clause, count] : tally.clauses) {
                clauses[tally.place].insert(clause);
                cell.opportunities += count;
            }
        }
    }
    for (std::size_t i = 0; i < cells.size(); ++i) {
        reports::CoverageCell& cell = joined[i];
        cell.name = name_of_cell(cells[i]);
        if (cell.scenarios.empty()) {
            result.empty_cells.push_back(std::move(cell.name));
            continue;
        }
        for (const contract::Clause& clause : contract::catalogue()) {
            if (clauses[i].contains(clause.id)) cell.clauses.emplace_back(clause.id);
        }
        result.cells.push_back(std::move(cell));
    }
}

}  // namespace

reports::RunResult begin_result(const RunOrigin& origin) {
    reports::RunResult result;
    result.tool_version = kVersion;
    result.catalogue_version = std::string(contract::catalogue_version());
    result.catalogue_hash = fmt::format("{:016x}", contract::catalogue_hash());
    result.subject = origin.subject;
    result.subject_identity = origin.identity;
    result.platform = origin.platform;
    result.contract = name_of(origin.profile);
    result.seed = origin.seed;
    result.budgets = origin.budgets;
    result.started = origin.started;
    return result;
}

void add_evaluations(std::vector<Evaluation> evaluations, reports::RunResult& result) {
    add_coverage(evaluations, result);
    std::vector<reports::Reading> readings;
    for (Evaluation& evaluation : evaluations) {
        std::move(evaluation.findings.begin(), evaluation.findings.end(), std::back_inserter(result.findings));
        std::move(evaluation.readings.begin(), evaluation.readings.end(), std::back_inserter(readings));
        result.scenarios.push_back(std::move(evaluation.outcome));
    }
    add_readings(std::move(readings), result);
}

void conclude(bool is_whole, reports::RunResult& result) {
    const contract::Role role = role_of(result);
    add_clauses(role, result);
    set_verdict(is_whole, role, result);
}

}  // namespace wbemcheck::runner
