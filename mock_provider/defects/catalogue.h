// The named ways in which the mock can break the contract, so that the judge can be proved.
#pragma once

#include <span>
#include <string_view>

namespace wbemcheck::mock {

struct Defect {
    std::string_view id;           // "final-twice"
    std::string_view description;  // what the mock then does, in one sentence
    std::span<const std::string_view> breaks;  // the clauses that may, and of which at least one must, be found broken
};

// All defects, in the order of the clauses that they break.
[[nodiscard]] std::span<const Defect> all_defects() noexcept;

[[nodiscard]] const Defect* find_defect(std::string_view id) noexcept;

}  // namespace wbemcheck::mock
