// Notification queries for what happens to instances, and queries that fail while they run.
#include <fmt/format.h>

#include "harness/com/bstr.h"
#include "harness/com/hresult.h"
#include "harness/com/text.h"
#include "harness/com/variant.h"
#include "scenarios/play.h"

namespace wbemcheck::scenarios {
namespace {

using stage::CallArguments;
using stage::Stage;
using stage::StagedSink;
using subject::Vocabulary;
using trace::Method;

constexpr Method kMethod = Method::kExecNotificationQueryAsync;

CallArguments subscription(std::string query) {
    CallArguments arguments;
    arguments.method = kMethod;
    arguments.query = std::move(query);
    return arguments;
}

std::string about_instances(const Vocabulary& vocabulary, std::string_view event_class, std::string_view condition) {
    return fmt::format("SELECT * FROM {} WITHIN {} WHERE TargetInstance ISA '{}'", event_class,
                       vocabulary.intrinsic_interval, condition);
}

std::string text_of(IWbemClassObject* object, const std::string& property) {
    com::variant value;
    if (FAILED(object->Get(com::make_bstr(property).get(), 0, value.put(), nullptr, nullptr)) || value->vt != VT_BSTR) {
        Stage::stop(fmt::format("property {} could not be read", property));
    }
    return com::to_utf8(value->bstrVal);
}

// Runs one operation that changes something to its end.
HRESULT change(Stage& stage, const CallArguments& arguments) {
    StagedSink& sink = stage.make_sink();
    (void)stage.start_or_stop(arguments, sink);
    return stage.await_final(sink) ? sink->counts().final_result : WBEM_E_FAILED;
}

// An instance is put, put again and deleted by asynchronous calls: each time one of three subscriptions gets an event.
void instance_changes(Stage& stage, const Vocabulary& vocabulary) {
    const CallArguments put = make_arguments(stage, vocabulary, Method::kPutInstanceAsync, Outcome::kNone);
    const std::string key = text_of(put.object.get(), vocabulary.writable_key);
    const std::string condition =
        fmt::format("{}' AND TargetInstance.{} = '{}", vocabulary.writable_class, vocabulary.writable_key, key);
    StagedSink& created = stage.make_sink();
    StagedSink& modified = stage.make_sink();
    StagedSink& deleted = stage.make_sink();
    const auto subscribe = [&](StagedSink& sink, std::string_view event_class) {
        (void)stage.start_or_stop(subscription(about_instances(vocabulary, event_class, condition)), sink);
    };
    subscribe(created, "__InstanceCreationEvent");
    subscribe(modified, "__InstanceModificationEvent");
    subscribe(deleted, "__InstanceDeletionEvent");
    stage.note_events(created, change(stage, put), 1);
    (void)stage.await_objects(created, 1);
    stage.note_events(modified, change(stage, put), 1);
    (void)stage.await_objects(modified, 1);
    CallArguments removal;
    removal.method = Method::kDeleteInstanceAsync;
    removal.path = fmt::format("{}.{}=\"{}\"", vocabulary.writable_class, vocabulary.writable_key, key);
    stage.note_events(deleted, change(stage, removal), 1);
    (void)stage.await_objects(deleted, 1);
    for (StagedSink* sink : {&created, &modified, &deleted}) (void)stage.cancel(*sink);
}

// Deletes the class that the running query lives on, and waits for the error.
void break_query(Stage& stage, const std::string& class_name, const std::string& query) {
    StagedSink& sink = stage.make_sink();
    (void)stage.start_or_stop(subscription(query), sink);
    const HRESULT result =
        stage.client().services()->DeleteClass(com::make_bstr(class_name).get(), 0, nullptr, nullptr);
    if (FAILED(result)) {
        Stage::stop(fmt::format("class {} could not be deleted: {}", class_name, com::describe_hresult(result)));
    }
    stage.note_broken_query(sink, result, fmt::format("class {} has been deleted", class_name));
    (void)stage.await_failure(sink);
}

void polled_class_deleted(Stage& stage, const Vocabulary& vocabulary) {
    const std::string name = put_scratch_class(stage, vocabulary.scratch_superclass);
    break_query(stage, name, about_instances(vocabulary, "__InstanceOperationEvent", name));
}

void event_class_deleted(Stage& stage, const Vocabulary&) {
    const std::string name = put_scratch_class(stage, "__ExtrinsicEvent");
    break_query(stage, name, "SELECT * FROM " + name);
}

std::string lacks_intrinsic(const Vocabulary& vocabulary) {
    if (vocabulary.intrinsic_interval.empty()) return "no interval for events about instances is known for this subject";
    return vocabulary.writable_class.empty() ? "no class with instances that can be put is known for this subject" : "";
}

std::string lacks_broken(const Vocabulary& vocabulary) {
    if (!vocabulary.classes_can_be_put) return "classes cannot be put into this namespace";
    if (vocabulary.intrinsic_interval.empty()) return "no interval for events about instances is known for this subject";
    return vocabulary.queries_fail_with_their_class ? "" : "no way to make a running query fail is known for this subject";
}

void add(std::vector<Scenario>& scenarios, const char* rest, std::string description,
         std::string (*lacks)(const Vocabulary&), void (*play)(Stage&, const Vocabulary&),
         std::vector<Method> also_needs = {}) {
    Scenario scenario;
    scenario.id = scenario_id("events", kMethod, rest);
    scenario.description = std::move(description);
    scenario.needs = std::move(also_needs);
    scenario.needs.push_back(kMethod);
    scenario.lacks = lacks;
    scenario.play = play;
    scenarios.push_back(std::move(scenario));
}

}  // namespace

void add_intrinsic_event_scenarios(std::vector<Scenario>& scenarios) {
    add(scenarios, "instance-changes", "Subscribes to what happens to an instance, and has it put, put again and deleted.",
        lacks_intrinsic, instance_changes, {Method::kPutInstanceAsync, Method::kDeleteInstanceAsync});
    add(scenarios, "polled-class-deleted", "Deletes the class whose instances a running query polls: the query fails.",
        lacks_broken, polled_class_deleted);
    add(scenarios, "event-class-deleted", "Deletes the class of the events of a running query: the query fails.",
        lacks_broken, event_class_deleted);
}

}  // namespace wbemcheck::scenarios
