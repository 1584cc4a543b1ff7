// Random conditions over random objects: parse_wql and evaluate against an evaluator that shares nothing with
// them. It walks a tree of its own, from which the text of the query is written in a random spelling.
#include <gtest/gtest.h>

#include <cctype>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <map>
#include <memory>
#include <optional>
#include <random>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include "mock_provider/wql/evaluate.h"
#include "mock_provider/wql/parse.h"

namespace wbemcheck::mock::wql {
namespace {

using Maybe = std::optional<bool>;  // empty: unknown

// A number as twice its value, so that halves are whole and every comparison is exact.
struct Halves {
    std::int64_t twice = 0;
};
// What a property holds or a constant spells, seen naively; monostate is null.
using Plain = std::variant<std::monostate, bool, Halves, std::string>;

struct Node {
    enum class Kind { kCompare, kCompareProperty, kLike, kNullTest, kAnd, kOr, kNot };

    Kind kind = Kind::kCompare;
    std::string property;
    std::string op;     // = <> < <= > >=
    Plain constant;     // or the pattern
    std::string other;  // the second property
    bool is_negated = false;
    std::vector<Node> children;
};

struct NaiveObject {
    std::map<std::string, Plain> plain;
    std::map<std::string, Value> values;
};

class NaiveReader final : public PropertyReader {
public:
    explicit NaiveReader(const NaiveObject& object) noexcept : object_(object) {}

    [[nodiscard]] Value read(const PropertyPath& path) const override {
        return object_.values.at(path.names.front());
    }

private:
    const NaiveObject& object_;
};

// --- the naive evaluator

std::string lower(std::string text) {
    for (char& c : text) c = static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
    return text;
}

std::string spell(Halves number) {
    const std::int64_t magnitude = std::abs(number.twice);
    return (number.twice < 0 ? "-" : "") + std::to_string(magnitude / 2) + (magnitude % 2 != 0 ? ".5" : "");
}

// Only the spellings that the generator makes.
std::optional<Halves> number_in(const std::string& text) {
    char* end = nullptr;
    const double number = std::strtod(text.c_str(), &end);
    if (text.empty() || end != text.c_str() + text.size()) return std::nullopt;
    return Halves{static_cast<std::int64_t>(number * 2)};
}

template <class T>
int order(const T& left, const T& right) {
    return left < right ? -1 : left > right ? 1 : 0;
}

std::optional<int> naive_order(const Plain& left, const Plain& right) {
    if (left.index() == 0 || right.index() == 0) return std::nullopt;
    if (const auto* text = std::get_if<std::string>(&left)) {
        std::string other;
        if (const auto* same = std::get_if<std::string>(&right)) other = *same;
        if (const auto* flag = std::get_if<bool>(&right)) other = *flag ? "TRUE" : "FALSE";
        if (const auto* number = std::get_if<Halves>(&right)) other = spell(*number);
        return order(lower(*text), lower(other));
    }
    const bool is_boolean = std::holds_alternative<bool>(left);
    const std::int64_t twice = is_boolean ? (std::get<bool>(left) ? 2 : 0) : std::get<Halves>(left).twice;
    if (const auto* flag = std::get_if<bool>(&right)) return order<std::int64_t>(twice, *flag ? 2 : 0);
    if (const auto* number = std::get_if<Halves>(&right)) return order(twice, number->twice);
    const std::string& text = std::get<std::string>(right);
    if (is_boolean && lower(text) == "true") return order<std::int64_t>(twice, 2);
    if (is_boolean && lower(text) == "false") return order<std::int64_t>(twice, 0);
    const auto number = number_in(text);
    return number ? std::optional(order(twice, number->twice)) : std::nullopt;
}

Maybe naive_compare(const Plain& left, const std::string& op, const Plain& right) {
    const std::optional<int> result = naive_order(left, right);
    if (!result) return std::nullopt;
    if (op == "=") return *result == 0;
    if (op == "<>") return *result != 0;
    if (op == "<") return *result < 0;
    if (op == "<=") return *result <= 0;
    if (op == ">") return *result > 0;
    return *result >= 0;
}

// By trying every way.
bool naive_like(std::string_view text, std::string_view pattern) {
    if (pattern.empty()) return text.empty();
    if (pattern.front() == '%') {
        for (std::size_t skip = 0; skip <= text.size(); ++skip) {
            if (naive_like(text.substr(skip), pattern.substr(1))) return true;
        }
        return false;
    }
    if (text.empty()) return false;
    const char c = text.front();
    if (pattern.front() == '[') {  // the generator closes every bracket and writes [x-y] or [^x-y] only
        const bool is_inverted = pattern[1] == '^';
        const std::size_t first = is_inverted ? 2 : 1;
        const bool is_inside = c >= pattern[first] && c <= pattern[first + 2];
        return is_inside != is_inverted && naive_like(text.substr(1), pattern.substr(first + 4));
    }
    return (pattern.front() == '_' || pattern.front() == c) && naive_like(text.substr(1), pattern.substr(1));
}

std::string plain_text(const Plain& plain) {
    if (const auto* flag = std::get_if<bool>(&plain)) return *flag ? "TRUE" : "FALSE";
    if (const auto* number = std::get_if<Halves>(&plain)) return spell(*number);
    return std::get<std::string>(plain);
}

Maybe naive(const Node& node, const NaiveObject& object) {
    switch (node.kind) {
        case Node::Kind::kCompare:
            return naive_compare(object.plain.at(node.property), node.op, node.constant);
        case Node::Kind::kCompareProperty:
            return naive_compare(object.plain.at(node.property), node.op, object.plain.at(node.other));
        case Node::Kind::kLike: {
            const Plain& value = object.plain.at(node.property);
            if (value.index() == 0) return std::nullopt;
            return naive_like(lower(plain_text(value)), lower(std::get<std::string>(node.constant)));
        }
        case Node::Kind::kNullTest:
            return (object.plain.at(node.property).index() == 0) != node.is_negated;
        case Node::Kind::kNot: {
            const Maybe inner = naive(node.children.front(), object);
            return inner ? Maybe(!*inner) : std::nullopt;
        }
        default:
            break;
    }
    const bool decisive = node.kind == Node::Kind::kOr;  // the value that settles the whole list
    bool has_unknown = false;
    for (const Node& child : node.children) {
        const Maybe result = naive(child, object);
        if (result == Maybe(decisive)) return decisive;
        has_unknown = has_unknown || !result;
    }
    return has_unknown ? std::nullopt : Maybe(!decisive);
}

// --- the generator

const std::vector<std::string> kProperties = {"Text", "Code",  "Small", "Signed",
                                              "Wide", "Ratio", "Flag",  "Unset"};

class Generator {
public:
    explicit Generator(std::uint32_t seed) : engine_(seed) {}

