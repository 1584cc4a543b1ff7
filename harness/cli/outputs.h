// Where the results of a command go: standard output, unless that belongs to the JSON document.
#pragma once

#include <cstdio>
#include <filesystem>
#include <string>
#include <string_view>

#include "reports/result.h"

namespace wbemcheck::cli {

[[nodiscard]] std::filesystem::path to_path(const std::string& utf8);

class Outputs {
public:
    // `json` is a file, "-" for standard output, or empty; `junit` a file or empty. Throws reports::FileError, before
    // anything runs, for a file that cannot be written.
    Outputs(std::string json, std::string junit);

    [[nodiscard]] std::FILE* human() const noexcept { return human_; }
    void say(std::string_view text) const;

    // Writes the files, each whole or not at all.
    void write(const reports::RunResult& result) const;

private:
    const std::string json_;
    const std::string junit_;
    std::FILE* const human_;
};

}  // namespace wbemcheck::cli
