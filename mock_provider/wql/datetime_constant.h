// Dates and times as a condition may spell them.
#pragma once

#include <optional>
#include <string_view>

#include "mock_provider/model/datetime.h"

namespace wbemcheck::mock::wql {

// The CIM format, or one of those that the SDK lists in "WQL-Supported Date Formats", alone or followed by
// one of "WQL-Supported Time Formats": `January 21, 1932`, `21 Jan32`, `1932-01-21 3:23:00PM`, `19320121`.
// There is neither a locale nor a time zone here, so what those would decide is fixed: the moment is in UTC;
// of numbers that could be either, the month comes before the day; two digits of a year mean 1930 to 2029, as
// in OLE Automation. What stands behind the seconds are milliseconds, as on the page "CIM_DATETIME". Empty
// for anything else, and for a time without a date: it names no moment.
[[nodiscard]] std::optional<Datetime> parse_datetime_constant(std::string_view text);

}  // namespace wbemcheck::mock::wql
