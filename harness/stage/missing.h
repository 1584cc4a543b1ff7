// How a scenario ends before its time.
#pragma once

#include <stdexcept>
#include <string>

#include "harness/com/wbem.h"

namespace wbemcheck::stage {

// Ends a scenario before its time: the situation that it wants to look at did not arise. Caught by `Stage::play`.
class SituationMissing : public std::runtime_error {
public:
    using std::runtime_error::runtime_error;
};

// The subject says that it does not have what the scenario is about.
class FeatureMissing : public std::runtime_error {
public:
    FeatureMissing(const std::string& what, HRESULT result) : std::runtime_error(what), result_(result) {}
    [[nodiscard]] HRESULT result() const noexcept { return result_; }

private:
    HRESULT result_;
};

}  // namespace wbemcheck::stage
