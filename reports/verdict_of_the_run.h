// Readers of test reports look at cases and at nothing else. A verdict of the run that no case shows would read as
// success to them, so it becomes a case of its own.
#pragma once

#include <optional>

#include "reports/result.h"

namespace wbemcheck::reports {

// A case "run/verdict" with the verdict of the run and its notes as the reason; empty when the run conforms, or when a
// scenario with a violation, a harness fault or an inconclusive end tells of it already.
[[nodiscard]] std::optional<ScenarioOutcome> verdict_of_the_run(const RunResult& result);

}  // namespace wbemcheck::reports
