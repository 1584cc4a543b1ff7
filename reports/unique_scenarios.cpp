#include "reports/unique_scenarios.h"

#include <fmt/format.h>

#include <string_view>
#include <unordered_set>

namespace wbemcheck::reports {

void require_unique_scenarios(const RunResult& result) {
    std::unordered_set<std::string_view> seen;
    for (const ScenarioOutcome& scenario : result.scenarios) {
        if (scenario.id.empty()) throw DuplicateScenario("A scenario of the result has no id.");
        if (!seen.insert(scenario.id).second) {
            throw DuplicateScenario(
                fmt::format("The scenario '{}' stands in the result twice.", scenario.id));
        }
    }
}

}  // namespace wbemcheck::reports
