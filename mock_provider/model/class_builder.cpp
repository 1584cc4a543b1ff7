#include "mock_provider/model/class_builder.h"

#include <algorithm>
#include <utility>

namespace wbemcheck::mock {

namespace {

Qualifier direction(std::string_view name) {
    return {std::string(name), Value::boolean(true), default_flavor(name)};
}

}  // namespace

MethodBuilder::MethodBuilder(std::string name, std::optional<CimType> result) {
    method_.name = std::move(name);
    inputs_.name = "__PARAMETERS";
    outputs_.name = "__PARAMETERS";
    if (result) {
        Property value;
        value.name = "ReturnValue";
        value.type = {*result, false};
        value.default_value = Value::null(value.type);
        value.qualifiers.set(direction("out"));
        value.origin = outputs_.name;
        outputs_.properties.push_back(std::move(value));
    }
}

Property MethodBuilder::parameter(std::string name, Type type) {
    Property parameter;
    parameter.name = std::move(name);
    parameter.type = type;
    parameter.default_value = Value::null(type);
    parameter.origin = "__PARAMETERS";
    parameter.qualifiers.set({"ID", Value::sint32(next_id_++), default_flavor("ID")});
    return parameter;
}

MethodBuilder& MethodBuilder::in(std::string name, Type type) {
    Property added = parameter(std::move(name), type);
    added.qualifiers.set(direction("in"));
    inputs_.properties.push_back(std::move(added));
    return *this;
}

MethodBuilder& MethodBuilder::out(std::string name, Type type) {
    Property added = parameter(std::move(name), type);
    added.qualifiers.set(direction("out"));
    outputs_.properties.push_back(std::move(added));
    return *this;
}

MethodBuilder& MethodBuilder::in_out(std::string name, Type type) {
    Property added = parameter(std::move(name), type);
    added.qualifiers.set(direction("in"));
    added.qualifiers.set(direction("out"));
    inputs_.properties.push_back(added);
    outputs_.properties.push_back(std::move(added));
    return *this;
}

MethodBuilder& MethodBuilder::qualifier(std::string name, Value value, Flavor flavor) {
    method_.qualifiers.set({std::move(name), std::move(value), flavor});
    return *this;
}

Method MethodBuilder::build() const {
    Method method = method_;
    method.inputs = inputs_.properties.empty() ? nullptr : make_class(inputs_);
    method.outputs = outputs_.properties.empty() ? nullptr : make_class(outputs_);
    return method;
}

ClassBuilder::ClassBuilder(std::string name, std::shared_ptr<const ClassDefinition> superclass)
    : data_(derive(std::move(superclass))) {
    data_.name = std::move(name);
}

ClassBuilder& ClassBuilder::qualifier(std::string name, Value value, Flavor flavor) {
    data_.qualifiers.set({std::move(name), std::move(value), flavor});
    return *this;
}

Property& ClassBuilder::declare(std::string name, Type type) {
    const auto found =
        std::ranges::find_if(data_.properties, [&](const Property& p) { return equal_names(p.name, name); });
    const bool is_new = found == data_.properties.end();
    Property& property = is_new ? data_.properties.emplace_back() : *found;
    if (is_new) {
        property.name = std::move(name);
        property.origin = data_.name;
    }
    property.type = type;
    property.default_value = Value::null(type);
    property.is_local = true;
    return property;
}

ClassBuilder& ClassBuilder::key(std::string name, CimType type) {
    declare(std::move(name), {type, false}).qualifiers.set({"key"});
    return *this;
}

ClassBuilder& ClassBuilder::property(std::string name, Type type, Value default_value,
                                     const QualifierList& qualifiers) {
    Property& property = declare(std::move(name), type);
    if (!default_value.is_null()) {
        property.default_value = std::move(default_value);
    }
    for (const Qualifier& qualifier : qualifiers.items()) {
        property.qualifiers.set(qualifier);
    }
    return *this;
}

ClassBuilder& ClassBuilder::reference(std::string name, std::string class_name,
                                      const QualifierList& qualifiers) {
    Property& property = declare(std::move(name), {CimType::kReference, false});
    property.reference_class = std::move(class_name);
    for (const Qualifier& qualifier : qualifiers.items()) {
        property.qualifiers.set(qualifier);
    }
    return *this;
}

ClassBuilder& ClassBuilder::object(std::string name, std::string class_name,
                                   const QualifierList& qualifiers) {
    Property& property = declare(std::move(name), {CimType::kObject, false});
    property.reference_class = std::move(class_name);
    for (const Qualifier& qualifier : qualifiers.items()) {
        property.qualifiers.set(qualifier);
    }
    return *this;
}

ClassBuilder& ClassBuilder::method(const MethodBuilder& method) {
    Method built = method.build();
    built.origin = data_.name;
    const auto found =
        std::ranges::find_if(data_.methods, [&](const Method& m) { return equal_names(m.name, built.name); });
    if (found != data_.methods.end()) {
        built.origin = found->origin;
        *found = std::move(built);
    } else {
        data_.methods.push_back(std::move(built));
    }
    return *this;
}

}  // namespace wbemcheck::mock
