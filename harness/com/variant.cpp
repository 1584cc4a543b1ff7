#include "harness/com/variant.h"

#include "harness/com/hresult.h"

namespace wbemcheck::com {

variant::variant() noexcept { VariantInit(&value_); }

variant::variant(variant&& other) noexcept : value_(other.detach()) {}

variant& variant::operator=(variant&& other) noexcept {
    if (this != &other) {
        reset();
        value_ = other.detach();
    }
    return *this;
}

variant::~variant() { reset(); }

variant variant::adopt(const VARIANT& value) noexcept {
    variant result;
    result.value_ = value;
    return result;
}

variant variant::copy_of(const VARIANT& value) {
    variant result;
    // The SDK of mingw declares the source without const.
    throw_if_failed(VariantCopy(&result.value_, const_cast<VARIANT*>(&value)));
    return result;
}

VARIANT variant::detach() noexcept {
    const VARIANT value = value_;
    VariantInit(&value_);
    return value;
}

void variant::reset() noexcept {
    // Fails only for a locked array or a type that cannot be: then there is nothing that may be freed.
    static_cast<void>(VariantClear(&value_));
    VariantInit(&value_);
}

variant make_null_variant() noexcept {
    variant result;
    result.get()->vt = VT_NULL;
    return result;
}

variant make_bool_variant(bool value) noexcept {
    variant result;
    result.get()->vt = VT_BOOL;
    result.get()->boolVal = value ? VARIANT_TRUE : VARIANT_FALSE;
    return result;
}

variant make_variant(std::uint8_t value) noexcept {
    variant result;
    result.get()->vt = VT_UI1;
    result.get()->bVal = value;
    return result;
}

variant make_variant(std::int16_t value) noexcept {
    variant result;
    result.get()->vt = VT_I2;
    result.get()->iVal = value;
    return result;
}

variant make_variant(LONG value) noexcept {
    variant result;
    result.get()->vt = VT_I4;
    result.get()->lVal = value;
    return result;
}

variant make_variant(float value) noexcept {
    variant result;
    result.get()->vt = VT_R4;
    result.get()->fltVal = value;
    return result;
}

variant make_variant(double value) noexcept {
    variant result;
    result.get()->vt = VT_R8;
    result.get()->dblVal = value;
    return result;
}

variant make_variant(std::string_view utf8) {
    unique_bstr text = make_bstr(utf8);
    variant result;
    result.get()->vt = VT_BSTR;
    result.get()->bstrVal = text.detach();
    return result;
}

variant make_variant(const char* utf8) { return make_variant(std::string_view(utf8)); }

variant make_variant(com_ptr<IUnknown> object) noexcept {
    variant result;
    result.get()->vt = VT_UNKNOWN;
    result.get()->punkVal = object.detach();
    return result;
}

}  // namespace wbemcheck::com
