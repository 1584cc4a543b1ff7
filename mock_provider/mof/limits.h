// What a MOF text may not exceed. No sensible schema comes near; they keep hostile text from taking the
// stack, the memory or the time of a process.
#pragma once

#include <cstddef>

namespace wbemcheck::mock::mof {

inline constexpr std::size_t kMaxErrors = 50;        // of one run; then it stops looking
inline constexpr std::size_t kMaxNesting = 64;       // objects within objects
inline constexpr std::size_t kMaxQualifiers = 1024;  // in one list
inline constexpr std::size_t kMaxMembers =
    4096;  // properties and methods of one class, parameters of one method
inline constexpr std::size_t kMaxDerivation = 256;    // superclasses above one class
inline constexpr std::size_t kMaxAliasKeys = 8;       // aliases in the keys of what an alias names
inline constexpr std::size_t kMaxIncludeDepth = 64;   // files within files
inline constexpr std::size_t kMaxIncludes = 100'000;  // files read in one run, each time counted
// What all classes and instances of one run have together, inherited members and defaults too: a value counts
// one, a member of a class four. A short text could ask for any amount of memory without it.
inline constexpr std::size_t kMaxMembersInAll = 4'000'000;
inline constexpr std::size_t kMaxFileBytes = 256U << 20U;

}  // namespace wbemcheck::mock::mof
