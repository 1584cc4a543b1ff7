#include <algorithm>
#include <map>
#include <string>
#include <vector>

#include <fmt/format.h>

#include "reports/console_report.h"
#include "reports/grouping.h"
#include "reports/html/parts.h"
#include "reports/schedule_rows.h"
#include "reports/text_layout.h"

namespace wbemcheck::reports::html {
namespace {

void add_rows(pugi::xml_node part, const std::string& label, const std::vector<ScheduleRow>& rows) {
    pugi::xml_node table = add(add_scrolling(part, label), "table", "rows");
    pugi::xml_node head = add(add(table, "thead"), "tr");
    for (const char* name : {"name", "verdict", "what came of it"}) set(add(head, "th", {}, name), "scope", "col");
    pugi::xml_node body = add(table, "tbody");
    for (const ScheduleRow& row : rows) {
        pugi::xml_node line = add(body, "tr");
        add(add(line, "td"), "code", {}, row.name);
        add_verdict(add(line, "td"), row.verdict);
        add(line, "td", {}, row.text);
    }
}

void add_scenario_names(pugi::xml_node parent, const std::vector<std::string_view>& scenarios) {
    constexpr std::size_t kLongest = 6;
    for (std::size_t place = 0; place < scenarios.size() && place < kLongest; ++place) {
        if (place != 0) add_text(parent, ", ");
        add(parent, "code", {}, scenarios[place]);
    }
    if (scenarios.size() > kLongest) add_text(parent, fmt::format(" and {} more", scenarios.size() - kLongest));
}

}  // namespace

void add_scenarios(Page& page, const RunResult& result) {
    pugi::xml_node part = page.add_part("scenarios", fmt::format("Scenarios ({})", result.scenarios.size()),
                                        "What was played, by family.");
    std::map<std::string_view, std::vector<const ScenarioOutcome*>> families;
    for (const ScenarioOutcome& scenario : result.scenarios) families[family_of(scenario.id)].push_back(&scenario);
    std::map<const ScenarioOutcome*, std::size_t> places;
    for (const ScenarioOutcome& scenario : result.scenarios) places.emplace(&scenario, places.size());
    for (const auto& [family, scenarios] : families) {
        Verdict worst = Verdict::kNotReached;
        for (const ScenarioOutcome* scenario : scenarios) worst = std::max(worst, scenario->verdict);
        pugi::xml_node details = add(part, "details", "family");
        set(details, "data-family", family);
        pugi::xml_node summary = add(details, "summary");
        add_verdict(summary, worst, family);
        add(summary, "span", "actual", counted(scenarios.size(), "scenario"));
        pugi::xml_node table = add(add_scrolling(details, fmt::format("Scenarios of {}", family)), "table", "rows");
        pugi::xml_node head = add(add(table, "thead"), "tr");
        for (const char* name : {"scenario", "verdict", "time", "what"}) set(add(head, "th", {}, name), "scope", "col");
        pugi::xml_node body = add(table, "tbody");
        for (const ScenarioOutcome* scenario : scenarios) {
            pugi::xml_node line = add(body, "tr");
            set(line, "data-verdict", name_of(scenario->verdict));
            set(line, "data-item", "");
            set(line, "data-scenario", fmt::to_string(places[scenario]));
            add(add(line, "td"), "code", {}, scenario->id);
            add_verdict(add(line, "td"), scenario->verdict);
            add(line, "td", "number", duration_text(scenario->seconds));
            pugi::xml_node what = add(line, "td", {}, scenario->description);
            if (!scenario->reason.empty()) add(what, "p", "meaning", scenario->reason);
            if (scenario->ending != "completed" && !scenario->ending.empty()) {
                add(what, "p", "meaning", fmt::format("Ending: {}.", scenario->ending));
            }
            if (scenario->verdict != Verdict::kPass && !scenario->rerun.empty()) add(what, "code", "rerun", scenario->rerun);
        }
    }
}

void add_schedules(Page& page, const RunResult& result) {
    if (!result.walks.empty()) {
        add_rows(page.add_part("walk", "Walk", "Each action was placed at each of these points of the boundary."),
                 "Points of the walk", walk_rows(result));
    }
    if (!result.explorations.empty()) {
        pugi::xml_node part = page.add_part("exploration", "Exploration", "The turns of each space in every order.");
        add_rows(part, "Explored spaces", exploration_rows(result));
        add(part, "p", "meaning", exploration_sentence(result) + ".");
    }
}

void add_readings(Page& page, const RunResult& result) {
    const std::vector<ReadingGroup> groups = group_readings(result);
    if (groups.empty()) return;
    pugi::xml_node part = page.add_part("readings", fmt::format("Readings ({})", groups.size()),
                                        "Where the documents contradict each other or leave it open, the subject does this.");
    pugi::xml_node table = add(add_scrolling(part, "Readings"), "table", "rows");
    pugi::xml_node head = add(add(table, "thead"), "tr");
    for (const char* name : {"question", "what the subject does", "seen in"}) set(add(head, "th", {}, name), "scope", "col");
    pugi::xml_node body = add(table, "tbody");
    for (const ReadingGroup& group : groups) {
        pugi::xml_node line = add(body, "tr");
        set(line, "data-item", "");
        set(add(line, "th", {}, group.id), "scope", "row");
        add(line, "td", {}, group.reading);
        add_scenario_names(add(line, "td"), group.scenarios);
    }
}

void add_identity(Page& page, const RunResult& result) {
    pugi::xml_node part = page.add_part("identity", "How this came about");
    pugi::xml_node list = add(part, "dl");
    add_field(list, "subject", result.subject);
    for (const auto& [name, value] : result.subject_identity) add_field(list, name, value);
    add_field(list, "platform", result.platform);
    add_field(list, "contract", result.contract);
    add_field(list, "seed", fmt::to_string(result.seed));
    add_field(list, "started", result.started);
    add_field(list, "ended", result.ended);
    add_field(list, "wbemcheck", result.tool_version);
    add_field(list, "catalogue", fmt::format("{}, {}", result.catalogue_version, result.catalogue_hash));
    const Budgets& budgets = result.budgets;
    add_field(list, "time budgets",
              budgets.no_timeouts
                  ? std::string("none: it waited without limit")
                  : fmt::format("{:.0f} ms for what must come, {:.1f} ms of silence for what must not, {:.0f} ms for the last "
                                "reference; scale {:g}; the slowest gap before the run was {:.2f} ms",
                                budgets.arrival_ms, budgets.silence_ms, budgets.release_ms, budgets.timeout_scale,
                                budgets.slowest_gap_ms));
    pugi::xml_node legend = add(part, "p", "legend", "Verdicts:");
    for (auto verdict = kAllVerdicts.rbegin(); verdict != kAllVerdicts.rend(); ++verdict) add_verdict(legend, *verdict);
}

}  // namespace wbemcheck::reports::html
