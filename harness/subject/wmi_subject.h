// A namespace of the system's own WMI as a subject.
#pragma once

#include <memory>

#include "harness/subject/subject.h"

namespace wbemcheck::subject {

// `address` has passed parse_subject. Connects once. Throws UsageError where there is no WMI, when the
// namespace cannot be opened, and when it refuses the query of the address.
[[nodiscard]] std::unique_ptr<Subject> make_wmi_subject(const SubjectAddress& address);

}  // namespace wbemcheck::subject
