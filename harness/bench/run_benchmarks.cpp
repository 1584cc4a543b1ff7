#include "harness/bench/run_benchmarks.h"

#include <sstream>
#include <stdexcept>
#include <string_view>
#include <vector>

#include <benchmark/benchmark.h>
#include <fmt/format.h>

#include "harness/subject/usage_error.h"

namespace wbemcheck::bench {
namespace {

// The library writes NaN and Infinity as they are, which JSON does not know: of a CPU time of 0, where the system's clock is
// coarse. Within a string the quotation mark before the colon would have a backslash.
std::string as_json(std::string text) {
    for (const std::string_view word : {"-NaN", "NaN", "-Infinity", "Infinity"}) {
        const std::string value = fmt::format("\": {}", word);
        for (std::size_t found = text.find(value); found != std::string::npos; found = text.find(value, found + 1)) {
            if (found > 0 && text[found - 1] == '\\') continue;
            text.replace(found + 3, word.size(), "null");
        }
    }
    return text;
}

// Subjects live as long as the benchmarks are registered, and must be gone before the process begins to end: they have threads,
// and code in modules.
class Registered {
public:
    Registered() = default;
    Registered(const Registered&) = delete;
    Registered& operator=(const Registered&) = delete;
    ~Registered() { benchmark::ClearRegisteredBenchmarks(); }
};

}  // namespace

std::string run_benchmarks(const BenchOptions& options) {
    std::vector<std::string> flags = {
        "wbemcheck",
        fmt::format("--benchmark_repetitions={}", options.repetitions),
        fmt::format("--benchmark_min_time={}", options.min_seconds),
        fmt::format("--benchmark_enable_random_interleaving={}", options.repetitions > 1),
    };
    if (!options.filter.empty()) flags.push_back("--benchmark_filter=" + options.filter);
    std::vector<char*> arguments;
    for (std::string& flag : flags) arguments.push_back(flag.data());
    int count = static_cast<int>(arguments.size());
    benchmark::Initialize(&count, arguments.data());
    benchmark::AddCustomContext("subject", options.subject.text);
    benchmark::AddCustomContext("wbemcheck", options.version);
    benchmark::AddCustomContext("platform", options.platform);
    benchmark::AddCustomContext("conforms", options.conforms ? "true" : "false");

    const Registered registered;
    const auto workshop = std::make_shared<Workshop>(options.subject);
    (void)workshop->get({});  // a subject that cannot be reached is said before the table begins
    register_workloads(workshop, options.extent);

    // Repetitions are mixed, so that nothing is complete before everything is: there is nothing to show until then.
    benchmark::JSONReporter document;
    std::ostringstream text;
    document.SetOutputStream(&text);
    document.SetErrorStream(&text);
    const std::size_t run = benchmark::RunSpecifiedBenchmarks(&document);
    benchmark::Shutdown();
    if (run == 0) throw UsageError(fmt::format("No benchmark matches '{}'.", options.filter));
    return as_json(text.str());
}

}  // namespace wbemcheck::bench
