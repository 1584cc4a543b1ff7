#include "harness/trace/fault.h"

namespace wbemcheck::trace {

std::string_view name_of(Fault fault) noexcept {
    switch (fault) {
        case Fault::kNone: return "no fault";
        case Fault::kNoSink: return "pResponseHandler NULL";
        case Fault::kUnknownFlag: return "an unknown flag";
        case Fault::kIgnoredFlag: return "a flag to be ignored";
        case Fault::kNoLanguage: return "strQueryLanguage NULL";
        case Fault::kOtherLanguage: return "a query language that is not WQL";
        case Fault::kNoQuery: return "strQuery NULL";
        case Fault::kLongQuery: return "a query over the length limit";
        case Fault::kMalformedQuery: return "a query with a syntax error";
        case Fault::kUnknownProperty: return "an unknown property in the select list";
        case Fault::kUnknownEventClass: return "an unknown event class";
        case Fault::kNoEventClass: return "a class that is no event class";
        case Fault::kGroupWithoutWithin: return "GROUP without WITHIN";
        case Fault::kIntrinsicWithoutWithin: return "an intrinsic event without WITHIN";
        case Fault::kNoPath: return "a NULL name";
        case Fault::kEmptyPath: return "an empty name";
        case Fault::kMissingObject: return "a name of what does not exist";
        case Fault::kNoObject: return "a NULL object";
        case Fault::kUpdateAndCreate: return "UPDATE_ONLY together with CREATE_ONLY";
        case Fault::kSafeAndForce: return "safe together with force mode";
        case Fault::kCreateExisting: return "CREATE_ONLY for what exists";
        case Fault::kUpdateMissing: return "UPDATE_ONLY for what does not exist";
        case Fault::kNoKey: return "an instance without its key";
        case Fault::kLeadingUnderscore: return "a class name with a leading underscore";
        case Fault::kTrailingUnderscore: return "a class name with a trailing underscore";
        case Fault::kUnknownSuperclass: return "an unknown superclass";
        case Fault::kAmendedFlag: return "WBEM_FLAG_USE_AMENDED_QUALIFIERS";
        case Fault::kNoMethodName: return "strMethodName NULL";
        case Fault::kNoInputs: return "pInParams NULL for a method with inputs";
        case Fault::kAbsoluteNamespace: return "an absolute namespace";
        case Fault::kBothOutPointers: return "both out pointers given";
        case Fault::kNoOutPointer: return "the out pointer NULL";
        case Fault::kNotForwardOnly: return "WBEM_FLAG_FORWARD_ONLY missing";
        case Fault::kNotAtOnce: return "WBEM_FLAG_RETURN_IMMEDIATELY missing";
        case Fault::kResultWithoutFlag: return "ppResult but not WBEM_FLAG_RETURN_IMMEDIATELY";
        case Fault::kForeignContext: return "unknown values in its context";
        case Fault::kForbiddenNull: return "an instance with NULL in a not-null property";
        case Fault::kDisabledMethod: return "the name of a disabled method";
        case Fault::kUnimplementedMethod: return "the name of a method that is not implemented";
    }
    return "an unknown fault";
}

}  // namespace wbemcheck::trace
