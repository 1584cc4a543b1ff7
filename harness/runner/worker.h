// The worker: plays scenarios against the subject, in a process that may die of it.
#pragma once

#include <functional>
#include <string>
#include <string_view>

#include "harness/runner/assignment.h"

namespace wbemcheck::runner {

// Where the worker's lines go. Called by one thread.
using Say = std::function<void(std::string_view line)>;

// Plays an assignment in this process. Stages and their sinks are kept until the process ends, since a subject may call
// a sink at any time. A subject that cannot be had is said as "unusable".
void play_assignment(const Assignment& assignment, const Say& say);

// The main function of `wbemcheck worker FILE`: reads the assignment and plays it with its lines on standard output. Ends
// the process without running destructors of static objects, which a subject's threads may still be using.
[[noreturn]] void run_worker(const std::string& assignment_file);

}  // namespace wbemcheck::runner
