// The parts of the summary on a terminal, each as lines with their ends, or empty where there is nothing to say. All but the
// head begin with an empty line. Everything that came from the subject is escaped.
#pragma once

#include <cstddef>
#include <iterator>
#include <string>
#include <string_view>
#include <vector>

#include <fmt/format.h>

#include "reports/console_report.h"
#include "reports/finding_text.h"
#include "reports/grouping.h"
#include "reports/result.h"
#include "reports/schedule_rows.h"
#include "reports/tally.h"

namespace wbemcheck::reports {

class SummaryParts {
public:
    // Both outlive it. `columns` is how wide the lines may be; only what is there to be copied is never broken.
    SummaryParts(const RunResult& result, const ConsoleStyle& style, std::size_t columns);

    // The verdict with its reason, the counts, and under which limits they came about. `is_brief` leaves the limits out.
    [[nodiscard]] std::string head(bool is_brief = false);
    // A broken clause with its first finding as a whole.
    [[nodiscard]] std::string broken_clause(std::size_t number, const ClauseGroup& group);
    // The scenarios that ended in a verdict which needs a reason.
    [[nodiscard]] std::string reasons(Verdict verdict);
    [[nodiscard]] std::string walks();
    [[nodiscard]] std::string explorations();
    [[nodiscard]] std::string warnings();
    [[nodiscard]] std::string readings();
    // Clauses that this run says nothing about although it could have: no reader may take them for kept.
    [[nodiscard]] std::string clauses_without_opportunity();
    [[nodiscard]] std::string all_scenarios();
    [[nodiscard]] std::string notes();
    [[nodiscard]] std::string last_line();

    [[nodiscard]] std::string bold(std::string_view text) const;
    [[nodiscard]] std::string painted(Verdict verdict, std::string_view text) const;
    [[nodiscard]] FindingTextStyle finding_style() const;
    [[nodiscard]] std::size_t columns() const noexcept { return columns_; }

private:
    struct Entry {
        std::string_view id;
        std::string_view text;
        std::vector<std::string_view> scenarios;
    };

    template <class... Args>
    void line(fmt::format_string<Args...> format, Args&&... args) {
        fmt::format_to(std::back_inserter(out_), format, std::forward<Args>(args)...);
        out_ += '\n';
    }

    [[nodiscard]] std::size_t cap(std::size_t when_short) const;
    [[nodiscard]] std::string take();
    void section(std::string_view title, std::size_t count, std::string_view meaning);
    void append_scenario_counts();
    void append_others(const ClauseGroup& group);
    void append_schedule_rows(const std::vector<ScheduleRow>& rows);
    void append_entries(Verdict verdict, std::string_view title, std::string_view meaning, const std::vector<Entry>& entries);
    void append_hanging(Verdict verdict, std::string_view head, std::size_t head_width, std::string_view text);
    void append_not_shown(std::size_t count, std::size_t shown);
    void append_names(const ReasonGroup& group);

    const RunResult& result_;
    const ConsoleStyle& style_;
    const std::size_t columns_;
    const ScenarioTally tally_;
    std::string out_;
};

// What the scenarios with a verdict that needs a reason are listed under.
[[nodiscard]] std::string_view title_of_reasons(Verdict verdict) noexcept;

// One line of what may be anything.
[[nodiscard]] std::string console_line(std::string_view text, std::size_t limit);

}  // namespace wbemcheck::reports
