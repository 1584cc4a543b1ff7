// ARG: which arguments are refused, with which code, and where the error is reported.
#include "harness/contract/catalogue_groups.h"

namespace wbemcheck::contract {
namespace {

using enum Level;
using enum Role;
using enum Checkability;

constexpr Clause kClauses[] = {
    {.id = "ARG-1",
     .level = kMust,
     .is_wire = false,
     .role = kService,
     .roles = "service",
     .requirement = "A NULL pResponseHandler is refused by the return value, before any operation starts, "
                    "preferably with WBEM_E_INVALID_PARAMETER.",
     .source = "MS-WMI 3.1.4.3.5 and per method; SVC-execmethodasync.md; wine (tests)",
     .advice = "Test pResponseHandler at the top of each asynchronous method, before anything is queued or "
               "dereferenced.",
     .checkability = kBoundary,
     .untestable_because = ""},
    {.id = "ARG-2",
     .level = kMust,
     .is_wire = true,
     .role = kService,
     .roles = "service",
     .requirement = "Flag bits that the method does not know are refused by the return value, preferably "
                    "with WBEM_E_INVALID_PARAMETER (reading X-9).",
     .source = "MS-WMI per method and 2.2.11",
     .advice = "Compare lFlags with the flags that either document lists for this method, and refuse the "
               "call if a bit is left over. Only bits that neither list has, such as 0x00400000, are tried.",
     .checkability = kBoundary,
     .untestable_because = ""},
    {.id = "ARG-3",
     .level = kMust,
     .is_wire = true,
     .role = kService,
     .roles = "service",
     .requirement = "Some flag bits are ignored on receipt, not rejected: WBEM_FLAG_NO_ERROR_OBJECT (0x40), "
                    "the mask 0x1F000 and WBEM_FLAG_STRONG_VALIDATION (0x100000). Other pages give 0x40 and "
                    "0x10000 a meaning (reading X-9).",
     .source = "MS-WMI 2.2.6",
     .advice = "Remove these bits from lFlags before the rest is compared with the flags of the method.",
     .checkability = kRecorded,
     .untestable_because = ""},
    {.id = "ARG-4",
     .level = kMust,
     .is_wire = false,
     .role = kService,
     .roles = "service",
     .requirement = "The query language is WQL. NULL is refused by the return value, and another language is "
                    "an error, preferably WBEM_E_INVALID_QUERY_TYPE; whether upper and lower case differ is "
                    "not said.",
     .source = "SVC-execqueryasync.md; MS-WMI 3.1.4.3.19, 3.1.4.3.21 and 2.2.11; W:wmi-error-constants.md; "
               "wine (tests)",
     .advice = "Test strQueryLanguage for NULL, then compare it with WQL without regard to case, before the "
               "call is accepted.",
     .checkability = kBoundary,
     .untestable_because = ""},
    {.id = "ARG-5",
     .level = kMust,
     .is_wire = false,
     .role = kService,
     .roles = "service",
     .requirement = "A NULL query text is refused by the return value.",
     .source = "SVC-execqueryasync.md; MS-WMI 3.1.4.3.19 and 3.1.4.3.21",
     .advice = "Test strQuery for NULL before it is measured: a NULL BSTR has length 0 and easily passes for "
               "an empty text that fails later.",
     .checkability = kBoundary,
     .untestable_because = ""},
    {.id = "ARG-6",
     .level = kShould,
     .is_wire = false,
     .role = kService,
     .roles = "service",
     .requirement = "A query text over the length limit should be refused by the return value, and one with "
                    "too many AND and OR keywords at either place, both preferably with "
                    "WBEM_E_QUOTA_VIOLATION (reading X-23).",
     .source = "MS-WMI 3.1.4.3.19 and 3.1.4.3.21; SVC-execqueryasync.md (remarks)",
     .advice = "Give the text and the number of its keywords an upper limit, and test the length before the "
               "call is accepted.",
     .checkability = kRecorded,
     .untestable_because = ""},
    {.id = "ARG-7",
     .level = kMust,
     .is_wire = false,
     .role = kService,
     .roles = "service",
     .requirement = "A query with a syntax error, or with an unknown property in its select list, fails, "
                    "preferably with WBEM_E_INVALID_QUERY in the final status. A return value is accepted "
                    "too, but never both (reading X-23).",
     .source = "MS-WMI 3.1.4.3.19 and 3.1.4.3.21",
     .advice = "Bring the parser's error to one place: the return value if the text is parsed before the "
               "call is accepted, the hResult of the final otherwise. Check the selected properties against "
               "the class before rows are produced.",
     .checkability = kBoundary,
     .untestable_because = ""},
    {.id = "ARG-8",
     .level = kMust,
     .is_wire = false,
     .role = kService,
     .roles = "service",
     .requirement = "A faulty notification query fails after its start, preferably with the code of its "
                    "fault: WBEM_E_INVALID_CLASS (unknown event class), WBEM_E_NOT_EVENT_CLASS (not derived "
                    "from __Event), WBEM_E_MISSING_GROUP_WITHIN (GROUP without WITHIN), "
                    "WBEM_E_MISSING_AGGREGATION_LIST (unsupported aggregation), WBEM_E_AGGREGATING_BY_OBJECT "
                    "(embedded object without a dot), WBEMESS_E_REGISTRATION_TOO_PRECISE (intrinsic event "
                    "without WITHIN). A return value is accepted too (reading X-11).",
     .source = "MS-WMI 3.1.4.3.21; W:wmi-error-constants.md",
     .advice = "Check the event class and the GROUP, BY and WITHIN parts when the subscription is set up, "
               "and end it with an error final. A subscription that is accepted and then delivers nothing, "
               "in silence, is the usual fault.",
     .checkability = kBoundary,
     .untestable_because = ""},
    {.id = "ARG-9",
     .level = kMust,
     .is_wire = false,
     .role = kService,
     .roles = "service",
     .requirement = "GetObjectAsync accepts a NULL path and delivers an empty object, from which a class can "
                    "be made.",
     .source = "SVC-getobjectasync.md; MS-WMI 3.1.4.3.5",
     .advice = "Branch on the NULL path before the path is parsed, and deliver a new empty class object.",
     .checkability = kBoundary,
     .untestable_because = ""},
    {.id = "ARG-10",
     .level = kMust,
     .is_wire = false,
     .role = kService,
     .roles = "service",
     .requirement = "GetObjectAsync for an object that does not exist fails in the final status, preferably "
                    "with WBEM_E_NOT_FOUND. A return value is accepted too (reading X-11).",
     .source = "MS-WMI 3.1.4.3.5; W:wmi-error-constants.md",
     .advice = "Look at what the lookup gives for a missing key; a successful final without an object is the "
               "usual fault.",
     .checkability = kBoundary,
     .untestable_because = ""},
    {.id = "ARG-11",
     .level = kMust,
     .is_wire = false,
     .role = kService,
     .roles = "service",
     .requirement = "CreateClassEnumAsync accepts a NULL or empty superclass name and then gives all "
                    "classes, or with WBEM_FLAG_SHALLOW the top-level ones. An unknown superclass fails in "
                    "the final status; a return value is accepted too (reading X-11).",
     .source = "SVC-createclassenumasync.md; MS-WMI 3.1.4.3.11",
     .advice = "Treat NULL and the empty name alike, and resolve any other name before enumerating: for an "
               "unknown class an empty success is wrong.",
     .checkability = kBoundary,
     .untestable_because = ""},
    {.id = "ARG-12",
     .level = kMust,
     .is_wire = false,
     .role = kService,
     .roles = "service",
     .requirement = "CreateInstanceEnumAsync fails for a NULL class name and for a class that does not "
                    "exist; the second may come as return value or in the final status (reading X-11).",
     .source = "SVC-createinstanceenumasync.md; MS-WMI 3.1.4.3.17",
     .advice = "Resolve the class before enumerating, so that an unknown class does not look like one "
               "without instances.",
     .checkability = kBoundary,
     .untestable_because = ""},
    {.id = "ARG-13",
     .level = kMust,
     .is_wire = false,
     .role = kService,
     .roles = "service",
     .requirement = "PutClassAsync and PutInstanceAsync refuse a NULL object, UPDATE_ONLY together with "
                    "CREATE_ONLY, and safe together with force mode. CREATE_ONLY fails for what exists, "
                    "preferably with WBEM_E_ALREADY_EXISTS, and UPDATE_ONLY for what does not, preferably "
                    "with WBEM_E_NOT_FOUND.",
     .source = "MS-WMI 3.1.4.3.7, 3.1.4.3.13 and 2.2.11; 1998:PutInstanceAsync",
     .advice = "Test the object and the exclusive flags before the call is accepted, and decide between "
               "create and update under the lock of the store.",
     .checkability = kBoundary,
     .untestable_because = ""},
    {.id = "ARG-14",
     .level = kMust,
     .is_wire = false,
     .role = kService,
     .roles = "service, provider",
     .requirement = "PutInstanceAsync fails, preferably with the code of the fault: WBEM_E_INVALID_CONTEXT "
                    "for a context without the partial-update properties, WBEM_E_PROVIDER_NOT_CAPABLE from a "
                    "provider without partial updates, WBEM_E_NO_KEY for an instance without key, "
                    "WBEM_E_ILLEGAL_NULL for NULL in a not-null property.",
     .source = "MS-WMI 3.1.4.3.13 and 2.2.11; SVC-putinstanceasync.md",
     .advice = "Check keys and not-null properties against the class definition before the instance is "
               "stored. A provider without partial updates must say so instead of storing the whole "
               "instance.",
     .checkability = kBoundary,
     .untestable_because = ""},
    {.id = "ARG-15",
     .level = kMust,
     .is_wire = true,
     .role = kService,
     .roles = "service",
     .requirement = "PutClassAsync refuses a class name with a leading underscore "
                    "(WBEM_E_INVALID_OPERATION), with a trailing underscore (WBEM_E_INVALID_OBJECT), one "
                    "that is no class name at all (WBEM_E_INVALID_PARAMETER), and an unknown __SUPERCLASS "
                    "(WBEM_E_NOT_FOUND); other errors are accepted.",
     .source = "MS-WMI 3.1.4.3.7",
     .advice = "Check the name and the superclass in one function that PutClass and PutClassAsync share, "
               "before the class is stored.",
     .checkability = kBoundary,
     .untestable_because = ""},
    {.id = "ARG-16",
     .level = kMust,
     .is_wire = false,
     .role = kService,
     .roles = "service",
     .requirement = "DeleteClassAsync reports a missing class or a missing permission to the sink and not in "
                    "its return value (reading X-11).",
     .source = "SVC-deleteclassasync.md",
     .advice = "Move the lookup of the class behind the point where the call is accepted.",
     .checkability = kBoundary,
     .untestable_because = ""},
    {.id = "ARG-17",
     .level = kMust,
     .is_wire = false,
     .role = kService,
     .roles = "service",
     .requirement = "DeleteInstanceAsync refuses a NULL path and fails for a missing instance, by return "
                    "value or in the final status (reading X-11). WBEM_FLAG_USE_AMENDED_QUALIFIERS cannot be "
                    "used with it or with ExecMethodAsync.",
     .source = "SVC-deleteinstanceasync.md; SVC-execmethodasync.md; MS-WMI 3.1.4.3.15",
     .advice = "Test path and flags on entry, and let the store say whether it deleted anything: a "
               "successful final for a missing instance is the usual fault.",
     .checkability = kBoundary,
     .untestable_because = ""},
    {.id = "ARG-18",
     .level = kMust,
     .is_wire = false,
     .role = kService,
     .roles = "service",
     .requirement = "ExecMethodAsync refuses a NULL path, method name or sink, and accepts NULL for "
                    "pInParams only if the method has no inputs. A disabled method fails in the final "
                    "status, preferably with WBEM_E_METHOD_DISABLED, and one that is not implemented with "
                    "WBEM_E_METHOD_NOT_IMPLEMENTED.",
     .source = "MS-WMI 3.1.4.3.23",
     .advice = "Test the arguments on entry, and in the operation look at the method's qualifiers (disabled, "
               "implemented) and its input signature before it is called.",
     .checkability = kBoundary,
     .untestable_because = ""},
    {.id = "ARG-19",
     .level = kMust,
     .is_wire = true,
     .role = kService,
     .roles = "service",
     .requirement = "A caller who lacks a right on the namespace (WBEM_ENABLE, WBEM_REMOTE_ENABLE from "
                    "another machine, WBEM_METHOD_EXECUTE for methods) is refused by the return value, "
                    "preferably with WBEM_E_ACCESS_DENIED. Missing write rights are reported in the final "
                    "status.",
     .source = "MS-WMI per method",
     .advice = "Check the rights on the namespace before the call is accepted, and the rights to write "
               "within the operation. Judged in part: only where the subject can be called by an account "
               "that lacks the rights.",
     .checkability = kPartly,
     .untestable_because = ""},
    {.id = "ARG-20",
     .level = kMust,
     .is_wire = false,
     .role = kService,
     .roles = "service",
     .requirement = "OpenNamespace refuses a NULL or absolute name, and with WBEM_E_INVALID_NAMESPACE one "
                    "that is not a child. The context must be NULL, and of ppWorkingNamespace and ppResult "
                    "only one may be given; a breach of these rules is WBEM_E_INVALID_PARAMETER, and both "
                    "are NULL on failure.",
     .source = "SVC-opennamespace.md; MS-WMI 3.1.4.3.1",
     .advice = "Set both out parameters to NULL first, then test the name, the context and the pair of out "
               "parameters before the namespace is looked up.",
     .checkability = kBoundary,
     .untestable_because = ""},
    {.id = "ARG-21",
     .level = kMust,
     .is_wire = false,
     .role = kService,
     .roles = "service",
     .requirement = "QueryObjectSink takes lFlags 0 and refuses a NULL ppResponseHandler. Whether it may "
                    "return a NULL handler with a success code is open (reading X-30).",
     .source = "SVC-queryobjectsink.md; MS-WMI 3.1.4.3.3",
     .advice = "Refuse other flags and a NULL out parameter. Without a sink to hand out, an error and a NULL "
               "handler suit every document.",
     .checkability = kRecorded,
     .untestable_because = ""},
    {.id = "ARG-22",
     .level = kMust,
     .is_wire = false,
     .role = kService,
     .roles = "service",
     .requirement = "ExecNotificationQuery, the form with an enumerator, fails unless both "
                    "WBEM_FLAG_RETURN_IMMEDIATELY and WBEM_FLAG_FORWARD_ONLY are given.",
     .source = "SVC-execnotificationquery.md; MS-WMI 3.1.4.3.20",
     .advice = "Test for both bits together; a test for either of them lets half of the wrong calls through.",
     .checkability = kBoundary,
     .untestable_because = ""},
    {.id = "ARG-23",
     .level = kMust,
     .is_wire = false,
     .role = kClient,
     .roles = "client",
     .requirement = "Callers set all out interface pointers to NULL before the call.",
     .source = "nn-wbemcli-iwbemservices.md (remarks); SVC-opennamespace.md (note)",
     .advice = "Initialise each out pointer where it is declared, and again before it is used a second time.",
     .checkability = kBoundary,
     .untestable_because = ""},
    {.id = "ARG-24",
     .level = kMust,
     .is_wire = false,
     .role = kService,
     .roles = "service",
     .requirement = "A NULL context is accepted and ignored by every method; OpenNamespace takes no other.",
     .source = "MS-WMI per method",
     .advice = "Test pCtx before it is used, AddRef'ed or passed on.",
     .checkability = kBoundary,
     .untestable_because = ""},
    {.id = "ARG-25",
     .level = kMust,
     .is_wire = false,
     .role = kService,
     .roles = "service",
     .requirement = "NextAsync refuses a NULL sink; with uCount 0 it returns WBEM_S_FALSE and queues "
                    "nothing.",
     .source = "MS-WMI 3.1.4.4.3; W:wmi-non-error-constants.md",
     .advice = "Test both arguments before a request is queued: a request for 0 objects must not lead to a "
               "SetStatus.",
     .checkability = kBoundary,
     .untestable_because = ""},
};

}  // namespace

std::span<const Clause> argument_clauses() noexcept { return kClauses; }

}  // namespace wbemcheck::contract
