// ModelObject: IErrorInfo, for objects of __ExtendedStatus.
#include "harness/com/hresult.h"
#include "mock_provider/model/boundary.h"
#include "mock_provider/model/model_object.h"

namespace wbemcheck::mock {

HRESULT ModelObject::store_text(std::string_view property, BSTR* text) noexcept {
    if (text == nullptr) {
        return WBEM_E_INVALID_PARAMETER;
    }
    *text = nullptr;
    return com::guard([&]() -> HRESULT {
        const auto view = with_state([&](ObjectState& state) { return state.find(property); });
        if (!view || view->value.is_null()) {
            return WBEM_E_NOT_FOUND;
        }
        *text = com::make_bstr(value_text(view->value)).detach();
        return S_OK;
    });
}

HRESULT ModelObject::GetGUID(GUID* interface_id) noexcept {
    if (interface_id == nullptr) {
        return WBEM_E_INVALID_PARAMETER;
    }
    *interface_id = com::iid_of<IWbemServices>();
    return S_OK;
}

HRESULT ModelObject::GetSource(BSTR* source) noexcept { return store_text("ProviderName", source); }

HRESULT ModelObject::GetDescription(BSTR* description) noexcept {
    return store_text("Description", description);
}

HRESULT ModelObject::GetHelpFile(BSTR* file) noexcept {
    if (file == nullptr) {
        return WBEM_E_INVALID_PARAMETER;
    }
    *file = nullptr;  // there is none
    return S_OK;
}

HRESULT ModelObject::GetHelpContext(DWORD* context) noexcept {
    if (context == nullptr) {
        return WBEM_E_INVALID_PARAMETER;
    }
    *context = 0;
    return S_OK;
}

}  // namespace wbemcheck::mock
