// Makes declarations of what the rules of the grammar find. Part of the parser: parse.cpp is its only user.
#pragma once

#include <cstddef>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "mock_provider/mof/syntax.h"
#include "mock_provider/syntax/level.h"

namespace wbemcheck::mock::mof {

// Ends a declaration: thrown by the builder, caught by parse_mof.
struct Refusal {
    std::size_t offset = 0;
    std::string message;
    std::optional<std::size_t> cause = {};  // where the mistake was made, when that is not where it shows
};

// Takes names, constants and marks in the order of the text. What is not complete waits on a stack for each
// kind, because a value may hold an object that holds values. A `place` points into the text, which must
// outlive the builder.
class SyntaxBuilder {
public:
    explicit SyntaxBuilder(std::string_view text) noexcept : text_(text) {}

    [[nodiscard]] std::optional<Declaration> take_declaration() {
        return std::exchange(declaration_, std::nullopt);
    }
    // Forgets what an error has left half done.
    void reset();

    // --- errors

    [[noreturn]] void refuse(const char* place, std::string_view expected);
    [[noreturn]] void refuse_unclosed_string(const char* place, char quote);
    [[noreturn]] void refuse_unclosed_comment(const char* place);

    // --- limits

    [[nodiscard]] syntax::Level enter_level(const char* place);

    // --- names and constants

    void open_comment(const char* place) noexcept { comment_ = place; }
    void set_name(std::string_view name) noexcept { name_ = name; }
    void open_string(const char* place) noexcept { string_ = place; }
    void add_text(std::string_view escaped);
    void add_integer(std::string_view digits, int base);
    void add_real(std::string_view digits);
    void add_unreal(std::string_view word);
    void add_boolean(const char* place, bool value) { push(place, value); }
    void add_null(const char* place) { push(place, NullSyntax{}); }
    void add_string(const char* place) { push(place, take_text()); }
    void add_character(const char* place);
    void add_alias(const char* place) { push(place, AliasSyntax{std::string(name_)}); }
    void open_list(const char* place);
    void close_list();

    // --- qualifiers

    void open_qualifiers() { qualifiers_.clear(); }
    void start_qualifier();
    void set_qualifier_value() { qualifiers_.back().value = pop(); }
    void add_flavor();

    // --- classes

    void start_class();
    void set_class_alias() { classes_.back()->alias = current_name(); }
    void set_superclass() { classes_.back()->superclass = current_name(); }
    void set_type() { type_ = {current_name(), false, false}; }
    void set_reference() noexcept { type_.is_reference = true; }
    void check_array_size(std::string_view digits);
    void start_feature();
    void set_feature_array() { classes_.back()->properties.back().type.is_array = true; }
    void set_feature_value() { classes_.back()->properties.back().value = pop(); }
    void start_method();
    void start_parameter();
    void set_parameter_array() { last_parameter().type.is_array = true; }
    void set_parameter_value() { last_parameter().value = pop(); }
    void embed_class();
    void declare_class();

    // --- instances

    void start_instance();
    void set_instance_alias() { instances_.back()->alias = current_name(); }
    void start_member();
    void set_member_value() { instances_.back()->members.back().value = pop(); }
    void embed_instance();
    void declare_instance();

    // --- qualifier declarations

    void start_qualifier_declaration();
    void set_declared_type() { qualifier_declaration_.type.name = current_name(); }
    void set_declared_array() noexcept { qualifier_declaration_.type.is_array = true; }
    void set_declared_value() { qualifier_declaration_.value = pop(); }
    void check_scope();
    void add_declared_flavor();
    void declare_qualifier() { declaration_ = std::exchange(qualifier_declaration_, {}); }

    // --- directives

    void start_pragma();
    void start_include(const char* place);
    void add_argument(const char* place, std::string_view word);
    void add_text_argument(const char* place);
    void declare_pragma() { declaration_ = std::exchange(pragma_, {}); }

private:
    [[noreturn]] void refuse_excess(const char* place, std::size_t limit, std::string_view what);
    [[nodiscard]] std::size_t offset_of(const char* place) const noexcept;
    [[nodiscard]] std::string place_text(const char* place) const;
    [[nodiscard]] Refusal mismatch(const char* place, std::string_view expected) const;
    [[nodiscard]] std::string hint(std::size_t error) const;
    [[nodiscard]] NameSyntax current_name() const { return {std::string(name_), offset_of(name_.data())}; }
    [[nodiscard]] FlavorWord current_flavor();
    [[nodiscard]] std::string take_text() { return std::exchange(decoded_, {}); }
    [[nodiscard]] QualifiersSyntax take_qualifiers() { return std::exchange(qualifiers_, {}); }
    [[nodiscard]] PropertySyntax& last_parameter() {
        return classes_.back()->methods.back().parameters.back();
    }
    [[nodiscard]] ValueSyntax pop();
    void push(const char* place, ValueSyntax::Node node);

    std::string_view text_;
    std::optional<Declaration> declaration_;
    std::string_view name_;  // the name that was read last
    std::string decoded_;    // the pieces of the string that is being read
    const char* comment_ = nullptr;
    const char* string_ = nullptr;
    const char* long_string_ = nullptr;  // the last string of this declaration that runs over a line
    std::vector<ValueSyntax> values_;
    std::vector<std::size_t> list_starts_;
    QualifiersSyntax qualifiers_;  // read, and not yet given to what they qualify
    TypeSyntax type_;
    std::vector<std::unique_ptr<ClassSyntax>> classes_;
    std::vector<std::unique_ptr<InstanceSyntax>> instances_;
    QualifierDeclarationSyntax qualifier_declaration_;
    PragmaSyntax pragma_;
    std::size_t depth_ = 0;
};

}  // namespace wbemcheck::mock::mof
