// CAN: CancelAsyncCall, what it ends and what it leaves alone.
#include "harness/contract/catalogue_groups.h"

namespace wbemcheck::contract {
namespace {

using enum Level;
using enum Role;
using enum Checkability;

constexpr Clause kClauses[] = {
    {.id = "CAN-1",
     .level = kMust,
     .is_wire = false,
     .role = kService,
     .roles = "service",
     .requirement = "CancelAsyncCall cancels all pending operations that were started with the given sink "
                    "pointer.",
     .source = "SVC-cancelasynccall.md (second note); MS-WMI 3.1.4.3.2; W:swbemsink-cancel.md",
     .advice = "Look at how the operations are found: a search that stops at the first match, or a table "
               "with one operation per sink, leaves the others running.",
     .checkability = kBoundary,
     .untestable_because = ""},
    {.id = "CAN-2",
     .level = kMust,
     .is_wire = false,
     .role = kService,
     .roles = "service",
     .requirement = "CancelAsyncCall does not affect operations on other sinks.",
     .source = "W:swbemsink-cancel.md; implied elsewhere",
     .advice = "Check that the search compares sink pointers. A cancel flag on the services object or on the "
               "worker pool stops the operations of others too.",
     .checkability = kBoundary,
     .untestable_because = ""},
    {.id = "CAN-3",
     .level = kMust,
     .is_wire = false,
     .role = kService,
     .roles = "service",
     .requirement = "If no final status was sent when the cancel is processed, the service sends SetStatus "
                    "with lFlags 0 and hResult WBEM_E_CALL_CANCELLED; only the true outcome of an operation "
                    "that finished meanwhile may stand in its place (reading X-2).",
     .source = "SVC-cancelasynccall.md (note); MS-WMI 3.1.4.3.2",
     .advice = "End a cancelled operation through the same code that sends every other final, instead of "
               "dropping it in silence. Any hResult but WBEM_E_CALL_CANCELLED and the true outcome is a "
               "mistake on that path.",
     .checkability = kBoundary,
     .untestable_because = ""},
    {.id = "CAN-4",
     .level = kMust,
     .is_wire = true,
     .role = kService,
     .roles = "service",
     .requirement = "Once a cancel is processed, no new Indicate and no new progress report starts; none "
                    "starts after CancelAsyncCall has returned (reading X-19).",
     .source = "MS-WMI 3.1.4.3.2 and 3.2.4.1.1",
     .advice = "Let the delivering thread test for the cancel right before each callback, under the lock "
               "that CancelAsyncCall takes, and drop the batches that are still queued.",
     .checkability = kBoundary,
     .untestable_because = ""},
    {.id = "CAN-5",
     .level = kMust,
     .is_wire = false,
     .role = kService,
     .roles = "service",
     .requirement = "A successful CancelAsyncCall returns WBEM_S_NO_ERROR.",
     .source = "MS-WMI 3.1.4.3.2",
     .advice = "Return the constant; do not pass on the hResult of the operation or the answer of the sink's "
               "SetStatus.",
     .checkability = kBoundary,
     .untestable_because = ""},
    {.id = "CAN-6",
     .level = kMust,
     .is_wire = false,
     .role = kService,
     .roles = "service",
     .requirement = "CancelAsyncCall with a NULL sink returns an error, preferably WBEM_E_INVALID_PARAMETER.",
     .source = "MS-WMI 3.1.4.3.2 and 2.2.11; wine (tests)",
     .advice = "Test the pointer before anything else. A table lookup that finds nothing for NULL and then "
               "succeeds is the usual cause.",
     .checkability = kBoundary,
     .untestable_because = ""},
    {.id = "CAN-7",
     .level = kMust,
     .is_wire = true,
     .role = kService,
     .roles = "service",
     .requirement = "CancelAsyncCall returns an error for a sink that no pending operation uses; the value "
                    "is not given, and the API pages are silent (reading X-4).",
     .source = "MS-WMI 3.1.4.3.2",
     .advice = "Return an error such as WBEM_E_NOT_FOUND when the lookup finds nothing. Neither call nor "
               "release the pointer that was passed in: the service holds no reference on it.",
     .checkability = kBoundary,
     .untestable_because = ""},
    {.id = "CAN-8",
     .level = kMustNot,
     .is_wire = true,
     .role = kService,
     .roles = "service",
     .requirement = "CancelAsyncCall must not wait for an answer of the client: it returns in bounded time, "
                    "even while a callback is blocked. This conflicts with REF-10 (reading X-1).",
     .source = "MS-WMI 3.1.4.3.2",
     .advice = "Look for a join or a drain of the delivering thread in the cancel path, and for a lock that "
               "this thread holds during callbacks and CancelAsyncCall needs. Judged in part: only that a "
               "cancel returns within its budget while a callback of the sink is held.",
     .checkability = kPartly,
     .untestable_because = ""},
    {.id = "CAN-9",
     .level = kMust,
     .is_wire = false,
     .role = kClient,
     .roles = "client",
     .requirement = "The client passes to CancelAsyncCall the very pointer value it gave to the original "
                    "call; if that was a stub, the stub.",
     .source = "BASE step 6; W:setting-security-on-an-asynchronous-call.md step 5; "
               "SVC-execnotificationqueryasync.md; MS-WMI 3.2.4.2.9",
     .advice = "Keep the pointer exactly as it was handed to the asynchronous method; a new QueryInterface "
               "may give another one. With the unsecured apartment, keep the stub and not the sink.",
     .checkability = kBoundary,
     .untestable_because = ""},
    {.id = "CAN-10",
     .level = kInformative,
     .is_wire = false,
     .role = kService,
     .roles = "service",
     .requirement = "A cancel may come too late: a fast operation has finished by then, and all that happens "
                    "is the release of the sink.",
     .source = "SVC-cancelasynccall.md (returns)",
     .advice = "Nothing is required of the service. A client must be ready for the true outcome after it "
               "asked for a cancel.",
     .checkability = kRecorded,
     .untestable_because = ""},
    {.id = "CAN-11",
     .level = kInformative,
     .is_wire = false,
     .role = kService,
     .roles = "service",
     .requirement = "Cancelling ExecMethodAsync ends only the client's side: the provider is not told, and "
                    "the method runs on (reading X-6).",
     .source = "SVC-cancelasynccall.md",
     .advice = "In a client, do not expect that a cancelled method has had no effect.",
     .checkability = kRecorded,
     .untestable_because = ""},
    {.id = "CAN-12",
     .level = kMustNot,
     .is_wire = true,
     .role = kClient,
     .roles = "client, sink",
     .requirement = "CancelAsyncCall must not be called from inside Indicate or SetStatus; the API pages "
                    "call it not recommended (reading X-22).",
     .source = "MS-WMI 3.2.4.2.9; SVC-cancelasynccall.md; SINK-indicate.md",
     .advice = "Signal another thread from the callback and let that one cancel. To stop a finite operation "
               "from within, return an error from Indicate (IND-6).",
     .checkability = kBoundary,
     .untestable_because = ""},
    {.id = "CAN-13",
     .level = kShould,
     .is_wire = false,
     .role = kClient,
     .roles = "client",
     .requirement = "The client should use a sink object of its own for each outstanding call.",
     .source = "SVC-cancelasynccall.md",
     .advice = "Create a sink for each call and let the sinks share what they must. A shared sink cannot "
               "tell its operations apart, and a cancel ends them all.",
     .checkability = kBoundary,
     .untestable_because = ""},
    {.id = "CAN-14",
     .level = kMust,
     .is_wire = false,
     .role = kClient,
     .roles = "client",
     .requirement = "A notification query runs until it is cancelled, and CancelAsyncCall is the way to stop "
                    "it; dropping the sink does not.",
     .source = "SVC-execnotificationqueryasync.md; W:swbemsink-cancel.md",
     .advice = "Call CancelAsyncCall with the sink of the subscription when the subscriber goes away, in its "
               "destructor if it has one.",
     .checkability = kBoundary,
     .untestable_because = ""},
    {.id = "CAN-15",
     .level = kSilent,
     .is_wire = false,
     .role = kService,
     .roles = "service",
     .requirement = "No document says what CancelAsyncCall does when it is called on another IWbemServices "
                    "pointer than the one that started the operation.",
     .source = "no document",
     .advice = "Nothing is required. A client is safe if it cancels through the pointer that made the call.",
     .checkability = kRecorded,
     .untestable_because = ""},
    {.id = "CAN-16",
     .level = kSilent,
     .is_wire = false,
     .role = kService,
     .roles = "service",
     .requirement = "No document says what happens to pending asynchronous calls when the last reference on "
                    "the IWbemServices pointer that started them is released.",
     .source = "no document; W:receiving-synchronous-and-semisynchronous-event-notifications.md step 5 for "
               "event queries with an enumerator",
     .advice = "Nothing is required, but a crash is never right: let each operation keep alive what it uses. "
               "A client is safe if it cancels or awaits its calls first.",
     .checkability = kRecorded,
     .untestable_because = ""},
    {.id = "CAN-17",
     .level = kSilent,
     .is_wire = false,
     .role = kService,
     .roles = "service",
     .requirement = "No document says whether CancelAsyncCall reaches requests made by "
                    "IEnumWbemClassObject::NextAsync; it is described for methods of IWbemServices only.",
     .source = "no document",
     .advice = "Nothing is required. A client should let such a request come to its end and not rely on "
               "CancelAsyncCall.",
     .checkability = kRecorded,
     .untestable_because = ""},
    {.id = "CAN-18",
     .level = kInformative,
     .is_wire = false,
     .role = kProvider,
     .roles = "provider",
     .requirement = "Method providers do not support CancelAsyncCall (reading X-10).",
     .source = "SVC-cancelasynccall.md",
     .advice = "Let a provider that cannot cancel return WBEM_E_PROVIDER_NOT_CAPABLE and do nothing else.",
     .checkability = kRecorded,
     .untestable_because = ""},
};

}  // namespace

std::span<const Clause> cancel_clauses() noexcept { return kClauses; }

}  // namespace wbemcheck::contract
