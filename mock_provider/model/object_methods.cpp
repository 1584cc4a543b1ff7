// ObjectState: the methods of a class.
#include <utility>

#include "mock_provider/model/class_rules.h"
#include "mock_provider/model/method_signature.h"
#include "mock_provider/model/object_state.h"

namespace wbemcheck::mock {

namespace {

std::ptrdiff_t position_of(const ClassDefinition& definition, const Method& method) noexcept {
    return &method - definition.methods().data();
}

}  // namespace

HRESULT ObjectState::put_method(std::string_view name, std::shared_ptr<const ClassDefinition> inputs,
                                std::shared_ptr<const ClassDefinition> outputs) {
    if (!is_identifier(name) || name.starts_with('_') || name.ends_with('_')) {
        return WBEM_E_INVALID_PARAMETER;
    }
    if (const HRESULT result = check_signatures(inputs.get(), outputs.get()); FAILED(result)) {
        return result;
    }
    const ClassDefinition* const superclass = definition_->superclass().get();
    const Method* const above = superclass != nullptr ? superclass->find_method(name) : nullptr;
    if (above != nullptr && !(same_signature(above->inputs.get(), inputs.get()) &&
                              same_signature(above->outputs.get(), outputs.get()))) {
        return WBEM_E_PROPAGATED_METHOD;
    }

    ClassData data = definition_->data();
    if (const Method* const present = definition_->find_method(name)) {
        Method& method = data.methods[static_cast<std::size_t>(position_of(*definition_, *present))];
        method.inputs = std::move(inputs);
        method.outputs = std::move(outputs);
        method.is_local = true;
    } else {
        Method& method = data.methods.emplace_back();
        method.name = name;
        method.inputs = std::move(inputs);
        method.outputs = std::move(outputs);
        method.origin = data.name;
    }
    definition_ = make_class(std::move(data));
    return WBEM_S_NO_ERROR;
}

HRESULT ObjectState::remove_method(std::string_view name) {
    const Method* const method = definition_->find_method(name);
    if (method == nullptr) {
        return WBEM_E_NOT_FOUND;
    }
    if (!method->is_local) {
        return WBEM_E_PROPAGATED_METHOD;
    }
    const ClassDefinition* const superclass = definition_->superclass().get();
    const Method* const above = superclass != nullptr ? superclass->find_method(name) : nullptr;
    ClassData data = definition_->data();
    const std::ptrdiff_t position = position_of(*definition_, *method);
    if (above != nullptr) {
        data.methods[static_cast<std::size_t>(position)] = inherited_method(*above);
    } else {
        data.methods.erase(data.methods.begin() + position);
    }
    definition_ = make_class(std::move(data));
    return above != nullptr ? WBEM_S_RESET_TO_DEFAULT : WBEM_S_NO_ERROR;
}

}  // namespace wbemcheck::mock
