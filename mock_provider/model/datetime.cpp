#include "mock_provider/model/datetime.h"

#include <fmt/format.h>

namespace wbemcheck::mock {

namespace {

constexpr std::size_t kLength = 25;
constexpr std::int64_t kMicrosecondsPerSecond = 1'000'000;
constexpr std::int64_t kSecondsPerDay = 86'400;

// Days since 1970-01-01 of a date in the proleptic Gregorian calendar: eras of 400 years that begin on
// March 1.
constexpr std::int64_t days_from_civil(std::int64_t year, std::int64_t month, std::int64_t day) noexcept {
    year -= month <= 2 ? 1 : 0;
    const std::int64_t era = (year >= 0 ? year : year - 399) / 400;
    const std::int64_t year_of_era = year - era * 400;
    const std::int64_t day_of_year = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1;
    const std::int64_t day_of_era = year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;
    return era * 146'097 + day_of_era - 719'468;
}

struct CivilDate {
    std::int64_t year, month, day;
};

constexpr CivilDate civil_from_days(std::int64_t days) noexcept {
    days += 719'468;
    const std::int64_t era = (days >= 0 ? days : days - 146'096) / 146'097;
    const std::int64_t day_of_era = days - era * 146'097;
    const std::int64_t year_of_era =
        (day_of_era - day_of_era / 1'460 + day_of_era / 36'524 - day_of_era / 146'096) / 365;
    const std::int64_t day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    const std::int64_t shifted_month = (5 * day_of_year + 2) / 153;
    const std::int64_t month = shifted_month + (shifted_month < 10 ? 3 : -9);
    return {year_of_era + era * 400 + (month <= 2 ? 1 : 0), month,
            day_of_year - (153 * shifted_month + 2) / 5 + 1};
}
static_assert(days_from_civil(1970, 1, 1) == 0 && days_from_civil(2000, 3, 1) == 11'017);
static_assert(civil_from_days(11'016).month == 2 && civil_from_days(11'016).day == 29);

// Reads fields of digits one after the other; a field of asterisks has its least value.
class FieldReader {
public:
    explicit FieldReader(std::string_view text) noexcept : text_(text) {}

    [[nodiscard]] std::int64_t read(std::size_t width, std::int64_t least, std::int64_t most) noexcept {
        const std::string_view field = text_.substr(position_, width);
        position_ += width;
        if (field == std::string_view("********").substr(0, width)) {
            return least;
        }
        std::int64_t number = 0;
        for (const char c : field) {
            // Microseconds may be given in part: "123***".
            const bool is_open_end = c == '*' && width == 6;
            if ((c < '0' || c > '9') && !is_open_end) {
                is_good_ = false;
                return least;
            }
            number = number * 10 + (is_open_end ? 0 : c - '0');
        }
        is_good_ = is_good_ && number >= least && number <= most;
        return number;
    }

    [[nodiscard]] bool is_good() const noexcept { return is_good_; }

private:
    std::string_view text_;
    std::size_t position_ = 0;
    bool is_good_ = true;
};

}  // namespace

std::optional<Datetime> parse_datetime(std::string_view text) noexcept {
    if (text.size() != kLength || text[14] != '.') {
        return std::nullopt;
    }
    const char sign = text[21];
    const bool is_interval = sign == ':';
    if (!is_interval && sign != '+' && sign != '-') {
        return std::nullopt;
    }

    FieldReader reader(text);
    std::int64_t days = 0;
    if (is_interval) {
        days = reader.read(8, 0, 99'999'999);
    } else {
        const std::int64_t year = reader.read(4, 0, 9'999);
        const std::int64_t month = reader.read(2, 1, 12);
        const std::int64_t day = reader.read(2, 1, 31);
        days = days_from_civil(year, month, day);
    }
    const std::int64_t hours = reader.read(2, 0, 23);
    const std::int64_t minutes = reader.read(2, 0, 59);
    const std::int64_t seconds = reader.read(2, 0, 59);
    FieldReader fraction(text.substr(15, 6));
    const std::int64_t microseconds = fraction.read(6, 0, 999'999);
    FieldReader zone(text.substr(22, 3));
    const std::int64_t offset_minutes = zone.read(3, 0, is_interval ? 0 : 999);
    if (!reader.is_good() || !fraction.is_good() || !zone.is_good()) {
        return std::nullopt;
    }

    std::int64_t total_seconds = days * kSecondsPerDay + hours * 3'600 + minutes * 60 + seconds;
    total_seconds -= (sign == '-' ? -offset_minutes : offset_minutes) * 60;
    return Datetime{is_interval, total_seconds * kMicrosecondsPerSecond + microseconds};
}

std::string format_datetime(Datetime value) {
    std::int64_t seconds = value.microseconds / kMicrosecondsPerSecond;
    std::int64_t fraction = value.microseconds % kMicrosecondsPerSecond;
    if (fraction < 0) {
        fraction += kMicrosecondsPerSecond;
        --seconds;
    }
    std::int64_t days = seconds / kSecondsPerDay;
    std::int64_t second_of_day = seconds % kSecondsPerDay;
    if (second_of_day < 0) {
        second_of_day += kSecondsPerDay;
        --days;
    }
    const std::int64_t hours = second_of_day / 3'600;
    const std::int64_t minutes = second_of_day / 60 % 60;
    if (value.is_interval) {
        return fmt::format("{:08}{:02}{:02}{:02}.{:06}:000", days, hours, minutes, second_of_day % 60,
                           fraction);
    }
    const CivilDate date = civil_from_days(days);
    return fmt::format("{:04}{:02}{:02}{:02}{:02}{:02}.{:06}+000", date.year, date.month, date.day, hours,
                       minutes, second_of_day % 60, fraction);
}

}  // namespace wbemcheck::mock
