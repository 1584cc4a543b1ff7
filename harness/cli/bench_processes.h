// A measurement that is spread over processes. What a process is born with (where its memory lies, on which processors its
// threads come to rest) stays with it and moves all of its times; repetitions of one process agree with each other more than
// with those of the next, and a comparison of two processes would take that for a change.
#pragma once

#include <stdexcept>
#include <string>

#include "harness/bench/run_benchmarks.h"

namespace wbemcheck::cli {

// The subject has ended the process that measured it: a crash, a call of exit. The text says how.
class SubjectEndedProcess : public std::runtime_error {
public:
    using std::runtime_error::runtime_error;
};

// Runs the benchmarks in so many processes one after the other, each with its share of the repetitions, and gives one document
// with all of them. In this process if it is only one, or only one repetition. Throws what bench::run_benchmarks throws,
// SubjectEndedProcess, and runner::ProcessError.
[[nodiscard]] std::string measure_in_processes(const bench::BenchOptions& options, unsigned processes);

}  // namespace wbemcheck::cli
