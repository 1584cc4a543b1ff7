#define WIN32_LEAN_AND_MEAN
#define NOMINMAX
// clang-format off
#include <windows.h>  // before the others of its kind, which need its types
#define PSAPI_VERSION 2  // in kernel32, not in a library of its own
#include <psapi.h>
#include <shellapi.h>
// clang-format on

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <atomic>
#include <mutex>
#include <thread>

#include "harness/com/text.h"
#include "harness/runner/process_backend.h"

namespace wbemcheck::runner {
namespace {

using detail::ProcessBackend;
using WideText = std::basic_string<wchar_t>;

// The exit code of a child that was killed, which tells it from one that ended by itself.
constexpr UINT kKilledExitCode = 0x57424B4C;

std::string error_text(DWORD error) {
    std::string text = std::system_category().message(static_cast<int>(error));
    while (!text.empty() &&
           (text.back() == '.' || text.back() == ' ' || text.back() == '\r' || text.back() == '\n')) {
        text.pop_back();
    }
    return text;
}

class Handle {
public:
    Handle() = default;
    explicit Handle(HANDLE value) noexcept : value_(value == INVALID_HANDLE_VALUE ? nullptr : value) {}
    Handle(Handle&& other) noexcept : value_(std::exchange(other.value_, nullptr)) {}
    Handle& operator=(Handle&& other) noexcept {
        reset();
        value_ = std::exchange(other.value_, nullptr);
        return *this;
    }
    ~Handle() { reset(); }
    [[nodiscard]] HANDLE get() const noexcept { return value_; }
    explicit operator bool() const noexcept { return value_ != nullptr; }
    void reset() noexcept {
        if (value_ != nullptr) {
            ::CloseHandle(std::exchange(value_, nullptr));
        }
    }

private:
    HANDLE value_ = nullptr;
};

[[noreturn]] void fail(const std::string& executable, const char* what) {
    const DWORD error = ::GetLastError();
    throw ProcessError(fmt::format("cannot start '{}': {} ({})", executable, what, error_text(error)));
}

Handle checked(HANDLE value, const std::string& executable, const char* what) {
    Handle handle(value);
    if (!handle) {
        fail(executable, what);
    }
    return handle;
}

// One stream of the child: the parent's end is read with overlapped calls, so that one thread can wait for
// all of them and no read has to be broken off from another thread. Anonymous pipes cannot do that, hence the
// name.
class ChildStream {
public:
    explicit ChildStream(const std::string& executable) {
        static std::atomic<unsigned> counter{0};
        const std::string name =
            fmt::format("\\\\.\\pipe\\wbemcheck-{}-{}-{}", ::GetCurrentProcessId(), ::GetTickCount64(),
                        counter.fetch_add(1, std::memory_order_relaxed));
        const WideText wide_name = com::to_utf16(name);
        constexpr DWORD kBufferSize = 64 * 1024;
        read_end_ = checked(
            ::CreateNamedPipeW(wide_name.c_str(),
                               PIPE_ACCESS_INBOUND | FILE_FLAG_OVERLAPPED | FILE_FLAG_FIRST_PIPE_INSTANCE,
                               PIPE_TYPE_BYTE | PIPE_WAIT | PIPE_REJECT_REMOTE_CLIENTS, 1, kBufferSize,
                               kBufferSize, 0, nullptr),
            executable, "its output pipe was not made");
        SECURITY_ATTRIBUTES inheritable{sizeof(SECURITY_ATTRIBUTES), nullptr, TRUE};
        write_end_ = checked(::CreateFileW(wide_name.c_str(), GENERIC_WRITE, 0, &inheritable, OPEN_EXISTING,
                                           FILE_ATTRIBUTE_NORMAL, nullptr),
                             executable, "its output pipe was not opened");
        arrived_ = checked(::CreateEventW(nullptr, TRUE, FALSE, nullptr), executable, "no event was made");
    }
    ChildStream(const ChildStream&) = delete;
    ChildStream& operator=(const ChildStream&) = delete;
    ~ChildStream() { break_off(); }

