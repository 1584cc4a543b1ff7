// SAFEARRAY. The type of the elements stands in the four bytes before the descriptor, as on Windows.
#include <atomic>
#include <cstdlib>
#include <cstring>
#include <limits>

#include "harness/com/portable/automation.h"

namespace wbemcheck::portable {

namespace {

constexpr std::size_t kHidden = 16;  // keeps the descriptor aligned; the type is in its last four bytes
constexpr ULONG kMaxLocks = 0xFFFF;
constexpr UINT kMaxDimensions = 0xFFFF;
constexpr std::size_t kDecimalSize = 16;

std::size_t element_size(VARTYPE type) noexcept {
    switch (type) {
        case VT_I1:
        case VT_UI1:
            return 1;
        case VT_I2:
        case VT_UI2:
        case VT_BOOL:
            return 2;
        case VT_I4:
        case VT_UI4:
        case VT_INT:
        case VT_UINT:
        case VT_R4:
        case VT_ERROR:
            return 4;
        case VT_I8:
        case VT_UI8:
        case VT_R8:
        case VT_CY:
        case VT_DATE:
            return 8;
        case VT_BSTR:
        case VT_UNKNOWN:
        case VT_DISPATCH:
            return sizeof(void*);
        case VT_VARIANT:
            return sizeof(VARIANT);
        case VT_DECIMAL:
            return kDecimalSize;
        default:
            return 0;
    }
}

USHORT features_of(VARTYPE type) noexcept {
    switch (type) {
        case VT_BSTR:
            return FADF_HAVEVARTYPE | FADF_BSTR;
        case VT_UNKNOWN:
            return FADF_HAVEVARTYPE | FADF_UNKNOWN;
        case VT_DISPATCH:
            return FADF_HAVEVARTYPE | FADF_DISPATCH;
        case VT_VARIANT:
            return FADF_HAVEVARTYPE | FADF_VARIANT;
        default:
            return FADF_HAVEVARTYPE;
    }
}

unsigned char* block_of(SAFEARRAY* array) noexcept {
    return reinterpret_cast<unsigned char*>(array) - kHidden;
}

VARTYPE type_of(SAFEARRAY* array) noexcept {
    std::uint32_t type = 0;
    std::memcpy(&type, reinterpret_cast<unsigned char*>(array) - sizeof(type), sizeof(type));
    return static_cast<VARTYPE>(type);
}

// The bounds lie in one block behind the descriptor, of which it declares the first.
SAFEARRAYBOUND* bounds_of(SAFEARRAY* array) noexcept {
    return reinterpret_cast<SAFEARRAYBOUND*>(reinterpret_cast<unsigned char*>(array) +
                                             offsetof(SAFEARRAY, rgsabound));
}

// False when the size does not fit in 32 bits, as Windows has it.
bool total_elements(const SAFEARRAYBOUND* bounds, UINT dimensions, std::size_t size,
                    std::size_t& total) noexcept {
    std::uint64_t count = 1;
    for (UINT i = 0; i < dimensions; ++i) {
        count *= bounds[i].cElements;
        if (count * size > std::numeric_limits<ULONG>::max()) {
            return false;
        }
    }
    total = static_cast<std::size_t>(count);
    return true;
}

std::size_t total_of(SAFEARRAY* array) noexcept {
    std::size_t total = 0;
    total_elements(bounds_of(array), array->cDims, array->cbElements, total);
    return total;
}

unsigned char* element_at(SAFEARRAY* array, std::size_t cell) noexcept {
    return static_cast<unsigned char*>(array->pvData) + cell * array->cbElements;
}

void free_elements(SAFEARRAY* array, std::size_t begin, std::size_t end) noexcept {
    for (std::size_t cell = begin; cell < end; ++cell) {
        unsigned char* const element = element_at(array, cell);
        if ((array->fFeatures & FADF_BSTR) != 0) {
            SysFreeString(*reinterpret_cast<BSTR*>(element));
        } else if ((array->fFeatures & (FADF_UNKNOWN | FADF_DISPATCH)) != 0) {
            if (IUnknown* const object = *reinterpret_cast<IUnknown**>(element)) {
                object->Release();
            }
        } else if ((array->fFeatures & FADF_VARIANT) != 0) {
            static_cast<void>(VariantClear(reinterpret_cast<VARIANT*>(element)));
        } else {
            return;
        }
    }
    if (begin < end) {
        std::memset(element_at(array, begin), 0, (end - begin) * array->cbElements);
    }
}

BSTR copy_string(BSTR text) noexcept {
    return text == nullptr ? nullptr
                           : SysAllocStringByteLen(reinterpret_cast<LPCSTR>(text), SysStringByteLen(text));
}

// Stores a duplicate of `source` in `target`, whose old content is freed when `replace` is set and ignored
// otherwise.
HRESULT copy_element(const SAFEARRAY* array, void* target, const void* source, bool replace) noexcept {
    if ((array->fFeatures & FADF_BSTR) != 0) {
        const BSTR text = *static_cast<const BSTR*>(source);
        const BSTR copy = copy_string(text);
        if (copy == nullptr && text != nullptr) {
            return E_OUTOFMEMORY;
        }
        if (replace) {
            SysFreeString(*static_cast<BSTR*>(target));
        }
        *static_cast<BSTR*>(target) = copy;
        return S_OK;
    }
    if ((array->fFeatures & (FADF_UNKNOWN | FADF_DISPATCH)) != 0) {
        IUnknown* const object = *static_cast<IUnknown* const*>(source);
        if (object != nullptr) {
            object->AddRef();
        }
        IUnknown* const old = replace ? *static_cast<IUnknown**>(target) : nullptr;
        *static_cast<IUnknown**>(target) = object;
        if (old != nullptr) {
            old->Release();
        }
        return S_OK;
    }
    if ((array->fFeatures & FADF_VARIANT) != 0) {
        if (!replace) {
            VariantInit(static_cast<VARIANT*>(target));
        }
        return VariantCopy(static_cast<VARIANT*>(target),
                           const_cast<VARIANT*>(static_cast<const VARIANT*>(source)));
    }
    std::memcpy(target, source, array->cbElements);
    return S_OK;
}

}  // namespace

SAFEARRAY* SafeArrayCreate(VARTYPE type, UINT dimensions, SAFEARRAYBOUND* bounds) noexcept {
    const std::size_t size = element_size(type);
    std::size_t total = 0;
    if (size == 0 || dimensions == 0 || dimensions > kMaxDimensions || bounds == nullptr ||
        !total_elements(bounds, dimensions, size, total)) {
        return nullptr;
    }
    const std::size_t descriptor = offsetof(SAFEARRAY, rgsabound) + dimensions * sizeof(SAFEARRAYBOUND);
    auto* const block = static_cast<unsigned char*>(
        std::calloc(1, kHidden + (descriptor > sizeof(SAFEARRAY) ? descriptor : sizeof(SAFEARRAY))));
    void* const data = std::calloc(total == 0 ? 1 : total, size);
    if (block == nullptr || data == nullptr) {
        std::free(block);
        std::free(data);
        return nullptr;
    }
    auto* const array = reinterpret_cast<SAFEARRAY*>(block + kHidden);
    const std::uint32_t hidden_type = type;
    std::memcpy(block + kHidden - sizeof(hidden_type), &hidden_type, sizeof(hidden_type));
    array->cDims = static_cast<USHORT>(dimensions);
    array->fFeatures = features_of(type);
    array->cbElements = static_cast<ULONG>(size);
    array->pvData = data;
    SAFEARRAYBOUND* const stored = bounds_of(array);
    for (UINT i = 0; i < dimensions; ++i) {
        stored[i] = bounds[dimensions - 1 - i];
    }
    return array;
}

SAFEARRAY* SafeArrayCreateVector(VARTYPE type, LONG lower_bound, ULONG count) noexcept {
    SAFEARRAYBOUND bound{count, lower_bound};
    return SafeArrayCreate(type, 1, &bound);
}

HRESULT SafeArrayDestroy(SAFEARRAY* array) noexcept {
    if (array == nullptr) {
        return S_OK;
    }
    if (std::atomic_ref(array->cLocks).load(std::memory_order_relaxed) != 0) {
        return DISP_E_ARRAYISLOCKED;
    }
    free_elements(array, 0, total_of(array));
    std::free(array->pvData);
    std::free(block_of(array));
    return S_OK;
}

// Readers on several threads lock the same array, so its count is atomic. It publishes nothing: relaxed.
HRESULT SafeArrayLock(SAFEARRAY* array) noexcept {
    if (array == nullptr) {
        return E_INVALIDARG;
    }
    const std::atomic_ref locks(array->cLocks);
    if (locks.fetch_add(1, std::memory_order_relaxed) >= kMaxLocks) {
        locks.fetch_sub(1, std::memory_order_relaxed);
        return E_UNEXPECTED;
    }
    return S_OK;
}

HRESULT SafeArrayUnlock(SAFEARRAY* array) noexcept {
    if (array == nullptr) {
        return E_INVALIDARG;
    }
    const std::atomic_ref locks(array->cLocks);
    if (locks.fetch_sub(1, std::memory_order_relaxed) == 0) {
        locks.fetch_add(1, std::memory_order_relaxed);
        return E_UNEXPECTED;
    }
    return S_OK;
}

HRESULT SafeArrayAccessData(SAFEARRAY* array, void** data) noexcept {
    if (array == nullptr || data == nullptr) {
        return E_INVALIDARG;
    }
    *data = nullptr;
    const HRESULT result = SafeArrayLock(array);
    if (SUCCEEDED(result)) {
        *data = array->pvData;
    }
    return result;
}

HRESULT SafeArrayUnaccessData(SAFEARRAY* array) noexcept { return SafeArrayUnlock(array); }

UINT SafeArrayGetDim(SAFEARRAY* array) noexcept { return array == nullptr ? 0 : array->cDims; }

UINT SafeArrayGetElemsize(SAFEARRAY* array) noexcept { return array == nullptr ? 0 : array->cbElements; }

HRESULT SafeArrayGetLBound(SAFEARRAY* array, UINT dimension, LONG* bound) noexcept {
    if (array == nullptr || bound == nullptr) {
        return E_INVALIDARG;
    }
    if (dimension == 0 || dimension > array->cDims) {
        return DISP_E_BADINDEX;
    }
    *bound = bounds_of(array)[array->cDims - dimension].lLbound;
    return S_OK;
}

HRESULT SafeArrayGetUBound(SAFEARRAY* array, UINT dimension, LONG* bound) noexcept {
    const HRESULT result = SafeArrayGetLBound(array, dimension, bound);
    if (SUCCEEDED(result)) {
        const ULONG count = bounds_of(array)[array->cDims - dimension].cElements;
        *bound = static_cast<LONG>(std::int64_t{*bound} + count - 1);
    }
    return result;
}

HRESULT SafeArrayGetVartype(SAFEARRAY* array, VARTYPE* type) noexcept {
    if (array == nullptr || type == nullptr) {
        return E_INVALIDARG;
    }
    *type = type_of(array);
    return S_OK;
}

HRESULT SafeArrayPtrOfIndex(SAFEARRAY* array, LONG* indices, void** element) noexcept {
    if (array == nullptr || indices == nullptr || element == nullptr) {
        return E_INVALIDARG;
    }
    std::size_t cell = 0;
    std::size_t stride = 1;
    for (UINT i = 0; i < array->cDims; ++i) {  // from the left; the bounds are stored from the right
        const SAFEARRAYBOUND& bound = bounds_of(array)[array->cDims - 1 - i];
        const std::int64_t offset = std::int64_t{indices[i]} - bound.lLbound;
        if (offset < 0 || offset >= std::int64_t{bound.cElements}) {
            return DISP_E_BADINDEX;
        }
        cell += static_cast<std::size_t>(offset) * stride;
        stride *= bound.cElements;
    }
    *element = element_at(array, cell);
    return S_OK;
}

HRESULT SafeArrayGetElement(SAFEARRAY* array, LONG* indices, void* element) noexcept {
    if (element == nullptr) {
        return E_INVALIDARG;
    }
    void* source = nullptr;
    const HRESULT result = SafeArrayPtrOfIndex(array, indices, &source);
    return FAILED(result) ? result : copy_element(array, element, source, false);
}

HRESULT SafeArrayPutElement(SAFEARRAY* array, LONG* indices, void* element) noexcept {
    void* target = nullptr;
    const HRESULT result = SafeArrayPtrOfIndex(array, indices, &target);
    if (FAILED(result)) {
        return result;
    }
    if ((array->fFeatures & (FADF_BSTR | FADF_UNKNOWN | FADF_DISPATCH)) != 0) {
        return copy_element(array, target, &element, true);
    }
    return element == nullptr ? E_INVALIDARG : copy_element(array, target, element, true);
}

HRESULT SafeArrayCopy(SAFEARRAY* array, SAFEARRAY** copy) noexcept {
    if (copy == nullptr) {
        return E_INVALIDARG;
    }
    *copy = nullptr;
    if (array == nullptr) {
        return S_OK;
    }
    SAFEARRAY* const fresh = SafeArrayCreate(type_of(array), array->cDims, bounds_of(array));
    if (fresh == nullptr) {
        return E_OUTOFMEMORY;
    }
    // Creation reverses the order of the bounds; here they were reversed already.
    std::memcpy(bounds_of(fresh), bounds_of(array), array->cDims * sizeof(SAFEARRAYBOUND));
    const std::size_t total = total_of(array);
    for (std::size_t cell = 0; cell < total; ++cell) {
        const HRESULT result = copy_element(array, element_at(fresh, cell), element_at(array, cell), false);
        if (FAILED(result)) {
            static_cast<void>(SafeArrayDestroy(fresh));
            return result;
        }
    }
    *copy = fresh;
    return S_OK;
}

HRESULT SafeArrayRedim(SAFEARRAY* array, SAFEARRAYBOUND* bound) noexcept {
    if (array == nullptr || bound == nullptr) {
        return E_INVALIDARG;
    }
    if (std::atomic_ref(array->cLocks).load(std::memory_order_relaxed) != 0) {
        return DISP_E_ARRAYISLOCKED;
    }
    const std::size_t before = total_of(array);
    const SAFEARRAYBOUND kept = bounds_of(array)[0];
    std::size_t after = 0;
    bounds_of(array)[0] = *bound;
    const bool fits = total_elements(bounds_of(array), array->cDims, array->cbElements, after);
    bounds_of(array)[0] = kept;
    void* const data = fits ? std::calloc(after == 0 ? 1 : after, array->cbElements) : nullptr;
    if (data == nullptr) {
        return E_OUTOFMEMORY;
    }
    const std::size_t common = before < after ? before : after;
    free_elements(array, common, before);
    std::memcpy(data, array->pvData, common * array->cbElements);
    std::free(array->pvData);
    array->pvData = data;
    bounds_of(array)[0] = *bound;
    return S_OK;
}

}  // namespace wbemcheck::portable
