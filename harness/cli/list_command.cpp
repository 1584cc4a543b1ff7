#include <algorithm>
#include <cstdio>
#include <memory>
#include <string>
#include <vector>

#include <CLI/CLI.hpp>
#include <fmt/format.h>
#include <fmt/ranges.h>
#include <nlohmann/json.hpp>

#include "harness/cli/commands.h"
#include "harness/cli/list_coverage.h"
#include "harness/contract/judge.h"
#include "harness/contract/reading.h"
#include "harness/subject/usage_error.h"
#include "mock_provider/defects/catalogue.h"
#include "scenarios/scenario.h"

namespace wbemcheck::cli {
namespace {

using Rows = nlohmann::ordered_json;

Rows scenario_rows() {
    Rows rows = Rows::array();
    for (const scenarios::Scenario& scenario : scenarios::all_scenarios()) {
        Rows needs = Rows::array();
        for (const trace::Method method : scenario.needs) needs.push_back(trace::name_of(method));
        rows.push_back({{"id", scenario.id}, {"description", scenario.description}, {"needs", needs}});
    }
    return rows;
}

Rows clause_rows() {
    Rows rows = Rows::array();
    for (const contract::Clause& clause : contract::catalogue()) {
        rows.push_back({{"id", clause.id},
                        {"description", clause.requirement},
                        {"level", contract::name_of(clause.level)},
                        {"wire", clause.is_wire},
                        {"role", clause.roles},
                        {"source", clause.source},
                        {"checkability", contract::name_of(clause.checkability)},
                        {"judged", contract::is_judged(clause.id)}});
    }
    return rows;
}

Rows defect_rows() {
    Rows rows = Rows::array();
    for (const mock::Defect& defect : mock::all_defects()) {
        Rows breaks = Rows::array();
        for (const std::string_view clause : defect.breaks) breaks.push_back(clause);
        rows.push_back({{"id", defect.id}, {"description", defect.description}, {"breaks", breaks}});
    }
    return rows;
}

Rows reading_rows() {
    Rows rows = Rows::array();
    for (const contract::Reading& reading : contract::readings()) {
        Rows choices = Rows::array();
        for (const contract::ReadingChoice& choice : reading.choices) {
            choices.push_back({{"key", choice.key}, {"sentence", choice.sentence}});
        }
        rows.push_back({{"id", reading.id},
                        {"description", reading.question},
                        {"choices", choices},
                        {"source", reading.source},
                        {"grading", reading.grading.documented},
                        {"wireGrading", reading.grading.wire.empty() ? reading.grading.documented : reading.grading.wire}});
    }
    return rows;
}

Rows subject_rows() {
    return Rows::array({
        {{"id", "mock"}, {"description", "The mock provider: an in-memory WMI that keeps the whole contract. The default."}},
        {{"id", "mock?objects=N&batch=N&threads=N&latency=MS&work=N&noise=P&defect=ID[,ID]"},
         {"description", "The mock with its settings; with a defect it breaks the contract in that way."}},
        {{"id", "mock?query=WQL"}, {"description", "The mock, with this query as the one that has many objects."}},
        {{"id", "mock?mof=FILE"}, {"description", "The mock, with the classes and instances of a MOF file on top of its own."}},
        {{"id", "wmi:NAMESPACE[?query=WQL]"},
         {"description", "A WMI namespace of this machine, such as wmi:root\\cimv2. Windows, or Wine."}},
        {{"id", "service:MODULE[?clsid={...}&namespace=NAME&query=WQL&vocabulary=FILE]"},
         {"description", "A DLL, or a .so, whose class serves IWbemLocator or IWbemServices: a proxy, a hook, a WMI of one's own."}},
    });
}

struct List {
    const char* name;
    Rows (*rows)();
};

constexpr List kLists[] = {
    {"scenarios", scenario_rows}, {"clauses", clause_rows}, {"readings", reading_rows},
    {"defects", defect_rows},     {"subjects", subject_rows},
};

constexpr const char* kCoverage = "coverage";  // not known before something has run

// Second column: what tells most about the row.
std::string second_column(const Rows& row) {
    std::string text;
    if (row.contains("level")) {
        text = fmt::format("{}{}, {}, {}: ", row["level"].get<std::string>(), row["wire"].get<bool>() ? " (wire)" : "",
                           row["role"].get<std::string>(), row["judged"].get<bool>() ? "judged" : "not judged");
    }
    if (row.contains("breaks")) {
        for (const auto& clause : row["breaks"]) text += clause.get<std::string>() + " ";
        text += "- ";
    }
    return text + row["description"].get<std::string>();
}

void print(const Rows& rows, bool as_json) {
    if (as_json) {
        fmt::print("{}\n", rows.dump(2));
        return;
    }
    std::size_t width = 0;
    for (const auto& row : rows) width = std::max(width, row["id"].get<std::string>().size());
    for (const auto& row : rows) {
        fmt::print("{:<{}}  {}\n", row["id"].get<std::string>(), width, second_column(row));
    }
}

}  // namespace

void add_list_command(CLI::App& app, int& exit_code) {
    auto what = std::make_shared<std::string>();
    auto as_json = std::make_shared<bool>(false);
    auto result = std::make_shared<std::string>();
    std::vector<std::string> names;
    for (const List& list : kLists) names.emplace_back(list.name);
    names.emplace_back(kCoverage);
    CLI::App* command = app.add_subcommand("list", fmt::format("Show what there is: {}", fmt::join(names, ", ")));
    command->add_option("WHAT", *what, fmt::format("{}", fmt::join(names, " | ")))
        ->required()
        ->check(CLI::IsMember(names));
    command->add_flag("--json", *as_json, "An array of objects with `id`");
    command->add_option("--result", *result, "Coverage: of this result document, not of a run on the mock")
        ->type_name("FILE");
    command->callback([what, as_json, result, &exit_code] {
        if (!result->empty() && *what != kCoverage) throw UsageError("--result goes with `list coverage` alone.");
        if (*what == kCoverage) print_coverage(*result, *as_json);
        for (const List& list : kLists) {
            if (list.name == *what) print(list.rows(), *as_json);
        }
        exit_code = kConforms;
    });
}

}  // namespace wbemcheck::cli
