#include "mock_provider/model/object_path.h"

#include <algorithm>
#include <utility>

#include "mock_provider/model/number_text.h"
#include "mock_provider/model/object_path_grammar.h"

namespace wbemcheck::mock {

namespace {

namespace grammar = path_grammar;
namespace pegtl = tao::pegtl;

std::string without_escapes(std::string_view text) {
    std::string plain;
    plain.reserve(text.size());
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (text[i] == '\\' && i + 1 < text.size()) {
            ++i;
        }
        plain.push_back(text[i]);
    }
    return plain;
}

// What the parser has seen so far.
struct Draft {
    ObjectPath path;
    std::string key_name;
    Value key_value;
};

template <class Rule>
struct Action : pegtl::nothing<Rule> {};

template <>
struct Action<grammar::server> {
    template <class Input>
    static void apply(const Input& in, Draft& draft) {
        draft.path.server = in.string();
    }
};

template <>
struct Action<grammar::namespace_list> {
    template <class Input>
    static void apply(const Input& in, Draft& draft) {
        draft.path.namespace_path = in.string();
    }
};

template <>
struct Action<grammar::only_namespace> {
    template <class Input>
    static void apply(const Input& in, Draft& draft) {
        draft.path.namespace_path = in.string();
    }
};

template <>
struct Action<grammar::class_name> {
    template <class Input>
    static void apply(const Input& in, Draft& draft) {
        draft.path.class_name = in.string();
    }
};

template <>
struct Action<grammar::forget> {
    static void apply0(Draft& draft) { draft = {}; }
};

template <>
struct Action<grammar::singleton> {
    static void apply0(Draft& draft) { draft.path.form = ObjectPath::Form::kSingleton; }
};

template <>
struct Action<grammar::double_quoted_text> {
    template <class Input>
    static void apply(const Input& in, Draft& draft) {
        draft.key_value = Value::string(without_escapes(in.string_view()));
    }
};

template <>
struct Action<grammar::single_quoted_text> : Action<grammar::double_quoted_text> {};

template <>
struct Action<grammar::integer> {
    // False when the number is beyond 64 bits: then this is no key value.
    template <class Input>
    static bool apply(const Input& in, Draft& draft) {
        const std::optional<Number> number = parse_number(in.string_view());
        if (!number) {
            return false;
        }
        draft.key_value = std::holds_alternative<std::int64_t>(*number)
                              ? Value::sint64(std::get<std::int64_t>(*number))
                              : Value::uint64(std::get<std::uint64_t>(*number));
        return true;
    }
};

template <>
struct Action<grammar::boolean> {
    template <class Input>
    static void apply(const Input& in, Draft& draft) {
        draft.key_value = Value::boolean(equal_names(in.string_view(), "true"));
    }
};

template <>
struct Action<grammar::key_name> {
    template <class Input>
    static void apply(const Input& in, Draft& draft) {
        draft.key_name = in.string();
    }
};

template <>
struct Action<grammar::named_key> {
    static void apply0(Draft& draft) {
        draft.path.form = ObjectPath::Form::kInstance;
        draft.path.keys.push_back({std::exchange(draft.key_name, {}), std::exchange(draft.key_value, {})});
    }
};

template <>
struct Action<grammar::unnamed_key> {
    static void apply0(Draft& draft) {
        draft.path.form = ObjectPath::Form::kInstance;
        draft.path.keys.push_back({{}, std::exchange(draft.key_value, {})});
    }
};

// What stands in the message when a rule was needed and did not come.
template <class Rule>
inline constexpr const char* kExpected = nullptr;
template <>
inline constexpr const char* kExpected<grammar::server> = "a server name";
template <>
inline constexpr const char* kExpected<grammar::slash> = "a slash";
template <>
inline constexpr const char* kExpected<grammar::namespace_list> = "a namespace";
template <>
inline constexpr const char* kExpected<grammar::object> = "a class name";
template <>
inline constexpr const char* kExpected<grammar::key_name> = "the name of a key property";
template <>
inline constexpr const char* kExpected<grammar::equals> = "'='";
template <>
inline constexpr const char* kExpected<grammar::key_value> =
    "a key value: text in quotes, an integer, TRUE or FALSE";
template <>
inline constexpr const char* kExpected<pegtl::sor<grammar::singleton, grammar::unnamed_key>> =
    "'@' or a key value: text in quotes, an integer, TRUE or FALSE";
template <>
inline constexpr const char* kExpected<grammar::closing_double_quote> = "a closing quote";
template <>
inline constexpr const char* kExpected<grammar::closing_single_quote> = "a closing quote";
template <>
inline constexpr const char* kExpected<grammar::double_quoted_text> = "text";
template <>
inline constexpr const char* kExpected<grammar::single_quoted_text> = "text";
template <>
inline constexpr const char* kExpected<grammar::named_key> = "the name of a key property";
template <>
inline constexpr const char* kExpected<grammar::more_keys> = "more keys";
template <>
inline constexpr const char* kExpected<grammar::any_path> = "an object path";
template <>
inline constexpr const char* kExpected<grammar::end> = "the end of the path";

struct Errors {
    template <class Rule>
    static constexpr auto message = kExpected<Rule>;
    template <class Rule>
    static constexpr bool raise_on_failure = false;  // only `must` raises
};
template <class Rule>
using Control = pegtl::must_if<Errors>::control<Rule>;

std::string with_backslashes(std::string_view namespace_path) {
    std::string text(namespace_path);
    for (char& c : text) {
        c = c == '/' ? '\\' : c;
    }
    if (text.starts_with('\\')) {
        text.erase(0, 1);
    }
    return text;
}

}  // namespace

ParsedPath parse_object_path(std::string_view text) {
    Draft draft;
    pegtl::memory_input<pegtl::tracking_mode::eager, pegtl::eol::lf> input(text.data(), text.size(), "");
    try {
        pegtl::parse<grammar::path, Action, Control>(input, draft);
    } catch (const pegtl::parse_error& error) {
        return {std::nullopt, {error.positions().front().byte, std::string(error.message())}};
    }
    draft.path.namespace_path = with_backslashes(draft.path.namespace_path);
    return {std::move(draft.path), {}};
}

std::optional<std::string> parse_namespace_path(std::string_view text) {
    const std::string path = with_backslashes(text);
    std::string_view rest = path;
    // with_backslashes took the first of the two slashes before the server.
    if (text.size() != path.size() && rest.starts_with('\\')) {
        const std::size_t end_of_server = rest.find('\\', 1);
        if (end_of_server == std::string_view::npos || end_of_server == 1) {
            return std::nullopt;
        }
        rest.remove_prefix(end_of_server + 1);
    }
    std::size_t begin = 0;
    while (begin <= rest.size()) {
        const std::size_t end = std::min(rest.find('\\', begin), rest.size());
        if (!is_identifier(rest.substr(begin, end - begin))) {
            return std::nullopt;
        }
        begin = end + 1;
    }
    return std::string(rest);
}

}  // namespace wbemcheck::mock
