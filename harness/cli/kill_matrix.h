// The kill matrix as a person reads it.
#pragma once

#include <string>

#include "harness/runner/prove.h"

namespace wbemcheck::cli {

// One line per defect, under the clause that it is about; then what went wrong, with the command that shows it again;
// then one sentence.
[[nodiscard]] std::string render_kill_matrix(const runner::Proof& proof, bool verbose);

}  // namespace wbemcheck::cli
