// The grammar of MOF as PEGTL rules: DMTF DSP0004, annex A, and what Microsoft's compiler reads beyond it.
// Include it in one source file only (parse.cpp): it costs compile time. Every alternative is known by its
// first token, so nothing that an action has built is ever taken back.
#pragma once

#include <string_view>
#include <tao/pegtl.hpp>

#include "mock_provider/syntax/rules.h"

namespace wbemcheck::mock::mof::grammar {

namespace pegtl = tao::pegtl;

// What a message says about a rule that had to match and did not. `need<R>` requires an entry.
template <class Rule>
inline constexpr std::string_view kExpected{};

using syntax::need;
using syntax::nested;

// --- between tokens

struct line_comment : pegtl::seq<pegtl::string<'/', '/'>, pegtl::star<pegtl::not_one<'\n', '\r'>>> {};
struct comment_open : pegtl::string<'/', '*'> {};
struct comment_close : pegtl::string<'*', '/'> {};
struct comment_text : pegtl::star<pegtl::not_at<comment_close>, pegtl::any> {};
struct block_comment : pegtl::seq<comment_open, comment_text, need<comment_close>> {};
struct skip
    : pegtl::star<pegtl::sor<pegtl::one<' ', '\t', '\r', '\n', '\v', '\f'>, line_comment, block_comment>> {};

// --- tokens: each takes what is between it and the next, so an error never points at a blank

template <char C>
struct symbol : pegtl::seq<pegtl::one<C>, skip> {};
template <char C>
struct closing : symbol<C> {};

struct name_first : pegtl::ranges<'a', 'z', 'A', 'Z', '_', '_', '\x80', '\xff'> {};
struct name_other : pegtl::ranges<'a', 'z', 'A', 'Z', '_', '_', '0', '9', '\x80', '\xff'> {};
struct name : pegtl::seq<name_first, pegtl::star<name_other>> {};
struct identifier : pegtl::seq<name, skip> {};
template <class Word>
struct keyword : pegtl::seq<Word, pegtl::not_at<name_other>, skip> {};

struct class_key : keyword<TAO_PEGTL_ISTRING("class")> {};
struct instance_key : keyword<TAO_PEGTL_ISTRING("instance")> {};
struct of_key : keyword<TAO_PEGTL_ISTRING("of")> {};
struct as_key : keyword<TAO_PEGTL_ISTRING("as")> {};
struct ref_key : keyword<TAO_PEGTL_ISTRING("ref")> {};
struct qualifier_key : keyword<TAO_PEGTL_ISTRING("qualifier")> {};
struct scope_key : keyword<TAO_PEGTL_ISTRING("scope")> {};
struct flavor_key : keyword<TAO_PEGTL_ISTRING("flavor")> {};
struct null_key : keyword<TAO_PEGTL_ISTRING("null")> {};
struct true_key : keyword<TAO_PEGTL_ISTRING("true")> {};
struct false_key : keyword<TAO_PEGTL_ISTRING("false")> {};

// --- constants

struct sign : pegtl::opt<pegtl::one<'+', '-'>> {};
struct digits : pegtl::plus<pegtl::digit> {};
struct exponent : pegtl::seq<pegtl::one<'e', 'E'>, sign, digits> {};
struct real_digits
    : pegtl::sor<pegtl::seq<digits, pegtl::one<'.'>, pegtl::star<pegtl::digit>, pegtl::opt<exponent>>,
                 pegtl::seq<pegtl::one<'.'>, digits, pegtl::opt<exponent>>, pegtl::seq<digits, exponent>> {};
// Not in MOF; what the printer writes for a real that is no number.
struct infinity_word : pegtl::seq<TAO_PEGTL_ISTRING("inf"), pegtl::not_at<name_other>> {};
struct nan_word : pegtl::seq<TAO_PEGTL_ISTRING("nan"), pegtl::not_at<name_other>> {};
struct number_end : pegtl::seq<pegtl::not_at<pegtl::sor<name_other, pegtl::one<'.'>>>, skip> {};
struct hexadecimal : pegtl::seq<sign, pegtl::one<'0'>, pegtl::one<'x', 'X'>, pegtl::plus<pegtl::xdigit>> {};
struct binary : pegtl::seq<sign, pegtl::plus<pegtl::one<'0', '1'>>, pegtl::one<'b', 'B'>> {};
struct real : pegtl::seq<sign, real_digits> {};
struct unreal : pegtl::seq<sign, pegtl::sor<infinity_word, nan_word>> {};
struct octal : pegtl::seq<sign, pegtl::one<'0'>, digits> {};  // 8 and 9 are refused by the builder
struct decimal
    : pegtl::seq<sign,
                 pegtl::sor<pegtl::seq<pegtl::range<'1', '9'>, pegtl::star<pegtl::digit>>, pegtl::one<'0'>>> {
};
struct digits_follow : number_end {};
struct number_start : pegtl::at<sign, pegtl::sor<pegtl::digit, pegtl::seq<pegtl::one<'.'>, pegtl::digit>,
                                                 infinity_word, nan_word>> {};
struct number_body : pegtl::sor<hexadecimal, binary, real, unreal, octal, decimal> {};
struct number : pegtl::seq<number_start, number_body, need<digits_follow>> {};

struct hex_escape : pegtl::seq<pegtl::one<'x', 'X'>, pegtl::xdigit, pegtl::rep_opt<3, pegtl::xdigit>> {};
struct escaped : pegtl::sor<pegtl::one<'b', 't', 'n', 'f', 'r', '"', '\'', '\\'>, hex_escape> {};
struct escape : pegtl::seq<pegtl::one<'\\'>, need<escaped>> {};
template <char Quote>
struct quote_open : pegtl::one<Quote> {};
template <char Quote>
struct quote_close : pegtl::one<Quote> {};
template <char Quote>
struct quoted_text : pegtl::star<pegtl::sor<pegtl::not_one<Quote, '\\', '\0'>, escape>> {};
template <char Quote>
struct quoted : pegtl::seq<quote_open<Quote>, quoted_text<Quote>, need<quote_close<Quote>>, skip> {};
struct string : pegtl::plus<quoted<'"'>> {};
struct character : quoted<'\''> {};

struct null_value : null_key {};
struct true_value : true_key {};
struct false_value : false_key {};
struct string_value : string {};
struct character_value : character {};
struct constant : pegtl::sor<string_value, number, true_value, false_value, null_value, character_value> {};

// --- qualifiers

struct list_open : symbol<'{'> {};
struct list_close : symbol<'}'> {};
template <class Element>
struct list
    : pegtl::seq<list_open,
                 pegtl::sor<list_close, pegtl::seq<need<Element>, pegtl::star<symbol<','>, need<Element>>,
                                                   need<list_close>>>> {};

struct flavor : identifier {};
struct flavors : pegtl::seq<symbol<':'>, need<flavor>, pegtl::star<flavor>> {};
struct qualifier_name : identifier {};
struct constant_close : symbol<')'> {};
struct qualifier_constant : pegtl::seq<symbol<'('>, need<constant>, need<constant_close>> {};
struct qualifier_list : list<constant> {};
struct qualifier_value : pegtl::sor<qualifier_constant, qualifier_list> {};
struct qualifier : pegtl::seq<qualifier_name, pegtl::opt<qualifier_value>, pegtl::opt<flavors>> {};
struct qualifiers_open : symbol<'['> {};
struct qualifiers_close : symbol<']'> {};
struct qualifiers : pegtl::seq<qualifiers_open, need<qualifier>, pegtl::star<symbol<','>, need<qualifier>>,
                               need<qualifiers_close>> {};

// --- values

struct instance_value;
struct class_value;
struct alias_value : pegtl::seq<pegtl::one<'$'>, need<name>, skip> {};
struct object_value : pegtl::sor<instance_value, class_value> {};
struct qualified_value;
struct scalar : pegtl::sor<constant, alias_value, object_value, qualified_value> {};
struct element : scalar {};
struct value_list : list<element> {};
struct value : pegtl::sor<value_list, scalar> {};
struct initializer : pegtl::seq<symbol<'='>, need<value>> {};
struct parameter_initializer : initializer {};
struct feature_initializer : initializer {};

// --- members of a class

struct type_name : identifier {};
struct reference_mark : ref_key {};
struct type : pegtl::seq<type_name, pegtl::opt<pegtl::at<ref_key, name_first>, reference_mark>> {};
struct array_digits : pegtl::plus<pegtl::digit> {};
struct array_size : pegtl::seq<array_digits, skip> {};
struct array_close : symbol<']'> {};
struct array_open : symbol<'['> {};
struct array : pegtl::seq<array_open, pegtl::opt<array_size>, need<array_close>> {};
struct parameter_array : array {};
struct feature_array : array {};
struct declared_array : array {};

struct parameter_name : identifier {};
struct parameter_type : type {};
struct parameter_start : pegtl::sor<pegtl::seq<qualifiers, need<parameter_type>>, parameter_type> {};
struct parameter : pegtl::seq<parameter_start, need<parameter_name>, pegtl::opt<parameter_array>,
                              pegtl::opt<parameter_initializer>> {};
struct parameters_close : symbol<')'> {};
struct parameters_end : symbol<')'> {};
struct parameters
    : pegtl::sor<parameters_close, pegtl::seq<need<parameter>, pegtl::star<symbol<','>, need<parameter>>,
                                              need<parameters_end>>> {};
struct method_open : symbol<'('> {};
struct end_of_method : symbol<';'> {};
struct method_rest : pegtl::seq<method_open, parameters, need<end_of_method>> {};

struct end_after_value : symbol<';'> {};
struct end_after_array : symbol<';'> {};
struct end_after_name : symbol<';'> {};
struct initialized : pegtl::seq<feature_initializer, need<end_after_value>> {};
struct array_rest : pegtl::seq<feature_array, pegtl::sor<initialized, need<end_after_array>>> {};
struct property_rest : pegtl::sor<array_rest, initialized, need<end_after_name>> {};
struct feature_name : identifier {};
struct feature_type : type {};
struct feature_start : pegtl::sor<pegtl::seq<qualifiers, need<feature_type>>, feature_type> {};
struct feature_rest : pegtl::sor<method_rest, property_rest> {};
struct feature : pegtl::seq<feature_start, need<feature_name>, feature_rest> {};

// --- classes and instances

struct alias_name : pegtl::seq<pegtl::one<'$'>, need<name>, skip> {};
struct alias : pegtl::seq<as_key, need<alias_name>> {};
struct class_alias : alias {};
struct instance_alias : alias {};
struct class_name : identifier {};
struct superclass_name : identifier {};
struct superclass : pegtl::seq<symbol<':'>, need<superclass_name>> {};
struct class_open : symbol<'{'> {};
struct class_close : symbol<'}'> {};
struct class_body : pegtl::seq<need<class_open>, pegtl::star<feature>, need<class_close>> {};
struct class_head : pegtl::seq<class_key, need<class_name>, pegtl::opt<class_alias>, pegtl::opt<superclass>> {
};
struct class_definition : pegtl::seq<class_head, class_body> {};
struct class_value : nested<class_definition> {};

struct instance_class : identifier {};
struct instance_open : symbol<'{'> {};
struct instance_close : symbol<'}'> {};
struct member_name : identifier {};
struct member_start : pegtl::sor<pegtl::seq<qualifiers, need<member_name>>, member_name> {};
struct member_equal : symbol<'='> {};
struct end_of_member : symbol<';'> {};
struct member_value : value {};
struct member : pegtl::seq<member_start, need<member_equal>, need<member_value>, need<end_of_member>> {};
struct instance_body : pegtl::seq<need<instance_open>, pegtl::star<member>, need<instance_close>> {};
struct instance_head
    : pegtl::seq<instance_key, need<of_key>, need<instance_class>, pegtl::opt<instance_alias>> {};
struct instance_definition : pegtl::seq<instance_head, instance_body> {};
struct instance_value : nested<instance_definition> {};

struct qualified_value : pegtl::seq<qualifiers, need<object_value>> {};

struct end_of_class : symbol<';'> {};
struct end_of_instance : symbol<';'> {};
struct class_declaration : pegtl::seq<class_definition, need<end_of_class>> {};
struct instance_declaration : pegtl::seq<instance_definition, need<end_of_instance>> {};
struct object_declaration : pegtl::sor<class_declaration, instance_declaration> {};
struct qualified_declaration : pegtl::seq<qualifiers, need<object_declaration>> {};

// --- qualifier declarations

struct declared_name : identifier {};
struct declared_colon : symbol<':'> {};
struct declared_type : identifier {};
struct declared_list : list<constant> {};
struct declared_constant : pegtl::sor<declared_list, constant> {};
struct declared_value : pegtl::seq<symbol<'='>, need<declared_constant>> {};
struct words_open : symbol<'('> {};
struct words_close : symbol<')'> {};
struct scope_word : identifier {};
struct declared_flavor : identifier {};
struct scope : pegtl::seq<scope_key, need<words_open>, need<scope_word>,
                          pegtl::star<symbol<','>, need<scope_word>>, need<words_close>> {};
struct declared_flavors : pegtl::seq<flavor_key, need<words_open>, need<declared_flavor>,
                                     pegtl::star<symbol<','>, need<declared_flavor>>, need<words_close>> {};
struct declared_part : pegtl::sor<scope, declared_flavors> {};
struct end_of_qualifier : symbol<';'> {};
struct qualifier_declaration
    : pegtl::seq<qualifier_key, need<declared_name>, need<declared_colon>, need<declared_type>,
                 pegtl::opt<declared_array>, pegtl::opt<declared_value>,
                 pegtl::star<symbol<','>, need<declared_part>>, need<end_of_qualifier>> {};

// --- directives

struct pragma_word
    : pegtl::seq<pegtl::one<'#'>, TAO_PEGTL_ISTRING("pragma"), pegtl::not_at<name_other>, skip> {};
struct include_word
    : pegtl::seq<pegtl::one<'#'>, TAO_PEGTL_ISTRING("include"), pegtl::not_at<name_other>, skip> {};
struct pragma_name : identifier {};
struct argument_word : identifier {};
struct argument_number : pegtl::seq<digits, pegtl::not_at<name_other>, skip> {};
struct argument_text : string {};
struct argument : pegtl::sor<argument_text, argument_number, argument_word> {};
struct arguments_close : symbol<')'> {};
struct arguments : pegtl::seq<symbol<'('>, need<argument>, pegtl::star<symbol<','>, need<argument>>,
                              need<arguments_close>> {};

// The directives that mean something here have their arguments; all others may look like anything.
template <class Word>
struct known : pegtl::seq<Word, pegtl::not_at<name_other>> {};
struct known_pragma
    : pegtl::at<
          pegtl::sor<known<TAO_PEGTL_ISTRING("include")>, known<TAO_PEGTL_ISTRING("namespace")>,
                     known<TAO_PEGTL_ISTRING("classflags")>, known<TAO_PEGTL_ISTRING("instanceflags")>,
                     known<TAO_PEGTL_ISTRING("deleteclass")>, known<TAO_PEGTL_ISTRING("deleteinstance")>>> {};
// Whatever they have in parentheses, or else on their line: `#pragma autorecover` ends with its name.
struct lenient_text
    : pegtl::seq<pegtl::one<'"'>, pegtl::star<pegtl::not_one<'"', '\r', '\n'>>, pegtl::one<'"'>> {};
struct lenient_arguments
    : pegtl::seq<pegtl::star<pegtl::blank>, pegtl::one<'('>,
                 pegtl::star<pegtl::sor<lenient_text, pegtl::not_one<'"', ')', '\r', '\n'>>>, symbol<')'>> {};
struct rest_of_line : pegtl::seq<pegtl::star<pegtl::not_one<'\r', '\n'>>, skip> {};
struct unknown_name : name {};
struct known_directive : pegtl::seq<known_pragma, pragma_name, need<arguments>> {};
struct pragma_body
    : pegtl::sor<known_directive, pegtl::seq<unknown_name, pegtl::sor<lenient_arguments, rest_of_line>>> {};
struct pragma : pegtl::seq<pragma_word, need<pragma_body>> {};
struct include_path : string {};
struct include : pegtl::seq<include_word, need<include_path>> {};
struct directive : pegtl::sor<pragma, include> {};

struct declaration : pegtl::sor<directive, qualified_declaration, class_declaration, instance_declaration,
                                qualifier_declaration> {};
struct beginning : skip {};
struct next : need<declaration> {};

// --- messages

template <>
inline constexpr std::string_view kExpected<comment_close> = "'*/'";
template <>
inline constexpr std::string_view kExpected<digits_follow> =
    "a number: digits, 0x and hexadecimal digits, 0 and octal digits, binary digits and b, or a real";
template <>
inline constexpr std::string_view kExpected<escaped> =
    "one of \\b \\t \\n \\f \\r \\\" \\' \\\\ or \\x and one to four hexadecimal digits";
template <>
inline constexpr std::string_view kExpected<constant> = "a constant";
template <>
inline constexpr std::string_view kExpected<list_close> = "',' or '}'";
template <>
inline constexpr std::string_view kExpected<flavor> = "a flavor";
template <>
inline constexpr std::string_view kExpected<constant_close> = "')'";
template <>
inline constexpr std::string_view kExpected<qualifier> = "a qualifier";
template <>
inline constexpr std::string_view kExpected<qualifiers_close> = "',' or ']'";
template <>
inline constexpr std::string_view kExpected<name> = "the name of an alias";
template <>
inline constexpr std::string_view kExpected<element> = "a value";
template <>
inline constexpr std::string_view kExpected<value> = "a value";
template <>
inline constexpr std::string_view kExpected<member_value> = "a value";
template <>
inline constexpr std::string_view kExpected<array_close> = "']'";
template <>
inline constexpr std::string_view kExpected<parameter_type> = "the type of a parameter";
template <>
inline constexpr std::string_view kExpected<parameter_name> = "the name of a parameter";
template <>
inline constexpr std::string_view kExpected<parameter> = "a parameter";
template <>
inline constexpr std::string_view kExpected<parameters_end> = "',' or ')'";
template <>
inline constexpr std::string_view kExpected<end_of_method> = "';'";
template <>
inline constexpr std::string_view kExpected<end_after_value> = "';'";
template <>
inline constexpr std::string_view kExpected<end_after_array> = "'=' or ';'";
template <>
inline constexpr std::string_view kExpected<end_after_name> = "'(', '[', '=' or ';'";
template <>
inline constexpr std::string_view kExpected<feature_type> = "a type";
template <>
inline constexpr std::string_view kExpected<feature_name> = "the name of a property or a method";
template <>
inline constexpr std::string_view kExpected<alias_name> = "an alias: '$' and a name";
template <>
inline constexpr std::string_view kExpected<class_name> = "a class name";
template <>
inline constexpr std::string_view kExpected<superclass_name> = "the name of the superclass";
template <>
inline constexpr std::string_view kExpected<class_open> = "':' or '{'";
template <>
inline constexpr std::string_view kExpected<class_close> = "a property, a method or '}'";
template <>
inline constexpr std::string_view kExpected<of_key> = "OF";
template <>
inline constexpr std::string_view kExpected<instance_class> = "a class name";
template <>
inline constexpr std::string_view kExpected<instance_open> = "AS or '{'";
template <>
inline constexpr std::string_view kExpected<instance_close> = "a property or '}'";
template <>
inline constexpr std::string_view kExpected<member_name> = "the name of a property";
template <>
inline constexpr std::string_view kExpected<member_equal> = "'='";
template <>
inline constexpr std::string_view kExpected<end_of_member> = "';'";
template <>
inline constexpr std::string_view kExpected<end_of_class> = "';'";
template <>
inline constexpr std::string_view kExpected<end_of_instance> = "';'";
template <>
inline constexpr std::string_view kExpected<object_declaration> = "CLASS or INSTANCE OF";
template <>
inline constexpr std::string_view kExpected<object_value> = "INSTANCE OF or CLASS";
template <>
inline constexpr std::string_view kExpected<declared_name> = "the name of a qualifier";
template <>
inline constexpr std::string_view kExpected<declared_colon> = "':'";
template <>
inline constexpr std::string_view kExpected<declared_type> = "the type of the qualifier";
template <>
inline constexpr std::string_view kExpected<declared_constant> = "a constant";
template <>
inline constexpr std::string_view kExpected<words_open> = "'('";
template <>
inline constexpr std::string_view kExpected<words_close> = "',' or ')'";
template <>
inline constexpr std::string_view kExpected<scope_word> = "a kind of element";
template <>
inline constexpr std::string_view kExpected<declared_flavor> = "a flavor";
template <>
inline constexpr std::string_view kExpected<declared_part> = "SCOPE or FLAVOR";
template <>
inline constexpr std::string_view kExpected<end_of_qualifier> = "'=', ',' or ';'";
template <>
inline constexpr std::string_view kExpected<argument> = "an argument: a string, a number or a word";
template <>
inline constexpr std::string_view kExpected<arguments_close> = "',' or ')'";
template <>
inline constexpr std::string_view kExpected<arguments> = "'('";
template <>
inline constexpr std::string_view kExpected<pragma_body> = "the name of a pragma";
template <>
inline constexpr std::string_view kExpected<include_path> = "the name of a file in quotes";
template <>
inline constexpr std::string_view kExpected<declaration> =
    "a declaration: CLASS, INSTANCE OF, QUALIFIER, '[', #pragma or #include";

}  // namespace wbemcheck::mock::mof::grammar
