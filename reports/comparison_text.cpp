#include "reports/comparison_text.h"

#include <algorithm>
#include <iterator>
#include <map>
#include <string_view>
#include <vector>

#include <fmt/format.h>

#include "reports/console_colours.h"
#include "reports/safe_text.h"
#include "reports/tally.h"
#include "reports/text_layout.h"

namespace wbemcheck::reports {
namespace {

constexpr std::size_t kColumns = 100;
constexpr std::size_t kShown = 10;  // entries of one list, unless everything is asked for

class Text {
public:
    Text(const Comparison& comparison, const RunResult& base, const RunResult& now, const ComparisonStyle& style)
        : comparison_(comparison), base_(base), now_(now), style_(style) {}

    std::string render() {
        line("base  {}", identity_of(base_));
        line("new   {}", identity_of(now_));
        for (const std::string& note : comparison_.notes) hanging("note  ", note);
        add_clauses("New violations", Verdict::kViolation, comparison_.new_violations);
        add_clauses("New warnings", Verdict::kWarning, comparison_.new_warnings);
        add_scenarios("Scenarios that say nothing any more", comparison_.silenced);
        add_names("Scenarios that are missing in the new result", Verdict::kViolation, comparison_.missing);
        add_names("Clauses that the new run no longer reached", Verdict::kViolation, comparison_.unreached);
        add_clauses("Fixed", Verdict::kPass, comparison_.fixed);
        add_clauses("Waived now", Verdict::kWaived, comparison_.accepted);
        add_clauses("Broken before, and nothing is known of it now", Verdict::kInconclusive, comparison_.unclear);
        add_names("Scenarios that only the new result has", Verdict::kObserved, comparison_.added);
        add_readings();
        add_partings();
        line("");
        line("{} with the same verdicts, {} broken as before; {} of both in which the two did the same.",
             counted(comparison_.unchanged, "scenario"), comparison_.still_broken, counted(comparison_.alike, "scenario"));
        line("Comparison: {} (exit {})",
             paint(style_.colour, style_of(comparison_.is_worse() ? Verdict::kViolation : Verdict::kPass),
                   headline_of(comparison_)),
             comparison_.exit_code());
        return std::move(out_);
    }

private:
    template <class... Arguments>
    void line(fmt::format_string<Arguments...> format, Arguments&&... arguments) {
        fmt::format_to(std::back_inserter(out_), format, std::forward<Arguments>(arguments)...);
        out_ += '\n';
    }

    static std::string clean(std::string_view text, std::size_t limit = 400) {
        return to_one_line(to_console_text(text), limit);
    }

    static std::string identity_of(const RunResult& result) {
        return fmt::format("{}: {}, {}, {}", clean(result.subject, 200), name_of(result.verdict), clean(result.platform, 100),
                           clean(result.started, 40));
    }

    void hanging(const std::string& head, std::string_view text) {
        const std::vector<std::string> rows = wrap(clean(text, style_.verbose ? 4000 : 400), kColumns - head.size());
        for (std::size_t row = 0; row < rows.size(); ++row) {
            line("{}{}", row == 0 ? head : std::string(head.size(), ' '), rows[row]);
        }
    }

    [[nodiscard]] std::size_t shown_of(std::size_t count) const {
        return style_.verbose || count <= kShown ? count : kShown;
    }

    void title(std::string_view text, Verdict verdict, std::size_t count) {
        line("");
        line("{}", paint(style_.colour, style_of(verdict), fmt::format("{} ({})", text, count)));
    }

    void more(std::size_t count) {
        if (count > shown_of(count)) line("  and {} more; --verbose, --json and --html have all", count - shown_of(count));
    }

    void add_clauses(std::string_view text, Verdict verdict, const std::vector<ClauseChange>& changes) {
        if (changes.empty()) return;
        title(text, verdict, changes.size());
        if (style_.verbose) {
            for (const ClauseChange& change : changes) {
                line("  {:<8} {}: {}, was {}", clean(change.clause, 40), clean(change.scenario, 200), name_of(change.after),
                     name_of(change.before));
                if (!change.actual.empty()) hanging("           ", change.actual);
            }
            return;
        }
        // One failure shows in many scenarios.
        std::vector<std::vector<const ClauseChange*>> groups;
        for (const ClauseChange& change : changes) {
            const auto group = std::find_if(groups.begin(), groups.end(), [&](const auto& known) {
                return known.front()->clause == change.clause;
            });
            if (group == groups.end()) {
                groups.push_back({&change});
            } else {
                group->push_back(&change);
            }
        }
        for (std::size_t place = 0; place < shown_of(groups.size()); ++place) {
            const ClauseChange& first = *groups[place].front();
            line("  {:<8} {}{}", clean(first.clause, 40), clean(first.scenario, 200),
                 groups[place].size() == 1 ? ""
                                           : fmt::format(" and {}", counted(groups[place].size() - 1, "more scenario")));
            if (!first.actual.empty()) hanging("           ", first.actual);
        }
        more(groups.size());
    }

    void add_scenarios(std::string_view text, const std::vector<ScenarioChange>& changes) {
        if (changes.empty()) return;
        title(text, Verdict::kInconclusive, changes.size());
        for (std::size_t place = 0; place < shown_of(changes.size()); ++place) {
            const ScenarioChange& change = changes[place];
            line("  {}: {}, was {}", clean(change.scenario, 200), name_of(change.after), name_of(change.before));
            if (!change.reason.empty()) hanging("    ", change.reason);
        }
        more(changes.size());
    }

