// A CIM value: what a property, a parameter or a qualifier holds. Knows its CIM type, also when it is null.
// Knows nothing of VARIANT; the conversion is in variant_value.h.
#pragma once

#include <compare>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

namespace wbemcheck::mock {

class ClassDefinition;
class Instance;

// The numbers are those of CIMTYPE_ENUMERATION, so that they can cross the boundary as they are.
enum class CimType : std::uint16_t {
    kNone = 0,  // a null that no declaration has given a type
    kSint16 = 2,
    kSint32 = 3,
    kReal32 = 4,
    kReal64 = 5,
    kString = 8,
    kBoolean = 11,
    kObject = 13,
    kSint8 = 16,
    kUint8 = 17,
    kUint16 = 18,
    kUint32 = 19,
    kSint64 = 20,
    kUint64 = 21,
    kDatetime = 101,
    kReference = 102,
    kChar16 = 103,
};

[[nodiscard]] bool is_signed_integer(CimType type) noexcept;
[[nodiscard]] bool is_unsigned_integer(CimType type) noexcept;  // char16 is none
[[nodiscard]] bool is_integer(CimType type) noexcept;
[[nodiscard]] bool is_real(CimType type) noexcept;
[[nodiscard]] bool is_text(CimType type) noexcept;  // string, datetime, reference

// The word of the CIMTYPE qualifier: "uint32", "boolean", "datetime", "ref", "object".
[[nodiscard]] std::string_view name_of(CimType type) noexcept;
[[nodiscard]] std::optional<CimType> find_cim_type(std::string_view name) noexcept;

// The type of a declaration.
struct Type {
    CimType base = CimType::kNone;
    bool is_array = false;

    friend bool operator==(const Type&, const Type&) = default;
};

// An object inside a property: an instance or a class, never both. Shared with every holder of the value;
// immutable.
struct EmbeddedObject {
    std::shared_ptr<const Instance> instance;
    std::shared_ptr<const ClassDefinition> definition;  // set when a class is embedded
};

enum class CaseRule { kSensitive, kInsensitive };

// A plain value type: copies are deep except for embedded objects, which are immutable and shared.
class Value {
public:
    using Array = std::vector<Value>;

    Value() noexcept = default;  // null without a type

    [[nodiscard]] static Value null(Type type) noexcept;
    [[nodiscard]] static Value boolean(bool value);
    [[nodiscard]] static Value sint8(std::int8_t value) { return signed_integer(CimType::kSint8, value); }
    [[nodiscard]] static Value sint16(std::int16_t value) { return signed_integer(CimType::kSint16, value); }
    [[nodiscard]] static Value sint32(std::int32_t value) { return signed_integer(CimType::kSint32, value); }
    [[nodiscard]] static Value sint64(std::int64_t value) { return signed_integer(CimType::kSint64, value); }
    [[nodiscard]] static Value uint8(std::uint8_t value) { return unsigned_integer(CimType::kUint8, value); }
    [[nodiscard]] static Value uint16(std::uint16_t value) {
        return unsigned_integer(CimType::kUint16, value);
    }
    [[nodiscard]] static Value uint32(std::uint32_t value) {
        return unsigned_integer(CimType::kUint32, value);
    }
    [[nodiscard]] static Value uint64(std::uint64_t value) {
        return unsigned_integer(CimType::kUint64, value);
    }
    [[nodiscard]] static Value real32(float value);
    [[nodiscard]] static Value real64(double value);
    [[nodiscard]] static Value char16(std::uint16_t value) {
        return unsigned_integer(CimType::kChar16, value);
    }
    [[nodiscard]] static Value string(std::string text);
    [[nodiscard]] static Value datetime(std::string text);  // the 25 characters of CIM; not checked here
    [[nodiscard]] static Value reference(std::string path);
    [[nodiscard]] static Value object(std::shared_ptr<const Instance> instance);
    [[nodiscard]] static Value object(std::shared_ptr<const ClassDefinition> definition);
    // Elements are of type `element`, or null.
    [[nodiscard]] static Value array(CimType element, Array elements);
    [[nodiscard]] static Value strings(std::vector<std::string> texts);

    // The value must be in the range of the type.
    [[nodiscard]] static Value signed_integer(CimType type, std::int64_t value);
    [[nodiscard]] static Value unsigned_integer(CimType type, std::uint64_t value);

    [[nodiscard]] Type type() const noexcept { return type_; }
    [[nodiscard]] bool is_null() const noexcept { return std::holds_alternative<std::monostate>(content_); }
    [[nodiscard]] bool is_array() const noexcept { return std::holds_alternative<Array>(content_); }

    // Each of these may be called only when the type says so and the value is not null.
    [[nodiscard]] bool as_boolean() const { return std::get<bool>(content_); }
    [[nodiscard]] std::int64_t as_signed() const {
        return std::get<std::int64_t>(content_);
    }  // sint8 ... sint64
    [[nodiscard]] std::uint64_t as_unsigned() const {
        return std::get<std::uint64_t>(content_);
    }  // uint*, char16
    [[nodiscard]] double as_real() const { return std::get<double>(content_); }
    [[nodiscard]] const std::string& as_text() const { return std::get<std::string>(content_); }
    [[nodiscard]] const EmbeddedObject& as_object() const { return std::get<EmbeddedObject>(content_); }
    [[nodiscard]] const Array& as_array() const { return std::get<Array>(content_); }

    // Same type, same content: text and embedded objects compared with `case_rule`, nulls equal to nulls of
    // their type.
    [[nodiscard]] bool equals(const Value& other, CaseRule case_rule) const;
    // As `equals` with case; two embedded objects are equal when their contents are.
    friend bool operator==(const Value& left, const Value& right) {
        return left.equals(right, CaseRule::kSensitive);
    }

private:
    using Content = std::variant<std::monostate, bool, std::int64_t, std::uint64_t, double, std::string,
                                 EmbeddedObject, Array>;

    Value(Type type, Content content) noexcept : type_(type), content_(std::move(content)) {}

    Type type_;
    Content content_;
};

// The order of two scalars as WQL sees it: numbers of any type by their exact value, booleans as 0 and 1,
// text without regard to case, datetimes by the moment (intervals by length); a datetime, number or boolean
// against text that spells one likewise. Unordered when either is null, an array or an object, or when the
// two cannot be compared.
[[nodiscard]] std::partial_ordering compare_values(const Value& left, const Value& right);

// The value as `type`, when that loses nothing: numbers within range, numbers and booleans from and to their
// text, text to datetime when it is one, a scalar to an array never. Null converts to null. Empty when it
// cannot be done.
[[nodiscard]] std::optional<Value> convert_value(const Value& value, Type type);

// As above, and why it cannot be done; `converted` is then left alone.
enum class Conversion { kDone, kTypeMismatch, kOutOfRange };
[[nodiscard]] Conversion convert_value(const Value& value, Type type, Value& converted);

// The text of a scalar without quotes: 5, -3, TRUE, 1.5, text as it is; "" for null.
[[nodiscard]] std::string value_text(const Value& value);

}  // namespace wbemcheck::mock
