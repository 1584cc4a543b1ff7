#include "mock_provider/mof/parse.h"

#include <string>
#include <string_view>
#include <type_traits>
#include <utility>

#include "mock_provider/mof/grammar.h"
#include "mock_provider/mof/recovery.h"
#include "mock_provider/mof/syntax_builder.h"

namespace wbemcheck::mock::mof {

namespace {

// --- what each rule does

template <class Rule>
struct Action : tao::pegtl::nothing<Rule> {};

// An action that calls one member function of the builder without arguments.
template <void (SyntaxBuilder::*kMember)()>
struct Call {
    template <class Input>
    static void apply(const Input&, SyntaxBuilder& builder) {
        (builder.*kMember)();
    }
};
template <void (SyntaxBuilder::*kMember)() noexcept>
struct CallNoexcept {
    template <class Input>
    static void apply(const Input&, SyntaxBuilder& builder) noexcept {
        (builder.*kMember)();
    }
};

// With the text that the rule matched.
template <void (SyntaxBuilder::*kMember)(std::string_view)>
struct CallWithText {
    template <class Input>
    static void apply(const Input& in, SyntaxBuilder& builder) {
        (builder.*kMember)(in.string_view());
    }
};

// With the place where the rule matched.
template <void (SyntaxBuilder::*kMember)(const char*)>
struct CallWithPlace {
    template <class Input>
    static void apply(const Input& in, SyntaxBuilder& builder) {
        (builder.*kMember)(in.begin());
    }
};

template <int kBase>
struct AddInteger {
    template <class Input>
    static void apply(const Input& in, SyntaxBuilder& builder) {
        builder.add_integer(in.string_view(), kBase);
    }
};

template <bool kValue>
struct AddBoolean {
    template <class Input>
    static void apply(const Input& in, SyntaxBuilder& builder) {
        builder.add_boolean(in.begin(), kValue);
    }
};

struct SetName {
    template <class Input>
    static void apply(const Input& in, SyntaxBuilder& builder) noexcept {
        builder.set_name(in.string_view());
    }
};

struct OpenString {
    template <class Input>
    static void apply(const Input& in, SyntaxBuilder& builder) noexcept {
        builder.open_string(in.begin());
    }
};

struct SetReference {
    template <class Input>
    static void apply(const Input&, SyntaxBuilder& builder) noexcept {
        builder.set_reference();
    }
};

// A word or a number between the parentheses of a pragma, without the blanks behind it.
struct AddArgument {
    template <class Input>
    static void apply(const Input& in, SyntaxBuilder& builder) {
        const std::string_view text = in.string_view();
        builder.add_argument(in.begin(), text.substr(0, text.find_first_of(" \t\r\n\v\f/")));
    }
};

template <>
struct Action<grammar::name> : SetName {};
template <char Quote>
struct Action<grammar::quote_open<Quote>> : OpenString {};
template <char Quote>
struct Action<grammar::quoted_text<Quote>> : CallWithText<&SyntaxBuilder::add_text> {};
template <>
struct Action<grammar::hexadecimal> : AddInteger<16> {};
template <>
struct Action<grammar::binary> : AddInteger<2> {};
template <>
struct Action<grammar::octal> : AddInteger<8> {};
template <>
struct Action<grammar::decimal> : AddInteger<10> {};
template <>
struct Action<grammar::real> : CallWithText<&SyntaxBuilder::add_real> {};
template <>
struct Action<grammar::unreal> : CallWithText<&SyntaxBuilder::add_unreal> {};
template <>
struct Action<grammar::true_value> : AddBoolean<true> {};
template <>
struct Action<grammar::false_value> : AddBoolean<false> {};
template <>
struct Action<grammar::null_value> : CallWithPlace<&SyntaxBuilder::add_null> {};
template <>
struct Action<grammar::string_value> : CallWithPlace<&SyntaxBuilder::add_string> {};
template <>
struct Action<grammar::character_value> : CallWithPlace<&SyntaxBuilder::add_character> {};
template <>
struct Action<grammar::alias_value> : CallWithPlace<&SyntaxBuilder::add_alias> {};
template <>
struct Action<grammar::list_open> : CallWithPlace<&SyntaxBuilder::open_list> {};
template <>
struct Action<grammar::list_close> : Call<&SyntaxBuilder::close_list> {};

template <>
struct Action<grammar::qualifiers_open> : Call<&SyntaxBuilder::open_qualifiers> {};
template <>
struct Action<grammar::qualifier_name> : Call<&SyntaxBuilder::start_qualifier> {};
template <>
struct Action<grammar::qualifier_value> : Call<&SyntaxBuilder::set_qualifier_value> {};
template <>
struct Action<grammar::flavor> : Call<&SyntaxBuilder::add_flavor> {};

template <>
struct Action<grammar::class_name> : Call<&SyntaxBuilder::start_class> {};
template <>
struct Action<grammar::class_alias> : Call<&SyntaxBuilder::set_class_alias> {};
template <>
struct Action<grammar::superclass_name> : Call<&SyntaxBuilder::set_superclass> {};
template <>
struct Action<grammar::type_name> : Call<&SyntaxBuilder::set_type> {};
template <>
struct Action<grammar::reference_mark> : SetReference {};
template <>
struct Action<grammar::array_digits> : CallWithText<&SyntaxBuilder::check_array_size> {};
template <>
struct Action<grammar::feature_name> : Call<&SyntaxBuilder::start_feature> {};
template <>
struct Action<grammar::feature_array> : Call<&SyntaxBuilder::set_feature_array> {};
template <>
struct Action<grammar::feature_initializer> : Call<&SyntaxBuilder::set_feature_value> {};
template <>
struct Action<grammar::method_open> : Call<&SyntaxBuilder::start_method> {};
template <>
struct Action<grammar::parameter_name> : Call<&SyntaxBuilder::start_parameter> {};
template <>
struct Action<grammar::parameter_array> : Call<&SyntaxBuilder::set_parameter_array> {};
template <>
struct Action<grammar::parameter_initializer> : Call<&SyntaxBuilder::set_parameter_value> {};
template <>
struct Action<grammar::class_value> : Call<&SyntaxBuilder::embed_class> {};
template <>
struct Action<grammar::class_declaration> : Call<&SyntaxBuilder::declare_class> {};

template <>
struct Action<grammar::instance_class> : Call<&SyntaxBuilder::start_instance> {};
template <>
struct Action<grammar::instance_alias> : Call<&SyntaxBuilder::set_instance_alias> {};
template <>
struct Action<grammar::member_name> : Call<&SyntaxBuilder::start_member> {};
template <>
struct Action<grammar::member_value> : Call<&SyntaxBuilder::set_member_value> {};
template <>
struct Action<grammar::instance_value> : Call<&SyntaxBuilder::embed_instance> {};
template <>
struct Action<grammar::instance_declaration> : Call<&SyntaxBuilder::declare_instance> {};

template <>
struct Action<grammar::declared_name> : Call<&SyntaxBuilder::start_qualifier_declaration> {};
template <>
struct Action<grammar::declared_type> : Call<&SyntaxBuilder::set_declared_type> {};
template <>
struct Action<grammar::declared_array> : CallNoexcept<&SyntaxBuilder::set_declared_array> {};
template <>
struct Action<grammar::declared_value> : Call<&SyntaxBuilder::set_declared_value> {};
template <>
struct Action<grammar::scope_word> : Call<&SyntaxBuilder::check_scope> {};
template <>
struct Action<grammar::declared_flavor> : Call<&SyntaxBuilder::add_declared_flavor> {};
template <>
struct Action<grammar::qualifier_declaration> : Call<&SyntaxBuilder::declare_qualifier> {};

template <>
struct Action<grammar::pragma_name> : Call<&SyntaxBuilder::start_pragma> {};
template <>
struct Action<grammar::include_word> : CallWithPlace<&SyntaxBuilder::start_include> {};
template <>
struct Action<grammar::argument_word> : AddArgument {};
template <>
struct Action<grammar::argument_number> : AddArgument {};
template <>
struct Action<grammar::argument_text> : CallWithPlace<&SyntaxBuilder::add_text_argument> {};
template <>
struct Action<grammar::include_path> : CallWithPlace<&SyntaxBuilder::add_text_argument> {};
template <>
struct Action<grammar::known_directive> : Call<&SyntaxBuilder::declare_pragma> {};
template <>
struct Action<grammar::include> : Call<&SyntaxBuilder::declare_pragma> {};

// --- what a failed `need` says

template <class Rule>
inline constexpr char kClosedQuote = '\0';
template <char Quote>
inline constexpr char kClosedQuote<grammar::quote_close<Quote>> = Quote;

template <class Rule>
struct Control : tao::pegtl::normal<Rule> {
    // Not by an action: none is run where the grammar only looks ahead, and that may end in a comment as well.
    template <class Input>
    static void start(const Input& in, SyntaxBuilder& builder) noexcept {
        if constexpr (std::is_same_v<Rule, grammar::comment_text>) {
            builder.open_comment(in.current() - 2);  // behind its two characters
        }
    }

