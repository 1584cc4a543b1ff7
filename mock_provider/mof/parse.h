// MOF text to declarations.
#pragma once

#include <cstddef>
#include <vector>

#include "mock_provider/mof/diagnostic.h"
#include "mock_provider/mof/source.h"
#include "mock_provider/mof/syntax.h"

namespace wbemcheck::mock::mof {

struct Parsed {
    std::vector<Declaration> declarations;  // those without an error, in the order of the text
    std::vector<Diagnostic> errors;         // in the order of the text
};

// After an error it goes on at the next declaration, until there are `error_limit` of them. Takes time and
// memory in proportion to the text.
[[nodiscard]] Parsed parse_mof(const Source& source, std::size_t error_limit);

}  // namespace wbemcheck::mock::mof
