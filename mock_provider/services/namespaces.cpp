#include "mock_provider/services/namespaces.h"

#include <memory>
#include <utility>

#include "harness/com/bstr.h"
#include "harness/com/hresult.h"
#include "mock_provider/services/call_result.h"
#include "mock_provider/services/request.h"
#include "mock_provider/services/wbem_services.h"

namespace wbemcheck::mock {

com::com_ptr<IWbemServices> open_services(const std::shared_ptr<Core>& core, std::string_view path,
                                          ClientSecurity security, std::string locale) {
    auto space = core->repository().find_namespace(path);
    if (space == nullptr) {
        return nullptr;
    }
    return core->hand_out(make_services(Scope{core, std::move(space), security, std::move(locale)}));
}

HRESULT open_namespace(const Scope& scope, BSTR name, LONG flags, IWbemContext* context, NamespaceOutputs outputs,
                       std::optional<EarlyEnd> early_end) {
    const bool is_semisynchronous = outputs.call_result != nullptr;  // SEMI-12: with or without the flag
    const bool is_flagged = (flags & WBEM_FLAG_RETURN_IMMEDIATELY) != 0;
    const bool is_absolute = name != nullptr && (name[0] == OLESTR('\\') || name[0] == OLESTR('/'));
    if (name == nullptr || is_absolute || context != nullptr || (outputs.services != nullptr) == is_semisynchronous ||
        (is_flagged && !is_semisynchronous)) {
        return WBEM_E_INVALID_PARAMETER;
    }
    HRESULT result = check_flags(flags, 0, Form::kCall);
    if (SUCCEEDED(result)) {
        result = check_text(name, kMaxPath);
    }
    if (FAILED(result)) {
        return result;
    }
    const std::string path = scope.space->path() + '\\' + com::to_utf8(name);
    if (!is_semisynchronous) {
        if (early_end.has_value()) {
            return early_end->ending.result;
        }
        *outputs.services = open_services(scope.core, path, scope.security, scope.locale).detach();
        return *outputs.services == nullptr ? WBEM_E_INVALID_NAMESPACE : WBEM_S_NO_ERROR;
    }
    const auto feed = std::make_shared<Feed>([core = scope.core, path] {
        return outcome(core->repository().find_namespace(path) == nullptr ? WBEM_E_INVALID_NAMESPACE : WBEM_S_NO_ERROR);
    });
    if (early_end.has_value()) {
        feed->end_early(*std::move(early_end));
    }
    auto made = make_call_result(scope.core, feed, ResultKind::kServices,
                                 [core = scope.core, path, security = scope.security, locale = scope.locale] {
        auto opened = open_services(core, path, security, locale);
        if (opened == nullptr) {
            throw com::HresultError(WBEM_E_INVALID_NAMESPACE);  // deleted since the call
        }
        return opened;
    });
    if (!scope.core->engine().compute(feed)) {
        return WBEM_E_SHUTTING_DOWN;
    }
    *outputs.call_result = made.detach();
    return WBEM_S_NO_ERROR;
}

}  // namespace wbemcheck::mock
