// The part of a child process that differs between platforms. Internal to harness/runner/process*.cpp.
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "harness/runner/process.h"
#include "harness/runner/process_state.h"

namespace wbemcheck::runner::detail {

class ProcessBackend {
public:
    explicit ProcessBackend(std::function<void()> wake) : state(std::move(wake)) {}
    virtual ~ProcessBackend() = default;  // kills and reaps
    ProcessBackend(const ProcessBackend&) = delete;
    ProcessBackend& operator=(const ProcessBackend&) = delete;

    virtual void kill() noexcept = 0;
    virtual std::size_t ask_for_stacks() noexcept = 0;
    [[nodiscard]] virtual std::optional<std::uint64_t> own_memory() const noexcept = 0;
    [[nodiscard]] virtual std::int64_t id() const noexcept = 0;

    ProcessState state;
};

// Throws ProcessError.
[[nodiscard]] std::unique_ptr<ProcessBackend> start_process(const std::string& executable,
                                                            const std::vector<std::string>& arguments,
                                                            const ProcessOptions& options);

}  // namespace wbemcheck::runner::detail
