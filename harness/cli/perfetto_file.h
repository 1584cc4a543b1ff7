// `--perfetto FILE` of a command that has traces: they go into the file one by one, while they are there.
#pragma once

#include <filesystem>
#include <optional>
#include <span>
#include <string>

#include "reports/file_writer.h"
#include "reports/perfetto_report.h"
#include "reports/result.h"

namespace wbemcheck::cli {

class PerfettoFile {
public:
    // Throws reports::FileError.
    explicit PerfettoFile(const std::filesystem::path& file);

    // The whole trace of a scenario that has ended. What cannot be written is said by `finish`: an exception must not leave
    // the thread that plays.
    void add(const reports::ScenarioOutcome& scenario, std::span<const reports::Finding> findings,
             const std::filesystem::path& trace);

    // Puts the file in its place. Throws reports::FileError.
    void finish(const reports::RunResult& result);

private:
    reports::GrowingFile file_;
    reports::PerfettoWriter writer_;
    std::optional<reports::FileError> failure_;
};

}  // namespace wbemcheck::cli
