// The values of an object of the model, for a condition.
#pragma once

#include <memory>
#include <string_view>
#include <utility>

#include "mock_provider/model/class_definition.h"
#include "mock_provider/model/instance.h"
#include "mock_provider/wql/evaluate.h"

namespace wbemcheck::mock::wql {

// Reads properties, system properties and, behind a dot, those of embedded objects. Keeps the instance.
class InstanceReader final : public PropertyReader {
public:
    explicit InstanceReader(std::shared_ptr<const Instance> instance) noexcept
        : instance_(std::move(instance)) {}

    [[nodiscard]] Value read(const PropertyPath& path) const override;
    [[nodiscard]] std::string_view home_namespace() const noexcept override;

private:
    std::shared_ptr<const Instance> instance_;
};

// Reads the system properties of a class, and the defaults of its own.
class ClassReader final : public PropertyReader {
public:
    explicit ClassReader(std::shared_ptr<const ClassDefinition> definition) noexcept
        : definition_(std::move(definition)) {}

    [[nodiscard]] Value read(const PropertyPath& path) const override;
    [[nodiscard]] std::string_view home_namespace() const noexcept override;

private:
    std::shared_ptr<const ClassDefinition> definition_;
};

}  // namespace wbemcheck::mock::wql
