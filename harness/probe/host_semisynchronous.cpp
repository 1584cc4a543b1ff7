#include "harness/probe/host_semisynchronous.h"

#include <algorithm>

#include "harness/probe/host_passage.h"

namespace wbemcheck::probe {

using trace::Method;

HRESULT HostEnumerator::Next(LONG timeout, ULONG count, IWbemClassObject** objects, ULONG* returned) noexcept {
    if (returned != nullptr) *returned = 0;
    if (objects != nullptr) std::fill_n(objects, count, nullptr);
    return upcall(Upcall(Method::kEnumNext), [&](IEnumWbemClassObject& inner, Passage& passage) {
        return passage.out(inner.Next(timeout, count, objects, returned), objects, count);
    });
}

HRESULT HostEnumerator::Reset() noexcept {
    return upcall(Upcall(Method::kEnumReset), [&](IEnumWbemClassObject& inner, Passage&) { return inner.Reset(); });
}

HRESULT HostEnumerator::NextAsync(ULONG count, IWbemObjectSink* sink) noexcept {
    return upcall(Upcall(Method::kEnumNextAsync), [&](IEnumWbemClassObject& inner, Passage& passage) {
        return inner.NextAsync(count, passage.in(sink));
    });
}

HRESULT HostEnumerator::Clone(IEnumWbemClassObject** enumerator) noexcept {
    Out out_enumerator(enumerator);
    return upcall(Upcall(Method::kEnumClone), [&](IEnumWbemClassObject& inner, Passage& passage) {
        return passage.out(inner.Clone(out_enumerator.slot()), out_enumerator);
    });
}

HRESULT HostEnumerator::Skip(LONG timeout, ULONG count) noexcept {
    return upcall(Upcall(Method::kEnumSkip),
                  [&](IEnumWbemClassObject& inner, Passage&) { return inner.Skip(timeout, count); });
}

HRESULT HostCallResult::GetResultObject(LONG timeout, IWbemClassObject** object) noexcept {
    Out out_object(object);
    return upcall(Upcall(Method::kGetResultObject), [&](IWbemCallResult& inner, Passage& passage) {
        return passage.out(inner.GetResultObject(timeout, out_object.slot()), out_object);
    });
}

HRESULT HostCallResult::GetResultString(LONG timeout, BSTR* text) noexcept {
    if (text != nullptr) *text = nullptr;
    return upcall(Upcall(Method::kGetResultString),
                  [&](IWbemCallResult& inner, Passage&) { return inner.GetResultString(timeout, text); });
}

HRESULT HostCallResult::GetResultServices(LONG timeout, IWbemServices** services) noexcept {
    Out out_services(services);
    return upcall(Upcall(Method::kGetResultServices), [&](IWbemCallResult& inner, Passage& passage) {
        return passage.out(inner.GetResultServices(timeout, out_services.slot()), out_services);
    });
}

HRESULT HostCallResult::GetCallStatus(LONG timeout, LONG* status) noexcept {
    return upcall(Upcall(Method::kGetCallStatus),
                  [&](IWbemCallResult& inner, Passage&) { return inner.GetCallStatus(timeout, status); });
}

}  // namespace wbemcheck::probe
