#include <sys/utsname.h>

#include <fmt/format.h>

#include "harness/runner/compiler.h"
#include "harness/runner/platform.h"

namespace wbemcheck::runner {

std::string platform_name() {
    utsname name{};
    if (::uname(&name) != 0) return fmt::format("POSIX, {}", compiler_name());
    return fmt::format("{} {} {}, {}", name.sysname, name.release, name.machine, compiler_name());
}

}  // namespace wbemcheck::runner
