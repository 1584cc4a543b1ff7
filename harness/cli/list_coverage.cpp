#include "harness/cli/list_coverage.h"

#include <cstdio>
#include <utility>
#include <vector>

#include <fmt/format.h>
#include <fmt/ranges.h>
#include <nlohmann/json.hpp>

#include "harness/cli/stored_result.h"
#include "harness/contract/coverage.h"
#include "harness/runner/run.h"
#include "harness/subject/subject.h"
#include "harness/subject/usage_error.h"

namespace wbemcheck::cli {
namespace {

using reports::CellName;
using reports::CoverageCell;

reports::RunResult load(const std::string& path) {
    reports::RunResult result = load_result(path);
    if (result.cells.empty() && result.empty_cells.empty()) {
        throw UsageError(fmt::format("The result {} was written by an earlier release and has no coverage map.", path));
    }
    return result;
}

reports::RunResult play() {
    runner::RunOptions options;
    options.subject = subject::parse_subject("mock");
    options.program = "wbemcheck";
    return runner::run(options, {});
}

std::string id_of(const CellName& name) {
    return fmt::format("{}/{}/{}/{}", name.method, name.mode, name.outcome, name.threading);
}

nlohmann::ordered_json row_of(const CoverageCell& cell) {
    return {{"id", id_of(cell.name)},           {"method", cell.name.method},       {"mode", cell.name.mode},
            {"outcome", cell.name.outcome},     {"threading", cell.name.threading}, {"scenarios", cell.scenarios},
            {"clauses", cell.clauses},          {"opportunities", cell.opportunities}};
}

void print_json(const reports::RunResult& result) {
    nlohmann::ordered_json rows = nlohmann::ordered_json::array();
    for (const CoverageCell& cell : result.cells) rows.push_back(row_of(cell));
    for (const CellName& name : result.empty_cells) rows.push_back(row_of({name, {}, {}, 0}));
    fmt::print("{}\n", rows.dump(2, ' ', false, nlohmann::ordered_json::error_handler_t::replace));
}

// The cells of one method and mode, then the outcomes whose situations did not arise.
void print_group(const reports::RunResult& result, const std::string& method, const std::string& mode) {
    const auto is_here = [&](const CellName& name) { return name.method == method && name.mode == mode; };
    std::string text;
    for (const CoverageCell& cell : result.cells) {
        if (!is_here(cell.name)) continue;
        text += fmt::format("  {:<13} {:<12} {:>4} scenarios {:>4} clauses {:>6} opportunities\n", cell.name.outcome,
                            cell.name.threading, cell.scenarios.size(), cell.clauses.size(), cell.opportunities);
    }
    std::vector<std::pair<std::string, std::vector<std::string>>> empty;
    for (const CellName& name : result.empty_cells) {
        if (!is_here(name)) continue;
        if (empty.empty() || empty.back().first != name.outcome) empty.push_back({name.outcome, {}});
        empty.back().second.push_back(name.threading);
    }
    for (const auto& [outcome, threadings] : empty) {
        text += fmt::format("  {:<13} empty: {}\n", outcome, fmt::join(threadings, ", "));
    }
    if (!text.empty()) fmt::print("{}, {}\n{}", method, mode, text);
}

void print_text(const reports::RunResult& result) {
    std::string method;
    std::string mode;
    for (const contract::Cell& cell : contract::all_cells()) {
        if (cell.method == method && contract::name_of(cell.mode) == mode) continue;
        method = cell.method;
        mode = contract::name_of(cell.mode);
        print_group(result, method, mode);
    }
    const std::size_t all = result.cells.size() + result.empty_cells.size();
    fmt::print("\n{} of {} situations arose on {}; {} cells are empty\nLeft out, since they make no sense:\n",
               result.cells.size(), all, result.subject, result.empty_cells.size());
    for (const contract::LeftOut& left_out : contract::left_out_cells()) {
        fmt::print("  {:>4}  {}\n", left_out.cells, left_out.reason);
    }
}

}  // namespace

void print_coverage(const std::string& path, bool as_json) {
    const reports::RunResult result = path.empty() ? play() : load(path);
    if (as_json) {
        print_json(result);
    } else {
        print_text(result);
    }
}

}  // namespace wbemcheck::cli
