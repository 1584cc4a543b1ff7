// What must become of a call that is wrong, or only unusual, on purpose: the table behind the ARG rules.
#pragma once

#include <cstdint>
#include <string_view>

#include "harness/trace/event.h"
#include "harness/trace/fault.h"

namespace wbemcheck::contract {

enum class Fate {
    kRefused,       // structural: an error before anything is started; an error final is a warning
    kFails,         // depends on the data: an error at either place
    kFailsInFinal,  // the same, but the return value is the wrong place (ARG-16)
    kRuns,          // unusual and legal
    kOpen,          // the documents leave it open: recorded
};

struct FaultyCall {
    trace::Fault fault;
    trace::Method method;  // kNone: every method that has no row of its own
    std::string_view clause;
    Fate fate;
    std::int32_t preferred = 0;  // the code that the documents name; others are accepted
    bool is_wire_alone = false;  // MS-WMI alone wants it, in a clause that stands in the SDK as well
};

// Null when nothing is known about this fault.
[[nodiscard]] const FaultyCall* find_faulty_call(trace::Method method, trace::Fault fault) noexcept;

// What must become of a well-formed call that names something that does not exist; null for methods of which no ARG clause
// says it.
[[nodiscard]] const FaultyCall* find_missing_call(trace::Method method) noexcept;

}  // namespace wbemcheck::contract
