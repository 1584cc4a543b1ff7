#include "mock_provider/model/instance.h"

#include <fmt/format.h>

#include <algorithm>
#include <stdexcept>

namespace wbemcheck::mock {

namespace {

std::vector<Value> default_values(const ClassDefinition& definition) {
    std::vector<Value> values;
    values.reserve(definition.properties().size());
    for (const Property& property : definition.properties()) {
        values.push_back(property.default_value.is_null() ? Value::null(property.type)
                                                          : property.default_value);
    }
    return values;
}

}  // namespace

Instance::Instance(std::shared_ptr<const ClassDefinition> definition, std::vector<Value> values,
                   std::shared_ptr<const InstanceQualifiers> qualifiers)
    : definition_(std::move(definition)), values_(std::move(values)), qualifiers_(std::move(qualifiers)) {
    if (values_.size() != definition_->properties().size()) {
        throw std::invalid_argument("an instance needs one value for each property of its class");
    }
}

const Value* Instance::find(std::string_view name) const noexcept {
    const std::optional<std::size_t> position = definition_->find_property(name);
    return position ? &values_[*position] : nullptr;
}

bool Instance::is_modified(std::size_t position) const {
    if (!is_default(definition_->properties()[position], values_[position])) {
        return true;
    }
    return qualifiers_ != nullptr &&
           (std::ranges::find(qualifiers_->supplied_defaults, position) !=
                qualifiers_->supplied_defaults.end() ||
            std::ranges::any_of(qualifiers_->of_properties, [position](const auto& entry) {
                return entry.first == position && !entry.second.empty();
            }));
}

bool Instance::same_content(const Instance& other, CaseRule case_rule) const {
    if (!equal_names(definition_->name(), other.definition_->name()) ||
        values_.size() != other.values_.size()) {
        return false;
    }
    for (std::size_t i = 0; i < values_.size(); ++i) {
        const Value* const other_value = other.find(definition_->properties()[i].name);
        if (other_value == nullptr || !values_[i].equals(*other_value, case_rule)) {
            return false;
        }
    }
    return true;
}

bool is_default(const Property& property, const Value& value) {
    return value.is_null() ? property.default_value.is_null() : value == property.default_value;
}

std::shared_ptr<const Instance> make_instance(std::shared_ptr<const ClassDefinition> definition) {
    std::vector<Value> values = default_values(*definition);
    return std::make_shared<const Instance>(std::move(definition), std::move(values));
}

std::shared_ptr<const Instance> make_instance(
    std::shared_ptr<const ClassDefinition> definition,
    std::initializer_list<std::pair<std::string_view, Value>> values) {
    std::vector<Value> all = default_values(*definition);
    for (const auto& [name, value] : values) {
        const std::optional<std::size_t> position = definition->find_property(name);
        if (!position) {
            throw std::invalid_argument(fmt::format("{} has no property {}", definition->name(), name));
        }
        const Type type = definition->properties()[*position].type;
        if (!value.is_null() && value.type() != type) {
            throw std::invalid_argument(fmt::format("{}.{} is of another type", definition->name(), name));
        }
        all[*position] = value.is_null() ? Value::null(type) : value;
    }
    return std::make_shared<const Instance>(std::move(definition), std::move(all));
}

std::shared_ptr<const Instance> project_instance(const Instance& instance,
                                                 std::shared_ptr<const ClassDefinition> definition) {
    std::vector<Value> values;
    values.reserve(definition->properties().size());
    for (const Property& property : definition->properties()) {
        const Value* const value = instance.find(property.name);
        values.push_back(value != nullptr ? *value : Value::null(property.type));
    }
    return std::make_shared<const Instance>(std::move(definition), std::move(values));
}

}  // namespace wbemcheck::mock
