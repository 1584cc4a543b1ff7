#include "harness/trace/event.h"

namespace wbemcheck::trace {

std::string_view name_of(EventKind kind) noexcept {
    switch (kind) {
        case EventKind::kNone: return "none";
        case EventKind::kCallEntered: return "call";
        case EventKind::kCallReturned: return "return";
        case EventKind::kCallbackEntered: return "callback";
        case EventKind::kCallbackLeft: return "callback-left";
        case EventKind::kAddRef: return "AddRef";
        case EventKind::kRelease: return "Release";
        case EventKind::kQueryInterface: return "QueryInterface";
        case EventKind::kClientReference: return "client-reference";
        case EventKind::kDestroyed: return "destroyed";
        case EventKind::kObjectDelivered: return "object";
        case EventKind::kObjectChecked: return "object-checked";
        case EventKind::kReferenceObject: return "reference-object";
        case EventKind::kReferenceOutcome: return "reference-outcome";
        case EventKind::kMark: return "mark";
        case EventKind::kText: return "text";
        case EventKind::kInterfaceAsked: return "interface-asked";
        case EventKind::kCountStepped: return "count-stepped";
        case EventKind::kCountCompared: return "count-compared";
        case EventKind::kStateSeen: return "state-seen";
        case EventKind::kOutPointerSeen: return "out-pointer-seen";
        case EventKind::kObjectPulled: return "object pulled";
        case EventKind::kPulled: return "pulled";
        case EventKind::kProviderTold: return "provider told";
        case EventKind::kHostObject: return "host-object";
        case EventKind::kHostReference: return "host-reference";
        case EventKind::kUpcallEntered: return "upcall";
        case EventKind::kUpcallReturned: return "upcall-returned";
        case EventKind::kInitStatus: return "init-status";
    }
    return "unknown";
}

std::string_view name_of(Method method) noexcept {
    switch (method) {
        case Method::kNone: return "";
        case Method::kOpenNamespace: return "OpenNamespace";
        case Method::kCancelAsyncCall: return "CancelAsyncCall";
        case Method::kQueryObjectSink: return "QueryObjectSink";
        case Method::kGetObject: return "GetObject";
        case Method::kGetObjectAsync: return "GetObjectAsync";
        case Method::kPutClass: return "PutClass";
        case Method::kPutClassAsync: return "PutClassAsync";
        case Method::kDeleteClass: return "DeleteClass";
        case Method::kDeleteClassAsync: return "DeleteClassAsync";
        case Method::kCreateClassEnum: return "CreateClassEnum";
        case Method::kCreateClassEnumAsync: return "CreateClassEnumAsync";
        case Method::kPutInstance: return "PutInstance";
        case Method::kPutInstanceAsync: return "PutInstanceAsync";
        case Method::kDeleteInstance: return "DeleteInstance";
        case Method::kDeleteInstanceAsync: return "DeleteInstanceAsync";
        case Method::kCreateInstanceEnum: return "CreateInstanceEnum";
        case Method::kCreateInstanceEnumAsync: return "CreateInstanceEnumAsync";
        case Method::kExecQuery: return "ExecQuery";
        case Method::kExecQueryAsync: return "ExecQueryAsync";
        case Method::kExecNotificationQuery: return "ExecNotificationQuery";
        case Method::kExecNotificationQueryAsync: return "ExecNotificationQueryAsync";
        case Method::kExecMethod: return "ExecMethod";
        case Method::kExecMethodAsync: return "ExecMethodAsync";
        case Method::kServicesRelease: return "Release of the services pointer";
        case Method::kIndicate: return "Indicate";
        case Method::kSetStatus: return "SetStatus";
        case Method::kEnumNext: return "Next";
        case Method::kEnumNextAsync: return "NextAsync";
        case Method::kEnumReset: return "Reset";
        case Method::kEnumClone: return "Clone";
        case Method::kEnumSkip: return "Skip";
        case Method::kNewQuery: return "NewQuery";
        case Method::kCancelQuery: return "CancelQuery";
        case Method::kEnumRelease: return "Release of the enumerator";
        case Method::kGetResultObject: return "GetResultObject";
        case Method::kGetResultString: return "GetResultString";
        case Method::kGetResultServices: return "GetResultServices";
        case Method::kGetCallStatus: return "GetCallStatus";
        case Method::kCreateObjectStub: return "CreateObjectStub";
        case Method::kCreateSinkStub: return "CreateSinkStub";
        case Method::kStubRelease: return "Release of the stub";
        case Method::kCreateInstance: return "CreateInstance";
        case Method::kInitialize: return "Initialize";
        case Method::kQueryPrimary: return "QueryInterface for the primary interface";
        case Method::kProviderRelease: return "Release of the provider";
        case Method::kProvideEvents: return "ProvideEvents";
        case Method::kGetProperty: return "GetProperty";
        case Method::kPutProperty: return "PutProperty";
        case Method::kCanUnloadNow: return "DllCanUnloadNow";
        case Method::kInitSetStatus: return "SetStatus of the init sink";
        case Method::kGetQualifierSet: return "GetQualifierSet";
        case Method::kObjectGet: return "Get";
        case Method::kObjectPut: return "Put";
        case Method::kObjectDelete: return "Delete";
        case Method::kObjectGetNames: return "GetNames";
        case Method::kObjectBeginEnumeration: return "BeginEnumeration";
        case Method::kObjectNext: return "Next of a class object";
        case Method::kObjectEndEnumeration: return "EndEnumeration";
        case Method::kGetPropertyQualifierSet: return "GetPropertyQualifierSet";
        case Method::kObjectClone: return "Clone of a class object";
        case Method::kGetObjectText: return "GetObjectText";
        case Method::kSpawnDerivedClass: return "SpawnDerivedClass";
        case Method::kSpawnInstance: return "SpawnInstance";
        case Method::kCompareTo: return "CompareTo";
        case Method::kGetPropertyOrigin: return "GetPropertyOrigin";
        case Method::kInheritsFrom: return "InheritsFrom";
        case Method::kGetMethod: return "GetMethod";
        case Method::kPutMethod: return "PutMethod";
        case Method::kDeleteMethod: return "DeleteMethod";
        case Method::kBeginMethodEnumeration: return "BeginMethodEnumeration";
        case Method::kNextMethod: return "NextMethod";
        case Method::kEndMethodEnumeration: return "EndMethodEnumeration";
        case Method::kGetMethodQualifierSet: return "GetMethodQualifierSet";
        case Method::kGetMethodOrigin: return "GetMethodOrigin";
        case Method::kContextClone: return "Clone of a context";
        case Method::kContextGetNames: return "GetNames of a context";
        case Method::kContextBeginEnumeration: return "BeginEnumeration of a context";
        case Method::kContextNext: return "Next of a context";
        case Method::kContextEndEnumeration: return "EndEnumeration of a context";
        case Method::kContextSetValue: return "SetValue of a context";
        case Method::kContextGetValue: return "GetValue of a context";
        case Method::kContextDeleteValue: return "DeleteValue of a context";
        case Method::kContextDeleteAll: return "DeleteAll of a context";
        case Method::kQualifierGet: return "Get of a qualifier set";
        case Method::kQualifierPut: return "Put of a qualifier set";
        case Method::kQualifierDelete: return "Delete of a qualifier set";
        case Method::kQualifierGetNames: return "GetNames of a qualifier set";
        case Method::kQualifierBeginEnumeration: return "BeginEnumeration of a qualifier set";
        case Method::kQualifierNext: return "Next of a qualifier set";
        case Method::kQualifierEndEnumeration: return "EndEnumeration of a qualifier set";
    }
    return "unknown method";
}

std::string_view name_of(MarkKind mark) noexcept {
    switch (mark) {
        case MarkKind::kNone: return "none";
        case MarkKind::kScenarioBegin: return "scenario begins";
        case MarkKind::kScenarioEnd: return "scenario ends";
        case MarkKind::kSinkCreated: return "sink created";
        case MarkKind::kRestPoint: return "rest point";
        case MarkKind::kArrivalExpired: return "arrival budget expired";
        case MarkKind::kGateShut: return "gate shut";
        case MarkKind::kCallbackHeld: return "callback held in the gate";
        case MarkKind::kGateOpened: return "gate opened";
        case MarkKind::kCallStillBusy: return "call still busy";
        case MarkKind::kSituationMissing: return "situation did not arise";
        case MarkKind::kNotApplicable: return "not applicable";
        case MarkKind::kReferenceUnstable: return "reference unstable";
        case MarkKind::kExceptionEscaped: return "exception escaped";
        case MarkKind::kWorkerEnded: return "worker ended";
        case MarkKind::kInvalidArgument: return "invalid argument on purpose";
        case MarkKind::kEventRaised: return "event raised";
        case MarkKind::kHarnessFault: return "harness fault";
        case MarkKind::kObservation: return "observation";
        case MarkKind::kExpectsFailure: return "expects failure";
        case MarkKind::kSinkAlias: return "another pointer of a sink";
        case MarkKind::kQueryBroken: return "notification query broken";
        case MarkKind::kUnsecuredClient: return "client without security settings";
        case MarkKind::kAsksWithoutPointer: return "asks for an interface without an out pointer";
        case MarkKind::kNestedOutcome: return "outcome of a nested call";
        case MarkKind::kExpectedOutcome: return "outcome of the same call outside of callbacks";
        case MarkKind::kArgumentChecked: return "argument looked at";
        case MarkKind::kSemisynchronousMade: return "enumerator or call result made";
        case MarkKind::kSynchronousOutcome: return "outcome of the synchronous form";
        case MarkKind::kEventsRaised: return "events raised";
        case MarkKind::kTurnTaken: return "turn taken";
        case MarkKind::kProviderServices: return "services of a provider";
        case MarkKind::kProviderState: return "state of the provider";
        case MarkKind::kEventsProvided: return "sink for a provider's events";
        case MarkKind::kUpcallToFail: return "upcall to fail";
        case MarkKind::kHostRest: return "the host rests";
        case MarkKind::kThreadToken: return "token of the thread";
        case MarkKind::kStubAsked: return "asks whether a method is there";
        case MarkKind::kMemoryCompared: return "memory of COM compared";
        case MarkKind::kLoanEnded: return "loan ended";
        case MarkKind::kOrigin: return "origin";
    }
    return "unknown mark";
}

std::string_view name_of(Interface interface_id) noexcept {
    switch (interface_id) {
        case Interface::kNone: return "an unknown interface";
        case Interface::kUnknown: return "IUnknown";
        case Interface::kServices: return "IWbemServices";
        case Interface::kEnumerator: return "IEnumWbemClassObject";
        case Interface::kCallResult: return "IWbemCallResult";
        case Interface::kClassObject: return "IWbemClassObject";
        case Interface::kQualifierSet: return "IWbemQualifierSet";
        case Interface::kSink: return "IWbemObjectSink";
        case Interface::kContext: return "IWbemContext";
        case Interface::kLocator: return "IWbemLocator";
        case Interface::kClientSecurity: return "IClientSecurity";
        case Interface::kClassFactory: return "IClassFactory";
        case Interface::kProviderInit: return "IWbemProviderInit";
        case Interface::kInitSink: return "IWbemProviderInitSink";
        case Interface::kEventProvider: return "IWbemEventProvider";
        case Interface::kEventProviderQuerySink: return "IWbemEventProviderQuerySink";
        case Interface::kPropertyProvider: return "IWbemPropertyProvider";
    }
    return "an interface";
}

bool is_asynchronous(Method method) noexcept {
    switch (method) {
        case Method::kGetObjectAsync:
        case Method::kPutClassAsync:
        case Method::kDeleteClassAsync:
        case Method::kCreateClassEnumAsync:
        case Method::kPutInstanceAsync:
        case Method::kDeleteInstanceAsync:
        case Method::kCreateInstanceEnumAsync:
        case Method::kExecQueryAsync:
        case Method::kExecNotificationQueryAsync:
        case Method::kExecMethodAsync: return true;
        default: return false;
    }
}

}  // namespace wbemcheck::trace
