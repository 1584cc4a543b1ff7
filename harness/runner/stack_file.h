// The file in which a worker leaves stacks: written by a process that is dying, one line per frame, each of them whole; read
// by its parent.
//
//   KIND TRACE THREAD NUMBER <tab> MODULE <tab> SYMBOL <tab> OFFSET
//   KIND TRACE THREAD NUMBER <tab> end
//
// KIND is one of StackKind's letters, TRACE and THREAD are a trace::ThreadMark, NUMBER is the system's of the thread. OFFSET
// counts from the symbol, or from the beginning of the module where SYMBOL is empty; hexadecimal.
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

namespace wbemcheck::runner {

enum class StackKind : char {
    kCrash = 'c',
    kExit = 'e',   // exit() was called
    kAsked = 'a',  // the parent asked where the thread is
};

struct WorkerStack {
    StackKind kind = StackKind::kCrash;
    std::uint64_t trace = 0;
    std::uint32_t thread = 0;
    std::uint64_t number = 0;
    bool is_whole = false;            // its end has been written
    std::vector<std::string> frames;  // "provider::find(int) + 0x12 in provider.so", the innermost first
};

// Every stack in the order in which its first line stands there; lines of several threads may be mixed. Lines that are none
// are left out. Empty when there is no file.
[[nodiscard]] std::vector<WorkerStack> read_stacks(const std::filesystem::path& file);

// The name of a function as a person writes it; the text itself where it is no mangled name.
[[nodiscard]] std::string readable_name(const std::string& symbol);

}  // namespace wbemcheck::runner
