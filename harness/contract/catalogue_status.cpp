// STA: SetStatus, the final status and what it carries.
#include "harness/contract/catalogue_groups.h"

namespace wbemcheck::contract {
namespace {

using enum Level;
using enum Role;
using enum Checkability;

constexpr Clause kClauses[] = {
    {.id = "STA-1",
     .level = kMust,
     .is_wire = false,
     .role = kService,
     .roles = "service",
     .requirement = "Every accepted operation that has an end closes with exactly one final status, that is, "
                    "one SetStatus call with lFlags WBEM_STATUS_COMPLETE (reading X-37).",
     .source = "SVC-execqueryasync.md; MS-WMI 3.2.4.1.2 and 4.4",
     .advice = "Give the operation one place that sends the final, with a flag that is taken atomically "
               "there. A missing final usually sits on an error path or an empty result, a second one where "
               "completion and cancel race.",
     .checkability = kBoundary,
     .untestable_because = ""},
    {.id = "STA-2",
     .level = kMust,
     .is_wire = false,
     .role = kService,
     .roles = "service",
     .requirement = "Without WBEM_FLAG_SEND_STATUS in the flags of the call, the sink gets one SetStatus in "
                    "total, the final; there are no progress reports.",
     .source = "SINK-setstatus.md (last remark); MS-WMI flag tables",
     .advice = "Test the flags of the call before progress is reported, also where the progress of a "
               "provider is passed on.",
     .checkability = kBoundary,
     .untestable_because = ""},
    {.id = "STA-3",
     .level = kMustNot,
     .is_wire = false,
     .role = kService,
     .roles = "service",
     .requirement = "With WBEM_FLAG_SEND_STATUS the service may report progress any number of times before "
                    "the final status, but must not do so after it.",
     .source = "BASE step 5; MS-WMI 3.2.4.1.2 and flag tables",
     .advice = "Look for a progress timer or a provider thread that is still active when the final is sent; "
               "stop it, and wait for its last report, first.",
     .checkability = kBoundary,
     .untestable_because = ""},
    {.id = "STA-4",
     .level = kInformative,
     .is_wire = false,
     .role = kService,
     .roles = "service",
     .requirement = "Progress reports need not come: a provider supports the request, but Windows itself "
                    "sends none.",
     .source = "each SVC-*async.md; MS-WMI product behaviour note to 3.1.1.1.3; W:--win32provider.md "
               "(SupportsSendStatus)",
     .advice = "Nothing is required of the service. A client must not wait for progress, and must take only "
               "the final status for the end.",
     .checkability = kRecorded,
     .untestable_because = ""},
    {.id = "STA-5",
     .level = kMust,
     .is_wire = false,
     .role = kService,
     .roles = "service",
     .requirement = "The final status has lFlags WBEM_STATUS_COMPLETE (0) and, in hResult, the outcome of "
                    "the operation.",
     .source = "MS-WMI 3.2.4.1.2 and 2.2 (WBEM_STATUS_TYPE); BASE",
     .advice = "Follow the value that reaches hResult: it must be the outcome of the operation, not the "
               "result of the last Indicate or of the clean-up.",
     .checkability = kBoundary,
     .untestable_because = ""},
    {.id = "STA-6",
     .level = kMust,
     .is_wire = false,
     .role = kService,
     .roles = "service",
     .requirement = "A progress report has lFlags WBEM_STATUS_PROGRESS (2) and carries in hResult the work "
                    "done so far in the low word and the total in the high word.",
     .source = "BASE step 5; SINK-setstatus.md (remarks); MS-WMI 3.2.4.1.2",
     .advice = "Build hResult as MAKELONG(done, total). A status code sent with lFlags 2, or done and total "
               "exchanged, is the usual fault.",
     .checkability = kBoundary,
     .untestable_because = ""},
    {.id = "STA-7",
     .level = kMust,
     .is_wire = true,
     .role = kService,
     .roles = "service, sink",
     .requirement = "Toward a client, lFlags of SetStatus is 0 or 2 and is not a bit mask; any other value "
                    "is invalid, and a sink that receives one returns an error (reading X-7).",
     .source = "MS-WMI 3.1.4.2.2",
     .advice = "In a service, do not hand a provider's WBEM_STATUS_REQUIREMENTS (1) on to the client's sink. "
               "In a sink, compare lFlags for equality and refuse what is neither 0 nor 2.",
     .checkability = kBoundary,
     .untestable_because = ""},
    {.id = "STA-8",
     .level = kMust,
     .is_wire = true,
     .role = kService,
     .roles = "service",
     .requirement = "The hResult of the final status is the HRESULT that the matching synchronous method "
                    "would have returned.",
     .source = "MS-WMI 3.1.4.2.2; W:swbemsink-oncompleted.md (iHResult)",
     .advice = "Compare the two forms of the method: they should share one implementation, and no layer on "
               "the way to the sink should replace the error by a general one.",
     .checkability = kBoundary,
     .untestable_because = ""},
    {.id = "STA-9",
     .level = kMust,
     .is_wire = true,
     .role = kService,
     .roles = "service",
     .requirement = "On success pObjParam of the final status is NULL.",
     .source = "MS-WMI 3.2.4.1.2",
     .advice = "Pass NULL for pObjParam unless hResult is a failure. Result objects go through Indicate.",
     .checkability = kBoundary,
     .untestable_because = ""},
    {.id = "STA-10",
     .level = kMay,
     .is_wire = false,
     .role = kService,
     .roles = "service, sink",
     .requirement = "On failure pObjParam of the final status may be an error object, typically of class "
                    "__ExtendedStatus. A sink that keeps it past the call takes a reference on it.",
     .source = "SINK-setstatus.md (pObjParam); W:retrieving-an-error-code.md; MS-WMI 3.1.4.2.2",
     .advice = "In a sink, AddRef the error object before it is stored. In a service, release it only after "
               "SetStatus has returned.",
     .checkability = kRecorded,
     .untestable_because = ""},
    {.id = "STA-11",
     .level = kMust,
     .is_wire = false,
     .role = kService,
     .roles = "service",
     .requirement = "The strParam of the final status is a read-only BSTR with the string result of the "
                    "operation, the same that GetResultString gives: for PutInstanceAsync the object path of "
                    "the instance, for PutClassAsync the class path or NULL, and for every other method "
                    "NULL.",
     .source = "SINK-setstatus.md (strParam); MS-WMI 3.1.4.2.2; W:swbemsink-onobjectput.md",
     .advice = "Build the path from the instance as it was stored, with all its keys, and free the BSTR "
               "after SetStatus has returned. Where there is no string result pass NULL, not an empty "
               "string.",
     .checkability = kBoundary,
     .untestable_because = ""},
    {.id = "STA-12",
     .level = kInformative,
     .is_wire = false,
     .role = kService,
     .roles = "service",
     .requirement = "The error details of an asynchronous call come through SetStatus; GetErrorInfo does not "
                    "have them.",
     .source = "W:retrieving-an-error-code.md",
     .advice = "In a client, read the error object from pObjParam inside SetStatus instead of calling "
               "GetErrorInfo.",
     .checkability = kUntestable,
     .untestable_because = "The error object of a thread may have been left there by anything that ran on "
                           "it, so what GetErrorInfo gives says nothing about the asynchronous call."},
    {.id = "STA-13",
     .level = kMust,
     .is_wire = false,
     .role = kService,
     .roles = "service",
     .requirement = "An operation without results makes no Indicate call and still sends its final status.",
     .source = "SINK-setstatus.md (description); MS-WMI 3.2.4.1.1",
     .advice = "Look at the path for the empty result: it must neither flush an empty batch nor return "
               "before the final is sent.",
     .checkability = kBoundary,
     .untestable_because = ""},
    {.id = "STA-14",
     .level = kMust,
     .is_wire = false,
     .role = kService,
     .roles = "service",
     .requirement = "Errors found after the call was accepted are reported through the sink. Errors that "
                    "prevent the start are return values, and then neither Indicate nor SetStatus is called.",
     .source = "each SVC-*async.md; MS-WMI 3.1.1.1.3",
     .advice = "Decide in one place whether the call is accepted: before it, return the error and leave the "
               "sink alone; after it, return WBEM_S_NO_ERROR and report through SetStatus.",
     .checkability = kBoundary,
     .untestable_because = ""},
    {.id = "STA-15",
     .level = kMust,
     .is_wire = false,
     .role = kService,
     .roles = "service",
     .requirement = "An error is never reported twice: no call both returns an error and makes a callback.",
     .source = "derived from STA-14",
     .advice = "Look for a SetStatus with the error that is followed by returning the same error; after "
               "SetStatus the method returns WBEM_S_NO_ERROR. Published provider samples do both (reading "
               "X-5).",
     .checkability = kBoundary,
     .untestable_because = ""},
    {.id = "STA-16",
     .level = kMust,
     .is_wire = false,
     .role = kService,
     .roles = "service",
     .requirement = "The final status of ExecMethodAsync says whether the call of the method worked. The "
                    "method's own ReturnValue is in the out-parameters object and does not turn the final "
                    "into a failure.",
     .source = "W:creating-parameters-objects-in-c--.md; SVC-execmethodasync.md (remarks); "
               "1998:ExecMethodAsync",
     .advice = "Do not copy ReturnValue into hResult: a method that ran and gave back an error number ends "
               "with WBEM_S_NO_ERROR.",
     .checkability = kBoundary,
     .untestable_because = ""},
    {.id = "STA-17",
     .level = kMust,
     .is_wire = true,
     .role = kService,
     .roles = "service",
     .requirement = "If the sink answers a progress report with an error, the service marks the operation as "
                    "cancelled, sends the final status with WBEM_E_CALL_CANCELLED and forgets the "
                    "operation.",
     .source = "MS-WMI 3.2.4.1.2",
     .advice = "Test the result of every progress SetStatus, and end the operation on the path that a "
               "failing Indicate takes (IND-6).",
     .checkability = kBoundary,
     .untestable_because = ""},
    {.id = "STA-18",
     .level = kInformative,
     .is_wire = false,
     .role = kService,
     .roles = "service",
     .requirement = "WBEM_E_CALL_CANCELLED may also mean that the server cancelled the operation on its own, "
                    "for want of resources (reading X-29).",
     .source = "MS-WMI 2.2.11; W:wmi-error-constants.md",
     .advice = "In a client, do not take this code for proof that the client itself had cancelled.",
     .checkability = kRecorded,
     .untestable_because = ""},
    {.id = "STA-19",
     .level = kMust,
     .is_wire = false,
     .role = kService,
     .roles = "service",
     .requirement = "If the final status was already sent when a cancel is processed, no second final is "
                    "sent.",
     .source = "SVC-cancelasynccall.md (note); MS-WMI 3.1.4.3.2",
     .advice = "Let completion and cancel compete for one atomic flag, and let only the winner send the "
               "final.",
     .checkability = kBoundary,
     .untestable_because = ""},
    {.id = "STA-20",
     .level = kSilent,
     .is_wire = false,
     .role = kService,
     .roles = "service",
     .requirement = "No document says what follows when the sink answers the final status with an error; the "
                    "operation is over by then.",
     .source = "no document; MS-WMI 3.1.1.1.3 on failing callbacks",
     .advice = "Nothing is required. To ignore the result, release the sink and send nothing more is the "
               "safe choice.",
     .checkability = kRecorded,
     .untestable_because = ""},
    {.id = "STA-21",
     .level = kInformative,
     .is_wire = false,
     .role = kService,
     .roles = "service",
     .requirement = "When the connection is lost, or the client has not set up its security, the sink is "
                    "released without a final status.",
     .source = "BASE step 2; Windows-classic-samples advclient/onasync.cpp",
     .advice = "In a sink, treat destruction without a final as the failed end of the operation, and wake "
               "whoever waits for it. Judged in part: only that a sink survives a release without a final.",
     .checkability = kPartly,
     .untestable_because = ""},
};

}  // namespace

std::span<const Clause> status_clauses() noexcept { return kClauses; }

}  // namespace wbemcheck::contract
