#include "mock_provider/model/instance_matching.h"

#include <utility>
#include <vector>

namespace wbemcheck::mock {

namespace {

std::shared_ptr<const InstanceQualifiers> match_qualifiers(const Instance& source,
                                                           const ClassDefinition& definition) {
    if (source.qualifiers() == nullptr || source.shared_definition().get() == &definition) {
        return source.qualifiers();
    }
    auto matched = std::make_shared<InstanceQualifiers>();
    matched->own = source.qualifiers()->own;
    for (const auto& [position, qualifiers] : source.qualifiers()->of_properties) {
        const std::string& name = source.definition().properties()[position].name;
        if (const std::optional<std::size_t> target = definition.find_property(name)) {
            matched->of_properties.emplace_back(*target, qualifiers);
        }
    }
    for (const std::size_t position : source.qualifiers()->supplied_defaults) {
        const std::string& name = source.definition().properties()[position].name;
        if (const std::optional<std::size_t> target = definition.find_property(name)) {
            matched->supplied_defaults.push_back(*target);
        }
    }
    return matched;
}

}  // namespace

HRESULT match_instance(const Instance& source, const std::shared_ptr<const ClassDefinition>& definition,
                       std::shared_ptr<const Instance>& matched) {
    for (const Property& property : source.definition().properties()) {
        if (!definition->find_property(property.name)) {
            return WBEM_E_INVALID_OBJECT;
        }
    }
    std::vector<Value> values;
    values.reserve(definition->properties().size());
    for (const Property& property : definition->properties()) {
        const Value* const given = source.find(property.name);
        Value& value = values.emplace_back();
        switch (convert_value(given != nullptr ? *given : property.default_value, property.type, value)) {
            case Conversion::kTypeMismatch:
                return WBEM_E_TYPE_MISMATCH;
            case Conversion::kOutOfRange:
                return WBEM_E_VALUE_OUT_OF_RANGE;
            case Conversion::kDone:
                break;
        }
        // The two qualifiers that the page of PutInstance names.
        const bool needs_value =
            property.qualifiers.is_true("not_null") || property.qualifiers.is_true("indexed");
        if (value.is_null() && needs_value) {
            return WBEM_E_ILLEGAL_NULL;
        }
    }
    matched = std::make_shared<const Instance>(definition, std::move(values),
                                               match_qualifiers(source, *definition));
    return WBEM_S_NO_ERROR;
}

}  // namespace wbemcheck::mock
