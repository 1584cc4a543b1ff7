// SEMI: call results and enumerators.
#include "harness/contract/catalogue_groups.h"

namespace wbemcheck::contract {
namespace {

using enum Level;
using enum Role;
using enum Checkability;

constexpr Clause kClauses[] = {
    {.id = "SEMI-1",
     .level = kMust,
     .is_wire = false,
     .role = kService,
     .roles = "service",
     .requirement = "GetCallStatus returns WBEM_S_NO_ERROR when the operation is finished, with its result "
                    "in *plStatus, and WBEM_S_TIMEDOUT when it is not finished within lTimeout; on an error "
                    "*plStatus has no meaning (reading X-17).",
     .source = "MS-WMI 3.1.4.5.4; CR-getcallstatus.md; 1998: (WBEM_S_PENDING)",
     .advice = "Keep the two values apart: the return value says whether the operation is finished, "
               "*plStatus how it ended.",
     .checkability = kBoundary,
     .untestable_because = ""},
    {.id = "SEMI-2",
     .level = kMust,
     .is_wire = false,
     .role = kService,
     .roles = "service",
     .requirement = "GetResultObject, GetResultString and GetResultServices return WBEM_S_TIMEDOUT and NULL "
                    "while the result is not ready, after which the client may try again. If the operation "
                    "failed, they return the error of the synchronous call.",
     .source = "MS-WMI 3.1.4.5.1 to 3.1.4.5.3; CR-getresultobject.md",
     .advice = "Set the out parameter to NULL first, keep the result until it was fetched, and return the "
               "stored error of the operation instead of a general one.",
     .checkability = kBoundary,
     .untestable_because = ""},
    {.id = "SEMI-3",
     .level = kMust,
     .is_wire = false,
     .role = kService,
     .roles = "service",
     .requirement = "An lTimeout of 0 asks for an answer at once, and 0xFFFFFFFF (WBEM_INFINITE) waits until "
                    "there is one.",
     .source = "CR-*.md; MS-WMI 3.1.4.5",
     .advice = "Handle both values before the wait: 0 must not wait at all, and -1 must not become a large "
               "but finite or a negative time.",
     .checkability = kBoundary,
     .untestable_because = ""},
    {.id = "SEMI-4",
     .level = kMust,
     .is_wire = true,
     .role = kService,
     .roles = "service",
     .requirement = "GetResultString on an operation without string result returns WBEM_E_INVALID_OPERATION.",
     .source = "MS-WMI 3.1.4.5.2",
     .advice = "Remember with the call result what kind of result its operation has, and refuse the other "
               "getters.",
     .checkability = kBoundary,
     .untestable_because = ""},
    {.id = "SEMI-5",
     .level = kMust,
     .is_wire = false,
     .role = kClient,
     .roles = "client",
     .requirement = "Each call has its getter: OpenNamespace GetResultServices, PutInstance GetResultString, "
                    "GetObject and ExecMethod GetResultObject, PutClass, DeleteClass and DeleteInstance "
                    "GetCallStatus. The client uses no other (reading X-17).",
     .source = "MS-WMI 3.2.4.2.7; CR-getcallstatus.md",
     .advice = "Look at the getter that follows each semisynchronous call, and exchange it for the one named "
               "here.",
     .checkability = kBoundary,
     .untestable_because = ""},
    {.id = "SEMI-6",
     .level = kMust,
     .is_wire = false,
     .role = kService,
     .roles = "service",
     .requirement = "Next returns WBEM_S_NO_ERROR if and only if it returned uCount objects, WBEM_S_FALSE at "
                    "the end, possibly with objects, and WBEM_S_TIMEDOUT when it has fewer and is not at "
                    "the end. How many there are stands in *puReturned.",
     .source = "ENUM-next.md",
     .advice = "Decide the code from the number of objects and from the end of the set, in this order. In a "
               "client, use *puReturned and not the code.",
     .checkability = kBoundary,
     .untestable_because = ""},
    {.id = "SEMI-7",
     .level = kMustNot,
     .is_wire = true,
     .role = kClient,
     .roles = "client",
     .requirement = "After an error or WBEM_S_FALSE from Next the client must not call Next again.",
     .source = "MS-WMI 3.2.4.2.8",
     .advice = "End the loop on every result but WBEM_S_NO_ERROR and WBEM_S_TIMEDOUT, after the objects that "
               "came with it were taken.",
     .checkability = kBoundary,
     .untestable_because = ""},
    {.id = "SEMI-8",
     .level = kMust,
     .is_wire = false,
     .role = kService,
     .roles = "service",
     .requirement = "Reset and Clone on a forward-only enumerator return WBEM_E_INVALID_OPERATION. On the "
                    "enumerator of a notification query, Reset may instead have no effect (reading X-31).",
     .source = "MS-WMI 3.1.4.4.1 and 3.1.4.4.4; ENUM-reset.md; ENUM-clone.md; SVC-execnotificationquery.md",
     .advice = "Keep the forward-only flag of the call in the enumerator, and test it in both methods.",
     .checkability = kBoundary,
     .untestable_because = ""},
    {.id = "SEMI-9",
     .level = kMust,
     .is_wire = false,
     .role = kService,
     .roles = "service",
     .requirement = "Skip beyond the end skips what there is and returns WBEM_S_FALSE; when its time runs "
                    "out it returns WBEM_S_TIMEDOUT.",
     .source = "ENUM-skip.md; MS-WMI 3.1.4.4.5",
     .advice = "Compare the number of skipped objects with the number asked for, and let the position stay "
               "at the end.",
     .checkability = kBoundary,
     .untestable_because = ""},
    {.id = "SEMI-10",
     .level = kMust,
     .is_wire = false,
     .role = kService,
     .roles = "service",
     .requirement = "Clone gives an enumerator at the same position; it is a best effort.",
     .source = "ENUM-clone.md; MS-WMI 3.1.4.4.4",
     .advice = "Copy the position under the enumerator's lock, and give the clone a position of its own from "
               "then on.",
     .checkability = kBoundary,
     .untestable_because = ""},
    {.id = "SEMI-11",
     .level = kMust,
     .is_wire = false,
     .role = kService,
     .roles = "service",
     .requirement = "The SetStatus of a NextAsync request carries WBEM_S_NO_ERROR if uCount objects were "
                    "delivered, WBEM_S_FALSE if the enumeration ended first, and the error otherwise "
                    "(reading X-8).",
     .source = "ENUM-nextasync.md; MS-WMI 3.1.4.4.3",
     .advice = "Decide the code per request from the objects that this request delivered.",
     .checkability = kBoundary,
     .untestable_because = ""},
    {.id = "SEMI-12",
     .level = kMust,
     .is_wire = true,
     .role = kService,
     .roles = "service",
     .requirement = "If ppResult is given to OpenNamespace, the namespace is delivered through the call "
                    "result object even without WBEM_FLAG_RETURN_IMMEDIATELY (reading X-36).",
     .source = "MS-WMI 3.1.4.3.1; SVC-execmethod.md (ppCallResult); SVC-getobject.md (the opposite)",
     .advice = "Nothing is judged. If ppResult stays NULL on success, look whether the call result is made "
               "only under the flag.",
     .checkability = kRecorded,
     .untestable_because = ""},
};

}  // namespace

std::span<const Clause> semisynchronous_clauses() noexcept { return kClauses; }

}  // namespace wbemcheck::contract
