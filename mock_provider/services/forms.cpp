#include "mock_provider/services/forms.h"

#include <utility>

#include "mock_provider/services/enumerator.h"
#include "mock_provider/services/error_info.h"

namespace wbemcheck::mock {

std::shared_ptr<Feed> make_feed(Request request) {
    auto feed = std::make_shared<Feed>(std::move(request.work));
    if (request.early_end.has_value()) {
        feed->end_early(*std::move(request.early_end));
    }
    return feed;
}

HRESULT start_async(const Scope& scope, Request request, LONG flags, IWbemObjectSink* sink) {
    if (sink == nullptr) {
        return WBEM_E_INVALID_PARAMETER;  // ARG-1
    }
    if (FAILED(request.refusal)) {
        return request.refusal;
    }
    Delivery delivery;
    delivery.feed = make_feed(std::move(request));
    delivery.sends_progress = (flags & WBEM_FLAG_SEND_STATUS) != 0;
    delivery.reaches_client = scope.security == ClientSecurity::kInitialised;
    return scope.core->engine().start(*sink, std::move(delivery));
}

HRESULT start_async(const Scope& scope, std::shared_ptr<Feed> events, IWbemObjectSink* sink) {
    Delivery delivery;
    delivery.feed = std::move(events);
    delivery.reaches_client = scope.security == ClientSecurity::kInitialised;
    return scope.core->engine().start(*sink, std::move(delivery));
}

HRESULT run_call(const std::shared_ptr<Core>& core, Request request, bool is_semisynchronous, ResultKind kind,
                 CallOutputs outputs) {
    if (FAILED(request.refusal)) {
        return request.refusal;
    }
    const auto feed = make_feed(std::move(request));
    if (is_semisynchronous) {
        auto call_result = make_call_result(core, feed, kind);
        if (!core->engine().compute(feed)) {
            return WBEM_E_SHUTTING_DOWN;
        }
        if (outputs.call_result != nullptr) {
            *outputs.call_result = call_result.detach();
        }
        return WBEM_S_NO_ERROR;
    }
    feed->compute();
    const Ending ending = feed->ending().value_or(Ending{});
    set_error_info(ending);
    if (SUCCEEDED(ending.result) && outputs.object != nullptr) {
        Feed::Reading reading = feed->read(0, 1);
        if (!reading.objects.empty()) {
            *outputs.object = reading.objects.front().detach();
        }
    }
    return ending.result;
}

HRESULT run_enumeration(const std::shared_ptr<Core>& core, Request request, LONG flags,
                        IEnumWbemClassObject** enumerator) {
    if (FAILED(request.refusal)) {
        return request.refusal;
    }
    const auto feed = make_feed(std::move(request));
    auto made = make_enumerator(core, feed, (flags & WBEM_FLAG_FORWARD_ONLY) != 0);
    if ((flags & WBEM_FLAG_RETURN_IMMEDIATELY) != 0) {
        if (!core->engine().compute(feed)) {
            return WBEM_E_SHUTTING_DOWN;
        }
    } else {
        feed->compute();
        const Ending ending = feed->ending().value_or(Ending{});
        set_error_info(ending);
        if (FAILED(ending.result)) {
            return ending.result;
        }
    }
    *enumerator = made.detach();
    return WBEM_S_NO_ERROR;
}

}  // namespace wbemcheck::mock
