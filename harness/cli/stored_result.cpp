#include "harness/cli/stored_result.h"

#include <filesystem>
#include <fstream>
#include <iterator>

#include <fmt/format.h>

#include "harness/cli/outputs.h"
#include "harness/subject/usage_error.h"
#include "reports/json_report.h"

namespace wbemcheck::cli {

reports::RunResult load_result(const std::string& path) {
    std::error_code ignored;
    std::ifstream file(to_path(path), std::ios::binary);
    if (!file || std::filesystem::is_directory(to_path(path), ignored)) {
        throw UsageError(fmt::format("The result document {} cannot be read.", path));
    }
    const std::string text{std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
    try {
        return reports::read_json(text);
    } catch (const reports::ResultDocumentError& error) {
        throw UsageError(fmt::format("{}: {}", path, error.what()));
    }
}

}  // namespace wbemcheck::cli
