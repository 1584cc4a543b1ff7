#include "reports/html/html_report.h"

#include <fmt/format.h>

#include "reports/html/diagram.h"
#include "reports/html/parts.h"
#include "reports/unique_scenarios.h"

namespace wbemcheck::reports {

std::string write_html(const RunResult& result, bool strict) {
    require_unique_scenarios(result);
    html::Page page(fmt::format("{}: {} - wbemcheck", name_of(result.verdict), result.subject));
    html::add_diagram_marks(page.main());
    html::add_first_screen(page, result, strict);
    html::add_findings(page, result);
    html::add_matrix(page, result);
    html::add_clauses(page, result);
    html::add_scenarios(page, result);
    html::add_schedules(page, result);
    html::add_readings(page, result);
    html::add_coverage(page, result);
    html::add_identity(page, result);
    return page.write(html::matrix_data(result));
}

}  // namespace wbemcheck::reports
