// What a test of a WMI client does with the mock. The README shows the part between the brackets.
#include <chrono>
#include <cstdio>

#include "harness/com/variant.h"
#include "mock_provider/mock.h"
#include "service_control.h"

namespace {

int failures = 0;

void expect(bool holds, const char* what) {
    failures += holds ? 0 : 1;
    std::printf("%s: %s\n", holds ? "ok" : "FAILED", what);
}

}  // namespace

int main() {
    using app::ServiceControl;
    // [backend
    wbemcheck::mock::Mock mock({.batch = 1});
    mock.load_mof(R"(class App_Service { [key] string Name; [implemented] uint32 Start(); };
                     class App_Started : __ExtrinsicEvent { string Name; };
                     instance of App_Service { Name = "web"; };)",
                  "root\\app");
    mock.handle_method("root\\app:App_Service", "Start", [&](const wbemcheck::mock::MethodInvocation& call) {
        mock.fire("instance of App_Started { Name = \"web\"; };", "root\\app");
        call.set_output("ReturnValue", wbemcheck::com::make_variant(0));
        return S_OK;
    });
    mock.set_latency(std::chrono::milliseconds(5));
    mock.fail_call({.method = "ConnectServer", .nth = 2, .result = E_ACCESSDENIED});
    ServiceControl control(mock.locator());  // the code under test
    expect(control.start("web"), "it starts the service and hears of it");
    expect(ServiceControl(mock.locator()).connected() == E_ACCESSDENIED, "it says that it is kept out");
    // backend]
    expect(control.list() == std::vector<std::string>{"web"}, "it lists the service");
    return failures;
}
