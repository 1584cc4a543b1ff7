// A module in the role of a provider: WMI loads it, gives it a namespace, and calls it with a sink. Here the harness does.
#pragma once

#include <memory>

#include "harness/subject/subject.h"

namespace wbemcheck::subject {

// `address` has passed parse_subject. Loads the module into this process, and the MOF into a namespace of a mock. The
// provider is not called yet. Throws UsageError, in one sentence each: what ModuleError says, MOF that is none, a class
// object that the module does not have, a class that the MOF does not have, several of either where none was named.
[[nodiscard]] std::unique_ptr<Subject> make_provider_subject(const SubjectAddress& address);

}  // namespace wbemcheck::subject
