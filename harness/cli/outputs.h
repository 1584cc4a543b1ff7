// Where the results of a command go: standard output, unless that belongs to the JSON document or to TAP; and the files that
// a person has asked for.
#pragma once

#include <cstdio>
#include <filesystem>
#include <string>
#include <string_view>

#include "harness/com/file_path.h"
#include "reports/result.h"

namespace CLI {
class App;
}

namespace wbemcheck::cli {

using com::to_path;

// Throws reports::FileError when standard output takes no more.
void write_to_standard_output(std::string_view text);

// The options of every command that has a result. Empty: not asked for.
struct OutputArguments {
    std::string json;      // a file, or "-" for standard output
    std::string junit;
    std::string html;
    std::string markdown;
    std::string ctrf;
    std::string sarif;
    std::string perfetto;
    bool github = false;   // append the Markdown to the file that GITHUB_STEP_SUMMARY names
    bool tap = false;      // TAP on standard output

    void add_to(CLI::App& command);

    // True when a report is asked for that only a single result has.
    [[nodiscard]] bool has_more_than_html() const;
};

class Outputs {
public:
    // Throws reports::FileError, before anything runs, for a file that cannot be written, and UsageError for --github
    // where there is no GITHUB_STEP_SUMMARY, and for two documents that both want standard output.
    explicit Outputs(const OutputArguments& arguments);

    [[nodiscard]] std::FILE* human() const noexcept { return human_; }
    void say(std::string_view text) const;

    // Writes the files, each whole or not at all. Throws reports::FileError.
    void write(const reports::RunResult& result, bool strict) const;

    [[nodiscard]] bool has_tap() const noexcept { return arguments_.tap; }
    // Where TAP was asked for, of a result that is complete. Throws reports::FileError.
    void write_tap(const reports::RunResult& result) const;

    // Where its traces go while a command has them (perfetto_file.h); empty when nobody has asked for that.
    [[nodiscard]] std::filesystem::path perfetto() const;
    // Where --perfetto was asked for, of a result alone: the timelines of its findings. Throws reports::FileError.
    void write_perfetto(const reports::RunResult& result) const;

    // Says on standard error which waivers do not hold, and returns what the program exits with.
    [[nodiscard]] static int end(const reports::RunResult& result, bool strict);

private:
    const OutputArguments arguments_;
    std::filesystem::path step_summary_;  // empty without --github
    std::FILE* const human_;
};

}  // namespace wbemcheck::cli
