// What is seen while a run goes on. On a terminal: one line that is rewritten, with a bar, counts, elapsed
// and remaining time and the scenario at work. Elsewhere (a log, a pipe): failures only, one line each. In both, a failure
// line ends in the command that reruns it alone.
#pragma once

#include <chrono>
#include <cstddef>
#include <functional>
#include <mutex>
#include <span>
#include <string>
#include <string_view>

#include "reports/result.h"

namespace wbemcheck::reports {

struct ProgressStyle {
    bool terminal = false;
    bool colour = false;
    std::size_t columns = 80;  // of the terminal; the line stays within them, or it could not be rewritten
};

// May be called from any thread; calls of `write` never overlap. `write` gets whole pieces of output and must
// not call back.
class ConsoleProgress {
public:
    using Time = std::chrono::steady_clock::time_point;
    using Write = std::function<void(std::string_view)>;
    using Clock = std::function<Time()>;

    ConsoleProgress(std::size_t scenario_count, const ProgressStyle& style, Write write,
                    Clock clock = std::chrono::steady_clock::now);

    // Takes the line off the screen, so that a summary or an error message can follow.
    ~ConsoleProgress();

    ConsoleProgress(const ConsoleProgress&) = delete;
    ConsoleProgress& operator=(const ConsoleProgress&) = delete;

    void begin_scenario(std::string_view id);
    void end_scenario(const ScenarioOutcome& scenario, std::span<const Finding> findings);

    // Shows the time that has passed; for a caller that waits for a scenario.
    void refresh();

    // Takes the line off the screen. Nothing is written afterwards.
    void finish();

private:
    [[nodiscard]] std::string status_line(Time now) const;
    [[nodiscard]] std::string remaining_text(Time now) const;
    void advance();
    void draw(bool is_forced);
    void erase();

    const std::size_t scenario_count_;
    const ProgressStyle style_;
    const Write write_;
    const Clock clock_;
    const Time begin_;

    std::mutex mutex_;  // guards everything below
    std::size_t ended_ = 0;
    std::size_t not_played_ = 0;  // of these the subject could play nothing
    std::size_t begun_ = 0;
    std::size_t advanced_ = 0;    // so far the run has come: what has ended, or begun where that is more
    Time last_advance_{};
    std::size_t violations_ = 0;
    std::size_t faults_ = 0;
    std::string current_;
    std::size_t drawn_width_ = 0;  // columns of the line on the screen; 0: there is none
    Time drawn_at_{};
    bool is_finished_ = false;
};

}  // namespace wbemcheck::reports
