#include "mock_provider/model/variant_value.h"

#include <cstring>
#include <utility>

#include "harness/com/hresult.h"
#include "harness/com/safe_array.h"
#include "mock_provider/model/class_object.h"

namespace wbemcheck::mock {

namespace {

using com::com_ptr;
using com::unique_safe_array;

VARTYPE scalar_variant_type(CimType type) noexcept {
    switch (type) {
        case CimType::kSint8:
        case CimType::kSint16:
        case CimType::kChar16:
            return VT_I2;
        case CimType::kUint8:
            return VT_UI1;
        case CimType::kUint16:
        case CimType::kSint32:
        case CimType::kUint32:
            return VT_I4;
        case CimType::kReal32:
            return VT_R4;
        case CimType::kReal64:
            return VT_R8;
        case CimType::kBoolean:
            return VT_BOOL;
        case CimType::kObject:
            return VT_UNKNOWN;
        case CimType::kString:
        case CimType::kDatetime:
        case CimType::kReference:
        case CimType::kSint64:
        case CimType::kUint64:
            return VT_BSTR;
        case CimType::kNone:
            break;
    }
    return VT_NULL;
}

// Locks the elements of an array for as long as it lives.
class ArrayData {
public:
    explicit ArrayData(SAFEARRAY* array) : array_(array) {
        com::throw_if_failed(SafeArrayAccessData(array, &data_));
    }
    ~ArrayData() { static_cast<void>(SafeArrayUnaccessData(array_)); }
    ArrayData(const ArrayData&) = delete;
    ArrayData& operator=(const ArrayData&) = delete;

