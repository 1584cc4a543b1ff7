// The objects that the subject hands out, looked at as COM objects: what they answer to QueryInterface, how they count,
// what they do to out pointers, and to objects that are passed in (COM).
#include <fmt/format.h>

#include "harness/com/bstr.h"
#include "harness/com/hresult.h"
#include "harness/com/variant.h"
#include "harness/probe/object_digest.h"
#include "scenarios/play.h"

namespace wbemcheck::scenarios {
namespace {

using probe::InspectedObject;
using probe::ObjectAnswer;
using stage::CallArguments;
using stage::Stage;
using stage::StagedSink;
using subject::Vocabulary;
using trace::Interface;
using trace::Method;

constexpr LONG kSemisynchronous = WBEM_FLAG_RETURN_IMMEDIATELY | WBEM_FLAG_FORWARD_ONLY;
constexpr LONG kForever = static_cast<LONG>(WBEM_INFINITE);

void check(HRESULT result, std::string_view what) {
    if (FAILED(result)) Stage::stop(fmt::format("{}: {}", what, com::describe_hresult(result)));
}

com::com_ptr<IWbemClassObject> get_object(Stage& stage, const std::string& path) {
    com::com_ptr<IWbemClassObject> object;
    const com::unique_bstr name = path.empty() ? com::unique_bstr() : com::make_bstr(path);
    check(stage.client().services()->GetObject(name.get(), 0, nullptr, object.put(), nullptr), "no object could be read");
    if (!object) Stage::stop("GetObject gave no object");
    return object;
}

com::com_ptr<IEnumWbemClassObject> query(Stage& stage, const Vocabulary& vocabulary, LONG flags) {
    const CallArguments arguments = make_arguments(stage, vocabulary, Method::kExecQueryAsync, Outcome::kMany);
    com::com_ptr<IEnumWbemClassObject> enumerator;
    check(stage.client().services()->ExecQuery(com::make_bstr("WQL").get(), com::make_bstr(arguments.query).get(), flags,
                                               nullptr, enumerator.put()),
          "no enumerator could be had");
    if (!enumerator) Stage::stop("ExecQuery gave no enumerator");
    return enumerator;
}

// A call that has nothing to give, and what its out pointer holds afterwards.
template <class T, class Call>
void note_refused(InspectedObject& object, std::string_view name, Call call) {
    auto* out = static_cast<T*>(InspectedObject::poison());
    const HRESULT result = call(&out);
    object.note_out_pointer(name, result, out);
    if (SUCCEEDED(result) && out != InspectedObject::poison()) com::com_ptr<T>(out, com::adopt).reset();
}

void services(Stage& stage, const Vocabulary& vocabulary) {
    InspectedObject object = stage.inspect(Interface::kServices, stage.client().bare_services());
    object.ask_for_interfaces();
    object.count([&] {
        ObjectAnswer answer;
        com::com_ptr<IWbemClassObject> read;
        answer.result = stage.client().services()->GetObject(com::make_bstr(vocabulary.object_path).get(), 0, nullptr,
                                                             read.put(), nullptr);
        return answer;
    });
    object.compare_count("GetObject and a query", [&] {
        (void)get_object(stage, vocabulary.object_path);
        (void)stage.client().call_synchronously(
            make_arguments(stage, vocabulary, Method::kExecQueryAsync, Outcome::kMany));
    });
    object.ask_for_interfaces();
}

void enumerator(Stage& stage, const Vocabulary& vocabulary) {
    const auto rows = query(stage, vocabulary, 0);
    const auto next = [&] {
        com::com_ptr<IWbemClassObject> row;
        ULONG returned = 0;
        return rows->Next(kForever, 1, row.put(), &returned);
    };
    InspectedObject object = stage.inspect(Interface::kEnumerator, rows);
    object.ask_for_interfaces();
    object.count([&] {
        ObjectAnswer answer;
        (void)rows->Reset();
        answer.result = next();
        return answer;
    });
    object.compare_count("Reset, Next and Clone", [&] {
        com::com_ptr<IEnumWbemClassObject> copy;
        (void)rows->Reset();
        (void)next();
        if (FAILED(rows->Clone(copy.put()))) (void)copy.detach();
    });
    object.ask_for_interfaces();

    const auto forward_only = query(stage, vocabulary, kSemisynchronous);
    InspectedObject second = stage.inspect(Interface::kEnumerator, forward_only);
    note_refused<IEnumWbemClassObject>(second, "Clone of a forward-only enumerator",
                                       [&](IEnumWbemClassObject** out) { return forward_only->Clone(out); });
}

void call_result(Stage& stage, const Vocabulary& vocabulary) {
    com::com_ptr<IWbemCallResult> call;
    check(stage.client().services()->GetObject(com::make_bstr(vocabulary.object_path).get(), WBEM_FLAG_RETURN_IMMEDIATELY,
                                               nullptr, nullptr, call.put()),
          "no call result could be had");
    if (!call) Stage::stop("GetObject gave no call result");
    InspectedObject object = stage.inspect(Interface::kCallResult, call);
    object.ask_for_interfaces();
    object.count([&] {
        LONG status = 0;
        ObjectAnswer answer;
        answer.result = call->GetCallStatus(kForever, &status);
        return answer;
    });
    com::com_ptr<IWbemClassObject> result;
    if (SUCCEEDED(call->GetResultObject(kForever, result.put())) && result) {
        const auto get_again = [&] {
            com::com_ptr<IWbemClassObject> again;
            if (FAILED(call->GetResultObject(kForever, again.put()))) (void)again.detach();
        };
        object.compare_count("GetResultObject", get_again);
        stage.inspect(Interface::kClassObject, result).compare_count("GetResultObject", get_again);
    } else {
        (void)result.detach();
    }
    note_refused<IWbemServices>(object, "GetResultServices of a GetObject call",
                                [&](IWbemServices** out) { return call->GetResultServices(kForever, out); });
    object.ask_for_interfaces();
}

void class_object(Stage& stage, const Vocabulary& vocabulary) {
    const auto read = get_object(stage, vocabulary.object_path);
    InspectedObject object = stage.inspect(Interface::kClassObject, read);
    object.ask_for_interfaces();
    object.count([&] { return ObjectAnswer{S_OK, probe::digest_of(read.get())}; });
    object.compare_count("Get, GetNames, Clone, CompareTo and GetQualifierSet", [&] {
        (void)probe::digest_of(read.get());
        com::com_ptr<IWbemClassObject> copy;
        com::com_ptr<IWbemQualifierSet> qualifiers;
        if (FAILED(read->Clone(copy.put()))) (void)copy.detach();
        if (copy) (void)read->CompareTo(0, copy.get());
        if (FAILED(read->GetQualifierSet(qualifiers.put()))) (void)qualifiers.detach();
    });
    const com::unique_bstr nobody = com::make_bstr("WbemcheckNoSuchName");
    note_refused<IWbemQualifierSet>(object, "GetPropertyQualifierSet of an unknown property", [&](IWbemQualifierSet** out) {
        return read->GetPropertyQualifierSet(nobody.get(), out);
    });
    note_refused<IWbemQualifierSet>(object, "GetMethodQualifierSet of an unknown method", [&](IWbemQualifierSet** out) {
        return read->GetMethodQualifierSet(nobody.get(), out);
    });
    note_refused<IWbemClassObject>(object, "GetMethod of an unknown method", [&](IWbemClassObject** out) {
        return read->GetMethod(nobody.get(), 0, out, nullptr);
    });
    object.ask_for_interfaces();
}

void qualifier_set(Stage& stage, const Vocabulary& vocabulary) {
    const auto read = get_object(stage, vocabulary.object_path);
    com::com_ptr<IWbemQualifierSet> qualifiers;
    const HRESULT result = read->GetQualifierSet(qualifiers.put());
    if (FAILED(result)) {
        (void)qualifiers.detach();
        check(result, "no qualifier set could be had");
    }
    if (!qualifiers) Stage::stop("GetQualifierSet gave no qualifier set");
    InspectedObject object = stage.inspect(Interface::kQualifierSet, qualifiers);
    object.ask_for_interfaces();
    object.count([&] {
        SAFEARRAY* names = nullptr;
        ObjectAnswer answer;
        answer.result = qualifiers->GetNames(0, &names);
        if (SUCCEEDED(answer.result) && names != nullptr) SafeArrayDestroy(names);
        return answer;
    });
    object.ask_for_interfaces();
}

void sink(Stage& stage, const Vocabulary&) {
    com::com_ptr<IWbemObjectSink> inlet;
    const HRESULT result = stage.client().services()->QueryObjectSink(0, inlet.put());
    if (FAILED(result)) {
        (void)inlet.detach();
        return;  // it has none, and need not
    }
    if (!inlet) return;
    InspectedObject object = stage.inspect(Interface::kSink, inlet);
    object.ask_for_interfaces();
    object.count([] { return ObjectAnswer{}; });
    object.ask_for_interfaces();
}

// Last, since it may end the process.
void null_out_pointer(Stage& stage, const Vocabulary& vocabulary) {
    stage.inspect(Interface::kServices, stage.client().bare_services()).ask_without_out_pointer();
    stage.inspect(Interface::kClassObject, get_object(stage, vocabulary.object_path)).ask_without_out_pointer();
    stage.inspect(Interface::kEnumerator, query(stage, vocabulary, 0)).ask_without_out_pointer();
}

// The matching synchronous method.
Method synchronous(Method method) noexcept {
    switch (method) {
        case Method::kPutClassAsync: return Method::kPutClass;
        case Method::kPutInstanceAsync: return Method::kPutInstance;
        default: return Method::kExecMethod;
    }
}

// Passes an object to the method in both forms, where the outcome is a success and where it is not.
void in_object(Stage& stage, const Vocabulary& vocabulary, Method method, Outcome) {
    for (const Outcome outcome : {richest_outcome(method), Outcome::kFails}) {
        const std::string_view name = method == Method::kExecMethodAsync ? "pInParams" : "pObject";
        const CallArguments arguments = make_arguments(stage, vocabulary, method, outcome);
        if (!arguments.object) continue;
        probe::PassedObject first = stage.pass(synchronous(method), name, arguments.object);
        (void)stage.client().call_synchronously(arguments);
        first.look_again();

        const CallArguments again = make_arguments(stage, vocabulary, method, outcome);
        probe::PassedObject second = stage.pass(method, name, again.object);
        StagedSink& receiver = stage.make_sink();
        if (stage.start(again, receiver).accepted()) {
            (void)stage.await_final(receiver);
            (void)stage.await_release(receiver);
        }
        second.look_again();
    }
}

void add(std::vector<Scenario>& scenarios, const char* rest, std::string description, std::vector<Method> speaks_of,
         void (*play)(Stage&, const Vocabulary&)) {
    Scenario scenario;
    scenario.id = fmt::format("identity/{}", rest);
    scenario.description = std::move(description);
    // The names for their arguments are needed; called are the synchronous forms.
    scenario.lacks = [methods = std::move(speaks_of)](const Vocabulary& vocabulary) {
        for (const Method method : methods) {
            if (std::string lacking = lacks(vocabulary, method, richest_outcome(method)); !lacking.empty()) return lacking;
        }
        return std::string();
    };
    scenario.play = play;
    scenarios.push_back(std::move(scenario));
}

}  // namespace

void add_identity_scenarios(std::vector<Scenario>& scenarios) {
    constexpr Method kObject = Method::kGetObjectAsync;
    constexpr Method kQuery = Method::kExecQueryAsync;
    add(scenarios, "services", "Looks at a services pointer as a COM object.", {kObject, kQuery}, services);
    add(scenarios, "enumerator", "Looks at an enumerator as a COM object.", {kQuery}, enumerator);
    add(scenarios, "call-result", "Looks at a call result as a COM object.", {kObject}, call_result);
    add(scenarios, "class-object", "Looks at a class object as a COM object.", {kObject}, class_object);
    add(scenarios, "qualifier-set", "Looks at a qualifier set as a COM object.", {kObject}, qualifier_set);
    add(scenarios, "sink", "Looks at a sink of the subject as a COM object.", {}, sink);
    for (const Method method : {Method::kPutClassAsync, Method::kPutInstanceAsync, Method::kExecMethodAsync}) {
        scenarios.push_back(make_scenario(
            "identity", method, "in-object",
            fmt::format("Passes an object to {} and to its synchronous form, and looks at it afterwards.",
                        trace::name_of(method)),
            richest_outcome(method), in_object));
    }
    add(scenarios, "null-out-pointer", "Asks for an interface without an out pointer.", {kObject, kQuery},
        null_out_pointer);
}

}  // namespace wbemcheck::scenarios
