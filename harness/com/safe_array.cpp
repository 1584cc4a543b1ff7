#include "harness/com/safe_array.h"

#include <limits>
#include <new>

#include "harness/com/hresult.h"

namespace wbemcheck::com {

void unique_safe_array::reset(SAFEARRAY* array) noexcept {
    SAFEARRAY* const old = std::exchange(array_, array);
    if (old != nullptr && old != array) {
        // Fails only while somebody holds the data locked, who then still uses it.
        static_cast<void>(SafeArrayDestroy(old));
    }
}

unique_safe_array make_safe_array(VARTYPE type, std::size_t count) {
    unique_safe_array result;
    if (count <= std::numeric_limits<ULONG>::max()) {
        result.reset(SafeArrayCreateVector(type, 0, static_cast<ULONG>(count)));
    }
    if (!result) {
        throw std::bad_alloc();
    }
    return result;
}

unique_safe_array make_string_array(std::span<const std::string> utf8) {
    unique_safe_array result = make_safe_array(VT_BSTR, utf8.size());
    void* data = nullptr;
    throw_if_failed(SafeArrayAccessData(result.get(), &data));
    struct Unlock {
        SAFEARRAY* array;
        ~Unlock() { static_cast<void>(SafeArrayUnaccessData(array)); }
    } const unlock{result.get()};
    BSTR* next = static_cast<BSTR*>(data);
    for (const std::string& text : utf8) {
        *next++ = make_bstr(text).detach();
    }
    return result;
}

variant make_variant(unique_safe_array array) noexcept {
    VARTYPE type = VT_EMPTY;
    if (!array || FAILED(SafeArrayGetVartype(array.get(), &type))) {
        return make_null_variant();
    }
    variant result;
    result.get()->vt = static_cast<VARTYPE>(VT_ARRAY | type);
    result.get()->parray = array.detach();
    return result;
}

std::size_t element_count(SAFEARRAY* array) noexcept {
    LONG lower = 0;
    LONG upper = -1;
    if (array == nullptr || FAILED(SafeArrayGetLBound(array, 1, &lower)) ||
        FAILED(SafeArrayGetUBound(array, 1, &upper))) {
        return 0;
    }
    return static_cast<std::size_t>(static_cast<long long>(upper) - lower + 1);
}

std::vector<std::string> to_strings(SAFEARRAY* array) {
    std::vector<std::string> result;
    if (array == nullptr) {
        return result;
    }
    VARTYPE type = VT_EMPTY;
    throw_if_failed(SafeArrayGetVartype(array, &type));
    if (type != VT_BSTR || SafeArrayGetDim(array) != 1) {
        throw HresultError(DISP_E_TYPEMISMATCH);
    }
    LONG index = 0;
    throw_if_failed(SafeArrayGetLBound(array, 1, &index));
    result.reserve(element_count(array));
    for (std::size_t left = element_count(array); left > 0; --left, ++index) {
        unique_bstr text;
        throw_if_failed(SafeArrayGetElement(array, &index, text.put()));
        result.push_back(to_utf8(text.get()));
    }
    return result;
}

}  // namespace wbemcheck::com
