// Everything below keep_stacks runs in a signal handler, or may: no allocation, no lock of ours. Looking up the names of
// modules takes the loader's lock; a crash inside of the loader itself may hang there, and the parent ends that.
#include <dlfcn.h>
#include <execinfo.h>
#include <fcntl.h>
#include <fmt/format.h>
#include <signal.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <ucontext.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <atomic>
#include <cerrno>
#include <cstdlib>
#include <iterator>

#include "harness/runner/process_worker.h"
#include "harness/runner/sanitizer.h"
#include "harness/runner/stack_file.h"
#include "harness/runner/stack_signal_posix.h"
#include "harness/trace/recorder.h"

namespace wbemcheck::runner {
namespace {

constexpr int kMostFrames = 64;
constexpr std::size_t kAlternateStack = 128 * 1024;

int g_file = -1;  // set by keep_stacks, before there are other threads
std::atomic<long> g_dying_thread{0};  // the first one that crashed

class Line {
public:
    template <class... Args>
    void add(fmt::format_string<Args...> format, Args&&... args) noexcept {
        const auto end = fmt::format_to_n(text_.data() + length_, room(), format, std::forward<Args>(args)...);
        length_ += std::min(end.size, room());
    }
    // One write, so that the lines of several threads are not mixed.
    void write() noexcept {
        text_[length_++] = '\n';
        [[maybe_unused]] const ssize_t written = ::write(g_file, text_.data(), length_);
    }

private:
    [[nodiscard]] std::size_t room() const noexcept { return text_.size() - 1 - length_; }

    std::array<char, 2048> text_;
    std::size_t length_ = 0;
};

struct Head {
    StackKind kind;
    trace::ThreadMark mark = trace::this_thread_mark();
    long number = ::syscall(SYS_gettid);

    void begin(Line& line) const noexcept {
        line.add("{} {} {} {}\t", static_cast<char>(kind), mark.trace, mark.thread, number);
    }
};

// `address` is in the function, not behind its last instruction.
void write_frame(const Head& head, const void* frame, const void* address) noexcept {
    Line line;
    head.begin(line);
    Dl_info found{};
    if (::dladdr(address, &found) == 0 || found.dli_fname == nullptr) {
        line.add("\t\t{:x}", reinterpret_cast<std::uintptr_t>(frame));
    } else {
        const bool is_named = found.dli_sname != nullptr && found.dli_saddr != nullptr;
        const void* const base = is_named ? found.dli_saddr : found.dli_fbase;
        line.add("{}\t{}\t{:x}", found.dli_fname, is_named ? found.dli_sname : "",
                 reinterpret_cast<std::uintptr_t>(frame) - reinterpret_cast<std::uintptr_t>(base));
    }
    line.write();
}

// From the frame at `begin` on; where it is not found, without the first `skipped`, which are ours.
void write_stack(StackKind kind, const void* begin, int skipped) noexcept {
    std::array<void*, kMostFrames> frames;
    const int count = ::backtrace(frames.data(), kMostFrames);
    const auto* const end = frames.data() + count;
    const auto* first = std::find(static_cast<void* const*>(frames.data()), static_cast<void* const*>(end), begin);
    const bool is_found = begin != nullptr && first != end;
    if (!is_found) first = frames.data() + std::min(skipped, count);
    const Head head{kind};
    for (const auto* frame = first; frame != end; ++frame) {
        // A return address may lie behind the function, when the call was the last thing in it.
        const bool is_exact = is_found && frame == first;
        write_frame(head, *frame, is_exact ? *frame : static_cast<const char*>(*frame) - 1);
    }
    Line line;
    head.begin(line);
    line.add("end");
    line.write();
}

const void* place_of(const void* context) noexcept {
#if defined(__x86_64__) && defined(REG_RIP)
    return reinterpret_cast<const void*>(static_cast<const ucontext_t*>(context)->uc_mcontext.gregs[REG_RIP]);
#elif defined(__aarch64__) && defined(__linux__)
    return reinterpret_cast<const void*>(static_cast<const ucontext_t*>(context)->uc_mcontext.pc);
#else
    (void)context;
    return nullptr;
#endif
}

extern "C" void write_stack_of_crash(int number, siginfo_t*, void* context) {
    long first = 0;
    const long here = ::syscall(SYS_gettid);
    if (g_dying_thread.compare_exchange_strong(first, here)) {
        constexpr int kOurFrames = 3;
        write_stack(StackKind::kCrash, place_of(context), kOurFrames);
    } else if (first != here) {
        for (;;) ::pause();  // another thread was first, and ends the process
    }
    // Comes when the handler returns, if the instruction that failed does not fail again before.
    ::signal(number, SIG_DFL);
    ::raise(number);
}

extern "C" void write_stack_on_request(int, siginfo_t*, void* context) {
    const int error = errno;
    constexpr int kOurFrames = 3;
    write_stack(StackKind::kAsked, place_of(context), kOurFrames);
    errno = error;
}

extern "C" void write_stack_of_exit() {
    constexpr int kOurFrames = 2;
    write_stack(StackKind::kExit, nullptr, kOurFrames);
}

// The stack on which a thread can say that its own has overflowed.
class AlternateStack {
public:
    AlternateStack() noexcept {
        void* const memory =
            ::mmap(nullptr, kAlternateStack, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
        if (memory == MAP_FAILED) return;
        memory_ = memory;
        stack_t before{};
        if (::sigaltstack(nullptr, &before) != 0 || (before.ss_flags & SS_DISABLE) == 0) return;  // the subject's own
        stack_t ours{};
        ours.ss_sp = memory_;
        ours.ss_size = kAlternateStack;
        ::sigaltstack(&ours, nullptr);
    }
    AlternateStack(const AlternateStack&) = delete;
    AlternateStack& operator=(const AlternateStack&) = delete;
    ~AlternateStack() {
        if (memory_ == nullptr) return;
        stack_t current{};
        if (::sigaltstack(nullptr, &current) == 0 && current.ss_sp == memory_) {
            stack_t none{};
            none.ss_flags = SS_DISABLE;
            ::sigaltstack(&none, nullptr);
        }
        ::munmap(memory_, kAlternateStack);
    }

private:
    void* memory_ = nullptr;
};

void give_alternate_stack() noexcept { static thread_local const AlternateStack stack; }

void handle(int number, void (*handler)(int, siginfo_t*, void*), int flags) noexcept {
    struct sigaction action {};
    action.sa_sigaction = handler;
    action.sa_flags = SA_SIGINFO | SA_ONSTACK | flags;
    ::sigemptyset(&action.sa_mask);
    ::sigaction(number, &action, nullptr);
}

}  // namespace

void keep_stacks(const std::string& file) {
    if (kHasSanitizer) return;
    g_file = ::open(file.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_APPEND | O_CLOEXEC, 0600);
    if (g_file < 0) return;
    std::array<void*, 1> nothing;
    ::backtrace(nothing.data(), 1);  // the first one loads a library, which no handler may
    give_alternate_stack();
    trace::set_thread_arrival(&give_alternate_stack);
    for (const int number : {SIGSEGV, SIGBUS, SIGFPE, SIGILL, SIGABRT, SIGTRAP, SIGSYS}) {
        handle(number, &write_stack_of_crash, 0);
    }
    handle(stack_signal(), &write_stack_on_request, SA_RESTART);
    std::atexit(&write_stack_of_exit);
    std::at_quick_exit(&write_stack_of_exit);
}

}  // namespace wbemcheck::runner
