// Loads MOF into a repository: what mofcomp does for WMI.
#pragma once

#include <cstddef>
#include <filesystem>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "mock_provider/model/class_definition.h"
#include "mock_provider/model/instance.h"
#include "mock_provider/model/namespace_store.h"
#include "mock_provider/model/repository.h"
#include "mock_provider/mof/diagnostic.h"

namespace wbemcheck::mock::mof {

// One thing that a file has put into the repository, as the repository keeps it: a class, an instance, or (in
// the namespace that it was made in) a namespace.
struct Stored {
    std::string namespace_path;
    std::shared_ptr<const ClassDefinition> definition;
    std::shared_ptr<const Instance> instance;
};

struct Loaded {
    std::vector<Diagnostic> errors;
    std::size_t classes = 0;          // that were declared and are stored now
    std::size_t instances = 0;        // namespaces made by an instance of __Namespace too
    std::vector<Stored> stored = {};  // in the order of the text; what is declared again is there again
};

struct LoadOptions {
    std::vector<std::filesystem::path> include_folders =
        {};  // where included files are looked for in the end
};

// All or nothing: with errors, the repository is as it was. mofcomp keeps what came before an error and
// leaves the rest; a file that somebody means to test with is wanted whole. Includes are read,
// `namespace_path` must exist; a `#pragma namespace` leads to another one, absolute ("\\\\.\\root\\x",
// "root\\x") or below it ("x"), which must exist too unless an instance of __Namespace makes it. Other writers
// wait meanwhile; the observer hears of everything that was stored, when all of it is.
[[nodiscard]] Loaded load_file(Repository& repository, std::string_view namespace_path,
                               const std::filesystem::path& file, const LoadOptions& options = {});
[[nodiscard]] Loaded load_text(Repository& repository, std::string_view namespace_path, std::string_view text,
                               std::string_view name = "text", const LoadOptions& options = {});

// Instances described by MOF text, not stored (an event to fire, parameters): uses the classes of the
// namespace. Empty with errors.
struct ReadInstances {
    std::vector<std::shared_ptr<const Instance>> instances;
    std::vector<Diagnostic> errors;
};
[[nodiscard]] ReadInstances read_instances(const NamespaceStore& space, std::string_view text,
                                           std::string_view name = "text");

}  // namespace wbemcheck::mock::mof
