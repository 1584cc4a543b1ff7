#include "mock_provider/mof/load.h"

#include <utility>

#include "mock_provider/mof/document.h"
#include "mock_provider/mof/loader.h"

namespace wbemcheck::mock::mof {

namespace {

// Into a copy, which takes the repository's place when all of it is well.
Loaded load(Repository& repository, std::string_view namespace_path, const Document& document) {
    if (!document.errors.empty()) {
        return {document.errors};
    }
    const std::unique_ptr<Repository> copy = repository.clone();
    Loaded loaded = Loader(*copy, namespace_path).load(document);
    if (!loaded.errors.empty()) {
        return {std::move(loaded.errors)};
    }
    repository.adopt(std::move(*copy));
    return loaded;
}

}  // namespace

Loaded load_file(Repository& repository, std::string_view namespace_path, const std::filesystem::path& file,
                 const LoadOptions& options) {
    return load(repository, namespace_path, read_document(file, options.include_folders));
}

Loaded load_text(Repository& repository, std::string_view namespace_path, std::string_view text,
                 std::string_view name, const LoadOptions& options) {
    return load(repository, namespace_path, read_document(std::string(name), text, options.include_folders));
}

}  // namespace wbemcheck::mock::mof
