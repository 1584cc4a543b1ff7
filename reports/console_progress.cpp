#include "reports/console_progress.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <utility>

#include "reports/console_colours.h"
#include "reports/console_report.h"
#include "reports/safe_text.h"
#include "reports/text_layout.h"

namespace wbemcheck::reports {

namespace {

constexpr std::size_t kBarWidth = 24;
constexpr std::chrono::milliseconds kRedrawInterval{50};

// Before so much is known, an estimate would jump.
constexpr std::size_t kFewest = 8;
constexpr std::chrono::milliseconds kFirstEstimate{1000};

// The larger, the rounder: what is only estimated need not change at every look.
std::string estimate_text(double seconds) {
    if (seconds >= 100) return fmt::format("about {:.0f} min left", std::min(seconds, 1e9) / 60);
    const double step = seconds < 20 ? 1 : 5;
    return fmt::format("about {:.0f} s left", std::max(1.0, std::ceil(seconds / step) * step));
}

// "violation  cancel/twice  CAN-3: two finals (and 2 more findings)  rerun: wbemcheck run mock --filter
// cancel/twice"
std::string failure_line(const ScenarioOutcome& scenario, std::span<const Finding> findings, bool in_colour) {
    std::string what = scenario.reason;
    std::size_t count = 0;
    for (const Finding& finding : findings) {
        if (finding.scenario != scenario.id || finding.verdict != scenario.verdict) continue;
        if (++count == 1) what = fmt::format("{}: {}", finding.clause, finding.actual);
    }
    std::string line =
        fmt::format("{}  {}  {}", paint(in_colour, style_of(scenario.verdict), name_of(scenario.verdict)),
                    to_one_line(to_console_text(scenario.id), 200), to_one_line(to_console_text(what), 200));
    if (count > 1) line += fmt::format(" (and {})", counted(count - 1, "more finding"));
    if (!scenario.rerun.empty()) line += "  rerun: " + to_one_line(to_console_text(scenario.rerun), 4000);
    return line + "\n";
}

}  // namespace

ConsoleProgress::ConsoleProgress(std::size_t scenario_count, const ProgressStyle& style, Write write,
                                 Clock clock)
    : scenario_count_(scenario_count),
      style_(style),
      write_(std::move(write)),
      clock_(std::move(clock)),
      begin_(clock_()) {}

ConsoleProgress::~ConsoleProgress() { finish(); }

void ConsoleProgress::begin_scenario(std::string_view id) {
    const std::lock_guard lock(mutex_);
    if (is_finished_) return;
    current_ = to_one_line(to_console_text(id), 200);
    ++begun_;
    advance();
    draw(false);
}

void ConsoleProgress::end_scenario(const ScenarioOutcome& scenario, std::span<const Finding> findings) {
    const std::lock_guard lock(mutex_);
    if (is_finished_) return;
    ++ended_;
    if (scenario.ending == "not started") ++not_played_;
    advance();
    const bool is_violation = scenario.verdict == Verdict::kViolation;
    const bool is_fault = scenario.verdict == Verdict::kHarnessFault;
    if (is_violation) ++violations_;
    if (is_fault) ++faults_;
    if (is_violation || is_fault) {
        erase();
        write_(failure_line(scenario, findings, style_.colour));
    }
    draw(is_violation || is_fault || ended_ == scenario_count_);
}

void ConsoleProgress::refresh() {
    const std::lock_guard lock(mutex_);
    if (!is_finished_) draw(false);
}

void ConsoleProgress::finish() {
    const std::lock_guard lock(mutex_);
    if (is_finished_) return;
    is_finished_ = true;
    erase();
}

// Scenarios are told to have ended in lots, when their worker has; that they begin is told at once. What the subject cannot
// play ends at once and says nothing about the rest.
void ConsoleProgress::advance() {
    const std::size_t advanced = std::max(begun_, ended_ - not_played_);
    if (advanced <= advanced_) return;
    advanced_ = advanced;
    last_advance_ = clock_();
}

// From the mean rate so far, and counted down in between. Empty while too little is known.
std::string ConsoleProgress::remaining_text(Time now) const {
    const std::size_t to_play = scenario_count_ - std::min(scenario_count_, not_played_);
    if (advanced_ < kFewest || last_advance_ - begin_ < kFirstEstimate || ended_ >= scenario_count_) return {};
    const double each = std::chrono::duration<double>(last_advance_ - begin_).count() / static_cast<double>(advanced_);
    const double since = std::chrono::duration<double>(now - last_advance_).count();
    return estimate_text(std::max(0.0, each * static_cast<double>(to_play - std::min(to_play, advanced_)) - since));
}

std::string ConsoleProgress::status_line(Time now) const {
    const std::size_t total = std::max<std::size_t>(scenario_count_, 1);
    // What has begun is ahead of what is told to have ended; the newest is still at work.
    const std::size_t behind = std::min(scenario_count_, not_played_ + std::max<std::size_t>(begun_, 1) - 1);
    const std::size_t place = std::max(ended_, behind);
    const std::size_t filled = std::min(place, total) * kBarWidth / total;
    const double elapsed = std::chrono::duration<double>(now - begin_).count();
    std::string line =
        fmt::format("[{}{}] {}/{}  {}", std::string(filled, '#'), std::string(kBarWidth - filled, '.'),
                    place, scenario_count_, duration_text(elapsed));
    if (const std::string remaining = remaining_text(now); !remaining.empty()) line += ", " + remaining;
    if (violations_ > 0) line += fmt::format("  {}", counted(violations_, "violation"));
    if (faults_ > 0) line += fmt::format("  {}", counted(faults_, "harness fault"));
    if (!current_.empty() && ended_ < scenario_count_) line += "  " + current_;
    // The last column stays free: some terminals wrap as soon as it is used.
    const std::size_t room = style_.columns > 1 ? style_.columns - 1 : 1;
    if (line.size() > room) line.resize(room);
    return line;
}

void ConsoleProgress::draw(bool is_forced) {
    if (!style_.terminal) return;
    const Time now = clock_();
    if (!is_forced && drawn_width_ > 0 && now - drawn_at_ < kRedrawInterval) return;
    const std::string line = status_line(now);
    // Spaces over what the line before left, instead of an escape sequence: that works on every console.
    const std::size_t rest = drawn_width_ > line.size() ? drawn_width_ - line.size() : 0;
    write_(fmt::format("\r{}{}", line, std::string(rest, ' ')));
    drawn_width_ = std::max(line.size(), drawn_width_);
    drawn_at_ = now;
}

void ConsoleProgress::erase() {
    if (drawn_width_ == 0) return;
    write_(fmt::format("\r{}\r", std::string(drawn_width_, ' ')));
    drawn_width_ = 0;
}

}  // namespace wbemcheck::reports