    NaiveObject object() {
        NaiveObject object;
        const auto set = [&](const char* name, Plain plain, Value value) {
            const bool is_null = below(6) == 0;
            object.values[name] = is_null ? Value::null(value.type()) : std::move(value);
            object.plain[name] = is_null ? Plain() : std::move(plain);
        };
        const std::string text = word();
        set("Text", text, Value::string(text));
        const std::string code = spell(number());
        set("Code", code, Value::string(code));
        const auto small = static_cast<std::uint8_t>(below(4));
        set("Small", Halves{small * 2}, Value::uint8(small));
        const auto negative = static_cast<std::int16_t>(static_cast<int>(below(9)) - 4);
        set("Signed", Halves{negative * 2}, Value::sint16(negative));
        const std::uint64_t wide = below(2) == 0 ? below(4) : (std::uint64_t{1} << 60U) + below(2);
        set("Wide", Halves{static_cast<std::int64_t>(wide * 2)}, Value::uint64(wide));
        const Halves ratio = number();
        set("Ratio", ratio, Value::real64(static_cast<double>(ratio.twice) / 2));
        const bool flag = below(2) == 0;
        set("Flag", flag, Value::boolean(flag));
        object.values["Unset"] = Value();
        object.plain["Unset"] = Plain();
        return object;
    }

    Node tree(std::size_t depth) {
        Node node;
        const std::size_t roll = depth == 0 ? below(6) : below(12);
        if (roll >= 6) {
            node.kind = roll < 8 ? Node::Kind::kAnd : roll < 10 ? Node::Kind::kOr : Node::Kind::kNot;
            const std::size_t count = node.kind == Node::Kind::kNot ? 1 : 2 + below(3);
            for (std::size_t i = 0; i < count; ++i) node.children.push_back(tree(depth - 1));
            return node;
        }
        node.property = pick(kProperties);
        node.op = pick({"=", "<>", "<", "<=", ">", ">="});
        if (roll < 3) {
            node.constant = constant();
        } else if (roll == 3) {
            node.kind = Node::Kind::kCompareProperty;
            node.other = pick(kProperties);
        } else if (roll == 4) {
            node.kind = Node::Kind::kLike;
            node.constant = pattern();
        } else {
            node.kind = Node::Kind::kNullTest;
            node.is_negated = below(2) == 0;
        }
        return node;
    }

    // The text of the tree: parentheses where the precedence asks for them, and by chance.
    std::string text(const Node& node, int outer = 0) {
        switch (node.kind) {
            case Node::Kind::kCompare:
                return wrapped(comparison(node), false);
            case Node::Kind::kCompareProperty:
                return wrapped(name(node.property) + gap() + sign(node.op) + gap() + node.other, false);
            case Node::Kind::kLike:
                return wrapped(name(node.property) + " " + keyword("LIKE") + gap() +
                                   quoted(std::get<std::string>(node.constant)),
                               false);
            case Node::Kind::kNullTest:
                return wrapped(null_test(node), false);
            case Node::Kind::kNot:
                return wrapped(keyword("NOT") + " " + text(node.children.front(), 3), false);
            default:
                break;
        }
        const bool is_and = node.kind == Node::Kind::kAnd;
        std::string joined;
        for (const Node& child : node.children) {
            if (!joined.empty()) joined += " " + keyword(is_and ? "AND" : "OR") + " ";
            joined += text(child, is_and ? 2 : 1);
        }
        return wrapped(joined, (is_and ? 2 : 1) < outer);
    }

private:
    std::size_t below(std::size_t count) { return static_cast<std::size_t>(engine_()) % count; }
    std::string pick(const std::vector<std::string>& list) { return list[below(list.size())]; }
    std::string pick(std::initializer_list<const char*> list) { return *(list.begin() + below(list.size())); }

