#include "mock_provider/defects/port_filter.h"

#include "mock_provider/defects/services_filter.h"

namespace wbemcheck::mock {

namespace {

class PortPolicy final : public PolicyFilter {
public:
    PortPolicy(std::shared_ptr<const DeliveryPolicy> inner, CallCondition condition, PortMaker make)
        : PolicyFilter(std::move(inner)), condition_(condition), make_(std::move(make)) {}

    [[nodiscard]] std::unique_ptr<SinkPort> open(IWbemObjectSink& sink) const override {
        std::unique_ptr<SinkPort> inner = PolicyFilter::open(sink);
        const CallInfo& call = call_of_this_thread();
        return condition_(call) ? make_(std::move(inner), sink, call) : std::move(inner);
    }

private:
    const CallCondition condition_;
    const PortMaker make_;
};

}  // namespace

void filter_ports(Seams& seams, CallCondition condition, PortMaker make) {
    filter_services(seams, {});  // says in which call a port is opened
    filter_policy<PortPolicy>(seams, condition, std::move(make));
}

}  // namespace wbemcheck::mock
