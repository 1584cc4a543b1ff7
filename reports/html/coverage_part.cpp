#include <map>
#include <set>
#include <string>
#include <utility>

#include <fmt/format.h>

#include "reports/html/parts.h"
#include "reports/text_layout.h"

namespace wbemcheck::reports::html {
namespace {

struct Filled {
    std::size_t scenarios = 0;
    std::size_t clauses = 0;
    std::uint64_t opportunities = 0;
    bool is_filled = false;
};

using Column = std::pair<std::string, std::string>;                      // outcome, threading
using Map = std::map<std::string, std::map<Column, Filled>>;             // of one mode, by method

}  // namespace

void add_coverage(Page& page, const RunResult& result) {
    if (result.cells.empty() && result.empty_cells.empty()) return;
    std::map<std::string, Map> modes;
    std::map<std::string, std::set<Column>> columns;
    const auto note = [&](const CellName& name, const Filled& filled) {
        const Column column{name.outcome, name.threading};
        modes[name.mode][name.method][column] = filled;
        columns[name.mode].insert(column);
    };
    for (const CellName& name : result.empty_cells) note(name, {});
    for (const CoverageCell& cell : result.cells) {
        note(cell.name, {cell.scenarios.size(), cell.clauses.size(), cell.opportunities, true});
    }
    pugi::xml_node part = page.add_part(
        "coverage", "Coverage map",
        fmt::format("Situations that scenarios made: {}; that none made, though one could: {} (\u25CB).",
                    result.cells.size(), result.empty_cells.size()));
    for (const auto& [mode, methods] : modes) {
        add(part, "h3", {}, mode);
        pugi::xml_node table = add(add_scrolling(part, fmt::format("Coverage of {} calls", mode)), "table", "matrix");
        pugi::xml_node head = add(add(table, "thead"), "tr");
        set(add(head, "th", {}, "method"), "scope", "col");
        for (const auto& [outcome, threading] : columns[mode]) {
            set(add(head, "th", "turned", fmt::format("{}, {}", outcome, threading)), "scope", "col");
        }
        pugi::xml_node body = add(table, "tbody");
        for (const auto& [method, cells] : methods) {
            pugi::xml_node line = add(body, "tr");
            set(add(line, "th", {}, method), "scope", "row");
            for (const Column& column : columns[mode]) {
                const auto cell = cells.find(column);
                if (cell == cells.end()) {
                    add(line, "td");
                } else if (!cell->second.is_filled) {
                    set(add(line, "td", "empty", "\u25CB"), "title",
                        fmt::format("{}, {}, {}: no scenario made this", method, column.first, column.second));
                } else {
                    set(add(line, "td", "pass", fmt::to_string(cell->second.clauses)), "title",
                        fmt::format("{}, {}, {}: {} clauses, {} opportunities, {}", method, column.first, column.second,
                                    cell->second.clauses, cell->second.opportunities,
                                    counted(cell->second.scenarios, "scenario")));
                }
            }
        }
    }
    add(part, "p", "meaning", "The number is that of the clauses that could have been broken there.");
}

}  // namespace wbemcheck::reports::html
