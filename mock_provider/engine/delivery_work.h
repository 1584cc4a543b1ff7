// Computing that makes the mock slower by as much as somebody wants, or unsteady: what a comparison of measurements has to
// notice, and what it has to live with.
#pragma once

#include <cstddef>
#include <cstdint>

namespace wbemcheck::mock {

// An amount that is counted, not timed, so that the same settings are the same work on every machine and under any load.
struct DeliveryWork {
    std::size_t rounds = 0;   // before each object that an asynchronous operation delivers; a round takes a nanosecond or two
    std::size_t noise = 0;    // by how many per cent of that, at the most, an operation has more or less; 0 to 100

    // The rounds for each object of the operation with this number: between operations as good as random, and the same for
    // every mock that is used alike.
    [[nodiscard]] std::size_t rounds_of(std::uint64_t operation) const noexcept;
};

// Computes, on the calling thread. Touches nothing else.
void compute_rounds(std::size_t rounds) noexcept;

}  // namespace wbemcheck::mock
