// The system classes that every namespace has.
#pragma once

#include "mock_provider/model/namespace_store.h"

namespace wbemcheck::mock {

// __SystemClass, __NAMESPACE, the classes of events and timers, __NotifyStatus, __ExtendedStatus, __PARAMETERS.
void add_system_classes(NamespaceStore& space);

}  // namespace wbemcheck::mock
