// Declarations to classes and instances of one namespace. It looks classes up and stores nothing.
#pragma once

#include <cstddef>
#include <memory>
#include <string>
#include <vector>

#include "mock_provider/model/class_definition.h"
#include "mock_provider/model/instance.h"
#include "mock_provider/model/namespace_store.h"
#include "mock_provider/mof/limits.h"
#include "mock_provider/mof/qualifier_types.h"
#include "mock_provider/mof/syntax.h"
#include "mock_provider/mof/value_compiler.h"

namespace wbemcheck::mock::mof {

// Who knows the paths of aliases.
class AliasPaths {
public:
    // As a reference in a namespace would name it. Throws CompileError, with that offset, for one that is not
    // known.
    [[nodiscard]] virtual std::string path(const std::string& alias, const NamespaceStore& from,
                                           std::size_t offset) = 0;

protected:
    ~AliasPaths() = default;
};

// How much one run may still make. Throws CompileError when that is used up.
class Budget {
public:
    void take(std::size_t members, std::size_t offset);

private:
    std::size_t left_ = kMaxMembersInAll;
};

// Every function throws CompileError.
class Compiler final : public ObjectSource {
public:
    Compiler(const NamespaceStore& space, const QualifierTypes& qualifiers, AliasPaths& aliases,
             Budget& budget) noexcept
        : space_(space), qualifiers_(qualifiers), aliases_(aliases), budget_(budget) {}

    // With its local members alone: the store resolves them over the superclass. `objects` (may be null)
    // receives the names of classes whose objects its properties embed.
    [[nodiscard]] ClassData compile_class(const ClassSyntax& syntax, std::vector<NameSyntax>* objects);

    [[nodiscard]] std::shared_ptr<const Instance> compile_instance(const InstanceSyntax& syntax);
    // With the values of its keys alone.
    [[nodiscard]] std::shared_ptr<const Instance> compile_keys(const InstanceSyntax& syntax);

    [[nodiscard]] Value instance(const InstanceSyntax& instance) override;
    [[nodiscard]] Value definition(const ClassSyntax& definition) override;
    [[nodiscard]] std::string alias_path(const std::string& name, std::size_t offset) override {
        return aliases_.path(name, space_, offset);
    }

private:
    enum class Which { kAll, kKeys };

    [[nodiscard]] std::shared_ptr<const ClassDefinition> find_class(const NameSyntax& name) const;
    void set_type(const TypeSyntax& type, Property& property, std::vector<NameSyntax>* objects) const;
    [[nodiscard]] Property compile_property(const PropertySyntax& syntax, std::vector<NameSyntax>* objects);
    [[nodiscard]] Method compile_method(const MethodSyntax& syntax, std::vector<NameSyntax>* objects);
    [[nodiscard]] std::shared_ptr<const Instance> compile_values(const InstanceSyntax& syntax, Which which);

    const NamespaceStore& space_;
    const QualifierTypes& qualifiers_;
    AliasPaths& aliases_;
    Budget& budget_;
};

}  // namespace wbemcheck::mock::mof
