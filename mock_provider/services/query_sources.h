// What a notification query lives on.
#pragma once

#include <string>
#include <vector>

#include "mock_provider/engine/event_bindings.h"
#include "mock_provider/wql/query.h"

namespace wbemcheck::mock {

// The classes without which the query cannot go on: the class of its events and, where it asks for what happens to
// instances (WITHIN), those whose instances are polled: the ones that the condition names with ISA.
[[nodiscard]] std::vector<std::string> sources_of(const wql::SelectQuery& query);

// Whether the event tells that one of these classes of the namespace has been deleted.
[[nodiscard]] bool takes_away(const Event& event, const std::vector<std::string>& sources);

}  // namespace wbemcheck::mock
