// OpenNamespace and what ConnectServer makes of a path.
#pragma once

#include <string>
#include <string_view>

#include "harness/com/com_ptr.h"
#include "harness/com/wbem.h"
#include "mock_provider/services/core.h"

namespace wbemcheck::mock {

// A services pointer for the namespace, through the seam; null when there is no such namespace.
[[nodiscard]] com::com_ptr<IWbemServices> open_services(const std::shared_ptr<Core>& core, std::string_view path,
                                                        ClientSecurity security = ClientSecurity::kInitialised,
                                                        std::string locale = "MS_409");

// ARG-20, SEMI-12. The out pointers are NULL on entry.
[[nodiscard]] HRESULT open_namespace(const Scope& scope, BSTR name, LONG flags, IWbemContext* context,
                                     IWbemServices** services, IWbemCallResult** call_result);

}  // namespace wbemcheck::mock
