// The aliases of a MOF text: `instance of X as $Name`. They may be used before they are declared
// (DSP0004).
#pragma once

#include <cstddef>
#include <functional>
#include <memory>
#include <string>
#include <unordered_map>
#include <variant>

#include "mock_provider/model/name.h"
#include "mock_provider/model/namespace_store.h"
#include "mock_provider/mof/compiler.h"
#include "mock_provider/mof/qualifier_types.h"
#include "mock_provider/mof/syntax.h"

namespace wbemcheck::mock::mof {

class Aliases final : public AliasPaths {
public:
    // The namespace of that path as it is now, or null.
    using FindSpace = std::function<std::shared_ptr<const NamespaceStore>(const std::string& path)>;
    using Target = std::variant<const InstanceSyntax*, const ClassSyntax*>;

    // Both references must outlive the table.
    Aliases(FindSpace find_space, const QualifierTypes& qualifiers, Budget& budget)
        : find_space_(std::move(find_space)), qualifiers_(qualifiers), budget_(budget) {}

    // False when the name is taken. The target must outlive the table.
    [[nodiscard]] bool add(const std::string& name, std::string namespace_path, Target target);

    // The path follows from the class and the keys of the target, which may be aliases in their turn.
    [[nodiscard]] std::string path(const std::string& alias, const NamespaceStore& from,
                                   std::size_t offset) override;

private:
    struct Entry {
        std::string namespace_path;
        Target target;
        bool is_being_asked = false;
    };
    [[nodiscard]] std::string path_of(const Entry& entry, const NamespaceStore& from, std::size_t offset);

    FindSpace find_space_;
    const QualifierTypes& qualifiers_;
    Budget& budget_;
    std::unordered_map<std::string, Entry, NameHash, NameEqual> entries_;
    std::size_t depth_ = 0;
};

}  // namespace wbemcheck::mock::mof
