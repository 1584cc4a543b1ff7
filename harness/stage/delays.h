// Seeded delays at the boundary: whoever comes there goes on at once, lets others go first, or waits a little. What happens
// at one crossing depends on the seed and on that crossing alone, so that the same seed does the same again whatever the
// threads do.
#pragma once

#include <chrono>
#include <cstdint>

#include "harness/probe/crossing.h"

namespace wbemcheck::stage {

class Delays {
public:
    explicit Delays(std::uint64_t seed) noexcept : seed_(seed) {}

    // On the thread that crosses; `sink` is its number within the scenario.
    void pass(std::uint32_t sink, const probe::Crossing& crossing) const;

    // How long that is; zero: not at all, negative: it lets others go first.
    [[nodiscard]] std::chrono::microseconds of(std::uint32_t sink, const probe::Crossing& crossing) const noexcept;

private:
    const std::uint64_t seed_;
};

}  // namespace wbemcheck::stage
