// The catalogue and the register of readings as a document: the text of docs/contract.md.
#pragma once

#include <string>

namespace wbemcheck::contract {

// Markdown in ASCII with LF line ends; the same bytes on every platform.
[[nodiscard]] std::string render_catalogue_markdown();

}  // namespace wbemcheck::contract