    [[nodiscard]] HANDLE write_end() const noexcept { return write_end_.get(); }
    void close_write_end() noexcept { write_end_.reset(); }
    [[nodiscard]] bool is_open() const noexcept { return static_cast<bool>(read_end_); }
    [[nodiscard]] bool is_reading() const noexcept { return is_reading_; }
    [[nodiscard]] HANDLE arrived() const noexcept { return arrived_.get(); }

    // Starts a read; the event is set when it is done, which may be at once.
    void begin_read() noexcept {
        overlapped_ = {};
        overlapped_.hEvent = arrived_.get();
        const BOOL is_done = ::ReadFile(read_end_.get(), buffer_.data(), static_cast<DWORD>(buffer_.size()),
                                        nullptr, &overlapped_);
        if (!is_done && ::GetLastError() != ERROR_IO_PENDING) {
            read_end_.reset();
            return;
        }
        is_reading_ = true;
    }

    // What the finished read brought; closes the stream at its end.
    std::string_view finish_read(bool waits) noexcept {
        DWORD count = 0;
        const BOOL is_good =
            ::GetOverlappedResult(read_end_.get(), &overlapped_, &count, waits ? TRUE : FALSE);
        is_reading_ = false;
        if (!is_good) {
            read_end_.reset();
            return {};
        }
        return {buffer_.data(), count};
    }

    // The end of a read that waits for bytes which no living child will send.
    std::string_view cancel_read() noexcept {
        ::CancelIoEx(read_end_.get(), &overlapped_);
        return finish_read(true);
    }

