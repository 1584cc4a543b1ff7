// The comparison behind IWbemClassObject::CompareTo.
#include <algorithm>

#include "harness/com/wbem.h"
#include "mock_provider/model/object_content.h"

namespace wbemcheck::mock {

namespace {

struct Options {
    bool qualifiers;
    bool source;
    bool defaults;
    bool classes;
    bool flavors;
    CaseRule case_rule;
};

Options options_of(std::int32_t flags) noexcept {
    return {(flags & WBEM_FLAG_IGNORE_QUALIFIERS) == 0,
            (flags & WBEM_FLAG_IGNORE_OBJECT_SOURCE) == 0,
            (flags & WBEM_FLAG_IGNORE_DEFAULT_VALUES) == 0,
            (flags & WBEM_FLAG_IGNORE_CLASS) == 0,
            (flags & WBEM_FLAG_IGNORE_FLAVOR) == 0,
            (flags & WBEM_FLAG_IGNORE_CASE) != 0 ? CaseRule::kInsensitive : CaseRule::kSensitive};
}

bool same_qualifiers(const QualifierList& left, const QualifierList& right, const Options& options) {
    if (!options.qualifiers) {
        return true;
    }
    return left.items().size() == right.items().size() &&
           std::ranges::all_of(left.items(), [&](const Qualifier& qualifier) {
               const Qualifier* const other = right.find(qualifier.name);
               return other != nullptr && qualifier.value.equals(other->value, options.case_rule) &&
                      (!options.flavors || qualifier.flavor == other->flavor);
           });
}

bool same_source(const ClassDefinition& left, const ClassDefinition& right, const Options& options) {
    if (!options.source) {
        return true;
    }
    const Decoration* const a = left.decoration().get();
    const Decoration* const b = right.decoration().get();
    return a == b || (a != nullptr && b != nullptr && equal_names(a->server, b->server) &&
                      equal_names(a->namespace_path, b->namespace_path));
}

bool same_property(const Property& left, const Property& right, const Options& options) {
    return left.type == right.type && equal_names(left.reference_class, right.reference_class) &&
           (!options.defaults || left.default_value.equals(right.default_value, options.case_rule) ||
            (left.default_value.is_null() && right.default_value.is_null())) &&
           same_qualifiers(left.qualifiers, right.qualifiers, options);
}

bool same_signature(const std::shared_ptr<const ClassDefinition>& left,
                    const std::shared_ptr<const ClassDefinition>& right, const Options& options);

bool same_members(const ClassDefinition& left, const ClassDefinition& right, const Options& options) {
    const auto same_properties = [&] {
        return left.properties().size() == right.properties().size() &&
               std::ranges::all_of(left.properties(), [&](const Property& property) {
                   const std::optional<std::size_t> position = right.find_property(property.name);
                   return position && same_property(property, right.properties()[*position], options);
               });
    };
    const auto same_methods = [&] {
        return left.methods().size() == right.methods().size() &&
               std::ranges::all_of(left.methods(), [&](const Method& method) {
                   const Method* const other = right.find_method(method.name);
                   return other != nullptr && same_signature(method.inputs, other->inputs, options) &&
                          same_signature(method.outputs, other->outputs, options) &&
                          same_qualifiers(method.qualifiers, other->qualifiers, options);
               });
    };
    return same_properties() && same_methods() &&
           same_qualifiers(left.qualifiers(), right.qualifiers(), options);
}

bool same_signature(const std::shared_ptr<const ClassDefinition>& left,
                    const std::shared_ptr<const ClassDefinition>& right, const Options& options) {
    return left == right || (left != nullptr && right != nullptr && same_members(*left, *right, options));
}

bool same_class(const ClassDefinition& left, const ClassDefinition& right, const Options& options) {
    return &left == &right || (equal_names(left.name(), right.name()) &&
                               equal_names(left.superclass_name(), right.superclass_name()) &&
                               same_members(left, right, options));
}

bool same_instance_qualifiers(const Instance& left, const Instance& right, const Options& options) {
    static const InstanceQualifiers none;
    const InstanceQualifiers& a = left.qualifiers() != nullptr ? *left.qualifiers() : none;
    const InstanceQualifiers& b = right.qualifiers() != nullptr ? *right.qualifiers() : none;
    return same_qualifiers(a.own, b.own, options) &&
           std::ranges::equal(a.of_properties, b.of_properties, [&](const auto& x, const auto& y) {
               return x.first == y.first && same_qualifiers(x.second, y.second, options);
           });
}

bool same_instance(const Instance& left, const Instance& right, const Options& options) {
    const ClassDefinition& definition = left.definition();
    if (options.classes && !same_class(definition, right.definition(), options)) {
        return false;
    }
    if (definition.properties().size() != right.definition().properties().size()) {
        return false;
    }
    for (std::size_t i = 0; i < left.values().size(); ++i) {
        const Value* const other = right.find(definition.properties()[i].name);
        if (other == nullptr || !left.values()[i].equals(*other, options.case_rule)) {
            return false;
        }
    }
    return same_instance_qualifiers(left, right, options);
}

}  // namespace

bool same_content(const ObjectContent& left, const ObjectContent& right, std::int32_t flags) {
    const Options options = options_of(flags);
    if (left.is_class() != right.is_class()) {
        return false;
    }
    if (left.is_class()) {
        return same_source(*left.definition, *right.definition, options) &&
               same_class(*left.definition, *right.definition, options);
    }
    return same_source(left.instance->definition(), right.instance->definition(), options) &&
           same_instance(*left.instance, *right.instance, options);
}

}  // namespace wbemcheck::mock
