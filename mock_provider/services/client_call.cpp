#include "mock_provider/services/client_call.h"

#include <string>

#include "mock_provider/services/error_details.h"

namespace wbemcheck::mock {

std::optional<EarlyEnd> make_early_end(const NamespaceStore& space, std::string_view method,
                                       const OptionalFailure& failure) {
    if (!failure.has_value()) {
        return std::nullopt;
    }
    constexpr std::string_view kOfForm = "Async";
    if (method.ends_with(kOfForm) && method != "NextAsync") {
        method.remove_suffix(kOfForm.size());  // STA-10: the synchronous name
    }
    auto details = make_error_details(
        space, {failure->result, std::string(method), {}, "The mock was told to let this call fail."});
    return EarlyEnd{failure->after_objects, {failure->result, std::nullopt, std::move(details)}};
}

}  // namespace wbemcheck::mock
