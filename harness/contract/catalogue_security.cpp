// SEC: security settings and the unsecured apartment.
#include "harness/contract/catalogue_groups.h"

namespace wbemcheck::contract {
namespace {

using enum Level;
using enum Role;
using enum Checkability;

constexpr Clause kClauses[] = {
    {.id = "SEC-1",
     .level = kMust,
     .is_wire = false,
     .role = kClient,
     .roles = "client",
     .requirement = "The client calls CoInitializeSecurity before its first asynchronous call; otherwise WMI "
                    "releases the sink without completing the call.",
     .source = "BASE step 2",
     .advice = "Call CoInitializeSecurity once per process, right after COM is initialised, with settings "
               "that let the service call back. Judged in part: only that the service releases the sink of "
               "a client that did not, and calls none of its methods.",
     .checkability = kPartly,
     .untestable_because = ""},
    {.id = "SEC-2",
     .level = kInformative,
     .is_wire = false,
     .role = kService,
     .roles = "service",
     .requirement = "Callbacks start at RPC_C_AUTHN_LEVEL_PKT_PRIVACY and are lowered on failure down to "
                    "RPC_C_AUTHN_LEVEL_NONE; local callbacks without Kerberos are made at NONE.",
     .source = "W:setting-security-on-an-asynchronous-call.md; MS-WMI 3.1.1.1.3",
     .advice = "If callbacks do not arrive, compare the authentication level that the client accepts with "
               "the one at which the service calls.",
     .checkability = kUntestable,
     .untestable_because = "The authentication level belongs to the RPC connection and does not exist "
                           "between objects in one process."},
    {.id = "SEC-3",
     .level = kShould,
     .is_wire = false,
     .role = kClient,
     .roles = "client",
     .requirement = "A client should check who calls back, by an access check in the sink, or use "
                    "semisynchronous calls instead.",
     .source = "W:performing-access-checks.md; W:securing-c---clients-and-providers.md; every async page",
     .advice = "Check the identity of the caller in Indicate and SetStatus before the data is trusted, or "
               "switch to the semisynchronous form.",
     .checkability = kUntestable,
     .untestable_because = "An access check within the sink leaves no mark in the calls that cross the "
                           "boundary."},
    {.id = "SEC-4",
     .level = kMust,
     .is_wire = false,
     .role = kClient,
     .roles = "client",
     .requirement = "A client that uses the unsecured apartment creates CLSID_UnsecuredApartment, calls "
                    "CreateObjectStub with its sink, asks the stub for IWbemObjectSink, and passes that stub "
                    "to the asynchronous method as well as to CancelAsyncCall.",
     .source = "nf-wbemcli-iunsecuredapartment-createobjectstub.md; "
               "W:lowering-the-security-for-a-sink-in-a-separate-process.md; BASE step 6",
     .advice = "Look at which pointer is passed to each of the two calls. The sink itself in CancelAsyncCall "
               "is the usual mistake.",
     .checkability = kBoundary,
     .untestable_because = ""},
    {.id = "SEC-5",
     .level = kMust,
     .is_wire = false,
     .role = kClient,
     .roles = "client",
     .requirement = "The stub owns a reference on the real sink, so the client may release its own once the "
                    "stub is made. The client keeps the stub until no cancel can be needed.",
     .source = "nf-wbemcli-iunsecuredapartment-createobjectstub.md; "
               "W:lowering-the-security-for-a-sink-in-a-separate-process.md; BASE step 6",
     .advice = "Release the stub only after the final status or after CancelAsyncCall, and use the same stub "
               "for both calls.",
     .checkability = kBoundary,
     .untestable_because = ""},
    {.id = "SEC-6",
     .level = kSilent,
     .is_wire = false,
     .role = kClient,
     .roles = "client",
     .requirement = "In which order the client releases the stub and its sink is open: the documents "
                    "disagree (reading X-16).",
     .source = "W:setting-security-on-an-asynchronous-call.md; "
               "W:lowering-the-security-for-a-sink-in-a-separate-process.md; "
               "W:example--receiving-event-notifications-through-wmi-.md",
     .advice = "Nothing is required of the order. If the sink is never destroyed, look for a stub that is "
               "held by the very sink that it wraps.",
     .checkability = kRecorded,
     .untestable_because = ""},
    {.id = "SEC-7",
     .level = kInformative,
     .is_wire = false,
     .role = kClient,
     .roles = "client",
     .requirement = "The flags of CreateSinkStub are 0 (as the registry says), 1 (check the caller) and 2 "
                    "(do not check); the registry value UnsecAppAccessControlDefault is 0, no check, unless "
                    "it was changed.",
     .source = "nf-wbemcli-iwbemunsecuredapartment-createsinkstub.md; ne-wbemcli-wbem_unsecapp_flag_type.md",
     .advice = "Pass the flag that is meant, instead of relying on the registry.",
     .checkability = kUntestable,
     .untestable_because = "Whether the stub checks its caller is decided in the process that hosts the "
                           "stub."},
    {.id = "SEC-8",
     .level = kMust,
     .is_wire = false,
     .role = kApartment,
     .roles = "apartment",
     .requirement = "CreateObjectStub returns S_OK, or E_NOINTERFACE if the object does not have the "
                    "interface that is needed.",
     .source = "nf-wbemcli-iunsecuredapartment-createobjectstub.md",
     .advice = "Ask the object for IWbemObjectSink before a stub is made, and pass the refusal on with the "
               "out parameter set to NULL.",
     .checkability = kBoundary,
     .untestable_because = ""},
    {.id = "SEC-9",
     .level = kMust,
     .is_wire = true,
     .role = kService,
     .roles = "service",
     .requirement = "Calls on an enumerator (NextAsync, Reset, Clone, Skip) by another principal than the "
                    "one that made it fail with WBEM_E_ACCESS_DENIED.",
     .source = "MS-WMI 3.1.4.4",
     .advice = "Store the principal with the enumerator, and compare it at the top of every method.",
     .checkability = kUntestable,
     .untestable_because = "The principal of a call belongs to the RPC connection, and within one process "
                           "there is only one."},
    {.id = "SEC-10",
     .level = kMust,
     .is_wire = false,
     .role = kProvider,
     .roles = "provider",
     .requirement = "A provider impersonates the client, and reports WBEM_E_ACCESS_DENIED through SetStatus "
                    "if the impersonation level is too low. An enumeration gives all instances and "
                    "S_NO_ERROR, or fails with that error and no instances, or gives a part with "
                    "WBEM_S_ACCESS_DENIED.",
     .source = "W:impersonating-a-client.md",
     .advice = "Call CoImpersonateClient before anything is read for the client, and if it fails send the "
               "error as the final status, not as an empty success. Call CoRevertToSelf before the method "
               "returns, on every path: the thread is WMI's, and serves somebody else next. Judged in part: "
               "only that a thread comes back without the client's token, and that the instances and the final "
               "status make one of the three pairs.",
     .checkability = kPartly,
     .untestable_because = ""},
};

}  // namespace

std::span<const Clause> security_clauses() noexcept { return kClauses; }

}  // namespace wbemcheck::contract
