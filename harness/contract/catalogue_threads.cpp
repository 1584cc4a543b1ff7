// THR: threads, nested calls and time limits.
#include "harness/contract/catalogue_groups.h"

namespace wbemcheck::contract {
namespace {

using enum Level;
using enum Role;
using enum Checkability;

constexpr Clause kClauses[] = {
    {.id = "THR-1",
     .level = kMust,
     .is_wire = false,
     .role = kSink,
     .roles = "sink",
     .requirement = "Callbacks arrive on WMI's threads, so the sink is thread-safe: its count is interlocked "
                    "and its state is guarded.",
     .source = "SVC-createclassenumasync.md; "
               "W:example--getting-wmi-data-from-the-local-computer-asynchronously.md; "
               "W:making-a-semisynchronous-call-with-c--.md",
     .advice = "Use atomic operations in AddRef and Release, let Release use the value that the decrement "
               "gave, and guard everything that the callbacks share with the client's threads.",
     .checkability = kBoundary,
     .untestable_because = ""},
    {.id = "THR-2",
     .level = kMustNot,
     .is_wire = false,
     .role = kSink,
     .roles = "sink",
     .requirement = "The sink of an event subscription must not call into WMI from Indicate or SetStatus; "
                    "cancelling is done from another thread.",
     .source = "SINK-indicate.md; SINK-setstatus.md; W:iwbemobjectsink.md; W:iwbemeventsink.md",
     .advice = "Put the event into a queue, return, and let a thread of the client make the calls.",
     .checkability = kBoundary,
     .untestable_because = ""},
    {.id = "THR-3",
     .level = kMust,
     .is_wire = false,
     .role = kService,
     .roles = "service, sink",
     .requirement = "Sinks of object, enumeration and query calls may call back into WMI from Indicate and "
                    "SetStatus, so a service must serve a nested synchronous call there without deadlock.",
     .source = "SINK-indicate.md; SINK-setstatus.md; W:iwbemobjectsink.md; W:iwbemeventsink.md (last "
               "sentence each)",
     .advice = "Hold no lock while a callback runs, and do not make a nested call wait for the worker that "
               "is busy with the callback: one thread for both is a deadlock.",
     .checkability = kBoundary,
     .untestable_because = ""},
    {.id = "THR-4",
     .level = kShould,
     .is_wire = false,
     .role = kSink,
     .roles = "sink",
     .requirement = "A sink should be done with a callback within 100 ms, because the thread that delivers "
                    "can do nothing else meanwhile; longer work is queued (reading X-27).",
     .source = "SINK-indicate.md; SINK-setstatus.md",
     .advice = "Move the work out of the callback: take references on the objects, queue them and return. "
               "Waiting for a lock that another thread holds for long counts too.",
     .checkability = kBoundary,
     .untestable_because = ""},
    {.id = "THR-5",
     .level = kMust,
     .is_wire = true,
     .role = kService,
     .roles = "service",
     .requirement = "Each callback is guarded by a sink timer of 30 seconds; when it expires, the server "
                    "cancels the operation (reading X-27).",
     .source = "MS-WMI timers and 3.1.5",
     .advice = "Watch callbacks from another thread, and on expiry cancel the operation as CancelAsyncCall "
               "would, without waiting for the callback. No scenario waits for the timer by default: a "
               "callback that is held for 30 seconds takes longer than all other scenarios together, and only "
               "the wire specification knows of the timer.",
     .checkability = kRecorded,
     .untestable_because = ""},
    {.id = "THR-6",
     .level = kInformative,
     .is_wire = false,
     .role = kService,
     .roles = "service",
     .requirement = "Toward a slow client events are first slowed and then dropped, by thresholds (10 MB and "
                    "20 MB, 2 s). WBEM_E_QUEUE_OVERFLOW and WBEM_E_CLIENT_TOO_SLOW exist for this.",
     .source = "W:receiving-asynchronous-event-notifications.md; W:wmi-error-constants.md; KB 921473",
     .advice = "In a client, keep the event sink short. In a service, limit the queue of each subscriber, so "
               "that one slow client does not hold up the others.",
     .checkability = kRecorded,
     .untestable_because = ""},
    {.id = "THR-7",
     .level = kShould,
     .is_wire = false,
     .role = kClient,
     .roles = "client",
     .requirement = "A client should initialise COM with COINIT_MULTITHREADED for asynchronous work.",
     .source = "W:receiving-asynchronous-event-notifications.md step 1; "
               "W:initializing-com-for-a-wmi-application.md",
     .advice = "Call CoInitializeEx with COINIT_MULTITHREADED on every thread that makes asynchronous calls.",
     .checkability = kUntestable,
     .untestable_because = "The apartment of a client's thread does not show in the calls that it makes."},
    {.id = "THR-8",
     .level = kMust,
     .is_wire = false,
     .role = kProvider,
     .roles = "provider",
     .requirement = "The threading model Both is required of event providers and strongly encouraged for "
                    "instance and method providers; the apartment model is allowed for some.",
     .source = "W:writing-an-instance-provider.md; W:writing-a-method-provider.md; "
               "W:writing-an-event-provider.md; W:choosing-correct-registration.md",
     .advice = "Register the provider with ThreadingModel Both, and make it safe for calls from any thread.",
     .checkability = kUntestable,
     .untestable_because = "The threading model stands in the registration of the provider and does not show "
                           "in its calls."},
    {.id = "THR-9",
     .level = kMust,
     .is_wire = false,
     .role = kProvider,
     .roles = "provider",
     .requirement = "A synchronous event consumer (IWbemUnboundObjectSink) takes less than 20 ms for an "
                    "event and takes no reference on it (reading X-27).",
     .source = "PROV-iwbemunboundobjectsink-indicatetoconsumer.md",
     .advice = "Copy what is needed from the event, queue the copy and return; do not keep the event object.",
     .checkability = kBoundary,
     .untestable_because = ""},
};

}  // namespace

std::span<const Clause> thread_clauses() noexcept { return kClauses; }

}  // namespace wbemcheck::contract
