#include "harness/cli/perfetto_file.h"

#include <string_view>

#include "harness/runner/timeline.h"
#include "harness/trace/mapped_file.h"

namespace wbemcheck::cli {

PerfettoFile::PerfettoFile(const std::filesystem::path& file)
    : file_(file),
      writer_(reports::PerfettoContent::kWholeTraces, [this](std::string_view text) { file_.write(text); }) {}

void PerfettoFile::add(const reports::ScenarioOutcome& scenario, std::span<const reports::Finding> findings,
                       const std::filesystem::path& trace) {
    if (failure_) return;
    try {
        writer_.begin_scenario(scenario.id, scenario, findings);
        std::string damage;
        try {
            runner::for_each_step(trace, {}, [&](const reports::Step& step) { writer_.take(step); });
        } catch (const trace::TraceError& error) {
            damage = error.what();  // what came before it is shown all the same
        }
        writer_.end_scenario(damage);
    } catch (const reports::FileError& error) {
        failure_ = error;
    }
}

void PerfettoFile::finish(const reports::RunResult& result) {
    if (failure_) throw *failure_;
    writer_.finish(result);
    file_.finish();
}

}  // namespace wbemcheck::cli
