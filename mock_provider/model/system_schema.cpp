// The system classes that every namespace has.
#include "harness/com/hresult.h"
#include "mock_provider/model/class_builder.h"
#include "mock_provider/model/qualifier.h"
#include "mock_provider/model/schema.h"

namespace wbemcheck::mock {

namespace {

// Adds a class and finds it again, for the ones that derive from it.
class SystemClasses {
public:
    explicit SystemClasses(NamespaceStore& space) : space_(space) {}

    [[nodiscard]] ClassBuilder derived(std::string name, std::string_view superclass) const {
        return ClassBuilder(std::move(name), space_.find_class(superclass));
    }
    void add(const ClassBuilder& builder) { com::throw_if_failed(space_.add_system_class(*builder.build())); }

private:
    NamespaceStore& space_;
};

const QualifierList& not_null() {
    static const QualifierList qualifiers{{"not_null", Value::boolean(true), {.to_subclass = true}}};
    return qualifiers;
}

void add_events(SystemClasses& classes) {

    classes.add(classes.derived("__IndicationRelated", "__SystemClass").abstract());
    classes.add(classes.derived("__Event", "__IndicationRelated")
                    .abstract()
                    .property("SECURITY_DESCRIPTOR", array_of(CimType::kUint8))
                    .property("TIME_CREATED", CimType::kUint64));
    classes.add(classes.derived("__ExtrinsicEvent", "__Event").abstract());
    classes.add(classes.derived("__AggregateEvent", "__IndicationRelated")
                    .property("NumberOfEvents", CimType::kUint32)
                    .object("Representative"));

    classes.add(classes.derived("__InstanceOperationEvent", "__Event")
                    .abstract()
                    .object("TargetInstance", {}, not_null()));
    classes.add(classes.derived("__InstanceCreationEvent", "__InstanceOperationEvent"));
    classes.add(classes.derived("__InstanceModificationEvent", "__InstanceOperationEvent")
                    .object("PreviousInstance", {}, not_null()));
    classes.add(classes.derived("__InstanceDeletionEvent", "__InstanceOperationEvent"));

    classes.add(
        classes.derived("__ClassOperationEvent", "__Event").abstract().object("TargetClass", {}, not_null()));
    classes.add(classes.derived("__ClassCreationEvent", "__ClassOperationEvent"));
    classes.add(classes.derived("__ClassModificationEvent", "__ClassOperationEvent")
                    .object("PreviousClass", {}, not_null()));
    classes.add(classes.derived("__ClassDeletionEvent", "__ClassOperationEvent"));

    classes.add(classes.derived("__NamespaceOperationEvent", "__Event")
                    .abstract()
                    .object("TargetNamespace", "__NAMESPACE", not_null()));
    classes.add(classes.derived("__NamespaceCreationEvent", "__NamespaceOperationEvent"));
    classes.add(classes.derived("__NamespaceModificationEvent", "__NamespaceOperationEvent")
                    .object("PreviousNamespace", "__NAMESPACE", not_null()));
    classes.add(classes.derived("__NamespaceDeletionEvent", "__NamespaceOperationEvent"));
}

void add_timers(SystemClasses& classes) {
    QualifierList in_milliseconds = not_null();
    in_milliseconds.set({"units", Value::string("milliseconds"), {.to_instance = true, .to_subclass = true}});

    classes.add(classes.derived("__EventGenerator", "__IndicationRelated").abstract());
    classes.add(classes.derived("__TimerInstruction", "__EventGenerator")
                    .abstract()
                    .key("TimerId", CimType::kString)
                    .property("SkipIfPassed", CimType::kBoolean, Value::boolean(false)));
    classes.add(classes.derived("__AbsoluteTimerInstruction", "__TimerInstruction")
                    .property("EventDateTime", CimType::kDatetime, {}, not_null()));
    classes.add(classes.derived("__IntervalTimerInstruction", "__TimerInstruction")
                    .property("IntervalBetweenEvents", CimType::kUint32, {}, in_milliseconds));
    classes.add(classes.derived("__TimerEvent", "__Event")
                    .property("TimerId", CimType::kString)
                    .property("NumFirings", CimType::kUint32));
    // WMI keeps its own notes here ("reserved for operating system use"); the mock keeps none.
    classes.add(classes.derived("__TimerNextFiring", "__IndicationRelated")
                    .key("TimerId", CimType::kString)
                    .property("NextEvent64BitTime", CimType::kSint64));
}

// How providers are made known: their MOF has instances of these. The types and defaults are those of the documents; that
// the provider is the key is what paths of registrations show.
void add_provider_registrations(SystemClasses& classes) {
    const Value no = Value::boolean(false);
    classes.add(classes.derived("__Provider", "__SystemClass").abstract().key("Name", CimType::kString));
    classes.add(classes.derived("__Win32Provider", "__Provider")
                    .property("ClientLoadableCLSID", CimType::kString)
                    .property("CLSID", CimType::kString)
                    .property("Concurrency", CimType::kSint32)
                    .property("DefaultMachineName", CimType::kString)
                    .property("Enabled", CimType::kBoolean)
                    .property("HostingModel", CimType::kString)
                    .property("ImpersonationLevel", CimType::kSint32, Value::sint32(0))
                    .property("InitializationReentrancy", CimType::kSint32, Value::sint32(0))
                    .property("InitializationTimeoutInterval", CimType::kDatetime)
                    .property("InitializeAsAdminFirst", CimType::kBoolean)
                    .property("OperationTimeoutInterval", CimType::kDatetime)
                    .property("PerLocaleInitialization", CimType::kBoolean, no)
                    .property("PerUserInitialization", CimType::kBoolean, no)
                    .property("Pure", CimType::kBoolean, Value::boolean(true))
                    .property("SecurityDescriptor", CimType::kString)
                    .property("SupportsExplicitShutdown", CimType::kBoolean)
                    .property("SupportsExtendedStatus", CimType::kBoolean)
                    .property("SupportsQuotas", CimType::kBoolean)
                    .property("SupportsSendStatus", CimType::kBoolean)
                    .property("SupportsShutdown", CimType::kBoolean)
                    .property("SupportsThrottling", CimType::kBoolean)
                    .property("UnloadTimeout", CimType::kDatetime)
                    .property("Version", CimType::kUint32));

    QualifierList key;
    key.set({"key", Value::boolean(true), default_flavor("key")});
    classes.add(
        classes.derived("__ProviderRegistration", "__SystemClass").abstract().reference("provider", "__Provider", key));
    classes.add(classes.derived("__ObjectProviderRegistration", "__ProviderRegistration")
                    .abstract()
                    .property("InteractionType", CimType::kSint32, Value::sint32(0))
                    .property("QuerySupportLevels", array_of(CimType::kString))
                    .property("SupportsBatching", CimType::kBoolean)
                    .property("SupportsDelete", CimType::kBoolean, no)
                    .property("SupportsEnumeration", CimType::kBoolean, no)
                    .property("SupportsGet", CimType::kBoolean, no)
                    .property("SupportsPut", CimType::kBoolean, no)
                    .property("SupportsTransactions", CimType::kBoolean));
    classes.add(classes.derived("__ClassProviderRegistration", "__ObjectProviderRegistration")
                    .property("CacheRefreshInterval", CimType::kDatetime)
                    .property("PerUserSchema", CimType::kBoolean)
                    .property("ReferencedSetQueries", array_of(CimType::kString))
                    .property("ReSynchroniseOnNamespaceOpen", CimType::kBoolean)
                    .property("ResultSetQueries", array_of(CimType::kString))
                    .property("UnsupportedQueries", array_of(CimType::kString))
                    .property("Version", CimType::kUint32));
    classes.add(classes.derived("__InstanceProviderRegistration", "__ObjectProviderRegistration"));
    classes.add(classes.derived("__MethodProviderRegistration", "__ProviderRegistration"));
    classes.add(classes.derived("__EventProviderRegistration", "__ProviderRegistration")
                    .property("EventQueryList", array_of(CimType::kString)));
    classes.add(classes.derived("__PropertyProviderRegistration", "__ProviderRegistration")
                    .property("SupportsGet", CimType::kBoolean, no)
                    .property("SupportsPut", CimType::kBoolean, no));
}

}  // namespace

void add_system_classes(NamespaceStore& space) {
    SystemClasses classes(space);
    classes.add(ClassBuilder("__SystemClass").abstract());
    classes.add(classes.derived("__NAMESPACE", "__SystemClass").key("Name", CimType::kString));
    add_events(classes);
    add_timers(classes);
    add_provider_registrations(classes);
    classes.add(ClassBuilder("__NotifyStatus").abstract().property("StatusCode", CimType::kUint32));
    classes.add(classes.derived("__ExtendedStatus", "__NotifyStatus")
                    .property("Description", CimType::kString)
                    .property("Operation", CimType::kString)
                    .property("ParameterInfo", CimType::kString)
                    .property("ProviderName", CimType::kString));
    classes.add(ClassBuilder("__PARAMETERS").abstract());
}

}  // namespace wbemcheck::mock
