#include <sys/ioctl.h>
#include <unistd.h>

#include <cstdlib>
#include <string_view>

#include "harness/cli/terminal.h"

namespace wbemcheck::cli {

Terminal::Terminal(std::FILE* stream) {
    const int descriptor = ::fileno(stream);
    is_terminal_ = ::isatty(descriptor) == 1;
    if (!is_terminal_) return;
    winsize size{};
    if (::ioctl(descriptor, TIOCGWINSZ, &size) == 0 && size.ws_col != 0) {
        columns_ = size.ws_col;
        rows_ = size.ws_row;
    }
    const char* no_color = std::getenv("NO_COLOR");
    const char* term = std::getenv("TERM");
    has_colour_ = (no_color == nullptr || *no_color == '\0') && (term == nullptr || std::string_view(term) != "dumb");
}

}  // namespace wbemcheck::cli
