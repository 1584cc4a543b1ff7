#include "mock_provider/mof/load.h"

#include <utility>

#include "mock_provider/mof/document.h"
#include "mock_provider/mof/loader.h"

namespace wbemcheck::mock::mof {

namespace {

// Into a copy, whose content takes the place of the repository's when all of it is well.
Loaded load(Repository& repository, std::string_view namespace_path, const Document& document) {
    if (!document.errors.empty()) {
        return {document.errors};
    }
    Loaded loaded;
    const bool is_loaded = repository.transact([&](Repository& copy) {
        loaded = Loader(copy, namespace_path).load(document);
        return loaded.errors.empty();
    });
    return is_loaded ? std::move(loaded) : Loaded{std::move(loaded.errors)};
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
