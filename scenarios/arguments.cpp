// Calls with wrong arguments, and what the out pointers of synchronous calls are then.
#include <utility>
#include <vector>

#include <fmt/format.h>

#include "harness/com/bstr.h"
#include "harness/com/variant.h"
#include "harness/probe/call_context.h"
#include "scenarios/play.h"

namespace wbemcheck::scenarios {
namespace {

using stage::CallArguments;
using stage::Stage;
using subject::Vocabulary;
using trace::Fault;
using trace::Method;

struct Situation {
    Stage& stage;
    const Vocabulary& vocabulary;
};

std::string nothing(const Vocabulary&) { return {}; }

struct Wrong {
    Method method;
    Outcome outcome;  // of the call without its fault; kFails: the data is the fault
    Fault fault;
    std::string_view name;
    void (*spoil)(const Situation& situation, CallArguments& arguments);
    std::string (*lacks)(const Vocabulary& vocabulary) = nothing;  // beyond what the call without its fault needs
};

void keep(const Situation&, CallArguments&) {}
void drop_path(const Situation&, CallArguments& arguments) { arguments.path.clear(); }
void empty_path(const Situation&, CallArguments& arguments) {
    arguments.path.clear();
    arguments.has_empty_path = true;
}
void drop_object(const Situation&, CallArguments& arguments) { arguments.object.reset(); }
void drop_language(const Situation&, CallArguments& arguments) { arguments.language.clear(); }
void other_language(const Situation&, CallArguments& arguments) { arguments.language = "SQL"; }
void drop_query(const Situation&, CallArguments& arguments) { arguments.query.clear(); }
void break_query(const Situation&, CallArguments& arguments) { arguments.query = "SELECT FROM WHERE"; }
void lengthen_query(const Situation&, CallArguments& arguments) { arguments.query.append(1'000'000, ' '); }
void contradict(const Situation&, CallArguments& arguments) { arguments.flags |= WBEM_FLAG_UPDATE_ONLY | WBEM_FLAG_CREATE_ONLY; }
void safe_and_force(const Situation&, CallArguments& arguments) {
    arguments.flags |= WBEM_FLAG_UPDATE_SAFE_MODE | WBEM_FLAG_UPDATE_FORCE_MODE;
}
void amend(const Situation&, CallArguments& arguments) { arguments.flags |= WBEM_FLAG_USE_AMENDED_QUALIFIERS; }
void drop_method(const Situation&, CallArguments& arguments) { arguments.method_name.clear(); }
void unknown_flag(const Situation&, CallArguments& arguments) { arguments.flags |= 0x00400000; }
void ignored_flag(const Situation&, CallArguments& arguments) { arguments.flags |= WBEM_FLAG_STRONG_VALIDATION; }

void unknown_property(const Situation&, CallArguments& arguments) {
    const std::size_t from = arguments.query.find(" FROM ");
    if (from == std::string::npos) Stage::stop(fmt::format("'{}' has no list of properties", arguments.query));
    arguments.query = "SELECT WbemcheckNoSuchProperty" + arguments.query.substr(from);
}
void no_event_class(const Situation&, CallArguments& arguments) { arguments.query = "SELECT * FROM __SystemClass"; }
void intrinsic_without_within(const Situation&, CallArguments& arguments) {
    arguments.query = "SELECT * FROM __InstanceModificationEvent";
}
void group_without_within(const Situation&, CallArguments& arguments) { arguments.query += " GROUP"; }

// A subject that takes the class after all must not keep it.
void rename_class(Stage& stage, CallArguments& arguments, const std::string& name) {
    put_text(*arguments.object, "__CLASS", name);
    stage.at_end([&stage, name] {
        (void)stage.client().services()->DeleteClass(com::make_bstr(name).get(), 0, nullptr, nullptr);
    });
}
void leading_underscore(const Situation& situation, CallArguments& arguments) {
    rename_class(situation.stage, arguments, "_WbemcheckLeading");
}
void trailing_underscore(const Situation& situation, CallArguments& arguments) {
    rename_class(situation.stage, arguments, "WbemcheckTrailing_");
}

// Derived from a class that is deleted before the derived one is put.
void unknown_superclass(const Situation& situation, CallArguments& arguments) {
    Stage& stage = situation.stage;
    IWbemServices& services = *stage.client().services();
    const std::string superclass = put_scratch_class(stage, std::string());
    com::com_ptr<IWbemClassObject> parent;
    if (FAILED(services.GetObject(com::make_bstr(superclass).get(), 0, nullptr, parent.put(), nullptr)) ||
        FAILED(parent->SpawnDerivedClass(0, arguments.object.put())) ||
        FAILED(services.DeleteClass(com::make_bstr(superclass).get(), 0, nullptr, nullptr))) {
        Stage::stop(fmt::format("a class below {}, without {}, could not be made", superclass, superclass));
    }
    rename_class(stage, arguments, "Wbemcheck_Orphan");
}

// The keys become NULL.
void drop_key(const Situation&, CallArguments& arguments) {
    std::vector<com::unique_bstr> keys;  // an object must not be changed while it is enumerated
    IWbemClassObject& object = *arguments.object;
    if (FAILED(object.BeginEnumeration(WBEM_FLAG_KEYS_ONLY))) Stage::stop("the keys of the instance could not be read");
    for (com::unique_bstr name; object.Next(0, name.put(), nullptr, nullptr, nullptr) == WBEM_S_NO_ERROR;) {
        keys.push_back(std::move(name));
    }
    (void)object.EndEnumeration();
    com::variant null = com::make_null_variant();
    for (const com::unique_bstr& key : keys) {
        if (FAILED(object.Put(key.get(), 0, null.get(), 0))) Stage::stop("a key could not be set to NULL");
    }
}

void forbidden_null(const Situation& situation, CallArguments& arguments) {
    arguments.object = make_instance_with_forbidden_null(situation.stage, situation.vocabulary);
}
std::string lacks_classes_to_put(const Vocabulary& vocabulary) {
    return lacks(vocabulary, Method::kPutClassAsync, Outcome::kNone);
}

void disabled_method(const Situation& situation, CallArguments& arguments) {
    arguments.method_name = situation.vocabulary.method_disabled;
    arguments.object.reset();
}
std::string lacks_disabled_method(const Vocabulary& vocabulary) {
    return vocabulary.method_disabled.empty() ? "no disabled method is known for this subject" : std::string();
}

void unimplemented_method(const Situation& situation, CallArguments& arguments) {
    arguments.method_name = situation.vocabulary.method_not_implemented;
    arguments.object.reset();
}
std::string lacks_unimplemented_method(const Vocabulary& vocabulary) {
    return vocabulary.method_not_implemented.empty() ? "no method without implementation is known for this subject"
                                                     : std::string();
}

// Values for nobody: no property of a partial update is among them.
void foreign_context(const Situation&, CallArguments& arguments) {
    arguments.context = probe::make_call_context();
    com::variant value = com::make_variant("nobody knows it");
    if (FAILED(arguments.context->SetValue(OLESTR("WbemcheckNoSuchValue"), 0, value.get()))) {
        Stage::stop("a value could not be put into a context");
    }
}

constexpr Wrong kWrong[] = {
    {Method::kExecQueryAsync, Outcome::kMany, Fault::kNoLanguage, "language-null", drop_language},
    {Method::kExecQueryAsync, Outcome::kMany, Fault::kOtherLanguage, "language-other", other_language},
    {Method::kExecQueryAsync, Outcome::kMany, Fault::kNoQuery, "query-null", drop_query},
    {Method::kExecQueryAsync, Outcome::kMany, Fault::kLongQuery, "query-long", lengthen_query},
    {Method::kExecQueryAsync, Outcome::kMany, Fault::kMalformedQuery, "query-malformed", break_query},
    {Method::kExecQueryAsync, Outcome::kMany, Fault::kUnknownProperty, "property-unknown", unknown_property},
    {Method::kExecNotificationQueryAsync, Outcome::kNone, Fault::kNoLanguage, "language-null", drop_language},
    {Method::kExecNotificationQueryAsync, Outcome::kNone, Fault::kOtherLanguage, "language-other", other_language},
    {Method::kExecNotificationQueryAsync, Outcome::kNone, Fault::kUnknownProperty, "property-unknown", unknown_property},
    {Method::kExecNotificationQueryAsync, Outcome::kNone, Fault::kNoEventClass, "class-of-no-event", no_event_class},
    {Method::kExecNotificationQueryAsync, Outcome::kNone, Fault::kIntrinsicWithoutWithin, "within-missing",
     intrinsic_without_within},
    {Method::kExecNotificationQueryAsync, Outcome::kNone, Fault::kGroupWithoutWithin, "group-within-missing",
     group_without_within},
    {Method::kExecNotificationQueryAsync, Outcome::kNone, Fault::kNoQuery, "query-null", drop_query},
    {Method::kExecNotificationQueryAsync, Outcome::kNone, Fault::kMalformedQuery, "query-malformed", break_query},
    {Method::kExecNotificationQueryAsync, Outcome::kFails, Fault::kUnknownEventClass, "class-missing", keep},
    {Method::kGetObjectAsync, Outcome::kOne, Fault::kNoPath, "path-null", drop_path},
    {Method::kGetObjectAsync, Outcome::kFails, Fault::kMissingObject, "object-missing", keep},
    {Method::kCreateClassEnumAsync, Outcome::kMany, Fault::kNoPath, "path-null", drop_path},
    {Method::kCreateClassEnumAsync, Outcome::kMany, Fault::kEmptyPath, "path-empty", empty_path},
    {Method::kCreateClassEnumAsync, Outcome::kFails, Fault::kMissingObject, "class-missing", keep},
    {Method::kCreateInstanceEnumAsync, Outcome::kMany, Fault::kNoPath, "path-null", drop_path},
    {Method::kCreateInstanceEnumAsync, Outcome::kFails, Fault::kMissingObject, "class-missing", keep},
    {Method::kPutClassAsync, Outcome::kNone, Fault::kNoObject, "object-null", drop_object},
    {Method::kPutClassAsync, Outcome::kNone, Fault::kUpdateAndCreate, "update-and-create", contradict},
    {Method::kPutClassAsync, Outcome::kNone, Fault::kSafeAndForce, "safe-and-force", safe_and_force},
    {Method::kPutClassAsync, Outcome::kFails, Fault::kCreateExisting, "create-existing", keep},
    {Method::kPutClassAsync, Outcome::kNone, Fault::kLeadingUnderscore, "name-leading-underscore", leading_underscore},
    {Method::kPutClassAsync, Outcome::kNone, Fault::kTrailingUnderscore, "name-trailing-underscore",
     trailing_underscore},
    {Method::kPutClassAsync, Outcome::kNone, Fault::kUnknownSuperclass, "superclass-missing", unknown_superclass},
    {Method::kPutInstanceAsync, Outcome::kNone, Fault::kNoObject, "object-null", drop_object},
    {Method::kPutInstanceAsync, Outcome::kNone, Fault::kNoKey, "key-null", drop_key},
    {Method::kPutInstanceAsync, Outcome::kNone, Fault::kForbiddenNull, "not-null-null", forbidden_null, lacks_classes_to_put},
    {Method::kPutInstanceAsync, Outcome::kNone, Fault::kForeignContext, "context-foreign", foreign_context},
    {Method::kPutInstanceAsync, Outcome::kNone, Fault::kUpdateAndCreate, "update-and-create", contradict},
    {Method::kPutInstanceAsync, Outcome::kFails, Fault::kUpdateMissing, "update-missing", keep},
    {Method::kDeleteClassAsync, Outcome::kFails, Fault::kMissingObject, "class-missing", keep},
    {Method::kDeleteInstanceAsync, Outcome::kNone, Fault::kNoPath, "path-null", drop_path},
    {Method::kDeleteInstanceAsync, Outcome::kFails, Fault::kMissingObject, "instance-missing", keep},
    {Method::kDeleteInstanceAsync, Outcome::kNone, Fault::kAmendedFlag, "amended-flag", amend},
    {Method::kExecMethodAsync, Outcome::kOne, Fault::kNoPath, "path-null", drop_path},
    {Method::kExecMethodAsync, Outcome::kOne, Fault::kNoMethodName, "method-null", drop_method},
    {Method::kExecMethodAsync, Outcome::kOne, Fault::kNoInputs, "inputs-null", drop_object},
    {Method::kExecMethodAsync, Outcome::kOne, Fault::kAmendedFlag, "amended-flag", amend},
    {Method::kExecMethodAsync, Outcome::kFails, Fault::kDisabledMethod, "method-disabled", disabled_method,
     lacks_disabled_method},
    {Method::kExecMethodAsync, Outcome::kFails, Fault::kUnimplementedMethod, "method-not-implemented", unimplemented_method,
     lacks_unimplemented_method},
};

void add_wrong_call(std::vector<Scenario>& scenarios, const Wrong& wrong) {
    scenarios.push_back(make_scenario(
        "arguments", wrong.method, wrong.name,
        fmt::format("Calls {} with {}.", trace::name_of(wrong.method), trace::name_of(wrong.fault)), wrong.outcome,
        [fault = wrong.fault, spoil = wrong.spoil](Stage& stage, const Vocabulary& vocabulary, Method method,
                                                   Outcome outcome) {
            CallArguments arguments = make_arguments(stage, vocabulary, method, outcome);
            spoil({stage, vocabulary}, arguments);
            arguments.fault = fault;
            arguments.expects_failure = false;  // the fault says more
            stage::StagedSink& sink = stage.make_sink();
            const stage::Started started = stage.start(arguments, sink);
            // Nobody else waits for the end of a notification query. One that is right runs on, and need not be waited for.
            const bool may_end = started.accepted() && method == Method::kExecNotificationQueryAsync &&
                                 fault != Fault::kIgnoredFlag;
            if (may_end) (void)stage.await_failure(sink);
        }));
    scenarios.back().lacks = [usual = scenarios.back().lacks, own = wrong.lacks](const Vocabulary& vocabulary) {
        std::string lacking = usual(vocabulary);
        return lacking.empty() ? own(vocabulary) : lacking;
    };
}

void add_null_sink(std::vector<Scenario>& scenarios, Method method) {
    const Outcome outcome = method == Method::kExecNotificationQueryAsync ? Outcome::kNone : richest_outcome(method);
    scenarios.push_back(make_scenario(
        "arguments", method, "sink-null", fmt::format("Calls {} without a sink.", trace::name_of(method)), outcome,
        [](Stage& stage, const Vocabulary& vocabulary, Method called, Outcome wanted) {
            CallArguments arguments = make_arguments(stage, vocabulary, called, wanted);
            arguments.fault = Fault::kNoSink;
            (void)stage.client().start(arguments, nullptr);
            stage.be_silent();
        }));
}

Scenario out_pointers() {
    Scenario scenario;
    scenario.id = "arguments/synchronous/out-pointers";
    scenario.description = "Makes synchronous calls that succeed and that fail, and looks at their out pointers.";
    scenario.needs = {Method::kExecQuery};
    scenario.lacks = [](const Vocabulary& vocabulary) { return lacks(vocabulary, Method::kExecQueryAsync, Outcome::kMany); };
    scenario.play = [](Stage& stage, const Vocabulary& vocabulary) {
        stage::Client& client = stage.client();
        for (const Outcome outcome : {Outcome::kMany, Outcome::kFails}) {
            for (const Method method : {Method::kExecQueryAsync, Method::kCreateInstanceEnumAsync}) {
                if (lacks(vocabulary, method, outcome).empty()) {
                    (void)client.call_synchronously(make_arguments(stage, vocabulary, method, outcome));
                }
            }
        }
        if (!vocabulary.missing_object_path.empty()) {
            CallArguments missing = make_arguments(stage, vocabulary, Method::kGetObjectAsync, Outcome::kFails);
            (void)client.call_synchronously(missing);
        }
        com::com_ptr<IWbemServices> child;
        (void)client.services()->OpenNamespace(com::make_bstr("wbemcheck_no_such_namespace").get(), 0, nullptr,
                                               child.put(), nullptr);
    };
    return scenario;
}

// With a namespace that is there, so that nothing but the fault can be the reason to refuse.
void open_child_wrongly(stage::Client& client, const std::string& name) {
    const com::unique_bstr text = com::make_bstr(name);
    {
        com::com_ptr<IWbemServices> child;
        com::com_ptr<IWbemCallResult> call_result;
        client.announce(Fault::kBothOutPointers);
        (void)client.services()->OpenNamespace(text.get(), 0, nullptr, child.put(), call_result.put());
    }
    com::com_ptr<IWbemServices> child;
    const com::com_ptr<IWbemContext> context = probe::make_call_context();
    client.announce(Fault::kForeignContext);
    (void)client.services()->OpenNamespace(text.get(), 0, context.get(), child.put(), nullptr);
}

Scenario open_namespace() {
    Scenario scenario;
    scenario.id = "arguments/synchronous/namespace-and-object-sink";
    scenario.description = "Opens namespaces with wrong arguments, and asks for the object sink.";
    scenario.needs = {Method::kOpenNamespace};
    scenario.lacks = nothing;
    scenario.play = [](Stage& stage, const Vocabulary& vocabulary) {
        stage::Client& client = stage.client();
        const auto open = [&](Fault fault, const char* name) {
            com::com_ptr<IWbemServices> child;
            const com::unique_bstr text = name == nullptr ? com::unique_bstr() : com::make_bstr(name);
            client.announce(fault);
            (void)client.services()->OpenNamespace(text.get(), 0, nullptr, child.put(), nullptr);
        };
        open(Fault::kNoPath, nullptr);
        open(Fault::kAbsoluteNamespace, "\\\\.\\root");
        open(Fault::kMissingObject, "wbemcheck_no_such_namespace");
        if (!vocabulary.child_namespace.empty()) open_child_wrongly(client, vocabulary.child_namespace);
        com::com_ptr<IWbemObjectSink> handler;
        (void)client.services()->QueryObjectSink(0, handler.put());
        client.announce(Fault::kNoOutPointer);
        (void)client.services()->QueryObjectSink(0, nullptr);
    };
    return scenario;
}

}  // namespace

void add_argument_scenarios(std::vector<Scenario>& scenarios) {
    for (const Method method : finite_methods()) add_null_sink(scenarios, method);
    add_null_sink(scenarios, Method::kExecNotificationQueryAsync);
    for (const Wrong& wrong : kWrong) add_wrong_call(scenarios, wrong);
    const auto add_flag = [&](Method method) {
        const Outcome outcome = method == Method::kExecNotificationQueryAsync ? Outcome::kNone : richest_outcome(method);
        add_wrong_call(scenarios, {method, outcome, Fault::kUnknownFlag, "flag-unknown", unknown_flag});
        add_wrong_call(scenarios, {method, outcome, Fault::kIgnoredFlag, "flag-ignored", ignored_flag});
    };
    for (const Method method : finite_methods()) add_flag(method);
    add_flag(Method::kExecNotificationQueryAsync);
    scenarios.push_back(open_namespace());
    scenarios.push_back(out_pointers());
}

}  // namespace wbemcheck::scenarios
