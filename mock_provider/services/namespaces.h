// OpenNamespace and what ConnectServer makes of a path.
#pragma once

#include <optional>
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

// Where OpenNamespace puts what it gives; either is null. The out pointers are NULL on entry.
struct NamespaceOutputs {
    IWbemServices** services = nullptr;
    IWbemCallResult** call_result = nullptr;
};
// ARG-20, SEMI-12. An early end is that of a call that was ordered to fail.
[[nodiscard]] HRESULT open_namespace(const Scope& scope, BSTR name, LONG flags, IWbemContext* context,
                                     NamespaceOutputs outputs, std::optional<EarlyEnd> early_end);

}  // namespace wbemcheck::mock
