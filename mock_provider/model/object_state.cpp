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
    return coerced_value(*variant, type, value);
}

// As the instance had it, with other values supplied that are the defaults of the class.
std::shared_ptr<const InstanceQualifiers> with_supplied_defaults(
    const std::shared_ptr<const InstanceQualifiers>& qualifiers, std::vector<std::size_t> supplied_defaults) {
    if (qualifiers == nullptr ? supplied_defaults.empty()
                              : qualifiers->supplied_defaults == supplied_defaults) {
        return qualifiers;
    }
    auto changed = qualifiers != nullptr ? std::make_shared<InstanceQualifiers>(*qualifiers)
                                         : std::make_shared<InstanceQualifiers>();
    changed->supplied_defaults = std::move(supplied_defaults);
    return changed;
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
        instance_ = std::make_shared<const Instance>(
            definition_, std::move(*values_),
            with_supplied_defaults(instance_->qualifiers(), std::move(supplied_defaults_)));
        values_.reset();
        supplied_defaults_.clear();
    }
    return *instance_;
}

std::optional<PropertyView> ObjectState::find(std::string_view name) {
    if (const std::optional<std::size_t> position = definition_->find_property(name)) {
        const Property& property = definition_->properties()[*position];
        const Value& value = is_class() ? property.default_value : instance().values()[*position];
        // Local are: on a class, what it introduces; on an instance, what was modified there.
        const bool is_local =
            is_class() ? is_introduced(*definition_, property) : instance_->is_modified(*position);
        return PropertyView{value, property.type,
                            is_local ? WBEM_FLAVOR_ORIGIN_LOCAL : WBEM_FLAVOR_ORIGIN_PROPAGATED};
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
        if (value == nullptr || value->vt == VT_NULL) {
            return WBEM_E_INVALID_PARAMETER;
        }
        if (FAILED(value_from_variant(*value, property.default_value)) || property.default_value.is_null()) {
            return WBEM_E_INVALID_PROPERTY_TYPE;
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
    store_value(position, std::move(converted), true);
    return WBEM_S_NO_ERROR;
}

void ObjectState::store_value(std::size_t position, Value value, bool is_supplied) {
    if (!values_) {
        values_ = instance_->values();
        supplied_defaults_ = instance_->qualifiers() != nullptr ? instance_->qualifiers()->supplied_defaults
                                                                : std::vector<std::size_t>{};
    }
    std::erase(supplied_defaults_, position);
    if (is_supplied && is_default(definition_->properties()[position], value)) {
        supplied_defaults_.push_back(position);
    }
    (*values_)[position] = std::move(value);
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
        store_value(*position,
                    property.default_value.is_null() ? Value::null(property.type) : property.default_value,
                    false);
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
