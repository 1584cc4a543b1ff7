// Keeps worker processes at work, and finds out how each scenario ended when its worker did not survive it.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "harness/runner/assignment.h"
#include "harness/runner/discovery.h"
#include "harness/trace/event.h"

namespace wbemcheck::runner {

struct Played {
    std::string id;
    std::filesystem::path trace;  // may be missing when the worker never began
    trace::Ending ending = trace::Ending::kNormal;
    std::string ending_note;      // "SIGSEGV", "exit code 3 ...", for an ending that is not normal
    std::string fault;            // the harness's own failure, else empty
    double seconds = 0;
    std::string exploration;      // what the worker said of the space (exploration.h), else empty
};

struct Supervision {
    std::string executable;
    Assignment assignment;  // all scenarios
    unsigned jobs = 1;
    // Told of each scenario that begins, on the threads of the jobs, several at a time; may be empty.
    std::function<void(const std::string& id)> begun;
};

// Plays every scenario of the assignment, in worker processes of up to `jobs` at a time. A worker that crashes, hangs or
// exits ends the scenario that it was playing; its trace gets that as its last event, and the rest goes on in a new
// worker. `finished` is called once per scenario, on the threads of the jobs, several at a time, when its trace will not
// change any more.
void supervise(const Supervision& supervision, const std::function<void(const Played&)>& finished);

// Plays everything in this process, for a debugger.
void play_unsupervised(const Assignment& assignment, const std::function<void(const Played&)>& finished);

// Has a worker find out what the subject can do. Throws UsageError when the subject cannot be had. A subject that dies of
// being asked is taken to be able to do everything: the scenarios show what it died of.
[[nodiscard]] Discovery discover_in_worker(const Supervision& supervision);
[[nodiscard]] Discovery discover_unsupervised(const Assignment& assignment);

}  // namespace wbemcheck::runner
