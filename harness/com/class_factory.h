// The class object of a COM class, for modules written here: what DllGetClassObject gives.
#pragma once

#include <type_traits>
#include <utility>

#include "harness/com/com_object.h"
#include "harness/com/com_ptr.h"
#include "harness/com/hresult.h"
#include "harness/com/wbem.h"

namespace wbemcheck::com {

// `Make` is called for each new object, on the thread of CreateInstance, and gives a com_ptr to it; it may throw. Objects
// are not aggregated.
template <class Make>
class ClassFactory final : public ComObject<IClassFactory> {
public:
    explicit ClassFactory(Make make) : make_(std::move(make)) {}

    HRESULT STDMETHODCALLTYPE CreateInstance(IUnknown* outer, REFIID iid, void** object) noexcept override {
        if (object == nullptr) {
            return E_POINTER;
        }
        *object = nullptr;
        if (outer != nullptr) {
            return CLASS_E_NOAGGREGATION;
        }
        return guard([&]() -> HRESULT {
            const auto made = make_();
            return made ? made->QueryInterface(iid, object) : E_FAIL;
        });
    }

    // The module stays loaded as long as its host wants.
    HRESULT STDMETHODCALLTYPE LockServer(BOOL) noexcept override { return S_OK; }

private:
    Make make_;
};

template <class Make>
[[nodiscard]] com_ptr<IClassFactory> make_class_factory(Make make) {
    return make_com<ClassFactory<Make>>(std::move(make));
}

}  // namespace wbemcheck::com
