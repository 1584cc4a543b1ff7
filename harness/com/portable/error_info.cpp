// SetErrorInfo and GetErrorInfo: the error object of a thread.
#include <utility>

#include "harness/com/portable/automation.h"

namespace wbemcheck::portable {

namespace {

// Lets go of its object when the thread ends.
class ErrorSlot {
public:
    ErrorSlot() = default;
    ~ErrorSlot() { set(nullptr); }
    ErrorSlot(const ErrorSlot&) = delete;
    ErrorSlot& operator=(const ErrorSlot&) = delete;

    // The former object goes last: its end may set another one.
    void set(IErrorInfo* info) noexcept {
        if (info != nullptr) {
            info->AddRef();
        }
        IErrorInfo* const former = std::exchange(info_, info);
        if (former != nullptr) {
            former->Release();
        }
    }
    [[nodiscard]] IErrorInfo* take() noexcept { return std::exchange(info_, nullptr); }

private:
    IErrorInfo* info_ = nullptr;
};

ErrorSlot& slot() noexcept {
    thread_local ErrorSlot slot;
    return slot;
}

}  // namespace

HRESULT SetErrorInfo(ULONG reserved, IErrorInfo* info) noexcept {
    if (reserved != 0) {
        return E_INVALIDARG;
    }
    slot().set(info);
    return S_OK;
}

HRESULT GetErrorInfo(ULONG reserved, IErrorInfo** info) noexcept {
    if (reserved != 0 || info == nullptr) {
        return E_INVALIDARG;
    }
    *info = slot().take();
    return *info != nullptr ? S_OK : S_FALSE;
}

}  // namespace wbemcheck::portable
