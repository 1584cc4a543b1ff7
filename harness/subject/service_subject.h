// A module that plays the service: its class is an IWbemLocator, or an IWbemServices itself.
#pragma once

#include <memory>

#include "harness/subject/subject.h"

namespace wbemcheck::subject {

// `address` has passed parse_subject. Loads the module into this process and connects once. Throws UsageError, in one
// sentence each: what ModuleError says, a class that the module does not have or that serves neither interface, several
// classes where none was named, a namespace that cannot be opened, a query that is refused.
[[nodiscard]] std::unique_ptr<Subject> make_service_subject(const SubjectAddress& address);

}  // namespace wbemcheck::subject
