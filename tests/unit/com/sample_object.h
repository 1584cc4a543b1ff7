// A COM object for the tests: two unrelated interfaces, one of them derived from another, and a flag that
// says whether it is alive.
#pragma once

#include <atomic>

#include "harness/com/com_object.h"

namespace wbemcheck::com {

class SampleObject final : public ComObject<IWbemObjectSinkEx, IWbemProviderInitSink> {
public:
    // `destroyed` counts destructions when it is given; it has to outlive the object.
    explicit SampleObject(std::atomic<int>* destroyed = nullptr) : destroyed_(destroyed) {}

    HRESULT STDMETHODCALLTYPE Indicate(LONG, IWbemClassObject**) noexcept override { return 3; }
    HRESULT STDMETHODCALLTYPE SetStatus(LONG, HRESULT, BSTR, IWbemClassObject*) noexcept override {
        return 4;
    }
    HRESULT STDMETHODCALLTYPE WriteMessage(ULONG, const BSTR) noexcept override { return 5; }
    HRESULT STDMETHODCALLTYPE WriteError(IWbemClassObject*, BYTE*) noexcept override { return 6; }
    HRESULT STDMETHODCALLTYPE PromptUser(const BSTR, BYTE, BYTE*) noexcept override { return 7; }
    HRESULT STDMETHODCALLTYPE WriteProgress(const BSTR, const BSTR, const BSTR, ULONG,
                                            ULONG) noexcept override {
        return 8;
    }
    HRESULT STDMETHODCALLTYPE WriteStreamParameter(const BSTR, VARIANT*, ULONG, ULONG) noexcept override {
        return 9;
    }
    HRESULT STDMETHODCALLTYPE SetStatus(LONG, LONG) noexcept override { return 13; }

    // The count as the object sees it.
    [[nodiscard]] ULONG count() const noexcept { return reference_count(); }

private:
    ~SampleObject() override {
        if (destroyed_ != nullptr) {
            destroyed_->fetch_add(1);
        }
    }

    std::atomic<int>* destroyed_;
};

}  // namespace wbemcheck::com
