// Two results side by side: what got worse, what got better, what is not comparable, and where two subjects part in what they
// do, also where both keep every clause.
#pragma once

#include <cstddef>
#include <string>
#include <utility>
#include <vector>

#include "reports/result.h"

namespace wbemcheck::reports {

// A clause in a scenario whose verdict is another one. Repetitions count as one scenario, with their worst verdict.
struct ClauseChange {
    std::string clause;
    std::string scenario;
    Verdict before = Verdict::kNotReached;
    Verdict after = Verdict::kNotReached;
    std::string actual;  // what came, in the result that has the finding; empty where none has

    bool operator==(const ClauseChange&) const = default;
};

struct ScenarioChange {
    std::string scenario;
    Verdict before = Verdict::kNotReached;
    Verdict after = Verdict::kNotReached;
    std::string reason;  // of the new result

    bool operator==(const ScenarioChange&) const = default;
};

// A question that the two answer differently, or that only one was asked; each side as all that was seen, joined.
struct ReadingChange {
    std::string id;
    std::string before;
    std::string after;

    bool operator==(const ReadingChange&) const = default;
};

// The first step in which two subjects part, and every scenario in which they do so in the same way.
struct Parting {
    std::string who;     // "client", "sink 1"
    std::string before;  // "nothing more" where the chain has ended
    std::string after;
    std::vector<std::pair<std::string, std::size_t>> scenarios;  // with the place of the step in the chain, from 1; never empty

    bool operator==(const Parting&) const = default;
};

struct Comparison {
    // What got worse; exit_code() is 1 when any of these has something.
    std::vector<ClauseChange> new_violations;
    std::vector<ClauseChange> new_warnings;
    std::vector<ScenarioChange> silenced;   // it said something, and now it says nothing: inconclusive, or a harness fault
    std::vector<std::string> missing;       // played before, and not now
    std::vector<std::string> unreached;     // clauses that were judged, and now had no opportunity in any scenario

    std::vector<ClauseChange> fixed;        // broken before, and now seen to be kept
    std::vector<ClauseChange> accepted;     // broken before, and now waived
    std::vector<ClauseChange> unclear;      // broken before, and now nothing is known of it
    std::vector<std::string> added;         // scenarios that only the new result has
    std::vector<ReadingChange> readings;
    std::size_t still_broken = 0;           // clauses in scenarios that both break
    std::size_t unchanged = 0;              // scenarios with the same verdict about every clause

    std::vector<Parting> partings;          // the most frequent first
    std::size_t alike = 0;                  // scenarios of both in which the two did the same
    std::size_t incomparable = 0;           // scenarios of both of which one result holds no steps

    std::vector<std::string> notes;         // what makes the two hard to compare, in sentences

    [[nodiscard]] bool is_worse() const noexcept {
        return !new_violations.empty() || !new_warnings.empty() || !silenced.empty() || !missing.empty() || !unreached.empty();
    }
    [[nodiscard]] int exit_code() const noexcept { return is_worse() ? 1 : 0; }

    bool operator==(const Comparison&) const = default;
};

struct NamedResult {
    std::string name;  // short, and another one for each: it heads a column
    const RunResult* result = nullptr;
};

[[nodiscard]] Comparison compare(const RunResult& base, const RunResult& now);

// "Worse: 2 new violations, 1 scenario is missing." or what else there is to be said in one sentence.
[[nodiscard]] std::string headline_of(const Comparison& comparison);

}  // namespace wbemcheck::reports
