#include "tests/cli/program.h"

#include <gtest/gtest.h>

#include <cstdlib>
#include <fstream>
#include <iterator>
#include <random>
#include <utility>

#include "harness/runner/process.h"
#include "reports/json_report.h"

namespace wbemcheck::cli {

Outcome run_program(const std::vector<std::string>& arguments) {
    runner::FinishedChild child = runner::run_to_end(WBEMCHECK_PROGRAM, arguments);
    Outcome outcome;
    outcome.output = std::move(child.output);
    outcome.code = child.exit.code;
    outcome.errors = std::move(child.errors);
    std::erase(outcome.errors, '\r');
    return outcome;
}

TemporaryFolder::TemporaryFolder() {
    std::random_device device;
    folder_ = std::filesystem::temp_directory_path() / ("wbemcheck-cli-" + std::to_string(device()));
    std::filesystem::create_directories(folder_);
}

TemporaryFolder::~TemporaryFolder() {
    std::error_code ignored;
    std::filesystem::remove_all(folder_, ignored);
}

std::string read_file(const std::string& path) {
    std::ifstream file(path, std::ios::binary);
    return {std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
}

void write_file(const std::string& path, const std::string& content) {
    std::ofstream(path, std::ios::binary) << content;
}

void set_variable(const char* name, const std::string& value) {
#if defined(_WIN32)
    _putenv_s(name, value.c_str());
#else
    setenv(name, value.c_str(), 1);
#endif
}

reports::RunResult run_for_result(std::vector<std::string> arguments, std::int64_t code) {
    arguments.insert(arguments.end(), {"--quiet", "--json", "-"});
    const Outcome outcome = run_program(arguments);
    EXPECT_EQ(outcome.code, code) << outcome.errors;
    return reports::read_json(outcome.output);
}

}  // namespace wbemcheck::cli
