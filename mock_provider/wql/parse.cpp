#include "mock_provider/wql/parse.h"

#include <fmt/format.h>

#include <string>
#include <type_traits>
#include <utility>

#include "mock_provider/wql/grammar.h"
#include "mock_provider/wql/query_builder.h"

namespace wbemcheck::mock::wql {
namespace {

std::size_t utf16_length(std::string_view text) noexcept {
    std::size_t units = 0;
    for (const char c : text) {
        const auto byte = static_cast<unsigned char>(c);
        if ((byte & 0xC0U) != 0x80U) units += byte >= 0xF0U ? 2 : 1;
    }
    return units;
}

// --- what each rule does

template <class Rule>
struct Action : tao::pegtl::nothing<Rule> {};

// An action that calls one member function of the builder without arguments.
template <void (QueryBuilder::*kMember)()>
struct Call {
    template <class Input>
    static void apply(const Input&, QueryBuilder& builder) {
        (builder.*kMember)();
    }
};

// With the text that the rule matched.
template <void (QueryBuilder::*kMember)(std::string_view)>
struct CallWithText {
    template <class Input>
    static void apply(const Input& in, QueryBuilder& builder) {
        (builder.*kMember)(in.string_view());
    }
};

// With the place where the rule matched.
template <void (QueryBuilder::*kMember)(const char*)>
struct CallWithPlace {
    template <class Input>
    static void apply(const Input& in, QueryBuilder& builder) {
        (builder.*kMember)(in.begin());
    }
};

template <Operator kOperator>
struct SetOperator {
    template <class Input>
    static void apply(const Input&, QueryBuilder& builder) noexcept {
        builder.set_operator(kOperator);
    }
};

template <bool kValue>
struct SetBoolean {
    template <class Input>
    static void apply(const Input&, QueryBuilder& builder) {
        builder.set_boolean(kValue);
    }
};

template <int kBase>
struct SetInteger {
    template <class Input>
    static void apply(const Input& in, QueryBuilder& builder) {
        builder.set_integer(in.string_view(), kBase);
    }
};

template <bool kIsNegated>
struct TestNull {
    template <class Input>
    static void apply(const Input&, QueryBuilder& builder) {
        builder.test_null(kIsNegated);
    }
};

struct OpenString {
    template <class Input>
    static void apply(const Input& in, QueryBuilder& builder) noexcept {
        builder.open_string(in.begin());
    }
};

template <>
struct Action<grammar::name> : CallWithText<&QueryBuilder::add_name> {};
template <>
struct Action<grammar::member_name> : CallWithText<&QueryBuilder::add_name> {};
template <>
struct Action<grammar::hexadecimal> : SetInteger<16> {};
template <>
struct Action<grammar::integer> : SetInteger<10> {};
template <>
struct Action<grammar::real> : CallWithText<&QueryBuilder::set_real> {};
template <char Quote>
struct Action<grammar::opening<Quote>> : OpenString {};
template <char Quote>
struct Action<grammar::characters<Quote>> : CallWithText<&QueryBuilder::set_string> {};
template <>
struct Action<grammar::true_key> : SetBoolean<true> {};
template <>
struct Action<grammar::false_key> : SetBoolean<false> {};
template <>
struct Action<grammar::equal> : SetOperator<Operator::kEqual> {};
template <>
struct Action<grammar::not_equal> : SetOperator<Operator::kNotEqual> {};
template <>
struct Action<grammar::less> : SetOperator<Operator::kLess> {};
template <>
struct Action<grammar::less_or_equal> : SetOperator<Operator::kLessOrEqual> {};
template <>
struct Action<grammar::greater> : SetOperator<Operator::kGreater> {};
template <>
struct Action<grammar::greater_or_equal> : SetOperator<Operator::kGreaterOrEqual> {};

template <>
struct Action<grammar::left_path> : Call<&QueryBuilder::set_left> {};
template <>
struct Action<grammar::right_path> : Call<&QueryBuilder::compare_with_path> {};
template <>
struct Action<grammar::constant_operand> : Call<&QueryBuilder::compare_with_constant> {};
template <>
struct Action<grammar::null_operand> : CallWithPlace<&QueryBuilder::compare_with_null> {};
template <>
struct Action<grammar::is_null> : TestNull<false> {};
template <>
struct Action<grammar::is_not_null> : TestNull<true> {};
template <>
struct Action<grammar::like_test> : Call<&QueryBuilder::test_like> {};
template <>
struct Action<grammar::class_operand_name> : Call<&QueryBuilder::use_class_name> {};
template <>
struct Action<grammar::isa_test> : Call<&QueryBuilder::test_isa> {};
template <>
struct Action<grammar::mirrored_comparison> : Call<&QueryBuilder::compare_mirrored> {};
template <>
struct Action<grammar::mirrored_null_test> : CallWithPlace<&QueryBuilder::compare_with_null> {};
template <>
struct Action<grammar::negation> : Call<&QueryBuilder::negate> {};
template <>
struct Action<grammar::and_key> : CallWithPlace<&QueryBuilder::count_and_or> {};
template <>
struct Action<grammar::or_key> : CallWithPlace<&QueryBuilder::count_and_or> {};
template <>
struct Action<grammar::and_tail> : Call<&QueryBuilder::join_and> {};
template <>
struct Action<grammar::or_tail> : Call<&QueryBuilder::join_or> {};

template <>
struct Action<grammar::selected_property> : Call<&QueryBuilder::select_property> {};
template <>
struct Action<grammar::from_class> : Call<&QueryBuilder::set_class> {};
template <>
struct Action<grammar::seconds_value> : CallWithText<&QueryBuilder::set_seconds> {};
template <>
struct Action<grammar::polling> : Call<&QueryBuilder::set_polling> {};
template <>
struct Action<grammar::where> : Call<&QueryBuilder::set_where> {};
template <>
struct Action<grammar::group_start> : CallWithPlace<&QueryBuilder::start_group> {};
template <>
struct Action<grammar::grouping_interval> : Call<&QueryBuilder::set_grouping_interval> {};
template <>
struct Action<grammar::by_everything> : Call<&QueryBuilder::group_by_everything> {};
template <>
struct Action<grammar::grouping_property> : Call<&QueryBuilder::group_by_property> {};
template <>
struct Action<grammar::having> : Call<&QueryBuilder::set_having> {};

template <AssociatorsQuery::Kind kKind>
struct StartAssociators {
    template <class Input>
    static void apply(const Input&, QueryBuilder& builder) {
        builder.start_associators(kKind);
    }
};

template <QueryBuilder::NameOption kOption>
struct StartOption {
    template <class Input>
    static void apply(const Input& in, QueryBuilder& builder) {
        builder.start_option(kOption, in.begin());
    }
};

template <QueryBuilder::FlagOption kOption>
struct SetFlag {
    template <class Input>
    static void apply(const Input& in, QueryBuilder& builder) {
        builder.set_flag(kOption, in.begin());
    }
};

template <>
struct Action<grammar::associators_key> : StartAssociators<AssociatorsQuery::Kind::kAssociators> {};
template <>
struct Action<grammar::references_key> : StartAssociators<AssociatorsQuery::Kind::kReferences> {};
template <char Quote>
struct Action<grammar::path_opening<Quote>> : OpenString {};
template <>
struct Action<grammar::source_path> : CallWithText<&QueryBuilder::set_source> {};
template <>
struct Action<grammar::close_brace> : Call<&QueryBuilder::end_source> {};
template <>
struct Action<grammar::assoc_class_key> : StartOption<&AssociatorsQuery::assoc_class> {};
template <>
struct Action<grammar::required_assoc_qualifier_key>
    : StartOption<&AssociatorsQuery::required_assoc_qualifier> {};
template <>
struct Action<grammar::required_qualifier_key> : StartOption<&AssociatorsQuery::required_qualifier> {};
template <>
struct Action<grammar::result_class_key> : StartOption<&AssociatorsQuery::result_class> {};
template <>
struct Action<grammar::result_role_key> : StartOption<&AssociatorsQuery::result_role> {};
template <>
struct Action<grammar::role_key> : StartOption<&AssociatorsQuery::role> {};
template <>
struct Action<grammar::option_name> : CallWithText<&QueryBuilder::set_option> {};
template <>
struct Action<grammar::class_defs_only_key> : SetFlag<&AssociatorsQuery::class_defs_only> {};
template <>
struct Action<grammar::keys_only_key> : SetFlag<&AssociatorsQuery::keys_only> {};
template <>
struct Action<grammar::schema_only_key> : SetFlag<&AssociatorsQuery::schema_only> {};

// --- what a failed `need` says

template <class Rule>
inline constexpr bool kIsClosingQuote = false;
template <char Quote>
inline constexpr bool kIsClosingQuote<grammar::closing<Quote>> = true;
template <char Quote>
inline constexpr bool kIsClosingQuote<grammar::path_closing<Quote>> = true;

template <class Rule>
struct Control : tao::pegtl::normal<Rule> {
    template <class Input>
    [[noreturn]] static void raise(const Input& in, QueryBuilder& builder) {
        if constexpr (std::is_same_v<Rule, grammar::end>) {
            builder.refuse_continuation(in.current());
        } else if constexpr (kIsClosingQuote<Rule>) {
            builder.refuse_unclosed_string(in.current());
        } else if constexpr (std::is_same_v<Rule, grammar::option>) {
            builder.refuse_option(in.current());
        } else {
            static_assert(!grammar::kExpected<Rule>.empty(), "a needed rule without a message");
            builder.refuse(in.current(), std::string(grammar::kExpected<Rule>));
        }
    }
};

}  // namespace

ParseResult parse_wql(std::string_view text) {
    ParseResult result;
    const std::size_t length = utf16_length(text);
    if (length > kMaxTextLength) {
        result.error = make_mismatch(WBEM_E_QUOTA_VIOLATION, Position{},
                                     fmt::format("a query of at most {} characters", kMaxTextLength),
                                     fmt::format("{} of them", length));
        return result;
    }
    QueryBuilder builder(text);
    try {
        tao::pegtl::memory_input<tao::pegtl::tracking_mode::lazy> in(text.data(), text.data() + text.size(),
                                                                     "");
        // Every way to fail is a `need`, which throws.
        if (tao::pegtl::parse<grammar::query, Action, Control>(in, builder))
            result.query = builder.take_query();
    } catch (Refusal& refusal) {
        result.error = std::move(refusal.error);
    }
    return result;
}

ParsedSelect parse_select(std::string_view text) {
    ParseResult parsed = parse_wql(text);
    ParsedSelect result;
    result.error = std::move(parsed.error);
    if (parsed.query) {
        if (auto* const select = std::get_if<SelectQuery>(&*parsed.query)) {
            result.query = std::move(*select);
        } else {
            const std::size_t first = text.find_first_not_of(" \t\r\n\v\f");
            result.error = make_mismatch(WBEM_E_INVALID_QUERY, position_at(text, first), "SELECT",
                                         describe_token(text, first));
        }
    }
    return result;
}

}  // namespace wbemcheck::mock::wql
