#include "mock_provider/model/object_state.h"

#include <algorithm>
#include <utility>

#include "mock_provider/model/system_property.h"
#include "mock_provider/model/variant_value.h"

namespace wbemcheck::mock {

namespace {

// As WMI names the origin of properties that no class declares.
constexpr std::string_view kSystemOrigin = "___SYSTEM";

// Names that begin or end with an underscore are the system's.
bool is_free_name(std::string_view name) noexcept {
    return is_identifier(name) && !name.starts_with('_') && !name.ends_with('_');
}

// NULL stands for VT_NULL.
HRESULT read_value(const VARIANT* variant, Type type, Value& value) {
    if (variant == nullptr) {
        value = Value::null(type);
        return WBEM_S_NO_ERROR;
    }
    return value_from_variant(*variant, type, value);
}

void rename(ClassData& data, const std::string& name) {
    const auto rename_origin = [&](auto& members, const auto& find_above) {
        for (auto& member : members) {
            if (member.is_local && !find_above(member.name)) {
                member.origin = name;
            }
        }
    };
    const ClassDefinition* const above = data.superclass.get();
    rename_origin(data.properties, [above](const std::string& member) {
        return above != nullptr && above->find_property(member);
    });
    rename_origin(data.methods, [above](const std::string& member) {
        return above != nullptr && above->find_method(member) != nullptr;
    });
    data.name = name;
    data.decoration = nullptr;  // not stored anywhere under this name
}

}  // namespace

ObjectState::ObjectState(ObjectContent content)
    : definition_(content.is_class() ? std::move(content.definition) : content.instance->shared_definition()),
      instance_(std::move(content.instance)) {}

ObjectContent ObjectState::content() {
    if (is_class()) {
        return {definition_, nullptr};
    }
    static_cast<void>(instance());
    return {nullptr, instance_};
}

const Instance& ObjectState::instance() {
    if (values_) {
        instance_ =
            std::make_shared<const Instance>(definition_, std::move(*values_), instance_->qualifiers());
        values_.reset();
    }
    return *instance_;
}

std::optional<PropertyView> ObjectState::find(std::string_view name) {
    if (const std::optional<std::size_t> position = definition_->find_property(name)) {
        const Property& property = definition_->properties()[*position];
        const Value& value = is_class() ? property.default_value
                             : values_  ? (*values_)[*position]
                                        : instance_->values()[*position];
        const LONG flavor =
            is_introduced(*definition_, property) ? WBEM_FLAVOR_ORIGIN_LOCAL : WBEM_FLAVOR_ORIGIN_PROPAGATED;
        return PropertyView{value, property.type, flavor};
    }
    std::optional<Value> value =
        is_class() ? system_property(*definition_, name) : system_property(instance(), name);
    if (!value) {
        return std::nullopt;
    }
    const Type type = value->type();
    return PropertyView{*std::move(value), type, WBEM_FLAVOR_ORIGIN_SYSTEM};
}

std::vector<std::string> ObjectState::names(const NameFilter& filter) const {
    std::vector<std::string> selected;
    if (filter.selects_system_properties()) {
        for (const std::string_view name : system_property_names()) {
            selected.emplace_back(name);
        }
    }
    for (const Property& property : definition_->properties()) {
        QualifierList qualifiers;
        if ((filter.flags & WBEM_MASK_PRIMARY_CONDITION) != WBEM_FLAG_ALWAYS) {
            static_cast<void>(qualifiers_of({QualifierOwner::Kind::kProperty, property.name}, qualifiers));
        }
        if (filter.selects(*definition_, property, qualifiers)) {
            selected.push_back(property.name);
        }
    }
    return selected;
}

HRESULT ObjectState::put(std::string_view name, const VARIANT* value, CIMTYPE type) {
    if (is_system_property(name)) {
        return is_class() && equal_names(name, "__CLASS") ? put_class_name(value) : WBEM_E_READ_ONLY;
    }
    if (is_class()) {
        return put_class_property(name, value, type);
    }
    const std::optional<std::size_t> position = definition_->find_property(name);
    return position ? put_instance_property(*position, value, type) : WBEM_E_NOT_FOUND;
}

HRESULT ObjectState::put_class_name(const VARIANT* value) {
    if (value == nullptr || value->vt != VT_BSTR) {
        return WBEM_E_TYPE_MISMATCH;
    }
    const std::string name = com::to_utf8(value->bstrVal);
    if (!is_identifier(name)) {
        return WBEM_E_INVALID_PARAMETER;
    }
    if (name != definition_->name()) {
        ClassData data = definition_->data();
        rename(data, name);
        definition_ = make_class(std::move(data));
    }
    return WBEM_S_NO_ERROR;
}

HRESULT ObjectState::put_class_property(std::string_view name, const VARIANT* value, CIMTYPE cim_type) {
    std::optional<Type> wanted;
    if (cim_type != CIM_EMPTY) {
        wanted = type_from_cim(cim_type);
        if (!wanted) {
            return WBEM_E_INVALID_PROPERTY_TYPE;
        }
    }
    ClassData data = definition_->data();
    const std::optional<std::size_t> position = definition_->find_property(name);
    if (position) {
        Property& property = data.properties[*position];
        if (wanted && *wanted != property.type && !is_introduced(*definition_, property)) {
            return WBEM_E_TYPE_MISMATCH;
        }
        property.type = wanted.value_or(property.type);
        if (const HRESULT result = read_value(value, property.type, property.default_value); FAILED(result)) {
            return result;
        }
        property.is_local = true;
        definition_ = make_class(std::move(data));
        return WBEM_S_NO_ERROR;
    }

    if (!is_free_name(name)) {
        return WBEM_E_INVALID_PARAMETER;
    }
    Property property;
    property.name = name;
    property.origin = data.name;
    if (!wanted) {
        // The type is the one of the value, which must then have one.
        const HRESULT result =
            value != nullptr ? value_from_variant(*value, property.default_value) : WBEM_E_INVALID_PARAMETER;
        if (FAILED(result) || property.default_value.is_null()) {
            return FAILED(result) ? result : WBEM_E_INVALID_PARAMETER;
        }
        property.type = property.default_value.type();
    } else {
        property.type = *wanted;
        if (const HRESULT result = read_value(value, *wanted, property.default_value); FAILED(result)) {
            return result;
        }
    }
    data.properties.push_back(std::move(property));
    definition_ = make_class(std::move(data));
    return WBEM_S_NO_ERROR;
}

HRESULT ObjectState::put_instance_property(std::size_t position, const VARIANT* value, CIMTYPE type) {
    const Property& property = definition_->properties()[position];
    if (type != CIM_EMPTY && type != cim_type_of(property.type)) {
        return WBEM_E_TYPE_MISMATCH;
    }
    Value converted;
    if (const HRESULT result = read_value(value, property.type, converted); FAILED(result)) {
        return result;
    }
    if (!values_) {
        values_ = instance_->values();
    }
    (*values_)[position] = std::move(converted);
    return WBEM_S_NO_ERROR;
}

HRESULT ObjectState::remove(std::string_view name) {
    if (is_system_property(name)) {
        return WBEM_E_SYSTEM_PROPERTY;
    }
    const std::optional<std::size_t> position = definition_->find_property(name);
    if (!position) {
        return WBEM_E_NOT_FOUND;
    }
    const Property& property = definition_->properties()[*position];
    if (!is_class()) {
        if (!values_) {
            values_ = instance_->values();
        }
        (*values_)[*position] =
            property.default_value.is_null() ? Value::null(property.type) : property.default_value;
        return WBEM_S_RESET_TO_DEFAULT;
    }
    if (!property.is_local) {
        return WBEM_E_PROPAGATED_PROPERTY;
    }
    const bool is_override = !is_introduced(*definition_, property);
    ClassData data = definition_->data();
    if (is_override) {
        const ClassDefinition& above = *data.superclass;
        data.properties[*position] = inherited_property(above.properties()[*above.find_property(name)]);
    } else {
        data.properties.erase(data.properties.begin() + static_cast<std::ptrdiff_t>(*position));
    }
    definition_ = make_class(std::move(data));
    return is_override ? WBEM_S_RESET_TO_DEFAULT : WBEM_S_NO_ERROR;
}

HRESULT ObjectState::origin_of(std::string_view name, std::string& class_name) const {
    if (const std::optional<std::size_t> position = definition_->find_property(name)) {
        class_name = definition_->properties()[*position].origin;
        return WBEM_S_NO_ERROR;
    }
    if (!is_system_property(name)) {
        return WBEM_E_NOT_FOUND;
    }
    class_name = kSystemOrigin;
    return WBEM_S_NO_ERROR;
}

}  // namespace wbemcheck::mock
