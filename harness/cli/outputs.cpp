#include "harness/cli/outputs.h"

#include <utility>

#include "reports/file_writer.h"
#include "reports/json_report.h"
#include "reports/junit_report.h"

namespace wbemcheck::cli {

std::filesystem::path to_path(const std::string& utf8) { return {std::u8string(utf8.begin(), utf8.end())}; }

Outputs::Outputs(std::string json, std::string junit)
    : json_(std::move(json)), junit_(std::move(junit)), human_(json_ == "-" ? stderr : stdout) {
    if (json_ != "-" && !json_.empty()) reports::check_writable(to_path(json_));
    if (!junit_.empty()) reports::check_writable(to_path(junit_));
}

void Outputs::say(std::string_view text) const {
    std::fwrite(text.data(), 1, text.size(), human_);
    std::fflush(human_);
}

void Outputs::write(const reports::RunResult& result) const {
    if (json_ == "-") {
        const std::string document = reports::write_json(result);
        if (std::fwrite(document.data(), 1, document.size(), stdout) != document.size() || std::fflush(stdout) != 0) {
            throw reports::FileError("The result cannot be written to standard output.");
        }
    } else if (!json_.empty()) {
        reports::write_whole(to_path(json_), reports::write_json(result));
    }
    if (!junit_.empty()) reports::write_whole(to_path(junit_), reports::write_junit(result));
}

}  // namespace wbemcheck::cli
