#include <poll.h>
#include <signal.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <stdexcept>

#include "tests/unit/process/descendant.h"

namespace wbemcheck::runner::test {

std::int64_t start_hanging_descendant(const char* executable) {
    const pid_t pid = ::fork();
    if (pid == 0) {
        ::execl(executable, executable, "hang", static_cast<char*>(nullptr));
        ::_exit(127);
    }
    return pid;
}

DescendantWatch::DescendantWatch(std::int64_t id)
    : handle_(::syscall(SYS_pidfd_open, static_cast<pid_t>(id), 0)) {
    if (handle_ < 0) {
        throw std::runtime_error("the descendant cannot be watched");
    }
}

DescendantWatch::~DescendantWatch() { ::close(static_cast<int>(handle_)); }

bool DescendantWatch::ends_within(std::chrono::milliseconds time) {
    pollfd entry{static_cast<int>(handle_), POLLIN, 0};
    return ::poll(&entry, 1, static_cast<int>(time.count())) == 1;
}

bool is_memory_error(std::int64_t code) { return code == SIGSEGV || code == SIGBUS; }

}  // namespace wbemcheck::runner::test
