// What the subject can do and how fast it is, found out before anything is judged.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "harness/com/wbem.h"
#include "harness/stage/stage.h"
#include "harness/subject/subject.h"

namespace wbemcheck::runner {

// A scenario that the subject cannot be asked to play.
struct NotApplicable {
    std::string reason;      // in words
    HRESULT result = S_OK;   // what the subject said, where it was asked
};

struct Discovery {
    std::map<std::string, NotApplicable> not_applicable;  // by scenario id
    std::map<std::string, std::string> identity;
    double slowest_gap_ms = 0;  // the longest time between a call and its first callback, or between two callbacks
};

// Asks the subject, method by method, each on a services pointer of its own. A method counts as missing only when it
// answers a valid call, and a call without a sink, with the same error: that is a stub. Whatever else it answers, it is
// there, and the scenarios will show what it is worth.
[[nodiscard]] Discovery discover(stage::Stage& stage, subject::Subject& subject);

[[nodiscard]] std::string write_discovery(const Discovery& discovery);
[[nodiscard]] Discovery read_discovery(const std::string& text);

// The window after which "nothing came" is believed: some times the slowest gap that was seen, between floor and ceiling.
[[nodiscard]] stage::Milliseconds silence_for(double slowest_gap_ms) noexcept;

}  // namespace wbemcheck::runner
