// Whether a query is a subscription that can be served.
#pragma once

#include <optional>

#include "mock_provider/wql/check.h"
#include "mock_provider/wql/error.h"
#include "mock_provider/wql/query.h"

namespace wbemcheck::mock::wql {

// The intervals, in seconds, that WITHIN takes (EVT-9).
inline constexpr double kLeastInterval = 0.001;
inline constexpr double kGreatestInterval = 418937;

// Derived from one of the classes that WMI itself raises: __InstanceOperationEvent, __ClassOperationEvent,
// __NamespaceOperationEvent. Such events are found by polling, so a query for them needs WITHIN.
[[nodiscard]] bool is_intrinsic_event(const ClassDefinition& definition) noexcept;

// ARG-8, in this order:
//   WBEM_E_INVALID_CLASS                  the class in FROM is unknown
//   WBEM_E_NOT_EVENT_CLASS                it does not derive from __Event
//   WBEM_E_INVALID_QUERY                  an unknown property, or what check_condition refuses
//   WBEMESS_E_REGISTRATION_TOO_PRECISE    an intrinsic event without WITHIN
//   WBEM_E_INVALID_QUERY                  an interval out of range
//   WBEM_E_MISSING_GROUP_WITHIN           GROUP without WITHIN
//   WBEM_E_MISSING_AGGREGATION_LIST       BY *: aggregation on all properties is not supported
//   WBEM_E_AGGREGATING_BY_OBJECT          BY an embedded object instead of one of its properties
//   WBEM_E_PROPERTY_NOT_AN_OBJECT         BY a dotted name whose first part is no embedded object
//   WBEM_E_INVALID_QUERY                  BY an unknown property; HAVING over more than __AggregateEvent has
[[nodiscard]] std::optional<QueryError> check_notification_query(const SelectQuery& query,
                                                                 const FindClass& find_class);

}  // namespace wbemcheck::mock::wql
