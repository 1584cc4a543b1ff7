#include "harness/runner/process.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "harness/runner/process_backend.h"

namespace wbemcheck::runner {

ChildProcess::ChildProcess(std::unique_ptr<detail::ProcessBackend> backend) noexcept
    : backend_(std::move(backend)) {}
ChildProcess::ChildProcess(ChildProcess&& other) noexcept = default;
ChildProcess& ChildProcess::operator=(ChildProcess&& other) noexcept = default;
ChildProcess::~ChildProcess() = default;

ChildProcess ChildProcess::start(const std::string& executable, const std::vector<std::string>& arguments,
                                 const ProcessOptions& options) {
    return ChildProcess(detail::start_process(executable, arguments, options));
}

LineRead ChildProcess::read_line(Deadline deadline) { return backend_->state.read_line(deadline); }
Exit ChildProcess::wait(Deadline deadline) { return backend_->state.wait(deadline); }
void ChildProcess::kill() noexcept { backend_->kill(); }
std::string ChildProcess::error_output() const { return backend_->state.error_output(); }
std::size_t ChildProcess::ask_for_stacks() noexcept { return backend_->ask_for_stacks(); }
std::optional<std::uint64_t> ChildProcess::own_memory() const noexcept { return backend_->own_memory(); }
std::int64_t ChildProcess::id() const noexcept { return backend_->id(); }

FinishedChild run_to_end(const std::string& executable, const std::vector<std::string>& arguments) {
    ChildProcess child = ChildProcess::start(executable, arguments);
    FinishedChild finished;
    for (;;) {
        const LineRead line = child.read_line(kNoDeadline);
        if (line.kind == LineRead::Kind::kEnd) break;
        finished.output += line.text + "\n";
    }
    finished.exit = child.wait(kNoDeadline);
    finished.errors = child.error_output();
    return finished;
}

namespace {

struct NamedStatus {
    std::uint32_t code;
    const char* words;
};

constexpr std::array kWindowsStatuses = {
    NamedStatus{0x40000015, "abort() was called"},
    NamedStatus{0x80000001, "guard page touched"},
    NamedStatus{0x80000002, "misaligned data"},
    NamedStatus{0x80000003, "breakpoint"},
    NamedStatus{0x80000100, "function that the system does not have was called"},
    NamedStatus{0xC0000005, "access violation"},
    NamedStatus{0xC0000006, "in-page error"},
    NamedStatus{0xC0000008, "invalid handle"},
    NamedStatus{0xC0000017, "out of memory"},
    NamedStatus{0xC000001D, "illegal instruction"},
    NamedStatus{0xC0000025, "exception that cannot be continued"},
    NamedStatus{0xC000008C, "array bounds exceeded"},
    NamedStatus{0xC000008E, "floating-point division by zero"},
    NamedStatus{0xC0000094, "integer division by zero"},
    NamedStatus{0xC0000095, "integer overflow"},
    NamedStatus{0xC0000096, "privileged instruction"},
    NamedStatus{0xC00000FD, "stack overflow"},
    NamedStatus{0xC0000135, "a DLL that it needs was not found"},
    NamedStatus{0xC0000139, "a function that it needs is missing from a DLL"},
    NamedStatus{0xC000013A, "Ctrl+C"},
    NamedStatus{0xC0000142, "a DLL that it needs failed to initialise"},
    NamedStatus{0xC0000194, "possible deadlock"},
    NamedStatus{0xC0000264, "resource not owned by the thread that released it"},
    NamedStatus{0xC0000374, "heap corruption"},
    NamedStatus{0xC0000409, "fail-fast: a damaged stack buffer, abort() or std::terminate"},
    NamedStatus{0xC0000417, "invalid argument to a C library function"},
    NamedStatus{0xC0000420, "failed assertion"},
    NamedStatus{0xC06D007E, "a delay-loaded DLL was not found"},
    NamedStatus{0xE0434352, "uncaught .NET exception"},
    NamedStatus{0xE06D7363, "uncaught C++ exception"},
    NamedStatus{0x20474343, "uncaught C++ exception"},
};

}  // namespace

std::string describe_windows_exit(std::uint32_t code) {
    const auto* const named = std::find_if(kWindowsStatuses.begin(), kWindowsStatuses.end(),
                                           [code](const NamedStatus& status) { return status.code == code; });
    if (named != kWindowsStatuses.end()) {
        return fmt::format("0x{:08X} ({})", code, named->words);
    }
    // What the system ends a process with begins with the bits of an error. HRESULTs and small negative
    // numbers, which programs return themselves, begin otherwise.
    if (code >= 0xC0000000 && code < 0xF0000000) {
        return fmt::format("0x{:08X}", code);
    }
    if (code >= 0x80000000 && code < 0xC0000000) {
        return fmt::format("exit code 0x{:08X}", code);
    }
    return fmt::format("exit code {}", static_cast<std::int32_t>(code));
}

}  // namespace wbemcheck::runner
