#include "mock_provider/services/associated_objects.h"

#include <algorithm>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "mock_provider/model/name.h"
#include "mock_provider/model/object_path.h"

namespace wbemcheck::mock {

namespace {

using Kind = wql::AssociatorsQuery::Kind;
using Definition = std::shared_ptr<const ClassDefinition>;

bool is_allowed(const std::optional<wql::OptionName>& role, std::string_view name) {
    return !role || equal_names(role->name, name);
}

bool is_of_class(const ClassDefinition& definition, const std::optional<wql::OptionName>& class_name) {
    return !class_name || definition.derives_from(class_name->name);
}

bool has_qualifier(const ClassDefinition& definition, const std::optional<wql::OptionName>& qualifier) {
    return !qualifier || definition.qualifiers().find(qualifier->name) != nullptr;
}

// RequiredQualifier looks at the object that would be returned, which shows the qualifiers of its class and its own.
bool has_qualifier(const ObjectContent& object, const std::optional<wql::OptionName>& qualifier) {
    if (object.is_class()) {
        return has_qualifier(*object.definition, qualifier);
    }
    const auto& own = object.instance->qualifiers();
    return has_qualifier(object.instance->definition(), qualifier) ||
           (own != nullptr && own->own.find(qualifier->name) != nullptr);
}

const ClassDefinition& class_of(const ObjectContent& object) {
    return object.is_class() ? *object.definition : object.instance->definition();
}

bool is_same(const ObjectContent& left, const ObjectContent& right) {
    return left.definition == right.definition && left.instance == right.instance;
}

// The options that speak of the association itself.
bool is_wanted_association(const wql::AssociatorsQuery& query, const ClassDefinition& definition) {
    if (query.kind == Kind::kReferences) {
        return is_of_class(definition, query.result_class);  // RequiredQualifier may be met by the instance
    }
    return is_of_class(definition, query.assoc_class) && has_qualifier(definition, query.required_assoc_qualifier);
}

// The options that speak of the object in the result.
bool is_wanted_result(const wql::AssociatorsQuery& query, const ObjectContent& object) {
    return is_of_class(class_of(object), query.result_class) && has_qualifier(object, query.required_qualifier);
}

// An instance of its class of which the keys alone are told (SDK, "WQL (SQL for WMI)": KEYSONLY).
std::shared_ptr<const Instance> keys_of(const Instance& instance) {
    const ClassDefinition& definition = instance.definition();
    std::vector<Value> values;
    values.reserve(instance.values().size());
    for (std::size_t i = 0; i < instance.values().size(); ++i) {
        const Property& property = definition.properties()[i];
        values.push_back(property.is_key() ? instance.values()[i] : Value::null(property.type));
    }
    return std::make_shared<const Instance>(instance.shared_definition(), std::move(values));
}

// What is in the result already, and in which form more of it goes there.
class Result {
public:
    explicit Result(const wql::AssociatorsQuery& query) noexcept : query_(query) {}

    void add(const ObjectContent& object) {
        if (query_.class_defs_only) {
            add_once({object.is_class() ? object.definition : object.instance->shared_definition(), nullptr});
        } else if (query_.keys_only && !object.is_class()) {
            objects_.push_back({nullptr, keys_of(*object.instance)});
        } else {
            objects_.push_back(object);
        }
    }

    [[nodiscard]] Objects take() { return std::move(objects_); }

private:
    void add_once(const ObjectContent& object) {
        if (std::ranges::none_of(objects_, [&](const ObjectContent& other) { return is_same(object, other); })) {
            objects_.push_back(object);
        }
    }