    void break_off() noexcept {
        if (is_reading_) {
            cancel_read();
        }
        read_end_.reset();
    }

private:
    Handle read_end_;
    Handle write_end_;
    Handle arrived_;
    OVERLAPPED overlapped_{};
    std::array<char, 16 * 1024> buffer_{};
    bool is_reading_ = false;
};

// The inverse of what the C library of the child does with its command line.
void append_argument(WideText& line, const std::string& argument) {
    const WideText text = com::to_utf16(argument);
    if (!line.empty()) {
        line += L' ';
    }
    if (!text.empty() && text.find_first_of(L" \t\n\v\"") == WideText::npos) {
        line += text;
        return;
    }
    line += L'"';
    std::size_t backslashes = 0;
    for (const wchar_t character : text) {
        if (character == L'\\') {
            ++backslashes;
            continue;
        }
        // Backslashes are ordinary, except in front of a quotation mark.
        line.append(character == L'"' ? 2 * backslashes + 1 : backslashes, L'\\');
        backslashes = 0;
        line += character;
    }
    line.append(2 * backslashes, L'\\');
    line += L'"';
}

bool is_same_name(const WideText& left, const WideText& right) {
    return ::CompareStringOrdinal(left.c_str(), static_cast<int>(left.size()), right.c_str(),
                                  static_cast<int>(right.size()), TRUE) == CSTR_EQUAL;
}

WideText merged_environment(const std::map<std::string, std::string>& additions) {
    std::vector<std::pair<WideText, WideText>> variables;
    wchar_t* const current = ::GetEnvironmentStringsW();
    for (const wchar_t* entry = current; entry != nullptr && *entry != L'\0';
         entry += WideText(entry).size() + 1) {
        const WideText text = entry;
        const std::size_t equals = text.find(L'=', 1);  // hidden ones such as "=C:=C:\\" begin with the sign
        if (equals != WideText::npos) {
            variables.emplace_back(text.substr(0, equals), text.substr(equals + 1));
        }
    }
    ::FreeEnvironmentStringsW(current);
    for (const auto& [name, value] : additions) {
        const WideText wide_name = com::to_utf16(name);
        variables.erase(
            std::remove_if(variables.begin(), variables.end(),
                           [&](const auto& variable) { return is_same_name(variable.first, wide_name); }),
            variables.end());
        variables.emplace_back(wide_name, com::to_utf16(value));
    }
    WideText block;
    for (const auto& [name, value] : variables) {
        block += name + L'=' + value + L'\0';
    }
    block += L'\0';
    return block;
}

// Limits what the child inherits to the handles that are meant for it, whatever else is inheritable in this
// process.
class InheritanceList {
public:
    InheritanceList(std::array<HANDLE, 3> handles, const std::string& executable) : handles_(handles) {
        SIZE_T size = 0;
        ::InitializeProcThreadAttributeList(nullptr, 1, 0, &size);
        memory_.resize(size);
        if (!::InitializeProcThreadAttributeList(get(), 1, 0, &size)) {
            fail(executable, "its list of handles was not made");
        }
        if (!::UpdateProcThreadAttribute(get(), 0, PROC_THREAD_ATTRIBUTE_HANDLE_LIST, handles_.data(),
                                         sizeof(handles_), nullptr, nullptr)) {
            ::DeleteProcThreadAttributeList(get());
            fail(executable, "its list of handles was refused");
        }
    }
    InheritanceList(const InheritanceList&) = delete;
    InheritanceList& operator=(const InheritanceList&) = delete;
    ~InheritanceList() { ::DeleteProcThreadAttributeList(get()); }
    [[nodiscard]] LPPROC_THREAD_ATTRIBUTE_LIST get() noexcept {
        return reinterpret_cast<LPPROC_THREAD_ATTRIBUTE_LIST>(memory_.data());
    }

private:
    std::array<HANDLE, 3> handles_;
    std::vector<unsigned char> memory_;
};

Handle make_job(const std::string& executable, std::uint64_t memory_limit) {
    Handle job = checked(::CreateJobObjectW(nullptr, nullptr), executable, "no job object was made");
    JOBOBJECT_EXTENDED_LIMIT_INFORMATION limits{};
    limits.BasicLimitInformation.LimitFlags =
        JOB_OBJECT_LIMIT_KILL_ON_JOB_CLOSE | JOB_OBJECT_LIMIT_DIE_ON_UNHANDLED_EXCEPTION;
    if (memory_limit != 0) {
        limits.BasicLimitInformation.LimitFlags |= JOB_OBJECT_LIMIT_JOB_MEMORY;
        limits.JobMemoryLimit = static_cast<SIZE_T>(memory_limit);
    }
    if (!::SetInformationJobObject(job.get(), JobObjectExtendedLimitInformation, &limits, sizeof(limits))) {
        fail(executable, "its job object could not be set up");
    }
    return job;
}

Exit exit_of(DWORD code, bool was_killed) {
    if (was_killed && code == kKilledExitCode) {
        return {Exit::Kind::kKilled, code, "killed by wbemcheck"};
    }
    const std::string description = describe_windows_exit(code);
    if (description.starts_with("exit code")) {
        return {Exit::Kind::kExited, static_cast<std::int32_t>(code), description};  // as exit() was given it
    }
    return {Exit::Kind::kSignalled, code, description};
}

// One thread per child: it waits for bytes in both pipes and for the end of the process.
class Win32Process final : public ProcessBackend {
public:
    Win32Process(const std::string& executable, const std::vector<std::string>& arguments,
                 const ProcessOptions& options)
        : ProcessBackend([this] { ::SetEvent(wake_.get()); }),
          wake_(checked(::CreateEventW(nullptr, FALSE, FALSE, nullptr), executable, "no event was made")),
          output_(executable),
          error_output_(executable),
          job_(make_job(executable, options.memory_limit)) {
        launch(executable, arguments, options);
        output_.close_write_end();
        error_output_.close_write_end();
        reader_ = std::jthread([this](const std::stop_token& stop) { read(stop); });
    }

    ~Win32Process() override {
        kill();
        reader_.request_stop();
        ::SetEvent(wake_.get());
        reader_.join();
        ::WaitForSingleObject(process_.get(), INFINITE);
    }

    void kill() noexcept override {
        was_killed_.store(true, std::memory_order_relaxed);
        ::TerminateJobObject(job_.get(), kKilledExitCode);
    }

