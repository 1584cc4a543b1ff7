// Why a declaration that parses makes no class or instance.
#pragma once

#include <cstddef>
#include <string>
#include <utility>

#include "mock_provider/mof/diagnostic.h"
#include "mock_provider/mof/source.h"

namespace wbemcheck::mock::mof {

// Ends a declaration: thrown by the compiler, caught by who goes from declaration to declaration.
struct CompileError {
    std::size_t offset = 0;  // in the text of the declaration
    std::string message;     // "expected ..." when the text found there is to be added
    bool adds_found = false;
};

// "expected this, found that": what was found is the text at the offset.
[[nodiscard]] inline CompileError mismatch(std::size_t offset, const std::string& expected) {
    return {offset, "expected " + expected, true};
}

[[nodiscard]] inline CompileError objection(std::size_t offset, std::string message) {
    return {offset, std::move(message), false};
}

// As a person reads it.
[[nodiscard]] Diagnostic to_diagnostic(const Source& source, CompileError error);

}  // namespace wbemcheck::mock::mof
