// The sentence of the UsageError that an action ends in.
#pragma once

#include <string>

#include "harness/subject/usage_error.h"

namespace wbemcheck::subject::test {

template <class Action>
std::string usage_message(Action action) {
    try {
        action();
    } catch (const UsageError& error) {
        return error.what();
    }
    return "(no error)";
}

}  // namespace wbemcheck::subject::test
