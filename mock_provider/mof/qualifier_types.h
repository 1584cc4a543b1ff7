// The qualifiers that a MOF text has declared: they say which type, which value and which flavours a use has
// that does not say otherwise.
#pragma once

#include <string>
#include <string_view>
#include <unordered_map>

#include "mock_provider/model/name.h"
#include "mock_provider/model/qualifier.h"
#include "mock_provider/model/value.h"
#include "mock_provider/mof/syntax.h"

namespace wbemcheck::mock::mof {

struct QualifierType {
    Type type;
    Value default_value;  // as WMI keeps it; null when there is none
    Flavor flavor;
};

class QualifierTypes {
public:
    // Throws CompileError for an unknown type, or a default value of another one. A second declaration
    // replaces the first.
    void declare(const QualifierDeclarationSyntax& declaration);

    // Throws CompileError for a value that is not of the declared type, or for a qualifier that stands twice.
    [[nodiscard]] QualifierList compile(const QualifiersSyntax& qualifiers) const;

private:
    [[nodiscard]] Qualifier compile(const QualifierSyntax& qualifier) const;

    std::unordered_map<std::string, QualifierType, NameHash, NameEqual> types_;
};

}  // namespace wbemcheck::mock::mof
