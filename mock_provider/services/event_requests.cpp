#include "mock_provider/services/event_requests.h"

#include <optional>
#include <string>
#include <utility>

#include "harness/com/bstr.h"
#include "harness/com/hresult.h"
#include "mock_provider/model/name.h"
#include "mock_provider/services/error_details.h"
#include "mock_provider/services/event_aggregation.h"
#include "mock_provider/services/object_rows.h"
#include "mock_provider/services/query_requests.h"
#include "mock_provider/services/query_sources.h"
#include "mock_provider/wql/instance_reader.h"
#include "mock_provider/wql/notification.h"

namespace wbemcheck::mock {

namespace {

Projection projection_of(const wql::SelectQuery& query) {
    Projection projection;
    for (const wql::PropertyPath& path : query.properties) {
        projection.properties.push_back(path.names.front());
    }
    return projection;
}

EventMatcher make_matcher(std::string namespace_path, const wql::SelectQuery& query,
                          std::shared_ptr<EventAggregation> aggregation) {
    return [namespace_path = std::move(namespace_path), sources = sources_of(query), query = query,
            projection = projection_of(query),
            aggregation = std::move(aggregation)](const Event& event) -> std::shared_ptr<const ObjectSource> {
        if (!equal_names(event.namespace_path, namespace_path)) {
            return nullptr;
        }
        if (takes_away(event, sources)) {
            throw com::HresultError(WBEM_E_INVALID_CLASS);  // EVT-3: the query fails
        }
        if (!event.content->definition().derives_from(query.class_name) ||
            !wql::matches(query, wql::InstanceReader(event.content))) {
            return nullptr;
        }
        if (aggregation != nullptr) {
            aggregation->collect(event.content);
            return nullptr;
        }
        return make_row(Instances{event.content}, projection);
    };
}

// The feed of a query that can be served, and its binding.
std::shared_ptr<Feed> bind(const Scope& scope, const wql::SelectQuery& query) {
    auto feed = std::make_shared<Feed>();
    std::shared_ptr<EventAggregation> aggregation;
    if (query.group.has_value()) {
        aggregation = std::make_shared<EventAggregation>(query, projection_of(query),
                                                         scope.space->find_class("__AggregateEvent"), feed);
        aggregation->use_clock_of(scope.core->engine());
    }
    return scope.core->events().bind(make_matcher(scope.space->path(), query, std::move(aggregation)), std::move(feed));
}

std::optional<wql::QueryError> find_error(const NamespaceStore& space, const wql::SelectQuery& query) {
    return wql::check_notification_query(query, [&space](std::string_view name) { return space.find_class(name); });
}

}  // namespace

Subscription subscribe(const Scope& scope, BSTR language, BSTR text, LONG flags, Form form) {
    constexpr LONG kRequired = WBEM_FLAG_RETURN_IMMEDIATELY | WBEM_FLAG_FORWARD_ONLY;
    if (form == Form::kCall && (flags & kRequired) != kRequired) {
        return {WBEM_E_INVALID_PARAMETER, nullptr};  // ARG-22
    }
    const LONG of_enumerators = form == Form::kCall ? WBEM_FLAG_FORWARD_ONLY : 0;
    const HRESULT result = check_flags(flags, WBEM_FLAG_USE_AMENDED_QUALIFIERS | of_enumerators, form);
    if (FAILED(result)) {
        return {result, nullptr};
    }
    QueryArguments<wql::SelectQuery> arguments = read_select(language, text);
    if (FAILED(arguments.refusal)) {
        return {arguments.refusal, nullptr};
    }
    std::optional<wql::QueryError> error = std::move(arguments.error);
    if (!error.has_value()) {
        error = find_error(*scope.space, *arguments.query);
    }
    if (error.has_value()) {
        auto details = make_error_details(
            *scope.space, {error->code, "ExecNotificationQuery", com::to_utf8(text), error->message});
        return {WBEM_S_NO_ERROR,
                std::make_shared<Feed>(Answer{nullptr, {error->code, std::nullopt, std::move(details)}})};
    }
    auto announcement = scope.core->event_providers().announce(scope, arguments.query->class_name, language, text);
    auto feed = bind(scope, *arguments.query);
    if (announcement != nullptr) feed->keep(std::move(announcement));
    return {WBEM_S_NO_ERROR, std::move(feed)};
}

}  // namespace wbemcheck::mock
