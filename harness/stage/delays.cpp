#include "harness/stage/delays.h"

#include <thread>

namespace wbemcheck::stage {
namespace {

// SplitMix64 (Steele, Lea, Flood, OOPSLA 2014): every bit of the input decides about every bit of the output.
std::uint64_t mix(std::uint64_t value) noexcept {
    value += 0x9e3779b97f4a7c15ULL;
    value = (value ^ (value >> 30)) * 0xbf58476d1ce4e5b9ULL;
    value = (value ^ (value >> 27)) * 0x94d049bb133111ebULL;
    return value ^ (value >> 31);
}

constexpr std::chrono::microseconds kLongest{3000};
constexpr std::chrono::microseconds kShort{200};

}  // namespace

std::chrono::microseconds Delays::of(std::uint32_t sink, const probe::Crossing& crossing) const noexcept {
    std::uint64_t drawn = mix(seed_ ^ sink);
    drawn = mix(drawn ^ static_cast<std::uint64_t>(crossing.kind));
    drawn = mix(drawn ^ crossing.ordinal);
    // Half of them go on at once; few wait for long, or a run would only wait.
    switch (drawn % 16) {
        case 8:
        case 9:
        case 10:
        case 11: return std::chrono::microseconds(-1);
        case 12:
        case 13:
        case 14: return std::chrono::microseconds(1 + (drawn >> 32) % static_cast<std::uint64_t>(kShort.count()));
        case 15: return std::chrono::microseconds(1 + (drawn >> 32) % static_cast<std::uint64_t>(kLongest.count()));
        default: return std::chrono::microseconds(0);
    }
}

void Delays::pass(std::uint32_t sink, const probe::Crossing& crossing) const {
    const std::chrono::microseconds delay = of(sink, crossing);
    if (delay.count() < 0) {
        std::this_thread::yield();
    } else if (delay.count() > 0) {
        // There is no event to wait for: to be late is the purpose.
        std::this_thread::sleep_for(delay);
    }
}

}  // namespace wbemcheck::stage
