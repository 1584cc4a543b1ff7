// What crossed the boundary, as plain data. An event knows no COM interface: methods are numbers with names, objects
// are small ids handed out by the recorder. Events have a fixed size, so that recording one is a store.
#pragma once

#include <cstdint>
#include <string_view>

namespace wbemcheck::trace {

// Numbers the objects that take part in one trace: sinks, services pointers, class objects. 0 means "none".
enum class ObjectId : std::uint32_t { kNone = 0 };

// Numbers the calls of one trace, synchronous and asynchronous alike. The id of an asynchronous call is also the id of
// its operation. 0 means "not known", as for a callback on a sink that several operations share.
enum class CallId : std::uint32_t { kNone = 0 };

enum class EventKind : std::uint16_t {
    kNone = 0,           // an unused slot: the writer died before it came here
    kCallEntered,        // client to subject: object = services, call, value = sink object id or 0, value2 = flags, or how
                         // many objects NextAsync asks for
    kCallReturned,       // object, call and method of its entry, result = HRESULT; value = out pointers given (low 32
                         // bits) and out pointers set (high 32 bits); value2 = the smallest reference count that a
                         // set out pointer reported, or -1
    kCallbackEntered,    // subject to sink: object = sink, call = how many callbacks are in progress on this sink, this
                         // one included; Indicate: value = count, value2 = digest of the array; SetStatus: result =
                         // hResult, value = lFlags, value2 = 1 when pObjParam is not NULL
    kCallbackLeft,       // object, method; result = what the sink returned; Indicate: value2 = digest taken again
    kAddRef,             // by the subject; object, value = count afterwards (all holders)
    kRelease,            // by the subject; object, value = count afterwards (all holders)
    kQueryInterface,     // by the subject; result = HRESULT, value = count afterwards
    kClientReference,    // by the harness in the role of the client; value = +1 or -1, value2 = count afterwards
    kDestroyed,          // the count of a sink came to 0: from here on, the object is gone for its callers
    kObjectDelivered,    // an element of an Indicate array; object = sink, value = digest of its content, value2 = its
                         // ordinal on this sink, result = -1 for a NULL entry
    kObjectChecked,      // the same element seen again; value = digest now, value2 = ordinal, result = the references
                         // that the service still held, as Release reported them, or -1 when it was not asked
    kReferenceObject,    // an element of the matching synchronous call's result; call = asynchronous call, value = digest
    kReferenceOutcome,   // the outcome of the matching synchronous call; call = asynchronous call, result = HRESULT
    kMark,               // a note by the harness; method = MarkKind
    kText,               // belongs to the event before it; value = length in bytes, method = TextRole; its bytes fill
                         // the slots that follow
    kInterfaceAsked,     // the harness asked an object of the subject for an interface; object, method = Interface that
                         // was asked, value = Interface asked for, result = HRESULT, value2 = number of the pointer
                         // that came, 0 for NULL, or an OutPointer
    kCountStepped,       // AddRef, AddRef, Release, Release by the harness; object, method = Interface; value = the counts
                         // that the AddRefs reported (first in the low 32 bits), value2 = those of the Releases
    kCountCompared,      // object, method = Interface; value = count before, value2 = count after what kNote says
    kStateSeen,          // an object before and after it was used; object, method = Method that it was passed to, or
                         // kNone; call = 0 before, 1 after; result = HRESULT of reading it, value = digest of its
                         // content, value2 = count; text kNote = what it is, or what was done
    kOutPointerSeen,     // a call on an object gave no object; object, method = Interface, result = HRESULT,
                         // value2 = as in kInterfaceAsked; text kNote names the call
    kObjectPulled,       // an element that Next stored; object = enumerator, call, value = digest of its content, value2 =
                         // its place in the array, result = -1 where the counted element is NULL, 1 where an element
                         // beyond the count is not
    kPulled,             // a method of an enumerator or call result has returned; object, call, method, result; value =
                         // how many were asked for (low 32 bits) and *puReturned (high 32 bits), or *plStatus, or
                         // whether the out pointer was set, and for an object its digest; value2 = lTimeout (low 32
                         // bits) and the microseconds that the call took (high 32 bits); text kStringParam = the string
    kProviderTold,       // subject to an event provider of the harness: object = provider, method, value = id of the query,
                         // text kQuery

