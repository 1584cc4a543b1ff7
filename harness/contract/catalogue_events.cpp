// EVT: notification queries and temporary consumers.
#include "harness/contract/catalogue_groups.h"

namespace wbemcheck::contract {
namespace {

using enum Level;
using enum Role;
using enum Checkability;

constexpr Clause kClauses[] = {
    {.id = "EVT-1",
     .level = kMust,
     .is_wire = false,
     .role = kService,
     .roles = "service",
     .requirement = "ExecNotificationQueryAsync delivers matching events through Indicate until "
                    "CancelAsyncCall is called with the same pointer or the query fails.",
     .source = "SVC-execnotificationqueryasync.md; MS-WMI 3.1.4.3.21",
     .advice = "Keep the subscription alive after the method has returned. A final status at once, or a sink "
               "released after the first event, means that the query was run like an ordinary one.",
     .checkability = kBoundary,
     .untestable_because = ""},
    {.id = "EVT-2",
     .level = kMustNot,
     .is_wire = false,
     .role = kService,
     .roles = "service",
     .requirement = "While a notification query runs, the service must not call SetStatus to report success "
                    "or progress (reading X-3).",
     .source = "SVC-execnotificationqueryasync.md; MS-WMI 3.1.4.3.21",
     .advice = "Look for the code that ends ordinary operations: a notification query must not pass through "
               "it until it fails or is cancelled. A provider's or event source's status must not be handed "
               "on.",
     .checkability = kBoundary,
     .untestable_because = ""},
    {.id = "EVT-3",
     .level = kMust,
     .is_wire = true,
     .role = kService,
     .roles = "service",
     .requirement = "If the execution of a notification query fails, the service calls SetStatus with the "
                    "error and then releases the sink.",
     .source = "MS-WMI 3.1.4.3.21",
     .advice = "Give each subscription a path from its event source's error to an error final; a query that "
               "dies in silence is the usual fault.",
     .checkability = kBoundary,
     .untestable_because = ""},
    {.id = "EVT-4",
     .level = kMust,
     .is_wire = false,
     .role = kService,
     .roles = "service",
     .requirement = "ExecNotificationQueryAsync accepts WBEM_FLAG_SEND_STATUS; whether the flag is ignored "
                    "or asks for progress reports is open (reading X-18).",
     .source = "SVC-execnotificationqueryasync.md; MS-WMI 3.1.4.3.21",
     .advice = "Add the flag to those that the method accepts. To send no progress is right under both "
               "documents. Judged in part: only that the flag is not rejected.",
     .checkability = kPartly,
     .untestable_because = ""},
    {.id = "EVT-5",
     .level = kSilent,
     .is_wire = false,
     .role = kService,
     .roles = "service",
     .requirement = "After the cancel of a notification query there is a final status with "
                    "WBEM_E_CALL_CANCELLED, or none; both agree with a page (reading X-3).",
     .source = "SVC-execnotificationqueryasync.md; SVC-cancelasynccall.md (note); MS-WMI 3.1.4.3.21",
     .advice = "Nothing is required. A final with WBEM_E_CALL_CANCELLED is what clients rely on in practice.",
     .checkability = kRecorded,
     .untestable_because = ""},
    {.id = "EVT-6",
     .level = kShould,
     .is_wire = false,
     .role = kClient,
     .roles = "client, service",
     .requirement = "Each element of an Indicate array is one event. A client should use one sink for each "
                    "event class, and a separate call for each type of event.",
     .source = "W:receiving-asynchronous-event-notifications.md step 3; 1998: implementing IWbemObjectSink",
     .advice = "In a client, register each query with a sink of its own, and loop over all elements of the "
               "array. Judged in part: only that no more elements "
               "come than events were raised.",
     .checkability = kPartly,
     .untestable_because = ""},
    {.id = "EVT-7",
     .level = kMust,
     .is_wire = false,
     .role = kService,
     .roles = "service",
     .requirement = "When a subscription is cancelled, WMI calls CancelQuery with its id on the event "
                    "providers that implement IWbemEventProviderQuerySink, and removes its own binding and "
                    "polling timers.",
     .source = "PROV-iwbemeventproviderquerysink-cancelquery.md; MS-WMI 3.1.4.3.21",
     .advice = "Store the query id with each provider that was told of it, and call CancelQuery where the "
               "subscription is removed.",
     .checkability = kBoundary,
     .untestable_because = ""},
    {.id = "EVT-8",
     .level = kMust,
     .is_wire = false,
     .role = kClient,
     .roles = "client",
     .requirement = "The client cancels its temporary subscriptions before it goes away; otherwise WMI keeps "
                    "generating, queueing and timing out events for it.",
     .source = "W:receiving-events-for-the-duration-of-your-application.md; KB 327542; KB 931320",
     .advice = "Cancel on every way out, errors and exceptions included, and before COM is shut down.",
     .checkability = kBoundary,
     .untestable_because = ""},
    {.id = "EVT-9",
     .level = kInformative,
     .is_wire = false,
     .role = kService,
     .roles = "service",
     .requirement = "The WITHIN interval is in seconds, from 0.001 to 418937; what happens outside this "
                    "range depends on the implementation.",
     .source = "MS-WMI timers and 3.1.4.3.21",
     .advice = "In a client, keep WITHIN inside the range.",
     .checkability = kUntestable,
     .untestable_because = "Outside the range everything conforms, and inside it the documents do not say "
                           "how late an event may be."},
    {.id = "EVT-10",
     .level = kMust,
     .is_wire = false,
     .role = kProvider,
     .roles = "provider",
     .requirement = "An event provider calls only Indicate on the sink of ProvideEvents, never SetStatus, "
                    "and takes a reference on it. While it serves, it changes no classes and makes no "
                    "event-related calls (reading X-33).",
     .source = "PROV-iwbemeventprovider-provideevents.md; "
               "W:implementing-the-primary-interface-for-an-event-provider.md; W:making-calls-to-wmi.md",
     .advice = "Remove SetStatus from the event path, also from its error handling, and move class changes "
               "to the set-up of the provider.",
     .checkability = kBoundary,
     .untestable_because = ""},
};

}  // namespace

std::span<const Clause> event_clauses() noexcept { return kClauses; }

}  // namespace wbemcheck::contract
