// An instance provider that works on the threads of WMI: the place to start from.
#pragma once

#include "tests/providers/module.h"

namespace wbemcheck::example {

// {5D1F6B0A-7C3E-4A52-9E86-21B4C0D7E301}, as in example.mof.
inline constexpr CLSID kVolumeProvider = {
    0x5d1f6b0a, 0x7c3e, 0x4a52, {0x9e, 0x86, 0x21, 0xb4, 0xc0, 0xd7, 0xe3, 0x01}};

[[nodiscard]] com::com_ptr<IUnknown> make_volume_provider();

}  // namespace wbemcheck::example
