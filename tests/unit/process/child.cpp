// The program that tests/unit/process starts: its first argument says what it does.
#include <condition_variable>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <exception>
#include <mutex>
#include <new>
#include <stdexcept>
#include <string>
#include <thread>
#include <vector>

#include "harness/runner/process.h"
#include "harness/runner/process_worker.h"
#include "harness/trace/recorder.h"
#include "tests/unit/process/descendant.h"

namespace {

using wbemcheck::runner::claim_standard_output;
using wbemcheck::runner::keep_stacks;
using wbemcheck::runner::prepare_worker_process;
using wbemcheck::runner::test::start_hanging_descendant;

int hang() {
    std::mutex mutex;
    std::condition_variable never;
    std::unique_lock lock(mutex);
    for (;;) {
        never.wait(lock);
    }
}

void print(const std::string& line) {
    std::puts(line.c_str());
    std::fflush(stdout);
}

int touch_invalid_memory() {
    volatile std::uintptr_t address = 16;
    return *reinterpret_cast<volatile char*>(address);
}

// Takes that many MiB, or says that the system refused them.
int eat(int mebibytes) {
    constexpr std::size_t kMebibyte = 1024 * 1024;
    static std::vector<std::vector<char>> eaten;
    try {
        for (int count = 0; count < mebibytes; ++count) {
            eaten.emplace_back(kMebibyte, 'x');
        }
    } catch (const std::bad_alloc&) {
        print("refused");
        return 0;
    }
    print("ready");
    return hang();
}

// Every frame knows the one above it, so that none can be left out.
int overflow_stack(int depth, const volatile char* above) {
    volatile char frame[4096];
    frame[0] = static_cast<char>(depth + (above != nullptr ? above[0] : 0));
    return depth == 0 ? 0 : overflow_stack(depth - 1, frame) + frame[0];
}

int print_arguments(const std::vector<std::string>& arguments) {
    for (std::size_t index = 2; index < arguments.size(); ++index) {
        print(arguments[index]);
    }
    return 0;
}

// In large writes: each one is a round trip under Wine.
int print_many(int lines) {
    std::string text;
    for (int index = 0; index < lines; ++index) {
        text += "line " + std::to_string(index) + '\n';
        if (text.size() > 16'000 || index + 1 == lines) {
            std::fwrite(text.data(), 1, text.size(), stdout);
            text.clear();
        }
    }
    return 0;
}

int print_without_line_end(int bytes) {
    for (int index = 0; index < bytes; ++index) {
        std::putchar('x');
    }
    return 0;
}

int flood_error_output(int bytes) {
    const std::string line = std::string(63, 'e') + '\n';
    for (int written = 0; written < bytes; written += 64) {
        std::fputs(line.c_str(), stderr);
    }
    std::fputs("the last words", stderr);
    return 0;
}

// Ends when the parent has read what is printed: more than the pipe and the parent's queue hold.
int leave_a_descendant(const char* executable) {
    print(std::to_string(start_hanging_descendant(executable)));
    return print_many(200'000);
}

int hang_with_a_descendant(const char* executable) {
    print(std::to_string(start_hanging_descendant(executable)));
    return hang();
}

int print_through_claimed_output() {
    std::FILE* const output = claim_standard_output();
    print("printed by the subject");
    std::fputs("printed by the worker\n", output);
    return std::fclose(output);
}

int print_environment(const char* name) {
    const char* const value = std::getenv(name);
    print(value == nullptr ? "(none)" : value);
    return 0;
}

}  // namespace

// With a name that the stack can be searched for.
extern "C" int touch_memory_that_is_not_there() { return touch_invalid_memory(); }
extern "C" int run_out_of_stack() { return overflow_stack(1'000'000'000, nullptr); }

// Through pointers that no compiler can see through: a function that is merged with its caller has no frame of its own.
int (*volatile g_touch)() = touch_memory_that_is_not_there;
int (*volatile g_run_out)() = run_out_of_stack;

namespace {

void keep_stacks_of_threads_that_record(const char* file) {
    keep_stacks(file);
    static wbemcheck::trace::Recorder recorder(std::string(file) + ".trace");
    std::thread([] {
        wbemcheck::trace::Event event;
        event.kind = wbemcheck::trace::EventKind::kMark;
        recorder.record(event);
        run_out_of_stack();
    }).join();
}

// Ends as `what` says, and leaves its stack in `file`.
int end_with_stack(const std::string& what, const char* file) {
    if (what == "overflow-thread-with-stack") {
        keep_stacks_of_threads_that_record(file);
    }
    keep_stacks(file);
    if (what == "crash-with-stack") {
        return g_touch();
    }
    if (what == "overflow-with-stack") {
        return g_run_out();
    }
    if (what == "abort-with-stack") {
        std::abort();
    }
    if (what == "exit-with-stack") {
        std::exit(3);
    }
    std::thread([] { static_cast<void>(hang()); }).detach();
    print("ready");
    return hang();
}

}  // namespace

int main(int count, char** arguments) {
    const std::string what = count > 1 ? arguments[1] : "";
    const int number = count > 2 ? std::atoi(arguments[2]) : 0;
    if (what != "abort-unprepared") {
        prepare_worker_process();
    }
    if (what == "exit") {
        std::exit(number);
    }
    if (what == "return") {
        return number;
    }
    if (what == "hang") {
        return hang();
    }
    if (what == "print-and-hang") {
        print("ready");
        return hang();
    }
    if (what == "close-and-hang") {
        std::fclose(stdout);
        return hang();
    }
    if (what == "crash") {
        return touch_invalid_memory();
    }
    if (what == "overflow-stack") {
        return overflow_stack(1'000'000'000, nullptr);
    }
    if (what == "abort" || what == "abort-unprepared") {
        std::fputs("why it aborts\n", stderr);
        std::abort();
    }
    if (what == "terminate") {
        std::terminate();
    }
    if (what == "throw") {
        throw std::runtime_error("nobody catches this");
    }
    if (what == "eat") {
        return eat(number);
    }
    if (what.ends_with("-with-stack")) {
        return end_with_stack(what, arguments[2]);
    }
    if (what == "arguments") {
        return print_arguments(wbemcheck::runner::command_line_arguments(count, arguments));
    }
    if (what == "environment") {
        return print_environment(arguments[2]);
    }
    if (what == "many-lines") {
        return print_many(number);
    }
    if (what == "no-line-end") {
        return print_without_line_end(number);
    }
    if (what == "flood-error-output") {
        return flood_error_output(number);
    }
    if (what == "standard-input") {
        print(std::getchar() == EOF ? "empty" : "something");
        return 0;
    }
    if (what == "leave-a-descendant") {
        return leave_a_descendant(arguments[0]);
    }
    if (what == "hang-with-a-descendant") {
        return hang_with_a_descendant(arguments[0]);
    }
    if (what == "claim-output") {
        return print_through_claimed_output();
    }
    return 99;
}
