#include "harness/com/wbem.h"
#include "tests/providers/client_identity.h"

namespace wbemcheck::example {

void take_client_identity() noexcept {
    // Within one process there is no call that has a client; the thread then works as the process, by a token
    // of its own.
    if (FAILED(CoImpersonateClient())) {
        ImpersonateSelf(SecurityImpersonation);
    }
}

}  // namespace wbemcheck::example
