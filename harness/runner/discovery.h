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
    bool is_provider = false;
    double slowest_gap_ms = 0;  // the longest time between a call and its first callback, or between two callbacks
};

// Asks the subject, method by method, each on a services pointer of its own. A method counts as missing only when it
// answers a valid call, and a call without a sink, with the same error: that is a stub. Whatever else it answers, it is
// there, and the scenarios will show what it is worth. A provider is initialised, no more: its scenarios find out what it
// has.
[[nodiscard]] Discovery discover(stage::Stage& stage, subject::Subject& subject);

// What there is to say of the subject before it is asked, and should it die of that: of a provider, that it cannot be
// initialised, and of a service nothing, so that every scenario is played.
[[nodiscard]] Discovery before_asking(subject::Subject& subject);

[[nodiscard]] std::string write_discovery(const Discovery& discovery);
[[nodiscard]] Discovery read_discovery(const std::string& text);

// The window after which "nothing came" is believed: some times the slowest gap that was seen, between floor and ceiling.
[[nodiscard]] stage::Milliseconds silence_for(double slowest_gap_ms) noexcept;

}  // namespace wbemcheck::runner
