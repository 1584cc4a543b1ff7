// IND: Indicate, its array, and who owns the objects.
#include "harness/contract/catalogue_groups.h"

namespace wbemcheck::contract {
namespace {

using enum Level;
using enum Role;
using enum Checkability;

constexpr Clause kClauses[] = {
    {.id = "IND-1",
     .level = kMust,
     .is_wire = false,
     .role = kSink,
     .roles = "sink",
     .requirement = "The array passed to Indicate is read-only and belongs to the caller; the sink neither "
                    "frees nor changes it.",
     .source = "SINK-indicate.md (apObjArray)",
     .advice = "Copy the pointers out of the array. Look for a smart container attached to it, and for "
               "entries that are set to NULL.",
     .checkability = kBoundary,
     .untestable_because = ""},
    {.id = "IND-2",
     .level = kMust,
     .is_wire = false,
     .role = kSink,
     .roles = "sink",
     .requirement = "The objects in the array are in parameters: the sink does not release them unless it "
                    "took references, and takes one on each object that it keeps past the call.",
     .source = "SINK-indicate.md; W:iwbemobjectsink.md (sample); 1998:Indicate",
     .advice = "Wrap the elements in a smart pointer that retains, not in one that adopts. An object that is "
               "stored without AddRef is invalid once Indicate has returned.",
     .checkability = kBoundary,
     .untestable_because = ""},
    {.id = "IND-3",
     .level = kMust,
     .is_wire = false,
     .role = kService,
     .roles = "service",
     .requirement = "An object on which the sink took a reference stays valid and unchanged after Indicate "
                    "has returned.",
     .source = "derived from the rules of COM",
     .advice = "Make or clone an object for each result; do not refill one that was already delivered, and "
               "let only its own Release destroy it.",
     .checkability = kBoundary,
     .untestable_because = ""},
    {.id = "IND-4",
     .level = kMust,
     .is_wire = true,
     .role = kService,
     .roles = "service",
     .requirement = "The lObjectCount of Indicate is the number of entries in the array, and Indicate is not "
                    "called without objects.",
     .source = "MS-WMI 3.2.4.1.1",
     .advice = "Skip the flush of an empty batch, and pass the number of filled entries, not the capacity of "
               "the buffer.",
     .checkability = kBoundary,
     .untestable_because = ""},
    {.id = "IND-5",
     .level = kMust,
     .is_wire = false,
     .role = kSink,
     .roles = "sink",
     .requirement = "A sink whose Indicate succeeds returns WBEM_S_NO_ERROR; the failure codes named in a "
                    "document are WBEM_E_FAILED, WBEM_E_INVALID_PARAMETER and WBEM_E_OUT_OF_MEMORY.",
     .source = "MS-WMI 3.1.4.2.1; 1998:Indicate",
     .advice = "Return WBEM_S_NO_ERROR whenever the objects were taken. An error stops the operation "
               "(IND-6), so return one only when no more objects are wanted.",
     .checkability = kBoundary,
     .untestable_because = ""},
    {.id = "IND-6",
     .level = kMust,
     .is_wire = true,
     .role = kService,
     .roles = "service",
     .requirement = "If Indicate returns an error, the service cancels the operation: it makes no further "
                    "Indicate call and sends the final status with WBEM_E_CALL_CANCELLED (reading X-12).",
     .source = "MS-WMI 3.1.1.1.3 and 3.2.4.1.1",
     .advice = "Test the result of every Indicate with FAILED, and end the operation on the path that a "
               "cancel takes. Usually the result is not looked at.",
     .checkability = kBoundary,
     .untestable_because = ""},
    {.id = "IND-7",
     .level = kMust,
     .is_wire = false,
     .role = kService,
     .roles = "service",
     .requirement = "A success code other than 0 from Indicate is not taken for a failure; on the wire the "
                    "first Indicate is answered with WBEM_S_NEW_STYLE (0x400FF).",
     .source = "derived from MS-WMI 3.1.4.2.1",
     .advice = "Test the result with FAILED; do not compare it with WBEM_S_NO_ERROR.",
     .checkability = kBoundary,
     .untestable_because = ""},
    {.id = "IND-8",
     .level = kInformative,
     .is_wire = false,
     .role = kService,
     .roles = "service",
     .requirement = "The sink that WMI gives to an event provider keeps no event object past Indicate, so "
                    "the provider may use the object again.",
     .source = "W:implementing-the-primary-interface-for-an-event-provider.md",
     .advice = "In a host, clone an event that has to be queued. Judged in part: only the reference count of "
               "the event object after Indicate has returned.",
     .checkability = kPartly,
     .untestable_because = ""},
    {.id = "IND-9",
     .level = kMust,
     .is_wire = false,
     .role = kSink,
     .roles = "sink, provider",
     .requirement = "Each element of the array is an object or event of its own and is treated separately. A "
                    "provider that sends many events should use a separate object for each.",
     .source = "PROV-iwbemunboundobjectsink-indicatetoconsumer.md; "
               "W:implementing-the-primary-interface-for-an-event-provider.md",
     .advice = "In a sink, loop over all lObjectCount elements. In a provider, spawn an instance for each "
               "event instead of changing one and sending it again. Judged in part: only that a provider "
               "does not put the same object into one array twice.",
     .checkability = kPartly,
     .untestable_because = ""},
    {.id = "IND-10",
     .level = kMay,
     .is_wire = false,
     .role = kService,
     .roles = "service, provider",
     .requirement = "WMI's sink may answer the Indicate of an event provider with WBEM_E_SERVER_TOO_BUSY, "
                    "and the provider may send the event again.",
     .source = "SINK-indicate.md; W:wmi-error-constants.md",
     .advice = "In a provider, take this answer for a request to wait; do not end the event source because "
               "of it.",
     .checkability = kBoundary,
     .untestable_because = ""},
    {.id = "IND-11",
     .level = kMust,
     .is_wire = false,
     .role = kSink,
     .roles = "sink, service",
     .requirement = "Strings that are passed in stay the caller's: a sink does not free strParam, and an "
                    "implementation does not free the BSTRs given to its asynchronous methods.",
     .source = "SINK-setstatus.md; COM rules",
     .advice = "Look for SysFreeString, or an owning wrapper attached without a copy, on an in parameter. "
               "Official provider samples make this mistake (reading X-13).",
     .checkability = kBoundary,
     .untestable_because = ""},
    {.id = "IND-12",
     .level = kMust,
     .is_wire = false,
     .role = kService,
     .roles = "service",
     .requirement = "GetObjectAsync delivers one object through Indicate, and ExecMethodAsync the "
                    "out-parameters object, or none if the method has no outputs. The put and delete methods "
                    "deliver nothing through Indicate (reading X-15).",
     .source = "SVC-getobjectasync.md; SVC-execmethodasync.md; SVC-putclassasync.md; SVC-deleteclassasync.md",
     .advice = "Compare what reaches Indicate with the kind of the method. An object given only in pObjParam "
               "of SetStatus is lost for the client, and for a method without outputs no empty object is "
               "sent.",
     .checkability = kBoundary,
     .untestable_because = ""},
};

}  // namespace

std::span<const Clause> indicate_clauses() noexcept { return kClauses; }

}  // namespace wbemcheck::contract
