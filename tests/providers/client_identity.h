// The identity of the client that a thread of WMI works for.
#pragma once

namespace wbemcheck::example {

// Takes it, for the thread, until somebody reverts it. Does nothing where there are no such identities.
void take_client_identity() noexcept;

}  // namespace wbemcheck::example