    void add_names(std::string_view text, Verdict verdict, const std::vector<std::string>& names) {
        if (names.empty()) return;
        title(text, verdict, names.size());
        for (std::size_t place = 0; place < shown_of(names.size()); ++place) line("  {}", clean(names[place], 200));
        more(names.size());
    }

    void add_readings() {
        const auto& changes = comparison_.readings;
        if (changes.empty()) return;
        title("Readings that differ", Verdict::kObserved, changes.size());
        for (std::size_t place = 0; place < shown_of(changes.size()); ++place) {
            const ReadingChange& change = changes[place];
            hanging(fmt::format("  {:<5} was  ", clean(change.id, 20)), change.before.empty() ? "not seen" : change.before);
            hanging("        now  ", change.after.empty() ? "not seen" : change.after);
        }
        more(changes.size());
    }

    void add_partings() {
        const auto& partings = comparison_.partings;
        if (partings.empty()) return;
        title("Where the two part: the first step that differs", Verdict::kObserved, partings.size());
        for (std::size_t place = 0; place < shown_of(partings.size()); ++place) {
            const Parting& parting = partings[place];
            const auto& [scenario, step] = parting.scenarios.front();
            line("  {}, step {} of {}{}", clean(parting.who, 40), step, clean(scenario, 200),
                 parting.scenarios.size() == 1 ? ""
                                               : fmt::format(" and in {}", counted(parting.scenarios.size() - 1, "more scenario")));
            hanging("    base  ", parting.before);
            hanging("    new   ", parting.after);
        }
        more(partings.size());
    }

    const Comparison& comparison_;
    const RunResult& base_;
    const RunResult& now_;
    const ComparisonStyle& style_;
    std::string out_;
};

// A table whose columns are the results.
class SideBySide {
public:
    SideBySide(const std::vector<NamedResult>& results, const ComparisonStyle& style) : results_(results), style_(style) {
        for (const NamedResult& one : results) columns_.push_back(to_one_line(to_console_text(one.name), 24));
    }

    std::string render() {
        for (std::size_t column = 0; column < results_.size(); ++column) {
            const RunResult& result = *results_[column].result;
            out_ += fmt::format("{}  {}: {}, {}, {}\n", columns_[column], to_one_line(to_console_text(result.subject), 200),
                                paint(style_.colour, style_of(result.verdict), name_of(result.verdict)),
                                to_one_line(to_console_text(result.platform), 100), to_one_line(to_console_text(result.started), 40));
        }
        add_clauses();
        add_partings();
        return std::move(out_);
    }

private:
    [[nodiscard]] std::size_t width_of_column(std::size_t column) const {
        return std::max<std::size_t>(columns_[column].size(), 14);
    }

    void add_clauses() {
        std::map<std::string, std::map<std::size_t, Verdict>> rows;
        std::vector<std::string> order;
        for (std::size_t column = 0; column < results_.size(); ++column) {
            for (const ClauseSummary& clause : results_[column].result->clauses) {
                if (!rows.contains(clause.id)) order.push_back(clause.id);
                rows[clause.id][column] = shown_verdict_of(clause);
            }
        }
        out_ += fmt::format("\n{:<9}", "clause");
        for (std::size_t column = 0; column < columns_.size(); ++column) {
            out_ += fmt::format("  {:<{}}", columns_[column], width_of_column(column));
        }
        out_ += "\n";
        std::size_t agreed = 0;
        for (const std::string& id : order) {
            const auto& row = rows[id];
            const bool is_agreed = row.size() == results_.size() &&
                                   std::all_of(row.begin(), row.end(), [&](const auto& cell) { return cell.second == row.begin()->second; });
            if (is_agreed && row.begin()->second != Verdict::kViolation && !style_.verbose) {
                ++agreed;
                continue;
            }
            std::string line = fmt::format("{:<9}", to_one_line(to_console_text(id), 40));
            for (std::size_t column = 0; column < columns_.size(); ++column) {
                const auto cell = row.find(column);
                const std::string text = fmt::format("{:<{}}", cell == row.end() ? "-" : name_of(cell->second), width_of_column(column));
                line += "  " + (cell == row.end() ? text : paint(style_.colour, style_of(cell->second), text));
            }
            while (line.ends_with(' ')) line.pop_back();
            out_ += line + "\n";
        }
        if (agreed != 0) out_ += fmt::format("and {} about which all agree\n", counted(agreed, "clause"));
    }

    void add_partings() {
        out_ += "\n";
        for (std::size_t column = 1; column < results_.size(); ++column) {
            const Comparison comparison = compare(*results_.front().result, *results_[column].result);
            std::size_t parting = 0;
            for (const Parting& one : comparison.partings) parting += one.scenarios.size();
            out_ += fmt::format("{} does something else than {} in {}, the same in {}", columns_[column], columns_.front(),
                                counted(parting, "scenario"), comparison.alike);
            if (!comparison.partings.empty()) {
                const Parting& first = comparison.partings.front();
                out_ += fmt::format("; most often ({}x) the {} parts: {} / {}", first.scenarios.size(),
                                    to_one_line(to_console_text(first.who), 40), to_one_line(to_console_text(first.before), 120),
                                    to_one_line(to_console_text(first.after), 120));
            }
            out_ += "\n";
        }
    }

    const std::vector<NamedResult>& results_;
    const ComparisonStyle& style_;
    std::vector<std::string> columns_;
    std::string out_;
};

}  // namespace

std::string render_side_by_side(const std::vector<NamedResult>& results, const ComparisonStyle& style) {
    return SideBySide(results, style).render();
}

std::string render_comparison(const Comparison& comparison, const RunResult& base, const RunResult& now,
                              const ComparisonStyle& style) {
    return Text(comparison, base, now, style).render();
}

}  // namespace wbemcheck::reports
