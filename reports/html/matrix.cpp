#include <algorithm>
#include <array>
#include <map>
#include <string>
#include <vector>

#include <fmt/format.h>

#include "reports/html/parts.h"
#include "reports/tally.h"
#include "reports/text_layout.h"

namespace wbemcheck::reports::html {
namespace {

// What became of one clause in the scenarios of one family.
struct Cell {
    std::array<std::size_t, kAllVerdicts.size()> counts{};

    void add(Verdict verdict) { ++counts[static_cast<std::size_t>(verdict)]; }
    [[nodiscard]] std::size_t count(Verdict verdict) const { return counts[static_cast<std::size_t>(verdict)]; }
    [[nodiscard]] std::size_t total() const {
        std::size_t sum = 0;
        for (const std::size_t count : counts) sum += count;
        return sum;
    }
    [[nodiscard]] Verdict worst() const {
        Verdict worst = Verdict::kNotReached;
        for (const Verdict verdict : kAllVerdicts) {
            if (count(verdict) != 0) worst = std::max(worst, verdict);
        }
        return worst;
    }
};

std::vector<std::string_view> families_of(const RunResult& result) {
    std::vector<std::string_view> families;
    for (const ScenarioOutcome& scenario : result.scenarios) {
        const std::string_view family = family_of(scenario.id);
        if (std::find(families.begin(), families.end(), family) == families.end()) families.push_back(family);
    }
    return families;
}

using Row = std::map<std::string_view, Cell>;  // by family

std::map<std::string_view, Row> rows_of(const RunResult& result) {
    std::map<std::string_view, Row> rows;
    for (const ScenarioOutcome& scenario : result.scenarios) {
        for (const ClauseOutcome& clause : scenario.clauses) {
            rows[clause.clause][family_of(scenario.id)].add(clause.verdict);
        }
    }
    return rows;
}

char letter_of(Verdict verdict) noexcept { return static_cast<char>('a' + static_cast<int>(verdict)); }

}  // namespace

void add_matrix(Page& page, const RunResult& result) {
    const std::vector<std::string_view> families = families_of(result);
    std::map<std::string_view, Row> rows = rows_of(result);
    pugi::xml_node part = page.add_part(
        "matrix", "Clauses by scenarios",
        "Each number says in how many scenarios of the family the clause got the worst verdict of the cell. An empty cell had "
        "no opportunity.");
    pugi::xml_node table = add(add_scrolling(part, "Clauses by families of scenarios"), "table", "matrix");
    set(table, "id", "cells");
    pugi::xml_node head = add(add(table, "thead"), "tr");
    set(add(head, "th", {}, "clause"), "scope", "col");
    for (const std::string_view family : families) set(add(head, "th", "turned", family), "scope", "col");
    pugi::xml_node body = add(table, "tbody");
    std::size_t index = 0;
    for (const ClauseSummary& clause : result.clauses) {
        const std::size_t place = index++;
        const auto row = rows.find(clause.id);
        if (row == rows.end()) continue;
        pugi::xml_node line = add(body, "tr");
        set_filtered(line, shown_verdict_of(clause), clause.level, clause.id);
        set(line, "data-item", "");
        set(line, "data-clause", fmt::to_string(place));
        pugi::xml_node name = add(line, "th");
        set(name, "scope", "row");
        pugi::xml_node link = add(name, "a");
        set(link, "href", fmt::format("#{}", anchor_of("clause-", clause.id)));
        set(link, "title", clause.requirement);
        add_verdict(link, shown_verdict_of(clause), clause.id);
        for (const std::string_view family : families) {
            const auto found = row->second.find(family);
            if (found == row->second.end()) {
                add(line, "td");
                continue;
            }
            const Verdict worst = found->second.worst();
            pugi::xml_node cell = add(line, "td", name_of(worst));
            set(cell, "title", fmt::format("{} in {}: {} in {} of {}", clause.id, family, name_of(worst),
                                           found->second.count(worst), counted(found->second.total(), "scenario")));
            set(add(cell, "span", "sign", worst == Verdict::kPass ? "" : sign_of(worst)), "aria-hidden", "true");
            add_text(cell, fmt::to_string(found->second.count(worst)));
        }
    }
    // Where the script shows the scenarios of a cell.
    pugi::xml_node panel = add(part, "div", "panel");
    set(panel, "id", "cell");
    set(panel, "aria-live", "polite");
}

std::string matrix_data(const RunResult& result) {
    std::map<std::string_view, std::size_t> places;
    for (const ClauseSummary& clause : result.clauses) places.emplace(clause.id, places.size());
    std::vector<std::string> lines(result.clauses.size(), std::string(result.scenarios.size(), '-'));
    for (std::size_t scenario = 0; scenario < result.scenarios.size(); ++scenario) {
        for (const ClauseOutcome& clause : result.scenarios[scenario].clauses) {
            const auto place = places.find(clause.clause);
            if (place != places.end()) lines[place->second][scenario] = letter_of(clause.verdict);
        }
    }
    return join(lines, ",");
}

void add_clauses(Page& page, const RunResult& result) {
    std::map<std::string_view, std::vector<std::pair<Verdict, std::string_view>>> seen;
    for (const ScenarioOutcome& scenario : result.scenarios) {
        for (const ClauseOutcome& clause : scenario.clauses) seen[clause.clause].emplace_back(clause.verdict, scenario.id);
    }
    pugi::xml_node part = page.add_part("clauses", fmt::format("Clauses ({})", result.clauses.size()),
                                        "The whole catalogue, also what this run says nothing about.");
    for (const ClauseSummary& clause : result.clauses) {
        pugi::xml_node details = add(part, "details", "clause");
        set(details, "id", anchor_of("clause-", clause.id));
        set_filtered(details, shown_verdict_of(clause), clause.level, clause.id);
        set(details, "data-item", "");
        pugi::xml_node summary = add(details, "summary");
        add_verdict(summary, shown_verdict_of(clause), clause.id);
        add(summary, "span", "actual", clause.requirement);
        pugi::xml_node list = add(details, "dl");
        add_field(list, "verdict", name_of(shown_verdict_of(clause)));
        add_field(list, "level", clause.level);
        add_field(list, "owed by", clause.role);
        add_field(list, "source", clause.source);
        add_field(list, "checked", clause.checkability);
        add_field(list, "opportunities", fmt::to_string(clause.opportunities));
        auto& scenarios = seen[clause.id];
        std::stable_sort(scenarios.begin(), scenarios.end(), [](const auto& a, const auto& b) { return a.first > b.first; });
        constexpr std::size_t kPasses = 12;
        std::size_t left_out = 0;
        std::size_t passes = 0;
        pugi::xml_node names = scenarios.empty() ? pugi::xml_node() : add(details, "ul", "names");
        for (const auto& [verdict, scenario] : scenarios) {
            const bool is_calm = verdict == Verdict::kPass || verdict == Verdict::kObserved;
            if (is_calm && ++passes > kPasses) {
                ++left_out;
                continue;
            }
            pugi::xml_node entry = add(names, "li");
            add_verdict(entry, verdict);
            add(entry, "code", {}, scenario);
        }
        if (left_out != 0) add(details, "p", "meaning", fmt::format("and {} more without a breach", left_out));
    }
}

}  // namespace wbemcheck::reports::html
