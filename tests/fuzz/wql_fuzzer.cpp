// WQL. Every text is answered: by a query that is written and read again as the same tree, or by an error at
// a place of the text. The checks against the classes, the evaluation and the planner take every query that
// parses, and see no difference between the two trees.
#include <algorithm>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "mock_provider/model/class_builder.h"
#include "mock_provider/model/instance.h"
#include "mock_provider/model/name.h"
#include "mock_provider/wql/check.h"
#include "mock_provider/wql/evaluate.h"
#include "mock_provider/wql/instance_reader.h"
#include "mock_provider/wql/notification.h"
#include "mock_provider/wql/parse.h"
#include "mock_provider/wql/plan.h"
#include "tests/fuzz/property.h"

namespace wbemcheck::fuzz {
namespace {

using namespace mock;
using namespace mock::wql;

// --- whether two trees are the same; where their parts stand in the text does not count

bool same(const PropertyPath& a, const PropertyPath& b) { return a.names == b.names; }
bool same(const std::vector<PropertyPath>& a, const std::vector<PropertyPath>& b) {
    return std::ranges::equal(
        a, b, [](const PropertyPath& left, const PropertyPath& right) { return same(left, right); });
}

bool same(const Expression& a, const Expression& b);
bool same(const std::vector<Expression>& a, const std::vector<Expression>& b) {
    return std::ranges::equal(
        a, b, [](const Expression& left, const Expression& right) { return same(left, right); });
}
bool same(const std::optional<Expression>& a, const std::optional<Expression>& b) {
    return a.has_value() == b.has_value() && (!a || same(*a, *b));
}

bool same(const Comparison& a, const Comparison& b) {
    if (!same(a.property, b.property) || a.op != b.op || a.operand.index() != b.operand.index()) return false;
    const auto* constant = std::get_if<Value>(&a.operand);
    return constant != nullptr ? *constant == std::get<Value>(b.operand)
                               : same(std::get<PropertyPath>(a.operand), std::get<PropertyPath>(b.operand));
}
bool same(const NullTest& a, const NullTest& b) {
    return same(a.property, b.property) && a.is_negated == b.is_negated;
}
bool same(const LikeTest& a, const LikeTest& b) {
    return same(a.property, b.property) && a.pattern == b.pattern;
}
bool same(const IsaTest& a, const IsaTest& b) {
    return same(a.property, b.property) && a.class_name == b.class_name;
}
bool same(const Conjunction& a, const Conjunction& b) { return same(a.terms, b.terms); }
bool same(const Disjunction& a, const Disjunction& b) { return same(a.terms, b.terms); }
bool same(const Negation& a, const Negation& b) { return same(a.operand, b.operand); }

bool same(const Expression& a, const Expression& b) {
    if (a.node.index() != b.node.index()) return false;
    return std::visit(
        [&](const auto& node) { return same(node, std::get<std::decay_t<decltype(node)>>(b.node)); }, a.node);
}

bool same(const std::optional<Group>& a, const std::optional<Group>& b) {
    if (a.has_value() != b.has_value()) return false;
    return !a || (a->within_seconds == b->within_seconds && a->is_by_everything == b->is_by_everything &&
                  same(a->by, b->by) && same(a->having, b->having));
}

bool same(const SelectQuery& a, const SelectQuery& b) {
    return same(a.properties, b.properties) && a.class_name == b.class_name &&
           a.within_seconds == b.within_seconds && same(a.where, b.where) && same(a.group, b.group);
}

bool same(const std::optional<OptionName>& a, const std::optional<OptionName>& b) {
    return a.has_value() == b.has_value() && (!a || a->name == b->name);
}

bool same(const AssociatorsQuery& a, const AssociatorsQuery& b) {
    return a.kind == b.kind && format_path(a.path) == format_path(b.path) &&
           same(a.assoc_class, b.assoc_class) &&
           same(a.required_assoc_qualifier, b.required_assoc_qualifier) &&
           same(a.result_role, b.result_role) && same(a.required_qualifier, b.required_qualifier) &&
           same(a.result_class, b.result_class) && same(a.role, b.role) &&
           a.class_defs_only == b.class_defs_only && a.keys_only == b.keys_only &&
           a.schema_only == b.schema_only;
}

bool same(const Query& a, const Query& b) {
    if (a.index() != b.index()) return false;
    return std::visit(
        [&](const auto& query) { return same(query, std::get<std::decay_t<decltype(query)>>(b)); }, a);
}

// --- the classes that queries are checked against, and an object

struct World {
    std::vector<std::shared_ptr<const ClassDefinition>> classes;
    std::shared_ptr<const Instance> instance;

