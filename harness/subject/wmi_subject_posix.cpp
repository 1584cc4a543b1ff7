#include <fmt/format.h>

#include "harness/subject/usage_error.h"
#include "harness/subject/wmi_subject.h"

namespace wbemcheck::subject {

std::unique_ptr<Subject> make_wmi_subject(const SubjectAddress& address) {
    throw UsageError(
        fmt::format("subject '{}': a WMI namespace exists on Windows only; use wbemcheck.exe on Windows or "
                    "under Wine, or test 'mock' "
                    "here",
                    address.text));
}

}  // namespace wbemcheck::subject
