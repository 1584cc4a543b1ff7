// All that a MOF file says, with the files that it includes in their places.
#pragma once

#include <filesystem>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "mock_provider/mof/diagnostic.h"
#include "mock_provider/mof/source.h"
#include "mock_provider/mof/syntax.h"

namespace wbemcheck::mock::mof {

struct Step {
    const Source* source = nullptr;  // one of the document's
    Declaration declaration;         // an include is none any more
};

struct Document {
    std::vector<std::shared_ptr<const Source>> sources;
    std::vector<Step> steps;
    std::vector<Diagnostic> errors;  // with any of these the steps are not to be used
};

// A file that is named in a file is looked for in that file's folder, then in the first file's, then in
// `folders`. It may be included more than once, but not in itself.
[[nodiscard]] Document read_document(const std::filesystem::path& file,
                                     const std::vector<std::filesystem::path>& folders);
// A text has no folder.
[[nodiscard]] Document read_document(std::string name, std::string_view text,
                                     const std::vector<std::filesystem::path>& folders);

}  // namespace wbemcheck::mock::mof
