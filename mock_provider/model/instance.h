// An instance: values for the properties of a class. Immutable once made; shared by the store, by snapshots
// and by the objects that were handed out.
#pragma once

#include <cstddef>
#include <initializer_list>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "mock_provider/model/class_definition.h"
#include "mock_provider/model/qualifier.h"
#include "mock_provider/model/value.h"

namespace wbemcheck::mock {

// What an instance has of its own beside its values. Almost no instance has any of it, so it lives apart.
struct InstanceQualifiers {
    QualifierList own;
    std::vector<std::pair<std::size_t, QualifierList>> of_properties;  // by position
    // Positions of values that somebody supplied although they are the defaults of the class.
    std::vector<std::size_t> supplied_defaults;
};

// Any thread may read it; nothing changes after construction.
class Instance {
public:
    // `values` are parallel to the properties of `definition` and of their types.
    Instance(std::shared_ptr<const ClassDefinition> definition, std::vector<Value> values,
             std::shared_ptr<const InstanceQualifiers> qualifiers = nullptr);

    [[nodiscard]] const ClassDefinition& definition() const noexcept { return *definition_; }
    [[nodiscard]] const std::shared_ptr<const ClassDefinition>& shared_definition() const noexcept {
        return definition_;
    }
    [[nodiscard]] const std::vector<Value>& values() const noexcept { return values_; }
    // The value of a property by name, or null when the class has none of that name. No system properties:
    // see system_property.h.
    [[nodiscard]] const Value* find(std::string_view name) const noexcept;
    [[nodiscard]] const std::shared_ptr<const InstanceQualifiers>& qualifiers() const noexcept {
        return qualifiers_;
    }

    // Whether the property was modified at the level of the instance: a value was supplied, or a qualifier
    // added.
    [[nodiscard]] bool is_modified(std::size_t position) const;

    // Same class name and same values by property name.
    [[nodiscard]] bool same_content(const Instance& other, CaseRule case_rule) const;

private:
    std::shared_ptr<const ClassDefinition> definition_;
    std::vector<Value> values_;
    std::shared_ptr<const InstanceQualifiers> qualifiers_;
};

// Equal values, or no value on either side.
[[nodiscard]] bool is_default(const Property& property, const Value& value);

// An instance with the defaults of its class.
[[nodiscard]] std::shared_ptr<const Instance> make_instance(
    std::shared_ptr<const ClassDefinition> definition);

// With the defaults, and these values on top. Throws std::invalid_argument for an unknown name or a wrong
// type: it is for values that our own code writes down.
[[nodiscard]] std::shared_ptr<const Instance> make_instance(
    std::shared_ptr<const ClassDefinition> definition,
    std::initializer_list<std::pair<std::string_view, Value>> values);

// The instance seen through `definition`, matched by property name; properties that `definition` lacks are
// dropped. `definition` usually comes from `project_class`.
[[nodiscard]] std::shared_ptr<const Instance> project_instance(
    const Instance& instance, std::shared_ptr<const ClassDefinition> definition);

}  // namespace wbemcheck::mock
