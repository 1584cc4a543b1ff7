// One event as one readable line, for the witnesses of a finding.
#pragma once

#include <string>

#include "harness/contract/verdicts.h"
#include "harness/trace/trace_reader.h"

namespace wbemcheck::contract {

[[nodiscard]] std::string describe(const trace::Record& record, const Verdicts& verdicts);

}  // namespace wbemcheck::contract
