// An argument as a person can paste it into the shell of this platform.
#pragma once

#include <string>
#include <string_view>

namespace wbemcheck::runner {

[[nodiscard]] std::string quote_argument(std::string_view argument);

}  // namespace wbemcheck::runner
