// How JSON documents of this project look on disk: what fits on a line stands on one line, everything larger
// is broken up. So they can be read, compared line by line and searched, and still stay small.
#pragma once

#include <nlohmann/json.hpp>
#include <string>

namespace wbemcheck::reports {

// The document as text, with a line end after it. Invalid UTF-8 in strings and keys is replaced by U+FFFD.
[[nodiscard]] std::string lay_out_json(const nlohmann::ordered_json& document);

}  // namespace wbemcheck::reports
