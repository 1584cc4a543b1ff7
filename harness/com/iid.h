// The identifier of an interface, from its type. The only way to name an IID in our code.
#pragma once

#include "harness/com/wbem.h"

namespace wbemcheck::com {

template <class I>
[[nodiscard]] constexpr const IID& iid_of() noexcept {
#if defined(_WIN32)
    return __uuidof(I);
#else
    static_assert(portable::interface_id<I> != IID_NULL, "not a COM interface, or one without an IID here");
    return portable::interface_id<I>;
#endif
}

// The interface that I derives from when that is not IUnknown itself: an object that has I answers for it
// too. Specialise it next to a derived interface of your own.
template <class I>
struct parent_interface {
    using type = IUnknown;
};
template <>
struct parent_interface<IWbemObjectSinkEx> {
    using type = IWbemObjectSink;
};
template <>
struct parent_interface<IWbemEventSink> {
    using type = IWbemObjectSink;
};
template <>
struct parent_interface<IWbemUnsecuredApartment> {
    using type = IUnsecuredApartment;
};
template <>
struct parent_interface<IWbemDecoupledBasicEventProvider> {
    using type = IWbemDecoupledRegistrar;
};

}  // namespace wbemcheck::com