    template <class T>
    [[nodiscard]] T& at(std::size_t index) const noexcept {
        return static_cast<T*>(data_)[index];
    }

private:
    SAFEARRAY* array_;
    void* data_ = nullptr;
};

com_ptr<IUnknown> object_of(const EmbeddedObject& object) {
    return object.instance != nullptr ? make_instance_object(object.instance)
                                      : make_class_object(object.definition);
}

std::int64_t bits_of(const Value& value) {
    return is_signed_integer(value.type().base) ? value.as_signed()
                                                : static_cast<std::int64_t>(value.as_unsigned());
}

// The element of an array that has the VARTYPE of the value. A null element stays zero.
void store_element(const Value& value, const ArrayData& data, std::size_t index) {
    if (value.is_null()) {
        return;
    }
    switch (scalar_variant_type(value.type().base)) {
        case VT_I2:
            data.at<SHORT>(index) = static_cast<SHORT>(bits_of(value));
            break;
        case VT_UI1:
            data.at<BYTE>(index) = static_cast<BYTE>(bits_of(value));
            break;
        case VT_I4:
            data.at<LONG>(index) = static_cast<LONG>(bits_of(value));
            break;
        case VT_R4:
            data.at<FLOAT>(index) = static_cast<FLOAT>(value.as_real());
            break;
        case VT_R8:
            data.at<DOUBLE>(index) = value.as_real();
            break;
        case VT_BOOL:
            data.at<VARIANT_BOOL>(index) = value.as_boolean() ? VARIANT_TRUE : VARIANT_FALSE;
            break;
        case VT_UNKNOWN:
            data.at<IUnknown*>(index) = object_of(value.as_object()).detach();
            break;
        default:
            data.at<BSTR>(index) = com::make_bstr(value_text(value)).detach();
            break;
    }
}

com::variant array_variant(const Value& value) {
    const Value::Array& elements = value.as_array();
    unique_safe_array array = com::make_safe_array(scalar_variant_type(value.type().base), elements.size());
    {
        const ArrayData data(array.get());
        for (std::size_t i = 0; i < elements.size(); ++i) {
            store_element(elements[i], data, i);
        }
    }
    return com::make_variant(std::move(array));
}

HRESULT object_value(IUnknown* unknown, Value& value) {
    if (unknown == nullptr) {
        value = Value::null({CimType::kObject, false});
        return WBEM_S_NO_ERROR;
    }
    const com_ptr<IWbemClassObject> object = com::retain_ptr(unknown).as<IWbemClassObject>();
    if (!object) {
        return WBEM_E_TYPE_MISMATCH;
    }
    ObjectContent content;
    const HRESULT result = read_object(object.get(), content);
    if (SUCCEEDED(result)) {
        value = content.is_class() ? Value::object(content.definition) : Value::object(content.instance);
    }
    return result;
}

// `get` reads an element as the type that the argument has: from a VARIANT or from an array.
template <class Getter>
HRESULT read_scalar(VARTYPE type, const Getter& get, Value& value) {
    switch (type) {
        case VT_I1:
            value = Value::sint8(static_cast<std::int8_t>(get(CHAR{})));
            return WBEM_S_NO_ERROR;
        case VT_UI1:
            value = Value::uint8(get(BYTE{}));
            return WBEM_S_NO_ERROR;
        case VT_I2:
            value = Value::sint16(get(SHORT{}));
            return WBEM_S_NO_ERROR;
        case VT_UI2:
            value = Value::uint16(get(USHORT{}));
            return WBEM_S_NO_ERROR;
        case VT_I4:
        case VT_INT:
            value = Value::sint32(get(LONG{}));
            return WBEM_S_NO_ERROR;
        case VT_UI4:
        case VT_UINT:
            value = Value::uint32(get(ULONG{}));
            return WBEM_S_NO_ERROR;
        case VT_I8:
            value = Value::sint64(get(LONGLONG{}));
            return WBEM_S_NO_ERROR;
        case VT_UI8:
            value = Value::uint64(get(ULONGLONG{}));
            return WBEM_S_NO_ERROR;
        case VT_R4:
            value = Value::real32(get(FLOAT{}));
            return WBEM_S_NO_ERROR;
        case VT_R8:
            value = Value::real64(get(DOUBLE{}));
            return WBEM_S_NO_ERROR;
        case VT_BOOL:
            value = Value::boolean(get(VARIANT_BOOL{}) != VARIANT_FALSE);
            return WBEM_S_NO_ERROR;
        case VT_BSTR:
            value = Value::string(com::to_utf8(get(BSTR{})));
            return WBEM_S_NO_ERROR;
        case VT_UNKNOWN:
            return object_value(get(static_cast<IUnknown*>(nullptr)), value);
        default:
            return WBEM_E_TYPE_MISMATCH;
    }
}

// The anonymous union of a VARIANT starts with its value, whatever the type.
template <class T>
T scalar_of(const VARIANT& variant) noexcept {
    T value;
    std::memcpy(&value, &variant.llVal, sizeof value);
    return value;
}

HRESULT read_array(const VARIANT& variant, Value& value) {
    SAFEARRAY* const array = variant.parray;
    const auto element_type = static_cast<VARTYPE>(variant.vt & VT_TYPEMASK);
    if (array == nullptr || SafeArrayGetDim(array) != 1) {
        return WBEM_E_TYPE_MISMATCH;
    }
    VARTYPE stored_type = VT_EMPTY;
    if (FAILED(SafeArrayGetVartype(array, &stored_type)) || stored_type != element_type) {
        return WBEM_E_TYPE_MISMATCH;
    }
    // The type of an array without elements.
    Value sample;
    if (const HRESULT result = read_scalar(
            element_type, []<class T>(T) { return T{}; }, sample);
        FAILED(result)) {
        return result;
    }

    const std::size_t count = com::element_count(array);
    Value::Array elements;
    elements.reserve(count);
    const ArrayData data(array);
    for (std::size_t i = 0; i < count; ++i) {
        const auto get = [&]<class T>(T) { return data.at<T>(i); };
        if (const HRESULT result = read_scalar(element_type, get, elements.emplace_back()); FAILED(result)) {
            return result;
        }
        if (element_type == VT_BSTR && data.at<BSTR>(i) == nullptr) {
            elements.back() = Value::null({CimType::kString, false});
        }
    }
    value = Value::array(sample.type().base, std::move(elements));
    return WBEM_S_NO_ERROR;
}

// uint32 travels as VT_I4 and char16 as VT_I2: their upper halves look negative.
void undo_sign(CimType type, Value& value) {
    if (value.is_null()) {
        return;
    }
    if (value.type().is_array) {
        Value::Array elements = value.as_array();
        for (Value& element : elements) {
            undo_sign(type, element);
        }
        const CimType element_type =
            elements.empty() || elements.front().is_null() ? value.type().base : elements.front().type().base;
        value = Value::array(element_type, std::move(elements));
    } else if (type == CimType::kUint32 && value.type().base == CimType::kSint32) {
        value = Value::uint32(static_cast<std::uint32_t>(value.as_signed()));
    } else if (type == CimType::kChar16 && value.type().base == CimType::kSint16) {
        value = Value::char16(static_cast<std::uint16_t>(value.as_signed()));
    }
}

bool is_empty_array(const VARIANT& variant) noexcept {
    return variant.parray != nullptr && SafeArrayGetDim(variant.parray) == 1 &&
           com::element_count(variant.parray) == 0;
}

// The exceptions to the coercion that the page of Put lists.
bool is_excepted(VARTYPE given, Type type) noexcept {
    return type.base == CimType::kUint32 && given == (type.is_array ? VT_ARRAY | VT_R8 : VT_I2);
}

// "The value must be in decimal format and not hexadecimal."
bool is_hexadecimal(const VARIANT& variant, Type type) {
    return variant.vt == VT_BSTR && is_integer(type.base) &&
           com::to_utf8(variant.bstrVal).find_first_of("xX") != std::string::npos;
}

// Texts with a meaning of their own (datetimes, references) come from no number.
bool is_coercible(Type type) noexcept {
    return !type.is_array && type.base != CimType::kDatetime && type.base != CimType::kReference &&
           type.base != CimType::kObject;
}

}  // namespace

VARTYPE variant_type(Type type) noexcept {
    const VARTYPE scalar = scalar_variant_type(type.base);
    return type.is_array ? static_cast<VARTYPE>(scalar | VT_ARRAY) : scalar;
}

CIMTYPE cim_type_of(Type type) noexcept {
    const auto base = static_cast<CIMTYPE>(type.base);
    return type.is_array ? base | CIM_FLAG_ARRAY : base;
}

std::optional<Type> type_from_cim(CIMTYPE cim_type) noexcept {
    const CIMTYPE number = cim_type & ~CIM_FLAG_ARRAY;
    if (number < 0 || number > 0xFFFF) {
        return std::nullopt;
    }
    const auto base = static_cast<CimType>(number);
    if (name_of(base).empty()) {
        return std::nullopt;
    }
    return Type{base, (cim_type & CIM_FLAG_ARRAY) != 0};
}

com::variant make_variant_of(const Value& value) {
    if (value.is_null()) {
        return com::make_null_variant();
    }
    if (value.is_array()) {
        return array_variant(value);
    }
    switch (scalar_variant_type(value.type().base)) {
        case VT_I2:
            return com::make_variant(static_cast<std::int16_t>(bits_of(value)));
        case VT_UI1:
            return com::make_variant(static_cast<std::uint8_t>(bits_of(value)));
        case VT_I4:
            return com::make_variant(static_cast<LONG>(bits_of(value)));
        case VT_R4:
            return com::make_variant(static_cast<float>(value.as_real()));
        case VT_R8:
            return com::make_variant(value.as_real());
        case VT_BOOL:
            return com::make_variant(value.as_boolean());
        case VT_UNKNOWN:
            return com::make_variant(object_of(value.as_object()));
        default:
            return com::make_variant(std::string_view(value_text(value)));
    }
}

HRESULT value_to_variant(const Value& value, VARIANT& variant) noexcept {
    VariantInit(&variant);
    return com::guard([&] { variant = make_variant_of(value).detach(); });
}

HRESULT value_from_variant(const VARIANT& variant, Value& value) {
    if (variant.vt == VT_NULL) {
        value = Value();
        return WBEM_S_NO_ERROR;
    }
    if ((variant.vt & VT_BYREF) != 0) {
        return WBEM_E_TYPE_MISMATCH;
    }
    if ((variant.vt & VT_ARRAY) != 0) {
        return read_array(variant, value);
    }
    return read_scalar(
        variant.vt, [&]<class T>(T) { return scalar_of<T>(variant); }, value);
}

HRESULT value_from_variant(const VARIANT& variant, Type type, Value& value) {
    Value given;
    if (const HRESULT result = value_from_variant(variant, given); FAILED(result)) {
        return result;
    }
    undo_sign(type.base, given);
    switch (convert_value(given, type, value)) {
        case Conversion::kTypeMismatch:
            return WBEM_E_TYPE_MISMATCH;
        case Conversion::kOutOfRange:
            return WBEM_E_VALUE_OUT_OF_RANGE;
        case Conversion::kDone:
            break;
    }
    return WBEM_S_NO_ERROR;
}

HRESULT coerced_value(const VARIANT& variant, Type type, Value& value) {
    if (is_excepted(variant.vt, type) || is_hexadecimal(variant, type)) {
        return WBEM_E_TYPE_MISMATCH;
    }
    if (variant.vt == (VT_ARRAY | VT_VARIANT) && type.is_array && is_empty_array(variant)) {
        value = Value::array(type.base, {});
        return WBEM_S_NO_ERROR;
    }
    const HRESULT exact = value_from_variant(variant, type, value);
    Value given;
    if (exact != WBEM_E_TYPE_MISMATCH || !is_coercible(type) || FAILED(value_from_variant(variant, given)) ||
        given.is_array()) {
        return exact;
    }
    VARIANT changed;
    VariantInit(&changed);
    VARIANT source = variant;  // borrowed: VariantChangeType reads it only
    const HRESULT result = VariantChangeType(&changed, &source, 0, variant_type(type));
    if (FAILED(result)) {
        return result == DISP_E_OVERFLOW ? WBEM_E_VALUE_OUT_OF_RANGE : WBEM_E_TYPE_MISMATCH;
    }
    return value_from_variant(*com::variant::adopt(changed).get(), type, value);
}

}  // namespace wbemcheck::mock
