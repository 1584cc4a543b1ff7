#include "mock_provider/wql/notification.h"

#include <fmt/format.h>

#include <string>
#include <string_view>
#include <utility>

namespace wbemcheck::mock::wql {
namespace {

// What HAVING looks at: the event that stands for a group, whatever classes the namespace has.
const ClassDefinition& aggregate_event() {
    static const std::shared_ptr<const ClassDefinition> definition = [] {
        ClassData data;
        data.name = "__AggregateEvent";
        data.properties.resize(2);
        data.properties[0].name = "NumberOfEvents";
        data.properties[0].type = {CimType::kUint32, false};
        data.properties[1].name = "Representative";
        data.properties[1].type = {CimType::kObject, false};
        for (Property& property : data.properties) {
            property.default_value = Value::null(property.type);
            property.origin = data.name;
        }
        return make_class(std::move(data));
    }();
    return *definition;
}

std::optional<QueryError> check_interval(std::optional<double> seconds, Position position) {
    if (!seconds || (*seconds >= kLeastInterval && *seconds <= kGreatestInterval)) return std::nullopt;
    return make_mismatch(WBEM_E_INVALID_QUERY, position,
                         fmt::format("an interval from {} to {} seconds", kLeastInterval, kGreatestInterval),
                         fmt::format("{}", *seconds));
}

std::optional<QueryError> check_grouping_property(const PropertyPath& path,
                                                  const ClassDefinition& definition) {
    ResolvedPath resolved = resolve_path(path, definition, WBEM_E_PROPERTY_NOT_AN_OBJECT);
    if (resolved.error) return std::move(resolved.error);
    if (!resolved.type || resolved.type->base != CimType::kObject) return std::nullopt;
    return make_mismatch(WBEM_E_AGGREGATING_BY_OBJECT, path.position,
                         fmt::format("a property of the embedded object '{}'", to_text(path)),
                         "the whole object");
}

std::optional<QueryError> check_group(const Group& group, const ClassDefinition& definition) {
    if (!group.within_seconds) {
        return make_mismatch(WBEM_E_MISSING_GROUP_WITHIN, group.position, "GROUP WITHIN",
                             "GROUP without an interval");
    }
    if (auto error = check_interval(group.within_seconds, group.position)) return error;
    if (group.is_by_everything) {
        return make_mismatch(WBEM_E_MISSING_AGGREGATION_LIST, group.position,
                             "a list of properties behind BY", "'*'");
    }
    for (const PropertyPath& path : group.by) {
        if (auto error = check_grouping_property(path, definition)) return error;
    }
    return group.having ? check_condition(*group.having, aggregate_event(), Statement::kNotification)
                        : std::nullopt;
}

}  // namespace

bool is_intrinsic_event(const ClassDefinition& definition) noexcept {
    for (const std::string_view root :
         {"__InstanceOperationEvent", "__ClassOperationEvent", "__NamespaceOperationEvent"}) {
        if (definition.derives_from(root)) return true;
    }
    return false;
}

std::optional<QueryError> check_notification_query(const SelectQuery& query, const FindClass& find_class) {
    const std::shared_ptr<const ClassDefinition> definition = find_class(query.class_name);
    if (!definition) {
        return make_mismatch(WBEM_E_INVALID_CLASS, query.class_position, "a class of this namespace",
                             fmt::format("'{}'", query.class_name));
    }
    if (!definition->derives_from("__Event")) {
        return make_mismatch(WBEM_E_NOT_EVENT_CLASS, query.class_position,
                             "a class that derives from __Event", fmt::format("'{}'", query.class_name));
    }
    if (auto error = check_selection(query, *definition)) return error;
    if (query.where) {
        if (auto error = check_condition(*query.where, *definition, Statement::kNotification)) return error;
    }
    if (is_intrinsic_event(*definition) && !query.within_seconds) {
        return make_mismatch(WBEMESS_E_REGISTRATION_TOO_PRECISE, query.class_position,
                             fmt::format("WITHIN behind the intrinsic event class '{}'", query.class_name),
                             "none");
    }
    if (auto error = check_interval(query.within_seconds, query.class_position)) return error;
    return query.group ? check_group(*query.group, *definition) : std::nullopt;
}

}  // namespace wbemcheck::mock::wql
