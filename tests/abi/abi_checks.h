// What the tests of this folder say about sides.
#pragma once

#include "tests/abi/side.h"

namespace wbemcheck::abi {

// Every method of `object`, called through the declarations of `caller`, is its namesake, gets its arguments
// and hands back its result. Returns the number of methods.
std::size_t expect_all_arrive(const Interface& caller, void* object);

}  // namespace wbemcheck::abi
