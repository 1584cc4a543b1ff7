// The system classes that every namespace has.
#pragma once

#include "mock_provider/model/namespace_store.h"

namespace wbemcheck::mock {

// __SystemClass, __NAMESPACE, the event classes, __NotifyStatus, __ExtendedStatus, __PARAMETERS.
void add_system_classes(NamespaceStore& space);

}  // namespace wbemcheck::mock
