// An error in a MOF file, as a person reads it.
#pragma once

#include <cstdint>
#include <string>

namespace wbemcheck::mock::mof {

struct Diagnostic {
    std::string file;
    std::uint32_t line = 1;
    std::uint32_t column = 1;  // in characters, not bytes
    std::string message;       // one sentence: expected a class name, found '{'

    friend bool operator==(const Diagnostic&, const Diagnostic&) = default;
};

// "file:line:column: message"
[[nodiscard]] std::string to_text(const Diagnostic& diagnostic);

}  // namespace wbemcheck::mock::mof
