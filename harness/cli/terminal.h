// What the stream for human eyes can show.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdio>

#include "reports/console_report.h"

namespace wbemcheck::cli {

class Terminal {
public:
    explicit Terminal(std::FILE* stream);

    [[nodiscard]] bool is_terminal() const noexcept { return is_terminal_; }
    // A terminal, and nobody has set NO_COLOR (https://no-color.org) or TERM=dumb.
    [[nodiscard]] bool has_colour() const noexcept { return has_colour_; }
    [[nodiscard]] std::size_t columns() const noexcept { return columns_; }
    // How the summary is written there: on one screen, unless everything is wanted.
    [[nodiscard]] reports::ConsoleStyle summary_style(bool is_verbose, bool is_strict) const {
        reports::ConsoleStyle style{.colour = has_colour_, .verbose = is_verbose, .strict = is_strict};
        if (!is_terminal_) return style;  // nobody knows on what it will be read
        style.columns = columns_;
        if (rows_ != 0) style.rows = std::min(style.rows, rows_ - 1);  // a row is for the prompt
        return style;
    }

private:
    bool is_terminal_ = false;
    bool has_colour_ = false;
    std::size_t columns_ = 80;
    std::size_t rows_ = 0;  // 0: not known
};

}  // namespace wbemcheck::cli
