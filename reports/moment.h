// The moments of a result ("2025-01-31T12:00:00.125Z") as numbers, for formats that want them so.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

namespace wbemcheck::reports {

// Milliseconds since 1970-01-01T00:00:00Z. Empty for what is no ISO 8601 moment in UTC of the form that results have: a
// stored document may hold any text there.
[[nodiscard]] std::optional<std::int64_t> find_epoch_milliseconds(std::string_view moment) noexcept;

}  // namespace wbemcheck::reports
