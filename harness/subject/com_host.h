// The process as a host of COM objects.
#pragma once

#include <cstdint>
#include <string>

#include "harness/com/wbem.h"
#include "harness/subject/subject.h"

namespace wbemcheck::subject {

// One multithreaded apartment for every thread of the process, for as long as it lives: a subject that misbehaves may still
// have threads in its own code when everything else is over. Sets up the security of the process, so that WMI can call it
// back (SEC-1), unless its host has done so. Once per process. Nothing to do outside Windows. Throws UsageError for the
// subject of this address when COM cannot be used.
void enter_com(const SubjectAddress& address);

// Calls to another process impersonate. An object of this process has no proxy, and refuses rightly.
void let_impersonate(IUnknown& proxy);

// What the process runs on, for a report: "system", and under Wine "wine" and "host". Empty outside Windows.
struct SystemIdentity {
    std::string system;
    std::string wine;
    std::string host;
};
[[nodiscard]] SystemIdentity system_identity();

[[nodiscard]] std::int64_t process_id() noexcept;

}  // namespace wbemcheck::subject
