#include "reports/grouping.h"

#include <algorithm>
#include <unordered_map>
#include <utility>

namespace wbemcheck::reports {

namespace {

void add_once(std::vector<std::string_view>& names, std::string_view name) {
    // The findings of a scenario stand together, so its name can only be the last one.
    if (names.empty() || names.back() != name) names.push_back(name);
}

}  // namespace

std::vector<ClauseGroup> group_by_clause(const RunResult& result, Verdict verdict) {
    std::vector<ClauseGroup> groups;
    std::unordered_map<std::string_view, std::size_t> place;
    for (const Finding& finding : result.findings) {
        if (finding.verdict != verdict) continue;
        const auto [found, is_new] = place.try_emplace(finding.clause, groups.size());
        if (is_new) groups.push_back({.clause = finding.clause, .findings = {}, .scenarios = {}});
        ClauseGroup& group = groups[found->second];
        group.findings.push_back(&finding);
        add_once(group.scenarios, finding.scenario);
    }

    std::unordered_map<std::string_view, std::size_t> rank;
    for (const ClauseSummary& clause : result.clauses) rank.try_emplace(clause.id, rank.size());
    const auto rank_of = [&](const ClauseGroup& group) {
        const auto found = rank.find(group.clause);
        return found == rank.end() ? rank.size() : found->second;
    };
    std::ranges::stable_sort(groups, {}, rank_of);
    return groups;
}

FindingsByScenario findings_by_scenario(const RunResult& result) {
    FindingsByScenario findings;
    for (const Finding& finding : result.findings) findings[finding.scenario].push_back(&finding);
    return findings;
}

std::span<const Finding* const> findings_of(const ScenarioOutcome& scenario, const FindingsByScenario& findings) noexcept {
    const auto found = findings.find(scenario.id);
    if (found == findings.end()) return {};
    return found->second;
}

std::vector<ReasonGroup> group_by_reason(const RunResult& result, Verdict verdict) {
    std::vector<ReasonGroup> groups;
    std::unordered_map<std::string_view, std::size_t> place;
    for (const ScenarioOutcome& scenario : result.scenarios) {
        if (scenario.verdict != verdict) continue;
        const auto [found, is_new] = place.try_emplace(scenario.reason, groups.size());
        if (is_new) groups.push_back({.reason = scenario.reason, .scenarios = {}});
        groups[found->second].scenarios.push_back(&scenario);
    }
    return groups;
}

std::vector<ReadingGroup> group_readings(const RunResult& result) {
    std::vector<ReadingGroup> groups;
    std::unordered_map<std::string_view, std::vector<std::size_t>> places;
    for (const Reading& reading : result.readings) {
        std::vector<std::size_t>& candidates = places[reading.id];
        const auto same = std::ranges::find_if(
            candidates, [&](std::size_t index) { return groups[index].reading == reading.reading; });
        if (same == candidates.end()) {
            candidates.push_back(groups.size());
            groups.push_back({.id = reading.id, .reading = reading.reading, .scenarios = {reading.scenario}});
        } else {
            add_once(groups[*same].scenarios, reading.scenario);
        }
    }
    return groups;
}

}  // namespace wbemcheck::reports
