// IWbemLocator of the mock.
#pragma once

#include <memory>

#include "harness/com/com_ptr.h"
#include "harness/com/wbem.h"
#include "mock_provider/services/core.h"

namespace wbemcheck::mock {

[[nodiscard]] com::com_ptr<IWbemLocator> make_locator(std::shared_ptr<Core> core);

}  // namespace wbemcheck::mock
