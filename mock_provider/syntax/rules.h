// What the grammars of MOF and WQL are made with, beyond the rules of PEGTL. Include it in grammars only: it costs compile
// time.
#pragma once

#include <tao/pegtl.hpp>

namespace wbemcheck::mock::syntax {

// R, or an error at the place where R should have begun. The grammar's own `kExpected<R>` says what is then expected.
template <class Rule>
struct need : tao::pegtl::sor<Rule, tao::pegtl::raise<Rule>> {};

// Rule, one level deeper: the builder refuses what is nested too deeply to be parsed on any thread's stack.
template <class Rule>
struct nested {
    using rule_t = nested;
    using subs_t = tao::pegtl::type_list<Rule>;

    template <tao::pegtl::apply_mode A, tao::pegtl::rewind_mode M, template <class...> class Action,
              template <class...> class Control, class Input, class Builder>
    [[nodiscard]] static bool match(Input& in, Builder& builder) {
        const auto level = builder.enter_level(in.current());
        return Control<Rule>::template match<A, M, Action, Control>(in, builder);
    }
};

}  // namespace wbemcheck::mock::syntax