    [[nodiscard]] std::shared_ptr<const ClassDefinition> find(std::string_view name) const {
        for (const auto& definition : classes) {
            if (equal_names(definition->name(), name)) return definition;
        }
        return nullptr;
    }
};

World make_world() {
    const auto item = ClassBuilder("Item")
                          .key("Name", CimType::kString)
                          .property("Value", CimType::kUint32)
                          .property("Signed", CimType::kSint64)
                          .property("Ratio", CimType::kReal64)
                          .property("Enabled", CimType::kBoolean)
                          .property("Created", CimType::kDatetime)
                          .property("Tags", array_of(CimType::kString))
                          .object("Part")
                          .build();
    const auto event = ClassBuilder("__Event").property("TIME_CREATED", CimType::kUint64).build();
    const auto operation = ClassBuilder("__InstanceOperationEvent", event).object("TargetInstance").build();
    const auto alarm = ClassBuilder("Alarm", event)
                           .property("Level", CimType::kUint8)
                           .object("Source")
                           .property("Text", CimType::kString)
                           .build();
    const auto part = make_instance(item, {{"Name", Value::string("part")}, {"Value", Value::uint32(7)}});
    World world;
    world.classes = {item, event, operation, alarm};
    world.instance = make_instance(item, {{"Name", Value::string("item-0001")},
                                          {"Value", Value::uint32(5)},
                                          {"Signed", Value::sint64(-5)},
                                          {"Ratio", Value::real64(1.5)},
                                          {"Enabled", Value::boolean(true)},
                                          {"Created", Value::datetime("20240101000000.000000+000")},
                                          {"Tags", Value::strings({"a", "b"})},
                                          {"Part", Value::object(part)}});
    return world;
}

void check_error(const QueryError& error, std::string_view text) {
    require(error.code == static_cast<HRESULT>(WBEM_E_INVALID_QUERY) ||
                error.code == static_cast<HRESULT>(WBEM_E_QUOTA_VIOLATION),
            "a text is refused as invalid or as too much", "{:#x}", static_cast<std::uint32_t>(error.code));
    require(!error.expected.empty() && !error.found.empty(),
            "an error says what was expected and what was found");
    require(error.message.size() <= 300, "a message is short", "{}", error.message);
    require(std::ranges::none_of(error.message,
                                 [](char c) { return static_cast<unsigned char>(c) < 0x20U || c == '\x7F'; }),
            "a message is one line of printable text", "{}", error.message);
    const auto lines = 1U + static_cast<std::uint32_t>(
                                std::ranges::count_if(text, [](char c) { return c == '\n' || c == '\r'; }));
    require(error.position.line >= 1 && error.position.line <= lines, "an error is on a line of the text",
            "{} of {}", error.position.line, lines);
    require(error.position.column >= 1 && error.position.column <= text.size() + 1,
            "an error is at a column of the text", "{}", error.position.column);
}

// What a check says, without the place.
std::string complaint(const std::optional<QueryError>& error) {
    return error ? fmt::format("{:#x} {} {}", static_cast<std::uint32_t>(error->code), error->expected,
                               error->found)
                 : "none";
}

// A store looks only where the planner sends it: what is selected must be there.
void check_plan(const SelectQuery& query, const Instance& selected) {
    const Value* const name = find_equality(query, "Name");
    require(name == nullptr || equal_names(value_text(*name), "item-0001"),
            "an object that is selected has the value that the planner names", "{}", to_text(query));
    const std::optional<ObjectPath> path = find_path(query, selected.definition());
    require(!path || canonical_key(selected.definition(), *path) == canonical_key(selected),
            "an object that is selected is under the path that the planner names", "{}", to_text(query));
    require(can_match(query, selected.shared_definition()),
            "an object that is selected is of a class that the planner names", "{}", to_text(query));
}

void check_use(const SelectQuery& query, const SelectQuery& again) {
    static const World kWorld = make_world();
    const FindClass find_class = [](std::string_view name) { return kWorld.find(name); };
    require(complaint(check_data_query(query, find_class)) == complaint(check_data_query(again, find_class)),
            "equal queries are equally good for data", "{}", to_text(query));
    require(complaint(check_notification_query(query, find_class)) ==
                complaint(check_notification_query(again, find_class)),
            "equal queries are equally good for events", "{}", to_text(query));

    const InstanceReader object(kWorld.instance);
    require(matches(query, object) == matches(again, object), "equal queries select the same objects", "{}",
            to_text(query));
    if (matches(query, object)) check_plan(query, *kWorld.instance);
}

void check(std::string_view text) {
    const ParseResult result = parse_wql(text);
    require(result.query.has_value() != result.error.has_value(), "there is a query or an error");
    if (!result.query) {
        check_error(*result.error, text);
        return;
    }
    const std::string canonical = to_text(*result.query);
    // A number may be written longer than it was read.
    if (canonical.size() > kMaxTextLength) return;
    const ParseResult again = parse_wql(canonical);
    require(again.query.has_value(), "what is written is read", "{}\n{}", canonical,
            again.error ? again.error->message : "");
    require(same(*result.query, *again.query), "what is written is read as the same tree", "{}", canonical);
    require(to_text(*again.query) == canonical, "canonical text does not change", "{}", canonical);
    const auto* const select = std::get_if<SelectQuery>(&*result.query);
    const ParsedSelect selected = parse_select(text);
    require(selected.query.has_value() == (select != nullptr),
            "parse_select reads a SELECT, and nothing else", "{}", canonical);
    if (select != nullptr) check_use(*select, std::get<SelectQuery>(*again.query));
}

}  // namespace
}  // namespace wbemcheck::fuzz

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size) {
    wbemcheck::fuzz::check(wbemcheck::fuzz::as_text(bytes, size));
    return 0;
}
