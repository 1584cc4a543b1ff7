#include "mock_provider/wql/query_builder.h"

#include <fmt/format.h>

#include <charconv>
#include <cstdint>
#include <limits>
#include <system_error>
#include <utility>
#include <variant>

#include "mock_provider/model/name.h"
#include "mock_provider/wql/parse.h"

namespace wbemcheck::mock::wql {
namespace {

Operator mirrored(Operator op) noexcept {
    switch (op) {
        case Operator::kLess:
            return Operator::kGreater;
        case Operator::kLessOrEqual:
            return Operator::kGreaterOrEqual;
        case Operator::kGreater:
            return Operator::kLess;
        case Operator::kGreaterOrEqual:
            return Operator::kLessOrEqual;
        default:
            return op;
    }
}

bool is_equality(Operator op) noexcept { return op == Operator::kEqual || op == Operator::kNotEqual; }

bool take_sign(std::string_view& digits) noexcept {
    const bool is_negative = digits.front() == '-';
    if (is_negative || digits.front() == '+') digits.remove_prefix(1);
    return is_negative;
}

// a AND (b AND c) is a AND b AND c: one flat list, however long the chain.
template <class Junction>
void append(Junction& junction, Expression term) {
    auto* const same = std::get_if<Junction>(&term.node);
    if (same == nullptr) {
        junction.terms.push_back(std::move(term));
    } else if (junction.terms.empty()) {
        junction.terms = std::move(same->terms);
    } else {
        for (Expression& inner : same->terms) junction.terms.push_back(std::move(inner));
    }
}

}  // namespace

Query QueryBuilder::take_query() {
    if (associators_) return *std::move(associators_);
    return std::move(query_);
}

// --- errors

void QueryBuilder::refuse(const char* place, std::string expected) {
    throw Refusal{make_mismatch(WBEM_E_INVALID_QUERY, position_of(place), std::move(expected),
                                describe_token(text_, offset_of(place)))};
}

void QueryBuilder::refuse_unclosed_string(const char* place) {
    const Position start = position_of(string_start_);
    refuse(place, fmt::format("{} to close the string of line {}, column {}", *string_start_, start.line,
                              start.column));
}

void QueryBuilder::refuse_continuation(const char* place) { refuse(place, std::string(continuation_)); }

void QueryBuilder::refuse_option(const char* place) {
    refuse(place, is_of_associators()
                      ? "AssocClass, ClassDefsOnly, KeysOnly, RequiredAssocQualifier, RequiredQualifier, "
                        "ResultClass, ResultRole, Role or SchemaOnly"
                      : "ClassDefsOnly, KeysOnly, RequiredQualifier, ResultClass, Role or SchemaOnly");
}

void QueryBuilder::refuse_excess(const char* place, std::string_view what, std::size_t limit) {
    throw Refusal{make_mismatch(WBEM_E_QUOTA_VIOLATION, position_of(place),
                                fmt::format("at most {} {}", limit, what), "one more")};
}

// --- limits

syntax::Level QueryBuilder::enter_level(const char* place) {
    if (depth_ == kMaxNesting) refuse_excess(place, "levels of parentheses and NOTs", kMaxNesting);
    return syntax::Level(depth_);
}

void QueryBuilder::count_and_or(const char* place) {
    if (++and_or_ > kMaxAndOr) refuse_excess(place, "AND and OR keywords", kMaxAndOr);
}

// --- names, constants, operators

void QueryBuilder::add_name(std::string_view name) {
    if (path_.names.empty()) path_.position = position_of(name.data());
    path_.names.emplace_back(name);
}

void QueryBuilder::set_integer(std::string_view digits, int base) {
    const char* const place = digits.data();
    const bool is_negative = take_sign(digits);
    if (base == 16) digits.remove_prefix(2);  // 0x
    std::uint64_t magnitude = 0;
    const auto result = std::from_chars(digits.data(), digits.data() + digits.size(), magnitude, base);
    constexpr auto kGreatestNegative =
        static_cast<std::uint64_t>(std::numeric_limits<std::int64_t>::max()) + 1;
    if (result.ec != std::errc() || (is_negative && magnitude > kGreatestNegative)) {
        refuse(place, "an integer of at most 64 bits");
    }
    constant_ = is_negative && magnitude != 0 ? Value::sint64(static_cast<std::int64_t>(~magnitude + 1))
                                              : Value::uint64(magnitude);
}

void QueryBuilder::set_real(std::string_view digits) { constant_ = Value::real64(parse_real(digits)); }

void QueryBuilder::set_boolean(bool value) { constant_ = Value::boolean(value); }

void QueryBuilder::set_string(std::string_view escaped) {
    std::string text;
    text.reserve(escaped.size());
    for (std::size_t i = 0; i < escaped.size(); ++i) {
        if (escaped[i] == '\\') ++i;  // the grammar has seen to it that a character follows
        text += escaped[i];
    }
    constant_ = Value::string(std::move(text));
}

void QueryBuilder::use_class_name() { constant_ = Value::string(std::move(take_path().names.front())); }

// --- conditions

template <class Node>
void QueryBuilder::push(Node node) {
    conditions_.emplace_back().node = std::move(node);
}

Expression QueryBuilder::pop() {
    Expression last = std::move(conditions_.back());
    conditions_.pop_back();
    return last;
}

void QueryBuilder::compare_with_constant() { push(Comparison{std::move(left_), operator_, take_constant()}); }

void QueryBuilder::compare_with_null(const char* place) {
    if (!is_equality(operator_)) refuse(place, "a constant or a property name, for NULL has no order");
    test_null(operator_ == Operator::kNotEqual);
}

void QueryBuilder::compare_with_path() {
    PropertyPath right = take_path();
    // [MS-WMI] 2.2.1 writes __CLASS = Name without quotes.
    const bool is_class_name = left_.names.size() == 1 && equal_names(left_.names.front(), "__CLASS") &&
                               is_equality(operator_) && right.names.size() == 1;
    if (is_class_name) {
        push(Comparison{std::move(left_), operator_, Value::string(std::move(right.names.front()))});
    } else {
        push(Comparison{std::move(left_), operator_, std::move(right)});
    }
}

void QueryBuilder::compare_mirrored() {
    operator_ = mirrored(operator_);
    compare_with_constant();
}

void QueryBuilder::test_null(bool is_negated) { push(NullTest{std::move(left_), is_negated}); }

void QueryBuilder::test_like() { push(LikeTest{std::move(left_), take_constant().as_text()}); }

void QueryBuilder::test_isa() { push(IsaTest{std::move(left_), take_constant().as_text()}); }

void QueryBuilder::negate() {
    Negation negation;
    negation.operand.push_back(pop());
    push(std::move(negation));
}

template <class Junction>
void QueryBuilder::join() {
    Expression right = pop();
    Expression left = pop();
    Junction junction;
    append(junction, std::move(left));
    append(junction, std::move(right));
    push(std::move(junction));
}

void QueryBuilder::join_and() { join<Conjunction>(); }

void QueryBuilder::join_or() { join<Disjunction>(); }

// --- clauses

void QueryBuilder::set_class() {
    PropertyPath path = take_path();
    query_.class_name = std::move(path.names.front());
    query_.class_position = path.position;
    continuation_ = "WITHIN, WHERE, GROUP or the end of the query";
}

void QueryBuilder::set_polling() {
    query_.within_seconds = seconds_;
    continuation_ = "WHERE, GROUP or the end of the query";
}

void QueryBuilder::set_where() {
    query_.where = pop();
    continuation_ = "AND, OR, GROUP or the end of the query";
}

void QueryBuilder::start_group(const char* place) {
    query_.group.emplace().position = position_of(place);
    continuation_ = "WITHIN, BY, HAVING or the end of the query";
}

void QueryBuilder::set_grouping_interval() {
    query_.group->within_seconds = seconds_;
    continuation_ = "BY, HAVING or the end of the query";
}

void QueryBuilder::group_by_everything() {
    query_.group->is_by_everything = true;
    continuation_ = "HAVING or the end of the query";
}

void QueryBuilder::group_by_property() {
    query_.group->by.push_back(take_path());
    continuation_ = "',', HAVING or the end of the query";
}

void QueryBuilder::set_having() {
    query_.group->having = pop();
    continuation_ = "AND, OR or the end of the query";
}

// --- ASSOCIATORS OF and REFERENCES OF

void QueryBuilder::set_source(std::string_view path) {
    const std::size_t last = path.find_last_not_of(" \t\r\n\v\f");
    const std::string_view trimmed = path.substr(0, last + 1);  // the blanks in front are behind the brace
    ParsedPath parsed = parse_object_path(trimmed);
    if (!parsed.path) {
        const bool is_at_end = parsed.error.position >= trimmed.size();
        refuse(is_at_end ? path.data() + path.size() : path.data() + parsed.error.position,
               std::move(parsed.error.expected));
    }
    if (parsed.path->class_name.empty()) refuse(trimmed.data(), "the path of a class or an instance");
    associators_->path_position = position_of(trimmed.data());
    associators_->path = *std::move(parsed.path);
}

void QueryBuilder::start_option(NameOption option, const char* place) {
    const bool is_of_associators_alone = option == &AssociatorsQuery::assoc_class ||
                                         option == &AssociatorsQuery::required_assoc_qualifier ||
                                         option == &AssociatorsQuery::result_role;
    if (is_of_associators_alone && !is_of_associators()) refuse_option(place);
    if ((*associators_).*option) refuse(place, "each option at most once");
    option_ = option;
    ((*associators_).*option).emplace().position = position_of(place);
    check_options(place);
}

void QueryBuilder::set_option(std::string_view name) {
    OptionName& option = *((*associators_).*option_);
    option.position = position_of(name.data());
    option.name = std::string(name.substr(0, name.find_last_not_of(" \t\r\n\v\f") + 1));
    continuation_ = "another option or the end of the query";
}

void QueryBuilder::set_flag(FlagOption option, const char* place) {
    if ((*associators_).*option) refuse(place, "each option at most once");
    (*associators_).*option = true;
    check_options(place);
    continuation_ = "another option or the end of the query";
}

void QueryBuilder::check_options(const char* place) {
    const AssociatorsQuery& query = *associators_;
    if (query.class_defs_only && query.result_class) refuse(place, "ClassDefsOnly or ResultClass, not both");
    if (query.class_defs_only && query.schema_only) refuse(place, "ClassDefsOnly or SchemaOnly, not both");
    if (query.keys_only && query.schema_only) refuse(place, "KeysOnly or SchemaOnly, not both");
    if (query.schema_only && query.path.form != ObjectPath::Form::kClass) {
        refuse(place, "the path of a class in front of SchemaOnly");
    }
}

// --- inside

std::size_t QueryBuilder::offset_of(const char* place) const noexcept {
    return static_cast<std::size_t>(place - text_.data());
}

// Rules ask for places from front to back, so each stretch of the text is walked once.
Position QueryBuilder::position_of(const char* place) noexcept {
    const std::size_t offset = offset_of(place);
    if (offset < known_offset_) return position_at(text_, offset);
    const Position ahead = position_at(text_.substr(known_offset_), offset - known_offset_);
    known_.column = ahead.line == 1 ? known_.column + ahead.column - 1 : ahead.column;
    known_.line += ahead.line - 1;
    known_offset_ = offset;
    return known_;
}

double QueryBuilder::parse_real(std::string_view digits) {
    const char* const place = digits.data();
    const bool is_negative = take_sign(digits);
    double value = 0;
    const auto result = std::from_chars(digits.data(), digits.data() + digits.size(), value);
    if (result.ec != std::errc()) refuse(place, "a number in the range of real64");
    return is_negative ? -value : value;
}

PropertyPath QueryBuilder::take_path() { return std::exchange(path_, {}); }

}  // namespace wbemcheck::mock::wql
