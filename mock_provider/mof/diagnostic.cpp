#include "mock_provider/mof/diagnostic.h"

#include <fmt/format.h>

namespace wbemcheck::mock::mof {

std::string to_text(const Diagnostic& diagnostic) {
    return fmt::format("{}:{}:{}: {}", diagnostic.file, diagnostic.line, diagnostic.column,
                       diagnostic.message);
}

}  // namespace wbemcheck::mock::mof
