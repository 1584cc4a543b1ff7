#define WIN32_LEAN_AND_MEAN
#define NOMINMAX
#include <fcntl.h>
#include <fmt/format.h>
#include <io.h>
#include <windows.h>
#if defined(_MSC_VER)
#include <crtdbg.h>
#endif

#include <algorithm>
#include <array>
#include <bit>
#include <cerrno>
#include <csignal>
#include <cstdint>
#include <cstdlib>
#include <string_view>
#include <system_error>

#include "harness/runner/process.h"
#include "harness/runner/process_worker.h"
#include "harness/runner/stack_keeper_win32.h"

namespace wbemcheck::runner {
namespace {

// What the system calls the status of a program that aborted.
constexpr DWORD kStatusFatalAppExit = 0x40000015;

void write_error_output(std::string_view text) noexcept {
    DWORD written = 0;
    ::WriteFile(::GetStdHandle(STD_ERROR_HANDLE), text.data(), static_cast<DWORD>(text.size()), &written,
                nullptr);
}

// abort() would end in exit code 3, which exit(3) gives as well.
extern "C" void end_after_abort(int) {
    CONTEXT context;
    ::RtlCaptureContext(&context);
    detail::write_stack(StackKind::kCrash, context);
    ::TerminateProcess(::GetCurrentProcess(), kStatusFatalAppExit);
}

// Writes where it happened and ends the process with the code of the exception, before a debugger or a dialog
// is asked for. Does not allocate: the heap may be what is broken.
LONG WINAPI end_after_exception(EXCEPTION_POINTERS* pointers) {
    const EXCEPTION_RECORD& record = *pointers->ExceptionRecord;
    if (record.ExceptionCode == static_cast<DWORD>(EXCEPTION_STACK_OVERFLOW)) {
        detail::write_stack_of_overflow(*pointers->ContextRecord);
        ::TerminateProcess(::GetCurrentProcess(), record.ExceptionCode);  // no stack is left to write with
    }
    detail::write_stack(StackKind::kCrash, *pointers->ContextRecord);
    std::array<char, 512> text;
    HMODULE module = nullptr;
    std::array<char, MAX_PATH> path{"unknown module"};
    if (::GetModuleHandleExA(
            GET_MODULE_HANDLE_EX_FLAG_FROM_ADDRESS | GET_MODULE_HANDLE_EX_FLAG_UNCHANGED_REFCOUNT,
            static_cast<const char*>(record.ExceptionAddress), &module)) {
        ::GetModuleFileNameA(module, path.data(), static_cast<DWORD>(path.size()));
    }
    const auto offset =
        reinterpret_cast<std::uintptr_t>(record.ExceptionAddress) - reinterpret_cast<std::uintptr_t>(module);
    const auto end = fmt::format_to_n(text.data(), text.size(), "unhandled exception 0x{:08X} in {} + 0x{:X}",
                                      static_cast<std::uint32_t>(record.ExceptionCode), path.data(), offset);
    write_error_output({text.data(), std::min(end.size, text.size())});
    if (record.ExceptionCode == static_cast<DWORD>(EXCEPTION_ACCESS_VIOLATION) &&
        record.NumberParameters >= 2) {
        const char* const kind = record.ExceptionInformation[0] == 0   ? "reading"
                                 : record.ExceptionInformation[0] == 1 ? "writing"
                                                                       : "running";
        const auto kind_end = fmt::format_to_n(text.data(), text.size(), ", {} address 0x{:X}", kind,
                                               record.ExceptionInformation[1]);
        write_error_output({text.data(), std::min(kind_end.size, text.size())});
    }
    write_error_output("\n");
    ::TerminateProcess(::GetCurrentProcess(), record.ExceptionCode);
    return EXCEPTION_EXECUTE_HANDLER;
}

}  // namespace

void prepare_worker_process() {
    ::SetErrorMode(SEM_FAILCRITICALERRORS | SEM_NOGPFAULTERRORBOX | SEM_NOOPENFILEERRORBOX);
    ::_set_error_mode(_OUT_TO_STDERR);
    // Some C libraries buffer it when it is a pipe; the last words before a crash would be lost.
    std::setvbuf(stderr, nullptr, _IONBF, 0);
#if defined(_UCRT) || defined(_MSC_VER)
    ::_set_abort_behavior(0, _WRITE_ABORT_MSG | _CALL_REPORTFAULT);
#endif
    std::signal(SIGABRT, &end_after_abort);
    ::SetUnhandledExceptionFilter(&end_after_exception);
#if defined(_MSC_VER)
    for (const int kind : {_CRT_WARN, _CRT_ERROR, _CRT_ASSERT}) {
        ::_CrtSetReportMode(kind, _CRTDBG_MODE_FILE);
        ::_CrtSetReportFile(kind, _CRTDBG_FILE_STDERR);
    }
#endif
}

void keep_to_one_core(unsigned number) {
    DWORD_PTR allowed = 0;
    DWORD_PTR of_system = 0;
    if (!::GetProcessAffinityMask(::GetCurrentProcess(), &allowed, &of_system) || allowed == 0) return;
    unsigned left = number % static_cast<unsigned>(std::popcount(static_cast<std::uint64_t>(allowed)));
    for (unsigned core = 0; core < 64; ++core) {
        const auto bit = static_cast<std::uint64_t>(1) << core;
        if ((static_cast<std::uint64_t>(allowed) & bit) == 0 || left-- != 0) continue;
        ::SetProcessAffinityMask(::GetCurrentProcess(), static_cast<DWORD_PTR>(bit));
        return;
    }
}

std::FILE* claim_standard_output() {
    std::fflush(stdout);
    const int descriptor = ::_dup(_fileno(stdout));
    std::FILE* const stream = descriptor >= 0 ? ::_fdopen(descriptor, "wb") : nullptr;
    if (stream == nullptr || ::_dup2(_fileno(stderr), _fileno(stdout)) != 0) {
        throw ProcessError(fmt::format("cannot set the standard output of this worker apart: {}",
                                       std::generic_category().message(errno)));
    }
    const auto handle = reinterpret_cast<HANDLE>(::_get_osfhandle(descriptor));
    ::SetHandleInformation(handle, HANDLE_FLAG_INHERIT, 0);
    ::SetStdHandle(STD_OUTPUT_HANDLE, ::GetStdHandle(STD_ERROR_HANDLE));
    return stream;
}

}  // namespace wbemcheck::runner
