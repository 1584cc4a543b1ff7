// PRV: what a provider owes to its host, and the host to it.
#include "harness/contract/catalogue_groups.h"

namespace wbemcheck::contract {
namespace {

using enum Level;
using enum Role;
using enum Checkability;

constexpr Clause kClauses[] = {
    {.id = "PRV-1",
     .level = kMust,
     .is_wire = false,
     .role = kProvider,
     .roles = "provider",
     .requirement = "Methods of IWbemServices that a provider does not implement return "
                    "WBEM_E_PROVIDER_NOT_CAPABLE (reading X-10).",
     .source = "nn-wbemcli-iwbemservices.md (remarks); "
               "W:implementing-the-primary-interface-for-an-instance-provider.md; "
               "W:implementing-the-primary-interface-for-a-method-provider.md",
     .advice = "Return the constant from each unimplemented method. A success without doing anything is "
               "worse than any error, because the client believes it.",
     .checkability = kBoundary,
     .untestable_because = ""},
    {.id = "PRV-2",
     .level = kMust,
     .is_wire = false,
     .role = kProvider,
     .roles = "provider",
     .requirement = "Initialize reports through IWbemProviderInitSink::SetStatus, with WBEM_S_INITIALIZED or "
                    "WBEM_E_FAILED and lFlags 0, and returns WBEM_S_NO_ERROR. To return WBEM_E_FAILED "
                    "without using the sink counts as a failed initialisation too.",
     .source = "PROV-iwbemproviderinit-initialize.md; W:initializing-a-provider.md",
     .advice = "Call SetStatus of the init sink on every path through Initialize that returns "
               "WBEM_S_NO_ERROR.",
     .checkability = kBoundary,
     .untestable_because = ""},
    {.id = "PRV-3",
     .level = kMust,
     .is_wire = false,
     .role = kProvider,
     .roles = "provider, service",
     .requirement = "A provider reports WBEM_S_INITIALIZED only when it is ready to serve. WMI then asks for "
                    "the primary interface, and releases IWbemProviderInit after that or after a failure.",
     .source = "PROV-iwbemproviderinit-initialize.md; PROV-iwbemproviderinitsink-setstatus.md",
     .advice = "Report only after everything that a request needs is in place, since the first request may "
               "come from within SetStatus.",
     .checkability = kBoundary,
     .untestable_because = ""},
    {.id = "PRV-4",
     .level = kMay,
     .is_wire = false,
     .role = kProvider,
     .roles = "provider, service",
     .requirement = "A provider may call SetStatus of the init sink repeatedly, to report its status step by "
                    "step; lFlags is 0, and the call always returns WBEM_S_NO_ERROR.",
     .source = "PROV-iwbemproviderinit-initialize.md; PROV-iwbemproviderinitsink-setstatus.md",
     .advice = "In a host, accept any number of reports and return WBEM_S_NO_ERROR for each. In a provider, "
               "pass 0 for lFlags.",
     .checkability = kBoundary,
     .untestable_because = ""},
    {.id = "PRV-5",
     .level = kMust,
     .is_wire = false,
     .role = kProvider,
     .roles = "provider",
     .requirement = "A provider takes a reference on pInitSink before it uses it, and on pNamespace and pCtx "
                    "if it uses them later.",
     .source = "PROV-iwbemproviderinit-initialize.md",
     .advice = "Store these pointers in smart pointers that retain; a raw pointer kept past Initialize is "
               "invalid. Judged in part: only for a provider that uses one of them after Initialize has "
               "returned.",
     .checkability = kPartly,
     .untestable_because = ""},
    {.id = "PRV-6",
     .level = kInformative,
     .is_wire = false,
     .role = kService,
     .roles = "service",
     .requirement = "In a call of Initialize, wszUser is NULL unless the provider is initialised per user, "
                    "wszLocale and pCtx may be NULL, and lFlags is 0.",
     .source = "PROV-iwbemproviderinit-initialize.md",
     .advice = "In a host, pass these values. In a provider, test wszUser, wszLocale and pCtx for NULL "
               "before they are used.",
     .checkability = kBoundary,
     .untestable_because = ""},
    {.id = "PRV-7",
     .level = kMust,
     .is_wire = false,
     .role = kProvider,
     .roles = "provider",
     .requirement = "Calls that a provider makes back into WMI while it serves a request pass on the pCtx of "
                    "that request; independent requests do not. Without it such calls can loop or deadlock.",
     .source = "W:making-calls-to-wmi.md; PROV-iwbemproviderinit-initialize.md",
     .advice = "Carry the context along with the request, into worker threads too, and pass it to every call "
               "that the request causes.",
     .checkability = kBoundary,
     .untestable_because = ""},
    {.id = "PRV-8",
     .level = kMay,
     .is_wire = false,
     .role = kProvider,
     .roles = "provider",
     .requirement = "A provider may give its result by return value or by SetStatus; if it calls SetStatus, "
                    "the code given there takes precedence.",
     .source = "SVC-execqueryasync.md; SVC-createinstanceenumasync.md; SVC-deleteinstanceasync.md",
     .advice = "Make sure that exactly one outcome can be derived: an error return and a successful "
               "SetStatus for the same request contradict each other.",
     .checkability = kBoundary,
     .untestable_because = ""},
    {.id = "PRV-9",
     .level = kMust,
     .is_wire = false,
     .role = kProvider,
     .roles = "provider",
     .requirement = "After a provider has returned WBEM_S_NO_ERROR it must call SetStatus: WMI waits for it, "
                    "on a local connection without limit (reading X-35).",
     .source = "SVC-putinstanceasync.md; SVC-deleteinstanceasync.md; SVC-createinstanceenumasync.md; "
               "SVC-createclassenumasync.md",
     .advice = "Look for a path that returns WBEM_S_NO_ERROR without SetStatus, and for a worker thread that "
               "ends early. The published samples for puts have this mistake.",
     .checkability = kBoundary,
     .untestable_because = ""},
    {.id = "PRV-10",
     .level = kMay,
     .is_wire = false,
     .role = kProvider,
     .roles = "provider",
     .requirement = "A provider may ask for post-filtering by SetStatus with lFlags WBEM_STATUS_REQUIREMENTS "
                    "and WBEM_REQUIREMENTS_START_POSTFILTER: objects sent later are filtered, until "
                    "WBEM_REQUIREMENTS_STOP_POSTFILTER turns it off. This is not a final status.",
     .source = "SVC-execqueryasync.md",
     .advice = "In a provider, still send the final status after the objects. In a host, do not take this "
               "call for the end, and do not pass it to the client.",
     .checkability = kBoundary,
     .untestable_because = ""},
    {.id = "PRV-11",
     .level = kMay,
     .is_wire = false,
     .role = kProvider,
     .roles = "provider",
     .requirement = "A provider may refuse a query that is too complex for it, with "
                    "WBEM_E_PROVIDER_NOT_CAPABLE as in the sample, or with WBEM_E_UNSUPPORTED_PARAMETER to "
                    "ask for a simpler one.",
     .source = "SVC-execqueryasync.md; W:wmi-error-constants.md",
     .advice = "Nothing needs to be fixed for this clause. To answer every query with an unfiltered set and "
               "ask for post-filtering (PRV-10) is the other way.",
     .checkability = kUntestable,
     .untestable_because = "To refuse and to answer both conform, and which query is too complex is the "
                           "provider's choice."},
    {.id = "PRV-12",
     .level = kMustNot,
     .is_wire = false,
     .role = kProvider,
     .roles = "provider",
     .requirement = "A provider must not change data while it serves a read request; a push provider uses "
                    "WBEM_FLAG_OWNER_UPDATE for its updates.",
     .source = "W:making-calls-to-wmi.md",
     .advice = "Look for puts and deletes that a get, an enumeration or a query causes, such as the refresh "
               "of a cache in the repository.",
     .checkability = kBoundary,
     .untestable_because = ""},
    {.id = "PRV-13",
     .level = kMust,
     .is_wire = false,
     .role = kProvider,
     .roles = "provider",
     .requirement = "When its primary interface is released, a pure provider releases everything that it "
                    "holds on WMI.",
     .source = "W:unloading-a-provider.md; W:--win32provider.md (Pure)",
     .advice = "Look for services, context and sink pointers in globals, statics and worker threads, and let "
               "go of them with the last Release of the primary interface.",
     .checkability = kBoundary,
     .untestable_because = ""},
    {.id = "PRV-14",
     .level = kMust,
     .is_wire = true,
     .role = kService,
     .roles = "service",
     .requirement = "WMI creates the sink that it hands to a provider, forwards the results, and deletes it "
                    "after the provider's status, or after calling the provider's Cancel operation if the "
                    "client cancelled (reading X-6).",
     .source = "MS-WMI 3.1.4.17",
     .advice = "In a host, let the forwarding sink outlive the client's cancel until the provider is done, "
               "and let it swallow what still comes. Judged in part: only that results are forwarded, and "
               "that nothing late from the provider reaches the client.",
     .checkability = kPartly,
     .untestable_because = ""},
    {.id = "PRV-15",
     .level = kMust,
     .is_wire = false,
     .role = kService,
     .roles = "service",
     .requirement = "Initialisations of a provider are serialised as its InitializationReentrancy says: 0 "
                    "all, 1 per namespace, 2 not at all.",
     .source = "W:--win32provider.md",
     .advice = "In a host, guard the call of Initialize with one lock per provider class or per namespace, "
               "as registered. Judged in part: only that calls of Initialize which must not overlap do not.",
     .checkability = kPartly,
     .untestable_because = ""},
    {.id = "PRV-16",
     .level = kMust,
     .is_wire = false,
     .role = kProvider,
     .roles = "provider",
     .requirement = "The return value of a provider's ExecMethodAsync says whether the input parameters were "
                    "valid.",
     .source = "SVC-execmethodasync.md (remarks)",
     .advice = "Check the input parameters before the request is handed to a worker, and return an error if "
               "they are wrong; the outcome of the method itself goes to the sink.",
     .checkability = kBoundary,
     .untestable_because = ""},
};

}  // namespace

std::span<const Clause> provider_clauses() noexcept { return kClauses; }

}  // namespace wbemcheck::contract
