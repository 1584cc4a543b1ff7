// Ports and policies that stand in front of others. A defect overrides what it does otherwise and leaves the rest to
// the one behind it, so that everything but its one deviation keeps the contract.
#pragma once

#include <functional>
#include <memory>
#include <span>
#include <utility>
#include <vector>

#include "mock_provider/defects/call_info.h"
#include "mock_provider/defects/seams.h"
#include "mock_provider/engine/delivery_policy.h"

namespace wbemcheck::mock {

class PortFilter : public SinkPort {
public:
    PortFilter(std::unique_ptr<SinkPort> inner, IWbemObjectSink& sink, const CallInfo& call) noexcept
        : inner_(std::move(inner)), sink_(sink), call_(call) {}

    void accept() noexcept override { inner_->accept(); }
    HRESULT indicate(std::span<IWbemClassObject*> objects) noexcept override { return inner_->indicate(objects); }
    HRESULT report_progress(HRESULT progress) noexcept override { return inner_->report_progress(progress); }
    HRESULT send_final(const FinalStatus& final_status) noexcept override { return inner_->send_final(final_status); }
    void release() noexcept override { inner_->release(); }

protected:
    [[nodiscard]] SinkPort& inner() const noexcept { return *inner_; }
    // Hands the inner port over; nothing may be called on this one afterwards.
    [[nodiscard]] std::shared_ptr<SinkPort> take_inner() noexcept { return std::move(inner_); }
    // Counting on this pointer is the defect's own doing: the ports that keep the contract never see it.
    [[nodiscard]] IWbemObjectSink& sink() const noexcept { return sink_; }
    [[nodiscard]] const CallInfo& call() const noexcept { return call_; }

private:
    std::unique_ptr<SinkPort> inner_;
    IWbemObjectSink& sink_;
    const CallInfo call_;
};

class PolicyFilter : public DeliveryPolicy {
public:
    explicit PolicyFilter(std::shared_ptr<const DeliveryPolicy> inner) noexcept : inner_(std::move(inner)) {}

    [[nodiscard]] std::unique_ptr<SinkPort> open(IWbemObjectSink& sink) const override { return inner_->open(sink); }
    [[nodiscard]] bool is_refusal(HRESULT answer) const noexcept override { return inner_->is_refusal(answer); }
    void finish(SinkPort& port, const FinalStatus& final_status) const noexcept override {
        inner_->finish(port, final_status);
    }
    void lose(SinkPort& port) const noexcept override { inner_->lose(port); }
    void choose_cancelled(std::vector<std::shared_ptr<Operation>>& pending) const override {
        inner_->choose_cancelled(pending);
    }

private:
    const std::shared_ptr<const DeliveryPolicy> inner_;
};

// Puts a policy in front of the one that is there.
template <class Policy, class... Args>
void filter_policy(Seams& seams, Args... args) {
    auto inner = seams.delivery != nullptr ? seams.delivery : std::make_shared<const DirectDelivery>();
    seams.delivery = std::make_shared<const Policy>(std::move(inner), std::move(args)...);
}

using PortMaker = std::function<std::unique_ptr<SinkPort>(std::unique_ptr<SinkPort> inner, IWbemObjectSink& sink,
                                                          const CallInfo& call)>;

// The operations of the calls that the condition names get the port that `make` makes.
void filter_ports(Seams& seams, CallCondition condition, PortMaker make);

// The same for a class of ports. `shared` goes to every one of them: state that they have in common.
template <class Port, class... Shared>
void filter_ports(Seams& seams, CallCondition condition, Shared... shared) {
    filter_ports(seams, condition,
                 PortMaker([=](std::unique_ptr<SinkPort> inner, IWbemObjectSink& sink, const CallInfo& call) {
                     return std::make_unique<Port>(std::move(inner), sink, call, shared...);
                 }));
}

}  // namespace wbemcheck::mock
