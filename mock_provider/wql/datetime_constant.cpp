#include "mock_provider/wql/datetime_constant.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>

#include "mock_provider/model/name.h"

namespace wbemcheck::mock::wql {
namespace {

constexpr std::array<std::string_view, 12> kMonths = {"january",   "february", "march",    "april",
                                                      "may",       "june",     "july",     "august",
                                                      "september", "october",  "november", "december"};

bool is_digit(char c) noexcept { return c >= '0' && c <= '9'; }
bool is_letter(char c) noexcept { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }

// Takes tokens off the front of a text; each `take` leaves the text alone when it fails.
class Reader {
public:
    explicit Reader(std::string_view text) noexcept : rest_(text) {}

    [[nodiscard]] bool is_at_end() const noexcept { return rest_.empty(); }
    [[nodiscard]] char next() const noexcept { return rest_.empty() ? '\0' : rest_.front(); }

    void skip_blanks() noexcept { rest_.remove_prefix(std::min(rest_.find_first_not_of(' '), rest_.size())); }
    bool skip(char c) noexcept {
        if (next() != c) return false;
        rest_.remove_prefix(1);
        return true;
    }
    std::string_view take_digits() noexcept { return take(is_digit); }
    std::string_view take_word() noexcept { return take(is_letter); }

private:
    std::string_view take(bool (*is_part)(char) noexcept) noexcept {
        const auto end = std::find_if_not(rest_.begin(), rest_.end(), is_part);
        const std::string_view token = rest_.substr(0, static_cast<std::size_t>(end - rest_.begin()));
        rest_.remove_prefix(token.size());
        return token;
    }

    std::string_view rest_;
};

// A number as a date spells it: two digits of a year are not the same as four.
struct Part {
    unsigned value = 0;
    std::size_t digits = 0;

