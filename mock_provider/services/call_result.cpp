#include "mock_provider/services/call_result.h"

#include <limits>
#include <string_view>
#include <utility>

#include "harness/com/bstr.h"
#include "harness/com/com_object.h"
#include "mock_provider/services/client_call.h"
#include "mock_provider/services/enumerator.h"
#include "mock_provider/services/error_info.h"

namespace wbemcheck::mock {

namespace {

class CallResult final : public com::ComObject<IWbemCallResult> {
public:
    CallResult(std::shared_ptr<Core> core, std::shared_ptr<Feed> feed, ResultKind kind,
               std::function<com::com_ptr<IWbemServices>()> make_services)
        : core_(std::move(core)), feed_(std::move(feed)), kind_(kind), make_services_(std::move(make_services)) {}

    HRESULT STDMETHODCALLTYPE GetResultObject(LONG timeout, IWbemClassObject** object) noexcept override {
        return get("GetResultObject", timeout, ResultKind::kObject, object, [&] {
            Feed::Reading reading = feed_->read(0, 1);
            // A method without outputs has none, as in its synchronous form.
            *object = reading.objects.empty() ? nullptr : reading.objects.front().detach();
        });
    }

    HRESULT STDMETHODCALLTYPE GetResultString(LONG timeout, BSTR* text) noexcept override {
        return get("GetResultString", timeout, ResultKind::kString, text,
                   [&] { *text = com::make_bstr(feed_->ending()->text.value_or("")).detach(); });
    }

    HRESULT STDMETHODCALLTYPE GetResultServices(LONG timeout, IWbemServices** services) noexcept override {
        return get("GetResultServices", timeout, ResultKind::kServices, services,
                   [&] { *services = make_services_().detach(); });
    }

    HRESULT STDMETHODCALLTYPE GetCallStatus(LONG timeout, LONG* status) noexcept override {
        return client_call(*core_, "GetCallStatus", [&]() -> HRESULT {
            if (status == nullptr) {
                return WBEM_E_INVALID_PARAMETER;
            }
            const HRESULT result = wait(timeout);
            if (result == WBEM_S_NO_ERROR) {
                set_error_info(*feed_->ending());
                *status = feed_->ending()->result;  // SEMI-1: a failed operation does not make this call fail
            }
            return result;
        });
    }

private:
    // WBEM_S_NO_ERROR when the operation is over, well or not; WBEM_S_TIMEDOUT when it is not.
    [[nodiscard]] HRESULT wait(LONG timeout) const {
        Feed::Deadline deadline;
        if (!read_timeout(timeout, deadline)) {
            return WBEM_E_INVALID_PARAMETER;
        }
        const bool is_over = feed_->wait(std::numeric_limits<std::size_t>::max(), deadline);
        return is_over ? WBEM_S_NO_ERROR : WBEM_S_TIMEDOUT;
    }

    // SEMI-2. `store` fills `out`, which is NULL in every other case.
    template <class T, class Store>
    [[nodiscard]] HRESULT get(std::string_view method, LONG timeout, ResultKind wanted, T* out, Store store) noexcept {
        if (out != nullptr) {
            *out = nullptr;
        }
        return client_call(*core_, method, [&]() -> HRESULT {
            if (out == nullptr) {
                return WBEM_E_INVALID_PARAMETER;
            }
            if (kind_ != wanted) {
                return WBEM_E_INVALID_OPERATION;
            }
            HRESULT result = wait(timeout);
            if (result == WBEM_S_NO_ERROR) {
                const auto ending = feed_->ending();
                result = ending->result;
                set_error_info(*ending);
                if (SUCCEEDED(result)) {
                    store();
                }
            }
            return result;
        });
    }

    const std::shared_ptr<Core> core_;
    const std::shared_ptr<Feed> feed_;
    const ResultKind kind_;
    const std::function<com::com_ptr<IWbemServices>()> make_services_;
};

}  // namespace

com::com_ptr<IWbemCallResult> make_call_result(std::shared_ptr<Core> core, std::shared_ptr<Feed> feed, ResultKind kind,
                                               std::function<com::com_ptr<IWbemServices>()> make_services) {
    return com::make_com<CallResult>(std::move(core), std::move(feed), kind, std::move(make_services));
}

}  // namespace wbemcheck::mock
