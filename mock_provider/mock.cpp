#include "mock_provider/mock.h"

#include <utility>

#include "mock_provider/services/apartment.h"
#include "mock_provider/services/core.h"
#include "mock_provider/services/locator.h"
#include "mock_provider/services/namespaces.h"
#include "mock_provider/services/status_code_text.h"

namespace wbemcheck::mock {

// Shared with nobody: what the interfaces keep alive is the core.
struct Mock::State {
    std::shared_ptr<Core> core;
};

Mock::Mock(Settings settings) : state_(std::make_shared<State>(State{std::make_shared<Core>(settings)})) {}

Mock::~Mock() { state_->core->shut_down(); }

com::com_ptr<IWbemLocator> Mock::locator() const { return make_locator(state_->core); }

com::com_ptr<IWbemServices> Mock::connect(ClientSecurity security) const {
    return open_services(state_->core, "root\\mock", security);
}

com::com_ptr<IUnsecuredApartment> Mock::apartment() const { return state_->core->hand_out(make_apartment()); }

com::com_ptr<IWbemStatusCodeText> Mock::status_code_text() const { return make_status_code_text(); }

Mock::Activity Mock::activity() const {
    const WorkerPool::Activity seen = state_->core->engine().activity();
    return {seen.busy, seen.outside};
}

void Mock::set_ordered(bool is_ordered) { state_->core->engine().set_ordered(is_ordered); }

HRESULT Mock::register_event_provider(const std::string& event_class, com::com_ptr<IUnknown> provider) const {
    const auto space = state_->core->repository().find_namespace("root\\mock");
    if (space == nullptr || space->find_class(event_class) == nullptr) return WBEM_E_INVALID_CLASS;
    return state_->core->event_providers().add(space->path(), event_class, state_->core->take_in(std::move(provider)));
}

}  // namespace wbemcheck::mock
