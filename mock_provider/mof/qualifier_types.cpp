#include "mock_provider/mof/qualifier_types.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <limits>
#include <optional>
#include <utility>

#include "mock_provider/mof/compile_error.h"
#include "mock_provider/mof/value_compiler.h"

namespace wbemcheck::mock::mof {

namespace {

// WMI's qualifiers are boolean, sint32, real64, string, or arrays of these (the SDK's pages on
// qualifiers). What CIM knows beyond them goes where it loses nothing.
CimType kept_type(const Value& value) {
    switch (value.type().base) {
        case CimType::kBoolean:
        case CimType::kSint32:
        case CimType::kReal64:
        case CimType::kString:
            return value.type().base;
        case CimType::kReal32:
            return CimType::kReal64;
        default:
            break;
    }
    if (is_text(value.type().base)) {
        return CimType::kString;
    }
    constexpr double kExact = 9'007'199'254'740'992.0;  // 2^53: up to here a real64 holds every integer
    if (value.is_null() || convert_value(value, {CimType::kSint32, false})) {
        return CimType::kSint32;
    }
    const std::optional<Value> real = convert_value(value, {CimType::kReal64, false});
    return real && std::abs(real->as_real()) < kExact ? CimType::kReal64 : CimType::kString;
}

// The elements of an array are of one type: the widest of them.
int width_of(CimType type) noexcept {
    return type == CimType::kSint32 ? 0 : type == CimType::kReal64 ? 1 : 2;
}

Value kept_value(const Value& value) {
    if (value.is_null()) {
        return Value::null({CimType::kString, false});  // a qualifier that is NULL has no type to remember
    }
    if (!value.is_array()) {
        return *convert_value(value, {kept_type(value), false});
    }
    CimType type = value.as_array().empty() ? kept_type(Value::null({value.type().base, false}))
                                            : kept_type(value.as_array().front());
    for (const Value& element : value.as_array()) {
        const CimType other = kept_type(element);
        type = width_of(other) > width_of(type) ? other : type;
    }
    return *convert_value(value, {type, true});
}

Flavor with_words(Flavor flavor, const std::vector<FlavorWord>& words) noexcept {
    for (const FlavorWord word : words) {
        switch (word) {
            case FlavorWord::kEnableOverride:
                flavor.is_final = false;
                break;
            case FlavorWord::kDisableOverride:
                flavor.is_final = true;
                break;
            case FlavorWord::kToSubclass:
                flavor.to_subclass = true;
                break;
            case FlavorWord::kNotToSubclass:
                flavor.to_subclass = false;
                break;
            case FlavorWord::kToInstance:
                flavor.to_instance = true;
                break;
            case FlavorWord::kNotToInstance:
                flavor.to_instance = false;
                break;
            case FlavorWord::kRestricted:
                flavor.to_subclass = false;
                flavor.to_instance = false;
                break;
            case FlavorWord::kAmended:
                flavor.is_amended = true;
                break;
            case FlavorWord::kTranslatable:
                break;  // WBEM_FLAVOR_TYPE has no bit for it
        }
    }
    return flavor;
}

}  // namespace

void QualifierTypes::declare(const QualifierDeclarationSyntax& declaration) {
    const std::optional<CimType> base = find_cim_type(declaration.type.name.text);
    if (!base || *base == CimType::kObject || *base == CimType::kReference) {
        throw mismatch(declaration.type.name.offset,
                       "the type of a qualifier: a boolean, an integer, a real, char16, string "
                       "or datetime");
    }
    QualifierType added;
    added.type = {*base, declaration.type.is_array};
    if (declaration.value) {
        const Value value = compile_constant(*declaration.value, added.type);
        added.default_value = value.is_null() ? Value{} : kept_value(value);
    }
    // DSP0004: what is not said is EnableOverride and ToSubclass.
    added.flavor = with_words({.to_subclass = true}, declaration.flavors);
    types_.insert_or_assign(declaration.name.text, std::move(added));
}

QualifierList QualifierTypes::compile(const QualifiersSyntax& qualifiers) const {
    QualifierList list;
    for (const QualifierSyntax& qualifier : qualifiers) {
        if (list.find(qualifier.name.text) != nullptr) {
            throw objection(qualifier.name.offset,
                            fmt::format("the qualifier {} stands twice in its list", qualifier.name.text));
        }
        list.set(compile(qualifier));
    }
    return list;
}

Qualifier QualifierTypes::compile(const QualifierSyntax& qualifier) const {
    const auto found = types_.find(qualifier.name.text);
    const QualifierType* const declared = found != types_.end() ? &found->second : nullptr;
    Qualifier compiled;
    compiled.name = qualifier.name.text;
    compiled.flavor =
        with_words(declared != nullptr ? declared->flavor : default_flavor(compiled.name), qualifier.flavors);
    if (qualifier.value) {
        const Type type = declared != nullptr ? declared->type : natural_type(*qualifier.value);
        compiled.value = kept_value(compile_constant(*qualifier.value, type));
    } else if (declared != nullptr && declared->type.base != CimType::kBoolean &&
               !declared->default_value.is_null()) {
        compiled.value = declared->default_value;
    }
    return compiled;  // without a value it is TRUE
}

}  // namespace wbemcheck::mock::mof
