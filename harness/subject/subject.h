// What is under test, as the scenarios see it: a way to connect, and the names of things that can be asked
// for.
#pragma once

#include <cstddef>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "harness/com/com_ptr.h"
#include "harness/com/wbem.h"

namespace wbemcheck::subject {

// What a provider provides, as its MOF and its developer say.
struct ProvidedThings {
    std::string namespace_path;         // the one that goes to Initialize
    std::string second_namespace_path;  // another one with the same classes
    std::string class_name;
    bool is_event_class = false;
    std::string object_path;            // of an existing instance; empty: any that the provider enumerates
    std::string missing_object_path;    // of none; empty: the class has no key that nobody uses
    std::string missing_class;
    std::string method;                 // that may be called; empty: none may
    bool is_static_method = false;
    bool has_outputs = false;           // of the method, besides ReturnValue
    bool may_write = false;             // instances may be put and deleted

    struct Property {  // of a property provider: the qualifiers that tell it where the value is
        std::string name;
        std::string class_context;
        std::string instance_context;
        std::string property_context;
    };
    std::vector<Property> properties;
};

// Names of things within the subject's namespace, so that a scenario can ask for "a query with many objects"
// of any subject. An empty name means that none is known; what needs it is then not applicable, in words.
struct Vocabulary {
    std::string class_with_many;  // its instances, taken together, fill several Indicate calls where the
                                  // subject batches
    std::string class_with_one;
    std::string class_with_none;
    std::string many_query;  // WQL; derived from the classes above when empty
    std::string one_query;
    std::string none_query;
    std::string object_path;  // of an existing instance
    std::string missing_object_path;
    std::string missing_class;
    std::string superclass_with_many;  // for CreateClassEnumAsync: several subclasses
    std::string superclass_with_one;
    std::string superclass_with_none;
    std::string writable_class;      // instances can be put and deleted
    std::string writable_key;        // its string key property
    std::string scratch_superclass;  // classes below it can be put and deleted; empty: at the top
    bool classes_can_be_put = false;
    std::string child_namespace;  // its name below this one
    std::string method_path;  // an object with `method_with_outputs`
    std::string method_with_outputs;
    std::string method_without_outputs;
    std::string method_with_return_value;  // its ReturnValue is not 0; its numeric inputs do not matter
    std::string method_disabled;           // of the same object: its qualifiers say so
    std::string method_not_implemented;
    std::string event_query;         // a notification query
    std::string event_trigger_path;  // calling this method raises the events that `event_query` matches
    std::string event_trigger_method;
    std::string event_trigger_count;  // its [in] parameter of type uint32: how many events
    std::string intrinsic_interval;  // WITHIN of queries for what happens to instances of `writable_class`, all of
                                     // which then comes as events; empty: not known
    bool queries_fail_with_their_class = false;  // deleting the class that a notification query lives on makes
                                                 // the running query fail
    bool has_unsecured_clients = false;  // Subject::connect_unsecured
    bool has_apartment = false;          // Subject::make_apartment
    bool takes_event_providers = false;  // Subject::register_event_provider, for the events of `event_query`
    std::optional<ProvidedThings> provided;  // of a subject in the role of a provider; then all of the above is empty
};

// What a host needs to load a provider. Thread-safe.
class ProviderModule {
public:
    virtual ~ProviderModule() = default;

    // A new object of the provider's class, asked for IUnknown: what else it is, its host finds out. Null with the HRESULT of
    // the class factory.
    [[nodiscard]] virtual com::com_ptr<IUnknown> create(HRESULT& result) = 0;
    // A services pointer of its own for the namespace, or for the second one: what Initialize is given.
    [[nodiscard]] virtual com::com_ptr<IWbemServices> open_namespace(const std::string& path) = 0;
    // DllCanUnloadNow of the module; E_NOTIMPL when it has none.
    [[nodiscard]] virtual HRESULT can_unload_now() = 0;
    // Whether it must let go of everything with its last reference (PRV-13): unless its registration says that it does not.
    [[nodiscard]] virtual bool is_pure() const noexcept = 0;
};

// Thread-safe. Lives in a worker; `connect` is called once per services pointer that a scenario wants.
class Subject {
public:
    virtual ~Subject() = default;

    // A new IWbemServices pointer of its own, or null with `result` and `error` set. `error` is one clear
    // sentence.
    [[nodiscard]] virtual com::com_ptr<IWbemServices> connect(HRESULT& result, std::string& error) = 0;

    // The same for a client that has not set up its security: whoever can model one says so in the vocabulary.
    [[nodiscard]] virtual com::com_ptr<IWbemServices> connect_unsecured(HRESULT& result, std::string& error);
    // The unsecured apartment that the subject's clients use, or null.
    [[nodiscard]] virtual com::com_ptr<IUnsecuredApartment> make_apartment(HRESULT& result, std::string& error);
    // Makes this object a provider of the events that `Vocabulary::event_query` selects. A failure is its HRESULT.
    [[nodiscard]] virtual HRESULT register_event_provider(com::com_ptr<IUnknown> provider);

    // The module in the role of a provider, or null for a subject in the role of a service, which is connected to.
    [[nodiscard]] virtual ProviderModule* provider() noexcept { return nullptr; }

    // What the subject's own threads are doing, where it can tell: what is at work, and how many threads are in calls to
    // clients. Empty: it cannot.
    struct Activity {
        std::size_t busy = 0;
        std::size_t outside = 0;
    };
    [[nodiscard]] virtual std::optional<Activity> activity() const { return std::nullopt; }
    // Tells the subject that from now on the harness orders every call and callback, and acts only while nothing is at work.
    virtual void set_ordered(bool) {}

    [[nodiscard]] virtual const Vocabulary& vocabulary() const noexcept = 0;

    // What identifies this subject in a report: kind, version, namespace, settings.
    [[nodiscard]] virtual std::map<std::string, std::string> identity() const = 0;
};

// A subject as a person wrote it, checked for form: `mock?objects=5`, `wmi:root\cimv2?query=...`,
// `service:./my_wmi.so?clsid={...}`, `provider:./my_provider.so?mof=my.mof`.
struct SubjectAddress {
    std::string text;    // as given
    std::string kind;    // "mock", "provider", "service" or "wmi"
    std::string target;  // what stands between the colon and the question mark
    std::map<std::string, std::string> parameters;
};

// Throws cli-facing `UsageError` (harness/subject/usage_error.h) with one sentence: what was given, what was
// expected. Knows the kinds, the parameters of each kind and their ranges; does not touch the subject.
[[nodiscard]] SubjectAddress parse_subject(std::string_view text);

// Throws UsageError: "subject 'mock?objects=x': " and why it cannot be had.
[[noreturn]] void reject(const SubjectAddress& address, const std::string& why);

// Makes the subject. `wmi:` exists on Windows only; elsewhere this throws UsageError.
[[nodiscard]] std::unique_ptr<Subject> make_subject(const SubjectAddress& address);

}  // namespace wbemcheck::subject
