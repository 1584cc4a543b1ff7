#include <algorithm>
#include <cstdio>
#include <memory>
#include <string>
#include <vector>

#include <CLI/CLI.hpp>
#include <fmt/format.h>

#include "harness/cli/commands.h"
#include "harness/cli/suggestion.h"
#include "harness/contract/judge.h"
#include "harness/contract/reading.h"
#include "harness/runner/proof_plan.h"
#include "harness/subject/usage_error.h"
#include "mock_provider/defects/catalogue.h"
#include "scenarios/explore.h"
#include "scenarios/scenario.h"
#include "scenarios/walk.h"

namespace wbemcheck::cli {
namespace {

constexpr std::size_t kColumns = 96;
constexpr std::size_t kIndent = 14;

// "Label         text that is wrapped and stays behind its label".
void print_entry(std::string_view label, std::string_view text) {
    if (text.empty()) return;
    std::string line = fmt::format("{:<{}}", label, kIndent);
    std::size_t begin = 0;
    while (begin < text.size()) {
        std::size_t end = std::min(text.find(' ', begin), text.size());
        const std::string_view word = text.substr(begin, end - begin);
        const bool is_first = line.size() == kIndent;
        if (!is_first && line.size() + 1 + word.size() > kColumns) {
            fmt::print("{}\n", line);
            line = std::string(kIndent, ' ');
        }
        if (line.size() > kIndent) line += ' ';
        line += word;
        begin = end + 1;
    }
    fmt::print("{}\n", line);
}

// The defects of the mock that are about this clause.
std::string defects_about(std::string_view clause) {
    std::string ids;
    for (const mock::Defect& defect : mock::all_defects()) {
        if (!defect.breaks.empty() && defect.breaks.front() == clause) {
            ids += fmt::format("{}{}", ids.empty() ? "" : ", ", defect.id);
        }
    }
    return ids;
}

void explain(const contract::Clause& clause) {
    fmt::print("{}  {}{}\n\n", clause.id, contract::name_of(clause.level), clause.is_wire ? " (wire)" : "");
    print_entry("Requirement", clause.requirement);
    print_entry("Owed by", clause.roles);
    print_entry("Source", clause.source);
    print_entry("What to check", clause.advice);
    print_entry("Checked", contract::is_judged(clause.id) ? "This program judges it."
                           : clause.untestable_because.empty()
                               ? fmt::format("Not judged by this program; checkable: {}.",
                                             contract::name_of(clause.checkability))
                               : fmt::format("Untestable: {}", clause.untestable_because));
    if (clause.is_wire) {
        print_entry("Grading", "Only MS-WMI states it: a breach is a warning, and a violation with --contract wire.");
    }
    print_entry("Broken by", defects_about(clause.id));
}

void explain(const contract::Reading& reading) {
    fmt::print("{}  reading\n\n", reading.id);
    print_entry("Question", reading.question);
    for (const contract::ReadingChoice& choice : reading.choices) {
        print_entry("Admissible", fmt::format("{}: {}", choice.key, choice.sentence));
    }
    print_entry("Source", reading.source);
    print_entry("Grading", reading.grading.documented);
    print_entry("Wire grading", reading.grading.wire);
}

void explain(const scenarios::Scenario& scenario) {
    fmt::print("{}  scenario\n\n", scenario.id);
    print_entry("What is done", scenario.description);
    std::string needs;
    for (const trace::Method method : scenario.needs) {
        needs += fmt::format("{}{}", needs.empty() ? "" : ", ", trace::name_of(method));
    }
    print_entry("Needs", needs);
    std::string option = "--filter";
    if (scenarios::parse_space(scenario.id)) {
        option = "--explore 100000 --filter";
    } else if (scenarios::parse_placement(scenario.id) || scenarios::parse_explored(scenario.id)) {
        option = "--replay";
    }
    print_entry("Run it", fmt::format("wbemcheck run SUBJECT {} '{}'", option, scenario.id));
}

void explain(const mock::Defect& defect) {
    fmt::print("{}  defect of the mock\n\n", defect.id);
    print_entry("What it does", defect.description);
    std::string breaks;
    for (const std::string_view clause : defect.breaks) {
        breaks += fmt::format("{}{}", breaks.empty() ? "" : ", ", clause);
    }
    print_entry("Breaks", breaks);
    runner::RunOptions options;
    runner::apply(runner::selection_for(defect).play, options);
    std::string command = fmt::format("wbemcheck run 'mock?defect={}'", defect.id);
    if (options.walk) command += " --walk";
    if (options.explore) command += fmt::format(" --explore {}", options.explore->schedules);
    if (runner::profile_for(defect) == contract::Profile::kWire) command += " --contract wire";
    print_entry("See it", command);
}

void explain_any(const std::string& id) {
    if (const contract::Clause* clause = contract::find_clause(id); clause != nullptr) return explain(*clause);
    if (const contract::Reading* reading = contract::find_reading(id); reading != nullptr) return explain(*reading);
    std::vector<std::string> known;
    for (const scenarios::Scenario& scenario : scenarios::all_scenarios()) {
        if (scenario.id == id) return explain(scenario);
        known.push_back(scenario.id);
    }
    if (const auto schedule = scenarios::find_scenario(id)) return explain(*schedule);
    for (const mock::Defect& defect : mock::all_defects()) {
        if (defect.id == id) return explain(defect);
        known.emplace_back(defect.id);
    }
    for (const contract::Clause& clause : contract::catalogue()) known.emplace_back(clause.id);
    const std::string close = closest_to(id, known);
    throw UsageError(fmt::format("There is no clause, reading, scenario, schedule or defect '{}'{}; `wbemcheck list clauses`, `list "
                                 "scenarios` and `list defects` show them.",
                                 id, close.empty() ? "" : fmt::format(" (did you mean {}?)", close)));
}

}  // namespace

void add_explain_command(CLI::App& app, int& exit_code) {
    auto ids = std::make_shared<std::vector<std::string>>();
    CLI::App* explain_app = app.add_subcommand("explain", "Say what a clause, reading, scenario or defect is about");
    explain_app->add_option("ID", *ids, "For example REF-3, X-2, cancel/ExecQueryAsync/twice; several are possible")->required();
    explain_app->callback([ids, &exit_code] {
        for (std::size_t i = 0; i < ids->size(); ++i) {
            if (i != 0) fmt::print("\n");
            explain_any((*ids)[i]);
        }
        exit_code = kConforms;
    });
}

}  // namespace wbemcheck::cli
