#include "harness/probe/server_call_context.h"

namespace wbemcheck::probe {

struct ServerCallContext::Installed {};

ServerCallContext::ServerCallContext() noexcept = default;
ServerCallContext::~ServerCallContext() = default;

ServerCallReport ServerCallContext::finish() noexcept { return report_; }

}  // namespace wbemcheck::probe
