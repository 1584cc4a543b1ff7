// Makes a Query of what the rules of the grammar find. Part of the parser: parse.cpp is its only user.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "mock_provider/syntax/level.h"
#include "mock_provider/wql/error.h"
#include "mock_provider/wql/query.h"

namespace wbemcheck::mock::wql {

// Ends a parse: thrown by the builder, caught by parse_wql.
struct Refusal {
    QueryError error;
};

// Takes names, constants and operators in the order of the text. They wait in a field each until the test
// that they belong to is complete; complete conditions wait on a stack for AND, OR and NOT. A `place` points
// into the text, which must outlive the builder.
class QueryBuilder {
public:
    explicit QueryBuilder(std::string_view text) noexcept : text_(text) {}

    [[nodiscard]] Query take_query();

    // --- errors

    [[noreturn]] void refuse(const char* place, std::string expected);
    [[noreturn]] void refuse_unclosed_string(const char* place);
    // Nothing of what may follow the clause that was read last.
    [[noreturn]] void refuse_continuation(const char* place);
    // No option of the statement.
    [[noreturn]] void refuse_option(const char* place);

    // --- limits

    [[nodiscard]] syntax::Level enter_level(const char* place);
    void count_and_or(const char* place);

    // --- names, constants, operators

    void add_name(std::string_view name);
    void set_integer(std::string_view digits, int base);
    void set_real(std::string_view digits);
    void set_boolean(bool value);
    void open_string(const char* place) noexcept { string_start_ = place; }
    void set_string(std::string_view escaped);
    void set_operator(Operator op) noexcept { operator_ = op; }
    void set_left() { left_ = take_path(); }
    void use_class_name();

    // --- conditions

    void compare_with_constant();
    void compare_with_null(const char* place);
    void compare_with_path();
    void compare_mirrored();  // constant operator property
    void test_null(bool is_negated);
    void test_like();
    void test_isa();
    void negate();
    void join_and();
    void join_or();

    // --- clauses

    void select_property() { query_.properties.push_back(take_path()); }
    void set_class();
    void set_seconds(std::string_view digits) { seconds_ = parse_real(digits); }
    void set_polling();
    void set_where();
    void start_group(const char* place);
    void set_grouping_interval();
    void group_by_everything();
    void group_by_property();
    void set_having();

    // --- ASSOCIATORS OF and REFERENCES OF

    void start_associators(AssociatorsQuery::Kind kind) { associators_.emplace().kind = kind; }
    void set_source(std::string_view path);
    void end_source() { continuation_ = "WHERE or the end of the query"; }
    using NameOption = std::optional<OptionName> AssociatorsQuery::*;
    using FlagOption = bool AssociatorsQuery::*;
    void start_option(NameOption option, const char* place);
    void set_option(std::string_view name);
    void set_flag(FlagOption option, const char* place);

private:
    [[noreturn]] void refuse_excess(const char* place, std::string_view what, std::size_t limit);
    [[nodiscard]] std::size_t offset_of(const char* place) const noexcept;
    [[nodiscard]] Position position_of(const char* place) noexcept;
    [[nodiscard]] double parse_real(std::string_view digits);
    [[nodiscard]] PropertyPath take_path();
    // An option given twice, or one that the others rule out.
    void check_options(const char* place);
    [[nodiscard]] bool is_of_associators() const noexcept {
        return associators_->kind == AssociatorsQuery::Kind::kAssociators;
    }
    [[nodiscard]] Value take_constant() { return std::move(*constant_); }
    template <class Node>
    void push(Node node);
    [[nodiscard]] Expression pop();
    template <class Junction>
    void join();

    std::string_view text_;
    SelectQuery query_;
    std::optional<AssociatorsQuery> associators_;  // when it is no SELECT
    NameOption option_ = nullptr;                  // whose value comes next
    std::string_view continuation_;                // what may come behind the clause that was read last
    PropertyPath path_;
    PropertyPath left_;
    Operator operator_ = Operator::kEqual;
    std::optional<Value> constant_;
    double seconds_ = 0;
    const char* string_start_ = nullptr;
    std::vector<Expression> conditions_;
    std::size_t depth_ = 0;
    std::size_t and_or_ = 0;
    std::size_t known_offset_ = 0;  // the place whose position is known_
    Position known_;
};

}  // namespace wbemcheck::mock::wql
