#include "harness/probe/object_digest.h"

#include <algorithm>
#include <string>
#include <vector>

#include "harness/com/bstr.h"
#include "harness/com/variant.h"
#include "harness/probe/host_touch.h"

namespace wbemcheck::probe {
namespace {

class Hash {
public:
    void add(const void* data, std::size_t size) noexcept {
        const auto* bytes = static_cast<const unsigned char*>(data);
        for (std::size_t i = 0; i < size; ++i) {
            value_ ^= bytes[i];
            value_ *= 0x100000001b3ULL;  // FNV-1a, 64 bits
        }
    }
    template <class Number>
    void add_number(Number number) noexcept {
        add(&number, sizeof number);
    }
    void add_text(BSTR text) noexcept {
        add_number(SysStringByteLen(text));
        if (text != nullptr) add(text, SysStringByteLen(text));
    }
    [[nodiscard]] std::uint64_t value() const noexcept { return value_ == 0 ? 1 : value_; }

private:
    std::uint64_t value_ = 0xcbf29ce484222325ULL;
};

void add_object(Hash& hash, IUnknown* unknown) noexcept {
    com::com_ptr<IWbemClassObject> object = com::com_ptr<IUnknown>(unknown, com::retain).as<IWbemClassObject>();
    hash.add_number(object ? digest_of(object.get()) : std::uint64_t{0});
}

void add_array(Hash& hash, VARTYPE element, SAFEARRAY* array) noexcept {
    LONG lower = 0;
    LONG upper = -1;
    if (array == nullptr || FAILED(SafeArrayGetLBound(array, 1, &lower)) ||
        FAILED(SafeArrayGetUBound(array, 1, &upper))) {
        return;
    }
    void* data = nullptr;
    if (FAILED(SafeArrayAccessData(array, &data))) return;
    const auto count = static_cast<std::size_t>(upper - lower + 1);
    hash.add_number(count);
    if (element == VT_BSTR) {
        for (std::size_t i = 0; i < count; ++i) hash.add_text(static_cast<BSTR*>(data)[i]);
    } else if (element == VT_UNKNOWN || element == VT_DISPATCH) {
        for (std::size_t i = 0; i < count; ++i) add_object(hash, static_cast<IUnknown**>(data)[i]);
    } else {
        hash.add(data, count * array->cbElements);
    }
    SafeArrayUnaccessData(array);
}

void add_value(Hash& hash, const VARIANT& value) noexcept {
    const VARTYPE type = value.vt;
    hash.add_number(type);
    if ((type & VT_ARRAY) != 0) {
        add_array(hash, static_cast<VARTYPE>(type & VT_TYPEMASK), value.parray);
        return;
    }
    switch (type) {
        case VT_EMPTY:
        case VT_NULL: break;
        case VT_BSTR: hash.add_text(value.bstrVal); break;
        case VT_UNKNOWN:
        case VT_DISPATCH: add_object(hash, value.punkVal); break;
        case VT_UI1:
        case VT_I1: hash.add_number(value.bVal); break;
        case VT_I2:
        case VT_UI2:
        case VT_BOOL: hash.add_number(value.iVal); break;
        case VT_I4:
        case VT_UI4:
        case VT_R4: hash.add_number(value.lVal); break;
        default: hash.add_number(value.dblVal); break;
    }
}

}  // namespace

std::uint64_t digest_of(IWbemClassObject* object) noexcept {
    if (object == nullptr) return 0;
    const HarnessTouch touch;
    try {
        Hash hash;
        com::variant class_name;
        const com::unique_bstr class_property = com::make_bstr("__CLASS");
        if (SUCCEEDED(object->Get(class_property.get(), 0, class_name.put(), nullptr, nullptr))) {
            add_value(hash, *class_name.get());
        }
        SAFEARRAY* names = nullptr;
        const HRESULT result = object->GetNames(nullptr, WBEM_FLAG_ALWAYS | WBEM_FLAG_NONSYSTEM_ONLY, nullptr, &names);
        if (FAILED(result) || names == nullptr) {
            hash.add_number(result);
            return hash.value();
        }
        LONG lower = 0;
        LONG upper = -1;
        (void)SafeArrayGetLBound(names, 1, &lower);
        (void)SafeArrayGetUBound(names, 1, &upper);
        std::uint64_t sum = 0;  // names may come in any order, so each property is hashed alone and the hashes are added
        for (LONG i = lower; i <= upper; ++i) {
            com::unique_bstr name;
            if (FAILED(SafeArrayGetElement(names, &i, name.put()))) continue;
            com::variant value;
            Hash property;
            property.add_text(name.get());
            const HRESULT read = object->Get(name.get(), 0, value.put(), nullptr, nullptr);
            if (SUCCEEDED(read)) {
                add_value(property, *value.get());
            } else {
                property.add_number(read);
            }
            sum += property.value();
        }
        SafeArrayDestroy(names);
        hash.add_number(sum);
        return hash.value();
    } catch (...) {
        return 1;
    }
}

}  // namespace wbemcheck::probe
