// A person's mistake, in one sentence: what was given, what was expected, what to do. Ends in exit code 2.
#pragma once

#include <stdexcept>

namespace wbemcheck {

class UsageError : public std::runtime_error {
public:
    using std::runtime_error::runtime_error;
};

}  // namespace wbemcheck
