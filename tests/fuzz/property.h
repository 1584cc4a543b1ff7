// What a fuzz target holds its subject to. A property that does not hold ends the process: that is what the
// fuzzer and ctest see, as they see a crash.
#pragma once

#include <fmt/format.h>

#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <string_view>

namespace wbemcheck::fuzz {

inline std::string_view as_text(const std::uint8_t* bytes, std::size_t size) noexcept {
    return {reinterpret_cast<const char*>(bytes), size};
}

// The property, in words, and what was seen instead: made only when it is wanted.
template <class... Arguments>
void require(bool holds, std::string_view property, fmt::format_string<Arguments...> seen,
             Arguments&&... arguments) {
    if (holds) return;
    fmt::print(stderr, "does not hold: {}\n{}\n", property,
               fmt::format(seen, std::forward<Arguments>(arguments)...));
    std::fflush(stderr);
    std::abort();
}

inline void require(bool holds, std::string_view property) { require(holds, property, "{}", ""); }

}  // namespace wbemcheck::fuzz

// What libFuzzer calls, and what replay.cpp calls where there is none. `bytes` may be null when there are
// none.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size);
