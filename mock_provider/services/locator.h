// IWbemLocator of the mock, and its class object.
#pragma once

#include <memory>

#include "harness/com/com_ptr.h"
#include "harness/com/wbem.h"
#include "mock_provider/services/core.h"

namespace wbemcheck::mock {

[[nodiscard]] com::com_ptr<IWbemLocator> make_locator(std::shared_ptr<Core> core);
// A class object that makes such locators.
[[nodiscard]] com::com_ptr<IClassFactory> make_locator_factory(std::shared_ptr<Core> core);

}  // namespace wbemcheck::mock
