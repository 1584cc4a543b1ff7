// Writes the stack of a worker that dies on Windows. Internal to harness/runner/*_win32.cpp.
#pragma once

#include <windows.h>

#include "harness/runner/stack_file.h"

namespace wbemcheck::runner::detail {

// Of the calling thread, beginning where `context` was taken. Does nothing unless keep_stacks was called. Does not allocate:
// the heap may be what is broken.
void write_stack(StackKind kind, const CONTEXT& context) noexcept;

// The same for a thread that has overflowed its stack: on another one, since it has no room for it.
void write_stack_of_overflow(const CONTEXT& context) noexcept;

}  // namespace wbemcheck::runner::detail
