// REF: who holds a reference on the sink, and for how long.
#include "harness/contract/catalogue_groups.h"

namespace wbemcheck::contract {
namespace {

using enum Level;
using enum Role;
using enum Checkability;

constexpr Clause kClauses[] = {
    {.id = "REF-1",
     .level = kMust,
     .is_wire = false,
     .role = kService,
     .roles = "service",
     .requirement = "If, and only if, an asynchronous method returns WBEM_S_NO_ERROR, the service takes a "
                    "reference of its own on the response handler (the sink) and keeps it for as long as the "
                    "operation runs.",
     .source = "every SVC-*async.md (pResponseHandler); SVC-createclassenumasync.md (description); MS-WMI "
               "3.1.1.1.3",
     .advice = "Look at the place where the call is accepted: AddRef the sink when it is stored in the "
               "operation, before the method returns and before any worker can see the operation. A raw sink "
               "pointer handed to another thread is the usual cause.",
     .checkability = kBoundary,
     .untestable_because = ""},
    {.id = "REF-2",
     .level = kMust,
     .is_wire = false,
     .role = kService,
     .roles = "service",
     .requirement = "If an asynchronous method returns an error, the reference count of the sink is what it "
                    "was on entry and the service keeps no reference to it.",
     .source = "every SVC-*async.md (pResponseHandler); MS-WMI 3.1.1.1.3",
     .advice = "Check every early return that comes after the sink was stored: it must undo the AddRef. Take "
               "the reference as the last step before success, or hold it in a smart pointer that the "
               "failing path drops.",
     .checkability = kBoundary,
     .untestable_because = ""},
    {.id = "REF-2b",
     .level = kMust,
     .is_wire = false,
     .role = kService,
     .roles = "service",
     .requirement = "A call that returns an error does not touch the sink at all: no AddRef, Release or "
                    "QueryInterface, not even as a balanced pair. The documents' own sample passes a sink "
                    "whose count is 0, which a balanced pair destroys inside the call (reading X-14).",
     .source = "every SVC-*async.md (pResponseHandler); BASE (sample); W:iwbemobjectsink.md (sample)",
     .advice = "Check all arguments before the sink is put into a smart pointer or asked for an interface. "
               "An owning pointer made from pResponseHandler at the top of the method is the usual cause.",
     .checkability = kBoundary,
     .untestable_because = ""},
    {.id = "REF-3",
     .level = kMust,
     .is_wire = false,
     .role = kService,
     .roles = "service",
     .requirement = "After the final status the service releases its reference on the sink (reading X-34).",
     .source = "BASE step 7 (note); MS-WMI 3.2.4.1.2 and 4.4; SINK-setstatus.md (weaker)",
     .advice = "Look for the path that ends the operation: the reference taken when the call was accepted "
               "must be dropped once the final SetStatus has returned, on the error and cancel paths as "
               "well. Often the finished operation stays in a table, or it and its worker keep each other "
               "alive.",
     .checkability = kBoundary,
     .untestable_because = ""},
    {.id = "REF-4",
     .level = kMust,
     .is_wire = false,
     .role = kService,
     .roles = "service",
     .requirement = "The service releases the sink after the final status, not before it, and calls no sink "
                    "on which it holds no reference. Only a lost connection or a client without usable "
                    "security settings leads to a release without a final status (SEC-1).",
     .source = "BASE step 7; MS-WMI 4.4",
     .advice = "Compare the order of SetStatus and Release where an operation ends, the cancel path first. "
               "Keep the reference in the operation until SetStatus has returned instead of passing a bare "
               "pointer to the last callback.",
     .checkability = kBoundary,
     .untestable_because = ""},
    {.id = "REF-5",
     .level = kMust,
     .is_wire = false,
     .role = kService,
     .roles = "service",
     .requirement = "The references that the service takes on a sink, by AddRef or by QueryInterface, and "
                    "those it releases balance exactly.",
     .source = "implied by REF-1 to REF-3; COM rules",
     .advice = "Look for a Release without its AddRef: a pointer released by hand and by a smart pointer as "
               "well, or a CancelAsyncCall that releases the pointer it was given instead of the reference "
               "it had stored. For a leak, look for a QueryInterface on the sink whose result is never "
               "released.",
     .checkability = kBoundary,
     .untestable_because = ""},
    {.id = "REF-6",
     .level = kMust,
     .is_wire = false,
     .role = kService,
     .roles = "service",
     .requirement = "The service holds a reference on the sink during the whole of every callback, so that a "
                    "sink which only the service keeps alive is not destroyed while one of its methods "
                    "runs.",
     .source = "implied by REF-1 and REF-3 with a sink that starts at 0 (W:iwbemobjectsink.md); COM rules",
     .advice = "Look at what the delivering thread holds while it is inside Indicate or SetStatus. It needs "
               "a reference of its own, because a cancel or another thread may drop the operation's "
               "reference meanwhile.",
     .checkability = kBoundary,
     .untestable_because = ""},
    {.id = "REF-7",
     .level = kMust,
     .is_wire = false,
     .role = kService,
     .roles = "service",
     .requirement = "After the final status of an operation the service calls no further method of the sink "
                    "for it, except Release.",
     .source = "MS-WMI 3.2.4.1.2",
     .advice = "Look for work that outlives the final: a batch still queued for delivery, a progress report, "
               "a QueryInterface during clean-up. Empty the queue and close the operation before the final "
               "is sent.",
     .checkability = kBoundary,
     .untestable_because = ""},
    {.id = "REF-8",
     .level = kInformative,
     .is_wire = false,
     .role = kService,
     .roles = "service, sink",
     .requirement = "A sink may start with a count of 0, so that the service's Release destroys it, or of 1, "
                    "so that the client keeps control of it. A service works with both (reading X-38).",
     .source = "BASE step 7 (note)",
     .advice = "If only the sink that starts at 0 fails, look for a temporary AddRef and Release, or "
               "QueryInterface and Release, before the lasting reference is taken: it destroys the sink.",
     .checkability = kBoundary,
     .untestable_because = ""},
    {.id = "REF-9",
     .level = kMust,
     .is_wire = true,
     .role = kService,
     .roles = "service",
     .requirement = "If several operations use one sink, each accepted operation has a stored reference or "
                    "entry of its own.",
     .source = "MS-WMI 3.1.1.1.3",
     .advice = "A table keyed by the sink pointer with room for one operation loses the others; key it by "
               "operation, and let each operation own its reference. Judged in part: only that the sink is "
               "still alive after all finals but the last, and that its count is back at the baseline after "
               "the last.",
     .checkability = kPartly,
     .untestable_because = ""},
    {.id = "REF-10",
     .level = kMust,
     .is_wire = false,
     .role = kService,
     .roles = "service",
     .requirement = "CancelAsyncCall drops the service's reference on the sink at once, and the reference is "
                    "gone before CancelAsyncCall returns. What holds while a callback is running, or when a "
                    "proxy stands between, is open (reading X-1).",
     .source = "BASE step 6",
     .advice = "Let CancelAsyncCall itself send the final status and release the stored reference. A cancel "
               "that only sets a flag leaves both to a worker, which gets there after the return.",
     .checkability = kBoundary,
     .untestable_because = ""},
    {.id = "REF-11",
     .level = kMay,
     .is_wire = false,
     .role = kClient,
     .roles = "client",
     .requirement = "The client may release its own reference on the sink before or after it calls "
                    "CancelAsyncCall.",
     .source = "SVC-cancelasynccall.md (description)",
     .advice = "If the early release crashes the service, the service lived on the client's reference: it "
               "needs its own (REF-1), and it must look the pointer up without dereferencing it (reading "
               "X-21).",
     .checkability = kBoundary,
     .untestable_because = ""},
    {.id = "REF-12",
     .level = kMust,
     .is_wire = false,
     .role = kClient,
     .roles = "client, sink",
     .requirement = "Whether CancelAsyncCall succeeds or not, the sink object is not destroyed until its "
                    "reference count is 0.",
     .source = "W:receiving-asynchronous-event-notifications.md step 5; 1998: cancelling registration",
     .advice = "Destroy the sink in Release, when the count comes to 0, and nowhere else. Look for a delete "
               "after CancelAsyncCall, and for sinks on the stack or inside other objects.",
     .checkability = kBoundary,
     .untestable_because = ""},
    {.id = "REF-13",
     .level = kMust,
     .is_wire = true,
     .role = kService,
     .roles = "service",
     .requirement = "IEnumWbemClassObject::NextAsync stores a reference on the sink for each queued request "
                    "and drops it when that request is done.",
     .source = "MS-WMI 3.1.4.4.3",
     .advice = "Keep the reference in the queued request, not in the enumerator, and drop it on each way in "
               "which a request ends: served, end of the enumeration, error, enumerator released.",
     .checkability = kBoundary,
     .untestable_because = ""},
    {.id = "REF-14",
     .level = kMust,
     .is_wire = true,
     .role = kService,
     .roles = "service",
     .requirement = "If a notification query fails while it is running, the service reports the error by "
                    "SetStatus and then releases the sink.",
     .source = "MS-WMI 3.1.4.3.21",
     .advice = "Follow the failure from the event source to the subscription: it must end there like any "
               "other operation, with an error final and a release. Judged in part: only where a running "
               "query can be made to fail.",
     .checkability = kPartly,
     .untestable_because = ""},
    {.id = "REF-15",
     .level = kMust,
     .is_wire = false,
     .role = kProvider,
     .roles = "provider",
     .requirement = "A provider that uses the sink after its method has returned takes a reference and "
                    "releases it again. The operation is not complete until those references are gone, even "
                    "if SetStatus was called; a leaked one hangs synchronous and semisynchronous clients.",
     .source = "SVC-putinstanceasync.md (remarks)",
     .advice = "Look for the reference that the worker thread or queue took, and release it after SetStatus "
               "on every path, also where the request fails or is dropped.",
     .checkability = kBoundary,
     .untestable_because = ""},
    {.id = "REF-16",
     .level = kMust,
     .is_wire = false,
     .role = kService,
     .roles = "service",
     .requirement = "Releasing the enumerator of a semisynchronous call cancels what is left of that call.",
     .source = "W:making-a-semisynchronous-call-with-c--.md step 3; SVC-execnotificationquery.md",
     .advice = "Let the last Release of the enumerator cancel the operation behind it. If the operation in "
               "turn holds the enumerator, that last Release never comes. Judged in part: only where the end "
               "of the work can be seen from outside, as with a provider or an event source of the harness.",
     .checkability = kPartly,
     .untestable_because = ""},
    {.id = "REF-17",
     .level = kMust,
     .is_wire = false,
     .role = kService,
     .roles = "service",
     .requirement = "An interface pointer returned through an out parameter carries a reference that is the "
                    "caller's to release; on an error the out parameter is NULL.",
     .source = "SVC-opennamespace.md; SVC-getobject.md; SVC-queryobjectsink.md; MS-WMI per method",
     .advice = "Set every out parameter to NULL first, and AddRef what is stored there on success. Look for "
               "a cached object returned without AddRef, and for early returns that leave the parameter as "
               "it was.",
     .checkability = kBoundary,
     .untestable_because = ""},
    {.id = "REF-18",
     .level = kInformative,
     .is_wire = false,
     .role = kClient,
     .roles = "client",
     .requirement = "The caller of PutInstance or PutInstanceAsync makes no assumption about the reference "
                    "count of pInst after the call.",
     .source = "SVC-putinstanceasync.md (pInst)",
     .advice = "If the object was released once too often, the service or provider released an in parameter "
               "on which it had taken no reference. Judged in part: only that the object is not released too "
               "often.",
     .checkability = kPartly,
     .untestable_because = ""},
};

}  // namespace

std::span<const Clause> reference_clauses() noexcept { return kClauses; }

}  // namespace wbemcheck::contract