    template <class Input>
    [[noreturn]] static void raise(const Input& in, SyntaxBuilder& builder) {
        if constexpr (std::is_same_v<Rule, grammar::comment_close>) {
            builder.refuse_unclosed_comment(in.current());
        } else if constexpr (kClosedQuote<Rule> != '\0') {
            builder.refuse_unclosed_string(in.current(), kClosedQuote<Rule>);
        } else {
            static_assert(!grammar::kExpected<Rule>.empty(), "a needed rule without a message");
            builder.refuse(in.current(), grammar::kExpected<Rule>);
        }
    }
};

// Goes over a text from declaration to declaration.
class Reader {
public:
    explicit Reader(std::string_view text) : text_(text), builder_(text) {}

    [[nodiscard]] bool is_at_end() const noexcept { return place_ == text_.size(); }
    // What stands between this and the next token; it may end in an error too.
    void skip() { place_ = match<grammar::beginning>(); }
    // An ignored directive is none.
    [[nodiscard]] std::optional<Declaration> read() {
        place_ = match<grammar::next>();
        return builder_.take_declaration();
    }
    void recover(std::size_t error) {
        place_ = find_next_declaration(text_, place_, error);
        builder_.reset();
    }

private:
    template <class Rule>
    std::size_t match() {
        tao::pegtl::memory_input<tao::pegtl::tracking_mode::lazy> in(text_.data() + place_,
                                                                     text_.data() + text_.size(), "");
        // Every way to fail is a `need`, which throws.
        static_cast<void>(tao::pegtl::parse<Rule, Action, Control>(in, builder_));
        return static_cast<std::size_t>(in.current() - text_.data());
    }

    std::string_view text_;
    std::size_t place_ = 0;
    SyntaxBuilder builder_;
};

}  // namespace

Parsed parse_mof(const Source& source, std::size_t error_limit) {
    Parsed parsed;
    Reader reader(source.text);
    while (!reader.is_at_end() && parsed.errors.size() < error_limit) {
        try {
            reader.skip();
            while (!reader.is_at_end()) {
                if (std::optional<Declaration> declaration = reader.read()) {
                    parsed.declarations.push_back(*std::move(declaration));
                }
            }
        } catch (Refusal& refusal) {
            parsed.errors.push_back(make_diagnostic(source, refusal.offset, std::move(refusal.message)));
            reader.recover(refusal.cause.value_or(refusal.offset));
        }
    }
    return parsed;
}

}  // namespace wbemcheck::mock::mof
