#include "tests/unit/mock_queries/random_world.h"

#include <algorithm>
#include <cctype>
#include <optional>
#include <utility>

#include "mock_provider/model/object_path.h"

namespace wbemcheck::mock::test {

namespace {

using Kind = NaiveCondition::Kind;

// Words that cannot be names in WQL (docs/wql.md).
bool is_reserved(const std::string& name) {
    static const std::vector<std::string> kWords = {"select", "from", "where", "and",  "or",   "not",
                                                    "is",     "isa",  "like",  "null", "true", "false"};
    std::string folded = name;
    std::ranges::transform(folded, folded.begin(),
                           [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
    return std::ranges::find(kWords, folded) != kWords.end();
}

bool can_be_tested(const Property& property) {
    return !property.type.is_array && property.type.base != CimType::kObject && !is_reserved(property.name);
}

bool has_reference_key(const ClassDefinition& definition) {
    return std::ranges::any_of(definition.keys(), [&](std::size_t position) {
        return definition.properties()[position].type.base == CimType::kReference;
    });
}

}  // namespace

RandomWorld::RandomWorld(NamespaceStore& space, std::uint32_t seed, std::size_t count) : engine_(seed) {
    std::vector<Definition> referring;
    for (const Definition& definition : space.subclasses({}, true)) {
        if (definition->name().starts_with("__") || is_reserved(definition->name())) {
            continue;
        }
        classes_.push_back(definition);
        const bool can_have_instances =
            !definition->is_abstract() && (!definition->keys().empty() || definition->is_singleton());
        if (can_have_instances && has_reference_key(*definition)) {
            referring.push_back(definition);  // once there is something to refer to
        } else if (can_have_instances) {
            for (std::size_t i = 0; i < count; ++i) {
                put_instance(space, definition);
            }
        }
    }
    for (const auto& instance : instances_) {
        paths_.push_back(*relative_path(*instance));
    }
    for (const Definition& definition : referring) {
        for (std::size_t i = 0; i < count; ++i) {
            put_instance(space, definition);
        }
    }
}

void RandomWorld::put_instance(NamespaceStore& space, const Definition& definition) {
    std::vector<Value> values;
    for (const Property& property : definition->properties()) {
        values.push_back(value(property));
    }
    std::shared_ptr<const Instance> stored;
    // A key that is taken, or a property that must not be null: then there is one instance less.
    if (SUCCEEDED(
            space.put_instance(Instance(definition, std::move(values)), WBEM_FLAG_CREATE_ONLY, &stored))) {
        by_class_[definition->name()].push_back(instances_.size());
        for (const std::string& superclass : definition->derivation()) {
            by_class_[superclass].push_back(instances_.size());
        }
        instances_.push_back(std::move(stored));
    }
}

Value RandomWorld::value(const Property& property) {
    const bool must_be_set = property.is_key() || property.qualifiers.is_true("not_null");
    if (property.type.is_array || property.type.base == CimType::kObject || (!must_be_set && below(5) == 0)) {
        return Value::null(property.type);
    }
    return property.type.base == CimType::kReference ? Value::reference(reference())
                                                     : some_value(property.type.base);
}

// Small domains, so that equal values are common, and the ends of the ranges.
Value RandomWorld::some_value(CimType type) {
    if (is_signed_integer(type)) {
        const std::int64_t least = type == CimType::kSint8    ? INT8_MIN
                                   : type == CimType::kSint16 ? INT16_MIN
                                   : type == CimType::kSint32 ? INT32_MIN
                                                              : INT64_MIN;
        const std::int64_t list[] = {least, least + 1, -2, -1, 0, 1, 2, -(least + 1)};
        return Value::signed_integer(type, list[below(std::size(list))]);
    }
    if (is_unsigned_integer(type) || type == CimType::kChar16) {
        const std::uint64_t most = type == CimType::kUint8    ? UINT8_MAX
                                   : type == CimType::kUint32 ? UINT32_MAX
                                   : type == CimType::kUint64 ? UINT64_MAX
                                                              : UINT16_MAX;
        const std::uint64_t list[] = {0, 1, 2, 3, 65, most / 2 + 1, most - 1, most};
        return Value::unsigned_integer(type, list[below(std::size(list))]);
    }
    switch (type) {
        case CimType::kReal32:
            return Value::real32(static_cast<float>(below(9)) / 10 - 0.4F);
        case CimType::kReal64:
            return Value::real64(static_cast<double>(below(9)) / 4 - 1);
        case CimType::kBoolean:
            return Value::boolean(below(2) == 0);
        case CimType::kDatetime:
            return Value::datetime(pick(
                {"20240229120000.000000+000", "20240229130000.000000+060", "20240229120000.000001+000",
                 "20231231235959.999999-720", "19991231000000.500000+000", "00000001120032.000000:000",
                 "00000000000000.000000:000", "00000002000000.250000:000", "20240229******.******+***"}));
        default: {
            std::string text;
            for (std::size_t i = below(5); i > 0; --i) {
                text += pick({"a", "A", "b", "B", "c", "Z", "_", "-", "1", "%", "[", "'", "\"", "\\", " "});
            }
            return Value::string(text);
        }
    }
}

std::string RandomWorld::reference() {
    if (paths_.empty()) {
        return "Nothing.Id=1";
    }
    std::string path = pick(paths_);
    if (below(3) == 0) {
        std::ranges::transform(path, path.begin(),
                               [](unsigned char c) { return static_cast<char>(std::toupper(c)); });
    }
    return below(3) == 0 ? "\\\\.\\root:" + path : path;
}

std::shared_ptr<const Instance> RandomWorld::example(const ClassDefinition& definition) {
    const auto found = by_class_.find(definition.name());
    return found != by_class_.end() ? instances_[pick(found->second)] : nullptr;
}

NaiveQuery RandomWorld::query(std::uint32_t seed) {
    engine_.seed(seed);
    // Every other time the class of an instance or one above it, so that there is something to find.
    const ClassDefinition* definition = pick(classes_).get();
    if (below(4) != 0) {
        definition = &pick(instances_)->definition();
        for (std::size_t i = below(3); i > 0 && definition->superclass() != nullptr; --i) {
            definition = definition->superclass().get();
        }
    }
    NaiveQuery query{definition->name(), std::nullopt};
    if (below(50) != 0) {
        query.condition = condition(*definition, below(4));
    }
    return query;
}

NaiveCondition RandomWorld::condition(const ClassDefinition& definition, std::size_t depth) {
    if (depth == 0) {
        const auto instance = below(6) == 0 ? example(definition) : nullptr;
        return instance != nullptr && !definition.keys().empty() ? keys_of(*instance) : test(definition);
    }
    NaiveCondition node;
    const std::size_t roll = below(5);
    node.kind = roll < 2 ? Kind::kAnd : roll < 4 ? Kind::kOr : Kind::kNot;
    const std::size_t count = node.kind == Kind::kNot ? 1 : 2 + below(2);
    for (std::size_t i = 0; i < count; ++i) {
        node.children.push_back(condition(definition, below(depth)));
    }
    return node;
}

NaiveCondition RandomWorld::test(const ClassDefinition& definition) {
    std::vector<std::size_t> positions;
    for (std::size_t i = 0; i < definition.properties().size(); ++i) {
        if (can_be_tested(definition.properties()[i])) {
            positions.push_back(i);
        }
    }
    if (positions.empty() || below(4) == 0) {
        return system_test(definition);
    }
    const Property& property = definition.properties()[pick(positions)];
    const auto instance = example(definition);
    const Value* const near_to = instance != nullptr ? instance->find(property.name) : nullptr;
    NaiveCondition node;
    node.property = property.name;
    const std::size_t roll = below(8);
    if (roll == 0) {
        node.kind = Kind::kNullTest;
        node.is_negated = below(2) == 0;
        return node;
    }
    if (roll == 1 && !is_real(property.type.base)) {
        node.kind = Kind::kLike;
        const bool has_text = near_to != nullptr && !near_to->is_null() && is_text(near_to->type().base);
        node.constant = pattern(has_text ? near_to->as_text() : "a1");
        return node;
    }
    return comparison(property, near_to != nullptr ? *near_to : Value());
}

NaiveCondition RandomWorld::comparison(const Property& property, const Value& near_to) {
    NaiveCondition node;
    node.property = property.name;
    const bool has_order = property.type.base != CimType::kBoolean;
    node.op = has_order && below(2) == 0 ? pick({"<", "<=", ">", ">="}) : pick({"=", "=", "<>"});
    node.constant = constant(property.type.base, near_to);
    return node;
}

NaiveConstant RandomWorld::constant(CimType type, const Value& near_to) {
    const bool is_near = !near_to.is_null() && below(3) != 0;
    if (type == CimType::kReference) return is_near ? near_to.as_text() : reference();
    if (type == CimType::kDatetime) return is_near ? near_to.as_text() : some_value(type).as_text();
    if (type == CimType::kString) {
        if (below(10) == 0) return NaiveInteger{below(2) == 0, below(3)};
        if (below(20) == 0) return below(2) == 0;
        std::string text = is_near ? near_to.as_text() : some_value(type).as_text();
        if (below(3) == 0) {
            std::ranges::transform(text, text.begin(),
                                   [](unsigned char c) { return static_cast<char>(std::toupper(c)); });
        }
        return text;
    }
    if (type == CimType::kBoolean) {
        switch (below(4)) {
            case 0:
                return NaiveInteger{false, below(2)};
            case 1:
                return pick({"TRUE", "false", "0", "1"});
            default:
                return below(2) == 0;
        }
    }
    if (is_real(type)) {
        if (is_near && type == CimType::kReal64) return near_to.as_real();
        return below(2) == 0 ? NaiveConstant(static_cast<double>(below(9)) / 10 - 0.4)
                             : NaiveInteger{below(2) == 0, below(2)};
    }
    const Value value = is_near ? near_to : some_value(type);
    switch (below(8)) {
        case 0:
            return static_cast<double>(below(9)) / 4 - 1;
        case 1:
            return pick({"-1", "0", "1", "2", "65"});
        default:
            break;
    }
    if (!is_signed_integer(type)) return NaiveInteger{false, value.as_unsigned()};
    const std::int64_t number = value.as_signed();
    return NaiveInteger{number < 0, number < 0 ? ~static_cast<std::uint64_t>(number) + 1
                                               : static_cast<std::uint64_t>(number)};
}

std::string RandomWorld::pattern(const std::string& near_to) {
    std::string text;
    for (const char c : near_to) {
        const bool is_plain =
            std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '"' || c == '.' || c == '=';
        switch (below(6)) {
            case 0:
                text += "%";
                break;
            case 1:
                text += "_";
                break;
            case 2:
                text += pick({"[a-b]", "[^a-b]", "[0-5]"});
                break;
            default:
                text += is_plain                           ? std::string(1, c)
                        : c == '_' || c == '%' || c == '[' ? std::string("[") + c + "]"
                                                           : "_";
        }
        if (text.size() > 12 && below(3) == 0) {
            return text + "%";
        }
    }
    return below(2) == 0 ? text : text + "%";
}

NaiveCondition RandomWorld::system_test(const ClassDefinition& definition) {
    NaiveCondition node;
    const auto instance = example(definition);
    const ClassDefinition& near_to = instance != nullptr ? instance->definition() : *pick(classes_);
    node.op = pick({"=", "=", "=", "<>", "<", ">="});
    switch (below(9)) {
        case 0:
            node.kind = Kind::kIsa;
            node.property = "__THIS";
            node.constant = below(2) == 0 ? near_to.name() : pick(classes_)->name();
            break;
        case 1:
            node.property = "__SUPERCLASS";
            node.constant = near_to.superclass_name();
            break;
        case 2:
            node.property = "__DYNASTY";
            node.constant = below(2) == 0 ? near_to.dynasty() : pick(classes_)->name();
            break;
        case 3:
            node.property = pick({"__RELPATH", "__PATH"});
            node.constant = (node.property == "__PATH" ? "\\\\WBEMCHECK\\root:" : "") +
                            (instance != nullptr ? *relative_path(*instance) : std::string("Nothing"));
            break;
        case 4:
            node.property = "__PROPERTY_COUNT";
            node.constant = NaiveInteger{false, near_to.properties().size()};
            break;
        case 5:
            node.property = pick({"__GENUS", "__NAMESPACE", "__SERVER"});
            node.constant = node.property == "__GENUS" ? NaiveConstant(NaiveInteger{false, 1 + below(2)})
                            : node.property == "__NAMESPACE" ? NaiveConstant(pick({"root", "other"}))
                                                             : NaiveConstant(pick({"wbemcheck", "other"}));
            break;
        case 6:
            node.kind = Kind::kLike;
            node.property = pick({"__CLASS", "__SUPERCLASS", "__RELPATH"});
            node.constant = pattern(near_to.name());
            break;
        case 7:
            node.kind = Kind::kNullTest;
            node.property = pick({"__SUPERCLASS", "__CLASS"});
            node.is_negated = below(2) == 0;
            break;
        default:
            node.property = "__CLASS";
            node.constant = below(3) != 0 ? near_to.name() : pick(classes_)->name();
            break;
    }
    return node;
}

// What the index is for: all keys by equality, mostly with another term beside them.
NaiveCondition RandomWorld::keys_of(const Instance& instance) {
    NaiveCondition node;
    node.kind = Kind::kAnd;
    const ClassDefinition& definition = instance.definition();
    for (const std::size_t position : definition.keys()) {
        const Property& property = definition.properties()[position];
        if (can_be_tested(property)) {
            NaiveCondition equality = comparison(property, instance.values()[position]);
            equality.op = "=";
            node.children.push_back(std::move(equality));
        }
    }
    std::ranges::shuffle(node.children, engine_);
    if (node.children.size() < 2 || below(2) == 0) {
        node.children.push_back(system_test(definition));
    }
    if (node.children.size() == 1) {
        return NaiveCondition(node.children.front());
    }
    return node;
}

}  // namespace wbemcheck::mock::test
