#include "tests/providers/client_identity.h"

namespace wbemcheck::example {

void take_client_identity() noexcept {}

}  // namespace wbemcheck::example
