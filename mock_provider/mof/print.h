// What a load has stored, as MOF text that loads again.
#pragma once

#include <string>
#include <string_view>

#include "mock_provider/mof/load.h"

namespace wbemcheck::mock::mof {

// Every class and instance once, as the load left it, in the order in which they came, with a pragma where
// the namespace changes from `namespace_path` on. Qualifier declarations are not kept: each qualifier has its
// flavours with it.
[[nodiscard]] std::string print(const Loaded& loaded, std::string_view namespace_path);

}  // namespace wbemcheck::mock::mof
