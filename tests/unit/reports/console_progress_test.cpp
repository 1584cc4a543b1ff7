#include "reports/console_progress.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <chrono>
#include <memory>
#include <string>
#include <string_view>
#include <thread>
#include <vector>

#include "tests/unit/reports/sample_results.h"

namespace wbemcheck::reports {
namespace {

using namespace std::chrono_literals;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::StartsWith;

// A terminal of which only the lines are kept: "\r" goes back, "\n" ends a line.
class Screen {
public:
    void write(std::string_view text) {
        for (const char character : text) {
            if (character == '\r') {
                column_ = 0;
            } else if (character == '\n') {
                lines_.push_back(line_);
                line_.clear();
                column_ = 0;
            } else {
                if (column_ == line_.size()) line_ += ' ';
                line_[column_++] = character;
                widest_ = std::max(widest_, column_);
            }
        }
    }
    [[nodiscard]] std::string current() const { return line_.substr(0, line_.find_last_not_of(' ') + 1); }
    [[nodiscard]] std::size_t widest() const { return widest_; }
    [[nodiscard]] std::vector<std::string> finished_lines() const {
        std::vector<std::string> lines;
        for (const std::string& line : lines_)
            lines.push_back(line.substr(0, line.find_last_not_of(' ') + 1));
        return lines;
    }

private:
    std::vector<std::string> lines_;
    std::string line_;
    std::size_t column_ = 0;
    std::size_t widest_ = 0;
};

class ProgressTest : public ::testing::Test {
protected:
    std::unique_ptr<ConsoleProgress> make(const ProgressStyle& style, std::size_t count) {
        return std::make_unique<ConsoleProgress>(
            count, style, [this](std::string_view text) { screen.write(text); }, [this] { return now; });
    }

