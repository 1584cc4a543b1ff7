// SetErrorInfo and GetErrorInfo: the error object of a thread.
#include <utility>

#include "harness/com/com_ptr.h"
#include "harness/com/portable/automation.h"

namespace wbemcheck::portable {

namespace {

// Goes when the thread ends.
com::com_ptr<IErrorInfo>& slot() noexcept {
    thread_local com::com_ptr<IErrorInfo> slot;
    return slot;
}

}  // namespace

HRESULT SetErrorInfo(ULONG reserved, IErrorInfo* info) noexcept {
    if (reserved != 0) {
        return E_INVALIDARG;
    }
    // The former object goes last: its end may set another one.
    const com::com_ptr<IErrorInfo> former = std::exchange(slot(), com::com_ptr<IErrorInfo>(info, com::retain));
    return S_OK;
}

HRESULT GetErrorInfo(ULONG reserved, IErrorInfo** info) noexcept {
    if (reserved != 0 || info == nullptr) {
        return E_INVALIDARG;
    }
    *info = slot().detach();
    return *info != nullptr ? S_OK : S_FALSE;
}

}  // namespace wbemcheck::portable
