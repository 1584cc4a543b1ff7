#include "mock_provider/defects/call_info.h"

namespace wbemcheck::mock {

namespace {

thread_local CallInfo current;

}  // namespace

const CallInfo& call_of_this_thread() noexcept { return current; }

CallScope::CallScope(const CallInfo& call) noexcept : outer_(current) { current = call; }
CallScope::~CallScope() { current = outer_; }

}  // namespace wbemcheck::mock
