// A child process of the harness: a worker that plays scenarios against the subject. The subject may crash
// it, hang it or end it; whatever happens, the parent learns how it ended and what it wrote, and nothing of
// it stays behind.
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

namespace wbemcheck::runner {

namespace detail {
class ProcessBackend;
}

using Deadline = std::chrono::steady_clock::time_point;
inline constexpr Deadline kNoDeadline = Deadline::max();

// How much of a child's standard error is kept: the end of it, where an abort message stands.
inline constexpr std::size_t kErrorOutputKept = 64 * 1024;

// A line longer than this arrives in pieces of this size: a child without line ends cannot fill the memory.
inline constexpr std::size_t kLongestLine = 64 * 1024;

// The child could not be started or looked after. One sentence, with the name of the executable.
class ProcessError : public std::runtime_error {
public:
    using std::runtime_error::runtime_error;
};

struct ProcessOptions {
    std::map<std::string, std::string> environment;  // added to this process's environment; UTF-8
    // Bytes of memory of its own beyond which the system refuses the child more, where the system can; 0: no limit. Has no
    // effect under a sanitizer, whose own bookkeeping would not fit.
    std::uint64_t memory_limit = 0;
};

struct Exit {
    enum class Kind {
        kRunning,    // not ended yet
        kExited,     // returned from main, or called exit
        kSignalled,  // ended by a signal, an exception or abort()
        kKilled,     // ended by ChildProcess::kill
    };
    Kind kind = Kind::kRunning;
    std::int64_t code = 0;  // exit code; signal number (POSIX) or exception code (Windows)
    // "exit code 3", "SIGSEGV (access to invalid memory)", "0xC0000005 (access violation)", "killed by
    // wbemcheck"
    std::string description;
};

struct LineRead {
    enum class Kind {
        kLine,
        kTimeout,
        kEnd,  // the child closed its standard output or is dead, and every line has been read
    };
    Kind kind = Kind::kTimeout;
    std::string text;  // without its line end
};

// One child with empty standard input, whose output and error output are pipes to this process. When the
// child ends, whatever it has started ends with it; when this process dies, so does the child. Thread-safe,
// except for moving and destroying. A child that writes faster than its lines are read is held back by its
// pipe, never by lost lines.
class ChildProcess {
public:
    // `arguments` follow the executable's own name. Throws ProcessError.
    [[nodiscard]] static ChildProcess start(const std::string& executable,
                                            const std::vector<std::string>& arguments,
                                            const ProcessOptions& options = {});

    ChildProcess(ChildProcess&& other) noexcept;
    ChildProcess& operator=(ChildProcess&& other) noexcept;
    ~ChildProcess();  // kills and reaps

    // The next line of standard output.
    [[nodiscard]] LineRead read_line(Deadline deadline);

    // Waits for the end of the child; kRunning when the deadline came first. Afterwards `error_output` is
    // complete.
    [[nodiscard]] Exit wait(Deadline deadline);

    // Ends the child and everything that it has started. Does not wait; does nothing to a child that has
    // ended.
    void kill() noexcept;

    // The last kErrorOutputKept bytes of standard error so far, as they were written: not necessarily UTF-8.
    [[nodiscard]] std::string error_output() const;

    // Asks every thread of a child that keeps its stacks (process_worker.h) to write down where it is; how many were asked.
    // None on Windows.
    std::size_t ask_for_stacks() noexcept;

    // Bytes of memory that the child has for itself at this moment, in use or swapped out: neither what it shares nor what it
    // has only reserved. Nothing when it has ended or the system does not tell.
    [[nodiscard]] std::optional<std::uint64_t> own_memory() const noexcept;

    [[nodiscard]] std::int64_t id() const noexcept;

private:
    explicit ChildProcess(std::unique_ptr<detail::ProcessBackend> backend) noexcept;
    std::unique_ptr<detail::ProcessBackend> backend_;
};

// A child from its start to its end.
struct FinishedChild {
    Exit exit;
    std::string output;  // with a '\n' after each line
    std::string errors;  // as ChildProcess::error_output
};

// Waits for as long as the child takes. Throws ProcessError.
[[nodiscard]] FinishedChild run_to_end(const std::string& executable, const std::vector<std::string>& arguments);

// The absolute path of the running program. Throws ProcessError.
[[nodiscard]] std::string current_executable();

// The arguments of main in UTF-8, the program's own name included. Windows hands main a text in which every
// character outside its code page is lost; there they are taken from the command line itself.
[[nodiscard]] std::vector<std::string> command_line_arguments(int count, const char* const* arguments);

// An exit code or exception code of Windows in words: "exit code 3", "0xC0000005 (access violation)".
// Available on every platform, because a stored run is read on every platform.
[[nodiscard]] std::string describe_windows_exit(std::uint32_t code);

}  // namespace wbemcheck::runner
