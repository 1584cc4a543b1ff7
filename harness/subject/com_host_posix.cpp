#include <unistd.h>

#include "harness/subject/com_host.h"

namespace wbemcheck::subject {

void enter_com(const SubjectAddress&) {}

void let_impersonate(IUnknown&) {}

SystemIdentity system_identity() { return {}; }

std::int64_t process_id() noexcept { return ::getpid(); }

}  // namespace wbemcheck::subject
