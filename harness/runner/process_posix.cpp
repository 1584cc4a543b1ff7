#include <fcntl.h>
#include <fmt/format.h>
#include <poll.h>
#include <signal.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>
#if defined(__linux__)
#include <sys/prctl.h>
#include <sys/syscall.h>
#endif

#include <array>
#include <cerrno>
#include <charconv>
#include <climits>
#include <cstdlib>
#include <cstring>
#include <filesystem>
#include <future>
#include <mutex>
#include <thread>

#include "harness/runner/process_backend.h"
#include "harness/runner/sanitizer.h"
#include "harness/runner/stack_signal_posix.h"

extern char** environ;

namespace wbemcheck::runner {
namespace {

using detail::ProcessBackend;

std::string error_text(int error) { return std::generic_category().message(error); }

// A file descriptor that is closed with its owner.
class Descriptor {
public:
    Descriptor() = default;
    explicit Descriptor(int value) noexcept : value_(value) {}
    Descriptor(Descriptor&& other) noexcept : value_(std::exchange(other.value_, -1)) {}
    Descriptor& operator=(Descriptor&& other) noexcept {
        reset();
        value_ = std::exchange(other.value_, -1);
        return *this;
    }
    ~Descriptor() { reset(); }
    [[nodiscard]] int get() const noexcept { return value_; }
    explicit operator bool() const noexcept { return value_ >= 0; }
    void reset() noexcept {
        if (value_ >= 0) {
            ::close(std::exchange(value_, -1));
        }
    }

private:
    int value_ = -1;
};

// Moved out of the way of 0, 1 and 2, which may be free in a process that was started without them: the child
// puts its own descriptors there.
Descriptor keep_clear_of_standard(Descriptor descriptor, const std::string& executable) {
    if (descriptor && descriptor.get() <= STDERR_FILENO) {
        descriptor = Descriptor(::fcntl(descriptor.get(), F_DUPFD_CLOEXEC, STDERR_FILENO + 1));
    }
    if (!descriptor) {
        throw ProcessError(fmt::format("cannot start '{}': no file descriptor for its pipes ({})", executable,
                                       error_text(errno)));
    }
    return descriptor;
}

struct Pipe {
    explicit Pipe(const std::string& executable) {
        std::array<int, 2> ends{-1, -1};
        // Close-on-exec from birth: another thread may be starting another child right now.
        if (::pipe2(ends.data(), O_CLOEXEC) != 0) {
            ends = {-1, -1};
        }
        Descriptor first(ends[0]);
        Descriptor second(ends[1]);
        read = keep_clear_of_standard(std::move(first), executable);
        write = keep_clear_of_standard(std::move(second), executable);
    }
    Descriptor read;
    Descriptor write;
};

void make_nonblocking(const Descriptor& descriptor) {
    ::fcntl(descriptor.get(), F_SETFL, ::fcntl(descriptor.get(), F_GETFL) | O_NONBLOCK);
}

// Everything that the child needs between fork and exec, made before the fork: after it, only calls that are
// safe in a signal handler may be made, and none that allocates.
struct LaunchPlan {
    std::string executable;
    std::vector<std::string> argument_texts;
    std::vector<std::string> environment_texts;
    std::vector<char*> arguments;
    std::vector<char*> environment;
    Descriptor input;
    Descriptor output;
    Descriptor error_output;
    Descriptor failure;  // takes the errno of a failed exec; closed by a successful one
    pid_t parent = 0;
    rlim_t memory_limit = RLIM_INFINITY;
};

std::vector<std::string> merged_environment(const std::map<std::string, std::string>& additions) {
    std::vector<std::string> merged;
    for (char** entry = environ; entry != nullptr && *entry != nullptr; ++entry) {
        const std::string_view text = *entry;
        if (additions.count(std::string(text.substr(0, text.find('=')))) == 0) {
            merged.emplace_back(text);
        }
    }
    for (const auto& [name, value] : additions) {
        merged.push_back(name + "=" + value);
    }
    return merged;
}

std::vector<char*> pointers_to(std::vector<std::string>& texts) {
    std::vector<char*> pointers;
    pointers.reserve(texts.size() + 1);
    for (std::string& text : texts) {
        pointers.push_back(text.data());
    }
    pointers.push_back(nullptr);
    return pointers;
}

[[noreturn]] void become_child(const LaunchPlan& plan) {
#if defined(__linux__)
    // The signal comes when the thread that forked ends; that thread waits for the child, so it means: when
    // the parent dies. The second line catches a parent that died in between.
    ::prctl(PR_SET_PDEATHSIG, SIGKILL);
#endif
    if (::getppid() != plan.parent) {
        ::_exit(127);
    }
    ::setpgid(0, 0);
    ::signal(SIGPIPE, SIG_DFL);
    if (rlimit limit{}; plan.memory_limit != RLIM_INFINITY && ::getrlimit(RLIMIT_DATA, &limit) == 0) {
        limit.rlim_cur = plan.memory_limit < limit.rlim_max ? plan.memory_limit : limit.rlim_max;
        ::setrlimit(RLIMIT_DATA, &limit);
    }
    sigset_t none;
    ::sigemptyset(&none);
    ::sigprocmask(SIG_SETMASK, &none, nullptr);
    const bool are_placed = ::dup2(plan.input.get(), STDIN_FILENO) >= 0 &&
                            ::dup2(plan.output.get(), STDOUT_FILENO) >= 0 &&
                            ::dup2(plan.error_output.get(), STDERR_FILENO) >= 0;
    if (are_placed) {
#if defined(CLOSE_RANGE_CLOEXEC)
        // What others opened without close-on-exec is not the child's business either.
        ::close_range(STDERR_FILENO + 1, ~0U, CLOSE_RANGE_CLOEXEC);
#endif
        ::execve(plan.executable.c_str(), plan.arguments.data(), plan.environment.data());
    }
    const int error = errno;
    const ssize_t written = ::write(plan.failure.get(), &error, sizeof(error));
    ::_exit(written == sizeof(error) ? 127 : 126);
}

const char* signal_name(int number) noexcept {
    switch (number) {
        case SIGABRT:
            return "SIGABRT (abort() was called)";
        case SIGALRM:
            return "SIGALRM";
        case SIGBUS:
            return "SIGBUS (bus error)";
        case SIGFPE:
            return "SIGFPE (arithmetic error)";
        case SIGHUP:
            return "SIGHUP";
        case SIGILL:
            return "SIGILL (illegal instruction)";
        case SIGINT:
            return "SIGINT";
        case SIGKILL:
            return "SIGKILL";
        case SIGPIPE:
            return "SIGPIPE";
        case SIGQUIT:
            return "SIGQUIT";
        case SIGSEGV:
            return "SIGSEGV (access to invalid memory)";
        case SIGSYS:
            return "SIGSYS (bad system call)";
        case SIGTERM:
            return "SIGTERM";
        case SIGTRAP:
            return "SIGTRAP (breakpoint)";
        case SIGUSR1:
            return "SIGUSR1";
        case SIGUSR2:
            return "SIGUSR2";
        case SIGXCPU:
            return "SIGXCPU (processor time limit)";
        case SIGXFSZ:
            return "SIGXFSZ (file size limit)";
        default:
            return nullptr;
    }
}

Exit exit_of(int status, bool was_killed) {
    Exit exit;
    if (WIFEXITED(status)) {
        exit.kind = Exit::Kind::kExited;
        exit.code = WEXITSTATUS(status);
        exit.description = fmt::format("exit code {}", exit.code);
        return exit;
    }
    const int number = WTERMSIG(status);
    exit.code = number;
    if (number == SIGKILL && was_killed) {
        exit.kind = Exit::Kind::kKilled;
        exit.description = "killed by wbemcheck";
        return exit;
    }
    exit.kind = Exit::Kind::kSignalled;
    const char* const name = signal_name(number);
    exit.description = name != nullptr ? std::string(name) : fmt::format("signal {}", number);
    return exit;
}

// The value of a line such as "RssAnon:\t    1234 kB", in bytes.
std::uint64_t bytes_behind(std::string_view status, std::string_view name) noexcept {
    const auto line = status.find(name);
    if (line == std::string_view::npos) return 0;
    const auto digit = status.find_first_of("0123456789", line + name.size());
    std::uint64_t kibibytes = 0;
    if (digit != std::string_view::npos) {
        std::from_chars(status.data() + digit, status.data() + status.size(), kibibytes);
    }
    return kibibytes * 1024;
}

// What is anonymous is the process's own; a trace is a file, shared with its parent.
std::optional<std::uint64_t> memory_of(pid_t pid) noexcept {
    std::array<char, 64> path{};
    fmt::format_to_n(path.data(), path.size() - 1, "/proc/{}/status", pid);
    const Descriptor file(::open(path.data(), O_RDONLY | O_CLOEXEC));
    if (!file) return std::nullopt;
    std::array<char, 4096> text;
    const ssize_t length = ::read(file.get(), text.data(), text.size());
    if (length <= 0) return std::nullopt;
    const std::string_view status(text.data(), static_cast<std::size_t>(length));
    return bytes_behind(status, "RssAnon:") + bytes_behind(status, "VmSwap:");
}

// A process is known to list its threads only where there is /proc.
std::size_t signal_threads_of(pid_t pid) noexcept {
    std::size_t asked = 0;
#if defined(__linux__)
    try {
        for (const auto& entry : std::filesystem::directory_iterator(fmt::format("/proc/{}/task", pid))) {
            const auto thread = static_cast<pid_t>(std::strtol(entry.path().filename().c_str(), nullptr, 10));
            if (::syscall(SYS_tgkill, pid, thread, stack_signal()) == 0) ++asked;
        }
    } catch (const std::exception&) {
        // It has ended, or there is no memory for a list: what was asked so far is what can be had.
    }
#else
    (void)pid;
#endif
    return asked;
}

// Two threads per child: the keeper forks it and waits for its end, the reader empties its pipes.
class PosixProcess final : public ProcessBackend {
public:
    PosixProcess(LaunchPlan plan, Pipe output, Pipe error_output, Pipe failure)
        : ProcessBackend([this] { wake_reader(); }),
          wake_pipe_(plan.executable),
          output_(std::move(output.read)),
          error_output_(std::move(error_output.read)) {
        plan.output = std::move(output.write);
        plan.error_output = std::move(error_output.write);
        plan.failure = std::move(failure.write);
        for (const Descriptor* descriptor : {&output_, &error_output_, &wake_pipe_.read, &wake_pipe_.write}) {
            make_nonblocking(*descriptor);
        }
        std::promise<void> started;
        std::future<void> has_started = started.get_future();
        keeper_ = std::jthread([this, plan = std::move(plan), failure_end = std::move(failure.read),
                                started = std::move(started)]() mutable {
            keep(std::move(plan), std::move(failure_end), std::move(started));
        });
        has_started.get();
        reader_ = std::jthread([this](const std::stop_token& stop) { read(stop); });
    }

