// The fingerprint of the catalogue: two results can be compared clause by clause only if theirs agree.
#pragma once

#include <cstdint>
#include <span>

#include "harness/contract/clause.h"
#include "harness/contract/reading.h"

namespace wbemcheck::contract {

// FNV-1a, 64 bits, over every field in order. The same on every platform.
[[nodiscard]] std::uint64_t hash_of(std::span<const Clause> clauses,
                                    std::span<const Reading> readings) noexcept;

}  // namespace wbemcheck::contract
