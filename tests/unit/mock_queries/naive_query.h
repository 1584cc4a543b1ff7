// A condition as a tree of its own, and what it means by the letter: no index, no plan, nothing of
// mock_provider/wql.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "mock_provider/model/instance.h"

namespace wbemcheck::mock::test {

// A constant of a query. Integers have a sign and a magnitude of 64 bits.
struct NaiveInteger {
    bool is_negative = false;
    std::uint64_t magnitude = 0;
};
using NaiveConstant = std::variant<bool, NaiveInteger, double, std::string>;

struct NaiveCondition {
    enum class Kind { kCompare, kLike, kNullTest, kIsa, kAnd, kOr, kNot };

    Kind kind = Kind::kCompare;
    std::string property;
    std::string op;           // = <> < <= > >=
    NaiveConstant constant;   // the pattern of LIKE, the class of ISA
    bool is_negated = false;  // IS NOT NULL
    std::vector<NaiveCondition> children;
};

struct NaiveQuery {
    std::string class_name;
    std::optional<NaiveCondition> condition;
};

[[nodiscard]] std::string text_of(const NaiveQuery& query);

// An instance, which is kept in the namespace "root" of the server "WBEMCHECK", is in the result when both
// are true.
[[nodiscard]] bool is_of_class(const NaiveQuery& query, const ClassDefinition& definition);
[[nodiscard]] bool satisfies(const NaiveQuery& query, const Instance& instance);

// The queries that are one step simpler.
[[nodiscard]] std::vector<NaiveQuery> simpler(const NaiveQuery& query);

}  // namespace wbemcheck::mock::test
