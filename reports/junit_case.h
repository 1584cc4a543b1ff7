// One scenario as a JUnit case: which kind of case it is, and everything that it says.
#pragma once

#include <span>
#include <string>
#include <string_view>

#include "reports/result.h"

namespace wbemcheck::reports {

enum class JunitCaseKind { kPassed, kFailure, kError, kSkipped };

[[nodiscard]] JunitCaseKind junit_kind_of(Verdict verdict) noexcept;

// What a case says beside its name and time. `message`, `type` and `body` belong to its failure, error or
// skipped element; `output` is its system-out. All of it is safe for XML, before escaping.
struct JunitCaseText {
    std::string message;
    std::string type;
    std::string body;
    std::string output;
};

// `findings` are those of this scenario, with whatever verdict.
[[nodiscard]] JunitCaseText junit_text_of(const ScenarioOutcome& scenario,
                                          std::span<const Finding* const> findings);

// Safe for XML, and without the marker by which readers attach files of the machine that runs them: only this
// report may write it, never a text of the subject.
[[nodiscard]] std::string to_junit_text(std::string_view text);

}  // namespace wbemcheck::reports
