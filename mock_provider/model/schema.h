// What the mock contains when nobody says otherwise: system classes in every namespace, and in root\mock the
// Mock_ classes that the scenarios ask for.
#pragma once

#include <cstddef>
#include <memory>

#include "mock_provider/model/namespace_store.h"
#include "mock_provider/model/repository.h"

namespace wbemcheck::mock {

// __SystemClass, __NAMESPACE, the event classes, __NotifyStatus, __ExtendedStatus, __PARAMETERS.
void add_system_classes(NamespaceStore& space);

// The Mock_ classes and their instances: `objects` instances of Mock_Item.
void add_mock_schema(NamespaceStore& space, std::size_t objects);

// root, root\mock (with the above) and root\mock\child.
[[nodiscard]] std::unique_ptr<Repository> make_mock_repository(std::size_t objects);

}  // namespace wbemcheck::mock
