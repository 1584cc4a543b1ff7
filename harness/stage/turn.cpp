#include "harness/stage/turn.h"

#include <array>
#include <charconv>

namespace wbemcheck::stage {
namespace {

constexpr std::array<std::string_view, 4> kNames = {"callback", "add-ref", "start", "cancel"};
constexpr std::uint8_t kMostSinks = 99;
constexpr char kSeparator = '.';
constexpr char kTimes = 'x';
constexpr char kLastNth = 'w';  // so that no turn ends in what says how often
constexpr unsigned kMostTimes = 10000;

// Takes "x3" off the end of a turn; 1 when there is nothing of that, 0 when it is no number.
unsigned take_times(std::string_view& text) {
    const auto mark = text.rfind(kTimes);
    if (mark == std::string_view::npos) return 1;
    const std::string_view digits = text.substr(mark + 1);
    unsigned times = 0;
    const char* const last = digits.data() + digits.size();
    const auto [end, error] = std::from_chars(digits.data(), last, times);
    if (error != std::errc() || end != last || times > kMostTimes) return 0;
    text = text.substr(0, mark);
    return times;
}

}  // namespace

std::string name_of(const Turn& turn) {
    std::string text(kNames[static_cast<std::size_t>(turn.kind)]);
    text += '-';
    text += std::to_string(turn.sink);
    if (turn.nth > 1) text += static_cast<char>('a' + turn.nth - 1);
    return text;
}

std::optional<Turn> parse_turn(std::string_view text) {
    for (std::size_t i = 0; i < kNames.size(); ++i) {
        if (!text.starts_with(kNames[i]) || text.substr(kNames[i].size(), 1) != "-") continue;
        const std::string_view rest = text.substr(kNames[i].size() + 1);
        Turn turn;
        turn.kind = static_cast<TurnKind>(i);
        const char* const last = rest.data() + rest.size();
        const auto [end, error] = std::from_chars(rest.data(), last, turn.sink);
        if (error != std::errc() || turn.sink == 0 || turn.sink > kMostSinks || rest.front() == '0') return std::nullopt;
        if (end == last) return turn;
        if (end + 1 != last || *end < 'b' || *end > kLastNth) return std::nullopt;
        turn.nth = static_cast<std::uint8_t>(*end - 'a' + 1);
        return turn;
    }
    return std::nullopt;
}

std::string text_of(const Schedule& schedule) {
    std::string text;
    for (std::size_t i = 0; i < schedule.size();) {
        std::size_t end = i;
        while (end < schedule.size() && schedule[end] == schedule[i]) ++end;
        if (!text.empty()) text += kSeparator;
        text += name_of(schedule[i]);
        if (end - i > 1) text += kTimes + std::to_string(end - i);
        i = end;
    }
    return text;
}

std::optional<Schedule> parse_schedule(std::string_view text) {
    Schedule schedule;
    while (!text.empty()) {
        const std::string_view part = text.substr(0, text.find(kSeparator));
        std::string_view name = part;
        const unsigned times = take_times(name);
        const std::optional<Turn> turn = parse_turn(name);
        if (!turn || times == 0 || schedule.size() + times > kMostTimes) return std::nullopt;
        schedule.insert(schedule.end(), times, *turn);
        if (part.size() == text.size()) return schedule;
        text.remove_prefix(part.size() + 1);
    }
    return std::nullopt;
}

bool are_independent(const Turn& one, const Turn& other) noexcept {
    return one.kind == TurnKind::kCallback && other.kind == TurnKind::kCallback && one.sink != other.sink;
}

}  // namespace wbemcheck::stage
