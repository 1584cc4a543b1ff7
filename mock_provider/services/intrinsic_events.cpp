#include "mock_provider/services/intrinsic_events.h"

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "mock_provider/services/event_time.h"

namespace wbemcheck::mock {

namespace {

// The words of one kind of change: __InstanceCreationEvent has TargetInstance, a modification PreviousInstance too.
std::string_view word_of(Change::Kind kind) noexcept {
    switch (kind) {
        case Change::Kind::kClass:
            return "Class";
        case Change::Kind::kNamespace:
            return "Namespace";
        case Change::Kind::kInstance:
            break;
    }
    return "Instance";
}

struct Subjects {
    Value before;  // null: there was none
    Value after;   // null: there is none any more
};

Subjects subjects_of(const Change& change) {
    Subjects subjects;
    if (change.kind == Change::Kind::kClass) {
        subjects.before = change.class_before == nullptr ? Value{} : Value::object(change.class_before);
        subjects.after = change.class_after == nullptr ? Value{} : Value::object(change.class_after);
    } else {
        subjects.before = change.instance_before == nullptr ? Value{} : Value::object(change.instance_before);
        subjects.after = change.instance_after == nullptr ? Value{} : Value::object(change.instance_after);
    }
    return subjects;
}

void set(std::vector<Value>& values, const ClassDefinition& definition, std::string_view name, Value value) {
    if (const auto position = definition.find_property(name)) {
        values[*position] = std::move(value);
    }
}

}  // namespace

void publish_change(const Change& change, const Repository& repository, EventBindings& events) noexcept {
    try {
        if (events.size() == 0) {
            return;  // nobody asks, and it would cost every writer
        }
        const std::string word(word_of(change.kind));
        Subjects subjects = subjects_of(change);
        const std::string verb = subjects.before.is_null()  ? "Creation"
                                 : subjects.after.is_null() ? "Deletion"
                                                            : "Modification";
        const auto space = repository.find_namespace(change.namespace_path);
        const auto definition = space == nullptr ? nullptr : space->find_class("__" + word + verb + "Event");
        if (definition == nullptr) {
            return;
        }
        std::vector<Value> values = make_instance(definition)->values();
        set(values, *definition, "TIME_CREATED", event_time_now());
        set(values, *definition, "Previous" + word, subjects.before);  // of a modification: the others lack it
        set(values, *definition, "Target" + word, subjects.after.is_null() ? subjects.before : subjects.after);
        events.publish({change.namespace_path, std::make_shared<const Instance>(definition, std::move(values))});
    } catch (...) {
        // The change is committed, whoever hears of it.
    }
}

}  // namespace wbemcheck::mock
