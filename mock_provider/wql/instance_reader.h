// The values of an instance of the model, for a condition.
#pragma once

#include <memory>
#include <utility>

#include "mock_provider/model/instance.h"
#include "mock_provider/wql/evaluate.h"

namespace wbemcheck::mock::wql {

// Reads properties, system properties and, behind a dot, those of embedded objects. Keeps the instance.
class InstanceReader final : public PropertyReader {
public:
    explicit InstanceReader(std::shared_ptr<const Instance> instance) noexcept
        : instance_(std::move(instance)) {}

    [[nodiscard]] Value read(const PropertyPath& path) const override;

private:
    std::shared_ptr<const Instance> instance_;
};

}  // namespace wbemcheck::mock::wql