    ~PosixProcess() override {
        kill();
        if (reader_.joinable()) {
            reader_.request_stop();
            wake_reader();
        }
    }

    void kill() noexcept override {
        const std::lock_guard lock(mutex_);
        if (pid_ > 0 && !is_reaped_) {
            was_killed_ = true;
            ::kill(-pid_, SIGKILL);
        }
    }

    std::size_t ask_for_stacks() noexcept override {
        const std::lock_guard lock(mutex_);
        if (kHasSanitizer || pid_ <= 0 || is_reaped_) return 0;  // nobody would listen, and the signal would kill
        return signal_threads_of(pid_);
    }

    [[nodiscard]] std::optional<std::uint64_t> own_memory() const noexcept override {
        const std::lock_guard lock(mutex_);
        if (pid_ <= 0 || is_reaped_) return std::nullopt;
        return memory_of(pid_);
    }

    [[nodiscard]] std::int64_t id() const noexcept override { return pid_; }

private:
    void keep(LaunchPlan plan, Descriptor failure_end, std::promise<void> started) {
        if (!launch(std::move(plan), std::move(failure_end), started)) {
            return;
        }
        siginfo_t info{};
        // The child stays a zombie for a moment, so that its group's number cannot be given to others before
        // the group is killed: what the child has started ends with it.
        while (::waitid(P_PID, static_cast<id_t>(pid_), &info, WEXITED | WNOWAIT) != 0 && errno == EINTR) {
        }
        Exit exit;
        {
            const std::lock_guard lock(mutex_);
            ::kill(-pid_, SIGKILL);
            int status = 0;
            while (::waitpid(pid_, &status, 0) < 0 && errno == EINTR) {
            }
            is_reaped_ = true;
            exit = exit_of(status, was_killed_);
        }
        state.set_exit(std::move(exit));
        wake_reader();
    }

