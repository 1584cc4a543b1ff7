// Starts the program of child.cpp and gives it a generous time to do what it was asked for.
#pragma once

#include <chrono>
#include <filesystem>
#include <string>
#include <vector>

#include "harness/runner/process.h"

namespace wbemcheck::runner::test {

inline Deadline soon() { return std::chrono::steady_clock::now() + std::chrono::seconds(60); }
inline Deadline at_once() { return std::chrono::steady_clock::now(); }

inline std::string child_path() {
    const std::filesystem::path own(current_executable());
    return (own.parent_path() / WBEMCHECK_TEST_CHILD).string();
}

// Sanitizers would turn a crash into an exit code of their own.
inline ChildProcess start_child(const std::vector<std::string>& arguments) {
    ProcessOptions options;
    options.environment["ASAN_OPTIONS"] = "handle_segv=0:handle_abort=0:handle_sigbus=0";
    options.environment["TSAN_OPTIONS"] = "handle_segv=0:handle_abort=0:handle_sigbus=0";
    options.environment["WBEMCHECK_TEST_VARIABLE"] = "given by the test";
    return ChildProcess::start(child_path(), arguments, options);
}

inline std::vector<std::string> read_all_lines(ChildProcess& child) {
    std::vector<std::string> lines;
    for (LineRead read = child.read_line(soon()); read.kind == LineRead::Kind::kLine;
         read = child.read_line(soon())) {
        lines.push_back(read.text);
    }
    return lines;
}

}  // namespace wbemcheck::runner::test