    const wql::AssociatorsQuery& query_;
    Objects objects_;
};

// The objects at the ends that are not the source's, as one association sees them: each once, also when it stands at two
// ends. The source itself is among them when another end leads to it too.
Objects endpoints_of(const Association& association, const wql::AssociatorsQuery& query) {
    const std::vector<Property>& properties = association.instance->definition().properties();
    const auto is_source = [&](const AssociationEnd& end) {
        return end.is_source && is_allowed(query.role, properties[end.property].name);
    };
    Objects endpoints;
    for (const AssociationEnd& end : association.ends) {
        const bool is_dangling = end.object.definition == nullptr && end.object.instance == nullptr;
        if (is_dangling || !is_allowed(query.result_role, properties[end.property].name)) {
            continue;
        }
        const bool has_source_beside = std::ranges::any_of(association.ends, [&](const AssociationEnd& other) {
            return other.property != end.property && is_source(other);
        });
        const bool is_new = std::ranges::none_of(endpoints, [&](const auto& each) { return is_same(each, end.object); });
        if (has_source_beside && is_new) {
            endpoints.push_back(end.object);
        }
    }
    return endpoints;
}

bool plays_role(const Association& association, const wql::AssociatorsQuery& query) {
    const std::vector<Property>& properties = association.instance->definition().properties();
    return std::ranges::any_of(association.ends, [&](const AssociationEnd& end) {
        return end.is_source && is_allowed(query.role, properties[end.property].name);
    });
}

Objects find_in_data(const NamespaceStore& space, const wql::AssociatorsQuery& query, HRESULT& result) {
    const std::vector<Association> associations = space.associations_of(
        query.path, [&](const Definition& definition) { return is_wanted_association(query, *definition); }, &result);
    Result found(query);
    for (const Association& association : associations) {
        if (query.kind == Kind::kReferences) {
            const ObjectContent object{nullptr, association.instance};
            if (plays_role(association, query) && is_wanted_result(query, object)) {
                found.add(object);
            }
            continue;
        }
        for (const ObjectContent& endpoint : endpoints_of(association, query)) {
            if (is_wanted_result(query, endpoint)) {
                found.add(endpoint);
            }
        }
    }
    return found.take();
}

// A reference declared for a class can lead to the objects of that class and of those below it; one declared for no
// class, to all.
bool can_lead_to(const Property& property, const ClassDefinition& definition) {
    return property.type == Type{CimType::kReference, false} &&
           (property.reference_class.empty() || definition.derives_from(property.reference_class));
}

// SDK, "Schema Associations". By the declarations: no instance is looked at.
Objects find_in_schema(const NamespaceStore& space, const wql::AssociatorsQuery& query, HRESULT& result) {
    const Definition source = space.find_class(query.path.class_name);
    if (source == nullptr) {
        result = WBEM_E_NOT_FOUND;
        return {};
    }
    Result found(query);
    for (const Definition& association : space.subclasses({}, true)) {
        if (!association->is_association() || !is_wanted_association(query, *association)) {
            continue;
        }
        const std::vector<Property>& properties = association->properties();
        const auto is_source = [&](const Property& property) {
            return can_lead_to(property, *source) && is_allowed(query.role, property.name);
        };
        if (query.kind == Kind::kReferences) {
            const ObjectContent object{association, nullptr};
            if (std::ranges::any_of(properties, is_source) && is_wanted_result(query, object)) {
                found.add(object);
            }
            continue;
        }
        Objects endpoints;
        for (const Property& property : properties) {
            const bool is_end = property.type == Type{CimType::kReference, false} &&
                                is_allowed(query.result_role, property.name) &&
                                std::ranges::any_of(properties, [&](const Property& other) {
                                    return &other != &property && is_source(other);
                                });
            const ObjectContent endpoint{is_end ? space.find_class(property.reference_class) : nullptr, nullptr};
            if (endpoint.is_class() && is_wanted_result(query, endpoint) &&
                std::ranges::none_of(endpoints, [&](const auto& each) { return is_same(each, endpoint); })) {
                endpoints.push_back(endpoint);
                found.add(endpoint);
            }
        }
    }
    return found.take();
}

}  // namespace

Objects find_associated(const NamespaceStore& space, const wql::AssociatorsQuery& query, HRESULT& result) {
    result = WBEM_S_NO_ERROR;
    if (!space.is_home_of(query.path)) {
        result = WBEM_E_NOT_FOUND;  // as GetObject has it; no association leads out of a namespace
        return {};
    }
    return query.schema_only ? find_in_schema(space, query, result) : find_in_data(space, query, result);
}

}  // namespace wbemcheck::mock
