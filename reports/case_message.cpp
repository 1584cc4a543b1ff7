#include "reports/case_message.h"

#include <fmt/format.h>

#include <cstddef>

#include "reports/safe_text.h"
#include "reports/text_layout.h"

namespace wbemcheck::reports {

namespace {

constexpr std::size_t kMessageLimit = 300;

}  // namespace

std::string case_message(const ScenarioOutcome& scenario, std::span<const Finding* const> findings,
                         std::string (*clean)(std::string_view)) {
    std::string message = scenario.reason;
    std::size_t count = 0;
    for (const Finding* finding : findings) {
        if (finding->verdict != scenario.verdict) continue;
        if (++count == 1 && (message.empty() || scenario.verdict == Verdict::kViolation)) {
            message = fmt::format("{}: {}", finding->clause, finding->actual);
        }
    }
    if (message.empty()) message = fmt::format("{}, without a reason", name_of(scenario.verdict));
    std::string line = to_one_line(clean(message), kMessageLimit);
    if (count > 1) line += fmt::format(" (and {})", counted(count - 1, "more finding"));
    return line;
}

}  // namespace wbemcheck::reports
