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
