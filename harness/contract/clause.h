// The clause catalogue: every numbered rule of the contract, with its level, role and source. The catalogue is data;
// the judges that enforce the clauses are beside it.
#pragma once

#include <cstdint>
#include <span>
#include <string_view>

namespace wbemcheck::contract {

enum class Level { kMust, kMustNot, kShould, kMay, kInformative, kSilent };

enum class Role { kService, kProvider, kSink, kClient, kApartment };

// Whether the boundary shows a breach of the clause.
enum class Checkability {
    kBoundary,    // yes
    kPartly,      // in part: the text says which part
    kRecorded,    // documents leave it open: what was seen is recorded, no verdict
    kUntestable,  // no: `untestable_because` says why
};

struct Clause {
    std::string_view id;             // "REF-3"
    Level level;
    bool is_wire;                    // the level comes from MS-WMI alone: graded so under `--contract wire`
    Role role;                       // the first role that owes it
    std::string_view roles;          // all roles, in words: "service, provider"
    std::string_view requirement;    // the rule, in one or two sentences of our own
    std::string_view source;         // the documents, by their short names
    std::string_view advice;         // what to check, for the person whose code broke it
    Checkability checkability;
    std::string_view untestable_because;  // empty unless kUntestable
};

// All clauses in the order of the contract document: REF, STA, CAN, ORD, IMM, ARG, IND, THR, SEC, SEMI, EVT, PRV, COM, LIV.
// COM (the rules of COM) and LIV (liveness) are ours: what every implementation owes so that the other clauses can be seen at all.
[[nodiscard]] std::span<const Clause> catalogue() noexcept;

// The clause with this id, or nullptr. Ids are matched without regard to case.
[[nodiscard]] const Clause* find_clause(std::string_view id) noexcept;

// Whether the role is among those that owe the clause.
[[nodiscard]] bool is_owed_by(const Clause& clause, Role role) noexcept;

// Changes whenever a text, level or role in the catalogue changes; stands in every result.
[[nodiscard]] std::string_view catalogue_version() noexcept;
[[nodiscard]] std::uint64_t catalogue_hash() noexcept;

[[nodiscard]] std::string_view name_of(Level level) noexcept;         // "MUST", "MUST NOT", "SHOULD", "MAY", "INFO", "SILENT"
[[nodiscard]] std::string_view name_of(Role role) noexcept;           // "service", ...
[[nodiscard]] std::string_view name_of(Checkability checkability) noexcept;

}  // namespace wbemcheck::contract
