// The grammar of WQL's statements as PEGTL rules: [MS-WMI] 2.2.1 and the WMI SDK's pages on WQL.
// Include it in one source file only (parse.cpp): it costs compile time. Every alternative is known by its
// first token, so nothing that an action has built is ever taken back.
#pragma once

#include <string_view>
#include <tao/pegtl.hpp>

#include "mock_provider/syntax/rules.h"

namespace wbemcheck::mock::wql::grammar {

namespace pegtl = tao::pegtl;

// What a message says about a rule that had to match and did not. `need<R>` requires an entry.
template <class Rule>
inline constexpr std::string_view kExpected{};

using syntax::need;
using syntax::nested;

// --- tokens: each takes the blanks behind it, so an error never points at a blank

struct blanks : pegtl::star<pegtl::one<' ', '\t', '\r', '\n', '\v', '\f'>> {};
template <char... C>
struct symbol : pegtl::seq<pegtl::string<C...>, blanks> {};

// Names may use every character beyond ASCII, as in MOF.
struct name_first : pegtl::ranges<'a', 'z', 'A', 'Z', '_', '_', '\x80', '\xff'> {};
struct name_other : pegtl::ranges<'a', 'z', 'A', 'Z', '_', '_', '0', '9', '\x80', '\xff'> {};
template <class Word>
struct word : pegtl::seq<Word, pegtl::not_at<name_other>> {};
template <class Word>
struct keyword : pegtl::seq<word<Word>, blanks> {};

using associators_word = TAO_PEGTL_ISTRING("ASSOCIATORS");
using references_word = TAO_PEGTL_ISTRING("REFERENCES");
using of_word = TAO_PEGTL_ISTRING("OF");
using select_word = TAO_PEGTL_ISTRING("SELECT");
using from_word = TAO_PEGTL_ISTRING("FROM");
using where_word = TAO_PEGTL_ISTRING("WHERE");
using within_word = TAO_PEGTL_ISTRING("WITHIN");
using group_word = TAO_PEGTL_ISTRING("GROUP");
using by_word = TAO_PEGTL_ISTRING("BY");
using having_word = TAO_PEGTL_ISTRING("HAVING");
using and_word = TAO_PEGTL_ISTRING("AND");
using or_word = TAO_PEGTL_ISTRING("OR");
using not_word = TAO_PEGTL_ISTRING("NOT");
using is_word = TAO_PEGTL_ISTRING("IS");
using isa_word = TAO_PEGTL_ISTRING("ISA");
using like_word = TAO_PEGTL_ISTRING("LIKE");
using null_word = TAO_PEGTL_ISTRING("NULL");
using true_word = TAO_PEGTL_ISTRING("TRUE");
using false_word = TAO_PEGTL_ISTRING("FALSE");

// Words that no property or class may be called. WITHIN, GROUP, BY and HAVING may: their places tell them
// apart.
struct reserved : pegtl::sor<word<select_word>, word<from_word>, word<where_word>, word<and_word>,
                             word<or_word>, word<not_word>, word<is_word>, word<isa_word>, word<like_word>,
                             word<null_word>, word<true_word>, word<false_word>> {};

struct select_key : keyword<select_word> {};
struct from_after_star : keyword<from_word> {};
struct from_after_list : keyword<from_word> {};
struct where_key : keyword<where_word> {};
struct within_key : keyword<within_word> {};
struct group_key : keyword<group_word> {};
struct by_key : keyword<by_word> {};
struct having_key : keyword<having_word> {};
struct and_key : keyword<and_word> {};
struct or_key : keyword<or_word> {};
struct not_key : keyword<not_word> {};
struct is_key : keyword<is_word> {};
struct isa_key : keyword<isa_word> {};
struct like_key : keyword<like_word> {};
struct null_key : keyword<null_word> {};
struct true_key : keyword<true_word> {};
struct false_key : keyword<false_word> {};

struct star : symbol<'*'> {};
struct comma : symbol<','> {};
struct dot : symbol<'.'> {};
struct open : symbol<'('> {};
struct close : symbol<')'> {};
struct open_brace : symbol<'{'> {};
struct close_brace : symbol<'}'> {};

// --- names and constants

struct name : pegtl::seq<pegtl::not_at<reserved>, name_first, pegtl::star<name_other>> {};
struct member_name : pegtl::seq<name_first, pegtl::star<name_other>> {};  // behind a dot, any word is a name
struct member : pegtl::seq<member_name, blanks> {};
struct path : pegtl::seq<name, blanks, pegtl::star<dot, need<member>>> {};
struct class_name : pegtl::seq<name, blanks> {};

struct sign : pegtl::opt<pegtl::one<'+', '-'>> {};
struct digits : pegtl::plus<pegtl::digit> {};
struct exponent : pegtl::seq<pegtl::one<'e', 'E'>, sign, digits> {};
struct real_digits
    : pegtl::sor<pegtl::seq<digits, pegtl::one<'.'>, pegtl::star<pegtl::digit>, pegtl::opt<exponent>>,
                 pegtl::seq<pegtl::one<'.'>, digits, pegtl::opt<exponent>>, pegtl::seq<digits, exponent>> {};
struct number_end : pegtl::seq<pegtl::not_at<pegtl::sor<name_other, pegtl::one<'.'>>>, blanks> {};
struct hexadecimal : pegtl::seq<sign, pegtl::one<'0'>, pegtl::one<'x', 'X'>, pegtl::plus<pegtl::xdigit>> {};
struct real : pegtl::seq<sign, real_digits> {};
struct integer : pegtl::seq<sign, digits> {};
struct number : pegtl::seq<pegtl::sor<hexadecimal, real, integer>, number_end> {};

struct seconds_value : pegtl::sor<real_digits, digits> {};
struct seconds : pegtl::seq<seconds_value, number_end> {};

struct escaped : pegtl::one<'\\', '"', '\''> {};
struct escape : pegtl::seq<pegtl::one<'\\'>, need<escaped>> {};
template <char Quote>
struct opening : pegtl::one<Quote> {};
template <char Quote>
struct closing : pegtl::one<Quote> {};
template <char Quote>
struct characters : pegtl::star<pegtl::sor<escape, pegtl::not_one<Quote, '\\'>>> {};
template <char Quote>
struct quoted : pegtl::seq<opening<Quote>, characters<Quote>, need<closing<Quote>>, blanks> {};
struct string : pegtl::sor<quoted<'"'>, quoted<'\''>> {};

struct constant : pegtl::sor<string, number, true_key, false_key> {};

// --- conditions

struct equal : symbol<'='> {};
struct not_equal : pegtl::sor<symbol<'<', '>'>, symbol<'!', '='>> {};
struct less_or_equal : symbol<'<', '='> {};
struct greater_or_equal : symbol<'>', '='> {};
struct less : symbol<'<'> {};
struct greater : symbol<'>'> {};
struct equality : pegtl::sor<equal, not_equal> {};
struct comparison_operator : pegtl::sor<equality, less_or_equal, greater_or_equal, less, greater> {};

struct left_path : path {};
struct right_path : path {};
struct constant_operand : constant {};
struct null_operand : null_key {};
struct operand : pegtl::sor<null_operand, constant_operand, right_path> {};
struct comparison : pegtl::seq<comparison_operator, need<operand>> {};

struct is_null : null_key {};
struct is_not_null : pegtl::seq<not_key, need<null_key>> {};
struct null_test : pegtl::seq<is_key, need<pegtl::sor<is_not_null, is_null>>> {};
struct like_test : pegtl::seq<like_key, need<string>> {};
struct class_operand_name : class_name {};
struct class_operand : pegtl::sor<string, class_operand_name> {};
struct isa_test : pegtl::seq<isa_key, need<class_operand>> {};

struct test_tail : pegtl::sor<comparison, null_test, like_test, isa_test> {};
struct test : pegtl::seq<left_path, need<test_tail>> {};
struct mirrored_operator : comparison_operator {};
struct mirrored_comparison : pegtl::seq<constant, need<mirrored_operator>, need<left_path>> {};
struct mirrored_null_test : pegtl::seq<null_key, need<equality>, need<left_path>> {};

struct expression;
struct inner_expression : nested<expression> {};
struct parentheses : pegtl::seq<open, need<inner_expression>, need<close>> {};
struct factor;
struct inner_factor : nested<factor> {};
struct negation : pegtl::seq<not_key, need<inner_factor>> {};
struct factor : pegtl::sor<negation, parentheses, test, mirrored_comparison, mirrored_null_test> {};
struct and_tail : pegtl::seq<and_key, need<factor>> {};
struct conjunction : pegtl::seq<factor, pegtl::star<and_tail>> {};
struct or_tail : pegtl::seq<or_key, need<conjunction>> {};
struct expression : pegtl::seq<conjunction, pegtl::star<or_tail>> {};
struct condition : expression {};

// --- the statement

struct selected_property : path {};
struct no_call : pegtl::not_at<pegtl::one<'('>> {};  // COUNT(*)
struct selected_item : pegtl::seq<selected_property, need<no_call>> {};
struct selected_list : pegtl::seq<selected_item, pegtl::star<comma, need<selected_item>>> {};
struct selection
    : pegtl::sor<pegtl::seq<star, need<from_after_star>>, pegtl::seq<selected_list, need<from_after_list>>> {
};
struct from_class : class_name {};
struct polling : pegtl::seq<within_key, need<seconds>> {};
struct where : pegtl::seq<where_key, need<condition>> {};

struct grouping_interval : pegtl::seq<within_key, need<seconds>> {};
struct by_everything : star {};
struct grouping_property : path {};
struct grouping_list : pegtl::seq<grouping_property, pegtl::star<comma, need<grouping_property>>> {};
struct grouping : pegtl::seq<by_key, need<pegtl::sor<by_everything, grouping_list>>> {};
struct having : pegtl::seq<having_key, need<condition>> {};
struct group_start : group_key {};
struct group
    : pegtl::seq<group_start, pegtl::opt<grouping_interval>, pegtl::opt<grouping>, pegtl::opt<having>> {};

struct end : pegtl::eof {};
struct select_statement : pegtl::seq<select_key, need<selection>, need<from_class>, pegtl::opt<polling>,
                                     pegtl::opt<where>, pegtl::opt<group>> {};

// --- ASSOCIATORS OF and REFERENCES OF

// A path as far as its end must be found: a brace between quotes does not end it. model/object_path reads it.
template <char Quote>
struct path_opening : pegtl::one<Quote> {};
template <char Quote>
struct path_closing : pegtl::one<Quote> {};
struct path_escape : pegtl::seq<pegtl::one<'\\'>, pegtl::any> {};
template <char Quote>
struct path_quoted
    : pegtl::seq<path_opening<Quote>, pegtl::star<pegtl::sor<path_escape, pegtl::not_one<Quote, '\\'>>>,
                 need<path_closing<Quote>>> {};
struct source_path
    : pegtl::plus<pegtl::sor<path_quoted<'"'>, path_quoted<'\''>, pegtl::not_one<'}', '"', '\''>>> {};

using assoc_class_word = TAO_PEGTL_ISTRING("AssocClass");
using class_defs_only_word = TAO_PEGTL_ISTRING("ClassDefsOnly");
using keys_only_word = TAO_PEGTL_ISTRING("KeysOnly");
using required_assoc_qualifier_word = TAO_PEGTL_ISTRING("RequiredAssocQualifier");
using required_qualifier_word = TAO_PEGTL_ISTRING("RequiredQualifier");
using result_class_word = TAO_PEGTL_ISTRING("ResultClass");
using result_role_word = TAO_PEGTL_ISTRING("ResultRole");
using role_word = TAO_PEGTL_ISTRING("Role");
using schema_only_word = TAO_PEGTL_ISTRING("SchemaOnly");

struct assoc_class_key : keyword<assoc_class_word> {};
struct class_defs_only_key : keyword<class_defs_only_word> {};
struct keys_only_key : keyword<keys_only_word> {};
struct required_assoc_qualifier_key : keyword<required_assoc_qualifier_word> {};
struct required_qualifier_key : keyword<required_qualifier_word> {};
struct result_class_key : keyword<result_class_word> {};
struct result_role_key : keyword<result_role_word> {};
struct role_key : keyword<role_word> {};
struct schema_only_key : keyword<schema_only_word> {};

struct option_equal : symbol<'='> {};
struct option_name : pegtl::seq<member_name, blanks> {};
struct valued_option
    : pegtl::seq<pegtl::sor<assoc_class_key, required_assoc_qualifier_key, required_qualifier_key,
                            result_class_key, result_role_key, role_key>,
                 need<option_equal>, need<option_name>> {};
struct option : pegtl::sor<valued_option, class_defs_only_key, keys_only_key, schema_only_key> {};

struct of_key : keyword<of_word> {};
struct associators_key : keyword<associators_word> {};
struct references_key : keyword<references_word> {};
struct options_start : where_key {};
struct options : pegtl::seq<options_start, need<option>, pegtl::star<option>> {};
struct associators_statement
    : pegtl::seq<pegtl::sor<associators_key, references_key>, need<of_key>, need<open_brace>,
                 need<source_path>, need<close_brace>, pegtl::opt<options>> {};

struct statement : pegtl::sor<select_statement, associators_statement> {};
struct query : pegtl::seq<blanks, need<statement>, need<end>> {};

// --- messages

template <>
inline constexpr std::string_view kExpected<statement> = "SELECT, ASSOCIATORS OF or REFERENCES OF";
template <>
inline constexpr std::string_view kExpected<of_key> = "OF";
template <>
inline constexpr std::string_view kExpected<open_brace> = "'{' and an object path";
template <>
inline constexpr std::string_view kExpected<source_path> = "an object path";
template <>
inline constexpr std::string_view kExpected<close_brace> = "'}'";
template <>
inline constexpr std::string_view kExpected<option_equal> = "'='";
template <>
inline constexpr std::string_view kExpected<option_name> = "a name without quotes";
template <>
inline constexpr std::string_view kExpected<selection> = "a property name or '*'";
template <>
inline constexpr std::string_view kExpected<selected_item> = "a property name";
template <>
inline constexpr std::string_view kExpected<no_call> = "',' or FROM, for WQL counts and computes nothing";
template <>
inline constexpr std::string_view kExpected<from_after_star> = "FROM";
template <>
inline constexpr std::string_view kExpected<from_after_list> = "',' or FROM";
template <>
inline constexpr std::string_view kExpected<from_class> = "a class name";
template <>
inline constexpr std::string_view kExpected<member> = "a property name";
template <>
inline constexpr std::string_view kExpected<seconds> = "a number of seconds";
template <>
inline constexpr std::string_view kExpected<condition> = "a condition";
template <>
inline constexpr std::string_view kExpected<inner_expression> = "a condition";
template <>
inline constexpr std::string_view kExpected<inner_factor> = "a condition";
template <>
inline constexpr std::string_view kExpected<factor> = "a condition";
template <>
inline constexpr std::string_view kExpected<conjunction> = "a condition";
template <>
inline constexpr std::string_view kExpected<close> = "AND, OR or ')'";
template <>
inline constexpr std::string_view kExpected<test_tail> =
    "an operator (=, <>, !=, <, <=, >, >=, LIKE, ISA or IS)";
template <>
inline constexpr std::string_view kExpected<mirrored_operator> = "an operator (=, <>, !=, <, <=, > or >=)";
template <>
inline constexpr std::string_view kExpected<equality> = "=, <> or !=";
template <>
inline constexpr std::string_view kExpected<operand> = "a constant or a property name";
template <>
inline constexpr std::string_view kExpected<left_path> = "a property name";
template <>
inline constexpr std::string_view kExpected<pegtl::sor<is_not_null, is_null>> = "NULL or NOT NULL";
template <>
inline constexpr std::string_view kExpected<null_key> = "NULL";
template <>
inline constexpr std::string_view kExpected<string> = "a pattern in quotes";
template <>
inline constexpr std::string_view kExpected<class_operand> = "a class name";
template <>
inline constexpr std::string_view kExpected<escaped> = "a backslash or a quote behind the backslash";
template <>
inline constexpr std::string_view kExpected<pegtl::sor<by_everything, grouping_list>> = "a property name";
template <>
inline constexpr std::string_view kExpected<grouping_property> = "a property name";

}  // namespace wbemcheck::mock::wql::grammar
