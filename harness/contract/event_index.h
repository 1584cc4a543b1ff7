// Where an event stands in a trace.
#pragma once

#include <cstdint>

namespace wbemcheck::contract {

using Index = std::uint64_t;  // position of an event in the merged trace

inline constexpr Index kNowhere = ~Index{0};

}  // namespace wbemcheck::contract