    // A provider under test, with the harness in the role of WMI: its host.
    kHostObject,         // the host hands an object to the provider, or lends it for one call; object, method = Interface,
                         // call = the call that it is lent to or the upcall that gives it, value = references that the
                         // provider owns from now on (0 for an [in] parameter), value2 = the object of which it is a copy, or
                         // 0; text kNote says what it is
    kHostReference,      // by the provider, on such an object: method = Interface, value = +1 or -1, value2 = the references
                         // that it holds afterwards; result = HRESULT where it was QueryInterface
    kUpcallEntered,      // provider to host: object = host object, call, method; value = the context passed on, as the number
                         // of the context that the host made, 0 for NULL and -1 for one that it did not make, or where the
                         // method has none; value2 = lFlags; result = 1 where the method takes a context;
                         // texts kPath, kQuery
    kUpcallReturned,     // object, call, method, result; value = the object handed out, or 0; value2 = 1 when the harness let
                         // it fail on purpose
    kInitStatus,         // provider to the init sink: object, value = lStatus, value2 = lFlags
};

inline constexpr EventKind kLastEventKind = EventKind::kInitStatus;

// Interfaces of the objects that the subject hands out. The values are stored in traces: append, never renumber.
enum class Interface : std::uint16_t {
    kNone = 0,  // an IID that no interface has
    kUnknown,
    kServices,
    kEnumerator,
    kCallResult,
    kClassObject,
    kQualifierSet,
    kSink,
    kContext,
    kLocator,
    kClientSecurity,
    kClassFactory,
    kProviderInit,
    kInitSink,
    kEventProvider,
    kEventProviderQuerySink,
    kPropertyProvider,
};

// What became of an out pointer, where it is neither NULL nor a number.
enum class OutPointer : std::int64_t {
    kUntouched = -1,  // what the harness had put there is still there
    kNotGiven = -2,   // the harness gave NULL in its place
};

// Methods of the boundary. The values are stored in traces: append, never renumber.
enum class Method : std::uint16_t {
    kNone = 0,
    kOpenNamespace = 3,  // IWbemServices: the slot number of the method
    kCancelAsyncCall = 4,
    kQueryObjectSink = 5,
    kGetObject = 6,
    kGetObjectAsync = 7,
    kPutClass = 8,
    kPutClassAsync = 9,
    kDeleteClass = 10,
    kDeleteClassAsync = 11,
    kCreateClassEnum = 12,
    kCreateClassEnumAsync = 13,
    kPutInstance = 14,
    kPutInstanceAsync = 15,
    kDeleteInstance = 16,
    kDeleteInstanceAsync = 17,
    kCreateInstanceEnum = 18,
    kCreateInstanceEnumAsync = 19,
    kExecQuery = 20,
    kExecQueryAsync = 21,
    kExecNotificationQuery = 22,
    kExecNotificationQueryAsync = 23,
    kExecMethod = 24,
    kExecMethodAsync = 25,
    kServicesRelease = 30,
    kIndicate = 40,  // IWbemObjectSink
    kSetStatus = 41,
    kEnumNext = 50,  // IEnumWbemClassObject
    kEnumNextAsync = 51,
    kEnumReset = 52,
    kEnumClone = 53,
    kEnumSkip = 54,
    kEnumRelease = 55,  // the last reference of the client
    kGetResultObject = 60,  // IWbemCallResult
    kGetResultString = 61,
    kGetResultServices = 62,
    kGetCallStatus = 63,
    kCreateObjectStub = 70,  // IUnsecuredApartment: value = the sink; kSinkAlias follows
    kCreateSinkStub = 71,    // IWbemUnsecuredApartment: likewise
    kStubRelease = 72,       // the client's reference on a stub: object = the stub, value = the sink
    kNewQuery = 80,  // IWbemEventProviderQuerySink
    kCancelQuery = 81,
    kCreateInstance = 90,  // IClassFactory, for a new object of a provider
    kInitialize = 91,      // IWbemProviderInit: object = the provider; text kPath = the namespace
    kQueryPrimary = 92,    // QueryInterface for the primary interface: object = the provider, value = Interface
    kProviderRelease = 93, // the host's last reference on the provider: object = the provider
    kProvideEvents = 94,   // IWbemEventProvider: object = the provider, value = the sink
    kGetProperty = 95,     // IWbemPropertyProvider
    kPutProperty = 96,
    kCanUnloadNow = 97,    // DllCanUnloadNow of the module
    kInitSetStatus = 98,   // IWbemProviderInitSink, as an upcall
    kGetQualifierSet = 103,  // IWbemClassObject, as upcalls: 100 and the slot number of the method
    kObjectGet = 104,
    kObjectPut = 105,
    kObjectDelete = 106,
    kObjectGetNames = 107,
    kObjectBeginEnumeration = 108,
    kObjectNext = 109,
    kObjectEndEnumeration = 110,
    kGetPropertyQualifierSet = 111,
    kObjectClone = 112,
    kGetObjectText = 113,
    kSpawnDerivedClass = 114,
    kSpawnInstance = 115,
    kCompareTo = 116,
    kGetPropertyOrigin = 117,
    kInheritsFrom = 118,
    kGetMethod = 119,
    kPutMethod = 120,
    kDeleteMethod = 121,
    kBeginMethodEnumeration = 122,
    kNextMethod = 123,
    kEndMethodEnumeration = 124,
    kGetMethodQualifierSet = 125,
    kGetMethodOrigin = 126,
    kContextClone = 133,  // IWbemContext, as upcalls: 130 and the slot number
    kContextGetNames = 134,
    kContextBeginEnumeration = 135,
    kContextNext = 136,
    kContextEndEnumeration = 137,
    kContextSetValue = 138,
    kContextGetValue = 139,
    kContextDeleteValue = 140,
    kContextDeleteAll = 141,
    kQualifierGet = 153,  // IWbemQualifierSet, as upcalls: 150 and the slot number
    kQualifierPut = 154,
    kQualifierDelete = 155,
    kQualifierGetNames = 156,
    kQualifierBeginEnumeration = 157,
    kQualifierNext = 158,
    kQualifierEndEnumeration = 159,
};

// What the harness notes beside the crossings. Without a mark the judge would have to guess what the harness waited
// for and how long.
enum class MarkKind : std::uint16_t {
    kNone = 0,
    kScenarioBegin,       // text kNote = scenario id
    kScenarioEnd,         // the scenario came to its end on its own
    kSinkCreated,         // object; value = initial count (0 or 1), value2 = how many references the client holds;
                          // result = 1 when it looks at no object again once the callback has returned, 0 when it may
    kRestPoint,           // object; every callback has returned and nothing is expected; value = nanoseconds of silence
                          // that were waited for
    kArrivalExpired,      // value = Awaited; value2 = nanoseconds waited; object or call say for whom
    kGateShut,            // object; the next callback will be held
    kCallbackHeld,        // object; a callback now waits in the gate
    kGateOpened,          // object
    kCallStillBusy,       // object = sink; a call with it of the method in value2 had not returned after value
                          // nanoseconds while a callback was held in the gate
    kSituationMissing,    // the scenario could not be set up; text kNote says what did not happen
    kNotApplicable,       // the subject lacks what the scenario needs; result = HRESULT, text kNote
    kReferenceUnstable,   // call; two synchronous results differed, so a comparison would say nothing
    kExceptionEscaped,    // call; an exception left a method of the subject; text kNote
    kWorkerEnded,         // written by the parent; value = Ending, value2 = exit code or signal
    kInvalidArgument,     // the next call of this thread gets a wrong or unusual argument on purpose; value = Fault,
                          // text kNote names it
    kEventRaised,         // the trigger of an event returned; result = HRESULT, value = events that must arrive
    kHarnessFault,        // text kNote
    kObservation,         // value = Observation; value2 = what was seen
    kExpectsFailure,      // the next call of this thread names something that does not exist, in well-formed arguments
    kSinkAlias,           // object = what stands for the sink in value: another interface pointer of it, of equal
                          // identity (value2 = 0), or a stub of an apartment (value2 = 1)
    kQueryBroken,         // object = sink; what its notification query lives on has been taken away, so that the query
                          // fails; result = HRESULT of the removal, text kNote says what is gone
    kUnsecuredClient,     // object = services; the client behind it has not set up its security
    kAsksWithoutPointer,  // object, value = Interface; QueryInterface is now called with NULL in place of its out pointer
    kNestedOutcome,       // call = a synchronous call from inside a callback, value2 = its Method; result, value = digest
                          // of its objects
    kExpectedOutcome,     // call = the same one; result, value = what the call gives outside of callbacks
    kArgumentChecked,     // call; an [in] argument looked at when the call had returned; value = ArgumentFate, value2 =
                          // references that are missing, text kNote = name of the parameter
    kSemisynchronousMade, // object = an enumerator or call result; call = the call that made it, result = its Method,
                          // value = its flags, value2 = the enumerator of which it is a clone, or 0
    kSynchronousOutcome,  // object = call result; result, value = digest of the object, text kExpectedString: what the
                          // synchronous form of the call gave
    kEventsRaised,        // object = enumerator; value = events that must have come to it by now
    kTurnTaken,           // text kNote: the turn of a schedule that the harness lets go on now
    kProviderServices,    // object = a services pointer behind which a provider is, value = the provider: calls through it
                          // are graded in the role of a provider
    kProviderState,       // object = a provider; value = ProviderState
    kEventsProvided,      // object = a sink that goes to ProvideEvents, value = the provider
    kUpcallToFail,        // the value-th upcall from now on fails with result; 0: none any more
    kHostRest,            // everything that the provider was given must be back; value = nanoseconds that were waited for it,
                          // value2 = 1 when the module has been asked whether it can be unloaded, and result its answer
    kThreadToken,         // call; what a provider did under the server call context of the host: value = times that it
                          // impersonated, value2 = times that it reverted, result = 1 when the thread kept a token
    kStubAsked,           // object = services pointer; the next call of this thread finds out whether its method is there:
                          // success without an effect is that of a stub
    kMemoryCompared,      // value = blocks of COM's memory, BSTRs among them, that are in use more than before; value2 = calls
                          // of a provider in between
    kLoanEnded,           // object = what was lent for a callback to a sink of the provider, which has returned
    kOrigin = 500,        // text kNote: a part of what the trace says about its own origin; always the first events
};

// What an arrival budget was spent on.
enum class Awaited : std::uint16_t {
    kFinal = 1,
    kRelease,
    kCallReturn,
    kFirstObject,
    kEvent,
    kCallback,
    kInitialised,  // object = init sink
};

// What the host knows of a provider, for what is owed then.
enum class ProviderState : std::uint16_t {
    kNone = 0,
    kInitialised = 1,  // it has reported success, and its primary interface is used from now on
    kFailed = 2,       // its initialisation has failed
    kReleased = 3,     // the host has released its last reference
    kPure = 4,         // what it was given goes with its last reference (PRV-13): it is registered as pure, or says nothing
    kUser = 5,         // it is initialised for a user, or with a locale
    kNotPure = 6,      // it may keep what it was given
};

// How a worker process ended.
enum class Ending : std::uint16_t {
    kNormal = 0,
    kCrash = 1,      // value2 = signal or exception code
    kHang = 2,       // killed after its budget; value2 = milliseconds
    kExit = 3,       // the subject ended the process; value2 = exit code
    kNotStarted = 4,
    kMemory = 5,     // ended by its parent for the memory that it used; value2 = bytes of it
    kFlood = 6,      // ended by its parent when its trace was full; value2 = bytes of the trace
};

inline constexpr Ending kLastEnding = Ending::kFlood;

enum class Observation : std::uint16_t {
    kNone = 0,
    kReturnValue,         // call; value2 = the ReturnValue that the matching synchronous call of the method gave
    kMethodEffects,       // call; value2 = how many effects of the method were seen after its cancel
};

enum class TextRole : std::uint16_t {
    kNote = 1,
    kQuery,        // the WQL text of a call
    kPath,         // an object path or class name of a call
    kStringParam,  // strParam of SetStatus
    kExpectedString,
    kMethodName,
    kArguments,    // the arguments of a call, in one line
    kStackFrame,   // one frame of the stack that a worker died with, the innermost first
};

struct Event {
    std::uint64_t time = 0;  // ticks of the clock named in the header of the trace
    std::uint32_t object = 0;
    std::uint32_t call = 0;
    EventKind kind = EventKind::kNone;
    std::uint16_t method = 0;  // Method, MarkKind or TextRole, as kind says
    std::int32_t result = 0;
    std::int64_t value = 0;
    std::int64_t value2 = 0;
};
static_assert(sizeof(Event) == 40, "the size of an event is part of the trace format");

[[nodiscard]] std::string_view name_of(EventKind kind) noexcept;
[[nodiscard]] std::string_view name_of(Method method) noexcept;
[[nodiscard]] std::string_view name_of(MarkKind mark) noexcept;
[[nodiscard]] std::string_view name_of(Interface interface_id) noexcept;

// True for the methods of IWbemServices that take a response handler.
[[nodiscard]] bool is_asynchronous(Method method) noexcept;

}  // namespace wbemcheck::trace
