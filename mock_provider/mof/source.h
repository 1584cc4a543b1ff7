// A MOF text as UTF-8, whatever it was written in.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

#include "mock_provider/mof/diagnostic.h"

namespace wbemcheck::mock::mof {

struct Source {
    std::string name;  // as errors call it
    std::string text;  // well-formed UTF-8 without a byte-order mark
};

// One of the two is set.
struct DecodedSource {
    std::optional<Source> source;
    Diagnostic error;
};

// The encoding follows from the byte-order mark: UTF-8, UTF-16 little or big endian; without one it is UTF-8.
// Bytes that are none are an error with the place up to which the text was good.
[[nodiscard]] DecodedSource decode_source(std::string name, std::string_view bytes);

// An error at a byte offset of the text.
[[nodiscard]] Diagnostic make_diagnostic(const Source& source, std::size_t offset, std::string message);

}  // namespace wbemcheck::mock::mof
