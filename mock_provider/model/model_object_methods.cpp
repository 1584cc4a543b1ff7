// ModelObject: the methods of a class, and the qualifier sets.
#include "harness/com/hresult.h"
#include "mock_provider/model/boundary.h"
#include "mock_provider/model/class_object.h"
#include "mock_provider/model/method_signature.h"
#include "mock_provider/model/model_object.h"
#include "mock_provider/model/qualifier_set.h"

namespace wbemcheck::mock {

namespace {

using com::com_ptr;
using com::guard;
using Kind = QualifierOwner::Kind;

void store_signature(const std::shared_ptr<const ClassDefinition>& signature, IWbemClassObject** out) {
    if (signature != nullptr && out != nullptr) {
        store_object(out, make_class_object(signature));
    }
}

// Both or none: nothing is left in the first parameter when there is no memory for the second.
void store_signatures(const Method& method, IWbemClassObject** in_signature,
                      IWbemClassObject** out_signature) {
    com_ptr<IWbemClassObject> inputs;
    store_signature(method.inputs, inputs.put());
    store_signature(method.outputs, out_signature);
    store_object(in_signature, std::move(inputs));
}

// What PutMethod was given: a class, an instance of one, or NULL.
HRESULT read_signature(IWbemClassObject* object, std::shared_ptr<const ClassDefinition>& signature) {
    if (object == nullptr) {
        return WBEM_S_NO_ERROR;
    }
    ObjectContent content;
    const HRESULT result = read_object(object, content);
    if (SUCCEEDED(result)) {
        signature = make_signature(content.is_class() ? *content.definition : content.instance->definition());
    }
    return result;
}

}  // namespace

HRESULT ModelObject::make_qualifier_set(QualifierOwner owner, IWbemQualifierSet** qualifiers) {
    const HRESULT result = with_state([&](ObjectState& state) {
        QualifierList present;
        return state.qualifiers_of(owner, present);
    });
    if (SUCCEEDED(result)) {
        store_object(qualifiers, mock::make_qualifier_set(com::retain_ptr(this), std::move(owner)));
    }
    return result;
}

HRESULT ModelObject::GetQualifierSet(IWbemQualifierSet** qualifiers) noexcept {
    if (qualifiers == nullptr) {
        return WBEM_E_INVALID_PARAMETER;
    }
    *qualifiers = nullptr;
    return guard([&] { return make_qualifier_set({Kind::kObject, {}}, qualifiers); });
}

HRESULT ModelObject::GetPropertyQualifierSet(LPCWSTR property, IWbemQualifierSet** qualifiers) noexcept {
    if (qualifiers == nullptr) {
        return WBEM_E_INVALID_PARAMETER;
    }
    *qualifiers = nullptr;
    if (property == nullptr) {
        return WBEM_E_INVALID_PARAMETER;
    }
    return guard([&] { return make_qualifier_set({Kind::kProperty, text_of(property)}, qualifiers); });
}

HRESULT ModelObject::GetMethodQualifierSet(LPCWSTR method, IWbemQualifierSet** qualifiers) noexcept {
    if (qualifiers == nullptr) {
        return WBEM_E_INVALID_PARAMETER;
    }
    *qualifiers = nullptr;
    if (method == nullptr) {
        return WBEM_E_INVALID_PARAMETER;
    }
    return guard([&] { return make_qualifier_set({Kind::kMethod, text_of(method)}, qualifiers); });
}

HRESULT ModelObject::GetMethod(LPCWSTR name, LONG flags, IWbemClassObject** in_signature,
                               IWbemClassObject** out_signature) noexcept {
    store<IWbemClassObject*>(in_signature, nullptr);
    store<IWbemClassObject*>(out_signature, nullptr);
    if (name == nullptr || flags != 0) {
        return WBEM_E_INVALID_PARAMETER;
    }
    return guard([&]() -> HRESULT {
        const ObjectContent content = with_state([](ObjectState& state) { return state.content(); });
        if (!content.is_class()) {
            return WBEM_E_ILLEGAL_OPERATION;
        }
        const Method* const method = content.definition->find_method(text_of(name));
        if (method == nullptr) {
            return WBEM_E_NOT_FOUND;
        }
        store_signatures(*method, in_signature, out_signature);
        return WBEM_S_NO_ERROR;
    });
}

HRESULT ModelObject::PutMethod(LPCWSTR name, LONG flags, IWbemClassObject* in_signature,
                               IWbemClassObject* out_signature) noexcept {
    if (name == nullptr || flags != 0) {
        return WBEM_E_INVALID_PARAMETER;
    }
    return guard([&]() -> HRESULT {
        std::shared_ptr<const ClassDefinition> inputs;
        std::shared_ptr<const ClassDefinition> outputs;
        if (const HRESULT result = read_signature(in_signature, inputs); FAILED(result)) {
            return result;
        }
        if (const HRESULT result = read_signature(out_signature, outputs); FAILED(result)) {
            return result;
        }
        return with_state([&](ObjectState& state) -> HRESULT {
            return state.is_class() ? state.put_method(text_of(name), std::move(inputs), std::move(outputs))
                                    : WBEM_E_ILLEGAL_OPERATION;
        });
    });
}

HRESULT ModelObject::DeleteMethod(LPCWSTR name) noexcept {
    if (name == nullptr) {
        return WBEM_E_INVALID_PARAMETER;
    }
    return guard([&] {
        return with_state([&](ObjectState& state) -> HRESULT {
            return state.is_class() ? state.remove_method(text_of(name)) : WBEM_E_ILLEGAL_OPERATION;
        });
    });
}

HRESULT ModelObject::BeginMethodEnumeration(LONG flags) noexcept {
    if (flags != 0 && flags != WBEM_FLAG_LOCAL_ONLY && flags != WBEM_FLAG_PROPAGATED_ONLY) {
        return WBEM_E_INVALID_PARAMETER;
    }
    return guard([&]() -> HRESULT {
        const std::lock_guard lock(mutex_);
        if (!state_.is_class()) {
            return WBEM_E_ILLEGAL_OPERATION;
        }
        std::vector<std::string> names;
        for (const Method& method : state_.definition().methods()) {
            if (flags == 0 || method.is_local == (flags == WBEM_FLAG_LOCAL_ONLY)) {
                names.push_back(method.name);
            }
        }
        methods_.begin(std::move(names));
        return WBEM_S_NO_ERROR;
    });
}

HRESULT ModelObject::NextMethod(LONG flags, BSTR* name, IWbemClassObject** in_signature,
                                IWbemClassObject** out_signature) noexcept {
    store(name, BSTR{nullptr});
    store<IWbemClassObject*>(in_signature, nullptr);
    store<IWbemClassObject*>(out_signature, nullptr);
    if (flags != 0) {
        return WBEM_E_INVALID_PARAMETER;
    }
    return guard([&] { return next_method(name, in_signature, out_signature); });
}

HRESULT ModelObject::next_method(BSTR* name, IWbemClassObject** in_signature,
                                 IWbemClassObject** out_signature) {
    const std::lock_guard lock(mutex_);
    if (!state_.is_class()) {
        return WBEM_E_ILLEGAL_OPERATION;
    }
    if (!methods_.is_running) {
        return WBEM_E_UNEXPECTED;
    }
    while (methods_.next < methods_.names.size()) {
        const std::string& current = methods_.names[methods_.next];
        const Method* const method = state_.definition().find_method(current);
        if (method != nullptr) {
            com::unique_bstr text = com::make_bstr(current);
            store_signatures(*method, in_signature, out_signature);
            store(name, name != nullptr ? text.detach() : nullptr);
        }
        ++methods_.next;
        if (method != nullptr) {
            return WBEM_S_NO_ERROR;
        }
    }
    return WBEM_S_NO_MORE_DATA;
}

HRESULT ModelObject::EndMethodEnumeration() noexcept {
    const std::lock_guard lock(mutex_);
    if (!state_.is_class()) {
        return WBEM_E_ILLEGAL_OPERATION;
    }
    methods_.end();
    return WBEM_S_NO_ERROR;
}

HRESULT ModelObject::GetMethodOrigin(LPCWSTR method, BSTR* class_name) noexcept {
    if (class_name == nullptr) {
        return WBEM_E_INVALID_PARAMETER;
    }
    *class_name = nullptr;
    if (method == nullptr) {
        return WBEM_E_INVALID_PARAMETER;
    }
    return guard([&]() -> HRESULT {
        const ObjectContent content = with_state([](ObjectState& state) { return state.content(); });
        if (!content.is_class()) {
            return WBEM_E_ILLEGAL_OPERATION;
        }
        const Method* const found = content.definition->find_method(text_of(method));
        if (found == nullptr) {
            return WBEM_E_NOT_FOUND;
        }
        *class_name = com::make_bstr(found->origin).detach();
        return WBEM_S_NO_ERROR;
    });
}

}  // namespace wbemcheck::mock
