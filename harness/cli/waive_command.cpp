#include <cstdio>
#include <filesystem>
#include <memory>
#include <string>

#include <CLI/CLI.hpp>
#include <fmt/format.h>

#include "harness/cli/commands.h"
#include "harness/cli/outputs.h"
#include "harness/cli/stored_result.h"
#include "harness/runner/utc_clock.h"
#include "harness/runner/waiver_file.h"
#include "harness/subject/usage_error.h"
#include "reports/file_writer.h"

namespace wbemcheck::cli {
namespace {

constexpr int kDaysUntilExpiry = 90;

struct WaiveArguments {
    std::string result;
    std::string output = "-";
    bool force = false;
};

bool has_violations(const reports::RunResult& result) {
    for (const reports::Finding& finding : result.findings) {
        if (finding.verdict == reports::Verdict::kViolation) return true;
    }
    return false;
}

// The reasons in it are the work of a person, which nothing brings back.
void require_new(const WaiveArguments& arguments) {
    std::error_code ignored;
    if (arguments.force || !std::filesystem::is_regular_file(to_path(arguments.output), ignored)) return;
    throw UsageError(fmt::format("{} is there already; --force writes over it.", arguments.output));
}

int waive_command(const WaiveArguments& arguments) {
    const reports::RunResult result = load_result(arguments.result);
    const std::string draft = runner::draft_waivers(result, runner::utc_day(kDaysUntilExpiry));
    if (arguments.output == "-") {
        if (std::fwrite(draft.data(), 1, draft.size(), stdout) != draft.size() || std::fflush(stdout) != 0) {
            throw reports::FileError("The waivers cannot be written to standard output.");
        }
    } else {
        require_new(arguments);
        reports::write_whole(to_path(arguments.output), draft);
    }
    if (!has_violations(result)) {
        fmt::print(stderr, "wbemcheck: {} has no violation, so there is nothing to waive.\n", arguments.result);
    }
    return kConforms;
}

}  // namespace

void add_waive_command(CLI::App& app, int& exit_code) {
    auto arguments = std::make_shared<WaiveArguments>();
    CLI::App* waive = app.add_subcommand("waive", "Write a waiver file with the violations of a result, to start from");
    waive->add_option("RESULT", arguments->result, "What `run --json` has written")->required();
    waive->add_option("-o,--output", arguments->output, "Write to this file; - is standard output")->type_name("FILE");
    waive->add_flag("--force", arguments->force, "Write over a file that is there");
    waive->callback([arguments, &exit_code] { exit_code = waive_command(*arguments); });
}

}  // namespace wbemcheck::cli
