#include "harness/runner/utc_clock.h"

#include <chrono>

#include <fmt/chrono.h>
#include <fmt/format.h>

namespace wbemcheck::runner {

std::string utc_now() {
    return fmt::format("{:%Y-%m-%dT%H:%M:%SZ}", fmt::gmtime(std::chrono::system_clock::now()));
}

std::string utc_day(int days_ahead) {
    return fmt::format("{:%Y-%m-%d}",
                       fmt::gmtime(std::chrono::system_clock::now() + std::chrono::hours(24) * days_ahead));
}

}  // namespace wbemcheck::runner
