#include "mock_provider/services/method_requests.h"

#include <exception>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "harness/com/bstr.h"
#include "harness/com/hresult.h"
#include "mock_provider/model/class_object.h"
#include "mock_provider/services/error_details.h"
#include "mock_provider/services/object_requests.h"
#include "mock_provider/services/object_rows.h"

namespace wbemcheck::mock {

namespace {

// What a method is called on. A path without keys means the class: that is for static methods.
struct Target {
    std::shared_ptr<const ClassDefinition> definition;
    bool is_class = false;
};

Target find_target(const NamespaceStore& space, const std::string& text) {
    const ParsedPath parsed = parse_object_path(text);
    if (!parsed.path.has_value() || parsed.path->class_name.empty()) {
        throw com::HresultError(WBEM_E_INVALID_OBJECT_PATH);
    }
    if (!is_path_within(*parsed.path, space)) {
        throw com::HresultError(WBEM_E_NOT_FOUND);
    }
    if (parsed.path->form == ObjectPath::Form::kClass) {
        auto definition = space.find_class(parsed.path->class_name);
        if (definition == nullptr) {
            throw com::HresultError(WBEM_E_NOT_FOUND);
        }
        return {std::move(definition), true};
    }
    HRESULT result = WBEM_S_NO_ERROR;
    const auto instance = space.find_instance(*parsed.path, &result);
    if (instance == nullptr) {
        throw com::HresultError(result);
    }
    return {instance->shared_definition(), false};
}

// ARG-18: whether the method may be called, in the order in which the answers make sense.
const Method& find_method(const Target& target, const std::string& name) {
    const Method* const method = target.definition->find_method(name);
    if (method == nullptr) {
        throw com::HresultError(WBEM_E_INVALID_METHOD);
    }
    if (method->qualifiers.is_true("disabled")) {
        throw com::HresultError(WBEM_E_METHOD_DISABLED);
    }
    if (!method->qualifiers.is_true("implemented")) {
        throw com::HresultError(WBEM_E_METHOD_NOT_IMPLEMENTED);
    }
    if (target.is_class && !method->qualifiers.is_true("static")) {
        throw com::HresultError(WBEM_E_INVALID_METHOD);
    }
    return *method;
}

// The given parameters as the signature has them. Null when the method has no inputs.
std::shared_ptr<const Instance> match_inputs(const Method& method, const std::shared_ptr<const Instance>& given) {
    const std::size_t wanted = method.inputs == nullptr ? 0 : method.inputs->properties().size();
    if (wanted != 0 && given == nullptr) {
        throw com::HresultError(WBEM_E_INVALID_METHOD_PARAMETERS);
    }
    if (given == nullptr) {
        return nullptr;
    }
    std::vector<Value> values;
    if (method.inputs != nullptr) {
        values = make_instance(method.inputs)->values();
    }
    const auto& properties = given->definition().properties();
    for (std::size_t i = 0; i < properties.size(); ++i) {
        const auto position = wanted == 0 ? std::nullopt : method.inputs->find_property(properties[i].name);
        if (!position.has_value()) {
            throw com::HresultError(WBEM_E_INVALID_METHOD_PARAMETERS);
        }
        auto value = convert_value(given->values()[i], method.inputs->properties()[*position].type);
        if (!value.has_value()) {
            throw com::HresultError(WBEM_E_INVALID_METHOD_PARAMETERS);
        }
        values[*position] = std::move(*value);
    }
    return method.inputs == nullptr ? nullptr : std::make_shared<const Instance>(method.inputs, std::move(values));
}

// IND-12: one object with what the method gives back; none when it gives nothing.
Answer make_answer(const Method& method, const MethodOutputs& outputs) {
    if (method.outputs == nullptr) {
        return {};
    }
    std::vector<Value> values = make_instance(method.outputs)->values();
    for (const auto& [name, value] : outputs) {
        const auto position = method.outputs->find_property(name);
        if (position.has_value() && !value.is_null()) {
            values[*position] = value;
        }
    }
    return {make_row(Instances{std::make_shared<const Instance>(method.outputs, std::move(values))}), {}};
}

Answer call_method(const Scope& scope, const std::string& path, const std::string& name,
                   const std::shared_ptr<const Instance>& given, IWbemContext* context) {
    const Target target = find_target(*scope.space, path);
    const Method& method = find_method(target, name);
    auto inputs = match_inputs(method, given);
    const auto body = scope.core->methods().find(scope.space->path(), *target.definition, method.name);
    if (body == nullptr) {
        return outcome(WBEM_E_PROVIDER_NOT_FOUND);  // a client's class that says it is implemented
    }
    MethodOutputs outputs;
    HRESULT result = WBEM_S_NO_ERROR;
    try {
        result = (*body)({scope, path, method, std::move(inputs), context}, outputs);
    } catch (const std::exception& error) {
        // What it says is for whoever reads the error object.
        result = com::current_exception_to_hresult();
        return {nullptr,
                {result, std::nullopt, make_error_details(*scope.space, {result, "ExecMethod", path, error.what()})}};
    }
    return FAILED(result) ? outcome(result) : make_answer(method, outputs);
}

}  // namespace

Request exec_method(const Scope& scope, BSTR path, BSTR method, LONG flags, IWbemClassObject* in_params,
                    IWbemContext* context, Form form) {
    HRESULT result = check_flags(flags, 0, form);  // ARG-17: not even USE_AMENDED_QUALIFIERS
    if (SUCCEEDED(result)) {
        result = check_text(path, kMaxPath);
    }
    if (SUCCEEDED(result)) {
        result = check_text(method, kMaxIdentifier);
    }
    ObjectContent inputs;
    if (SUCCEEDED(result) && in_params != nullptr) {
        result = read_object(in_params, inputs);
        if (SUCCEEDED(result) && inputs.is_class()) {
            result = WBEM_E_INVALID_METHOD_PARAMETERS;
        }
    }
    com::com_ptr<IWbemContext> copy;
    if (SUCCEEDED(result) && context != nullptr) {
        result = context->Clone(copy.put());
    }
    if (FAILED(result)) {
        return Request::refused(result);
    }
    std::string text = com::to_utf8(path);
    return accepted(scope.space, "ExecMethod", text,
                    [scope, text, name = com::to_utf8(method), given = std::move(inputs.instance),
                     copy = std::move(copy)] { return call_method(scope, text, name, given, copy.get()); });
}

}  // namespace wbemcheck::mock
