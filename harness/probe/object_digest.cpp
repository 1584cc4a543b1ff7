#include "harness/probe/object_digest.h"

#include <cstddef>
#include <cstring>
#include <span>

#include "harness/com/com_ptr.h"
#include "harness/com/safe_array.h"
#include "harness/com/variant.h"
#include "harness/probe/host_touch.h"

namespace wbemcheck::probe {
namespace {

// Eight bytes a step, since every object is read twice in the callback that delivers it. Each step can be undone, so two
// texts of one length that differ in one word alone have different hashes. The multiplier is that of Knuth's multiplicative
// hashing, for 64 bits.
class Hash {
public:
    void add(const void* data, std::size_t size) noexcept {
        const auto* bytes = static_cast<const unsigned char*>(data);
        for (; size >= sizeof(std::uint64_t); bytes += sizeof(std::uint64_t), size -= sizeof(std::uint64_t)) {
            std::uint64_t word = 0;
            std::memcpy(&word, bytes, sizeof word);
            add_word(word);
        }
        if (size == 0) return;
        std::uint64_t rest = 0;
        std::memcpy(&rest, bytes, size);
        add_word(rest);
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
    void add_word(std::uint64_t word) noexcept {
        value_ = (value_ ^ word) * 0x9e3779b97f4a7c15ULL;
        value_ ^= value_ >> 32;
    }

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
        if (SUCCEEDED(object->Get(OLESTR("__CLASS"), 0, class_name.put(), nullptr, nullptr))) {
            add_value(hash, *class_name.get());
        }
        com::unique_safe_array names;
        const HRESULT result = object->GetNames(nullptr, WBEM_FLAG_ALWAYS | WBEM_FLAG_NONSYSTEM_ONLY, nullptr, names.put());
        VARTYPE element = VT_EMPTY;
        if (FAILED(result) || FAILED(SafeArrayGetVartype(names.get(), &element)) || element != VT_BSTR) {
            hash.add_number(result);
            return hash.value();
        }
        void* data = nullptr;
        if (FAILED(SafeArrayAccessData(names.get(), &data))) return hash.value();
        std::uint64_t sum = 0;  // names may come in any order, so each property is hashed alone and the hashes are added
        for (const BSTR name : std::span(static_cast<const BSTR*>(data), com::element_count(names.get()))) {
            com::variant value;
            Hash property;
            property.add_text(name);
            const HRESULT read = object->Get(name, 0, value.put(), nullptr, nullptr);
            if (SUCCEEDED(read)) {
                add_value(property, *value.get());
            } else {
                property.add_number(read);
            }
            sum += property.value();
        }
        SafeArrayUnaccessData(names.get());
        hash.add_number(sum);
        return hash.value();
    } catch (...) {
        return 1;
    }
}

}  // namespace wbemcheck::probe
