#include "mock_provider/mock.h"

#include "mock_provider/services/apartment.h"
#include "mock_provider/services/core.h"
#include "mock_provider/services/locator.h"
#include "mock_provider/services/namespaces.h"

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

}  // namespace wbemcheck::mock
