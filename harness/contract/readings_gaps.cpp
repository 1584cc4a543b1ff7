// Clauses on which every document is silent: what the subject does is recorded under the id of the clause.
#include "harness/contract/reading_groups.h"

namespace wbemcheck::contract {
namespace {

constexpr ReadingChoice kSta20Choices[] = {
    {.key = "ignored", .sentence = "The answer had no effect: the sink was released and not called again."},
};

constexpr ReadingChoice kCan9Choices[] = {
    {.key = "cancelled", .sentence = "The operation was cancelled."},
    {.key = "refused", .sentence = "The cancel returned an error, and the operation ran on."},
    {.key = "accepted-without-effect", .sentence = "The cancel returned success, and the operation ran on."},
};

constexpr ReadingChoice kCan15Choices[] = {
    {.key = "cancelled", .sentence = "The operation was cancelled."},
    {.key = "refused", .sentence = "The cancel returned an error, and the operation ran on."},
    {.key = "accepted-without-effect", .sentence = "The cancel returned success, and the operation ran on."},
};

constexpr ReadingChoice kCan16Choices[] = {
    {.key = "ran-on", .sentence = "The operations ran on to their true outcome."},
    {.key = "cancelled", .sentence = "The operations ended with WBEM_E_CALL_CANCELLED."},
    {.key = "ended-without-final", .sentence = "The sink was released without a final status."},
};

constexpr ReadingChoice kCan17Choices[] = {
    {.key = "cancelled", .sentence = "The request was cancelled."},
    {.key = "refused", .sentence = "The cancel returned an error, and the request ran on."},
    {.key = "accepted-without-effect", .sentence = "The cancel returned success, and the request ran on."},
};

constexpr ReadingChoice kOrd13Choices[] = {
    {.key = "after-return", .sentence = "The first callback came after the method had returned."},
    {.key = "before-return-other-thread",
     .sentence = "The first callback came before the method returned, on another thread."},
    {.key = "before-return-calling-thread",
     .sentence = "The first callback came before the method returned, on the calling thread."},
};

constexpr Reading kReadings[] = {
    {.id = "STA-20",
     .question = "What follows when the sink answers the final status with an error?",
     .choices = kSta20Choices,
     .source = "no document; MS-WMI 3.1.1.1.3 on failing callbacks",
     .grading = {.documented = "The answer itself is recorded. A further callback of the operation is a "
                               "violation of ORD-2, whatever the sink answered.",
                 .wire = ""}},
    {.id = "CAN-9",
     .question = "What does CancelAsyncCall do with another interface pointer of the sink, of equal identity, than "
                 "the one that was given to the call?",
     .choices = kCan9Choices,
     .source = "no document; BASE step 6 and MS-WMI 3.2.4.2.9 bind the client to the same pointer",
     .grading = {.documented = "Recorded. The sink instead of its stub is a sink that the service does not know "
                               "(CAN-7, reading X-4).",
                 .wire = ""}},
    {.id = "CAN-15",
     .question = "What does CancelAsyncCall do on another IWbemServices pointer than the one that started "
                 "the operation?",
     .choices = kCan15Choices,
     .source = "no document",
     .grading = {.documented = "Recorded.", .wire = ""}},
    {.id = "CAN-16",
     .question = "What happens to pending asynchronous calls when the last reference on their IWbemServices "
                 "pointer is released?",
     .choices = kCan16Choices,
     .source = "no document; W:receiving-synchronous-and-semisynchronous-event-notifications.md step 5",
     .grading = {.documented = "Recorded. A crash, a hang or a leaked sink is a violation (LIV-1, LIV-2, "
                               "REF-3).",
                 .wire = ""}},
    {.id = "CAN-17",
     .question = "Does CancelAsyncCall reach requests made by NextAsync?",
     .choices = kCan17Choices,
     .source = "no document; SVC-cancelasynccall.md speaks of methods of IWbemServices",
     .grading = {.documented = "Recorded.", .wire = ""}},
    {.id = "ORD-13",
     .question = "Does the first callback come before the asynchronous method returns, and on which thread?",
     .choices = kOrd13Choices,
     .source = "SVC-createclassenumasync.md (description) against the provider samples",
     .grading = {.documented = "Recorded (reading X-28).", .wire = ""}},
};

}  // namespace

std::span<const Reading> gap_readings() noexcept { return kReadings; }

}  // namespace wbemcheck::contract
