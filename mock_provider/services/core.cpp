#include "mock_provider/services/core.h"

#include <utility>

#include "mock_provider/schema/mock_schema.h"
#include "mock_provider/services/builtin_methods.h"
#include "mock_provider/services/intrinsic_events.h"

namespace wbemcheck::mock {

namespace {

EngineSettings engine_settings(const Settings& settings, const Seams& seams) {
    EngineSettings result;
    result.threads = settings.threads;
    result.batch = settings.batch;
    result.latency = settings.latency;
    result.work = {.rounds = settings.work, .noise = settings.noise};
    result.policy = seams.delivery;
    result.clock = settings.clock;
    return result;
}

}  // namespace

Core::Core(const Settings& settings)
    : seams_(make_seams(settings.defects)),
      repository_(make_mock_repository(settings.objects, settings.schema)),
      events_(std::make_shared<EventBindings>()),
      engine_(engine_settings(settings, seams_)),
      timers_(events_) {
    add_builtin_methods(methods_);
    repository_->observe([this](const Change& change) noexcept {
        publish_change(change, *repository_, *events_);
        timers_.follow(change, *repository_, engine_);
    });
}

Core::~Core() {
    shut_down();
    repository_->observe({});  // namespaces that are still held must not tell a core that is gone
}

com::com_ptr<IWbemServices> Core::hand_out(com::com_ptr<IWbemServices> services) const {
    return seams_.wrap_services == nullptr ? services : seams_.wrap_services(std::move(services));
}

com::com_ptr<IUnsecuredApartment> Core::hand_out(com::com_ptr<IUnsecuredApartment> apartment) const {
    return seams_.wrap_apartment == nullptr ? apartment : seams_.wrap_apartment(std::move(apartment));
}

com::com_ptr<IUnknown> Core::take_in(com::com_ptr<IUnknown> event_provider) const {
    return seams_.wrap_event_provider == nullptr ? event_provider : seams_.wrap_event_provider(std::move(event_provider));
}

// In this order: subscriptions end as cancelled, and a callback that waits for events does not hold up the end.
void Core::shut_down() noexcept {
    engine_.cancel_all();
    events_->close(WBEM_E_SHUTTING_DOWN);
    engine_.shut_down();
    methods_.clear();
}

}  // namespace wbemcheck::mock
