#include "mock_provider/services/error_info.h"

#include "harness/com/com_ptr.h"
#include "harness/com/wbem.h"

namespace wbemcheck::mock {

void set_error_info(const Ending& ending) noexcept {
    clear_error_info();
    if (!FAILED(ending.result) || ending.details == nullptr || ending.details->size() == 0) {
        return;
    }
    try {
        const com::com_ptr<IErrorInfo> info = ending.details->make(0).as<IErrorInfo>();
        static_cast<void>(SetErrorInfo(0, info.get()));
    } catch (...) {
        // Without memory for the details the result alone must do.
    }
}

void clear_error_info() noexcept { static_cast<void>(SetErrorInfo(0, nullptr)); }

}  // namespace wbemcheck::mock
