#define WIN32_LEAN_AND_MEAN
#define NOMINMAX
#include <windows.h>

#include <io.h>

#include "harness/cli/terminal.h"

namespace wbemcheck::cli {

Terminal::Terminal(std::FILE* stream) {
    const auto handle = reinterpret_cast<HANDLE>(_get_osfhandle(_fileno(stream)));
    DWORD mode = 0;
    is_terminal_ = ::GetConsoleMode(handle, &mode) != 0;
    if (!is_terminal_) return;
    CONSOLE_SCREEN_BUFFER_INFO info{};
    if (::GetConsoleScreenBufferInfo(handle, &info) && info.dwSize.X > 0) {
        columns_ = static_cast<std::size_t>(info.dwSize.X);
        // The window, not the buffer behind it, which is as long as one can scroll.
        rows_ = static_cast<std::size_t>(std::max(0, info.srWindow.Bottom - info.srWindow.Top + 1));
    }
    constexpr DWORD kVirtualTerminal = 0x0004;  // ENABLE_VIRTUAL_TERMINAL_PROCESSING: escape sequences are obeyed
    const bool obeys = ::SetConsoleMode(handle, mode | kVirtualTerminal) != 0;
    const bool is_unwanted = ::GetEnvironmentVariableW(L"NO_COLOR", nullptr, 0) > 1;
    has_colour_ = obeys && !is_unwanted;
}

}  // namespace wbemcheck::cli
