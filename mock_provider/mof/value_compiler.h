// Constants of a MOF text as values of a CIM type.
#pragma once

#include <string>

#include "mock_provider/model/value.h"
#include "mock_provider/mof/syntax.h"

namespace wbemcheck::mock::mof {

// What values need from around them: objects, and the paths of aliases.
class ObjectSource {
public:
    [[nodiscard]] virtual Value instance(const InstanceSyntax& instance) = 0;
    [[nodiscard]] virtual Value definition(const ClassSyntax& definition) = 0;
    [[nodiscard]] virtual std::string alias_path(const std::string& name, std::size_t offset) = 0;

protected:
    ~ObjectSource() = default;
};

// The value as `type`. Throws CompileError for what is not of that type or out of its range: numbers are
// never made of text, nor text of numbers, and a scalar is no array.
[[nodiscard]] Value compile_value(const ValueSyntax& value, Type type, ObjectSource& objects);

// Without objects and aliases, as in a qualifier.
[[nodiscard]] Value compile_constant(const ValueSyntax& value, Type type);

// The type that a constant has by itself: boolean, sint64, uint64, real64, string or char16; of a list the
// type that all elements have, with integers beside reals as reals, and string when it is empty. Throws
// CompileError when they differ.
[[nodiscard]] Type natural_type(const ValueSyntax& value);

}  // namespace wbemcheck::mock::mof
