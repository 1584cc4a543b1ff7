// What is wrong, or only unusual, about the arguments of a call that the harness makes on purpose. It stands in the mark
// in front of the call, so that the judge need not guess it from the arguments.
#pragma once

#include <cstdint>
#include <string_view>

namespace wbemcheck::trace {

// The values are stored in traces: append, never renumber.
enum class Fault : std::uint16_t {
    kNone = 0,
    kNoSink,              // pResponseHandler NULL
    kUnknownFlag,         // a bit that no document lists for the method
    kIgnoredFlag,         // a bit that MS-WMI wants ignored
    kNoLanguage,          // strQueryLanguage NULL
    kOtherLanguage,       // not WQL
    kNoQuery,             // strQuery NULL
    kLongQuery,           // far over every limit
    kMalformedQuery,      // a syntax error
    kUnknownProperty,     // in the select list
    kUnknownEventClass,   // FROM names no class
    kNoEventClass,        // FROM names a class that is no event
    kGroupWithoutWithin,
    kIntrinsicWithoutWithin,
    kNoPath,              // path, class name or namespace NULL
    kEmptyPath,           // the same as an empty text
    kMissingObject,       // names what does not exist
    kNoObject,            // the object to put is NULL
    kUpdateAndCreate,     // UPDATE_ONLY together with CREATE_ONLY
    kSafeAndForce,        // safe together with force mode
    kCreateExisting,      // CREATE_ONLY for what exists
    kUpdateMissing,       // UPDATE_ONLY for what does not
    kNoKey,               // an instance without its key
    kLeadingUnderscore,   // class names
    kTrailingUnderscore,
    kUnknownSuperclass,
    kAmendedFlag,         // USE_AMENDED_QUALIFIERS where it cannot be used
    kNoMethodName,
    kNoInputs,            // pInParams NULL for a method with inputs
    kAbsoluteNamespace,
    kBothOutPointers,
    kNoOutPointer,
    kNotForwardOnly,      // without WBEM_FLAG_FORWARD_ONLY, where it must be
    kNotAtOnce,           // without WBEM_FLAG_RETURN_IMMEDIATELY, where it must be
    kResultWithoutFlag,   // ppResult without WBEM_FLAG_RETURN_IMMEDIATELY
    kForeignContext,      // pCtx with values that the method knows nothing of
    kForbiddenNull,       // an instance with NULL in a property that must not be
    kDisabledMethod,
    kUnimplementedMethod,
};

// What became of an [in] argument while the call ran (IND-11).
enum class ArgumentFate : std::uint16_t {
    kIntact = 0,
    kFreed,     // a BSTR
    kChanged,   // the text of a BSTR
    kReleased,  // an object: the subject released more than it took; value2 = by how many
};

// "strQuery NULL": for notes and messages.
[[nodiscard]] std::string_view name_of(Fault fault) noexcept;

}  // namespace wbemcheck::trace
