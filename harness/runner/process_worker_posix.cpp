#include <fcntl.h>
#include <fmt/format.h>
#include <sched.h>
#include <sys/resource.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <system_error>

#include "harness/runner/process.h"
#include "harness/runner/process_worker.h"

namespace wbemcheck::runner {

void prepare_worker_process() {
    rlimit limit{};
    if (::getrlimit(RLIMIT_CORE, &limit) == 0) {
        // One byte, not none: no core file is that small, and Linux takes this very value as the wish not to
        // start a crash collector either ("|/usr/share/apport ..." in core_pattern), which a limit of 0 does
        // not stop.
        limit.rlim_cur = std::min<rlim_t>(1, limit.rlim_max);
        ::setrlimit(RLIMIT_CORE, &limit);
    }
}

void keep_to_one_core(unsigned number) {
#if defined(__linux__)
    cpu_set_t allowed;
    CPU_ZERO(&allowed);
    if (::sched_getaffinity(0, sizeof(allowed), &allowed) != 0 || CPU_COUNT(&allowed) == 0) return;
    int left = static_cast<int>(number % static_cast<unsigned>(CPU_COUNT(&allowed)));
    for (int core = 0; core < CPU_SETSIZE; ++core) {
        if (!CPU_ISSET(core, &allowed) || left-- != 0) continue;
        cpu_set_t chosen;
        CPU_ZERO(&chosen);
        CPU_SET(core, &chosen);
        (void)::sched_setaffinity(0, sizeof(chosen), &chosen);
        return;
    }
#else
    (void)number;  // macOS has no such call
#endif
}

std::FILE* claim_standard_output() {
    std::fflush(stdout);
    const int descriptor = ::fcntl(STDOUT_FILENO, F_DUPFD_CLOEXEC, STDERR_FILENO + 1);
    std::FILE* const stream = descriptor >= 0 ? ::fdopen(descriptor, "w") : nullptr;
    if (stream == nullptr || ::dup2(STDERR_FILENO, STDOUT_FILENO) < 0) {
        throw ProcessError(fmt::format("cannot set the standard output of this worker apart: {}",
                                       std::generic_category().message(errno)));
    }
    return stream;
}

}  // namespace wbemcheck::runner