    bool launch(LaunchPlan plan, Descriptor failure_end, std::promise<void>& started) {
        const pid_t pid = ::fork();
        if (pid == 0) {
            become_child(plan);
        }
        const int fork_error = errno;
        int exec_error = 0;
        if (pid > 0) {
            pid_ = pid;  // published to other threads by `started`
            plan.failure.reset();
            ssize_t count = 0;
            while ((count = ::read(failure_end.get(), &exec_error, sizeof(exec_error))) < 0 &&
                   errno == EINTR) {
            }
            if (count <= 0) {
                started.set_value();
                return true;
            }
            while (::waitpid(pid, nullptr, 0) < 0 && errno == EINTR) {
            }
            is_reaped_ = true;
        }
        started.set_exception(std::make_exception_ptr(ProcessError(fmt::format(
            "cannot start '{}': {}", plan.executable, error_text(pid > 0 ? exec_error : fork_error)))));
        return false;
    }

    void wake_reader() noexcept {
        const char byte = 0;
        // A full pipe will wake the reader just as well.
        [[maybe_unused]] const ssize_t written = ::write(wake_pipe_.write.get(), &byte, 1);
    }

    void read(const std::stop_token& stop) {
        while (output_ || error_output_) {
            const bool takes_output = output_ && state.has_room();
            // Before the pipes are looked at: what the child wrote before its end is then found in them.
            const bool has_exited = state.has_exited();
            if (takes_output &&
                !drain(
                    output_, [this](std::string_view bytes) { state.add_output(bytes); }, has_exited)) {
                state.end_output();
            }
            if (error_output_ &&
                !drain(
                    error_output_, [this](std::string_view bytes) { state.add_error_output(bytes); },
                    has_exited)) {
                state.end_error_output();
            }
            if (stop.stop_requested()) {
                return;
            }
            wait_for_news();
        }
    }

