#include "mock_provider/mof/syntax_builder.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <cstdint>
#include <iterator>
#include <limits>
#include <system_error>

#include "harness/com/characters.h"
#include "mock_provider/model/name.h"
#include "mock_provider/mof/limits.h"
#include "mock_provider/syntax/place.h"

namespace wbemcheck::mock::mof {

namespace {

struct NamedFlavor {
    std::string_view name;
    FlavorWord word;
};

constexpr std::array<NamedFlavor, 9> kFlavors{{
    {"EnableOverride", FlavorWord::kEnableOverride},
    {"DisableOverride", FlavorWord::kDisableOverride},
    {"ToSubclass", FlavorWord::kToSubclass},
    {"NotToSubclass", FlavorWord::kNotToSubclass},
    {"ToInstance", FlavorWord::kToInstance},
    {"NotToInstance", FlavorWord::kNotToInstance},
    {"Restricted", FlavorWord::kRestricted},
    {"Amended", FlavorWord::kAmended},
    {"Translatable", FlavorWord::kTranslatable},
}};

// DSP0004, annex A.
constexpr std::array<std::string_view, 10> kScopes{"any",       "class",    "association", "indication",
                                                   "qualifier", "property", "reference",   "method",
                                                   "parameter", "schema"};

bool take_sign(std::string_view& digits) noexcept {
    const bool is_negative = digits.front() == '-';
    if (is_negative || digits.front() == '+') {
        digits.remove_prefix(1);
    }
    return is_negative;
}

// The character behind a backslash that stands for itself or for a control character.
char simple_escape(char c) noexcept {
    switch (c) {
        case 'b':
            return '\b';
        case 't':
            return '\t';
        case 'n':
            return '\n';
        case 'f':
            return '\f';
        case 'r':
            return '\r';
        default:
            return c;
    }
}

// The code unit of `\x41`, one to four digits, whose backslash is at the front; what was read is taken away.
std::uint32_t take_hex_escape(std::string_view& escaped) noexcept {
    std::uint32_t unit = 0;
    const char* const digits = escaped.data() + 2;
    const auto end =
        std::from_chars(digits, digits + std::min<std::size_t>(4, escaped.size() - 2), unit, 16).ptr;
    escaped.remove_prefix(static_cast<std::size_t>(end - escaped.data()));
    return unit;
}

bool is_hex_escape(std::string_view escaped) noexcept {
    return escaped.size() > 2 && escaped[0] == '\\' && (escaped[1] == 'x' || escaped[1] == 'X');
}

}  // namespace

void SyntaxBuilder::reset() { *this = SyntaxBuilder(text_); }

// --- errors

Refusal SyntaxBuilder::mismatch(const char* place, std::string_view expected) const {
    const std::size_t offset = offset_of(place);
    const std::string found = syntax::describe_token(text_, offset, "the end of the file");
    return {offset, fmt::format("expected {}, found {}{}", expected, found, hint(offset)), {}};
}

void SyntaxBuilder::refuse(const char* place, std::string_view expected) { throw mismatch(place, expected); }

void SyntaxBuilder::refuse_unclosed_string(const char* place, char quote) {
    long_string_ = nullptr;  // the message names the string anyway
    Refusal refusal =
        mismatch(place, fmt::format("{} to close the string of {}", quote, place_text(string_)));
    refusal.cause = offset_of(string_);
    throw refusal;
}

void SyntaxBuilder::refuse_unclosed_comment(const char* place) {
    refuse(place, fmt::format("*/ to close the comment of {}", place_text(comment_)));
}

void SyntaxBuilder::refuse_excess(const char* place, std::size_t limit, std::string_view what) {
    throw Refusal{offset_of(place), fmt::format("expected at most {} {}", limit, what), {}};
}

// A quote that was forgotten shows only where the next string begins.
std::string SyntaxBuilder::hint(std::size_t error) const {
    if (long_string_ == nullptr || offset_of(long_string_) >= error) {
        return {};
    }
    return fmt::format(" (the string of {} goes over the end of its line)", place_text(long_string_));
}

std::string SyntaxBuilder::place_text(const char* place) const {
    const syntax::Position position = syntax::position_at(text_, offset_of(place));
    return fmt::format("line {}, column {}", position.line, position.column);
}

std::size_t SyntaxBuilder::offset_of(const char* place) const noexcept {
    return static_cast<std::size_t>(place - text_.data());
}

syntax::Level SyntaxBuilder::enter_level(const char* place) {
    if (depth_ == kMaxNesting) {
        refuse_excess(place, kMaxNesting, "objects within each other");
    }
    return syntax::Level(depth_);
}

// --- names and constants

void SyntaxBuilder::push(const char* place, ValueSyntax::Node node) {
    values_.push_back({offset_of(place), std::move(node)});
}

ValueSyntax SyntaxBuilder::pop() {
    ValueSyntax value = std::move(values_.back());
    values_.pop_back();
    return value;
}

void SyntaxBuilder::add_text(std::string_view escaped) {
    if (escaped.find('\n') != std::string_view::npos) {
        long_string_ = string_;
    }
    while (!escaped.empty()) {
        const std::size_t plain = std::min(escaped.find('\\'), escaped.size());
        decoded_ += escaped.substr(0, plain);
        escaped.remove_prefix(plain);
        if (escaped.empty()) {
            return;
        }
        const char* const place = escaped.data();
        if (!is_hex_escape(escaped)) {
            decoded_ += simple_escape(escaped[1]);
            escaped.remove_prefix(2);
            continue;
        }
        char32_t character = take_hex_escape(escaped);
        if (com::is_high_surrogate(character) && is_hex_escape(escaped)) {
            const char32_t low = take_hex_escape(escaped);
            character = com::is_low_surrogate(low) ? com::join_surrogates(character, low) : character;
        }
        if (com::is_surrogate(character)) {
            throw Refusal{offset_of(place),
                          "expected both halves of a surrogate pair, \\xD800 to \\xDBFF and then \\xDC00 "
                          "to \\xDFFF, found one",
                          {}};
        }
        com::append_utf8(decoded_, character);
    }
}

void SyntaxBuilder::add_integer(std::string_view digits, int base) {
    const char* const place = digits.data();
    IntegerSyntax integer;
    integer.is_negative = take_sign(digits);
    digits.remove_prefix(base == 16 ? 2 : 0);  // 0x
    digits.remove_suffix(base == 2 ? 1 : 0);   // b
    const auto [end, error] =
        std::from_chars(digits.data(), digits.data() + digits.size(), integer.magnitude, base);
    if (error == std::errc::result_out_of_range) {
        refuse(place, "an integer of at most 64 bits");
    }
    if (end != digits.data() + digits.size()) {
        refuse(place, "an octal number, for it begins with 0");
    }
    push(place, integer);
}

void SyntaxBuilder::add_real(std::string_view digits) {
    const char* const place = digits.data();
    const bool is_negative = take_sign(digits);
    double number = 0;
    if (std::from_chars(digits.data(), digits.data() + digits.size(), number).ec != std::errc{}) {
        refuse(place, "a number in the range of real64");
    }
    push(place, is_negative ? -number : number);
}

void SyntaxBuilder::add_unreal(std::string_view word) {
    const char* const place = word.data();
    const bool is_negative = take_sign(word);
    const double number = equal_names(word, "inf") ? std::numeric_limits<double>::infinity()
                                                   : std::numeric_limits<double>::quiet_NaN();
    push(place, is_negative ? -number : number);
}

void SyntaxBuilder::add_character(const char* place) {
    const std::string text = take_text();
    const com::Character character = text.empty() ? com::Character{} : com::first_character(text);
    if (text.empty() || character.length != text.size() || character.value > 0xFFFFU) {
        refuse(place, "one character of 16 bits between the quotes");
    }
    push(place, CharacterSyntax{static_cast<std::uint16_t>(character.value)});
}

void SyntaxBuilder::open_list(const char* place) {
    push(place, ValueSyntax::List{});
    list_starts_.push_back(values_.size());
}

void SyntaxBuilder::close_list() {
    const auto first = values_.begin() + static_cast<std::ptrdiff_t>(list_starts_.back());
    list_starts_.pop_back();
    ValueSyntax::List elements(std::make_move_iterator(first), std::make_move_iterator(values_.end()));
    values_.erase(first, values_.end());
    values_.back().node = std::move(elements);
}

// --- qualifiers

void SyntaxBuilder::start_qualifier() {
    if (qualifiers_.size() == kMaxQualifiers) {
        refuse_excess(name_.data(), kMaxQualifiers, "qualifiers in one list");
    }
    qualifiers_.emplace_back().name = current_name();
}

FlavorWord SyntaxBuilder::current_flavor() {
    const auto found = std::ranges::find_if(
        kFlavors, [this](const NamedFlavor& flavor) { return equal_names(flavor.name, name_); });
    if (found == kFlavors.end()) {
        refuse(name_.data(),
               "a flavor: EnableOverride, DisableOverride, ToSubclass, NotToSubclass, ToInstance, "
               "NotToInstance, "
               "Restricted, Amended or Translatable");
    }
    return found->word;
}

void SyntaxBuilder::add_flavor() { qualifiers_.back().flavors.push_back(current_flavor()); }

// --- classes

void SyntaxBuilder::start_class() {
    auto added = std::make_unique<ClassSyntax>();
    added->qualifiers = take_qualifiers();
    added->name = current_name();
    classes_.push_back(std::move(added));
}

void SyntaxBuilder::check_array_size(std::string_view digits) {
    std::uint32_t size = 0;
    const std::errc error = std::from_chars(digits.data(), digits.data() + digits.size(), size).ec;
    if (error != std::errc{} || size == 0) {
        refuse(digits.data(), "the size of an array, from 1 to 4294967295");
    }
}

void SyntaxBuilder::start_feature() {
    ClassSyntax& definition = *classes_.back();
    if (definition.properties.size() + definition.methods.size() == kMaxMembers) {
        refuse_excess(name_.data(), kMaxMembers, "properties and methods in one class");
    }
    definition.properties.push_back({take_qualifiers(), std::move(type_), current_name(), std::nullopt});
}

// What was taken for a property is followed by a parenthesis.
void SyntaxBuilder::start_method() {
    ClassSyntax& definition = *classes_.back();
    PropertySyntax& head = definition.properties.back();
    definition.methods.push_back(
        {std::move(head.qualifiers), std::move(head.type), std::move(head.name), {}});
    definition.properties.pop_back();
}

void SyntaxBuilder::start_parameter() {
    std::vector<PropertySyntax>& parameters = classes_.back()->methods.back().parameters;
    if (parameters.size() == kMaxMembers) {
        refuse_excess(name_.data(), kMaxMembers, "parameters of one method");
    }
    parameters.push_back({take_qualifiers(), std::move(type_), current_name(), std::nullopt});
}

void SyntaxBuilder::embed_class() {
    const std::size_t offset = classes_.back()->name.offset;
    values_.push_back({offset, std::move(classes_.back())});
    classes_.pop_back();
}

void SyntaxBuilder::declare_class() {
    declaration_ = std::move(*classes_.back());
    classes_.pop_back();
}

// --- instances

void SyntaxBuilder::start_instance() {
    auto added = std::make_unique<InstanceSyntax>();
    added->qualifiers = take_qualifiers();
    added->class_name = current_name();
    instances_.push_back(std::move(added));
}

void SyntaxBuilder::start_member() {
    std::vector<MemberSyntax>& members = instances_.back()->members;
    if (members.size() == kMaxMembers) {
        refuse_excess(name_.data(), kMaxMembers, "properties in one instance");
    }
    members.push_back({take_qualifiers(), current_name(), {}});
}

void SyntaxBuilder::embed_instance() {
    const std::size_t offset = instances_.back()->class_name.offset;
    values_.push_back({offset, std::move(instances_.back())});
    instances_.pop_back();
}

void SyntaxBuilder::declare_instance() {
    declaration_ = std::move(*instances_.back());
    instances_.pop_back();
}

// --- qualifier declarations

void SyntaxBuilder::start_qualifier_declaration() {
    qualifier_declaration_ = {};
    qualifier_declaration_.name = current_name();
}

void SyntaxBuilder::check_scope() {
    if (std::ranges::none_of(kScopes, [this](std::string_view scope) { return equal_names(scope, name_); })) {
        refuse(name_.data(),
               "a kind of element: any, class, association, indication, qualifier, property, reference, "
               "method, parameter "
               "or schema");
    }
}

void SyntaxBuilder::add_declared_flavor() {
    qualifier_declaration_.has_flavors = true;
    qualifier_declaration_.flavors.push_back(current_flavor());
}

// --- directives

void SyntaxBuilder::start_pragma() {
    pragma_ = {};
    pragma_.name = current_name();
}

void SyntaxBuilder::start_include(const char* place) {
    pragma_ = {};
    pragma_.name = {"include", offset_of(place)};
}

void SyntaxBuilder::add_argument(const char* place, std::string_view word) {
    if (pragma_.arguments.size() == kMaxQualifiers) {
        refuse_excess(place, kMaxQualifiers, "arguments of one pragma");
    }
    pragma_.arguments.push_back({std::string(word), offset_of(place)});
}

void SyntaxBuilder::add_text_argument(const char* place) { add_argument(place, take_text()); }

}  // namespace wbemcheck::mock::mof
