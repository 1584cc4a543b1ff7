#include "reports/console_report.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "reports/console_parts.h"
#include "reports/console_screen.h"

namespace wbemcheck::reports {

namespace {

constexpr std::size_t kColumns = 100;

std::string render_everything(const RunResult& result, const ConsoleStyle& style) {
    SummaryParts parts(result, style, kColumns);
    std::string out = parts.head();
    std::size_t number = 0;
    for (const ClauseGroup& group : group_by_clause(result, Verdict::kViolation)) {
        out += parts.broken_clause(++number, group);
    }
    out += parts.reasons(Verdict::kHarnessFault);
    out += parts.walks();
    out += parts.explorations();
    out += parts.warnings();
    out += parts.readings();
    for (const Verdict verdict :
         {Verdict::kInconclusive, Verdict::kNotApplicable, Verdict::kNotReached, Verdict::kWaived}) {
        out += parts.reasons(verdict);
    }
    out += parts.clauses_without_opportunity();
    out += parts.all_scenarios();
    out += parts.notes();
    return out + parts.last_line();
}

}  // namespace

std::string render_summary(const RunResult& result, const ConsoleStyle& style) {
    return style.verbose ? render_everything(result, style) : render_screen(result, style);
}

std::string duration_text(double seconds) {
    if (!std::isfinite(seconds) || seconds < 0) seconds = 0;
    if (seconds < 99.995) return fmt::format("{:.2f} s", seconds);
    const auto whole = static_cast<unsigned long long>(std::llround(std::min(seconds, 1e12)));
    return fmt::format("{} min {:02} s", whole / 60, whole % 60);
}

}  // namespace wbemcheck::reports
