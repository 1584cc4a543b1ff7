#define WIN32_LEAN_AND_MEAN
#define NOMINMAX
#include <process.h>
#include <windows.h>

#include <stdexcept>

#include "tests/unit/process/descendant.h"

namespace wbemcheck::runner::test {

std::int64_t start_hanging_descendant(const char* executable) {
    const std::intptr_t handle = ::_spawnl(_P_NOWAIT, executable, executable, "hang", nullptr);
    return handle == -1 ? -1 : static_cast<std::int64_t>(::GetProcessId(reinterpret_cast<HANDLE>(handle)));
}

DescendantWatch::DescendantWatch(std::int64_t id)
    : handle_(reinterpret_cast<std::intptr_t>(::OpenProcess(SYNCHRONIZE, FALSE, static_cast<DWORD>(id)))) {
    if (handle_ == 0) {
        throw std::runtime_error("the descendant cannot be watched");
    }
}

DescendantWatch::~DescendantWatch() { ::CloseHandle(reinterpret_cast<HANDLE>(handle_)); }

bool DescendantWatch::ends_within(std::chrono::milliseconds time) {
    return ::WaitForSingleObject(reinterpret_cast<HANDLE>(handle_), static_cast<DWORD>(time.count())) ==
           WAIT_OBJECT_0;
}

bool is_memory_error(std::int64_t code) {
    return code == static_cast<std::int64_t>(EXCEPTION_ACCESS_VIOLATION);
}

}  // namespace wbemcheck::runner::test
