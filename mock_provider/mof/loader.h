// Puts the declarations of a document into a repository, one after the other.
#pragma once

#include <cstddef>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_set>
#include <vector>

#include "harness/com/wbem.h"
#include "mock_provider/model/name.h"
#include "mock_provider/model/repository.h"
#include "mock_provider/mof/aliases.h"
#include "mock_provider/mof/compile_error.h"
#include "mock_provider/mof/document.h"
#include "mock_provider/mof/load.h"
#include "mock_provider/mof/qualifier_types.h"

namespace wbemcheck::mock::mof {

// Of one use. What went in stays in, also when something else does not.
class Loader {
public:
    Loader(Repository& repository, std::string_view namespace_path);

    // The document must have no errors, and must outlive the loader.
    [[nodiscard]] Loaded load(const Document& document);

private:
    void collect_aliases(const Document& document);
    void run(const Step& step);
    void run(const PragmaSyntax& pragma);
    void run(const QualifierDeclarationSyntax& declaration) { qualifiers_.declare(declaration); }
    void run(const ClassSyntax& syntax);
    void run(const InstanceSyntax& syntax);
    void check_embedded_classes();

    void enter_namespace(const NameSyntax& path);
    void delete_class(const PragmaSyntax& pragma);
    void delete_instance(const PragmaSyntax& pragma);
    void create_namespace(const InstanceSyntax& syntax, const Instance& instance);

    [[nodiscard]] std::string full_path(std::string_view path) const;
    [[nodiscard]] std::string key_of(std::string_view class_name) const;
    void report(const Source& source, CompileError error);

    struct EmbeddedClass {
        const Source* source;
        NameSyntax name;
        std::shared_ptr<NamespaceStore> space;
    };

    Repository& repository_;
    const std::string base_path_;
    std::string path_;                       // of the namespace that declarations go to
    std::shared_ptr<NamespaceStore> space_;  // null when there is none of that path
    QualifierTypes qualifiers_;
    Budget budget_;
    Aliases aliases_;
    LONG class_flags_ = WBEM_FLAG_CREATE_OR_UPDATE;
    LONG instance_flags_ = WBEM_FLAG_CREATE_OR_UPDATE;
    std::unordered_set<std::string>
        failed_;  // classes, by namespace and name: what needs them is not reported again
    std::vector<EmbeddedClass> embedded_;  // types of properties, to be looked up in the end
    const Source* source_ = nullptr;       // of the declaration that is being run
    Loaded loaded_;
};

}  // namespace wbemcheck::mock::mof
