#include "mock_provider/model/value.h"

#include <algorithm>
#include <array>
#include <cmath>

#include "mock_provider/model/class_definition.h"
#include "mock_provider/model/instance.h"
#include "mock_provider/model/name.h"

namespace wbemcheck::mock {

namespace {

struct TypeName {
    CimType type;
    std::string_view name;
};

constexpr std::array<TypeName, 16> kTypeNames{{
    {CimType::kSint8, "sint8"},
    {CimType::kUint8, "uint8"},
    {CimType::kSint16, "sint16"},
    {CimType::kUint16, "uint16"},
    {CimType::kSint32, "sint32"},
    {CimType::kUint32, "uint32"},
    {CimType::kSint64, "sint64"},
    {CimType::kUint64, "uint64"},
    {CimType::kReal32, "real32"},
    {CimType::kReal64, "real64"},
    {CimType::kBoolean, "boolean"},
    {CimType::kString, "string"},
    {CimType::kDatetime, "datetime"},
    {CimType::kReference, "ref"},
    {CimType::kChar16, "char16"},
    {CimType::kObject, "object"},
}};

bool same_object(const EmbeddedObject& left, const EmbeddedObject& right, CaseRule case_rule) {
    if (left.instance != nullptr && right.instance != nullptr) {
        return left.instance == right.instance || left.instance->same_content(*right.instance, case_rule);
    }
    if (left.definition != nullptr && right.definition != nullptr) {
        return left.definition == right.definition || left.definition->same_content(*right.definition);
    }
    return left.instance == right.instance && left.definition == right.definition;
}

}  // namespace

bool is_signed_integer(CimType type) noexcept {
    return type == CimType::kSint8 || type == CimType::kSint16 || type == CimType::kSint32 ||
           type == CimType::kSint64;
}

bool is_unsigned_integer(CimType type) noexcept {
    return type == CimType::kUint8 || type == CimType::kUint16 || type == CimType::kUint32 ||
           type == CimType::kUint64;
}

bool is_integer(CimType type) noexcept { return is_signed_integer(type) || is_unsigned_integer(type); }

bool is_real(CimType type) noexcept { return type == CimType::kReal32 || type == CimType::kReal64; }

bool is_text(CimType type) noexcept {
    return type == CimType::kString || type == CimType::kDatetime || type == CimType::kReference;
}

std::string_view name_of(CimType type) noexcept {
    const auto found = std::ranges::find(kTypeNames, type, &TypeName::type);
    return found != kTypeNames.end() ? found->name : std::string_view{};
}

std::optional<CimType> find_cim_type(std::string_view name) noexcept {
    const auto found = std::ranges::find_if(
        kTypeNames, [name](const TypeName& entry) { return equal_names(entry.name, name); });
    return found != kTypeNames.end() ? std::optional(found->type) : std::nullopt;
}

// TRANSITION(GCC 12): by way of the constructor that moves a Content, -Wmaybe-uninitialized sees ghosts in
// the variant.
Value Value::null(Type type) noexcept {
    Value value;
    value.type_ = type;
    return value;
}

Value Value::boolean(bool value) { return {{CimType::kBoolean, false}, value}; }

Value Value::real32(float value) { return {{CimType::kReal32, false}, static_cast<double>(value)}; }

Value Value::real64(double value) { return {{CimType::kReal64, false}, value}; }

Value Value::string(std::string text) { return {{CimType::kString, false}, std::move(text)}; }

Value Value::datetime(std::string text) { return {{CimType::kDatetime, false}, std::move(text)}; }

Value Value::reference(std::string path) { return {{CimType::kReference, false}, std::move(path)}; }

Value Value::object(std::shared_ptr<const Instance> instance) {
    return {{CimType::kObject, false}, EmbeddedObject{std::move(instance), nullptr}};
}

Value Value::object(std::shared_ptr<const ClassDefinition> definition) {
    return {{CimType::kObject, false}, EmbeddedObject{nullptr, std::move(definition)}};
}

Value Value::array(CimType element, Array elements) { return {{element, true}, std::move(elements)}; }

Value Value::strings(std::vector<std::string> texts) {
    Array elements;
    elements.reserve(texts.size());
    for (std::string& text : texts) {
        elements.push_back(string(std::move(text)));
    }
    return array(CimType::kString, std::move(elements));
}

Value Value::signed_integer(CimType type, std::int64_t value) { return {{type, false}, value}; }

Value Value::unsigned_integer(CimType type, std::uint64_t value) { return {{type, false}, value}; }

bool Value::equals(const Value& other, CaseRule case_rule) const {
    if (type_ != other.type_ || content_.index() != other.content_.index()) {
        return false;
    }
    if (const auto* text = std::get_if<std::string>(&content_)) {
        const std::string& other_text = std::get<std::string>(other.content_);
        return case_rule == CaseRule::kInsensitive ? equal_names(*text, other_text) : *text == other_text;
    }
    if (const auto* object = std::get_if<EmbeddedObject>(&content_)) {
        return same_object(*object, std::get<EmbeddedObject>(other.content_), case_rule);
    }
    if (const auto* array = std::get_if<Array>(&content_)) {
        return std::ranges::equal(
            *array, std::get<Array>(other.content_),
            [case_rule](const Value& a, const Value& b) { return a.equals(b, case_rule); });
    }
    if (const auto* flag = std::get_if<bool>(&content_)) {
        return *flag == std::get<bool>(other.content_);
    }
    if (const auto* number = std::get_if<std::int64_t>(&content_)) {
        return *number == std::get<std::int64_t>(other.content_);
    }
    if (const auto* number = std::get_if<std::uint64_t>(&content_)) {
        return *number == std::get<std::uint64_t>(other.content_);
    }
    if (const auto* number = std::get_if<double>(&content_)) {
        const double other_number = std::get<double>(other.content_);
        return *number == other_number || (std::isnan(*number) && std::isnan(other_number));
    }
    return true;  // both null
}

}  // namespace wbemcheck::mock