    // One read, so that neither pipe starves the other. Returns false, and closes the descriptor, at the end
    // of the stream; an empty pipe of a dead child is at its end, even if a stranger still holds it open.
    template <class Take>
    bool drain(Descriptor& descriptor, Take take, bool has_exited) {
        std::array<char, 16 * 1024> buffer;
        const ssize_t count = ::read(descriptor.get(), buffer.data(), buffer.size());
        if (count > 0) {
            take(std::string_view(buffer.data(), static_cast<std::size_t>(count)));
            return true;
        }
        if (count < 0 && (errno == EINTR || (errno == EAGAIN && !has_exited))) {
            return true;
        }
        descriptor.reset();
        return false;
    }

    void wait_for_news() {
        if (state.has_exited() && (error_output_ || (output_ && state.has_room()))) {
            return;  // no news will come; read on until the pipes are empty
        }
        std::array<pollfd, 3> entries{};
        nfds_t count = 0;
        entries[count++] = {wake_pipe_.read.get(), POLLIN, 0};
        if (output_ && state.has_room()) {
            entries[count++] = {output_.get(), POLLIN, 0};
        }
        if (error_output_) {
            entries[count++] = {error_output_.get(), POLLIN, 0};
        }
        ::poll(entries.data(), count, -1);
        std::array<char, 64> bytes;
        while (::read(wake_pipe_.read.get(), bytes.data(), bytes.size()) > 0) {
        }
    }

    Pipe wake_pipe_;
    Descriptor output_;        // by the reader only, once it runs
    Descriptor error_output_;  // by the reader only, once it runs
    mutable std::mutex mutex_;
    pid_t pid_ = 0;            // written before the constructor returns
    bool is_reaped_ = false;   // guarded by mutex_
    bool was_killed_ = false;  // guarded by mutex_
    std::jthread keeper_;
    std::jthread reader_;
};

}  // namespace

std::unique_ptr<ProcessBackend> detail::start_process(const std::string& executable,
                                                      const std::vector<std::string>& arguments,
                                                      const ProcessOptions& options) {
    LaunchPlan plan;
    plan.executable = executable;
    plan.argument_texts.push_back(executable);
    plan.argument_texts.insert(plan.argument_texts.end(), arguments.begin(), arguments.end());
    plan.environment_texts = merged_environment(options.environment);
    plan.arguments = pointers_to(plan.argument_texts);
    plan.environment = pointers_to(plan.environment_texts);
    plan.input = keep_clear_of_standard(Descriptor(::open("/dev/null", O_RDONLY | O_CLOEXEC)), executable);
    plan.parent = ::getpid();
    // The shadow memory of a sanitizer is data as well, and there are terabytes of it.
    if (options.memory_limit != 0 && !kHasSanitizer) plan.memory_limit = options.memory_limit;
    return std::make_unique<PosixProcess>(std::move(plan), Pipe(executable), Pipe(executable),
                                          Pipe(executable));
}

std::string current_executable() {
    std::array<char, PATH_MAX> path;
    const ssize_t length = ::readlink("/proc/self/exe", path.data(), path.size());
    if (length <= 0 || static_cast<std::size_t>(length) == path.size()) {
        throw ProcessError(fmt::format("cannot find the path of the running program in /proc/self/exe: {}",
                                       error_text(errno)));
    }
    return {path.data(), static_cast<std::size_t>(length)};
}

std::vector<std::string> command_line_arguments(int count, const char* const* arguments) {
    return {arguments, arguments + count};
}

}  // namespace wbemcheck::runner
