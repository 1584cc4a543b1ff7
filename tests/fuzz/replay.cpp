// Gives a fuzz target each file that is named, and each in the folders that are named, in the order of their
// names. It stands where libFuzzer does not, so that what was found once stays found with every compiler and
// on every platform.
#include <fmt/format.h>

#include <algorithm>
#include <cstdint>
#include <cstdio>
#include <exception>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <memory>
#include <stdexcept>
#include <string>
#include <vector>

#include "tests/fuzz/property.h"

namespace {

namespace fs = std::filesystem;

std::vector<fs::path> files_of(const fs::path& path) {
    // A target without a finding has no folder of them.
    if (!fs::exists(path)) return {};
    if (!fs::is_directory(path)) return {path};
    std::vector<fs::path> files;
    for (const auto& entry : fs::directory_iterator(path)) {
        if (entry.is_regular_file()) files.push_back(entry.path());
    }
    std::sort(files.begin(), files.end());
    return files;
}

std::string read(const fs::path& path) {
    std::ifstream file(path, std::ios::binary);
    if (!file) throw std::runtime_error("cannot read " + path.string());
    return {std::istreambuf_iterator<char>(file), {}};
}

int replay(const std::vector<fs::path>& paths) {
    std::size_t count = 0;
    for (const fs::path& path : paths) {
        for (const fs::path& file : files_of(path)) {
            // Said before it is tried: the last name is the one that failed.
            fmt::print("{}\n", file.generic_string());
            std::fflush(stdout);
            const std::string content = read(file);
            // A block of exactly this size, so that a sanitizer sees the first byte that is read behind it.
            const auto bytes = std::make_unique<std::uint8_t[]>(content.size());
            std::copy(content.begin(), content.end(), bytes.get());
            LLVMFuzzerTestOneInput(bytes.get(), content.size());
            ++count;
        }
    }
    fmt::print("{} inputs\n", count);
    return count == 0 ? 1 : 0;
}

}  // namespace

int main(int argc, char** argv) {
    try {
        return replay(std::vector<fs::path>(argv + 1, argv + argc));
    } catch (const std::exception& error) {
        fmt::print(stderr, "{}\n", error.what());
        return 1;
    }
}
