// where two documents contradict each other in a way that decides a verdict.
#include "harness/contract/reading_groups.h"

namespace wbemcheck::contract {
namespace {

constexpr ReadingChoice kX1Choices[] = {
    {.key = "released-before-return", .sentence = "The reference was gone when CancelAsyncCall returned."},
    {.key = "released-after-callback",
     .sentence = "A callback was running during the cancel; CancelAsyncCall did not wait for it, and the "
                 "reference was gone soon after the callback had returned."},
    {.key = "waited-for-callback",
     .sentence = "A callback was running during the cancel; CancelAsyncCall waited until it had returned, "
                 "and the reference was gone then."},
    {.key = "released-by-proxy",
     .sentence = "A proxy or stub stands between, and the reference was gone within the deadline after the "
                 "return."},
};

constexpr ReadingChoice kX2Choices[] = {
    {.key = "final-call-cancelled",
     .sentence = "The cancelled operation got a final status with WBEM_E_CALL_CANCELLED."},
    {.key = "final-true-outcome",
     .sentence = "The operation finished before the cancel took effect and got a final status with its true "
                 "outcome."},
    {.key = "no-final", .sentence = "The cancelled operation got no final status."},
};

constexpr ReadingChoice kX3Choices[] = {
    {.key = "final-call-cancelled",
     .sentence = "The cancel of the query led to a final status with WBEM_E_CALL_CANCELLED."},
    {.key = "no-final", .sentence = "The cancel of the query led to no final status."},
    {.key = "error-final",
     .sentence = "The running query failed, and its sink got a final status with the error."},
};

constexpr ReadingChoice kX4Choices[] = {
    {.key = "returns-error", .sentence = "CancelAsyncCall returned an error."},
    {.key = "returns-success", .sentence = "CancelAsyncCall returned a success code."},
};

constexpr ReadingChoice kX5Choices[] = {
    {.key = "returned-only", .sentence = "The error was returned, and the sink was not called."},
    {.key = "sent-only",
     .sentence = "The call returned WBEM_S_NO_ERROR, and the error was sent to the sink."},
    {.key = "returned-and-sent",
     .sentence = "A provider returned the error and sent it to the sink as well, as published samples do."},
};

constexpr ReadingChoice kX6Choices[] = {
    {.key = "not-told", .sentence = "The provider was not told, and its request ran to completion."},
    {.key = "told-by-cancel", .sentence = "The provider's own CancelAsyncCall was called."},
};

constexpr ReadingChoice kX7Choices[] = {
    {.key = "complete-or-progress", .sentence = "Toward the client only 0 and 2 are used."},
    {.key = "requirements-from-provider",
     .sentence = "A provider sends 1 to WMI, to ask for post-filtering, besides 0 and 2."},
    {.key = "unknown-refused", .sentence = "A sink refuses an unknown value with an error."},
    {.key = "unknown-accepted",
     .sentence = "A sink returns success for an unknown value and does not take it for the end."},
};

constexpr ReadingChoice kX8Choices[] = {
    {.key = "returns-s-false", .sentence = "NextAsync returned WBEM_S_FALSE and made no callback."},
    {.key = "final-s-false",
     .sentence = "NextAsync returned WBEM_S_NO_ERROR, made no Indicate call and one SetStatus with "
                 "WBEM_S_FALSE."},
    {.key = "second-call-waits",
     .sentence = "A second NextAsync did not return before the deliveries of the first were served."},
    {.key = "second-call-returns", .sentence = "A second NextAsync returned at once."},
};

constexpr ReadingChoice kX9Choices[] = {
    {.key = "unlisted-refused", .sentence = "A bit that neither document lists was refused."},
    {.key = "unlisted-ignored",
     .sentence = "A bit that neither document lists was accepted, and the call ran."},
    {.key = "disputed-refused", .sentence = "A bit that one document lists was refused."},
    {.key = "disputed-accepted", .sentence = "A bit that one document lists was accepted."},
};

constexpr ReadingChoice kX10Choices[] = {
    {.key = "provider-not-capable", .sentence = "The method returned WBEM_E_PROVIDER_NOT_CAPABLE."},
    {.key = "other-error",
     .sentence = "The method returned another error, such as WBEM_E_NOT_SUPPORTED or WBEM_E_NOT_AVAILABLE."},
};

constexpr ReadingChoice kX11Choices[] = {
    {.key = "reported-by-return", .sentence = "The error was the return value, and no operation started."},
    {.key = "reported-by-final",
     .sentence = "The call was accepted, and the error came in the final status."},
};

constexpr ReadingChoice kX12Choices[] = {
    {.key = "cancelled-with-final",
     .sentence = "No further Indicate was made, and the final status had WBEM_E_CALL_CANCELLED."},
    {.key = "cancelled-with-other-final",
     .sentence = "No further Indicate was made, and the final status had another result."},
    {.key = "cancelled-without-final", .sentence = "No further Indicate was made, and no final status came."},
    {.key = "kept-delivering", .sentence = "Indicate was called again."},
};

constexpr ReadingChoice kX13Choices[] = {
    {.key = "left-to-the-caller", .sentence = "In parameters stay the caller's, as the rules of COM say."},
};

constexpr ReadingChoice kX14Choices[] = {
    {.key = "untouched", .sentence = "The failing call did not touch the sink."},
    {.key = "balanced-pair",
     .sentence = "The failing call took a reference and released it again, on a sink that had one already."},
};

constexpr ReadingChoice kX15Choices[] = {
    {.key = "status-only", .sentence = "A put or delete called SetStatus only."},
    {.key = "indicate-too", .sentence = "A put or delete also called Indicate."},
};

constexpr ReadingChoice kX16Choices[] = {
    {.key = "stub-released-in-final",
     .sentence = "The stub was released inside the final SetStatus, before WMI released the sink."},
    {.key = "stub-released-last", .sentence = "The stub was released after the sink."},
};

constexpr ReadingChoice kX17Choices[] = {
    {.key = "timed-out", .sentence = "The answer was WBEM_S_TIMEDOUT."},
    {.key = "pending", .sentence = "The answer was WBEM_S_PENDING, as in the documentation of 1998."},
    {.key = "returned-at-once",
     .sentence = "A call with ppCallResult but without WBEM_FLAG_RETURN_IMMEDIATELY returned at once."},
    {.key = "waited",
     .sentence = "A call with ppCallResult but without WBEM_FLAG_RETURN_IMMEDIATELY waited for its result."},
};

constexpr ReadingChoice kX18Choices[] = {
    {.key = "ignored", .sentence = "The flag was accepted, and no progress came."},
    {.key = "progress-sent", .sentence = "The flag was accepted, and progress reports came."},
};

constexpr ReadingChoice kX19Choices[] = {
    {.key = "none-after-return", .sentence = "No Indicate started or was running after the return."},
    {.key = "still-running",
     .sentence = "An Indicate that had started before was still running at the return."},
    {.key = "started-in-grace-period",
     .sentence = "Behind a proxy, an Indicate started shortly after the return."},
};

constexpr ReadingChoice kX20Choices[] = {
    {.key = "before-return", .sentence = "The final came before CancelAsyncCall returned."},
    {.key = "after-return", .sentence = "The final came after CancelAsyncCall had returned."},
    {.key = "overlapping-indicate", .sentence = "The final came while an Indicate was still running."},
};

constexpr ReadingChoice kX21Choices[] = {
    {.key = "compared-only", .sentence = "The pointer was only compared with stored ones."},
    {.key = "dereferenced", .sentence = "The pointer was dereferenced before it was found."},
};

constexpr ReadingChoice kX22Choices[] = {
    {.key = "works", .sentence = "The nested cancel worked."},
    {.key = "refuses", .sentence = "The nested cancel returned an error."},
    {.key = "hangs", .sentence = "The nested cancel did not return while the callback was running."},
};

constexpr ReadingChoice kX23Choices[] = {
    {.key = "reported-by-return", .sentence = "The error was the return value, and no operation started."},
    {.key = "reported-by-final",
     .sentence = "The call was accepted, and the error came in the final status."},
};

constexpr Reading kReadings[] = {
    {.id = "X-1",
     .question = "Is the service's reference on the sink gone before CancelAsyncCall returns?",
     .choices = kX1Choices,
     .source = "BASE step 6; MS-WMI 3.1.4.3.2; SVC-cancelasynccall.md",
     .grading = {.documented = "In process, with no callback running: a reference left at the return is a "
                               "violation (REF-10). With a callback running: recorded, with a warning if the "
                               "cancel waited for it, and a violation if the reference is not gone soon "
                               "after the callback. Behind a proxy: recorded; only a leak is a violation.",
                 .wire = "As documented, but a cancel that waits for a running callback is a violation "
                         "(CAN-8)."}},
    {.id = "X-2",
     .question = "Is a final status with WBEM_E_CALL_CANCELLED delivered after a cancel?",
     .choices = kX2Choices,
     .source = "SVC-cancelasynccall.md (note); BASE step 6; MS-WMI 3.1.4.3.2 and 3.2.4.1.1",
     .grading = {.documented = "More than one final for an operation, or a final that is neither "
                               "WBEM_E_CALL_CANCELLED nor the true outcome, is a violation. No final is a "
                               "warning. Fewer finals than operations on a shared sink are recorded.",
                 .wire = ""}},
    {.id = "X-3",
     .question = "Does the sink of a notification query get a SetStatus, and which?",
     .choices = kX3Choices,
     .source = "SVC-execnotificationqueryasync.md; SVC-cancelasynccall.md (note); SINK-setstatus.md; MS-WMI "
               "3.1.4.3.21; W:receiving-asynchronous-event-notifications.md",
     .grading = {.documented = "A SetStatus with success or progress is a violation (EVT-2). After a running "
                               "query failed, an error final and the release are expected, and their "
                               "absence is a warning. After a cancel, a final with WBEM_E_CALL_CANCELLED or "
                               "none is recorded; any other final is a violation.",
                 .wire = ""}},
    {.id = "X-4",
     .question = "What does CancelAsyncCall return for a sink that was never used, whose operation has "
                 "completed, or that was cancelled before?",
     .choices = kX4Choices,
     .source = "MS-WMI 3.1.4.3.2 and 2.2.11; SVC-cancelasynccall.md; wine (tests)",
     .grading = {.documented = "Success for a NULL sink is a violation (CAN-6). For the other three a "
                               "success is a warning and an error passes; the code is recorded. A crash, or "
                               "a callback on a sink that was never used, is a violation.",
                 .wire = "As documented, but success for a sink without a pending operation is a violation "
                         "(CAN-7)."}},
    {.id = "X-5",
     .question = "May an error be both returned and sent to the sink?",
     .choices = kX5Choices,
     .source = "every SVC-*async.md; MS-WMI 3.1.1.1.3 and 3.1.4.3.11; "
               "W:supplying-data-to-wmi-by-writing-a-provider.md; SVC-getobjectasync.md (sample); "
               "SVC-execqueryasync.md",
     .grading = {.documented = "From a service, both is a violation (STA-15). From a provider it is "
                               "recorded, and a violation only if one of the two says success and the other "
                               "failure.",
                 .wire = ""}},
    {.id = "X-6",
     .question = "Is the provider told about a cancel?",
     .choices = kX6Choices,
     .source = "SVC-cancelasynccall.md; MS-WMI 3.1.4.17",
     .grading = {.documented = "Recorded. A provider's CancelAsyncCall may return an error (reading X-10). A "
                               "late Indicate of the provider that reaches the client is a violation.",
                 .wire = ""}},
    {.id = "X-7",
     .question = "Is lFlags of SetStatus a bit mask, and which values may it have?",
     .choices = kX7Choices,
     .source = "SINK-setstatus.md; MS-WMI 3.1.4.2.2 and 2.2",
     .grading = {.documented = "From a service to a client any value but 0 and 2 is a violation. A provider "
                               "may send 0, 1 and 2. A sink that refuses an unknown value passes, its "
                               "success is recorded, and taking 1 or 3 for the end is a violation.",
                 .wire = ""}},
    {.id = "X-8",
     .question = "How does NextAsync end when no objects are left, and does it block?",
     .choices = kX8Choices,
     .source = "ENUM-nextasync.md; MS-WMI 3.1.4.4.3",
     .grading = {.documented = "At the end of the enumeration either form passes and a mixture of both "
                               "(WBEM_S_FALSE and a callback, WBEM_S_NO_ERROR and silence, two finals) is a "
                               "violation. Blocking is recorded.",
                 .wire = ""}},
    {.id = "X-9",
     .question = "What becomes of a flag bit that the documents do not list, or that only one of them lists, "
                 "for a method?",
     .choices = kX9Choices,
     .source = "SVC-execqueryasync.md; SVC-execnotificationqueryasync.md; SVC-putclassasync.md; "
               "SVC-deleteclassasync.md; MS-WMI 2.2.6, 3.1.4.3.19 and 3.1.4.3.21",
     .grading = {.documented = "An unlisted bit that is accepted is a warning, and a violation if the call "
                               "neither fails nor runs. A bit in one list only is recorded.",
                 .wire = "As documented, but an unlisted bit that is accepted is a violation (ARG-2)."}},
    {.id = "X-10",
     .question = "What does a method of IWbemServices return that a provider does not implement?",
     .choices = kX10Choices,
     .source = "nn-wbemcli-iwbemservices.md; "
               "W:implementing-the-primary-interface-for-an-instance-provider.md; "
               "W:supplying-data-to-wmi-by-writing-a-provider.md; SVC-cancelasynccall.md (sample)",
     .grading = {.documented = "Every error passes, but any other than WBEM_E_PROVIDER_NOT_CAPABLE is a "
                               "warning. Success without doing anything is a violation (PRV-1).",
                 .wire = ""}},
    {.id = "X-11",
     .question = "Which errors come as return value, and which in the final status?",
     .choices = kX11Choices,
     .source = "SVC-deleteclassasync.md; MS-WMI 3.1.4.3.7, 3.1.4.3.9, 3.1.4.3.15, 3.1.4.3.17, 3.1.4.3.19 and "
               "3.1.4.3.21; wine (tests)",
     .grading = {.documented = "An error that depends on the data (missing class or instance, faulty WQL) "
                               "passes at either place and is recorded; both places at once is a violation "
                               "(STA-15). A missing class that DeleteClassAsync returns is a warning "
                               "(ARG-16). A NULL sink must be refused by the return value; for another NULL "
                               "argument an error in the final is a warning.",
                 .wire = ""}},
    {.id = "X-12",
     .question = "What follows when the sink's Indicate returns an error?",
     .choices = kX12Choices,
     .source = "MS-WMI 3.1.1.1.3, 3.2.4.1.1 and 3.1.5; KB 327542; SINK-indicate.md (silent)",
     .grading = {.documented = "For an operation that has an end, a further Indicate or a missing final is a "
                               "warning, and a final with another result is recorded. For a notification "
                               "query everything is recorded.",
                 .wire = "As documented, but for an operation that has an end a further Indicate is a "
                         "violation (IND-6)."}},
    {.id = "X-13",
     .question = "May an implementation free or release its in parameters, as official samples do?",
     .choices = kX13Choices,
     .source = "SVC-getobjectasync.md (sample); SVC-createinstanceenumasync.md (sample); COM rules",
     .grading = {.documented = "The samples are no contract: to free an in BSTR, or to release an object too "
                               "often, is a violation (IND-11).",
                 .wire = ""}},
    {.id = "X-14",
     .question = "May a failing call touch the sink with a balanced AddRef and Release?",
     .choices = kX14Choices,
     .source = "every SVC-*async.md; BASE (sample); wine (source)",
     .grading = {.documented = "A count that is changed after an error return is a violation (REF-2). A sink "
                               "that started at 0 and comes back to 0 inside the failing call is a "
                               "violation (REF-2b), since the official sample then frees it twice. A "
                               "balanced pair on a sink with a count of 1 or more is a warning.",
                 .wire = ""}},
    {.id = "X-15",
     .question = "Do the put and delete methods use Indicate, and where does GetObjectAsync deliver its "
                 "object?",
     .choices = kX15Choices,
     .source = "SVC-putinstanceasync.md; SVC-deleteinstanceasync.md; SVC-getobjectasync.md; MS-WMI per "
               "method",
     .grading = {.documented = "Indicate on a put or delete is a warning, and the object is recorded. An "
                               "object that GetObjectAsync gives in pObjParam only is a violation (IND-12).",
                 .wire = ""}},
    {.id = "X-16",
     .question = "In which order does a client of the unsecured apartment release the stub and its sink?",
     .choices = kX16Choices,
     .source = "W:setting-security-on-an-asynchronous-call.md; "
               "W:lowering-the-security-for-a-sink-in-a-separate-process.md; "
               "W:example--receiving-event-notifications-through-wmi-.md",
     .grading = {.documented = "Recorded. A sink that leaks after everything has been released is a "
                               "violation of the apartment.",
                 .wire = ""}},
    {.id = "X-17",
     .question = "What does IWbemCallResult say while the operation is not finished, and which getter serves "
                 "ExecMethod?",
     .choices = kX17Choices,
     .source = "CR-getcallstatus.md; CR-getresultobject.md; SVC-execmethod.md; MS-WMI 3.2.4.2.7; 1998: "
               "(WBEM_S_PENDING); W:making-a-semisynchronous-call-with-c--.md",
     .grading = {.documented = "WBEM_S_TIMEDOUT passes, WBEM_S_PENDING is a warning, an error is a violation "
                               "(SEMI-1). What the missing flag leads to is recorded.",
                 .wire = ""}},
    {.id = "X-18",
     .question = "What does WBEM_FLAG_SEND_STATUS mean on ExecNotificationQueryAsync?",
     .choices = kX18Choices,
     .source = "SVC-execnotificationqueryasync.md; MS-WMI 3.1.4.3.21",
     .grading = {.documented = "To reject the flag is a violation, since both documents list it (EVT-4). "
                               "Progress reports are a warning, because the API page offers them.",
                 .wire = "To reject the flag is a violation (EVT-4), and so are progress reports (EVT-2)."}},
    {.id = "X-19",
     .question = "May an Indicate arrive after CancelAsyncCall has returned?",
     .choices = kX19Choices,
     .source = "MS-WMI 3.1.4.3.2; BASE step 6; W:receiving-asynchronous-event-notifications.md",
     .grading = {.documented = "In process, an Indicate that starts after the return is a violation (CAN-4), "
                               "and one that was already running is recorded. Behind a proxy, a start "
                               "within the grace period is recorded, a later one is a violation. A start "
                               "after the final status is a violation everywhere (ORD-2).",
                 .wire = ""}},
    {.id = "X-20",
     .question = "When does the final status of a cancel come, seen from the return of CancelAsyncCall?",
     .choices = kX20Choices,
     .source = "BASE step 6; MS-WMI 3.1.4.3.2",
     .grading = {.documented = "Recorded. If it does not come within the deadline, reading X-2 holds.",
                 .wire = ""}},
    {.id = "X-21",
     .question = "May CancelAsyncCall dereference the pointer it is given before it is found in the table?",
     .choices = kX21Choices,
     .source = "SVC-cancelasynccall.md; BASE step 7 (note)",
     .grading = {.documented = "A service that dereferences a pointer to a sink that is gone gets a warning "
                               "in process, since a marshaller would have to touch it as well. A client that "
                               "passes such a pointer gets a warning.",
                 .wire = ""}},
    {.id = "X-22",
     .question = "What does CancelAsyncCall do when it is called from inside a callback?",
     .choices = kX22Choices,
     .source = "SVC-cancelasynccall.md; MS-WMI 3.2.4.2.9; SINK-indicate.md; SINK-setstatus.md",
     .grading = {.documented = "The sink of an event subscription that does this breaks its contract "
                               "(CAN-12), any other gets a warning. A service may refuse or obey; a deadlock "
                               "or a use after free is a warning. A deadlock of another nested call from a "
                               "sink not for events is a violation (THR-3).",
                 .wire = ""}},
    {.id = "X-23",
     .question = "Where does the error of a malformed query surface?",
     .choices = kX23Choices,
     .source = "MS-WMI 3.1.4.3.19 and 3.1.4.3.21; SVC-execqueryasync.md; wine (tests)",
     .grading = {.documented = "Either place passes and is recorded; both at once is a violation (STA-15).",
                 .wire = ""}},
};

}  // namespace

std::span<const Reading> contradiction_readings() noexcept { return kReadings; }

}  // namespace wbemcheck::contract
