// The unsecured apartment (Unsecapp), in the same process: stubs that stand before the sinks of clients.
#pragma once

#include "harness/com/com_ptr.h"
#include "harness/com/wbem.h"

namespace wbemcheck::mock {

// Its stubs own a reference on their sinks (SEC-5) and hand every call on to them. Thread-safe.
[[nodiscard]] com::com_ptr<IUnsecuredApartment> make_apartment();

// One such stub.
[[nodiscard]] com::com_ptr<IWbemObjectSink> make_stub(com::com_ptr<IWbemObjectSink> sink);

}  // namespace wbemcheck::mock
