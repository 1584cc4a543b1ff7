// The places at the boundary where the harness can hold a thread, or have something done on it.
#pragma once

#include <cstdint>
#include <functional>

namespace wbemcheck::probe {

enum class CrossingKind : std::uint8_t {
    kCallEntered,  // the client is about to make its call
    kCallReturned,
    kQueryInterface,
    kAddRef,
    kIndicateEntered,
    kIndicateLeft,
    kSetStatusEntered,
    kSetStatusLeft,
    kRelease,
};
inline constexpr std::size_t kCrossingKinds = static_cast<std::size_t>(CrossingKind::kRelease) + 1;

// One crossing of one sink. What the subject does to the sink has been recorded when it is told.
struct Crossing {
    CrossingKind kind = CrossingKind::kCallEntered;
    std::uint64_t ordinal = 0;  // of this kind, from 1
};

// Called on the thread that crosses, which goes on when it returns. It may block, and must not throw.
using CrossingHandler = std::function<void(const Crossing&)>;

// The thread is inside Indicate or SetStatus: the sink's own code, where a client may do as it likes.
[[nodiscard]] constexpr bool is_inside_callback(CrossingKind kind) noexcept {
    return kind == CrossingKind::kIndicateEntered || kind == CrossingKind::kSetStatusEntered;
}

}  // namespace wbemcheck::probe
