// The error object of a synchronous call, where its client looks for it: GetErrorInfo.
#pragma once

#include "mock_provider/engine/answer.h"

namespace wbemcheck::mock {

// After a failure with details the thread has the __ExtendedStatus as its error object; after anything else
// it has none, so that nobody takes an old error for a new one.
void set_error_info(const Ending& ending) noexcept;
void clear_error_info() noexcept;

}  // namespace wbemcheck::mock
