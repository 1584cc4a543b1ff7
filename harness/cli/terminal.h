// What the stream for human eyes can show.
#pragma once

#include <cstddef>
#include <cstdio>

namespace wbemcheck::cli {

class Terminal {
public:
    explicit Terminal(std::FILE* stream);

    [[nodiscard]] bool is_terminal() const noexcept { return is_terminal_; }
    // A terminal, and nobody has set NO_COLOR (https://no-color.org) or TERM=dumb.
    [[nodiscard]] bool has_colour() const noexcept { return has_colour_; }
    [[nodiscard]] std::size_t columns() const noexcept { return columns_; }

private:
    bool is_terminal_ = false;
    bool has_colour_ = false;
    std::size_t columns_ = 80;
};

}  // namespace wbemcheck::cli
