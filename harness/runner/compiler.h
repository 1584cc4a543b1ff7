// The compiler that built this program.
#pragma once

#include <string>

#include <fmt/format.h>

namespace wbemcheck::runner {

[[nodiscard]] inline std::string compiler_name() {
#if defined(__clang__)
    return fmt::format("Clang {}.{}", __clang_major__, __clang_minor__);
#elif defined(__GNUC__)
    return fmt::format("GCC {}.{}", __GNUC__, __GNUC_MINOR__);
#elif defined(_MSC_VER)
    return fmt::format("MSVC {}", _MSC_VER);
#else
    return "unknown compiler";
#endif
}

}  // namespace wbemcheck::runner
