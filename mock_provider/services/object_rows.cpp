#include "mock_provider/services/object_rows.h"

#include <unordered_map>
#include <utility>

#include "mock_provider/model/class_object.h"

namespace wbemcheck::mock {

namespace {

class InstanceRow final : public ObjectSource {
public:
    explicit InstanceRow(Instances instances) : instances_(std::move(instances)) {}

    [[nodiscard]] std::size_t size() const noexcept override { return instances_.size(); }
    [[nodiscard]] com::com_ptr<IWbemClassObject> make(std::size_t index) const override {
        return make_instance_object(instances_.at(index));
    }

private:
    const Instances instances_;
};

class ClassRow final : public ObjectSource {
public:
    explicit ClassRow(Classes classes) : classes_(std::move(classes)) {}

    [[nodiscard]] std::size_t size() const noexcept override { return classes_.size(); }
    [[nodiscard]] com::com_ptr<IWbemClassObject> make(std::size_t index) const override {
        return make_class_object(classes_.at(index));
    }

private:
    const Classes classes_;
};

class ObjectRow final : public ObjectSource {
public:
    explicit ObjectRow(Objects objects) : objects_(std::move(objects)) {}

    [[nodiscard]] std::size_t size() const noexcept override { return objects_.size(); }
    [[nodiscard]] com::com_ptr<IWbemClassObject> make(std::size_t index) const override {
        const ObjectContent& object = objects_.at(index);
        return object.is_class() ? make_class_object(object.definition) : make_instance_object(object.instance);
    }

private:
    const Objects objects_;
};

class EmptyObjectRow final : public ObjectSource {
public:
    [[nodiscard]] std::size_t size() const noexcept override { return 1; }
    [[nodiscard]] com::com_ptr<IWbemClassObject> make(std::size_t) const override { return make_empty_object(); }
};

std::shared_ptr<const ClassDefinition> narrow(const ClassDefinition& definition, const Projection& projection) {
    std::vector<std::string> names = projection.properties;
    if (projection.keeps_keys) {
        for (const std::size_t key : definition.keys()) {
            names.push_back(definition.properties().at(key).name);
        }
    }
    return project_class(definition, names, projection.keeps_home, projection.keeps_derivation);
}

// Instances seen through narrowed classes. One class is narrowed once, an instance when it is taken.
class ProjectedRow final : public ObjectSource {
public:
    ProjectedRow(Instances instances, const Projection& projection) : instances_(std::move(instances)) {
        for (const auto& instance : instances_) {
            auto& narrowed = narrowed_[&instance->definition()];
            if (narrowed == nullptr) {
                narrowed = narrow(instance->definition(), projection);
            }
        }
    }

    [[nodiscard]] std::size_t size() const noexcept override { return instances_.size(); }
    [[nodiscard]] com::com_ptr<IWbemClassObject> make(std::size_t index) const override {
        const Instance& instance = *instances_.at(index);
        return make_instance_object(project_instance(instance, narrowed_.at(&instance.definition())));
    }

private:
    const Instances instances_;
    std::unordered_map<const ClassDefinition*, std::shared_ptr<const ClassDefinition>> narrowed_;
};

}  // namespace

std::shared_ptr<const ObjectSource> make_row(Instances instances) {
    return std::make_shared<const InstanceRow>(std::move(instances));
}

std::shared_ptr<const ObjectSource> make_row(Classes classes) {
    return std::make_shared<const ClassRow>(std::move(classes));
}

std::shared_ptr<const ObjectSource> make_row(Objects objects) {
    return std::make_shared<const ObjectRow>(std::move(objects));
}

std::shared_ptr<const ObjectSource> make_empty_object_row() { return std::make_shared<const EmptyObjectRow>(); }

std::shared_ptr<const Instance> project(const std::shared_ptr<const Instance>& instance, const Projection& projection) {
    return projection.properties.empty() ? instance
                                         : project_instance(*instance, narrow(instance->definition(), projection));
}

std::shared_ptr<const ObjectSource> make_row(Instances instances, Projection projection) {
    if (projection.properties.empty()) {
        return make_row(std::move(instances));
    }
    return std::make_shared<const ProjectedRow>(std::move(instances), projection);
}

}  // namespace wbemcheck::mock