    [[nodiscard]] bool is_full_year() const noexcept { return digits == 4; }
    [[nodiscard]] bool can_be_year() const noexcept { return digits == 4 || digits == 2; }
    [[nodiscard]] bool can_be_month() const noexcept { return digits <= 2 && value >= 1 && value <= 12; }
    [[nodiscard]] bool can_be_day() const noexcept { return digits <= 2 && value >= 1 && value <= 31; }
};

struct Date {
    unsigned year = 0;
    unsigned month = 1;
    unsigned day = 1;
};

std::optional<Part> read_part(std::string_view digits) noexcept {
    if (digits.empty() || digits.size() > 4) return std::nullopt;
    Part part{0, digits.size()};
    for (const char c : digits) part.value = part.value * 10 + static_cast<unsigned>(c - '0');
    return part;
}

unsigned year_of(Part part) noexcept {
    if (part.is_full_year()) return part.value;
    return part.value < 30 ? 2000 + part.value : 1900 + part.value;
}

std::optional<Date> date_of(Part year, Part month, Part day) noexcept {
    if (!year.can_be_year() || !month.can_be_month() || !day.can_be_day()) return std::nullopt;
    return Date{year_of(year), month.value, day.value};
}

std::optional<unsigned> find_month(std::string_view word) noexcept {
    for (std::size_t i = 0; i < kMonths.size(); ++i) {
        if (equal_names(word, kMonths[i]) || equal_names(word, kMonths[i].substr(0, 3))) {
            return static_cast<unsigned>(i + 1);
        }
    }
    return std::nullopt;
}

// The year and the day, in either order, beside a month that was spelled out.
std::optional<Date> date_with_month(unsigned month, Part first, Part second) noexcept {
    const Part spelled{month, 2};
    if (first.is_full_year() || !first.can_be_day() || second.value > 31) {
        if (auto date = date_of(first, spelled, second)) return date;
    }
    if (auto date = date_of(second, spelled, first)) return date;
    return date_of(first, spelled, second);
}

// Three numbers: where a year of four digits stands decides, else month, day and year are tried in turn.
std::optional<Date> date_of_numbers(Part a, Part b, Part c) noexcept {
    if (a.is_full_year()) {
        const auto date = date_of(a, b, c);
        return date ? date : date_of(a, c, b);
    }
    if (b.is_full_year()) {
        const auto date = date_of(b, a, c);
        return date ? date : date_of(b, c, a);
    }
    if (auto date = date_of(c, a, b)) return date;
    if (auto date = date_of(c, b, a)) return date;
    return c.is_full_year() ? std::nullopt : date_of(a, b, c);
}

// yyyymmdd, yymmdd, yyyymm and yyyy.
std::optional<Date> date_of_digits(std::string_view digits) noexcept {
    // Six digits are yymmdd, which the SDK names first, unless that is no date.
    const auto is_month = [](std::string_view two) { return two >= "01" && two <= "12"; };
    const bool is_short = digits.size() == 6 && is_month(digits.substr(2, 2)) && digits.substr(4) != "00";
    const std::size_t year_digits = is_short ? 2 : 4;
    const auto part_at = [&](std::size_t begin, std::size_t count) {
        return begin < digits.size() ? *read_part(digits.substr(begin, count)) : Part{1, 2};
    };
    if (digits.size() != 8 && digits.size() != 6 && digits.size() != 4) return std::nullopt;
    return date_of(part_at(0, year_digits), part_at(year_digits, 2), part_at(year_digits + 2, 2));
}

std::optional<Date> read_named_date(Reader& reader) {
    std::array<Part, 2> parts;
    std::size_t count = 0;
    std::optional<unsigned> month;
    while (count + (month ? 1U : 0U) < 3) {
        reader.skip_blanks();
        reader.skip(',');
        reader.skip_blanks();
        if (is_letter(reader.next())) {
            if (month) break;
            month = find_month(reader.take_word());
            if (!month) return std::nullopt;
        } else {
            if (!is_digit(reader.next()) || count == parts.size()) break;
            const Reader before = reader;
            const auto part = read_part(reader.take_digits());
            if (!part) return std::nullopt;
            if (reader.next() == ':') {  // the hour of a time
                reader = before;
                break;
            }
            parts.at(count++) = *part;
        }
    }
    if (!month || count == 0) return std::nullopt;
    if (count == 2) return date_with_month(*month, parts[0], parts[1]);
    return parts[0].is_full_year() ? date_of(parts[0], {*month, 2}, {1, 2}) : std::nullopt;
}

std::optional<Date> read_date(Reader& reader) {
    const Reader start = reader;
    const std::string_view first = reader.take_digits();
    const char separator = reader.next();
    if (!first.empty() && (separator == '/' || separator == '-' || separator == '.')) {
        reader.skip(separator);
        const auto a = read_part(first);
        const auto b = read_part(reader.take_digits());
        if (!reader.skip(separator)) return std::nullopt;
        const auto c = read_part(reader.take_digits());
        return a && b && c ? date_of_numbers(*a, *b, *c) : std::nullopt;
    }
    Reader ahead = reader;
    ahead.skip_blanks();
    const bool is_alone = ahead.is_at_end() || (first.size() > 4 && is_digit(ahead.next())) ||
                          (first.size() == 4 && is_digit(ahead.next()) && [&] {
                              ahead.take_digits();
                              return ahead.next() == ':';
                          }());
    if (!first.empty() && is_alone) return date_of_digits(first);
    reader = start;
    return read_named_date(reader);
}

// hh[:mm[:ss[:mmm]]] with AM or PM behind; an hour alone needs one of them.
std::optional<std::int64_t> read_microseconds_of_day(Reader& reader) {
    constexpr std::array<unsigned, 4> kLimits = {23, 59, 59, 999};
    std::array<unsigned, 4> fields{};
    std::size_t count = 0;
    do {
        const std::string_view digits = reader.take_digits();
        const auto part = read_part(digits);
        if (!part || part->digits > (count == 3 ? 3U : 2U) || part->value > kLimits.at(count))
            return std::nullopt;
        fields.at(count++) = part->value;
    } while (count < fields.size() && reader.skip(':'));
    reader.skip_blanks();
    if (const std::string_view half = reader.take_word(); !half.empty()) {
        const bool is_afternoon = equal_names(half, "PM");
        if ((!is_afternoon && !equal_names(half, "AM")) || fields[0] < 1 || fields[0] > 12)
            return std::nullopt;
        fields[0] = fields[0] % 12 + (is_afternoon ? 12 : 0);
    } else if (count == 1) {
        return std::nullopt;
    }
    return ((fields[0] * 60LL + fields[1]) * 60 + fields[2]) * 1'000'000 + fields[3] * 1'000LL;
}

}  // namespace

std::optional<Datetime> parse_datetime_constant(std::string_view text) {
    if (auto datetime = parse_datetime(text)) return datetime;
    Reader reader(text);
    reader.skip_blanks();
    const std::optional<Date> date = read_date(reader);
    if (!date) return std::nullopt;
    auto datetime =
        parse_datetime(fmt::format("{:04}{:02}{:02}000000.000000+000", date->year, date->month, date->day));
    reader.skip_blanks();
    if (!datetime || reader.is_at_end()) return datetime;
    const std::optional<std::int64_t> time = read_microseconds_of_day(reader);
    reader.skip_blanks();
    if (!time || !reader.is_at_end()) return std::nullopt;
    datetime->microseconds += *time;
    return datetime;
}

}  // namespace wbemcheck::mock::wql
