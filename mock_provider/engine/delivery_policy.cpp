#include "mock_provider/engine/delivery_policy.h"

namespace wbemcheck::mock {

namespace {

class DirectPort final : public SinkPort {
public:
    explicit DirectPort(IWbemObjectSink& sink) noexcept : address_(&sink) {}

    void accept() noexcept override { sink_ = com::retain_ptr(address_); }

    // REF-6: sink_ holds the reference for as long as a callback can run.
    HRESULT indicate(std::span<IWbemClassObject*> objects) noexcept override {
        return sink_->Indicate(static_cast<LONG>(objects.size()), objects.data());
    }
    HRESULT report_progress(HRESULT progress) noexcept override {
        return sink_->SetStatus(WBEM_STATUS_PROGRESS, progress, nullptr, nullptr);  // STA-6
    }
    HRESULT send_final(const FinalStatus& final_status) noexcept override {
        return sink_->SetStatus(WBEM_STATUS_COMPLETE, final_status.result, final_status.text,
                                final_status.object);  // STA-5
    }
    void release() noexcept override { sink_.reset(); }

private:
    IWbemObjectSink* const address_;  // not to be dereferenced before `accept`
    com::com_ptr<IWbemObjectSink> sink_;
};

}  // namespace

std::unique_ptr<SinkPort> DirectDelivery::open(IWbemObjectSink& sink) const {
    return std::make_unique<DirectPort>(sink);
}

// IND-6, STA-17: a failure ends it. IND-7: no success code does.
bool DirectDelivery::is_refusal(HRESULT answer) const noexcept { return FAILED(answer); }

// REF-3, REF-4: the release follows the final, at once. STA-20: what the final returned means nothing any more.
void DirectDelivery::finish(SinkPort& port, const FinalStatus& final_status) const noexcept {
    port.send_final(final_status);
    port.release();
}

// SEC-1: nothing but the release.
void DirectDelivery::lose(SinkPort& port) const noexcept { port.release(); }

// CAN-1: all of them.
void DirectDelivery::choose_cancelled(std::vector<std::shared_ptr<Operation>>&) const {}

}  // namespace wbemcheck::mock
