// A process that a child starts on its own, without the harness's knowledge, and a way to see it end.
#pragma once

#include <chrono>
#include <cstdint>

namespace wbemcheck::runner::test {

// Starts this very program again with the argument "hang", its output inherited. Returns its process id.
[[nodiscard]] std::int64_t start_hanging_descendant(const char* executable);

class DescendantWatch {
public:
    explicit DescendantWatch(std::int64_t id);  // while it lives
    DescendantWatch(const DescendantWatch&) = delete;
    DescendantWatch& operator=(const DescendantWatch&) = delete;
    ~DescendantWatch();
    [[nodiscard]] bool ends_within(std::chrono::milliseconds time);

private:
    std::intptr_t handle_;
};

// What the platform gives a child that reads an invalid address.
[[nodiscard]] bool is_memory_error(std::int64_t code);

}  // namespace wbemcheck::runner::test
