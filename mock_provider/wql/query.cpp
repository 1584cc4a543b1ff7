#include "mock_provider/wql/query.h"

#include <fmt/format.h>

#include "mock_provider/model/name.h"

namespace wbemcheck::mock::wql {
namespace {

// How tightly a node binds: a looser operand inside a tighter operator needs parentheses.
enum class Binding { kDisjunction, kConjunction, kNegation, kTest };

std::string quote(std::string_view text) {
    std::string quoted = "\"";
    for (const char c : text) {
        if (c == '"' || c == '\\') quoted += '\\';
        quoted += c;
    }
    quoted += '"';
    return quoted;
}

// Digits with a point or an exponent, and enough of them to read back the same number.
std::string real_text(double value) {
    std::string text = fmt::format("{}", value);
    if (text.find_first_of(".e") == std::string::npos) text += ".0";
    return text;
}

std::string join(const std::vector<PropertyPath>& paths) {
    std::string text;
    for (const PropertyPath& path : paths) {
        if (!text.empty()) text += ", ";
        text += to_text(path);
    }
    return text;
}

struct Writer {
    Binding outer;

    std::string operator()(const Comparison& test) const {
        const auto* constant = std::get_if<Value>(&test.operand);
        return fmt::format(
            "{} {} {}", to_text(test.property), to_text(test.op),
            constant != nullptr ? constant_text(*constant) : to_text(std::get<PropertyPath>(test.operand)));
    }
    std::string operator()(const NullTest& test) const {
        return fmt::format("{} IS {}NULL", to_text(test.property), test.is_negated ? "NOT " : "");
    }
    std::string operator()(const LikeTest& test) const {
        return fmt::format("{} LIKE {}", to_text(test.property), quote(test.pattern));
    }
    std::string operator()(const IsaTest& test) const {
        return fmt::format("{} ISA {}", to_text(test.property), quote(test.class_name));
    }
    std::string operator()(const Conjunction& conjunction) const {
        return terms(conjunction.terms, " AND ", Binding::kConjunction);
    }
    std::string operator()(const Disjunction& disjunction) const {
        return terms(disjunction.terms, " OR ", Binding::kDisjunction);
    }
    std::string operator()(const Negation& negation) const {
        return "NOT " + write(negation.operand.front(), Binding::kNegation);
    }

    std::string terms(const std::vector<Expression>& list, std::string_view word, Binding binding) const {
        std::string text;
        for (const Expression& term : list) {
            if (!text.empty()) text += word;
            text += write(term, binding);
        }
        return binding < outer ? fmt::format("({})", text) : text;
    }

    static std::string write(const Expression& expression, Binding outer) {
        return std::visit(Writer{outer}, expression.node);
    }
};

void add_option(std::string& options, std::string_view name, const std::optional<OptionName>& value) {
    if (value) options += fmt::format(" {} = {}", name, value->name);
}

void add_option(std::string& options, std::string_view name, bool is_set) {
    if (is_set) options += fmt::format(" {}", name);
}

}  // namespace

bool is_schema_query(const SelectQuery& query) noexcept {
    return equal_names(query.class_name, "meta_class");
}

std::string to_text(const PropertyPath& path) {
    std::string text;
    for (const std::string& name : path.names) {
        if (!text.empty()) text += '.';
        text += name;
    }
    return text;
}

std::string constant_text(const Value& constant) {
    if (is_text(constant.type().base)) return quote(constant.as_text());
    if (is_real(constant.type().base)) return real_text(constant.as_real());
    return value_text(constant);
}

std::string to_text(const Expression& expression) { return Writer::write(expression, Binding::kDisjunction); }

std::string to_text(const SelectQuery& query) {
    std::string text = fmt::format("SELECT {} FROM {}",
                                   query.properties.empty() ? "*" : join(query.properties), query.class_name);
    if (query.within_seconds) text += fmt::format(" WITHIN {}", *query.within_seconds);
    if (query.where) text += " WHERE " + to_text(*query.where);
    if (!query.group) return text;
    text += " GROUP";
    if (query.group->within_seconds) text += fmt::format(" WITHIN {}", *query.group->within_seconds);
    if (query.group->is_by_everything) text += " BY *";
    if (!query.group->by.empty()) text += " BY " + join(query.group->by);
    if (query.group->having) text += " HAVING " + to_text(*query.group->having);
    return text;
}

std::string to_text(const AssociatorsQuery& query) {
    std::string options;
    add_option(options, "AssocClass", query.assoc_class);
    add_option(options, "RequiredAssocQualifier", query.required_assoc_qualifier);
    add_option(options, "RequiredQualifier", query.required_qualifier);
    add_option(options, "ResultClass", query.result_class);
    add_option(options, "ResultRole", query.result_role);
    add_option(options, "Role", query.role);
    add_option(options, "KeysOnly", query.keys_only);
    add_option(options, "ClassDefsOnly", query.class_defs_only);
    add_option(options, "SchemaOnly", query.schema_only);
    const bool is_of_associators = query.kind == AssociatorsQuery::Kind::kAssociators;
    return fmt::format("{} OF {{{}}}{}{}", is_of_associators ? "ASSOCIATORS" : "REFERENCES",
                       format_path(query.path), options.empty() ? "" : " WHERE", options);
}

std::string to_text(const Query& query) {
    return std::visit([](const auto& statement) { return to_text(statement); }, query);
}

std::string_view to_text(Operator op) noexcept {
    switch (op) {
        case Operator::kEqual:
            return "=";
        case Operator::kNotEqual:
            return "<>";
        case Operator::kLess:
            return "<";
        case Operator::kLessOrEqual:
            return "<=";
        case Operator::kGreater:
            return ">";
        case Operator::kGreaterOrEqual:
            return ">=";
    }
    return "=";
}

}  // namespace wbemcheck::mock::wql
