#include "mock_provider/mof/compile_error.h"

#include <fmt/format.h>

#include "mock_provider/syntax/place.h"

namespace wbemcheck::mock::mof {

Diagnostic to_diagnostic(const Source& source, CompileError error) {
    if (error.adds_found) {
        error.message += fmt::format(", found {}", syntax::describe_token(source.text, error.offset, "the end of the file"));
    }
    return make_diagnostic(source, error.offset, std::move(error.message));
}

}  // namespace wbemcheck::mock::mof
