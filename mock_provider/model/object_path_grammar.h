// The grammar of object paths. Included by object_path.cpp alone.
#pragma once

#include <tao/pegtl.hpp>

namespace wbemcheck::mock::path_grammar {

namespace pegtl = tao::pegtl;

// clang-format off
struct slash : pegtl::one<'\\', '/'> {};
struct blanks : pegtl::star<pegtl::blank> {};

// Names may hold any character beyond ASCII, as elsewhere in this model.
struct name_start : pegtl::sor<pegtl::ranges<'a', 'z', 'A', 'Z'>, pegtl::one<'_'>,
                               pegtl::range<'\x80', '\xff'>> {};
struct name : pegtl::seq<name_start, pegtl::star<pegtl::sor<name_start, pegtl::digit>>> {};

struct server : pegtl::plus<pegtl::not_one<'\\', '/', ':', '"', '='>> {};
struct namespace_name : name {};
struct namespace_list : pegtl::list<namespace_name, slash> {};
struct server_prefix : pegtl::seq<slash, slash, pegtl::must<server, slash>> {};

struct class_name : name {};
struct key_name : name {};

struct escaped : pegtl::seq<pegtl::one<'\\'>, pegtl::any> {};
struct double_quoted_text : pegtl::star<pegtl::sor<escaped, pegtl::not_one<'"', '\\'>>> {};
struct single_quoted_text : pegtl::star<pegtl::sor<escaped, pegtl::not_one<'\'', '\\'>>> {};
struct closing_double_quote : pegtl::one<'"'> {};
struct closing_single_quote : pegtl::one<'\''> {};
struct double_quoted : pegtl::if_must<pegtl::one<'"'>, double_quoted_text, closing_double_quote> {};
struct single_quoted : pegtl::if_must<pegtl::one<'\''>, single_quoted_text, closing_single_quote> {};
struct hexadecimal : pegtl::seq<pegtl::one<'0'>, pegtl::one<'x', 'X'>, pegtl::plus<pegtl::xdigit>> {};
struct decimal : pegtl::plus<pegtl::digit> {};
struct sign : pegtl::one<'+', '-'> {};
struct integer : pegtl::seq<pegtl::opt<sign>, pegtl::sor<hexadecimal, decimal>, pegtl::not_at<name_start>> {};
struct true_word : pegtl::istring<'t', 'r', 'u', 'e'> {};
struct false_word : pegtl::istring<'f', 'a', 'l', 's', 'e'> {};
struct word_end : pegtl::not_at<pegtl::sor<name_start, pegtl::digit>> {};
struct boolean : pegtl::seq<pegtl::sor<true_word, false_word>, word_end> {};
struct key_value : pegtl::sor<double_quoted, single_quoted, integer, boolean> {};

struct equals : pegtl::seq<blanks, pegtl::one<'='>, blanks> {};
struct named_key : pegtl::seq<pegtl::must<key_name>, pegtl::must<equals>, pegtl::must<key_value>> {};
struct comma : pegtl::seq<blanks, pegtl::one<','>, blanks> {};
struct more_keys : pegtl::star<pegtl::if_must<comma, named_key>> {};
struct named_keys : pegtl::if_must<pegtl::one<'.'>, named_key, more_keys> {};
struct singleton : pegtl::one<'@'> {};
struct unnamed_key : key_value {};
struct single_key : pegtl::if_must<equals, pegtl::sor<singleton, unnamed_key>> {};
struct object : pegtl::seq<class_name, pegtl::opt<pegtl::sor<named_keys, single_key>>> {};

struct end : pegtl::eof {};
struct object_after_namespace : pegtl::if_must<pegtl::one<':'>, object> {};
// An absolute path may end with its namespace; a relative one without a colon is an object, unless it has a
// slash.
struct absolute : pegtl::seq<server_prefix, pegtl::must<namespace_list>,
                             pegtl::opt<object_after_namespace>> {};
struct with_namespace : pegtl::seq<pegtl::opt<slash>, namespace_list, object_after_namespace> {};
struct only_namespace : pegtl::seq<pegtl::opt<slash>, namespace_name, pegtl::plus<slash, namespace_name>,
                                   pegtl::at<pegtl::eof>> {};
// Actions run as soon as their rule matches, also inside an alternative that fails later: this drops what
// they left.
struct forget : pegtl::success {};
struct any_path : pegtl::sor<absolute, with_namespace, only_namespace, pegtl::seq<forget, object>> {};
struct path : pegtl::must<any_path, end> {};
// clang-format on

}  // namespace wbemcheck::mock::path_grammar
