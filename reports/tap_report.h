// TAP, the Test Anything Protocol, version 14 (https://testanything.org/tap-version-14-specification.html): a line per
// scenario on standard output, for prove, tap-parser and whatever else reads it.
#pragma once

#include <cstddef>
#include <functional>
#include <mutex>
#include <span>
#include <string>
#include <string_view>
#include <unordered_set>

#include "reports/result.h"

namespace wbemcheck::reports {

// When a test point is written.
enum class TapTiming {
    kAsScenariosEnd,
    // A scenario with a finding, or without a good verdict, waits for the whole result: waivers, explorations and walks
    // still change what is said about it after it has ended, and a line that is written cannot be taken back.
    kDoubtfulLast,
};

// Writes while a run goes on. May be called from any thread; calls of `write` never overlap. `write` gets whole lines, must
// not call back and must not throw.
//
// pass, observed and warning are "ok"; violation, inconclusive and harness-fault "not ok"; not-applicable and not-reached
// "ok ... # SKIP"; waived "not ok ... # TODO". What is neither a plain pass nor a skip has a YAML block with its verdict,
// reason and findings. Whatever bytes the texts hold, a line stays a line.
//
// The plan is the last line, which TAP allows, so it always counts the points that are there. A stream without it was cut
// off, and readers must treat that as a failure: so it needs nothing of a writer that goes away early.
class TapWriter {
public:
    using Write = std::function<void(std::string_view)>;

    explicit TapWriter(Write write, TapTiming timing = TapTiming::kAsScenariosEnd);

    TapWriter(const TapWriter&) = delete;
    TapWriter& operator=(const TapWriter&) = delete;

    // `findings` may hold those of other scenarios too.
    void end_scenario(const ScenarioOutcome& scenario, std::span<const Finding> findings);

    // The scenarios of the result that have no point yet; a point "run/verdict" for a verdict that no scenario shows
    // (verdict_of_the_run.h); "Bail out!" when the harness is at fault; the plan. Nothing is written afterwards.
    void finish(const RunResult& result);

private:
    void write_point(const ScenarioOutcome& scenario, std::span<const Finding* const> findings);
    void write_version();

    const Write write_;
    const TapTiming timing_;

    std::mutex mutex_;  // guards everything below
    std::size_t points_ = 0;
    std::unordered_set<std::string> written_;  // ids
    bool has_version_ = false;
    bool is_finished_ = false;
};

// The same for a result that is complete, in its order. Throws DuplicateScenario.
[[nodiscard]] std::string write_tap(const RunResult& result);

}  // namespace wbemcheck::reports
