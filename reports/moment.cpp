#include "reports/moment.h"

#include <chrono>
#include <cstddef>

namespace wbemcheck::reports {

namespace {

bool is_digit(char character) noexcept { return character >= '0' && character <= '9'; }

}  // namespace

std::optional<std::int64_t> find_epoch_milliseconds(std::string_view moment) noexcept {
    constexpr std::string_view kPattern = "dddd-dd-ddTdd:dd:dd";
    if (moment.size() <= kPattern.size() || moment.back() != 'Z') return std::nullopt;
    for (std::size_t index = 0; index < kPattern.size(); ++index) {
        if (kPattern[index] == 'd' ? !is_digit(moment[index]) : moment[index] != kPattern[index]) return std::nullopt;
    }
    const auto number = [&](std::size_t begin, std::size_t length) {
        int value = 0;
        for (const char digit : moment.substr(begin, length)) value = value * 10 + (digit - '0');
        return value;
    };
    const std::chrono::year_month_day day{std::chrono::year{number(0, 4)},
                                          std::chrono::month{static_cast<unsigned>(number(5, 2))},
                                          std::chrono::day{static_cast<unsigned>(number(8, 2))}};
    // A leap second has the number 60; it is counted as the first second after it, as POSIX does.
    if (!day.ok() || number(11, 2) > 23 || number(14, 2) > 59 || number(17, 2) > 60) return std::nullopt;

    std::int64_t fraction = 0;
    std::string_view rest = moment.substr(kPattern.size(), moment.size() - kPattern.size() - 1);
    if (!rest.empty()) {
        if (rest.front() != '.' || rest.size() == 1) return std::nullopt;
        rest.remove_prefix(1);
        std::int64_t weight = 100;
        for (const char digit : rest) {
            if (!is_digit(digit)) return std::nullopt;
            fraction += weight * (digit - '0');
            weight /= 10;
        }
    }
    const std::int64_t days = std::chrono::sys_days(day).time_since_epoch().count();
    const std::int64_t seconds = ((days * 24 + number(11, 2)) * 60 + number(14, 2)) * 60 + number(17, 2);
    return seconds * 1000 + fraction;
}

}  // namespace wbemcheck::reports
