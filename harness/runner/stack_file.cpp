#include "harness/runner/stack_file.h"

#include <algorithm>
#include <fstream>
#include <sstream>

#include <fmt/format.h>

namespace wbemcheck::runner {
namespace {

// A name of nested templates fills a page and says no more for it.
constexpr std::size_t kLongestName = 240;

std::vector<std::string> split(const std::string& line) {
    std::vector<std::string> fields;
    std::istringstream rest(line);
    for (std::string field; std::getline(rest, field, '\t');) fields.push_back(field);
    return fields;
}

std::string file_name_of(const std::string& module) {
    const auto slash = module.find_last_of("/\\");
    return slash == std::string::npos ? module : module.substr(slash + 1);
}

std::string frame_text(const std::string& module, const std::string& symbol, const std::string& offset) {
    const std::string file = file_name_of(module);
    if (symbol.empty()) return fmt::format("{} + 0x{}", file.empty() ? "unknown module" : file, offset);
    std::string name = readable_name(symbol);
    if (name.size() > kLongestName) name = name.substr(0, kLongestName) + "...";
    return fmt::format("{} + 0x{} in {}", name, offset, file);
}

// False for a line that does not begin as one of a stack.
bool read_head(const std::string& head, WorkerStack& stack) {
    std::istringstream fields(head);
    char kind = 0;
    fields >> kind >> stack.trace >> stack.thread >> stack.number;
    stack.kind = static_cast<StackKind>(kind);
    const bool is_kind = stack.kind == StackKind::kCrash || stack.kind == StackKind::kExit || stack.kind == StackKind::kAsked;
    return !fields.fail() && is_kind;
}

}  // namespace

std::vector<WorkerStack> read_stacks(const std::filesystem::path& file) {
    std::vector<WorkerStack> stacks;
    std::ifstream lines(file, std::ios::binary);
    for (std::string line; std::getline(lines, line);) {
        const std::vector<std::string> fields = split(line);
        WorkerStack head;
        if (fields.size() < 2 || !read_head(fields[0], head)) continue;
        auto stack = std::find_if(stacks.begin(), stacks.end(), [&](const WorkerStack& known) {
            return known.kind == head.kind && known.number == head.number && !known.is_whole;
        });
        if (stack == stacks.end()) stack = stacks.insert(stacks.end(), head);
        if (fields[1] == "end") {
            stack->is_whole = true;
        } else if (fields.size() == 4) {
            stack->frames.push_back(frame_text(fields[1], fields[2], fields[3]));
        }
    }
    return stacks;
}

}  // namespace wbemcheck::runner
