// ORD: the order of callbacks, and which of them may overlap.
#include "harness/contract/catalogue_groups.h"

namespace wbemcheck::contract {
namespace {

using enum Level;
using enum Role;
using enum Checkability;

constexpr Clause kClauses[] = {
    {.id = "ORD-1",
     .level = kMust,
     .is_wire = false,
     .role = kService,
     .roles = "service",
     .requirement = "All Indicate calls of an operation come before its final status.",
     .source = "SINK-setstatus.md; SVC-execqueryasync.md; MS-WMI 4.4",
     .advice = "Send the final from the thread that delivers the batches, after the last Indicate has "
               "returned. With several workers, count the batches that are still out and let the last one "
               "send it.",
     .checkability = kBoundary,
     .untestable_because = ""},
    {.id = "ORD-2",
     .level = kMust,
     .is_wire = false,
     .role = kService,
     .roles = "service",
     .requirement = "Nothing comes after the final status of an operation: no Indicate, no progress report, "
                    "no second final.",
     .source = "MS-WMI 3.2.4.1.2",
     .advice = "Close the operation before the final is sent, and test that before every callback. Look for "
               "a producer that still holds the sink.",
     .checkability = kBoundary,
     .untestable_because = ""},
    {.id = "ORD-3",
     .level = kMust,
     .is_wire = true,
     .role = kService,
     .roles = "service",
     .requirement = "At most one callback of an operation, Indicate or progress report, is in progress at a "
                    "time.",
     .source = "MS-WMI 3.2.4.1.1 and 3.2.4.1.2",
     .advice = "Deliver the callbacks of an operation from one queue. A pool in which two workers take "
               "batches of the same operation breaks this.",
     .checkability = kBoundary,
     .untestable_because = ""},
    {.id = "ORD-4",
     .level = kSilent,
     .is_wire = false,
     .role = kService,
     .roles = "service",
     .requirement = "The rule of one callback at a time is not stated for the final status. After a cancel "
                    "the final may therefore overlap a running Indicate; in normal completion ORD-1 forbids "
                    "it.",
     .source = "MS-WMI 3.2.4.1.2 and 3.1.4.3.2",
     .advice = "If the final overlaps an Indicate and nobody cancelled, the operation was declared complete "
               "while its last batch was still being delivered: wait until that Indicate has returned. "
               "Judged in part: only an overlap without a cancel counts as a breach, of ORD-1; an overlap "
               "after a cancel is recorded.",
     .checkability = kPartly,
     .untestable_because = ""},
    {.id = "ORD-5",
     .level = kInformative,
     .is_wire = false,
     .role = kService,
     .roles = "service",
     .requirement = "Between operations that overlap on one sink no order is guaranteed, and nothing "
                    "serialises their callbacks: they may come mixed and at the same time.",
     .source = "BASE step 7; W:iwbemobjectsink.md (note)",
     .advice = "Nothing is required of the service. In a sink, guard all state and expect the callbacks of "
               "both operations at once.",
     .checkability = kRecorded,
     .untestable_because = ""},
    {.id = "ORD-6",
     .level = kShould,
     .is_wire = false,
     .role = kClient,
     .roles = "client",
     .requirement = "A client with overlapping calls should pass a different sink to each, or make one call "
                    "after the other.",
     .source = "BASE step 7; W:iwbemobjectsink.md (note)",
     .advice = "Create a sink for each call, or wait for the final status before the sink is used again.",
     .checkability = kBoundary,
     .untestable_because = ""},
    {.id = "ORD-7",
     .level = kInformative,
     .is_wire = false,
     .role = kService,
     .roles = "service",
     .requirement = "Number, size and timing of the Indicate calls are the implementation's choice.",
     .source = "MS-WMI 3.2.4.1.1",
     .advice = "In a client, do not count batches and do not expect a size. Only the final status says that "
               "the result is complete.",
     .checkability = kUntestable,
     .untestable_because = "Every number, size and timing conforms, so nothing can break the clause."},
    {.id = "ORD-8",
     .level = kMust,
     .is_wire = false,
     .role = kService,
     .roles = "service",
     .requirement = "All Indicate calls of an operation together deliver the whole result set, nothing "
                    "missing and nothing duplicated by batching; the order of the objects is free.",
     .source = "MS-WMI 3.2.4.1.1 and 3.1.4.4.3",
     .advice = "For missing objects look at the flush of the last, partly filled batch and at a failing "
               "batch that is skipped. For duplicates look at a buffer that is not emptied after Indicate, "
               "and at a retry.",
     .checkability = kBoundary,
     .untestable_because = ""},
    {.id = "ORD-9",
     .level = kMust,
     .is_wire = false,
     .role = kService,
     .roles = "service",
     .requirement = "NextAsync requests are queued and served in the order in which they were made; Next, "
                    "the deliveries of NextAsync, Reset and Clone on one enumerator do not run at the same "
                    "time.",
     .source = "ENUM-nextasync.md (remarks); MS-WMI 3.1.4.4.3 and 3.1.4.4.4",
     .advice = "Give the enumerator one queue of requests and one lock around its position. Requests that go "
               "straight to a worker pool lose their order.",
     .checkability = kBoundary,
     .untestable_because = ""},
    {.id = "ORD-10",
     .level = kMust,
     .is_wire = false,
     .role = kService,
     .roles = "service",
     .requirement = "Reset, Skip and Clone do not touch NextAsync deliveries that were already requested: "
                    "Reset and Skip act on later calls, and a clone does not inherit pending deliveries.",
     .source = "ENUM-nextasync.md; ENUM-skip.md; ENUM-clone.md",
     .advice = "Fix the place of a request in the sequence when it is queued, and leave the queue out of "
               "what Clone copies.",
     .checkability = kBoundary,
     .untestable_because = ""},
    {.id = "ORD-11",
     .level = kMust,
     .is_wire = false,
     .role = kService,
     .roles = "service",
     .requirement = "A NextAsync request delivers at most uCount objects and then a SetStatus of its own.",
     .source = "MS-WMI 3.1.4.4.3",
     .advice = "Count objects per request, not per enumerator, and end each request with its own SetStatus.",
     .checkability = kBoundary,
     .untestable_because = ""},
    {.id = "ORD-12",
     .level = kShould,
     .is_wire = false,
     .role = kProvider,
     .roles = "provider",
     .requirement = "A method provider should hand the out parameters to Indicate before it calls SetStatus.",
     .source = "SVC-execmethodasync.md (pResponseHandler)",
     .advice = "Order the two calls at the end of ExecMethodAsync: out parameters first, status last.",
     .checkability = kBoundary,
     .untestable_because = ""},
    {.id = "ORD-13",
     .level = kSilent,
     .is_wire = false,
     .role = kService,
     .roles = "service",
     .requirement = "The documents leave open whether the first callback may come before the asynchronous "
                    "method returns, and on the calling thread. Only one page says that callbacks come later "
                    "and from another thread (reading X-28).",
     .source = "SVC-createclassenumasync.md (description) against the provider samples",
     .advice = "Nothing is required of the service. In a client, make the sink ready before the call, and "
               "hold no lock across the call that a callback needs.",
     .checkability = kRecorded,
     .untestable_because = ""},
};

}  // namespace

std::span<const Clause> order_clauses() noexcept { return kClauses; }

}  // namespace wbemcheck::contract
