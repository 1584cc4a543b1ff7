// The mock provider as a subject.
#pragma once

#include <memory>

#include "harness/subject/subject.h"

namespace wbemcheck::subject {

// `address` has passed parse_subject. Throws UsageError for a defect that the mock does not have.
[[nodiscard]] std::unique_ptr<Subject> make_mock_subject(const SubjectAddress& address);

}  // namespace wbemcheck::subject
