// The events that WMI raises itself: about instances, classes and namespaces that come, change and go.
#pragma once

#include "mock_provider/engine/event_bindings.h"
#include "mock_provider/model/change.h"
#include "mock_provider/model/repository.h"

namespace wbemcheck::mock {

// Publishes the __InstanceCreationEvent, __ClassModificationEvent and so on that `change` is. Called by the writer whose
// change it is, before his call returns. Does not throw: an event for which there is no memory is lost.
void publish_change(const Change& change, const Repository& repository, EventBindings& events) noexcept;

}  // namespace wbemcheck::mock
