// A call of the host on a provider.
#pragma once

#include <cstdint>
#include <functional>

#include "harness/com/wbem.h"
#include "harness/trace/recorder.h"

namespace wbemcheck::probe {

// Makes the call, whose number is `call`, as a server's: CoImpersonateClient works inside of it, where the platform has that,
// and what the provider did with it is recorded (MarkKind::kThreadToken). An exception that leaves the provider is recorded
// and becomes E_UNEXPECTED (LIV-4).
HRESULT call_provider(trace::Recorder& recorder, std::uint32_t call, const std::function<HRESULT()>& body) noexcept;

}  // namespace wbemcheck::probe