    std::size_t ask_for_stacks() noexcept override { return 0; }

    [[nodiscard]] std::optional<std::uint64_t> own_memory() const noexcept override {
        PROCESS_MEMORY_COUNTERS_EX counters{};
        counters.cb = sizeof(counters);
        if (!::GetProcessMemoryInfo(process_.get(), reinterpret_cast<PROCESS_MEMORY_COUNTERS*>(&counters), sizeof(counters))) {
            return std::nullopt;
        }
        // The same number, but Windows 7 fills only the second, and Wine 8 only the first.
        return std::max(counters.PagefileUsage, counters.PrivateUsage);
    }

    [[nodiscard]] std::int64_t id() const noexcept override { return id_; }

private:
    void launch(const std::string& executable, const std::vector<std::string>& arguments,
                const ProcessOptions& options) {
        // A child that lacks a DLL would otherwise open a dialog before its first line runs; the mode is
        // inherited.
        ::SetErrorMode(::GetErrorMode() | SEM_FAILCRITICALERRORS | SEM_NOGPFAULTERRORBOX |
                       SEM_NOOPENFILEERRORBOX);
        SECURITY_ATTRIBUTES inheritable{sizeof(SECURITY_ATTRIBUTES), nullptr, TRUE};
        const Handle input = checked(::CreateFileW(L"NUL", GENERIC_READ, FILE_SHARE_READ | FILE_SHARE_WRITE,
                                                   &inheritable, OPEN_EXISTING, 0, nullptr),
                                     executable, "NUL was not opened");
        InheritanceList inherited({input.get(), output_.write_end(), error_output_.write_end()}, executable);
        STARTUPINFOEXW startup{};
        startup.StartupInfo.cb = sizeof(startup);
        startup.StartupInfo.dwFlags = STARTF_USESTDHANDLES;
        startup.StartupInfo.hStdInput = input.get();
        startup.StartupInfo.hStdOutput = output_.write_end();
        startup.StartupInfo.hStdError = error_output_.write_end();
        startup.lpAttributeList = inherited.get();

        WideText command_line;
        append_argument(command_line, executable);
        for (const std::string& argument : arguments) {
            append_argument(command_line, argument);
        }
        WideText environment = merged_environment(options.environment);
        const WideText application = com::to_utf16(executable);
        PROCESS_INFORMATION information{};
        // Detached: with a console of its own, even a hidden one, Wine starts a console process beside the
        // child, which costs time and keeps the child's pipes open.
        if (!::CreateProcessW(application.c_str(), command_line.data(), nullptr, nullptr, TRUE,
                              CREATE_SUSPENDED | DETACHED_PROCESS | CREATE_UNICODE_ENVIRONMENT |
                                  EXTENDED_STARTUPINFO_PRESENT,
                              environment.data(), nullptr, &startup.StartupInfo, &information)) {
            fail(executable, "the system refused to run it");
        }
        process_ = Handle(information.hProcess);
        const Handle main_thread(information.hThread);
        id_ = information.dwProcessId;
        // In the job before its first instruction, so that nothing it starts is outside.
        if (!::AssignProcessToJobObject(job_.get(), process_.get())) {
            const DWORD error = ::GetLastError();
            ::TerminateProcess(process_.get(), kKilledExitCode);
            ::SetLastError(error);
            fail(executable, "it was not taken into its job object");
        }
        ::ResumeThread(main_thread.get());
    }

    void read(const std::stop_token& stop) {
        while (!stop.stop_requested() &&
               (output_.is_open() || error_output_.is_open() || !state.has_exited())) {
            begin_reads();
            wait_for_news();
        }
        output_.break_off();
        error_output_.break_off();
        state.end_output();
        state.end_error_output();
    }

    void begin_reads() {
        if (output_.is_open() && !output_.is_reading() && state.has_room()) {
            output_.begin_read();
            note_end_of_output();
        }
        if (error_output_.is_open() && !error_output_.is_reading()) {
            error_output_.begin_read();
            note_end_of_error_output();
        }
    }

