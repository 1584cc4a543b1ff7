#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "harness/com/hresult.h"
#include "mock_provider/model/class_rules.h"
#include "mock_provider/mof/compile_error.h"
#include "mock_provider/mof/compiler.h"

namespace wbemcheck::mock::mof {

void Budget::take(std::size_t members, std::size_t offset) {
    if (members > left_) {
        throw objection(offset, fmt::format("expected classes and instances with at most {} values in all",
                                            kMaxMembersInAll));
    }
    left_ -= members;
}

std::shared_ptr<const ClassDefinition> Compiler::find_class(const NameSyntax& name) const {
    std::shared_ptr<const ClassDefinition> definition = space_.find_class(name.text);
    if (definition == nullptr) {
        throw objection(name.offset,
                        fmt::format("the class {} is not known in {}: declare or include it before",
                                    name.text, space_.path()));
    }
    return definition;
}

std::shared_ptr<const Instance> Compiler::compile_instance(const InstanceSyntax& syntax) {
    return compile_values(syntax, Which::kAll);
}

std::shared_ptr<const Instance> Compiler::compile_keys(const InstanceSyntax& syntax) {
    return compile_values(syntax, Which::kKeys);
}

std::shared_ptr<const Instance> Compiler::compile_values(const InstanceSyntax& syntax, Which which) {
    const std::shared_ptr<const ClassDefinition> definition = find_class(syntax.class_name);
    const std::vector<Property>& properties = definition->properties();
    budget_.take(properties.size(), syntax.class_name.offset);
    std::vector<Value> values;
    values.reserve(properties.size());
    for (const Property& property : properties) {
        values.push_back(property.default_value.is_null() ? Value::null(property.type)
                                                          : property.default_value);
    }

    auto qualifiers = std::make_shared<InstanceQualifiers>();
    qualifiers->own = qualifiers_.compile(syntax.qualifiers);
    std::vector<bool> is_set(properties.size());
    for (const MemberSyntax& member : syntax.members) {
        const std::optional<std::size_t> position = definition->find_property(member.name.text);
        if (!position) {
            throw mismatch(member.name.offset, fmt::format("a property of {}", definition->name()));
        }
        if (is_set[*position]) {
            throw objection(member.name.offset,
                            fmt::format("the property {} is set twice", member.name.text));
        }
        is_set[*position] = true;
        if (which == Which::kKeys && !properties[*position].is_key()) {
            continue;
        }
        values[*position] = compile_value(member.value, properties[*position].type, *this);
        if (!member.qualifiers.empty()) {
            qualifiers->of_properties.emplace_back(*position, qualifiers_.compile(member.qualifiers));
        }
    }
    std::ranges::sort(qualifiers->of_properties, {}, &std::pair<std::size_t, QualifierList>::first);
    const bool is_qualified = !qualifiers->own.empty() || !qualifiers->of_properties.empty();
    return std::make_shared<const Instance>(definition, std::move(values),
                                            is_qualified ? std::move(qualifiers) : nullptr);
}

Value Compiler::instance(const InstanceSyntax& instance) { return Value::object(compile_instance(instance)); }

Value Compiler::definition(const ClassSyntax& definition) {
    const ClassData data = compile_class(definition, nullptr);
    ClassData resolved;
    if (const DerivationConflict conflict = rebase(data, data.superclass, resolved);
        conflict != DerivationConflict::kNone) {
        throw objection(definition.name.offset,
                        fmt::format("the class {} does not fit its superclass: {}", data.name,
                                    com::describe_hresult(result_of_put(conflict))));
    }
    resolved.decoration = nullptr;
    return Value::object(make_class(std::move(resolved)));
}

}  // namespace wbemcheck::mock::mof
