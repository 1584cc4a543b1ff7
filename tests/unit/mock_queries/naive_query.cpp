#include "tests/unit/mock_queries/naive_query.h"

#include <algorithm>
#include <cctype>
#include <string_view>
#include <utility>

namespace wbemcheck::mock::test {

namespace {

using Kind = NaiveCondition::Kind;
using Maybe = std::optional<bool>;  // empty: unknown

std::string lower(std::string text) {
    for (char& c : text) {
        c = static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
    }
    return text;
}

bool is_same_name(std::string_view left, std::string_view right) {
    return std::ranges::equal(
        left, right, [](unsigned char a, unsigned char b) { return std::tolower(a) == std::tolower(b); });
}

template <class T>
int order(const T& left, const T& right) {
    return left < right ? -1 : right < left ? 1 : 0;
}

bool holds(int comparison, const std::string& op) {
    if (op == "=") return comparison == 0;
    if (op == "<>") return comparison != 0;
    if (op == "<") return comparison < 0;
    if (op == "<=") return comparison <= 0;
    return op == ">" ? comparison > 0 : comparison >= 0;
}

std::string quoted(const std::string& text) {
    std::string result = "\"";
    for (const char c : text) {
        if (c == '"' || c == '\\') {
            result += '\\';
        }
        result += c;
    }
    return result + "\"";
}

// --- what an instance has ---

std::string number_text(const Value& value) {
    const CimType type = value.type().base;
    return is_signed_integer(type) ? std::to_string(value.as_signed()) : std::to_string(value.as_unsigned());
}

std::string plain_text(const Value& value) {
    const CimType type = value.type().base;
    if (is_text(type)) return value.as_text();
    if (type == CimType::kBoolean) return value.as_boolean() ? "TRUE" : "FALSE";
    return number_text(value);
}

std::string relative_path_of(const Instance& instance) {
    const ClassDefinition& definition = instance.definition();
    if (definition.is_singleton()) {
        return definition.name() + "=@";
    }
    std::vector<std::pair<std::string, std::string>> keys;
    for (std::size_t i = 0; i < definition.properties().size(); ++i) {
        const Property& property = definition.properties()[i];
        if (property.is_key()) {
            const std::string text = plain_text(instance.values()[i]);
            keys.emplace_back(lower(property.name),
                              property.name + "=" + (is_text(property.type.base) ? quoted(text) : text));
        }
    }
    std::ranges::sort(keys);
    std::string path = definition.name();
    char separator = '.';
    for (const auto& [name, text] : keys) {
        path += separator + text;
        separator = ',';
    }
    return path;
}

bool derives(const ClassDefinition* definition, const std::string& name) {
    for (; definition != nullptr; definition = definition->superclass().get()) {
        if (is_same_name(definition->name(), name)) {
            return true;
        }
    }
    return false;
}

Value read(const Instance& instance, const std::string& property) {
    const ClassDefinition& definition = instance.definition();
    for (std::size_t i = 0; i < definition.properties().size(); ++i) {
        if (is_same_name(definition.properties()[i].name, property)) {
            return instance.values()[i];
        }
    }
    const std::string name = lower(property);
    if (name == "__class") return Value::string(definition.name());
    if (name == "__genus") return Value::sint32(2);
    if (name == "__property_count")
        return Value::sint32(static_cast<std::int32_t>(definition.properties().size()));
    if (name == "__relpath") return Value::string(relative_path_of(instance));
    if (name == "__path") return Value::string("\\\\WBEMCHECK\\root:" + relative_path_of(instance));
    if (name == "__server") return Value::string("WBEMCHECK");
    if (name == "__namespace") return Value::string("root");
    const ClassDefinition* superclass = definition.superclass().get();
    if (name == "__superclass") return superclass != nullptr ? Value::string(superclass->name()) : Value();
    const ClassDefinition* top = &definition;  // __DYNASTY
    while (top->superclass() != nullptr) {
        top = top->superclass().get();
    }
    return Value::string(top->name());
}

// --- comparison, type by type ---

// Microseconds of a CIM datetime without asterisks; the calendar is walked year by year and month by month.
std::int64_t microseconds_of(const std::string& text) {
    const auto field = [&](std::size_t begin, std::size_t count) {
        return std::stoll(text.substr(begin, count));
    };
    const bool is_interval = text[21] == ':';
    std::int64_t days = is_interval ? field(0, 8) : 0;
    if (!is_interval) {
        const auto is_leap = [](long long year) {
            return (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
        };
        for (long long year = 1900; year < field(0, 4); ++year) {
            days += is_leap(year) ? 366 : 365;
        }
        const int lengths[] = {31, is_leap(field(0, 4)) ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
        for (long long month = 1; month < field(4, 2); ++month) {
            days += lengths[month - 1];
        }
        days += field(6, 2);
    }
    std::int64_t minutes = (days * 24 + field(8, 2)) * 60 + field(10, 2);
    if (!is_interval) {
        minutes -= (text[21] == '-' ? -1 : 1) * field(22, 3);
    }
    return (minutes * 60 + field(12, 2)) * 1'000'000 + field(15, 6);
}

Maybe compare_datetime(const std::string& left, const std::string& op, const std::string& right) {
    if (left.find('*') != std::string::npos || right.find('*') != std::string::npos) {
        return op == "=" || op == "<>" ? Maybe((left == right) == (op == "=")) : std::nullopt;
    }
    if ((left[21] == ':') != (right[21] == ':')) {
        return std::nullopt;
    }
    return holds(order(microseconds_of(left), microseconds_of(right)), op);
}

// The spellings that the generator makes: any case, with `\\.\root:` in front or without.
std::string same_reference(const std::string& path) {
    const std::string text = lower(path);
    return text.starts_with("\\\\") ? text.substr(text.find(':') + 1) : text;
}

NaiveInteger integer_of(const Value& value) {
    if (!is_signed_integer(value.type().base)) return {false, value.as_unsigned()};
    const std::int64_t number = value.as_signed();
    return {number < 0,
            number < 0 ? ~static_cast<std::uint64_t>(number) + 1 : static_cast<std::uint64_t>(number)};
}

int order_of_integers(NaiveInteger left, NaiveInteger right) {
    const bool is_left_negative = left.is_negative && left.magnitude != 0;
    const bool is_right_negative = right.is_negative && right.magnitude != 0;
    if (is_left_negative != is_right_negative) return is_left_negative ? -1 : 1;
    return is_left_negative ? order(right.magnitude, left.magnitude) : order(left.magnitude, right.magnitude);
}

// Beside reals, of which the generator writes small ones only.
long double number_of(const Value& value) {
    const CimType type = value.type().base;
    if (type == CimType::kBoolean) return value.as_boolean() ? 1 : 0;
    if (is_signed_integer(type)) return static_cast<long double>(value.as_signed());
    return is_real(type) ? static_cast<long double>(value.as_real())
                         : static_cast<long double>(value.as_unsigned());
}

struct ConstantText {
    std::string operator()(bool value) const { return value ? "TRUE" : "FALSE"; }
    std::string operator()(const NaiveInteger& value) const {
        return (value.is_negative && value.magnitude != 0 ? "-" : "") + std::to_string(value.magnitude);
    }
    std::string operator()(double value) const { return std::to_string(value); }
    std::string operator()(const std::string& value) const { return value; }
};

long double number_of(const NaiveConstant& constant, CimType left) {
    if (const auto* flag = std::get_if<bool>(&constant)) return *flag ? 1.0L : 0.0L;
    if (const auto* integer = std::get_if<NaiveInteger>(&constant)) {
        const auto magnitude = static_cast<long double>(integer->magnitude);
        return integer->is_negative ? -magnitude : magnitude;
    }
    if (const auto* real = std::get_if<double>(&constant)) {
        return left == CimType::kReal32 ? static_cast<long double>(static_cast<float>(*real))
                                        : static_cast<long double>(*real);
    }
    const std::string& text = std::get<std::string>(constant);
    if (left == CimType::kBoolean && lower(text) == "true") return 1.0L;
    if (left == CimType::kBoolean && lower(text) == "false") return 0.0L;
    return static_cast<long double>(std::stoll(text));  // the generator writes no other numbers into text
}

Maybe compare(const Value& left, const std::string& op, const NaiveConstant& constant) {
    if (left.is_null() || left.type().is_array || left.type().base == CimType::kObject) {
        return std::nullopt;
    }
    const CimType type = left.type().base;
    const std::string text = std::visit(ConstantText{}, constant);
    if (type == CimType::kDatetime) {
        return compare_datetime(left.as_text(), op, text);
    }
    if (type == CimType::kReference && (op == "=" || op == "<>")) {
        return (same_reference(left.as_text()) == same_reference(text)) == (op == "=");
    }
    if (is_text(type)) {
        return holds(order(lower(left.as_text()), lower(text)), op);
    }
    const auto* const integer = std::get_if<NaiveInteger>(&constant);
    if (integer != nullptr && (is_integer(type) || type == CimType::kChar16)) {
        return holds(order_of_integers(integer_of(left), *integer), op);
    }
    return holds(order(number_of(left), number_of(constant, type)), op);
}

// Which beginnings of the text each beginning of the pattern matches. The generator closes every bracket and
// writes [x-y], [^x-y] and [x] only.
bool is_like(std::string_view text, std::string_view pattern) {
    std::vector<bool> matched(text.size() + 1, false);
    matched[0] = true;
    while (!pattern.empty()) {
        const bool is_set = pattern.front() == '[';
        const std::string_view element = pattern.substr(0, is_set ? pattern.find(']') + 1 : 1);
        pattern.remove_prefix(element.size());
        const auto takes = [&](char c) {
            if (!is_set) {
                return element.front() == '_' || element.front() == c;
            }
            const bool is_inverted = element[1] == '^';
            const bool is_member = c >= element[is_inverted ? 2 : 1] && c <= element[element.size() - 2];
            return is_member != is_inverted;
        };
        std::vector<bool> next(text.size() + 1, false);
        for (std::size_t i = 0; i <= text.size(); ++i) {
            next[i] = element == "%" ? matched[i] || (i > 0 && next[i - 1])
                                     : i > 0 && matched[i - 1] && takes(text[i - 1]);
        }
        matched = std::move(next);
    }
    return matched.back();
}

Maybe evaluate(const NaiveCondition& condition, const Instance& instance) {
    switch (condition.kind) {
        case Kind::kCompare:
            return compare(read(instance, condition.property), condition.op, condition.constant);
        case Kind::kLike: {
            const Value value = read(instance, condition.property);
            if (value.is_null()) {
                return std::nullopt;
            }
            return is_like(lower(plain_text(value)), lower(std::get<std::string>(condition.constant)));
        }
        case Kind::kNullTest:
            return read(instance, condition.property).is_null() != condition.is_negated;
        case Kind::kIsa:
            return derives(&instance.definition(), std::get<std::string>(condition.constant));
        case Kind::kNot: {
            const Maybe inner = evaluate(condition.children.front(), instance);
            return inner ? Maybe(!*inner) : std::nullopt;
        }
        default:
            break;
    }
    const bool decisive = condition.kind == Kind::kOr;  // the value that settles the whole list
    bool has_unknown = false;
    for (const NaiveCondition& child : condition.children) {
        const Maybe result = evaluate(child, instance);
        if (result == Maybe(decisive)) {
            return decisive;
        }
        has_unknown = has_unknown || !result;
    }
    return has_unknown ? std::nullopt : Maybe(!decisive);
}

// --- text ---

std::string constant_text(const NaiveConstant& constant) {
    const std::string text = std::visit(ConstantText{}, constant);
    return std::holds_alternative<std::string>(constant) ? quoted(text) : text;
}

std::string text_of(const NaiveCondition& condition) {
    switch (condition.kind) {
        case Kind::kCompare:
            return condition.property + " " + condition.op + " " + constant_text(condition.constant);
        case Kind::kLike:
            return condition.property + " LIKE " + constant_text(condition.constant);
        case Kind::kIsa:
            return condition.property + " ISA " + constant_text(condition.constant);
        case Kind::kNullTest:
            return condition.property + (condition.is_negated ? " IS NOT NULL" : " IS NULL");
        case Kind::kNot:
            return "NOT (" + text_of(condition.children.front()) + ")";
        default:
            break;
    }
    std::string text;
    for (const NaiveCondition& child : condition.children) {
        text += text.empty() ? "" : condition.kind == Kind::kAnd ? " AND " : " OR ";
        text += child.children.empty() ? text_of(child) : "(" + text_of(child) + ")";
    }
    return text;
}

}  // namespace

std::string text_of(const NaiveQuery& query) {
    return "SELECT * FROM " + query.class_name +
           (query.condition ? " WHERE " + text_of(*query.condition) : "");
}

bool is_of_class(const NaiveQuery& query, const ClassDefinition& definition) {
    return derives(&definition, query.class_name);
}

bool satisfies(const NaiveQuery& query, const Instance& instance) {
    return !query.condition || evaluate(*query.condition, instance) == Maybe(true);
}

std::vector<NaiveQuery> simpler(const NaiveQuery& query) {
    std::vector<NaiveQuery> queries;
    if (!query.condition) {
        return queries;
    }
    for (std::size_t i = 0; i < query.condition->children.size(); ++i) {
        queries.push_back({query.class_name, query.condition->children[i]});
        if (query.condition->children.size() > 2) {
            NaiveQuery shorter = query;
            shorter.condition->children.erase(shorter.condition->children.begin() +
                                              static_cast<std::ptrdiff_t>(i));
            queries.push_back(std::move(shorter));
        }
        for (NaiveQuery& inner : simpler({query.class_name, query.condition->children[i]})) {
            NaiveQuery changed = query;
            changed.condition->children[i] = std::move(*inner.condition);
            queries.push_back(std::move(changed));
        }
    }
    return queries;
}

}  // namespace wbemcheck::mock::test