    void wait_for_news() {
        if (state.has_exited()) {
            read_on_after_exit();
            return;
        }
        std::array<HANDLE, 4> handles{wake_.get(), process_.get()};
        DWORD count = 2;
        for (const ChildStream* stream : {&output_, &error_output_}) {
            if (stream->is_reading()) {
                handles[count++] = stream->arrived();
            }
        }
        ::WaitForMultipleObjects(count, handles.data(), FALSE, INFINITE);
        take_arrived();
        if (::WaitForSingleObject(process_.get(), 0) == WAIT_OBJECT_0) {
            DWORD code = 0;
            ::GetExitCodeProcess(process_.get(), &code);
            // What the child has started ends with it.
            ::TerminateJobObject(job_.get(), kKilledExitCode);
            state.set_exit(exit_of(code, was_killed_.load(std::memory_order_relaxed)));
        }
    }

    // Nobody writes any more: a read that is not done at once will never be, even if a stranger still holds
    // the pipe.
    void read_on_after_exit() {
        if (error_output_.is_reading()) {
            const std::string_view bytes = error_output_.cancel_read();
            state.add_error_output(bytes);
            note_end_of_error_output();
        }
        if (output_.is_reading()) {
            const std::string_view bytes = output_.cancel_read();
            state.add_output(bytes);
            note_end_of_output();
        } else if (output_.is_open() && !state.has_room()) {
            ::WaitForSingleObject(wake_.get(), INFINITE);
        }
    }

    void take_arrived() {
        if (output_.is_reading() && ::WaitForSingleObject(output_.arrived(), 0) == WAIT_OBJECT_0) {
            state.add_output(output_.finish_read(false));
            note_end_of_output();
        }
        if (error_output_.is_reading() &&
            ::WaitForSingleObject(error_output_.arrived(), 0) == WAIT_OBJECT_0) {
            state.add_error_output(error_output_.finish_read(false));
            note_end_of_error_output();
        }
    }

    void note_end_of_output() {
        if (!output_.is_open()) {
            state.end_output();
        }
    }

    void note_end_of_error_output() {
        if (!error_output_.is_open()) {
            state.end_error_output();
        }
    }

    Handle wake_;
    ChildStream output_;        // by the reader only, once it runs
    ChildStream error_output_;  // by the reader only, once it runs
    Handle job_;
    Handle process_;
    std::int64_t id_ = 0;
    std::atomic<bool> was_killed_{false};
    std::jthread reader_;
};

}  // namespace

std::unique_ptr<ProcessBackend> detail::start_process(const std::string& executable,
                                                      const std::vector<std::string>& arguments,
                                                      const ProcessOptions& options) {
    return std::make_unique<Win32Process>(executable, arguments, options);
}

std::string current_executable() {
    WideText path(MAX_PATH, L'\0');
    for (;;) {
        const DWORD length = ::GetModuleFileNameW(nullptr, path.data(), static_cast<DWORD>(path.size()));
        if (length == 0) {
            throw ProcessError(
                fmt::format("cannot find the path of the running program: {}", error_text(::GetLastError())));
        }
        if (length < path.size()) {
            path.resize(length);
            return com::to_utf8(path);
        }
        path.resize(path.size() * 2);
    }
}

std::vector<std::string> command_line_arguments(int, const char* const*) {
    int count = 0;
    const std::unique_ptr<LPWSTR, decltype(&::LocalFree)> arguments(
        ::CommandLineToArgvW(::GetCommandLineW(), &count), &::LocalFree);
    if (arguments == nullptr) {
        throw ProcessError(fmt::format("cannot read the command line: {}", error_text(::GetLastError())));
    }
    std::vector<std::string> texts;
    for (int index = 0; index < count; ++index) {
        texts.push_back(com::to_utf8(arguments.get()[index]));
    }
    return texts;
}

}  // namespace wbemcheck::runner
