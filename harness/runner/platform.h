// Where this program runs, for the identity of a run.
#pragma once

#include <string>

namespace wbemcheck::runner {

[[nodiscard]] std::string platform_name();  // "Linux 6.1 x86_64, GCC 12.2"

}  // namespace wbemcheck::runner