    std::string word() {
        std::string text;
        for (std::size_t i = below(5); i > 0; --i)
            text += pick({"a", "A", "b", "B", "c", "_", "-", "1", "'", "\\"});
        return text;
    }
    std::string pattern() {
        std::string text;
        for (std::size_t i = below(5); i > 0; --i) {
            text += pick({"a", "B", "c", "1", "%", "%", "_", "[a-b]", "[^a-b]", "[^0-5]", "-", "'"});
        }
        return text;
    }
    Halves number() { return Halves{static_cast<std::int64_t>(below(17)) - 8}; }
    Plain constant() {
        switch (below(8)) {
            case 0:
                return below(2) == 0;
            case 1:
                return pick({"TRUE", "false", "0", "1", "-1", "2.5"});
            case 2:
            case 3:
                return word();
            case 4:
                return Halves{static_cast<std::int64_t>((std::uint64_t{1} << 61U) + 2 * below(3))};
            default:
                return number();
        }
    }

    std::string keyword(std::string word) {
        const std::size_t style = below(3);
        return style == 0   ? word
               : style == 1 ? lower(std::move(word))
                            : word.substr(0, 1) + lower(word.substr(1));
    }
    std::string name(const std::string& property) { return property; }
    std::string gap() { return pick({"", " ", "  ", "\n", "\t"}); }
    std::string sign(const std::string& op) { return op == "<>" ? pick({"<>", "!="}) : op; }
    std::string wrapped(std::string text, bool must) {
        return must || below(8) == 0 ? "(" + gap() + std::move(text) + gap() + ")" : text;
    }
    std::string quoted(const std::string& text) {
        const char quote = below(2) == 0 ? '"' : '\'';
        std::string result(1, quote);
        for (const char c : text) {
            if (c == quote || c == '\\') result += '\\';
            result += c;
        }
        return result + quote;
    }
    std::string constant_text(const Plain& constant) {
        if (const auto* flag = std::get_if<bool>(&constant)) return keyword(*flag ? "TRUE" : "FALSE");
        if (const auto* number = std::get_if<Halves>(&constant)) return spell(*number);
        return quoted(std::get<std::string>(constant));
    }
    std::string comparison(const Node& node) {
        if (below(3) != 0)
            return name(node.property) + gap() + sign(node.op) + gap() + constant_text(node.constant);
        static const std::map<std::string, std::string> kTurned = {{"=", "="},   {"<>", "<>"}, {"<", ">"},
                                                                   {"<=", ">="}, {">", "<"},   {">=", "<="}};
        return constant_text(node.constant) + gap() + sign(kTurned.at(node.op)) + gap() + name(node.property);
    }
    std::string null_test(const Node& node) {
        if (below(2) == 0)
            return name(node.property) + gap() + sign(node.is_negated ? "<>" : "=") + gap() + keyword("NULL");
        return name(node.property) + " " + keyword("IS") + (node.is_negated ? " " + keyword("NOT") : "") +
               " " + keyword("NULL");
    }

    std::mt19937 engine_;
};

Truth as_truth(Maybe value) { return !value ? Truth::kUnknown : *value ? Truth::kTrue : Truth::kFalse; }

TEST(RandomCondition, EvaluatesAsTheNaiveEvaluatorSays) {
    std::size_t counts[3] = {};
    for (std::uint32_t seed = 1; seed <= 4000; ++seed) {
        Generator generator(seed);
        const Node node = generator.tree(3);
        const std::string text = "SELECT * FROM A WHERE " + generator.text(node);
        const ParsedSelect result = parse_select(text);
        ASSERT_TRUE(result.query) << "seed " << seed << ": " << text << "\n" << result.error->message;
        const std::string canonical = to_text(*result.query);
        const ParsedSelect again = parse_select(canonical);
        ASSERT_TRUE(again.query) << "seed " << seed << ": " << canonical;
        for (int i = 0; i < 5; ++i) {
            const NaiveObject object = generator.object();
            const Truth expected = as_truth(naive(node, object));
            ASSERT_EQ(evaluate(*result.query->where, NaiveReader(object)), expected)
                << "seed " << seed << ": " << text;
            ASSERT_EQ(evaluate(*again.query->where, NaiveReader(object)), expected)
                << "seed " << seed << ": " << canonical;
            ++counts[static_cast<std::size_t>(expected)];
        }
    }
    // The test is worth something only when every answer is common.
    for (const std::size_t count : counts) EXPECT_GT(count, 2000U);
}

}  // namespace
}  // namespace wbemcheck::mock::wql
