#include "harness/cli/stored_result.h"

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>

#include <fmt/format.h>

#include "harness/cli/outputs.h"
#include "harness/subject/usage_error.h"
#include "reports/json_report.h"

namespace wbemcheck::cli {

std::string read_document(const std::string& path, const char* what) {
    std::error_code ignored;
    std::ifstream file(to_path(path), std::ios::binary);
    if (!file || std::filesystem::is_directory(to_path(path), ignored)) {
        throw UsageError(fmt::format("The {} {} cannot be read.", what, path));
    }
    return {std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
}

reports::RunResult load_result(const std::string& path) {
    const std::string text = read_document(path, "result document");
    try {
        return reports::read_json(text);
    } catch (const reports::ResultDocumentError& error) {
        throw UsageError(fmt::format("{}: {}", path, error.what()));
    }
}

std::vector<std::string> names_of(const std::vector<std::string>& paths) {
    std::vector<std::string> names;
    for (const std::string& path : paths) {
        names.push_back(com::path_text(to_path(path).stem()));
    }
    const std::vector<std::string> stems = names;
    for (std::size_t place = 0; place < names.size(); ++place) {
        if (std::count(stems.begin(), stems.end(), stems[place]) > 1) names[place] = paths[place];
        // One file may be named twice.
        const auto before = std::count(paths.begin(), paths.begin() + static_cast<std::ptrdiff_t>(place), paths[place]);
        if (before > 0) names[place] += fmt::format(" ({})", before + 1);
    }
    return names;
}

}  // namespace wbemcheck::cli
