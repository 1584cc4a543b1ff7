// The parts of the HTML report, each a section with a heading.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "reports/html/page.h"
#include "reports/result.h"
#include "reports/scenario_id.h"

namespace wbemcheck::reports::html {

// "REF" of "REF-5".
[[nodiscard]] std::string_view group_of(std::string_view clause) noexcept;

// What a filter of the page goes by.
void set_filtered(pugi::xml_node node, Verdict verdict, std::string_view level, std::string_view clause);

// The first screen: does it conform, what is broken, how sure are we.
void add_first_screen(Page& page, const RunResult& result, bool strict);

// Every finding, by clause, the worst first, with its drawing.
void add_findings(Page& page, const RunResult& result);

// Clauses by families of scenarios.
void add_matrix(Page& page, const RunResult& result);

// What the script of the page shows of a cell of the matrix: per clause one letter for each scenario, in their order.
[[nodiscard]] std::string matrix_data(const RunResult& result);

// Every clause of the catalogue: what it requires, and what became of it.
void add_clauses(Page& page, const RunResult& result);

void add_scenarios(Page& page, const RunResult& result);
void add_schedules(Page& page, const RunResult& result);
void add_readings(Page& page, const RunResult& result);
void add_coverage(Page& page, const RunResult& result);

// Who was judged, by what, how, and for how long was waited.
void add_identity(Page& page, const RunResult& result);

}  // namespace wbemcheck::reports::html
