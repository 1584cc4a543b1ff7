// ObjectState: qualifiers of the object, its properties and its methods.
#include <algorithm>
#include <utility>

#include "mock_provider/model/class_rules.h"
#include "mock_provider/model/object_state.h"
#include "mock_provider/model/system_property.h"

namespace wbemcheck::mock {

namespace {

using Kind = QualifierOwner::Kind;

constexpr std::string_view kCimType = "CIMTYPE";

// CIMTYPE is not stored: it follows from the declaration.
Qualifier cimtype_qualifier(const Property& property, bool is_propagated) {
    std::string text(name_of(property.type.base));
    if (!property.reference_class.empty()) {
        text += ':' + property.reference_class;
    }
    return {std::string(kCimType),
            Value::string(std::move(text)),
            {.to_instance = true, .to_subclass = true},
            is_propagated};
}

// "ref:Mock_Item" on a reference names the class that it must point to. Other types cannot be changed in this
// way.
HRESULT put_cimtype(const Value& value, Property& property) {
    if (value.type() != Type{CimType::kString, false}) {
        return WBEM_E_TYPE_MISMATCH;
    }
    const std::string& text = value.as_text();
    const std::size_t colon = text.find(':');
    const std::optional<CimType> type = find_cim_type(std::string_view(text).substr(0, colon));
    const bool names_class = colon != std::string::npos;
    const bool may_name_class = type == CimType::kReference || type == CimType::kObject;
    if (type != property.type.base || (names_class && !may_name_class)) {
        return WBEM_E_TYPE_MISMATCH;
    }
    property.reference_class = names_class ? text.substr(colon + 1) : std::string{};
    return WBEM_S_NO_ERROR;
}

QualifierList over(QualifierList base, const QualifierList& own) {
    for (const Qualifier& qualifier : own.items()) {
        base.set(qualifier);
    }
    return base;
}

const QualifierList* own_of_property(const InstanceQualifiers* qualifiers, std::size_t position) noexcept {
    if (qualifiers == nullptr) {
        return nullptr;
    }
    const auto found =
        std::ranges::find(qualifiers->of_properties, position, &std::pair<std::size_t, QualifierList>::first);
    return found != qualifiers->of_properties.end() ? &found->second : nullptr;
}

}  // namespace

HRESULT ObjectState::qualifiers_of(const QualifierOwner& owner, QualifierList& qualifiers) const {
    const InstanceQualifiers* const own = is_class() ? nullptr : instance_->qualifiers().get();
    if (owner.kind == Kind::kObject) {
        qualifiers = is_class() ? definition_->qualifiers() : definition_->qualifiers().for_instance();
        if (own != nullptr) {
            qualifiers = over(std::move(qualifiers), own->own);
        }
        return WBEM_S_NO_ERROR;
    }
    if (owner.kind == Kind::kMethod) {
        if (!is_class()) {
            return WBEM_E_ILLEGAL_OPERATION;
        }
        const Method* const method = definition_->find_method(owner.name);
        if (method == nullptr) {
            return WBEM_E_NOT_FOUND;
        }
        qualifiers = method->qualifiers;
        return WBEM_S_NO_ERROR;
    }

    const std::optional<std::size_t> position = definition_->find_property(owner.name);
    if (!position) {
        return is_system_property(owner.name) ? WBEM_E_SYSTEM_PROPERTY : WBEM_E_NOT_FOUND;
    }
    const Property& property = definition_->properties()[*position];
    qualifiers = {cimtype_qualifier(property, !is_class() || !is_introduced(*definition_, property))};
    qualifiers =
        over(std::move(qualifiers), is_class() ? property.qualifiers : property.qualifiers.for_instance());
    if (const QualifierList* const own_list = own_of_property(own, *position)) {
        qualifiers = over(std::move(qualifiers), *own_list);
    }
    return WBEM_S_NO_ERROR;
}

QualifierList ObjectState::inherited_qualifiers(const QualifierOwner& owner) const {
    const ClassDefinition* const above = is_class() ? definition_->superclass().get() : definition_.get();
    if (above == nullptr) {
        return {};
    }
    const auto spread = [this](const QualifierList& list) {
        return is_class() ? list.for_subclass() : list.for_instance();
    };
    if (owner.kind == Kind::kObject) {
        return spread(above->qualifiers());
    }
    if (owner.kind == Kind::kMethod) {
        const Method* const method = above->find_method(owner.name);
        return method != nullptr ? spread(method->qualifiers) : QualifierList{};
    }
    const std::optional<std::size_t> position = above->find_property(owner.name);
    return position ? spread(above->properties()[*position].qualifiers) : QualifierList{};
}

void ObjectState::store_qualifiers(const QualifierOwner& owner, QualifierList qualifiers) {
    if (is_class()) {
        ClassData data = definition_->data();
        if (owner.kind == Kind::kObject) {
            data.qualifiers = std::move(qualifiers);
        } else if (owner.kind == Kind::kProperty) {
            Property& property = data.properties[*definition_->find_property(owner.name)];
            property.qualifiers = std::move(qualifiers);
            property.is_local = true;
        } else {
            Method& method = data.methods[static_cast<std::size_t>(definition_->find_method(owner.name) -
                                                                   definition_->methods().data())];
            method.qualifiers = std::move(qualifiers);
            method.is_local = true;
        }
        definition_ = make_class(std::move(data));
        return;
    }

    const Instance& current = instance();
    auto changed = current.qualifiers() != nullptr
                       ? std::make_shared<InstanceQualifiers>(*current.qualifiers())
                       : std::make_shared<InstanceQualifiers>();
    if (owner.kind == Kind::kObject) {
        changed->own = qualifiers.local();
    } else {
        const std::size_t position = *definition_->find_property(owner.name);
        std::erase_if(changed->of_properties,
                      [position](const auto& entry) { return entry.first == position; });
        changed->of_properties.emplace_back(position, qualifiers.local());
    }
    instance_ = std::make_shared<const Instance>(definition_, current.values(), std::move(changed));
}

HRESULT ObjectState::put_qualifier(const QualifierOwner& owner, Qualifier qualifier) {
    QualifierList qualifiers;
    if (const HRESULT result = qualifiers_of(owner, qualifiers); FAILED(result)) {
        return result;
    }
    if (owner.kind == Kind::kProperty && equal_names(qualifier.name, kCimType)) {
        if (!is_class()) {
            return WBEM_E_OVERRIDE_NOT_ALLOWED;
        }
        ClassData data = definition_->data();
        const HRESULT result =
            put_cimtype(qualifier.value, data.properties[*definition_->find_property(owner.name)]);
        if (SUCCEEDED(result)) {
            definition_ = make_class(std::move(data));
        }
        return result;
    }
    const QualifierList inherited = inherited_qualifiers(owner);
    const Qualifier* const above = inherited.find(qualifier.name);
    if (above != nullptr && above->flavor.is_final) {
        return WBEM_E_OVERRIDE_NOT_ALLOWED;
    }
    if (equal_names(qualifier.name, "key")) {
        if (!is_class() || owner.kind != Kind::kProperty) {
            return WBEM_E_CANNOT_BE_KEY;
        }
        const Property& property = definition_->properties()[*definition_->find_property(owner.name)];
        const ClassDefinition* const superclass = definition_->superclass().get();
        if (!can_be_key(property.type) || (superclass != nullptr && !superclass->keys().empty())) {
            return WBEM_E_CANNOT_BE_KEY;
        }
    }
    qualifier.is_propagated = false;
    qualifiers.remove(kCimType);
    qualifiers.set(std::move(qualifier));
    store_qualifiers(owner, std::move(qualifiers));
    return WBEM_S_NO_ERROR;
}

HRESULT ObjectState::remove_qualifier(const QualifierOwner& owner, std::string_view name) {
    QualifierList qualifiers;
    if (const HRESULT result = qualifiers_of(owner, qualifiers); FAILED(result)) {
        return result;
    }
    const Qualifier* const present = qualifiers.find(name);
    if (present == nullptr) {
        return WBEM_E_NOT_FOUND;
    }
    if (owner.kind == Kind::kProperty && equal_names(name, kCimType)) {
        return WBEM_E_INVALID_OPERATION;
    }
    if (present->is_propagated) {
        return WBEM_E_PROPAGATED_QUALIFIER;
    }
    const QualifierList inherited = inherited_qualifiers(owner);
    const Qualifier* const above = inherited.find(name);
    if (above != nullptr) {
        qualifiers.set(*above);
    } else {
        qualifiers.remove(name);
    }
    qualifiers.remove(kCimType);
    store_qualifiers(owner, std::move(qualifiers));
    return above != nullptr ? WBEM_S_RESET_TO_DEFAULT : WBEM_S_NO_ERROR;
}

}  // namespace wbemcheck::mock
