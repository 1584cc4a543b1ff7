// Runs wbemcheck and keeps what it said.
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

#include "reports/result.h"

namespace wbemcheck::cli {

struct Outcome {
    std::int64_t code = -1;
    std::string output;
    std::string errors;
};

[[nodiscard]] Outcome run_program(const std::vector<std::string>& arguments);

// A folder that goes away with its test.
class TemporaryFolder {
public:
    TemporaryFolder();
    ~TemporaryFolder();
    TemporaryFolder(const TemporaryFolder&) = delete;
    TemporaryFolder& operator=(const TemporaryFolder&) = delete;

    [[nodiscard]] std::string path(const std::string& name) const { return (folder_ / name).string(); }
    [[nodiscard]] bool is_empty() const { return std::filesystem::is_empty(folder_); }

private:
    std::filesystem::path folder_;
};

// Runs it with the result on standard output, and reads that; `code` is what it must exit with.
[[nodiscard]] reports::RunResult run_for_result(std::vector<std::string> arguments, std::int64_t code);

[[nodiscard]] std::string read_file(const std::string& path);
void write_file(const std::string& path, const std::string& content);
// Of this process and of the programs that it runs; empty is as good as unset.
void set_variable(const char* name, const std::string& value);

}  // namespace wbemcheck::cli
