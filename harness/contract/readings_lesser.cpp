// smaller contradictions, misprints and pages that are not followed.
#include "harness/contract/reading_groups.h"

namespace wbemcheck::contract {
namespace {

constexpr ReadingChoice kX24Choices[] = {
    {.key = "page-ignored", .sentence = "Indicate delivers objects, and completion is told by SetStatus."},
};

constexpr ReadingChoice kX25Choices[] = {
    {.key = "page-ignored", .sentence = "An enumerator has no sink; only NextAsync has one."},
};

constexpr ReadingChoice kX26Choices[] = {
    {.key = "returns-sink",
     .sentence = "The out parameter is an IWbemObjectSink, as in the signature, and the class is "
                 "CLSID_UnsecuredApartment."},
    {.key = "returns-unknown",
     .sentence = "The out parameter has to be asked for IWbemObjectSink first, as in the text."},
};

constexpr ReadingChoice kX27Choices[] = {
    {.key = "within-100-ms",
     .sentence = "The callback took no longer than 100 ms, the limit for sinks; event consumers have 20 ms."},
    {.key = "over-100-ms",
     .sentence = "The callback took longer than 100 ms, but less than the 30 seconds after which a server "
                 "cancels."},
    {.key = "over-30-s", .sentence = "The callback took longer than the 30 seconds of the server's timer."},
};

constexpr ReadingChoice kX28Choices[] = {
    {.key = "after-return", .sentence = "The first callback came after the method had returned."},
    {.key = "before-return-other-thread",
     .sentence = "The first callback came before the method returned, on another thread."},
    {.key = "before-return-calling-thread",
     .sentence = "The first callback came before the method returned, on the calling thread."},
};

constexpr ReadingChoice kX29Choices[] = {
    {.key = "cancelled-by-server", .sentence = "The server cancelled on its own, for want of resources."},
};

constexpr ReadingChoice kX30Choices[] = {
    {.key = "null-with-success", .sentence = "A NULL handler came with a success code."},
    {.key = "null-with-error", .sentence = "A NULL handler came with an error."},
    {.key = "handler-returned", .sentence = "A handler was returned."},
};

constexpr ReadingChoice kX31Choices[] = {
    {.key = "no-effect", .sentence = "Reset succeeded and had no effect."},
    {.key = "refused",
     .sentence = "Reset returned WBEM_E_INVALID_OPERATION, as on every forward-only enumerator."},
};

constexpr ReadingChoice kX32Choices[] = {
    {.key = "headers-hold",
     .sentence = "Names and values are those of the headers, such as WBEM_FLAG_SEND_STATUS, CancelAsyncCall "
                 "and 0x80041084 for WBEM_E_PROVIDER_ALREADY_REGISTERED."},
};

constexpr ReadingChoice kX33Choices[] = {
    {.key = "indicate-only",
     .sentence = "An event provider calls Indicate only; the duty to call SetStatus is that of providers of "
                 "IWbemServices."},
};

constexpr ReadingChoice kX34Choices[] = {
    {.key = "always-released", .sentence = "The service released its reference after the final status."},
};

constexpr ReadingChoice kX35Choices[] = {
    {.key = "status-required", .sentence = "A provider that returned WBEM_S_NO_ERROR calls SetStatus."},
};

constexpr ReadingChoice kX36Choices[] = {
    {.key = "delivered-by-result", .sentence = "The namespace was delivered through the call result object."},
    {.key = "result-null", .sentence = "The call result pointer was set to NULL."},
    {.key = "refused", .sentence = "The call was refused."},
};

constexpr ReadingChoice kX37Choices[] = {
    {.key = "exactly-one-final", .sentence = "The operation got exactly one final status."},
    {.key = "none-for-a-stated-reason",
     .sentence = "No final status came, because the connection or the client's security failed or the "
                 "operation is a notification query."},
};

constexpr ReadingChoice kX38Choices[] = {
    {.key = "starts-at-0",
     .sentence = "The sink starts at 0, as in the samples, and the service's Release destroys it."},
    {.key = "starts-at-1",
     .sentence = "The sink starts at 1, as elsewhere in COM, and the client holds that reference."},
};

constexpr ReadingChoice kX39Choices[] = {
    {.key = "subclasses-only", .sentence = "A class enumeration gives subclasses and not the named class."},
    {.key = "class-and-subclasses",
     .sentence = "An instance enumeration gives the instances of the named class and, unless "
                 "WBEM_FLAG_SHALLOW limits it, those of its subclasses."},
};

constexpr Reading kReadings[] = {
    {.id = "X-24",
     .question = "Does Indicate signal that a query is complete and hand over an enumerator, as one page "
                 "says?",
     .choices = kX24Choices,
     .source = "W:invoking-an-asynchronous-query.md",
     .grading = {.documented = "The page is not followed; nothing is judged by it.", .wire = ""}},
    {.id = "X-25",
     .question = "Does a semisynchronous enumerator call SetStatus, as one page says?",
     .choices = kX25Choices,
     .source = "W:making-a-semisynchronous-call-with-c--.md",
     .grading = {.documented = "The page is not followed; nothing is judged by it.", .wire = ""}},
    {.id = "X-26",
     .question = "What does CreateSinkStub return, and which class offers it?",
     .choices = kX26Choices,
     .source = "nf-wbemcli-iwbemunsecuredapartment-createsinkstub.md; "
               "W:setting-security-on-an-asynchronous-call.md",
     .grading = {.documented = "Recorded.", .wire = ""}},
    {.id = "X-27",
     .question = "How long may a callback take?",
     .choices = kX27Choices,
     .source = "SINK-indicate.md; SINK-setstatus.md; PROV-iwbemunboundobjectsink-indicatetoconsumer.md; "
               "MS-WMI timers",
     .grading = {.documented = "A sink that takes longer than 100 ms gets a warning (THR-4). What the "
                               "service does about it is recorded.",
                 .wire = ""}},
    {.id = "X-28",
     .question = "When and on which thread does the first callback come?",
     .choices = kX28Choices,
     .source = "SVC-createclassenumasync.md; provider samples",
     .grading = {.documented = "Recorded (ORD-13). A client must survive a callback before the asynchronous "
                               "method returns.",
                 .wire = ""}},
    {.id = "X-29",
     .question = "May a final status with WBEM_E_CALL_CANCELLED come although nobody cancelled?",
     .choices = kX29Choices,
     .source = "W:wmi-error-constants.md; MS-WMI 2.2.11",
     .grading = {.documented = "Accepted and recorded.", .wire = ""}},
    {.id = "X-30",
     .question = "May QueryObjectSink return a NULL handler with a success code?",
     .choices = kX30Choices,
     .source = "SVC-queryobjectsink.md; MS-WMI 3.1.4.3.3",
     .grading = {.documented = "Recorded.", .wire = ""}},
    {.id = "X-31",
     .question = "What does Reset do on the enumerator of a notification query?",
     .choices = kX31Choices,
     .source = "SVC-execnotificationquery.md; MS-WMI 3.1.4.4.1",
     .grading = {.documented = "Recorded.", .wire = ""}},
    {.id = "X-32",
     .question = "Which spelling and which value hold where the pages misprint a name or a code?",
     .choices = kX32Choices,
     .source = "various pages; mingw",
     .grading = {.documented = "Nothing is judged by a misprint.", .wire = ""}},
    {.id = "X-33",
     .question = "Must an event provider call SetStatus after it returned WBEM_S_NO_ERROR, as other "
                 "providers must?",
     .choices = kX33Choices,
     .source = "PROV-iwbemeventprovider-provideevents.md; SVC-putinstanceasync.md",
     .grading = {.documented = "Both rules hold as written, each for its own interface (EVT-10, PRV-9).",
                 .wire = ""}},
    {.id = "X-34",
     .question = "Does a release of the sink always follow the final status, or only in many cases?",
     .choices = kX34Choices,
     .source = "SINK-setstatus.md; BASE step 7; MS-WMI 3.2.4.1.2",
     .grading = {.documented = "A missing release is a leak and a violation (REF-3).", .wire = ""}},
    {.id = "X-35",
     .question = "May a provider return WBEM_S_NO_ERROR and never call SetStatus, as the published put "
                 "samples do?",
     .choices = kX35Choices,
     .source = "SVC-putinstanceasync.md; SVC-putclassasync.md",
     .grading = {.documented = "A provider that does not is in violation (PRV-9).", .wire = ""}},
    {.id = "X-36",
     .question = "What does OpenNamespace do with ppResult when WBEM_FLAG_RETURN_IMMEDIATELY is not set?",
     .choices = kX36Choices,
     .source = "MS-WMI 3.1.4.3.1; SVC-opennamespace.md",
     .grading = {.documented = "Recorded.", .wire = ""}},
    {.id = "X-37",
     .question = "Does an operation get one SetStatus in every case, although pages name cases without any?",
     .choices = kX37Choices,
     .source = "SINK-setstatus.md; BASE step 2; SVC-execnotificationqueryasync.md",
     .grading = {.documented = "In process, an operation that has an end and does not get exactly one final "
                               "is a violation (STA-1).",
                 .wire = ""}},
    {.id = "X-38",
     .question = "Does a sink start with a count of 0 or of 1?",
     .choices = kX38Choices,
     .source = "BASE step 7 (note) and sample; W:iwbemobjectsink.md",
     .grading = {.documented = "A service must work with both (REF-8).", .wire = ""}},
    {.id = "X-39",
     .question = "Does an enumeration include the class that it names?",
     .choices = kX39Choices,
     .source = "MS-WMI 2.2 (WBEM_QUERY_FLAG_TYPE)",
     .grading = {.documented = "No clash: each holds for its own method, and results are compared "
                               "accordingly (ORD-8).",
                 .wire = ""}},
};

}  // namespace

std::span<const Reading> lesser_readings() noexcept { return kReadings; }

}  // namespace wbemcheck::contract
