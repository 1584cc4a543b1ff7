// A WQL statement as plain data: what parse_wql makes, what the checks, the evaluator and the planner read.
// Values that can be copied; nothing here knows classes or instances.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "mock_provider/model/object_path.h"
#include "mock_provider/syntax/place.h"
#include "mock_provider/model/value.h"

namespace wbemcheck::mock::wql {

using syntax::Position;
using syntax::position_at;

// `Name`, or `TargetInstance.Name` for a property of an embedded object. Never empty. Names keep their
// spelling and compare without regard to case.
struct PropertyPath {
    std::vector<std::string> names;
    Position position;
};

enum class Operator { kEqual, kNotEqual, kLess, kLessOrEqual, kGreater, kGreaterOrEqual };

// `property op operand`. A constant is a boolean, a string, a real64, a uint64 or, when it is negative, a
// sint64; never null (see NullTest). One on the left has been turned round: 5 < Value is Value > 5.
struct Comparison {
    PropertyPath property;
    Operator op = Operator::kEqual;
    std::variant<Value, PropertyPath> operand;
};

// `property IS NULL`, `property = NULL` and their negations.
struct NullTest {
    PropertyPath property;
    bool is_negated = false;
};

struct LikeTest {
    PropertyPath property;
    std::string pattern;
};

// `property ISA "Class"`: the embedded object's class is Class or derives from it.
struct IsaTest {
    PropertyPath property;
    std::string class_name;
};

struct Expression;

// Two terms or more; no term of a conjunction is a conjunction.
struct Conjunction {
    std::vector<Expression> terms;
};

// Two terms or more; no term of a disjunction is a disjunction.
struct Disjunction {
    std::vector<Expression> terms;
};

// Exactly one operand.
struct Negation {
    std::vector<Expression> operand;
};

struct Expression {
    std::variant<Comparison, NullTest, LikeTest, IsaTest, Conjunction, Disjunction, Negation> node;
};

// GROUP [WITHIN seconds] [BY list] [HAVING condition]. The grammar also takes the forms that only a
// notification query's check refuses with a code of its own (ARG-8): a GROUP without WITHIN, and BY *.
struct Group {
    Position position;
    std::optional<double> within_seconds;
    bool is_by_everything = false;
    std::vector<PropertyPath> by;
    std::optional<Expression> having;
};

struct SelectQuery {
    std::vector<PropertyPath> properties;  // empty: all of them (*)
    std::string class_name;
    Position class_position;
    std::optional<double> within_seconds;
    std::optional<Expression> where;
    std::optional<Group> group;
};

// A SELECT over the special class meta_class asks for class definitions (SDK, "SELECT Statement for Schema
// Queries").
[[nodiscard]] bool is_schema_query(const SelectQuery& query) noexcept;

// The value of an option: a class, a property or a qualifier.
struct OptionName {
    std::string name;
    Position position;
};

// ASSOCIATORS OF {path} [WHERE options] and REFERENCES OF {path} [WHERE options]. Which options go together
// has been seen to; whether there are such an object and such classes has not.
struct AssociatorsQuery {
    enum class Kind { kAssociators, kReferences };

    Kind kind = Kind::kAssociators;
    ObjectPath path;  // of a class or an instance
    Position path_position;
    std::optional<OptionName> assoc_class;               // ASSOCIATORS OF alone
    std::optional<OptionName> required_assoc_qualifier;  // ASSOCIATORS OF alone
    std::optional<OptionName> result_role;               // ASSOCIATORS OF alone
    std::optional<OptionName> required_qualifier;
    std::optional<OptionName> result_class;
    std::optional<OptionName> role;
    bool class_defs_only = false;
    bool keys_only = false;
    bool schema_only = false;
};

using Query = std::variant<SelectQuery, AssociatorsQuery>;

// `TargetInstance.Name`.
[[nodiscard]] std::string to_text(const PropertyPath& path);

// Text that parses to the same constant: strings quoted and escaped, a real recognisable as a real.
[[nodiscard]] std::string constant_text(const Value& constant);

// Text that parses to the same tree, with as few parentheses as that takes.
[[nodiscard]] std::string to_text(const Expression& expression);

// Text that parses to the same query, in one spelling: keywords in capitals, one blank between words.
[[nodiscard]] std::string to_text(const SelectQuery& query);
[[nodiscard]] std::string to_text(const AssociatorsQuery& query);
[[nodiscard]] std::string to_text(const Query& query);

[[nodiscard]] std::string_view to_text(Operator op) noexcept;

}  // namespace wbemcheck::mock::wql
