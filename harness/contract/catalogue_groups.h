// The groups of the catalogue, one file each, and the table that joins them. A reader of single clauses wants
// clause.h.
#pragma once

#include <span>
#include <string_view>

#include "harness/contract/clause.h"

namespace wbemcheck::contract {

struct ClauseGroup {
    std::string_view prefix;  // "REF": every id of the group begins with it
    std::string_view title;
    std::string_view summary;  // what the group is about, in a sentence
    std::span<const Clause> (*clauses)() noexcept;
};

// In the order of the catalogue.
[[nodiscard]] std::span<const ClauseGroup> catalogue_groups() noexcept;

[[nodiscard]] std::span<const Clause> reference_clauses() noexcept;
[[nodiscard]] std::span<const Clause> status_clauses() noexcept;
[[nodiscard]] std::span<const Clause> cancel_clauses() noexcept;
[[nodiscard]] std::span<const Clause> order_clauses() noexcept;
[[nodiscard]] std::span<const Clause> immediate_clauses() noexcept;
[[nodiscard]] std::span<const Clause> argument_clauses() noexcept;
[[nodiscard]] std::span<const Clause> indicate_clauses() noexcept;
[[nodiscard]] std::span<const Clause> thread_clauses() noexcept;
[[nodiscard]] std::span<const Clause> security_clauses() noexcept;
[[nodiscard]] std::span<const Clause> semisynchronous_clauses() noexcept;
[[nodiscard]] std::span<const Clause> event_clauses() noexcept;
[[nodiscard]] std::span<const Clause> provider_clauses() noexcept;
[[nodiscard]] std::span<const Clause> com_clauses() noexcept;
[[nodiscard]] std::span<const Clause> liveness_clauses() noexcept;

}  // namespace wbemcheck::contract
