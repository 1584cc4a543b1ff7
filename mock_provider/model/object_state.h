// The state behind one class object: content that is shared until somebody changes it, and the rules of
// changing it. What IWbemClassObject and IWbemQualifierSet do, without their argument checks.
#pragma once

#include <cstddef>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "harness/com/wbem.h"
#include "mock_provider/model/class_definition.h"
#include "mock_provider/model/instance.h"
#include "mock_provider/model/name_filter.h"
#include "mock_provider/model/object_content.h"
#include "mock_provider/model/qualifier.h"

namespace wbemcheck::mock {

// What a qualifier hangs on.
struct QualifierOwner {
    enum class Kind { kObject, kProperty, kMethod };

    Kind kind = Kind::kObject;
    std::string name;  // of the property or method
};

struct PropertyView {
    Value value;
    Type type;
    LONG flavor = 0;  // WBEM_FLAVOR_ORIGIN_*
};

// Not thread-safe: ClassObject guards it. Functions that fail or throw leave it as it was.
class ObjectState {
public:
    explicit ObjectState(ObjectContent content);

    [[nodiscard]] bool is_class() const noexcept { return instance_ == nullptr; }
    [[nodiscard]] const ClassDefinition& definition() const noexcept { return *definition_; }
    // A snapshot: later changes do not reach it.
    [[nodiscard]] ObjectContent content();

    // --- properties, system properties included ---
    [[nodiscard]] std::optional<PropertyView> find(std::string_view name);
    [[nodiscard]] std::vector<std::string> names(const NameFilter& filter) const;
    // WBEM_E_NOT_FOUND (new property on an instance), WBEM_E_READ_ONLY, WBEM_E_TYPE_MISMATCH,
    // WBEM_E_VALUE_OUT_OF_RANGE, WBEM_E_INVALID_PROPERTY_TYPE, WBEM_E_INVALID_PARAMETER.
    [[nodiscard]] HRESULT put(std::string_view name, const VARIANT* value, CIMTYPE type);
    // WBEM_S_RESET_TO_DEFAULT, WBEM_E_NOT_FOUND, WBEM_E_SYSTEM_PROPERTY, WBEM_E_PROPAGATED_PROPERTY.
    [[nodiscard]] HRESULT remove(std::string_view name);
    // WBEM_E_NOT_FOUND.
    [[nodiscard]] HRESULT origin_of(std::string_view name, std::string& class_name) const;

    // --- qualifiers ---
    // Local and propagated ones, CIMTYPE included. WBEM_E_NOT_FOUND, WBEM_E_SYSTEM_PROPERTY, and for methods
    // of an instance WBEM_E_ILLEGAL_OPERATION.
    [[nodiscard]] HRESULT qualifiers_of(const QualifierOwner& owner, QualifierList& qualifiers) const;
    // WBEM_E_CANNOT_BE_KEY, WBEM_E_OVERRIDE_NOT_ALLOWED, WBEM_E_TYPE_MISMATCH.
    [[nodiscard]] HRESULT put_qualifier(const QualifierOwner& owner, Qualifier qualifier);
    // WBEM_S_RESET_TO_DEFAULT, WBEM_E_NOT_FOUND, WBEM_E_PROPAGATED_QUALIFIER, WBEM_E_INVALID_OPERATION.
    [[nodiscard]] HRESULT remove_qualifier(const QualifierOwner& owner, std::string_view name);

    // --- methods; of a class only ---
    // Null signatures mean none of that direction. WBEM_E_PROPAGATED_METHOD and what check_signatures says.
    [[nodiscard]] HRESULT put_method(std::string_view name, std::shared_ptr<const ClassDefinition> inputs,
                                     std::shared_ptr<const ClassDefinition> outputs);
    // WBEM_S_RESET_TO_DEFAULT, WBEM_E_NOT_FOUND, WBEM_E_PROPAGATED_METHOD.
    [[nodiscard]] HRESULT remove_method(std::string_view name);

private:
    [[nodiscard]] const Instance& instance();
    void store_value(std::size_t position, Value value, bool is_supplied);
    [[nodiscard]] HRESULT put_class_name(const VARIANT* value);
    [[nodiscard]] HRESULT put_class_property(std::string_view name, const VARIANT* value, CIMTYPE type);
    [[nodiscard]] HRESULT put_instance_property(std::size_t position, const VARIANT* value, CIMTYPE type);
    // What would show if nothing had been said here.
    [[nodiscard]] QualifierList inherited_qualifiers(const QualifierOwner& owner) const;
    void store_qualifiers(const QualifierOwner& owner, QualifierList qualifiers);

    std::shared_ptr<const ClassDefinition> definition_;  // the class, or the class of the instance
    std::shared_ptr<const Instance> instance_;           // null for a class; out of date while values_ is set
    std::optional<std::vector<Value>> values_;           // what the instance is going to hold
    std::vector<std::size_t> supplied_defaults_;         // of these values; out of use while there are none
};

}  // namespace wbemcheck::mock
