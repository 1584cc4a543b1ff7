// What a MOF text says, as plain data with places: no class is looked up, no value converted.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <variant>
#include <vector>

namespace wbemcheck::mock::mof {

struct ClassSyntax;
struct InstanceSyntax;

// A name and where it stands, in bytes from the beginning of the text.
struct NameSyntax {
    std::string text;
    std::size_t offset = 0;
};

struct NullSyntax {};
struct IntegerSyntax {
    bool is_negative = false;
    std::uint64_t magnitude = 0;
};
struct CharacterSyntax {
    std::uint16_t unit = 0;
};
struct AliasSyntax {
    std::string name;  // without the dollar sign
};

// A value: one of the scalars, an object, or a list of such.
struct ValueSyntax {
    using List = std::vector<ValueSyntax>;
    using Node =
        std::variant<NullSyntax, bool, IntegerSyntax, double, std::string, CharacterSyntax, AliasSyntax,
                     std::unique_ptr<InstanceSyntax>, std::unique_ptr<ClassSyntax>, List>;

    std::size_t offset = 0;
    Node node;
};

// The words behind the colon of a qualifier, in the order of the text.
enum class FlavorWord {
    kEnableOverride,
    kDisableOverride,
    kToSubclass,
    kNotToSubclass,
    kToInstance,
    kNotToInstance,
    kRestricted,
    kAmended,
    kTranslatable,
};

struct QualifierSyntax {
    NameSyntax name;
    std::optional<ValueSyntax> value;
    std::vector<FlavorWord> flavors;
};
using QualifiersSyntax = std::vector<QualifierSyntax>;

// "uint32", "Other_Class", "Other_Class ref", and whether brackets follow the name that has the type.
struct TypeSyntax {
    NameSyntax name;
    bool is_reference = false;
    bool is_array = false;
};

struct PropertySyntax {  // of a class, or a parameter of a method
    QualifiersSyntax qualifiers;
    TypeSyntax type;
    NameSyntax name;
    std::optional<ValueSyntax> value;
};

struct MethodSyntax {
    QualifiersSyntax qualifiers;
    TypeSyntax result;
    NameSyntax name;
    std::vector<PropertySyntax> parameters;
};

struct ClassSyntax {
    QualifiersSyntax qualifiers;
    NameSyntax name;
    std::optional<NameSyntax> alias;
    std::optional<NameSyntax> superclass;
    std::vector<PropertySyntax> properties;
    std::vector<MethodSyntax> methods;
};

struct MemberSyntax {  // a value of an instance
    QualifiersSyntax qualifiers;
    NameSyntax name;
    ValueSyntax value;
};

struct InstanceSyntax {
    QualifiersSyntax qualifiers;
    NameSyntax class_name;
    std::optional<NameSyntax> alias;
    std::vector<MemberSyntax> members;
};

// Qualifier Key : boolean = false, Scope(property), Flavor(DisableOverride); the scope is read and not kept.
struct QualifierDeclarationSyntax {
    NameSyntax name;
    TypeSyntax type;
    std::optional<ValueSyntax> value;
    std::vector<FlavorWord> flavors;
    bool has_flavors = false;
};

// #pragma name(arguments); `#include "file"` is the pragma `include`. The arguments are texts, numbers and
// bare words.
struct PragmaSyntax {
    NameSyntax name;
    std::vector<NameSyntax> arguments;
};

using Declaration = std::variant<PragmaSyntax, QualifierDeclarationSyntax, ClassSyntax, InstanceSyntax>;

}  // namespace wbemcheck::mock::mof
