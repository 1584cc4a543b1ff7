// The parts of a scenario's id: "cancel/ExecQueryAsync/twice@3" is of the family "cancel", played for the third time.
#pragma once

#include <string_view>

namespace wbemcheck::reports {

[[nodiscard]] constexpr std::string_view family_of(std::string_view id) noexcept { return id.substr(0, id.find('/')); }

[[nodiscard]] constexpr std::string_view without_repetition(std::string_view id) noexcept { return id.substr(0, id.find('@')); }

}  // namespace wbemcheck::reports
