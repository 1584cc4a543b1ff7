// A few classes for the checks: a data class and its subclass, and events of each kind.
#pragma once

#include <initializer_list>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "mock_provider/model/class_definition.h"
#include "mock_provider/model/name.h"
#include "mock_provider/wql/check.h"

namespace wbemcheck::mock::wql {

class SmallSchema {
public:
    SmallSchema() {
        add("Item", "",
            {{"Name", {CimType::kString, false}},
             {"Value", {CimType::kUint32, false}},
             {"Ratio", {CimType::kReal64, false}},
             {"Enabled", {CimType::kBoolean, false}},
             {"Created", {CimType::kDatetime, false}},
             {"Tags", {CimType::kString, true}},
             {"Part", {CimType::kObject, false}},
             {"Parts", {CimType::kObject, true}}});
        add("SpecialItem", "Item", {{"Note", {CimType::kString, false}}});
        add("__Event", "", {{"TIME_CREATED", {CimType::kUint64, false}}});
        add("__ExtrinsicEvent", "__Event", {});
        add("Alarm", "__ExtrinsicEvent",
            {{"Level", {CimType::kUint32, false}}, {"Source", {CimType::kObject, false}}});
        add("__TimerEvent", "__Event", {{"TimerId", {CimType::kString, false}}});
        add("__InstanceOperationEvent", "__Event", {{"TargetInstance", {CimType::kObject, false}}});
        add("__InstanceModificationEvent", "__InstanceOperationEvent",
            {{"PreviousInstance", {CimType::kObject, false}}});
        add("__ClassOperationEvent", "__Event", {{"TargetClass", {CimType::kObject, false}}});
        add("__ClassCreationEvent", "__ClassOperationEvent", {});
        add("__NamespaceOperationEvent", "__Event", {{"TargetNamespace", {CimType::kObject, false}}});
    }

    [[nodiscard]] std::shared_ptr<const ClassDefinition> find(std::string_view name) const {
        for (const auto& definition : classes_) {
            if (equal_names(definition->name(), name)) return definition;
        }
        return nullptr;
    }

    [[nodiscard]] FindClass finder() const {
        return [this](std::string_view name) { return find(name); };
    }

private:
    void add(const char* name, const char* superclass,
             std::initializer_list<std::pair<const char*, Type>> properties) {
        const auto parent = find(superclass);
        ClassData data = parent ? derive(parent) : ClassData{};
        data.name = name;
        for (const auto& [property_name, type] : properties) {
            Property property;
            property.name = property_name;
            property.type = type;
            property.default_value = Value::null(type);
            property.origin = name;
            data.properties.push_back(std::move(property));
        }
        classes_.push_back(make_class(std::move(data)));
    }

    std::vector<std::shared_ptr<const ClassDefinition>> classes_;
};

}  // namespace wbemcheck::mock::wql
