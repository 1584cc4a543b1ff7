#include "scenarios/material.h"

#include <array>
#include <atomic>

#include <fmt/format.h>

#include "harness/com/bstr.h"
#include "harness/com/hresult.h"
#include "harness/com/in_parameters.h"
#include "harness/com/variant.h"

namespace wbemcheck::scenarios {
namespace {

using stage::CallArguments;
using stage::Client;
using stage::Stage;
using subject::Vocabulary;
using trace::Method;

constexpr std::array kFinite = {
    Method::kGetObjectAsync,      Method::kPutClassAsync,    Method::kDeleteClassAsync,
    Method::kCreateClassEnumAsync, Method::kPutInstanceAsync, Method::kDeleteInstanceAsync,
    Method::kCreateInstanceEnumAsync, Method::kExecQueryAsync, Method::kExecMethodAsync,
};

constexpr std::array kDelivering = {
    Method::kGetObjectAsync, Method::kCreateClassEnumAsync, Method::kCreateInstanceEnumAsync, Method::kExecQueryAsync,
    Method::kExecMethodAsync,
};

std::string query_or_class(const std::string& query, const std::string& class_name) {
    if (!query.empty() || class_name.empty()) return query;
    return "SELECT * FROM " + class_name;
}

void check(HRESULT result, std::string_view what) {
    if (FAILED(result)) Stage::stop(fmt::format("{}: {}", what, com::describe_hresult(result)));
}

// A name that no other scenario of this process uses, and hardly any of another.
std::string fresh_name(std::string_view prefix) {
    static std::atomic<unsigned> next{1};
    return fmt::format("{}{:04}", prefix, next.fetch_add(1, std::memory_order_relaxed));
}

com::com_ptr<IWbemClassObject> make_scratch_class(Stage& stage, const std::string& superclass, std::string& name) {
    name = fresh_name("Wbemcheck_Class");
    com::com_ptr<IWbemClassObject> made;
    if (superclass.empty()) {
        check(stage.client().services()->GetObject(nullptr, 0, nullptr, made.put(), nullptr),
              "an empty class could not be made");
    } else {
        check(read_object(*stage.client().services(), superclass)->SpawnDerivedClass(0, made.put()),
              "a derived class could not be made");
    }
    put_text(*made, "__CLASS", name);
    return made;
}

// A string property with a boolean qualifier.
void declare_text(IWbemClassObject& definition, const OLECHAR* property, const OLECHAR* qualifier) {
    check(definition.Put(property, 0, nullptr, CIM_STRING), "a property could not be declared");
    com::com_ptr<IWbemQualifierSet> qualifiers;
    check(definition.GetPropertyQualifierSet(property, qualifiers.put()), "the qualifiers of a property could not be had");
    com::variant yes = com::make_variant(true);
    check(qualifiers->Put(qualifier, yes.get(), WBEM_FLAVOR_FLAG_PROPAGATE_TO_DERIVED_CLASS),
          "a qualifier could not be put");
}

// Failing is fine: what is to be removed may never have come into being.
void delete_class_at_end(Stage& stage, const std::string& name) {
    stage.at_end([&stage, name] {
        (void)stage.client().services()->DeleteClass(com::make_bstr(name).get(), 0, nullptr, nullptr);
    });
}

com::com_ptr<IWbemClassObject> make_instance(Stage& stage, const Vocabulary& vocabulary, std::string& path) {
    const std::string key = fresh_name("wbemcheck-");
    com::com_ptr<IWbemClassObject> instance;
    check(read_object(*stage.client().services(), vocabulary.writable_class)->SpawnInstance(0, instance.put()),
          "an instance could not be made");
    put_text(*instance, vocabulary.writable_key, key);
    path = fmt::format("{}.{}=\"{}\"", vocabulary.writable_class, vocabulary.writable_key, key);
    stage.at_end([&stage, path] {
        (void)stage.client().services()->DeleteInstance(com::make_bstr(path).get(), 0, nullptr, nullptr);
    });
    return instance;
}

CallArguments class_to_put(Stage& stage, const Vocabulary& vocabulary, Outcome outcome) {
    CallArguments arguments;
    std::string name;
    arguments.object = make_scratch_class(stage, vocabulary.scratch_superclass, name);
    delete_class_at_end(stage, name);
    if (outcome == Outcome::kFails) {
        check(stage.client().services()->PutClass(arguments.object.get(), 0, nullptr, nullptr),
              "a class could not be put");
        arguments.flags = WBEM_FLAG_CREATE_ONLY;  // it exists already
    }
    return arguments;
}

CallArguments class_to_delete(Stage& stage, const Vocabulary& vocabulary, Outcome outcome) {
    CallArguments arguments;
    if (outcome == Outcome::kFails) {
        arguments.path = vocabulary.missing_class;
        return arguments;
    }
    const auto object = make_scratch_class(stage, vocabulary.scratch_superclass, arguments.path);
    check(stage.client().services()->PutClass(object.get(), 0, nullptr, nullptr), "a class could not be put");
    delete_class_at_end(stage, arguments.path);
    return arguments;
}

CallArguments instance_to_put(Stage& stage, const Vocabulary& vocabulary, Outcome outcome) {
    CallArguments arguments;
    std::string path;
    arguments.object = make_instance(stage, vocabulary, path);
    if (outcome == Outcome::kFails) arguments.flags = WBEM_FLAG_UPDATE_ONLY;  // there is none yet
    return arguments;
}

CallArguments instance_to_delete(Stage& stage, const Vocabulary& vocabulary, Outcome outcome) {
    CallArguments arguments;
    const auto instance = make_instance(stage, vocabulary, arguments.path);
    if (outcome == Outcome::kFails) return arguments;  // never put
    check(stage.client().services()->PutInstance(instance.get(), 0, nullptr, nullptr), "an instance could not be put");
    return arguments;
}

CallArguments method_to_call(Stage& stage, const Vocabulary& vocabulary, Outcome outcome) {
    CallArguments arguments;
    arguments.path = vocabulary.method_path;
    if (outcome == Outcome::kFails) {
        arguments.method_name = "WbemcheckNoSuchMethod";
        return arguments;
    }
    arguments.method_name =
        outcome == Outcome::kNone ? vocabulary.method_without_outputs : vocabulary.method_with_outputs;
    arguments.object = make_in_parameters(*stage.client().services(), arguments.path, arguments.method_name, 3);
    return arguments;
}

std::string missing_word(bool is_missing, std::string_view what) {
    return is_missing ? fmt::format("no {} is known for this subject", what) : std::string();
}

}  // namespace

std::string_view name_of(Outcome outcome) noexcept {
    switch (outcome) {
        case Outcome::kNone: return "none";
        case Outcome::kOne: return "one";
        case Outcome::kMany: return "many";
        case Outcome::kFails: return "failure";
    }
    return "";
}

std::optional<Outcome> find_outcome(std::string_view name) noexcept {
    for (const Outcome outcome : {Outcome::kNone, Outcome::kOne, Outcome::kMany, Outcome::kFails}) {
        if (name_of(outcome) == name) return outcome;
    }
    return std::nullopt;
}

std::span<const Method> finite_methods() noexcept { return kFinite; }
std::span<const Method> delivering_methods() noexcept { return kDelivering; }

Outcome richest_outcome(Method method) noexcept {
    for (const Outcome outcome : {Outcome::kMany, Outcome::kOne}) {
        if (can_have(method, outcome)) return outcome;
    }
    return Outcome::kNone;
}

bool can_have(Method method, Outcome outcome) noexcept {
    if (outcome == Outcome::kFails) return true;
    switch (method) {
        case Method::kGetObjectAsync: return outcome == Outcome::kOne;
        case Method::kCreateClassEnumAsync:
        case Method::kCreateInstanceEnumAsync:
        case Method::kExecQueryAsync: return true;
        case Method::kExecMethodAsync: return outcome != Outcome::kMany;
        default: return outcome == Outcome::kNone;
    }
}

std::string lacks(const Vocabulary& vocabulary, Method method, Outcome outcome) {
    const bool fails = outcome == Outcome::kFails;
    switch (method) {
        case Method::kGetObjectAsync:
            return missing_word((fails ? vocabulary.missing_object_path : vocabulary.object_path).empty(),
                                "path of an object");
        case Method::kPutClassAsync:
        case Method::kDeleteClassAsync:
            return vocabulary.classes_can_be_put ? std::string() : "classes cannot be put into this namespace";
        case Method::kPutInstanceAsync:
        case Method::kDeleteInstanceAsync:
            return missing_word(vocabulary.writable_class.empty(), "class with instances that can be put");
        case Method::kCreateClassEnumAsync:
            return missing_word((fails                      ? vocabulary.missing_class
                                 : outcome == Outcome::kNone ? vocabulary.superclass_with_none
                                 : outcome == Outcome::kOne  ? vocabulary.superclass_with_one
                                                             : vocabulary.superclass_with_many)
                                    .empty(),
                                fmt::format("superclass with {} subclasses", name_of(outcome)));
        case Method::kCreateInstanceEnumAsync:
            return missing_word((fails                      ? vocabulary.missing_class
                                 : outcome == Outcome::kNone ? vocabulary.class_with_none
                                 : outcome == Outcome::kOne  ? vocabulary.class_with_one
                                                             : vocabulary.class_with_many)
                                    .empty(),
                                fmt::format("class with {} instances", name_of(outcome)));
        case Method::kExecQueryAsync:
            return missing_word(
                (fails ? vocabulary.missing_class
                 : outcome == Outcome::kNone ? query_or_class(vocabulary.none_query, vocabulary.class_with_none)
                 : outcome == Outcome::kOne  ? query_or_class(vocabulary.one_query, vocabulary.class_with_one)
                                             : query_or_class(vocabulary.many_query, vocabulary.class_with_many))
                    .empty(),
                fmt::format("query with {} results", name_of(outcome)));
        case Method::kExecMethodAsync:
            if (vocabulary.method_path.empty()) return "no object with methods is known for this subject";
            if (fails) return {};
            return missing_word((outcome == Outcome::kNone ? vocabulary.method_without_outputs
                                                           : vocabulary.method_with_outputs)
                                    .empty(),
                                "such method");
        case Method::kExecNotificationQueryAsync:
            return missing_word(vocabulary.event_query.empty(), "notification query");
        default: return {};
    }
}

CallArguments make_arguments(Stage& stage, const Vocabulary& vocabulary, Method method, Outcome outcome) {
    const bool fails = outcome == Outcome::kFails;
    CallArguments arguments;
    switch (method) {
        case Method::kGetObjectAsync:
            arguments.path = fails ? vocabulary.missing_object_path : vocabulary.object_path;
            break;
        case Method::kPutClassAsync: arguments = class_to_put(stage, vocabulary, outcome); break;
        case Method::kDeleteClassAsync: arguments = class_to_delete(stage, vocabulary, outcome); break;
        case Method::kPutInstanceAsync: arguments = instance_to_put(stage, vocabulary, outcome); break;
        case Method::kDeleteInstanceAsync: arguments = instance_to_delete(stage, vocabulary, outcome); break;
        case Method::kCreateClassEnumAsync:
            arguments.path = fails                       ? vocabulary.missing_class
                             : outcome == Outcome::kNone ? vocabulary.superclass_with_none
                             : outcome == Outcome::kOne  ? vocabulary.superclass_with_one
                                                         : vocabulary.superclass_with_many;
            break;
        case Method::kCreateInstanceEnumAsync:
            arguments.path = fails                       ? vocabulary.missing_class
                             : outcome == Outcome::kNone ? vocabulary.class_with_none
                             : outcome == Outcome::kOne  ? vocabulary.class_with_one
                                                         : vocabulary.class_with_many;
            break;
        case Method::kExecQueryAsync:
            arguments.query = fails ? "SELECT * FROM " + vocabulary.missing_class
                              : outcome == Outcome::kNone
                                  ? query_or_class(vocabulary.none_query, vocabulary.class_with_none)
                              : outcome == Outcome::kOne
                                  ? query_or_class(vocabulary.one_query, vocabulary.class_with_one)
                                  : query_or_class(vocabulary.many_query, vocabulary.class_with_many);
            break;
        case Method::kExecMethodAsync: arguments = method_to_call(stage, vocabulary, outcome); break;
        case Method::kExecNotificationQueryAsync:
            arguments.query = fails ? "SELECT * FROM " + vocabulary.missing_class : vocabulary.event_query;
            break;
        default: break;
    }
    arguments.method = method;
    arguments.expects_failure = fails;
    return arguments;
}

com::com_ptr<IWbemClassObject> read_object(IWbemServices& services, const std::string& path) {
    com::com_ptr<IWbemClassObject> object;
    check(services.GetObject(com::make_bstr(path).get(), 0, nullptr, object.put(), nullptr),
          fmt::format("{} could not be read", path));
    return object;
}

void put_text(IWbemClassObject& object, std::string_view name, std::string_view value) {
    com::variant text = com::make_variant(value);
    check(object.Put(com::make_bstr(name).get(), 0, text.get(), 0), fmt::format("property {} could not be set", name));
}

HRESULT raise_events(Client& client, const Vocabulary& vocabulary, std::uint64_t events) {
    const auto parameters = make_in_parameters(*client.services(), vocabulary.event_trigger_path, vocabulary.event_trigger_method,
                                               static_cast<std::int32_t>(events));
    com::com_ptr<IWbemClassObject> outputs;
    return client.services()->ExecMethod(com::make_bstr(vocabulary.event_trigger_path).get(),
                                         com::make_bstr(vocabulary.event_trigger_method).get(), 0, nullptr,
                                         parameters.get(), outputs.put(), nullptr);
}

com::com_ptr<IWbemClassObject> make_instance_with_forbidden_null(Stage& stage, const Vocabulary& vocabulary) {
    std::string name;
    const auto made = make_scratch_class(stage, vocabulary.scratch_superclass, name);
    declare_text(*made, OLESTR("WbemcheckId"), OLESTR("key"));
    declare_text(*made, OLESTR("WbemcheckMust"), OLESTR("not_null"));
    check(stage.client().services()->PutClass(made.get(), 0, nullptr, nullptr), "a class could not be put");
    delete_class_at_end(stage, name);
    com::com_ptr<IWbemClassObject> instance;
    check(read_object(*stage.client().services(), name)->SpawnInstance(0, instance.put()), "an instance could not be made");
    put_text(*instance, "WbemcheckId", "one");
    com::variant null = com::make_null_variant();
    check(instance->Put(OLESTR("WbemcheckMust"), 0, null.get(), 0), "a property could not be set to NULL");
    return instance;
}

std::string put_scratch_class(Stage& stage, const std::string& superclass) {
    std::string name;
    const auto object = make_scratch_class(stage, superclass, name);
    check(stage.client().services()->PutClass(object.get(), 0, nullptr, nullptr), "a class could not be put");
    delete_class_at_end(stage, name);
    return name;
}

com::com_ptr<IWbemClassObject> make_in_parameters(IWbemServices& services, const std::string& object_path,
                                                  const std::string& method, std::int32_t value) {
    const std::string class_name = object_path.substr(0, object_path.find_first_of(".="));
    const auto definition = read_object(services, class_name);
    try {
        return com::make_in_parameters(*definition, method, value);
    } catch (const com::HresultError& error) {
        Stage::stop(fmt::format("in-parameters of {} could not be made: {}", method, com::describe_hresult(error.result())));
    }
}

}  // namespace wbemcheck::scenarios
