#include "mock_provider/services/query_answers.h"

#include <fmt/format.h>

#include <algorithm>
#include <initializer_list>
#include <memory>
#include <string_view>
#include <utility>
#include <variant>

#include "mock_provider/model/name.h"
#include "mock_provider/model/object_path.h"
#include "mock_provider/services/associated_objects.h"
#include "mock_provider/services/error_details.h"
#include "mock_provider/wql/check.h"
#include "mock_provider/wql/instance_reader.h"
#include "mock_provider/wql/plan.h"

namespace wbemcheck::mock {

namespace {

Instances one_or_none(std::shared_ptr<const Instance> instance) {
    return instance == nullptr ? Instances{} : Instances{std::move(instance)};
}

// What can be in the result: the one instance whose keys or path the condition names; what refers to the object that it
// names; else all of the classes that the condition does not rule out.
Instances find_candidates(const NamespaceStore& space, const wql::SelectQuery& query, const ClassDefinition& definition) {
    if (const auto path = wql::find_path(query, definition)) {
        Instances found = one_or_none(space.find_instance(*path));
        std::erase_if(found, [&](const auto& each) { return !each->definition().derives_from(definition.name()); });
        return found;
    }
    if (const auto reference = wql::find_reference(query, definition)) {
        return space.instances_referring_to(*reference, definition.name());
    }
    return space.instances_of(definition.name(), [&](const auto& each) { return wql::can_match(query, each); });
}

// The system properties that a list names are told: the SDK of 1998 says what that takes, the later one that all system
// properties are in the result and are null where they are "not relevant".
Projection projection_of(const wql::SelectQuery& query, bool is_locatable) {
    Projection projection;
    projection.keeps_keys = is_locatable;
    projection.keeps_home = is_locatable;
    for (const wql::PropertyPath& path : query.properties) {
        const std::string& name = path.names.front();
        const auto is_one_of = [&](std::initializer_list<const char*> names) {
            return std::ranges::any_of(names, [&](const char* other) { return equal_names(name, other); });
        };
        projection.properties.push_back(name);
        projection.keeps_keys |= is_one_of({"__PATH", "__RELPATH"});
        projection.keeps_home |= is_one_of({"__PATH", "__SERVER", "__NAMESPACE"});
        projection.keeps_derivation |= is_one_of({"__SUPERCLASS", "__DERIVATION", "__DYNASTY"});
    }
    return projection;
}

Answer run_data_query(const NamespaceStore& space, const wql::SelectQuery& query, const std::string& text, LONG flags) {
    const auto find_class = [&space](std::string_view name) { return space.find_class(name); };
    if (const auto error = wql::check_data_query(query, find_class)) {
        return refuse_query(space, text, *error);
    }
    const auto definition = space.find_class(query.class_name);
    if (definition == nullptr) {
        return outcome(WBEM_E_INVALID_CLASS);  // deleted since it was checked
    }
    Projection projection = projection_of(query, (flags & WBEM_FLAG_ENSURE_LOCATABLE) != 0);
    if ((flags & WBEM_FLAG_PROTOTYPE) != 0) {
        return {make_row(Instances{make_instance(definition)}, std::move(projection)), {}};
    }
    return {make_row(select_instances(space, query, *definition), std::move(projection)), {}};
}

Answer run_schema_query(const NamespaceStore& space, const wql::SelectQuery& query, const std::string& text, LONG flags) {
    if (const auto error = wql::check_schema_query(query)) {
        return refuse_query(space, text, *error);
    }
    if ((flags & WBEM_FLAG_PROTOTYPE) != 0) {
        return {make_empty_object_row(), {}};
    }
    Classes found;
    if (const Value* const name = wql::find_equality(query, "__CLASS"); name != nullptr) {
        if (auto definition = space.find_class(value_text(*name))) {
            found.push_back(std::move(definition));
        }
    } else {
        found = space.subclasses({}, true);
    }
    std::erase_if(found, [&](const auto& each) { return !wql::matches(query, wql::ClassReader(each)); });
    return {make_row(std::move(found)), {}};
}

Answer run_associators_query(const NamespaceStore& space, const wql::AssociatorsQuery& query, const std::string& text,
                             LONG flags) {
    const auto find_class = [&space](std::string_view name) { return space.find_class(name); };
    if (const auto error = wql::check_associators_query(query, find_class)) {
        return refuse_query(space, text, *error);
    }
    HRESULT result = WBEM_S_NO_ERROR;
    Objects found = find_associated(space, query, result);
    if (FAILED(result)) {
        return refuse_query(space, text,
                       wql::make_mismatch(result, query.path_position, "an object of this namespace",
                                          fmt::format("'{}'", format_path(query.path))));
    }
    if ((flags & WBEM_FLAG_PROTOTYPE) != 0) {
        return {make_empty_object_row(), {}};
    }
    return {make_row(std::move(found)), {}};
}

}  // namespace

Instances select_instances(const NamespaceStore& space, const wql::SelectQuery& query, const ClassDefinition& definition) {
    Instances found = find_candidates(space, query, definition);
    std::erase_if(found, [&](const auto& instance) { return !wql::matches(query, wql::InstanceReader(instance)); });
    return found;
}

Answer answer_query(const NamespaceStore& space, const wql::Query& query, const std::string& text, LONG flags) {
    if (const auto* const associators = std::get_if<wql::AssociatorsQuery>(&query)) {
        return run_associators_query(space, *associators, text, flags);
    }
    const auto& select = std::get<wql::SelectQuery>(query);
    return wql::is_schema_query(select) ? run_schema_query(space, select, text, flags)
                                        : run_data_query(space, select, text, flags);
}

Answer refuse_query(const NamespaceStore& space, const std::string& text, const wql::QueryError& error) {
    return {nullptr,
            {error.code, std::nullopt, make_error_details(space, {error.code, "ExecQuery", text, error.message})}};
}

}  // namespace wbemcheck::mock
