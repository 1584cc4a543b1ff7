// IMM: asynchronous methods return before the work is done.
#include "harness/contract/catalogue_groups.h"

namespace wbemcheck::contract {
namespace {

using enum Level;
using enum Role;
using enum Checkability;

constexpr Clause kClauses[] = {
    {.id = "IMM-1",
     .level = kMust,
     .is_wire = false,
     .role = kService,
     .roles = "service",
     .requirement = "An asynchronous method starts the operation and returns without waiting for its "
                    "completion.",
     .source = "BASE step 4; MS-WMI 3.1.1.1.3",
     .advice = "Look for work on the caller's thread: an enumeration, a connection, a wait for a provider or "
               "for a free worker. Queue the operation and return.",
     .checkability = kBoundary,
     .untestable_because = ""},
    {.id = "IMM-2",
     .level = kMust,
     .is_wire = false,
     .role = kService,
     .roles = "service",
     .requirement = "An accepted call returns exactly WBEM_S_NO_ERROR (0), not another success code.",
     .source = "BASE step 4; MS-WMI per method",
     .advice = "Return the constant once the operation is queued. Success codes of inner calls, such as "
               "S_FALSE or WBEM_S_PENDING, must not pass through.",
     .checkability = kBoundary,
     .untestable_because = ""},
    {.id = "IMM-3",
     .level = kMust,
     .is_wire = false,
     .role = kService,
     .roles = "service",
     .requirement = "An asynchronous method does not wait for its sink: a sink that blocks in its first "
                    "Indicate does not delay the return of the method.",
     .source = "derived from IMM-1",
     .advice = "Call the sink from a worker thread only, and hold no lock during a callback that the calling "
               "thread still needs.",
     .checkability = kBoundary,
     .untestable_because = ""},
    {.id = "IMM-4",
     .level = kMust,
     .is_wire = false,
     .role = kService,
     .roles = "service",
     .requirement = "A semisynchronous call likewise returns at once; if the start fails, no IWbemCallResult "
                    "and no enumerator is returned.",
     .source = "MS-WMI 3.1.1.1.2; W:making-a-semisynchronous-call-with-c--.md",
     .advice = "With WBEM_FLAG_RETURN_IMMEDIATELY, run the operation on a worker, and leave the out "
               "parameters NULL when it cannot be started.",
     .checkability = kBoundary,
     .untestable_because = ""},
    {.id = "IMM-5",
     .level = kSilent,
     .is_wire = false,
     .role = kService,
     .roles = "service",
     .requirement = "The page of NextAsync says that it returns at once and also that it may block until "
                    "earlier deliveries have been served; which holds is open (reading X-8).",
     .source = "ENUM-nextasync.md",
     .advice = "Nothing is required of the service. In a client, do not call NextAsync on a thread that an "
               "earlier delivery needs.",
     .checkability = kRecorded,
     .untestable_because = ""},
    {.id = "IMM-6",
     .level = kMust,
     .is_wire = false,
     .role = kProvider,
     .roles = "provider",
     .requirement = "IWbemEventProvider::ProvideEvents takes a reference on the sink and returns; it blocks "
                    "for a few seconds at most.",
     .source = "PROV-iwbemeventprovider-provideevents.md",
     .advice = "Start the event source on a thread of the provider's own and return.",
     .checkability = kBoundary,
     .untestable_because = ""},
    {.id = "IMM-7",
     .level = kMustNot,
     .is_wire = false,
     .role = kProvider,
     .roles = "provider",
     .requirement = "A provider must not block a thread that it received from WMI during Initialize.",
     .source = "PROV-iwbemproviderinit-initialize.md",
     .advice = "Move slow start-up work to a thread of the provider's own, and report through the init sink "
               "when it is done. Judged in part: only that Initialize returns within its budget.",
     .checkability = kPartly,
     .untestable_because = ""},
    {.id = "IMM-8",
     .level = kMay,
     .is_wire = false,
     .role = kProvider,
     .roles = "provider",
     .requirement = "A provider may do the work on the calling thread, or take a reference on the sink and "
                    "use a thread of its own.",
     .source = "SVC-execqueryasync.md; SVC-createinstanceenumasync.md",
     .advice = "Nothing needs to be fixed for this clause. A provider with a thread of its own must keep "
               "REF-15.",
     .checkability = kUntestable,
     .untestable_because = "Both ways conform, so nothing can break the clause."},
};

}  // namespace

std::span<const Clause> immediate_clauses() noexcept { return kClauses; }

}  // namespace wbemcheck::contract
