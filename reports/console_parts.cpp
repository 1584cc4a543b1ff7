#include "reports/console_parts.h"

#include <fmt/color.h>

#include <algorithm>
#include <utility>

#include "reports/console_colours.h"
#include "reports/safe_text.h"
#include "reports/text_layout.h"
#include "reports/verdict_sentence.h"

namespace wbemcheck::reports {

namespace {

constexpr std::size_t kNoCap = static_cast<std::size_t>(-1);

std::string one_line(std::string_view text, std::size_t limit) { return console_line(text, limit); }

// "lifecycle/many and 3 more"
std::string scenarios_text(std::string_view first, std::size_t count) {
    const std::string name = one_line(first, 60);
    return count == 1 ? name : fmt::format("{} and {} more", name, count - 1);
}

std::string_view meaning_of(Verdict verdict) noexcept {
    switch (verdict) {
        case Verdict::kHarnessFault: return "the harness, not the subject, is to blame";
        case Verdict::kInconclusive: return "never a pass";
        case Verdict::kNotApplicable: return "the subject lacks what it needs";
        case Verdict::kNotReached: return "nothing could be judged";
        case Verdict::kWaived: return "broken, and accepted in the waiver file";
        default: return name_of(verdict);
    }
}

std::string upper_case_verdict(const RunResult& result) {
    std::string name = name_of(result.verdict);
    for (char& letter : name) {
        if (letter >= 'a' && letter <= 'z') letter = static_cast<char>(letter - 'a' + 'A');
    }
    return name;
}

}  // namespace

std::string_view title_of_reasons(Verdict verdict) noexcept {
    switch (verdict) {
        case Verdict::kHarnessFault: return "Harness faults";
        case Verdict::kInconclusive: return "Inconclusive";
        case Verdict::kNotApplicable: return "Not applicable";
        case Verdict::kNotReached: return "Not reached";
        case Verdict::kWaived: return "Waived";
        default: return name_of(verdict);
    }
}

std::string console_line(std::string_view text, std::size_t limit) { return to_one_line(to_console_text(text), limit); }

SummaryParts::SummaryParts(const RunResult& result, const ConsoleStyle& style, std::size_t columns)
    : result_(result), style_(style), columns_(columns), tally_(result) {}

std::string SummaryParts::take() { return std::exchange(out_, {}); }

std::string SummaryParts::painted(Verdict verdict, std::string_view text) const {
    return paint(style_.colour, style_of(verdict), text);
}

std::string SummaryParts::bold(std::string_view text) const { return paint(style_.colour, fmt::emphasis::bold, text); }

std::size_t SummaryParts::cap(std::size_t when_short) const { return style_.verbose ? kNoCap : when_short; }

void SummaryParts::section(std::string_view title, std::size_t count, std::string_view meaning) {
    line("");
    line("{} ({}): {}", bold(title), count, meaning);
}

FindingTextStyle SummaryParts::finding_style() const {
    FindingTextStyle style;
    style.clean = to_console_text;
    style.columns = columns_;
    style.colour = style_.colour;
    style.has_rerun = false;
    if (style_.verbose) {
        style.field_limit = 100'000;
        style.witness_limit = 1000;
    }
    return style;
}

std::string SummaryParts::head(bool is_brief) {
    line("{}  {} {}", paint(style_.colour, style_of(result_.verdict), upper_case_verdict(result_)),
         bold(one_line(result_.subject, 200)), one_line(headline_of(result_), 200));
    line("");

    append_scenario_counts();

    const Coverage coverage = coverage_of(result_);
    const std::string not_judged =
        coverage.not_judged == 0 ? std::string() : fmt::format(", {} not judged", coverage.not_judged);
    line("  {}: {} judged, {} not reached, {} not applicable{}, {} untestable",
         counted(result_.clauses.size(), "clause"), coverage.judged, coverage.not_reached,
         coverage.not_applicable, not_judged, coverage.untestable);

    if (is_brief) return take();
    const std::size_t cells = result_.cells.size() + result_.empty_cells.size();
    if (cells != 0) line("  {} situations of {} in the coverage map arose", result_.cells.size(), cells);

    const Budgets& budgets = result_.budgets;
    const std::string limits =
        budgets.no_timeouts
            ? "no time limits"
            : fmt::format("arrival budget {:g} ms, silence window {:.3g} ms, timeout scale {:g}",
                          budgets.arrival_ms, budgets.silence_ms, budgets.timeout_scale);
    line("  seed {}, {}", result_.seed, limits);
    const std::string silence = silence_sentence(result_);
    for (const std::string& row : wrap(silence, columns_ - 2)) {
        if (!row.empty()) line("  {}", row);
    }
    return take();
}

// "62 scenarios in 1.84 s: 2 warning, 60 pass": the worst first, wrapped by hand because colours have no
// width.
void SummaryParts::append_scenario_counts() {
    std::string row = fmt::format("  {} in {}{}", counted(tally_.total(), "scenario"),
                                  duration_text(result_.wall_seconds), tally_.total() == 0 ? "" : ":");
    std::size_t width = row.size();
    std::string_view separator = " ";
    for (auto verdict = kAllVerdicts.rbegin(); verdict != kAllVerdicts.rend(); ++verdict) {
        const std::size_t count = tally_.count(*verdict);
        if (count == 0) continue;
        const std::string text = fmt::format("{} {}", count, name_of(*verdict));
        if (width + separator.size() + text.size() + 1 > columns_) {
            line("{},", std::exchange(row, "   "));
            width = row.size();
            separator = " ";
        }
        row += fmt::format("{}{}", separator, painted(*verdict, text));
        width += separator.size() + text.size();
        separator = ", ";
    }
    line("{}", row);
}

std::string SummaryParts::broken_clause(std::size_t number, const ClauseGroup& group) {
    const Finding& first = *group.findings.front();
    const std::string title =
        fmt::format("{}. {} ({}) broken in {}", number, one_line(group.clause, 40),
                    one_line(first.level, 20), counted(group.scenarios.size(), "scenario"));
    line("");
    line("{} {}", painted(Verdict::kViolation, title),
         std::string(columns_ - std::min(columns_ - 1, title.size() + 1), '-'));
    const FindingTextStyle style = finding_style();
    out_ += finding_text(first, style);
    append_others(group);
    out_ += rerun_text(first.rerun, style);
    return take();
}

// Where else the same clause broke: names alone, or with what was seen there.
void SummaryParts::append_others(const ClauseGroup& group) {
    std::string others;
    std::size_t left = cap(6);
    std::size_t not_shown = 0;
    if (style_.verbose) {
        for (const Finding* finding : group.findings) {
            if (finding == group.findings.front()) continue;
            const bool is_new = finding->actual != group.findings.front()->actual;
            others += fmt::format("{}{}{}\n", finding->scenario, is_new ? ": " : "",
                                  is_new ? finding->actual : "");
        }
    } else {
        for (const std::string_view scenario : group.scenarios) {
            if (scenario == group.scenarios.front()) continue;
            if (left == 0) {
                ++not_shown;
                continue;
            }
            --left;
            others += fmt::format("{}\n", scenario);
        }
    }
    if (not_shown > 0) others += fmt::format("and {} more, all in the JSON report\n", not_shown);
    out_ += labelled_text("also in", others, finding_style());
}

void SummaryParts::append_schedule_rows(const std::vector<ScheduleRow>& rows) {
    std::size_t width = 0;
    for (const ScheduleRow& row : rows) width = std::max(width, std::min<std::size_t>(row.name.size(), 60));
    // What is broken is never among those that are not shown.
    std::vector<const ScheduleRow*> order;
    for (const ScheduleRow& row : rows) order.push_back(&row);
    std::stable_sort(order.begin(), order.end(), [](const ScheduleRow* one, const ScheduleRow* other) {
        return (one->verdict == Verdict::kViolation) > (other->verdict == Verdict::kViolation);
    });
    std::size_t left = cap(16);
    for (const ScheduleRow* row : order) {
        if (left-- == 0) break;
        append_hanging(row->verdict, one_line(row->name, 60), width, one_line(row->text, 400));
    }
    append_not_shown(rows.size(), cap(16));
}

std::string SummaryParts::walks() {
    const std::vector<ScheduleRow> rows = walk_rows(result_);
    if (rows.empty()) return {};
    section("Walk", rows.size(), "each action was placed at each of these points of the boundary");
    append_schedule_rows(rows);
    return take();
}

std::string SummaryParts::explorations() {
    const std::vector<ScheduleRow> rows = exploration_rows(result_);
    if (rows.empty()) return {};
    section("Exploration", rows.size(), "the turns of each space in every order");
    append_schedule_rows(rows);
    for (const std::string& row : wrap(exploration_sentence(result_), columns_ - 2)) line("  {}", row);
    return take();
}

std::string SummaryParts::warnings() {
    std::vector<Entry> entries;
    for (const ClauseGroup& group : group_by_clause(result_, Verdict::kWarning)) {
        entries.push_back({group.clause, group.findings.front()->actual, group.scenarios});
    }
    append_entries(Verdict::kWarning, "Warnings",
                   "a SHOULD broken, or a breach under the better-supported reading", entries);
    return take();
}

std::string SummaryParts::readings() {
    std::vector<Entry> entries;
    for (const ReadingGroup& group : group_readings(result_)) {
        entries.push_back({group.id, group.reading, group.scenarios});
    }
    append_entries(Verdict::kObserved, "Readings",
                   "where the documents leave it open, the subject does this", entries);
    return take();
}

// One line each, where it fits.
void SummaryParts::append_entries(Verdict verdict, std::string_view title, std::string_view meaning,
                    const std::vector<Entry>& entries) {
    if (entries.empty()) return;
    section(title, entries.size(), meaning);
    std::size_t id_width = 0;
    for (const Entry& entry : entries) id_width = std::max(id_width, entry.id.size());
    std::size_t left = cap(12);
    for (const Entry& entry : entries) {
        if (left-- == 0) break;
        const std::string text =
            fmt::format("{} [{}]", one_line(entry.text, cap(400)),
                        scenarios_text(entry.scenarios.front(), entry.scenarios.size()));
        append_hanging(verdict, one_line(entry.id, 40), id_width, text);
    }
    append_not_shown(entries.size(), cap(12));
}

// A painted head in a column of its own, and beside it a text that is usually one line.
void SummaryParts::append_hanging(Verdict verdict, std::string_view head, std::size_t head_width,
                    std::string_view text) {
    const std::string padded = fmt::format("{:<{}}", head, head_width);
    const std::vector<std::string> rows =
        wrap(text, columns_ - 4 - std::min<std::size_t>(padded.size(), 60));
    for (std::size_t row = 0; row < rows.size(); ++row) {
        const std::string margin = row == 0 ? painted(verdict, padded) : std::string(padded.size(), ' ');
        line("  {}  {}", margin, rows[row]);
    }
}

void SummaryParts::append_not_shown(std::size_t count, std::size_t shown) {
    if (count > shown) line("  and {} more, all in the JSON report", count - shown);
}

std::string SummaryParts::reasons(Verdict verdict) {
    const std::vector<ReasonGroup> groups = group_by_reason(result_, verdict);
    if (groups.empty()) return {};
    section(title_of_reasons(verdict), tally_.count(verdict), meaning_of(verdict));
    const bool has_rerun = verdict == Verdict::kHarnessFault || verdict == Verdict::kInconclusive;
    std::size_t left = cap(8);
    for (const ReasonGroup& group : groups) {
        if (left-- == 0) break;
        const ScenarioOutcome& first = *group.scenarios.front();
        const std::string reason =
            group.reason.empty() ? "no reason was given" : one_line(group.reason, cap(400));
        append_hanging(verdict, fmt::format("{:>3} x", group.scenarios.size()), 5, reason);
        append_names(group);
        if (has_rerun && !first.rerun.empty()) line("         rerun: {}", one_line(first.rerun, 4000));
    }
    append_not_shown(groups.size(), cap(8));
    return take();
}

void SummaryParts::append_names(const ReasonGroup& group) {
    std::vector<std::string> names;
    for (const ScenarioOutcome* scenario : group.scenarios) {
        if (names.size() == cap(4)) break;
        names.push_back(one_line(scenario->id, 80));
    }
    std::string text = join(names, ", ");
    if (names.size() < group.scenarios.size()) {
        text += fmt::format(" and {} more", group.scenarios.size() - names.size());
    }
    for (const std::string& row : wrap(text, columns_ - 9)) line("         {}", row);
}

std::string SummaryParts::clauses_without_opportunity() {
    std::vector<std::string> ids;
    for (const ClauseSummary& clause : result_.clauses) {
        if (is_not_reached(clause)) ids.push_back(one_line(clause.id, 40));
    }
    if (ids.empty()) return {};
    section("Clauses without an opportunity", ids.size(), "this run says nothing about them");
    for (const std::string& row : wrap(join(ids, ", "), columns_ - 2)) line("  {}", row);
    return take();
}

std::string SummaryParts::all_scenarios() {
    line("");
    line("{}", bold("All scenarios"));
    for (const ScenarioOutcome& scenario : result_.scenarios) {
        line("  {}  {:>9}  {}",
             painted(scenario.verdict, fmt::format("{:<14}", name_of(scenario.verdict))),
             duration_text(scenario.seconds), one_line(scenario.id, 200));
    }
    return take();
}

std::string SummaryParts::notes() {
    if (result_.notes.empty()) return {};
    line("");
    for (const std::string& note : result_.notes) {
        const std::vector<std::string> lines = wrap(one_line(note, cap(2000)), columns_ - 6);
        for (std::size_t row = 0; row < lines.size(); ++row)
            line("{}{}", row == 0 ? "note: " : "      ", lines[row]);
    }
    return take();
}

std::string SummaryParts::last_line() {
    line("");
    const std::string verdict = paint(style_.colour, style_of(result_.verdict), name_of(result_.verdict));
    const int exit_code = exit_code_of(result_, style_.strict);
    const std::string consequence = one_line(consequence_of(result_, style_.strict), 400);
    line("Verdict: {} (exit {}){}{}", verdict, exit_code, consequence.empty() ? "" : ": ", consequence);
    return take();
}

}  // namespace wbemcheck::reports
