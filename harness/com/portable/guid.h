// GUID and its aliases, laid out as on Windows.
#pragma once

#include "harness/com/portable/basic_types.h"

namespace wbemcheck::portable {

struct GUID {
    std::uint32_t Data1;
    std::uint16_t Data2;
    std::uint16_t Data3;
    std::uint8_t Data4[8];

    friend constexpr bool operator==(const GUID&, const GUID&) = default;
};

using IID = GUID;
using CLSID = GUID;
using REFGUID = const GUID&;
using REFIID = const IID&;
using REFCLSID = const CLSID&;

static_assert(sizeof(GUID) == 16 && alignof(GUID) == 4);

inline constexpr GUID GUID_NULL{};
inline constexpr IID IID_NULL{};
inline constexpr CLSID CLSID_NULL{};

// The IID of interface I. Specialised next to every interface; `wbemcheck::com::iid_of` is how it is asked
// for.
template <class I>
inline constexpr IID interface_id = {};

}  // namespace wbemcheck::portable
