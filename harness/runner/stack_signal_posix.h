// The signal with which a parent asks a thread of its worker for its stack.
#pragma once

#include <signal.h>

namespace wbemcheck::runner {

// One that programs hardly use. The worker dies of nothing else afterwards: it is asked because it is about to be killed.
inline int stack_signal() noexcept { return SIGRTMAX - 1; }

}  // namespace wbemcheck::runner
