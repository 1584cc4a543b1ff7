#include <fmt/format.h>

#include <cstdint>
#include <string_view>
#include <unordered_set>
#include <utility>

#include "harness/com/hresult.h"
#include "mock_provider/model/method_signature.h"
#include "mock_provider/model/name.h"
#include "mock_provider/mof/compile_error.h"
#include "mock_provider/mof/compiler.h"
#include "mock_provider/mof/limits.h"

namespace wbemcheck::mock::mof {

namespace {

constexpr std::string_view kSignature = "__PARAMETERS";
constexpr std::string_view kReturnValue = "ReturnValue";

using Names = std::unordered_set<std::string_view, NameHash, NameEqual>;

void claim(Names& names, const NameSyntax& name, std::string_view what) {
    if (!names.insert(name.text).second) {
        throw objection(name.offset, fmt::format("the {} {} is declared twice", what, name.text));
    }
}

// Qualifiers keep their order; the ones that the compiler adds come first.
QualifierList with_first(Qualifier first, const QualifierList& rest) {
    QualifierList list;
    list.set(std::move(first));
    for (const Qualifier& qualifier : rest.items()) {
        list.set(qualifier);
    }
    return list;
}

Qualifier signature_qualifier(std::string_view name, Value value) {
    return {std::string(name), std::move(value), default_flavor(name)};
}

// The two directions of a method while its parameters come in.
struct Signatures {
    ClassData inputs;
    ClassData outputs;

    Signatures() {
        inputs.name = kSignature;
        outputs.name = kSignature;
    }
    static std::shared_ptr<const ClassDefinition> finish(ClassData signature) {
        return signature.properties.empty() ? nullptr : make_class(std::move(signature));
    }
};

}  // namespace

void Compiler::set_type(const TypeSyntax& type, Property& property, std::vector<NameSyntax>* objects) const {
    const std::optional<CimType> base = find_cim_type(type.name.text);
    const bool is_any = base == CimType::kObject;
    if (type.is_reference) {
        if (base && !is_any) {
            throw mismatch(type.name.offset, "a class name before REF");
        }
        property.type = {CimType::kReference, type.is_array};
        property.reference_class = is_any ? std::string{} : type.name.text;
    } else if (base && *base != CimType::kReference) {
        property.type = {*base, type.is_array};
    } else if (base || equal_names(type.name.text, "void")) {
        throw mismatch(type.name.offset, "a type");
    } else {
        property.type = {CimType::kObject, type.is_array};
        property.reference_class = type.name.text;
        if (objects != nullptr) {
            objects->push_back(type.name);
        }
    }
    property.default_value = Value::null(property.type);
}

Property Compiler::compile_property(const PropertySyntax& syntax, std::vector<NameSyntax>* objects) {
    Property property;
    property.name = syntax.name.text;
    set_type(syntax.type, property, objects);
    property.qualifiers = qualifiers_.compile(syntax.qualifiers);
    if (syntax.value) {
        property.default_value = compile_value(*syntax.value, property.type, *this);
    }
    return property;
}

Method Compiler::compile_method(const MethodSyntax& syntax, std::vector<NameSyntax>* objects) {
    Method method;
    method.name = syntax.name.text;
    method.qualifiers = qualifiers_.compile(syntax.qualifiers);

    Signatures signatures;
    if (!equal_names(syntax.result.name.text, "void")) {
        Property result;
        result.name = kReturnValue;
        result.origin = kSignature;
        set_type(syntax.result, result, objects);
        result.qualifiers.set(signature_qualifier("out", Value::boolean(true)));
        signatures.outputs.properties.push_back(std::move(result));
    }
    Names names;
    std::int32_t next_id = 0;
    for (const PropertySyntax& each : syntax.parameters) {
        if (equal_names(each.name.text, kReturnValue)) {
            throw mismatch(each.name.offset, "another name than the one of the result");
        }
        claim(names, each.name, "parameter");
        Property parameter = compile_property(each, objects);
        parameter.origin = kSignature;
        const bool is_output = parameter.qualifiers.is_true("out");
        bool is_input = parameter.qualifiers.is_true("in");
        if (!is_input && !is_output) {  // DSP0004: In is true when nobody says otherwise
            parameter.qualifiers =
                with_first(signature_qualifier("in", Value::boolean(true)), parameter.qualifiers);
            is_input = true;
        }
        // WMI numbers parameters through; the numbers of a text that has them already are left alone.
        if (parameter.qualifiers.find("ID") == nullptr) {
            parameter.qualifiers =
                with_first(signature_qualifier("ID", Value::sint32(next_id)), parameter.qualifiers);
        }
        ++next_id;
        if (is_input) {
            signatures.inputs.properties.push_back(parameter);
        }
        if (is_output) {
            signatures.outputs.properties.push_back(std::move(parameter));
        }
    }
    method.inputs = Signatures::finish(std::move(signatures.inputs));
    method.outputs = Signatures::finish(std::move(signatures.outputs));
    if (const HRESULT result = check_signatures(method.inputs.get(), method.outputs.get()); FAILED(result)) {
        throw objection(syntax.name.offset, fmt::format("the parameters of {} do not go together: {}",
                                                        syntax.name.text, com::describe_hresult(result)));
    }
    return method;
}

ClassData Compiler::compile_class(const ClassSyntax& syntax, std::vector<NameSyntax>* objects) {
    ClassData data;
    data.name = syntax.name.text;
    if (syntax.superclass) {
        data.superclass = space_.find_class(syntax.superclass->text);
        if (data.superclass == nullptr) {
            throw objection(
                syntax.superclass->offset,
                fmt::format("the superclass {} of {} is not known in {}: declare or include it before",
                            syntax.superclass->text, syntax.name.text, space_.path()));
        }
        if (data.superclass->derivation().size() >= kMaxDerivation) {
            throw objection(syntax.superclass->offset,
                            fmt::format("expected at most {} superclasses above a class", kMaxDerivation));
        }
    }
    const std::size_t inherited =
        data.superclass == nullptr ? 0
                                   : data.superclass->properties().size() + data.superclass->methods().size();
    budget_.take(4 * (inherited + syntax.properties.size() + syntax.methods.size()), syntax.name.offset);
    data.qualifiers = qualifiers_.compile(syntax.qualifiers);
    Names properties;
    data.properties.reserve(syntax.properties.size());
    for (const PropertySyntax& property : syntax.properties) {
        claim(properties, property.name, "property");
        data.properties.push_back(compile_property(property, objects));
        data.properties.back().origin = data.name;
    }
    Names methods;
    data.methods.reserve(syntax.methods.size());
    for (const MethodSyntax& method : syntax.methods) {
        claim(methods, method.name, "method");
        data.methods.push_back(compile_method(method, objects));
        data.methods.back().origin = data.name;
    }
    return data;
}

}  // namespace wbemcheck::mock::mof
