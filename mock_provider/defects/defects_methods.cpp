// STA-16: calls of methods that take the ReturnValue of the method for the result of the call.
#include "harness/com/bstr.h"
#include "harness/com/variant.h"
#include "mock_provider/defects/families.h"
#include "mock_provider/defects/port_filter.h"

namespace wbemcheck::mock {

namespace {

LONG return_value_of(IWbemClassObject& outputs) {
    com::variant value;
    if (FAILED(outputs.Get(com::make_bstr("ReturnValue").get(), 0, value.put(), nullptr, nullptr))) {
        return 0;
    }
    return value->vt == VT_I4 ? value->lVal : 0;
}

// Knows the ReturnValue when the final status is due.
class ReturnValuePort : public PortFilter {
public:
    using PortFilter::PortFilter;

    HRESULT indicate(std::span<IWbemClassObject*> objects) noexcept override {
        return_value_ = return_value_of(*objects.front());
        return PortFilter::indicate(objects);
    }

protected:
    [[nodiscard]] LONG return_value() const noexcept { return return_value_; }

private:
    LONG return_value_ = 0;
};

class FailingPort final : public ReturnValuePort {
public:
    using ReturnValuePort::ReturnValuePort;

    HRESULT send_final(const FinalStatus& final_status) noexcept override {
        const bool is_changed = SUCCEEDED(final_status.result) && return_value() != 0;
        return ReturnValuePort::send_final(is_changed ? FinalStatus{WBEM_E_FAILED, nullptr, nullptr} : final_status);
    }
};

class ForwardingPort final : public ReturnValuePort {
public:
    using ReturnValuePort::ReturnValuePort;

    HRESULT send_final(const FinalStatus& final_status) noexcept override {
        return ReturnValuePort::send_final(SUCCEEDED(final_status.result)
                                               ? FinalStatus{static_cast<HRESULT>(return_value()), nullptr, nullptr}
                                               : final_status);
    }
};

constexpr DefectEntry kDefects[] = {
    {{"return-value-fails-call", "A method with a ReturnValue other than 0 ends with WBEM_E_FAILED.",
      clauses<"STA-16", "STA-8">},
     [](Seams& seams) { filter_ports<FailingPort>(seams, calls_of<AsyncMethod::kExecMethod>); }},
    {{"return-value-in-final", "The final status of ExecMethodAsync is the ReturnValue of the method.",
      clauses<"STA-16", "STA-8">},
     [](Seams& seams) { filter_ports<ForwardingPort>(seams, calls_of<AsyncMethod::kExecMethod>); }},
};

}  // namespace

std::span<const DefectEntry> method_defects() noexcept { return kDefects; }

}  // namespace wbemcheck::mock
