// What a worker process does to itself before it lets a subject in, so that its end is quiet, quick and
// readable.
#pragma once

#include <cstdio>
#include <string>

namespace wbemcheck::runner {

// Called first in a worker: no crash dialog, no debugger, no core file; abort() and unhandled exceptions end
// the process at once with a status that tells them from exit().
void prepare_worker_process();

// From now on the stack of the thread in which this process crashes or calls exit, and the stacks of all threads when the
// parent asks for them, are written into this file (stack_file.h), which is made anew. Call once, after
// prepare_worker_process and before there are other threads. Does nothing under a sanitizer, which shows stacks of its own.
//
// On POSIX a stack overflow is seen on threads that have crossed the boundary of a trace: those have a stack of their own for
// it. A thread of the subject that never did dies of one without a stack. _exit and what else ends a process without
// handlers leaves none either.
void keep_stacks(const std::string& file);

// Keeps the threads of this process to one core, the `number`-th of those that it may use, counted around: handing over
// between threads of one core costs a thirtieth of what it costs between two. Must be called before there are other
// threads; what cannot be done is left undone.
void keep_to_one_core(unsigned number);

// Takes standard output away from everybody else: the stream that is returned leads to the parent, and what
// the subject prints to its standard output goes to standard error from now on, so that it cannot be taken
// for a message of the worker. Call once, before other threads write. The stream is closed by the end of the
// process. Throws ProcessError.
[[nodiscard]] std::FILE* claim_standard_output();

}  // namespace wbemcheck::runner
