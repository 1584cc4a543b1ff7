// The code under test: a client of WMI, as an application has one. It starts services and lists them, and knows nothing
// of a mock.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "harness/com/com_ptr.h"
#include "harness/com/wbem.h"

namespace app {

class ServiceControl {
public:
    explicit ServiceControl(const wbemcheck::com::com_ptr<IWbemLocator>& locator);

    // How the connection came out.
    [[nodiscard]] HRESULT connected() const { return connected_; }
    // Starts a service and waits until it says that it runs.
    [[nodiscard]] bool start(std::string_view name);
    // The names of all services, asked for asynchronously.
    [[nodiscard]] std::vector<std::string> list();

private:
    HRESULT connected_ = E_FAIL;
    wbemcheck::com::com_ptr<IWbemServices> services_;
};

}  // namespace app
