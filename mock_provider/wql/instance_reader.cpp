#include "mock_provider/wql/instance_reader.h"

#include <optional>
#include <string_view>

#include "mock_provider/model/name.h"
#include "mock_provider/model/system_property.h"

namespace wbemcheck::mock::wql {
namespace {

Value read_one(const EmbeddedObject& object, std::string_view name) {
    if (equal_names(name, "__THIS")) {
        return object.instance ? Value::object(object.instance) : Value::object(object.definition);
    }
    std::optional<Value> value =
        object.instance ? any_property(*object.instance, name) : any_property(*object.definition, name);
    if (!value) return {};
    return *std::move(value);
}

Value read_path(EmbeddedObject object, const PropertyPath& path) {
    for (std::size_t i = 0;; ++i) {
        Value value = read_one(object, path.names[i]);
        if (i + 1 == path.names.size()) return value;
        if (value.is_null() || value.is_array() || value.type().base != CimType::kObject) return {};
        object = value.as_object();
    }
}

std::string_view home_of(const ClassDefinition& definition) noexcept {
    return definition.decoration() != nullptr ? std::string_view(definition.decoration()->namespace_path)
                                              : std::string_view();
}

}  // namespace

Value InstanceReader::read(const PropertyPath& path) const {
    // The usual case, without the search among the system properties and without another owner.
    if (path.names.size() == 1) {
        if (const Value* value = instance_->find(path.names.front())) return *value;
    }
    return read_path({instance_, nullptr}, path);
}

std::string_view InstanceReader::home_namespace() const noexcept { return home_of(instance_->definition()); }

Value ClassReader::read(const PropertyPath& path) const { return read_path({nullptr, definition_}, path); }

std::string_view ClassReader::home_namespace() const noexcept { return home_of(*definition_); }

}  // namespace wbemcheck::mock::wql
