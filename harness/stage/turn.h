// A turn: one thread at the boundary goes on, up to the next place where it is held or to its end. A schedule is a row of
// turns, and its text is all that is needed to play it again.
#pragma once

#include <compare>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace wbemcheck::stage {

enum class TurnKind : std::uint8_t {
    kCallback,  // a callback of this sink, held at its entry, goes on
    kAddRef,    // an AddRef of this sink goes on
    kStart,     // the client makes its asynchronous call
    kCancel,    // the client makes CancelAsyncCall
};

struct Turn {
    TurnKind kind = TurnKind::kCallback;
    std::uint8_t sink = 1;  // from 1
    std::uint8_t nth = 1;   // of those of this kind at this sink: held for longer, or started earlier, comes first

    friend auto operator<=>(const Turn&, const Turn&) = default;
};

using Schedule = std::vector<Turn>;

// "callback-1", "start-1b" for the second call on sink 1.
[[nodiscard]] std::string name_of(const Turn& turn);
[[nodiscard]] std::optional<Turn> parse_turn(std::string_view text);

// "start-1.callback-1x3.cancel-1"; empty for a text that is none.
[[nodiscard]] std::string text_of(const Schedule& schedule);
[[nodiscard]] std::optional<Schedule> parse_schedule(std::string_view text);

// Whether the order of the two can be seen at the boundary: callbacks of different sinks run beside each other, whatever
// their order; all that goes through the service does not.
[[nodiscard]] bool are_independent(const Turn& one, const Turn& other) noexcept;

}  // namespace wbemcheck::stage
