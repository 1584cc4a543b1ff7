#define WIN32_LEAN_AND_MEAN
#define NOMINMAX
#include "harness/runner/stack_keeper_win32.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cstdint>
#include <cstdlib>
#include <string>

#include "harness/com/text.h"
#include "harness/runner/process_worker.h"

namespace wbemcheck::runner {
namespace {

constexpr int kMostFrames = 64;
// A thread that has overflowed its stack waits for its keeper no longer than this.
constexpr DWORD kForItsKeeper = 5000;

// Set by keep_stacks, before there are other threads.
HANDLE g_file = INVALID_HANDLE_VALUE;
HANDLE g_asked = nullptr;
HANDLE g_done = nullptr;

// Written by the thread that sets g_asked, read by the keeper afterwards.
struct {
    const CONTEXT* context = nullptr;
    DWORD number = 0;
} g_overflow;

struct Head {
    StackKind kind;
    DWORD number = ::GetCurrentThreadId();
};

template <class... Args>
void write_line(const Head& head, fmt::format_string<Args...> format, Args&&... args) noexcept {
    std::array<char, 512> text;
    const auto begin = fmt::format_to_n(text.data(), text.size(), "{} 0 0 {}\t", static_cast<char>(head.kind),
                                        head.number);
    std::size_t length = std::min(begin.size, text.size() - 1);
    const std::size_t room = text.size() - 1 - length;
    const auto end = fmt::format_to_n(text.data() + length, room, format, std::forward<Args>(args)...);
    length += std::min(end.size, room);
    text[length++] = '\n';
    DWORD written = 0;
    ::WriteFile(g_file, text.data(), static_cast<DWORD>(length), &written, nullptr);
}

// What lies in no module is no place in a program: a register that was saved where a return address is looked for. Only the
// place of the crash itself may be anywhere.
void write_frame(const Head& head, std::uintptr_t address, bool is_first) noexcept {
    HMODULE module = nullptr;
    std::array<char, MAX_PATH> path{};
    const bool is_known =
        ::GetModuleHandleExA(
            GET_MODULE_HANDLE_EX_FLAG_FROM_ADDRESS | GET_MODULE_HANDLE_EX_FLAG_UNCHANGED_REFCOUNT,
            reinterpret_cast<const char*>(address), &module) != FALSE;  // NOLINT(performance-no-int-to-ptr)
    if (is_known) ::GetModuleFileNameA(module, path.data(), static_cast<DWORD>(path.size() - 1));
    if (!is_known && !is_first) return;
    write_line(head, "{}\t\t{:x}", path.data(), address - reinterpret_cast<std::uintptr_t>(module));
}

// A step to the caller. False at the end, or where the stack is too damaged to go on.
bool unwind(CONTEXT& context) noexcept {
#if defined(_M_X64) || defined(__x86_64__)
    DWORD64 base = 0;
    RUNTIME_FUNCTION* const function = ::RtlLookupFunctionEntry(context.Rip, &base, nullptr);
    const DWORD64 before = context.Rsp;
    if (function == nullptr) {  // a function that calls nobody: its return address is on top
        MEMORY_BASIC_INFORMATION memory{};
        const auto* const top = reinterpret_cast<const DWORD64*>(context.Rsp);  // NOLINT(performance-no-int-to-ptr)
        if (::VirtualQuery(top, &memory, sizeof(memory)) == 0 || memory.State != MEM_COMMIT) return false;
        context.Rip = *top;
        context.Rsp += sizeof(DWORD64);
    } else {
        void* handler_data = nullptr;
        DWORD64 frame = 0;
        ::RtlVirtualUnwind(UNW_FLAG_NHANDLER, base, context.Rip, function, &context, &handler_data, &frame, nullptr);
    }
    return context.Rip != 0 && context.Rsp > before;
#else
    (void)context;
    return false;
#endif
}

std::uintptr_t place_of(const CONTEXT& context) noexcept {
#if defined(_M_X64) || defined(__x86_64__)
    return static_cast<std::uintptr_t>(context.Rip);
#elif defined(_M_ARM64) || defined(__aarch64__)
    return static_cast<std::uintptr_t>(context.Pc);
#else
    return static_cast<std::uintptr_t>(context.Eip);
#endif
}

void write_frames(const Head& head, const CONTEXT& context) noexcept {
    CONTEXT at = context;
    for (int count = 0; count < kMostFrames; ++count) {
        write_frame(head, place_of(at), count == 0);
        if (!unwind(at)) break;
    }
    write_line(head, "end");
}

DWORD WINAPI wait_for_an_overflow(void*) {
    ::WaitForSingleObject(g_asked, INFINITE);
    write_frames({StackKind::kCrash, g_overflow.number}, *g_overflow.context);
    ::SetEvent(g_done);
    return 0;
}

extern "C" void write_stack_of_exit() {
    CONTEXT context;
    ::RtlCaptureContext(&context);
    detail::write_stack(StackKind::kExit, context);
}

}  // namespace

void detail::write_stack(StackKind kind, const CONTEXT& context) noexcept {
    if (g_file != INVALID_HANDLE_VALUE) write_frames({kind}, context);
}

void detail::write_stack_of_overflow(const CONTEXT& context) noexcept {
    if (g_file == INVALID_HANDLE_VALUE) return;
    g_overflow = {&context, ::GetCurrentThreadId()};
    ::SignalObjectAndWait(g_asked, g_done, kForItsKeeper, FALSE);
}

void keep_stacks(const std::string& file) {
    g_file = ::CreateFileW(com::to_utf16(file).c_str(), FILE_APPEND_DATA, FILE_SHARE_READ | FILE_SHARE_DELETE, nullptr,
                           CREATE_ALWAYS, FILE_ATTRIBUTE_NORMAL, nullptr);
    if (g_file == INVALID_HANDLE_VALUE) return;
    g_asked = ::CreateEventW(nullptr, FALSE, FALSE, nullptr);
    g_done = ::CreateEventW(nullptr, FALSE, FALSE, nullptr);
    const HANDLE keeper = ::CreateThread(nullptr, 0, &wait_for_an_overflow, nullptr, 0, nullptr);
    if (keeper != nullptr) ::CloseHandle(keeper);
    std::atexit(&write_stack_of_exit);
}

}  // namespace wbemcheck::runner