    RunResult run = testing::violating_run();
    ScenarioOutcome passing = run.scenarios.back();
    Screen screen;
    ConsoleProgress::Time now{};
};

using TerminalProgress = ProgressTest;
using LogProgress = ProgressTest;

TEST_F(TerminalProgress, RewritesOneLine) {
    const auto progress = make({.terminal = true, .columns = 100}, 4);
    progress->begin_scenario("lifecycle/none/ExecQueryAsync");
    EXPECT_EQ(screen.current(), "[........................] 0/4  0.00 s  lifecycle/none/ExecQueryAsync");
    now += 1500ms;
    progress->end_scenario(passing, {});
    progress->begin_scenario("a/b");
    EXPECT_EQ(screen.current(), "[######..................] 1/4  1.50 s  lifecycle/none/ExecQueryAsync");
    now += 60ms;
    progress->refresh();
    EXPECT_EQ(screen.current(), "[######..................] 1/4  1.56 s  a/b");
    EXPECT_THAT(screen.finished_lines(), IsEmpty());
}

TEST_F(TerminalProgress, EstimatesTheRemainingTimeOnceItKnowsTheRate) {
    const auto progress = make({.terminal = true, .columns = 100}, 100);
    const auto end = [&](int count, std::chrono::milliseconds each) {
        for (; count > 0; --count) {
            now += each;
            progress->end_scenario(passing, {});
        }
        now += 60ms;
        progress->refresh();
    };
    end(7, 500ms);
    EXPECT_THAT(screen.current(), ::testing::Not(HasSubstr("left")));
    end(3, 500ms);
    EXPECT_EQ(screen.current(), "[##......................] 10/100  5.12 s, about 50 s left");
    now += 30s;
    progress->refresh();
    EXPECT_EQ(screen.current(), "[##......................] 10/100  35.12 s, about 16 s left");
    now += 100s;
    progress->refresh();
    EXPECT_THAT(screen.current(), HasSubstr("about 1 s left"));
    end(80, 1ms);
    EXPECT_THAT(screen.current(), HasSubstr("about 15 s left"));
    end(10, 1ms);
    EXPECT_THAT(screen.current(), ::testing::Not(HasSubstr("left")));
}

// What the subject cannot play ends at once, and workers tell in lots of what has ended: neither is a rate.
TEST_F(TerminalProgress, EstimatesFromWhatIsPlayed) {
    const auto progress = make({.terminal = true, .columns = 100}, 60);
    ScenarioOutcome not_played = passing;
    not_played.ending = "not started";
    for (int count = 0; count < 40; ++count) progress->end_scenario(not_played, {});
    for (int count = 0; count < 10; ++count) {
        now += 1s;
        progress->begin_scenario("a/b");
    }
    EXPECT_EQ(screen.current(), "[###################.....] 49/60  10.00 s, about 10 s left  a/b");
    for (int count = 0; count < 10; ++count) progress->end_scenario(passing, {});
    now += 1s;
    progress->refresh();
    EXPECT_EQ(screen.current(), "[####################....] 50/60  11.00 s, about 9 s left  a/b");
}

TEST_F(TerminalProgress, EstimatesLongTimesInMinutes) {
    const auto progress = make({.terminal = true, .columns = 100}, 100);
    for (int count = 0; count < 10; ++count) {
        now += 10s;
        progress->end_scenario(passing, {});
    }
    EXPECT_THAT(screen.current(), HasSubstr("1 min 40 s, about 15 min left"));
}

TEST_F(TerminalProgress, DrawsAtMostTwentyTimesASecond) {
    std::size_t writes = 0;
    ConsoleProgress progress(
        100'000, {.terminal = true}, [&](std::string_view) { ++writes; }, [this] { return now; });
    for (int index = 0; index < 10'000; ++index) {
        now += 100us;
        progress.end_scenario(passing, {});
    }
    EXPECT_LE(writes, 22U);
    EXPECT_GE(writes, 19U);
}

TEST_F(TerminalProgress, PutsFailuresAboveTheLine) {
    const auto progress = make({.terminal = true, .columns = 100}, 2);
    progress->begin_scenario(run.scenarios[9].id);
    progress->end_scenario(run.scenarios[9], run.findings);
    ASSERT_EQ(screen.finished_lines().size(), 1U);
    EXPECT_THAT(screen.finished_lines()[0],
                StartsWith("violation  cancel/unknown-sink/ExecQueryAsync  CAN-7: CancelAsyncCall returned"));
    EXPECT_TRUE(screen.finished_lines()[0].ends_with("rerun: " + run.scenarios[9].rerun));
    EXPECT_THAT(screen.current(), StartsWith("[############............] 1/2  0.00 s  1 violation"));
}

TEST_F(TerminalProgress, NeverReachesTheLastColumn) {
    const auto progress = make({.terminal = true, .columns = 40}, 2);
    progress->begin_scenario(std::string(200, 'x'));
    EXPECT_EQ(screen.widest(), 39U);
}

TEST_F(TerminalProgress, LeavesAnEmptyLine) {
    {
        const auto progress = make({.terminal = true, .columns = 60}, 1);
        progress->begin_scenario("a/b");
        progress->end_scenario(passing, {});
        EXPECT_EQ(screen.current(), "[########################] 1/1  0.00 s");
        progress->finish();
        EXPECT_EQ(screen.current(), "");
        progress->refresh();
        progress->begin_scenario("c/d");
        progress->end_scenario(run.scenarios[0], run.findings);
    }
    EXPECT_EQ(screen.current(), "");
    EXPECT_THAT(screen.finished_lines(), IsEmpty());
}

TEST_F(TerminalProgress, SurvivesMoreScenariosThanPromised) {
    const auto progress = make({.terminal = true, .columns = 60}, 0);
    progress->end_scenario(passing, {});
    now += 1s;
    progress->refresh();
    EXPECT_EQ(screen.current(), "[########################] 1/0  1.00 s");
}

TEST_F(LogProgress, SaysNothingButFailures) {
    std::string out;
    ConsoleProgress progress(run.scenarios.size(), {}, [&](std::string_view text) { out += text; });
    for (const ScenarioOutcome& scenario : run.scenarios) {
        progress.begin_scenario(scenario.id);
        progress.end_scenario(scenario, run.findings);
        progress.refresh();
    }
    progress.finish();
    EXPECT_EQ(out.find('\r'), std::string::npos);
    EXPECT_EQ(out.find('\x1B'), std::string::npos);
    EXPECT_EQ(std::count(out.begin(), out.end(), '\n'), 12);
    EXPECT_THAT(out,
                HasSubstr("harness-fault  arguments/null-sink/ExecQueryAsync  ORD-1: the trace ends inside"));
}

TEST_F(LogProgress, EscapesWhatTheSubjectSays) {
    std::string out;
    ConsoleProgress progress(1, {}, [&](std::string_view text) { out += text; });
    run.findings[0].actual = testing::awkward_text();
    progress.end_scenario(run.scenarios[0], std::span(run.findings).first(1));
    EXPECT_EQ(std::count(out.begin(), out.end(), '\n'), 1);
    EXPECT_EQ(out.find('\x1B'), std::string::npos);
}

TEST_F(LogProgress, TakesResultsFromSeveralThreads) {
    std::string out;
    ConsoleProgress progress(400, {}, [&](std::string_view text) { out += text; });
    {
        std::vector<std::jthread> threads;
        for (int thread = 0; thread < 4; ++thread) {
            threads.emplace_back([&] {
                for (int index = 0; index < 100; ++index) {
                    progress.begin_scenario(run.scenarios[0].id);
                    progress.end_scenario(run.scenarios[0], std::span(run.findings).first(1));
                }
            });
        }
    }
    EXPECT_EQ(std::count(out.begin(), out.end(), '\n'), 400);
}

}  // namespace
}  // namespace wbemcheck::reports
