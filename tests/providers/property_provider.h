// A property provider.
#pragma once

#include "tests/providers/module.h"

namespace wbemcheck::example {

// {5D1F6B0A-7C3E-4A52-9E86-21B4C0D7E305}, as in example.mof.
inline constexpr CLSID kSensorProvider = {
    0x5d1f6b0a, 0x7c3e, 0x4a52, {0x9e, 0x86, 0x21, 0xb4, 0xc0, 0xd7, 0xe3, 0x05}};

[[nodiscard]] com::com_ptr<IUnknown> make_sensor_provider();

}  // namespace wbemcheck::example
