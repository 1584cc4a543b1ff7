#include "reports/html/comparison_page.h"

#include <algorithm>
#include <map>
#include <set>
#include <string_view>

#include <fmt/format.h>

#include "reports/grouping.h"
#include "reports/html/parts.h"
#include "reports/tally.h"
#include "reports/text_layout.h"
#include "reports/verdict_sentence.h"

namespace wbemcheck::reports {
namespace {

using html::add;
using html::add_scrolling;
using html::add_text;
using html::add_verdict;
using html::Page;
using html::set;
using html::verdict_like;

pugi::xml_node add_table(pugi::xml_node part, std::string_view label, std::string_view css_class,
                         const std::vector<std::string>& heads) {
    pugi::xml_node table = add(add_scrolling(part, label), "table", css_class);
    pugi::xml_node head = add(add(table, "thead"), "tr");
    for (const std::string& name : heads) set(add(head, "th", {}, name), "scope", "col");
    return add(table, "tbody");
}

std::vector<std::string> heads_of(const char* first, const std::vector<NamedResult>& results) {
    std::vector<std::string> heads = {first};
    for (const NamedResult& one : results) heads.push_back(one.name);
    return heads;
}

void add_results(Page& page, const std::vector<NamedResult>& results) {
    pugi::xml_node part = page.add_part("results", "Results");
    pugi::xml_node body =
        add_table(part, "Results", "rows", {"name", "verdict", "subject", "what came of it", "run"});
    for (const NamedResult& one : results) {
        const RunResult& result = *one.result;
        pugi::xml_node line = add(body, "tr");
        set(add(line, "th", {}, one.name), "scope", "row");
        add_verdict(add(line, "td"), verdict_like(result.verdict), name_of(result.verdict));
        add(add(line, "td"), "code", {}, result.subject);
        const Coverage coverage = coverage_of(result);
        add(line, "td", {},
            fmt::format("It {}. {} of {} clauses judged, {} not reached.", headline_of(result), coverage.judged,
                        result.clauses.size(), coverage.not_reached));
        add(line, "td", {},
            fmt::format("{}, contract {}, {}, wbemcheck {}", result.started, result.contract, result.platform,
                        result.tool_version));
    }
}

void add_clause_matrix(Page& page, const std::vector<NamedResult>& results) {
    struct Row {
        const ClauseSummary* clause = nullptr;
        std::map<std::size_t, const ClauseSummary*> cells;  // by result
    };
    std::vector<std::string> order;
    std::map<std::string, Row> rows;
    for (std::size_t column = 0; column < results.size(); ++column) {
        for (const ClauseSummary& clause : results[column].result->clauses) {
            Row& row = rows[clause.id];
            if (row.clause == nullptr) {
                row.clause = &clause;
                order.push_back(clause.id);
            }
            row.cells[column] = &clause;
        }
    }
    pugi::xml_node part = page.add_part("matrix", "Clauses by subjects",
                                        "The worst verdict about each clause. Clauses that none of the runs reached are left out.");
    std::vector<std::string> heads = heads_of("clause", results);
    heads.emplace_back("requirement");
    pugi::xml_node body = add_table(part, "Clauses by subjects", "matrix wide", heads);
    for (const std::string& id : order) {
        const Row& row = rows[id];
        Verdict worst = Verdict::kNotReached;
        bool is_said = false;
        for (const auto& [column, clause] : row.cells) {
            worst = std::max(worst, shown_verdict_of(*clause));
            is_said = is_said || clause->opportunities != 0;
        }
        if (!is_said) continue;
        pugi::xml_node line = add(body, "tr");
        html::set_filtered(line, worst, row.clause->level, id);
        set(line, "data-item", "");
        pugi::xml_node name = add(line, "th", {}, id);
        set(name, "scope", "row");
        set(name, "title", row.clause->requirement);
        for (std::size_t column = 0; column < results.size(); ++column) {
            const auto cell = row.cells.find(column);
            if (cell == row.cells.end()) {
                add(line, "td", {}, "not in its catalogue");
                continue;
            }
            const Verdict verdict = shown_verdict_of(*cell->second);
            pugi::xml_node place = add(line, "td", name_of(verdict));
            set(add(place, "span", "sign", html::sign_of(verdict)), "aria-hidden", "true");
            add_text(place, name_of(verdict));
        }
        add(line, "td", "requirement-cell", row.clause->requirement);
    }
}

void add_reading_matrix(Page& page, const std::vector<NamedResult>& results) {
    std::map<std::string, std::map<std::size_t, std::vector<std::string>>> rows;
    for (std::size_t column = 0; column < results.size(); ++column) {
        for (const ReadingGroup& group : group_readings(*results[column].result)) {
            rows[std::string(group.id)][column].emplace_back(group.reading);
        }
    }
    if (rows.empty()) return;
    pugi::xml_node part = page.add_part("readings", "Readings by subjects",
                                        "Where the documents contradict each other or leave it open. Both sides may conform.");
    pugi::xml_node body = add_table(part, "Readings by subjects", "rows", heads_of("question", results));
    for (auto& [id, cells] : rows) {
        pugi::xml_node line = add(body, "tr");
        set(line, "data-item", "");
        set(add(line, "th", {}, id), "scope", "row");
        for (std::size_t column = 0; column < results.size(); ++column) {
            pugi::xml_node cell = add(line, "td");
            for (const std::string& reading : cells[column]) add(cell, "p", {}, reading);
            if (cells[column].empty()) add(cell, "p", "meaning", "not seen");
        }
    }
}

void add_partings(Page& page, std::string_view id, const NamedResult& base, const NamedResult& now,
                  const Comparison& comparison) {
    pugi::xml_node part = page.add_part(
        id, fmt::format("Where {} parts from {}", now.name, base.name),
        fmt::format("The first step in which the two did something else in the same scenario, also where both kept every "
                    "clause. What is a race may part from run to run. In {} they did the same{}.",
                    counted(comparison.alike, "scenario"),
                    comparison.incomparable == 0 ? std::string()
                                                 : fmt::format("; of {} one result holds no steps",
                                                               counted(comparison.incomparable, "scenario"))));
    if (comparison.partings.empty()) {
        add(part, "p", {}, "Nowhere.");
        return;
    }
    pugi::xml_node body = add_table(part, "First steps that differ", "rows", {"who", base.name, now.name, "scenarios"});
    for (const Parting& parting : comparison.partings) {
        pugi::xml_node line = add(body, "tr");
        set(line, "data-item", "");
        add(line, "td", {}, parting.who);
        add(add(line, "td"), "code", {}, parting.before);
        add(add(line, "td"), "code", {}, parting.after);
        pugi::xml_node details = add(add(line, "td"), "details");
        add(details, "summary", {}, counted(parting.scenarios.size(), "scenario"));
        pugi::xml_node names = add(details, "ul", "names");
        for (const auto& [scenario, step] : parting.scenarios) {
            pugi::xml_node entry = add(names, "li");
            add(entry, "code", {}, scenario);
            add_text(entry, fmt::format(", step {}", step));
        }
    }
}

void add_clause_changes(Page& page, std::string_view id, std::string_view title, const std::vector<ClauseChange>& changes) {
    if (changes.empty()) return;
    pugi::xml_node part = page.add_part(id, fmt::format("{} ({})", title, changes.size()));
    pugi::xml_node body = add_table(part, title, "rows", {"clause", "scenario", "was", "is", "what came"});
    for (const ClauseChange& change : changes) {
        pugi::xml_node line = add(body, "tr");
        html::set_filtered(line, std::max(change.before, change.after), {}, change.clause);
        set(line, "data-item", "");
        set(add(line, "th", {}, change.clause), "scope", "row");
        add(add(line, "td"), "code", {}, change.scenario);
        add_verdict(add(line, "td"), change.before);
        add_verdict(add(line, "td"), change.after);
        add(line, "td", {}, change.actual);
    }
}

void add_names(Page& page, std::string_view id, std::string_view title, const std::vector<std::string>& names) {
    if (names.empty()) return;
    pugi::xml_node list = add(page.add_part(id, fmt::format("{} ({})", title, names.size())), "ul", "names");
    for (const std::string& name : names) add(add(list, "li"), "code", {}, name);
}

void add_changes(Page& page, const Comparison& comparison) {
    add_clause_changes(page, "new-violations", "New violations", comparison.new_violations);
    add_clause_changes(page, "new-warnings", "New warnings", comparison.new_warnings);
    if (!comparison.silenced.empty()) {
        constexpr const char* kTitle = "Scenarios that say nothing any more";
        pugi::xml_node part = page.add_part("silenced", fmt::format("{} ({})", kTitle, comparison.silenced.size()));
        pugi::xml_node body = add_table(part, kTitle, "rows", {"scenario", "was", "is", "why"});
        for (const ScenarioChange& change : comparison.silenced) {
            pugi::xml_node line = add(body, "tr");
            add(add(line, "td"), "code", {}, change.scenario);
            add_verdict(add(line, "td"), change.before);
            add_verdict(add(line, "td"), change.after);
            add(line, "td", {}, change.reason);
        }
    }
    add_names(page, "missing", "Scenarios that are missing in the new result", comparison.missing);
    add_names(page, "unreached", "Clauses that the new run no longer reached", comparison.unreached);
    add_clause_changes(page, "fixed", "Fixed", comparison.fixed);
    add_clause_changes(page, "accepted", "Waived now", comparison.accepted);
    add_clause_changes(page, "unclear", "Broken before, and nothing is known of it now", comparison.unclear);
    add_names(page, "added", "Scenarios that only the new result has", comparison.added);
}

void add_title(Page& page, Verdict like, std::string_view title, std::string_view headline, const std::vector<std::string>& notes) {
    pugi::xml_node box = add(page.main(), "header", fmt::format("verdict-box {}", name_of(like)));
    pugi::xml_node heading = add(box, "h1", "plain");
    set(add(heading, "span", "sign", html::sign_of(like)), "aria-hidden", "true");
    add_text(heading, fmt::format(" {}", title));
    add(box, "p", "headline", headline);
    for (const std::string& note : notes) add(box, "p", "meaning", note);
}

void add_filters(Page& page) { set(add(page.main(), "div", "filters"), "id", "filters"); }

}  // namespace

std::string write_html_matrix(const std::vector<NamedResult>& results) {
    Page page(fmt::format("{} side by side - wbemcheck", counted(results.size(), "result")));
    std::size_t conforming = 0;
    for (const NamedResult& one : results) conforming += one.result->verdict == RunVerdict::kConforms ? 1 : 0;
    add_title(page, conforming == results.size() ? Verdict::kPass : Verdict::kViolation, "Side by side",
              fmt::format("{} of {} conform.", conforming, counted(results.size(), "result")), {});
    add_filters(page);
    add_results(page, results);
    add_clause_matrix(page, results);
    for (std::size_t place = 1; place < results.size(); ++place) {
        add_partings(page, fmt::format("partings-{}", place), results.front(), results[place],
                     compare(*results.front().result, *results[place].result));
    }
    add_reading_matrix(page, results);
    return page.write();
}

std::string write_html_comparison(const NamedResult& base, const NamedResult& now) {
    const Comparison comparison = compare(*base.result, *now.result);
    Page page(fmt::format("{} - wbemcheck", headline_of(comparison)));
    add_title(page, comparison.is_worse() ? Verdict::kViolation : Verdict::kPass, comparison.is_worse() ? "Worse" : "No worse",
              fmt::format("{} against {}: {}.", now.name, base.name, headline_of(comparison)), comparison.notes);
    add_filters(page);
    add_results(page, {base, now});
    add_changes(page, comparison);
    add_clause_matrix(page, {base, now});
    add_partings(page, "partings", base, now, comparison);
    add_reading_matrix(page, {base, now});
    return page.write();
}

}  // namespace wbemcheck::reports
