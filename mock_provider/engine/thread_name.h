// Names for threads, so that a debugger and a profiler can tell them apart.
#pragma once

#include <string>

namespace wbemcheck::mock {

// Names the calling thread; at most 15 characters are kept everywhere. Does nothing where the system has no such names.
void set_thread_name(const std::string& name) noexcept;

}  // namespace wbemcheck::mock
