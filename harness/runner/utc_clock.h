// The time and the day in UTC, as results and waivers write them. Everything that asks for today asks here.
#pragma once

#include <string>

namespace wbemcheck::runner {

[[nodiscard]] std::string utc_now();                // "2027-06-15T09:30:00Z"
[[nodiscard]] std::string utc_day(int days_ahead);  // "2027-06-15"; 0: today

}  // namespace wbemcheck::runner
