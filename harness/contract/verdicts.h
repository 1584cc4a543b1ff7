// Where the rules put what they found: opportunities and breaches, per clause.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <initializer_list>
#include <map>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "harness/contract/finding.h"
#include "harness/contract/history.h"
#include "harness/contract/judge.h"

namespace wbemcheck::contract {

// The events that prove a finding, by their position; the last one is the breach. kNowhere entries are left out.
using Proof = std::initializer_list<Index>;

struct Opportunity {
    std::size_t clause = 0;  // its place in the catalogue
    std::uint64_t count = 0;
};

class Verdicts {
public:
    struct Entry {
        Finding finding;
        std::vector<Index> proof;
    };

    explicit Verdicts(const JudgeOptions& options) : options_(options), opportunities_(catalogue().size()) {}

    // A moment in which the clause could have been broken. The id is a literal, or from a table of the program: what lies at its
    // address stays the same.
    void opportunity(std::string_view clause, std::uint64_t count = 1);

    // A breach, graded by the level of the clause: MUST is a violation, a MUST that only the wire protocol states is one
    // under Profile::kWire and a warning otherwise, SHOULD is a warning.
    void breach(std::string_view clause, const Operation* operation, std::string expected, std::string actual, Proof proof);

    // A breach whose grade section 2 of the contract states.
    void report(std::string_view clause, Grade grade, const Operation* operation, std::string expected,
                std::string actual, Proof proof);

    // Which admissible reading the subject follows, e.g. reading("X-4", "CAN-7", ...).
    void reading(std::string_view reading, std::string_view clause, const Operation* operation, std::string actual,
                 Proof proof);

    // The opportunities since they were last forgotten: what the rules said about the event in hand. Kept where the coverage is
    // mapped.
    [[nodiscard]] const std::vector<Opportunity>& fresh() const noexcept { return fresh_; }
    void forget_fresh() noexcept { fresh_.clear(); }

    [[nodiscard]] Profile profile() const noexcept { return options_.profile; }
    [[nodiscard]] std::string result_text(std::int32_t result) const;
    [[nodiscard]] static std::string operation_text(const Operation& operation);  // "ExecQueryAsync #3"

    [[nodiscard]] std::vector<Entry>& entries() noexcept { return entries_; }
    [[nodiscard]] std::vector<ClauseTally> tallies() const;  // in catalogue order

private:
    struct Known {
        std::string_view id;
        std::size_t place = 0;  // in the catalogue
    };

    [[nodiscard]] std::size_t place_of(std::string_view id) noexcept;
    // Null when there are already enough findings of this kind.
    Entry* add(std::string_view clause, Grade grade, const Operation* operation, Proof proof);

    const JudgeOptions options_;
    std::vector<Entry> entries_;
    std::array<Known, 251> known_{};  // by where its id lies in memory; a prime number of them
    std::vector<std::uint64_t> opportunities_;  // in the order of the catalogue
    std::vector<Opportunity> fresh_;
    std::map<std::pair<std::string_view, Grade>, std::uint64_t> reported_;
};

}  // namespace wbemcheck::contract
