// What all interfaces of one mock share.
#pragma once

#include <memory>
#include <string>

#include "harness/com/com_ptr.h"
#include "harness/com/wbem.h"
#include "mock_provider/defects/seams.h"
#include "mock_provider/engine/engine.h"
#include "mock_provider/engine/event_bindings.h"
#include "mock_provider/mock.h"
#include "mock_provider/model/namespace_store.h"
#include "mock_provider/model/repository.h"
#include "mock_provider/services/event_providers.h"
#include "mock_provider/services/method_table.h"
#include "mock_provider/services/ordered_failures.h"
#include "mock_provider/services/timers.h"

namespace wbemcheck::mock {

// Kept alive by the Mock and by every interface that it handed out; the last of them may go on any thread. Once it is
// shut down every call fails with WBEM_E_SHUTTING_DOWN.
class Core {
public:
    explicit Core(const Settings& settings);
    ~Core();
    Core(const Core&) = delete;
    Core& operator=(const Core&) = delete;

    [[nodiscard]] Repository& repository() noexcept { return *repository_; }
    [[nodiscard]] Engine& engine() noexcept { return engine_; }
    [[nodiscard]] EventBindings& events() noexcept { return *events_; }
    [[nodiscard]] EventProviders& event_providers() noexcept { return event_providers_; }
    // An event provider on its way in: through the seam.
    [[nodiscard]] com::com_ptr<IUnknown> take_in(com::com_ptr<IUnknown> event_provider) const;
    [[nodiscard]] MethodTable& methods() noexcept { return methods_; }
    [[nodiscard]] OrderedFailures& failures() noexcept { return failures_; }

    // A services pointer on its way out: through the seam.
    [[nodiscard]] com::com_ptr<IWbemServices> hand_out(com::com_ptr<IWbemServices> services) const;
    [[nodiscard]] com::com_ptr<IUnsecuredApartment> hand_out(com::com_ptr<IUnsecuredApartment> apartment) const;

    // Ends the subscriptions, cancels the operations, waits for the callbacks in progress; lets the methods go, which
    // may have captured what holds this core.
    void shut_down() noexcept;
    [[nodiscard]] bool is_shut_down() const noexcept { return engine_.is_shut_down(); }

private:
    const Seams seams_;
    const std::unique_ptr<Repository> repository_;
    const std::shared_ptr<EventBindings> events_;
    MethodTable methods_;
    OrderedFailures failures_;
    EventProviders event_providers_;
    Engine engine_;
    Timers timers_;
};

// Where a call takes place.
struct Scope {
    std::shared_ptr<Core> core;
    std::shared_ptr<NamespaceStore> space;
    ClientSecurity security = ClientSecurity::kInitialised;  // of the client behind the services pointer
    std::string locale = "MS_409";                           // of the client: whose texts amended objects have
};

}  // namespace wbemcheck::mock
