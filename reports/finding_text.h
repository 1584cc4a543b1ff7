// A finding as text for people: what was required, what came, the events that show it, what to check, how to
// rerun.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include "reports/result.h"

namespace wbemcheck::reports {

struct FindingTextStyle {
    std::string (*clean)(std::string_view) = nullptr;  // makes a text of the subject safe; see safe_text.h
    std::size_t columns = 100;
    std::size_t field_limit = 2000;  // bytes shown of one field
    std::size_t witness_limit = 24;  // events shown; those about the breach are always among them
    std::size_t stack_limit = 48;    // frames shown
    bool colour = false;
    std::string_view indent = "   ";
    bool has_rerun = true;  // a caller that wants more lines before the command writes it itself
};

// Indented lines, each with its end. Fields that are empty are left out.
[[nodiscard]] std::string finding_text(const Finding& finding, const FindingTextStyle& style);

// One labelled field in the same columns, so that a caller can add its own.
[[nodiscard]] std::string labelled_text(std::string_view label, std::string_view text,
                                        const FindingTextStyle& style);

// The command as the last line: whole, never wrapped, ready to be copied. Empty without a command.
[[nodiscard]] std::string rerun_text(std::string_view command, const FindingTextStyle& style);

}  // namespace wbemcheck::reports
