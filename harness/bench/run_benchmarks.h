// Runs the benchmarks against a subject, and gives what they measured.
#pragma once

#include <string>

#include "harness/bench/workloads.h"
#include "harness/subject/subject.h"

namespace wbemcheck::bench {

struct BenchOptions {
    subject::SubjectAddress subject;
    std::string filter;          // a regular expression over names; empty: all
    unsigned repetitions = 20;   // of each, mixed with those of the others
    double min_seconds = 0.025;  // that one repetition takes
    Extent extent = Extent::kUsual;
    bool conforms = false;       // the subject kept every clause just before; goes into the context
    std::string version;         // of this program
    std::string platform;
};

// The document as Google Benchmark writes it, with every repetition. Once per process, for the library has one registry. Throws
// UsageError when no benchmark matches, std::runtime_error when the subject cannot be reached.
[[nodiscard]] std::string run_benchmarks(const BenchOptions& options);

}  // namespace wbemcheck::bench
