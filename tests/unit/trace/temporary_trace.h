// A trace file that goes away with its test.
#pragma once

#include <filesystem>
#include <random>
#include <string>

namespace wbemcheck::trace {

class TemporaryTrace {
public:
    TemporaryTrace() {
        std::random_device device;
        path_ = std::filesystem::temp_directory_path() /
                ("wbemcheck-test-" + std::to_string(device()) + std::to_string(device()) + ".trace");
    }
    ~TemporaryTrace() {
        std::error_code ignored;
        std::filesystem::remove(path_, ignored);
    }
    TemporaryTrace(const TemporaryTrace&) = delete;
    TemporaryTrace& operator=(const TemporaryTrace&) = delete;

    [[nodiscard]] const std::filesystem::path& path() const noexcept { return path_; }

private:
    std::filesystem::path path_;
};

}  // namespace wbemcheck::trace
