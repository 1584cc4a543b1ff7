#include "reports/schedule_rows.h"

#include <algorithm>
#include <string_view>

#include <fmt/format.h>

#include "reports/text_layout.h"

namespace wbemcheck::reports {
namespace {

std::string rate_text(std::uint64_t schedules, double seconds) {
    return seconds > 0 ? fmt::format("{:.0f}/s", static_cast<double>(schedules) / seconds) : "at once";
}

std::string_view without_family(std::string_view space) {
    const auto slash = space.find('/');
    return slash == std::string_view::npos ? space : space.substr(slash + 1);
}

}  // namespace

std::vector<ScheduleRow> walk_rows(const RunResult& result) {
    std::vector<ScheduleRow> rows;
    for (const Walk& walk : result.walks) {
        ScheduleRow row;
        row.name = walk.operation;
        row.verdict = Verdict::kPass;
        std::uint64_t placements = 0;
        std::uint64_t open = 0;
        std::size_t reached = 0;
        std::string broken;
        for (const WalkPoint& point : walk.points) {
            placements += point.placements;
            open += point.open;
            if (point.placements > point.open) ++reached;
            row.verdict = std::max(row.verdict, point.verdict);
            if (point.verdict == Verdict::kViolation) broken += (broken.empty() ? "" : ", ") + point.point;
        }
        row.text = fmt::format("{}, {} reached; {}", counted(walk.points.size(), "point"), reached,
                               counted(static_cast<std::size_t>(placements), "placement"));
        if (open != 0) row.text += fmt::format(", {} inconclusive", open);
        if (!broken.empty()) row.text += "; broken at " + broken;
        rows.push_back(std::move(row));
    }
    return rows;
}

std::vector<ScheduleRow> exploration_rows(const RunResult& result) {
    std::vector<ScheduleRow> rows;
    for (const Exploration& explored : result.explorations) {
        ScheduleRow row;
        row.name = without_family(explored.space);
        const auto outcome = std::find_if(result.scenarios.begin(), result.scenarios.end(),
                                          [&](const ScenarioOutcome& one) { return one.id == explored.space; });
        if (outcome != result.scenarios.end()) row.verdict = outcome->verdict;
        row.text = fmt::format("{}, {}, {:.3f} s", counted(static_cast<std::size_t>(explored.schedules), "schedule"),
                               explored.is_exhausted ? "exhausted" : "not exhausted", explored.seconds);
        if (explored.orders != explored.schedules) {
            row.text += fmt::format(", {}", counted(static_cast<std::size_t>(explored.orders), "distinct order"));
        }
        if (explored.broken != 0) row.text += fmt::format(", {} broken", explored.broken);
        if (explored.waited_seconds > 0.001) row.text += fmt::format(", {:.3f} s of it waiting", explored.waited_seconds);
        if (explored.blocked != 0) row.text += fmt::format("; in {} a call waited for a held one", explored.blocked);
        if (explored.diverged != 0) row.text += "; the subject did not always do the same";
        rows.push_back(std::move(row));
    }
    return rows;
}

std::string exploration_sentence(const RunResult& result) {
    std::uint64_t schedules = 0;
    std::uint64_t orders = 0;
    std::uint64_t redundant = 0;
    std::size_t exhausted = 0;
    double seconds = 0;
    double waited = 0;
    for (const Exploration& explored : result.explorations) {
        schedules += explored.schedules;
        orders += explored.orders;
        redundant += explored.redundant;
        exhausted += explored.is_exhausted ? 1 : 0;
        seconds += explored.seconds;
        waited += explored.waited_seconds;
    }
    return fmt::format("{} of {} exhausted: {} with {} distinct orders, {} more left as redundant; {:.2f} s of work, {}, "
                       "{:.0f} % of it waiting",
                       exhausted, counted(result.explorations.size(), "space"),
                       counted(static_cast<std::size_t>(schedules), "schedule"), orders, redundant, seconds,
                       rate_text(schedules, seconds), seconds > 0 ? 100 * waited / seconds : 0);
}

std::string silence_sentence(const RunResult& result) {
    const Budgets& budgets = result.budgets;
    if (budgets.slowest_gap_ms <= 0 || budgets.silence_ms <= 0) return {};
    const double scale = budgets.timeout_scale > 0 ? budgets.timeout_scale : 1;
    const double times = budgets.silence_ms / scale / budgets.slowest_gap_ms;
    return fmt::format("what must not come is given {:.3g} ms, {:.3g} times the longest gap of {:.3g} ms before a callback that "
                       "was seen before the run{}",
                       budgets.silence_ms, times, budgets.slowest_gap_ms,
                       times < 3 ? ", which is weak: give a larger --timeout-scale" : "");
}

}  // namespace wbemcheck::reports
