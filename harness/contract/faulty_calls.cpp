#include "harness/contract/faulty_calls.h"

namespace wbemcheck::contract {
namespace {

using trace::Fault;
using trace::Method;
using enum Fate;

constexpr std::int32_t code(std::uint32_t value) noexcept { return static_cast<std::int32_t>(value); }

constexpr std::int32_t kNotFound = code(0x80041002);
constexpr std::int32_t kInvalidContext = code(0x80041007);
constexpr std::int32_t kInvalidParameter = code(0x80041008);
constexpr std::int32_t kInvalidNamespace = code(0x8004100E);
constexpr std::int32_t kInvalidObject = code(0x8004100F);
constexpr std::int32_t kInvalidClass = code(0x80041010);
constexpr std::int32_t kInvalidOperation = code(0x80041016);
constexpr std::int32_t kInvalidQuery = code(0x80041017);
constexpr std::int32_t kInvalidQueryType = code(0x80041018);
constexpr std::int32_t kAlreadyExists = code(0x80041019);
constexpr std::int32_t kIllegalNull = code(0x80041028);
constexpr std::int32_t kMethodNotImplemented = code(0x80041055);
constexpr std::int32_t kMethodDisabled = code(0x80041056);
constexpr std::int32_t kNoKeyGiven = code(0x80041089);
constexpr std::int32_t kNotEventClass = code(0x80041059);
constexpr std::int32_t kMissingGroupWithin = code(0x8004105A);
constexpr std::int32_t kQuotaViolation = code(0x8004106C);
constexpr std::int32_t kTooPrecise = code(0x80042002);

constexpr bool kWireAlone = true;

// The first row that fits counts: a method's own before the one for all.
constexpr FaultyCall kTable[] = {
    {Fault::kNoSink, Method::kNone, "ARG-1", kRefused, kInvalidParameter},
    {Fault::kUnknownFlag, Method::kQueryObjectSink, "ARG-21", kOpen, kInvalidParameter},
    {Fault::kUnknownFlag, Method::kNone, "ARG-2", kRefused, kInvalidParameter},
    {Fault::kIgnoredFlag, Method::kNone, "ARG-3", kOpen},
    {Fault::kNoLanguage, Method::kNone, "ARG-4", kRefused, kInvalidParameter},
    {Fault::kOtherLanguage, Method::kNone, "ARG-4", kFails, kInvalidQueryType},
    {Fault::kNoQuery, Method::kNone, "ARG-5", kRefused, kInvalidParameter},
    {Fault::kLongQuery, Method::kNone, "ARG-6", kOpen, kQuotaViolation},
    {Fault::kMalformedQuery, Method::kNone, "ARG-7", kFails, kInvalidQuery},
    {Fault::kUnknownProperty, Method::kNone, "ARG-7", kFails, kInvalidQuery},
    {Fault::kUnknownEventClass, Method::kNone, "ARG-8", kFails, kInvalidClass},
    {Fault::kNoEventClass, Method::kNone, "ARG-8", kFails, kNotEventClass},
    {Fault::kGroupWithoutWithin, Method::kNone, "ARG-8", kFails, kMissingGroupWithin},
    {Fault::kIntrinsicWithoutWithin, Method::kNone, "ARG-8", kFails, kTooPrecise},
    {Fault::kNoPath, Method::kGetObjectAsync, "ARG-9", kRuns},
    {Fault::kMissingObject, Method::kGetObjectAsync, "ARG-10", kFails, kNotFound},
    {Fault::kNoPath, Method::kCreateClassEnumAsync, "ARG-11", kRuns},
    {Fault::kEmptyPath, Method::kCreateClassEnumAsync, "ARG-11", kRuns},
    {Fault::kMissingObject, Method::kCreateClassEnumAsync, "ARG-11", kFails, kInvalidClass},
    {Fault::kNoPath, Method::kCreateInstanceEnumAsync, "ARG-12", kRefused, kInvalidParameter},
    {Fault::kMissingObject, Method::kCreateInstanceEnumAsync, "ARG-12", kFails, kInvalidClass},
    {Fault::kNoObject, Method::kNone, "ARG-13", kRefused, kInvalidParameter},
    {Fault::kUpdateAndCreate, Method::kNone, "ARG-13", kFails, kInvalidParameter},
    {Fault::kSafeAndForce, Method::kNone, "ARG-13", kFails, kInvalidParameter},
    {Fault::kCreateExisting, Method::kNone, "ARG-13", kFails, kAlreadyExists},
    {Fault::kUpdateMissing, Method::kNone, "ARG-13", kFails, kNotFound},
    {Fault::kNoKey, Method::kNone, "ARG-14", kFails, kNoKeyGiven},
    {Fault::kForbiddenNull, Method::kPutInstanceAsync, "ARG-14", kFails, kIllegalNull},
    {Fault::kForeignContext, Method::kPutInstanceAsync, "ARG-14", kFails, kInvalidContext, kWireAlone},
    {Fault::kLeadingUnderscore, Method::kNone, "ARG-15", kFails, kInvalidOperation},
    {Fault::kTrailingUnderscore, Method::kNone, "ARG-15", kFails, kInvalidObject},
    {Fault::kUnknownSuperclass, Method::kNone, "ARG-15", kFails, kNotFound},
    {Fault::kMissingObject, Method::kDeleteClassAsync, "ARG-16", kFailsInFinal, kNotFound},
    {Fault::kNoPath, Method::kDeleteInstanceAsync, "ARG-17", kRefused, kInvalidParameter},
    {Fault::kMissingObject, Method::kDeleteInstanceAsync, "ARG-17", kFails, kNotFound},
    {Fault::kAmendedFlag, Method::kNone, "ARG-17", kFails, kInvalidParameter},
    {Fault::kNoPath, Method::kExecMethodAsync, "ARG-18", kRefused, kInvalidParameter},
    {Fault::kNoMethodName, Method::kExecMethodAsync, "ARG-18", kRefused, kInvalidParameter},
    {Fault::kNoInputs, Method::kExecMethodAsync, "ARG-18", kFails},
    {Fault::kDisabledMethod, Method::kExecMethodAsync, "ARG-18", kFailsInFinal, kMethodDisabled},
    {Fault::kUnimplementedMethod, Method::kExecMethodAsync, "ARG-18", kFailsInFinal, kMethodNotImplemented},
    {Fault::kNoPath, Method::kOpenNamespace, "ARG-20", kRefused, kInvalidParameter},
    {Fault::kAbsoluteNamespace, Method::kOpenNamespace, "ARG-20", kRefused, kInvalidParameter},
    {Fault::kMissingObject, Method::kOpenNamespace, "ARG-20", kRefused, kInvalidNamespace},
    {Fault::kBothOutPointers, Method::kOpenNamespace, "ARG-20", kRefused, kInvalidParameter},
    {Fault::kForeignContext, Method::kOpenNamespace, "ARG-20", kRefused, kInvalidParameter},
    {Fault::kNotForwardOnly, Method::kExecNotificationQuery, "ARG-22", kRefused, kInvalidParameter},
    {Fault::kNotAtOnce, Method::kExecNotificationQuery, "ARG-22", kRefused, kInvalidParameter},
    {Fault::kResultWithoutFlag, Method::kOpenNamespace, "SEMI-12", kOpen},
    {Fault::kNoOutPointer, Method::kQueryObjectSink, "ARG-21", kOpen, kInvalidParameter},
};

}  // namespace

const FaultyCall* find_faulty_call(Method method, Fault fault) noexcept {
    for (const FaultyCall& row : kTable) {
        if (row.fault == fault && (row.method == method || row.method == Method::kNone)) return &row;
    }
    return nullptr;
}

const FaultyCall* find_missing_call(Method method) noexcept {
    return find_faulty_call(method, method == Method::kPutInstanceAsync ? Fault::kUpdateMissing : Fault::kMissingObject);
}

}  // namespace wbemcheck::contract
