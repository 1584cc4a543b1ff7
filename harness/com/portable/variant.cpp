// What a VARIANT owns: clearing and copying.
#include <cstring>

#include "harness/com/portable/automation.h"

namespace wbemcheck::portable {

namespace {

constexpr VARTYPE kFlags = static_cast<VARTYPE>(~VT_TYPEMASK & 0xFFFF);

// Whether a VARIANT may have this type at all.
bool is_valid(VARTYPE type) noexcept {
    const std::uint32_t flags = type & kFlags;
    const std::uint32_t base = type & VT_TYPEMASK;
    if ((flags & ~std::uint32_t{VT_ARRAY | VT_BYREF}) != 0) {
        return false;
    }
    if (base == VT_EMPTY || base == VT_NULL) {
        return flags == 0;
    }
    if (base == VT_VARIANT) {
        return flags != 0;
    }
    return base <= VT_DECIMAL || (base >= VT_I1 && base <= VT_UINT) || base == VT_RECORD;
}

// Replaces what `value`, a bitwise copy of another, shares with it by its own. VT_EMPTY on failure.
HRESULT duplicate(VARIANT& value) noexcept {
    HRESULT result = S_OK;
    if ((value.vt & VT_BYREF) != 0) {
        return result;
    }
    if ((value.vt & VT_ARRAY) != 0) {
        result = SafeArrayCopy(value.parray, &value.parray);
    } else if (value.vt == VT_BSTR && value.bstrVal != nullptr) {
        value.bstrVal =
            SysAllocStringByteLen(reinterpret_cast<LPCSTR>(value.bstrVal), SysStringByteLen(value.bstrVal));
        result = value.bstrVal == nullptr ? E_OUTOFMEMORY : S_OK;
    } else if ((value.vt == VT_UNKNOWN || value.vt == VT_DISPATCH) && value.punkVal != nullptr) {
        value.punkVal->AddRef();
    } else if (value.vt == VT_RECORD) {
        result = DISP_E_BADVARTYPE;
    }
    if (FAILED(result)) {
        VariantInit(&value);
    }
    return result;
}

}  // namespace

void VariantInit(VARIANT* value) noexcept { std::memset(value, 0, sizeof(*value)); }

HRESULT VariantClear(VARIANT* value) noexcept {
    if (value == nullptr) {
        return E_INVALIDARG;
    }
    if (!is_valid(value->vt)) {
        return DISP_E_BADVARTYPE;
    }
    if ((value->vt & VT_BYREF) == 0) {
        if ((value->vt & VT_ARRAY) != 0) {
            const HRESULT result = SafeArrayDestroy(value->parray);
            if (FAILED(result)) {
                return result;
            }
        } else if (value->vt == VT_BSTR) {
            SysFreeString(value->bstrVal);
        } else if ((value->vt == VT_UNKNOWN || value->vt == VT_DISPATCH) && value->punkVal != nullptr) {
            value->punkVal->Release();
        }
    }
    value->vt = VT_EMPTY;
    return S_OK;
}

HRESULT VariantCopy(VARIANT* destination, VARIANT* source) noexcept {
    if (destination == nullptr || source == nullptr) {
        return E_INVALIDARG;
    }
    if (!is_valid(source->vt) || !is_valid(destination->vt)) {
        return DISP_E_BADVARTYPE;
    }
    if (destination == source) {
        return S_OK;
    }
    VARIANT copy = *source;
    HRESULT result = duplicate(copy);
    if (SUCCEEDED(result)) {
        result = VariantClear(destination);
        if (FAILED(result)) {
            static_cast<void>(VariantClear(&copy));
        } else {
            *destination = copy;
        }
    }
    return result;
}

}  // namespace wbemcheck::portable
