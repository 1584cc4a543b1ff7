#include "harness/probe/host_sink.h"

#include <vector>

#include "harness/probe/host_passage.h"

namespace wbemcheck::probe {

using trace::Method;

HRESULT HostSink::Indicate(LONG count, IWbemClassObject** objects) noexcept {
    return upcall(Upcall(Method::kIndicate), [&](IWbemObjectSink& inner, Passage& passage) {
        if (objects == nullptr || count <= 0) return inner.Indicate(count, objects);
        std::vector<IWbemClassObject*> behind;
        for (LONG i = 0; i < count; ++i) behind.push_back(passage.in(objects[i]));
        return inner.Indicate(count, behind.data());
    });
}

HRESULT HostSink::SetStatus(LONG flags, HRESULT result, BSTR text, IWbemClassObject* object) noexcept {
    return upcall(Upcall(Method::kSetStatus, flags), [&](IWbemObjectSink& inner, Passage& passage) {
        return inner.SetStatus(flags, result, text, passage.in(object));
    });
}

}  // namespace wbemcheck::probe
