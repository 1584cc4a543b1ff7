// A port that leaves the counting of its sink to whoever derives from it.
#pragma once

#include "mock_provider/defects/port_filter.h"

namespace wbemcheck::mock {

// Calls the sink and never counts.
class UncountedPort : public PortFilter {
public:
    using PortFilter::PortFilter;

    void accept() noexcept override {}
    HRESULT indicate(std::span<IWbemClassObject*> objects) noexcept override {
        return sink().Indicate(static_cast<LONG>(objects.size()), objects.data());
    }
    HRESULT report_progress(HRESULT progress) noexcept override {
        return sink().SetStatus(WBEM_STATUS_PROGRESS, progress, nullptr, nullptr);
    }
    HRESULT send_final(const FinalStatus& final_status) noexcept override {
        return sink().SetStatus(WBEM_STATUS_COMPLETE, final_status.result, final_status.text, final_status.object);
    }
    void release() noexcept override {}
};

}  // namespace wbemcheck::mock
