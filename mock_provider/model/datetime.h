// The CIM datetime: a moment `yyyymmddHHMMSS.mmmmmmsUUU` or an interval `ddddddddHHMMSS.mmmmmm:000`, always
// 25 characters, where asterisks stand for parts that do not matter.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace wbemcheck::mock {

struct Datetime {
    bool is_interval = false;
    std::int64_t microseconds = 0;  // moments: since 1970-01-01 UTC (negative before); intervals: the length

    friend bool operator==(const Datetime&, const Datetime&) = default;
};

// Parts that are asterisks count as their least value. Empty when `text` is no datetime.
[[nodiscard]] std::optional<Datetime> parse_datetime(std::string_view text) noexcept;

[[nodiscard]] std::string format_datetime(Datetime value);

}  // namespace wbemcheck::mock
