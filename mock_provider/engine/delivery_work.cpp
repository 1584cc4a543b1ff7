#include "mock_provider/engine/delivery_work.h"

namespace wbemcheck::mock {

namespace {

// SplitMix64: the next number from one of a row.
std::uint64_t mix(std::uint64_t value) noexcept {
    value += 0x9E3779B97F4A7C15;
    value = (value ^ (value >> 30)) * 0xBF58476D1CE4E5B9;
    value = (value ^ (value >> 27)) * 0x94D049BB133111EB;
    return value ^ (value >> 31);
}

}  // namespace

std::size_t DeliveryWork::rounds_of(std::uint64_t operation) const noexcept {
    if (rounds == 0 || noise == 0) {
        return rounds;
    }
    // Of -1 to 1; whole numbers of 53 bits are exact.
    const double deviation = static_cast<double>(mix(operation) >> 11) / 4503599627370496.0 - 1;
    const double share = 1 + deviation * static_cast<double>(noise) / 100;
    return static_cast<std::size_t>(static_cast<double>(rounds) * share);
}

void compute_rounds(std::size_t rounds) noexcept {
    // Each round needs the result of the one before, and somebody might look at the last one: none can be left out.
    std::uint64_t value = rounds;
    for (std::size_t round = 0; round < rounds; ++round) {
        value = (value ^ (value >> 31)) * 0x94D049BB133111EB;
    }
    [[maybe_unused]] const volatile std::uint64_t seen = value;
}

}  // namespace wbemcheck::mock
