#include "mock_provider/model/localization.h"

#include <utility>
#include <vector>

namespace wbemcheck::mock {

namespace {

void amend(QualifierList& qualifiers, const QualifierList& texts) {
    for (const Qualifier& text : texts.items()) {
        if (text.flavor.is_amended) {
            qualifiers.set(text);
        }
    }
}

void amend(std::vector<Property>& properties, const ClassDefinition& texts) {
    for (Property& property : properties) {
        if (const std::optional<std::size_t> position = texts.find_property(property.name)) {
            amend(property.qualifiers, texts.properties()[*position].qualifiers);
        }
    }
}

void amend(std::shared_ptr<const ClassDefinition>& signature,
           const std::shared_ptr<const ClassDefinition>& texts) {
    if (signature != nullptr && texts != nullptr) {
        ClassData data = signature->data();
        amend(data.properties, *texts);
        signature = make_class(std::move(data));
    }
}

void strip(QualifierList& qualifiers) {
    const QualifierList all = qualifiers;
    for (const Qualifier& qualifier : all.items()) {
        if (qualifier.flavor.is_amended) {
            qualifiers.remove(qualifier.name);
        }
    }
}

void strip(std::vector<Property>& properties) {
    for (Property& property : properties) {
        strip(property.qualifiers);
    }
}

void strip(std::shared_ptr<const ClassDefinition>& signature) {
    if (signature != nullptr) {
        ClassData data = signature->data();
        strip(data.properties);
        signature = make_class(std::move(data));
    }
}

}  // namespace

std::shared_ptr<const ClassDefinition> amend_class(const ClassDefinition& neutral,
                                                   const ClassDefinition& texts) {
    ClassData data = neutral.data();
    data.is_amended = true;
    amend(data.qualifiers, texts.qualifiers());
    amend(data.properties, texts);
    for (Method& method : data.methods) {
        if (const Method* const found = texts.find_method(method.name)) {
            amend(method.qualifiers, found->qualifiers);
            amend(method.inputs, found->inputs);
            amend(method.outputs, found->outputs);
        }
    }
    return make_class(std::move(data));
}

std::shared_ptr<const ClassDefinition> strip_amended(const ClassDefinition& definition) {
    ClassData data = definition.data();
    data.is_amended = false;
    strip(data.qualifiers);
    strip(data.properties);
    for (Method& method : data.methods) {
        strip(method.qualifiers);
        strip(method.inputs);
        strip(method.outputs);
    }
    return make_class(std::move(data));
}

std::shared_ptr<const Instance> strip_amended(const Instance& instance) {
    std::shared_ptr<const InstanceQualifiers> kept;
    if (instance.qualifiers() != nullptr) {
        auto stripped = std::make_shared<InstanceQualifiers>(*instance.qualifiers());
        strip(stripped->own);
        for (auto& [position, qualifiers] : stripped->of_properties) {
            strip(qualifiers);
        }
        kept = std::move(stripped);
    }
    return std::make_shared<const Instance>(strip_amended(instance.definition()), instance.values(),
                                            std::move(kept));
}

}  // namespace wbemcheck::mock
