#include "mock_provider/services/query_sources.h"

#include <algorithm>
#include <variant>

#include "mock_provider/model/instance.h"
#include "mock_provider/model/name.h"

namespace wbemcheck::mock {

namespace {

bool is_of_instances(const wql::PropertyPath& path) {
    return equal_names(path.names.front(), "TargetInstance") || equal_names(path.names.front(), "PreviousInstance");
}

void add_polled(const wql::Expression& condition, std::vector<std::string>& sources) {
    if (const auto* isa = std::get_if<wql::IsaTest>(&condition.node)) {
        if (is_of_instances(isa->property)) {
            sources.push_back(isa->class_name);
        }
    } else if (const auto* all = std::get_if<wql::Conjunction>(&condition.node)) {
        for (const wql::Expression& term : all->terms) {
            add_polled(term, sources);
        }
    } else if (const auto* any = std::get_if<wql::Disjunction>(&condition.node)) {
        for (const wql::Expression& term : any->terms) {
            add_polled(term, sources);
        }
    }
    // A negated ISA names what is not polled.
}

}  // namespace

std::vector<std::string> sources_of(const wql::SelectQuery& query) {
    std::vector<std::string> sources = {query.class_name};
    if (query.where.has_value()) {
        add_polled(*query.where, sources);
    }
    return sources;
}

bool takes_away(const Event& event, const std::vector<std::string>& sources) {
    if (!equal_names(event.content->definition().name(), "__ClassDeletionEvent")) {
        return false;
    }
    const Value* const target = event.content->find("TargetClass");
    if (target == nullptr || target->is_null() || target->as_object().definition == nullptr) {
        return false;
    }
    const std::string_view deleted = target->as_object().definition->name();
    return std::ranges::any_of(sources, [&](const std::string& source) { return equal_names(source, deleted); });
}

}  // namespace wbemcheck::mock
