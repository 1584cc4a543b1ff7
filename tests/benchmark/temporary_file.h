// The name of a file that goes away with its benchmark.
#pragma once

#include <filesystem>
#include <random>
#include <string>

namespace wbemcheck::benchmarks {

class TemporaryFile {
public:
    explicit TemporaryFile(const std::filesystem::path& folder) {
        std::random_device device;
        path_ = folder / ("wbemcheck-benchmark-" + std::to_string(device()) + std::to_string(device()));
    }
    ~TemporaryFile() {
        std::error_code ignored;
        std::filesystem::remove(path_, ignored);
    }
    TemporaryFile(const TemporaryFile&) = delete;
    TemporaryFile& operator=(const TemporaryFile&) = delete;

    [[nodiscard]] const std::filesystem::path& path() const noexcept { return path_; }

private:
    std::filesystem::path path_;
};

}  // namespace wbemcheck::benchmarks
