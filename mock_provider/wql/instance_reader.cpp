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

}  // namespace

Value InstanceReader::read(const PropertyPath& path) const {
    // The usual case, without the search among the system properties and without another owner.
    if (path.names.size() == 1) {
        if (const Value* value = instance_->find(path.names.front())) return *value;
    }
    EmbeddedObject object{instance_, nullptr};
    for (std::size_t i = 0;; ++i) {
        Value value = read_one(object, path.names[i]);
        if (i + 1 == path.names.size()) return value;
        if (value.is_null() || value.is_array() || value.type().base != CimType::kObject) return {};
        object = value.as_object();
    }
}

}  // namespace wbemcheck::mock::wql
