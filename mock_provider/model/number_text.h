// Numbers as text: how 64-bit integers cross the boundary, how keys spell them, how MOF writes them.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>
#include <variant>

namespace wbemcheck::mock {

// A number without its CIM type. Negative integers are int64_t, others uint64_t.
using Number = std::variant<std::int64_t, std::uint64_t, double>;

// The whole of `text` as a number: decimal with an optional sign, 0x and hexadecimal digits, or a real with a
// point or an exponent. Nothing else, no blanks; empty too when an integer exceeds 64 bits.
[[nodiscard]] std::optional<Number> parse_number(std::string_view text) noexcept;

}  // namespace wbemcheck::mock
