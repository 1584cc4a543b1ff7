#include <cstdio>
#include <filesystem>
#include <memory>
#include <string>

#include <CLI/CLI.hpp>
#include <fmt/format.h>

#include "harness/cli/commands.h"
#include "harness/cli/limit_options.h"
#include "harness/cli/kill_matrix.h"
#include "harness/cli/terminal.h"
#include "harness/com/file_path.h"
#include "harness/runner/prove.h"
#include "reports/file_writer.h"

namespace wbemcheck::cli {
namespace {

struct ProveArguments {
    runner::ProveOptions options;
    std::string json;
    bool quiet = false;
};

using com::to_path;

int exit_code_of(const runner::Proof& proof) {
    if (proof.has_fault()) return kHarnessFault;
    return proof.holds() ? kConforms : kViolates;
}

int prove_command(ProveArguments& arguments) {
    const bool has_file = !arguments.json.empty() && arguments.json != "-";
    if (has_file) reports::check_writable(to_path(arguments.json));
    std::FILE* const human = arguments.json == "-" ? stderr : stdout;
    const Terminal terminal(human);
    const bool shows_progress = !arguments.quiet && terminal.is_terminal();
    std::size_t planned = 0;
    std::size_t ended = 0;
    runner::ProveWatcher watcher;
    watcher.planned = [&](std::size_t runs) { planned = runs; };
    watcher.finished = [&](const runner::DefectProof& so_far) {
        ++ended;
        if (!shows_progress) return;
        fmt::print(human, "\r\x1b[K{}/{} {}", ended, planned, so_far.id.substr(0, terminal.columns() / 2));
        std::fflush(human);
    };
    const runner::Proof proof = runner::prove(arguments.options, watcher);
    if (shows_progress) fmt::print(human, "\r\x1b[K");

    if (has_file) {
        reports::write_whole(to_path(arguments.json), runner::write_proof(proof));
    } else if (!arguments.json.empty()) {
        fmt::print("{}", runner::write_proof(proof));
    }
    fmt::print(human, "{}", render_kill_matrix(proof, !arguments.quiet));
    return exit_code_of(proof);
}

}  // namespace

void add_prove_command(CLI::App& app, const std::string& program, int& exit_code) {
    auto arguments = std::make_shared<ProveArguments>();
    arguments->options.program = program;
    CLI::App* prove = app.add_subcommand("prove", "Prove the judge: every defect of the mock must be caught, and nothing else");
    prove->add_option("DEFECT", arguments->options.defects,
                      "Defects, or the clauses that they are about; globs such as 'REF-*' (default: all)");
    prove->add_option("--repeat", arguments->options.repeat, "Play every defect this often")
        ->check(CLI::Range(1u, 100000u))
        ->type_name("N");
    prove->add_option("--seed", arguments->options.seed, "Play in orders drawn from this number and those that follow it")
        ->type_name("N");
    prove->add_option("--jobs", arguments->options.jobs, "Defects at a time (default: two per core)")
        ->check(CLI::Range(1u, 256u))
        ->type_name("N");
    prove->add_option("--timeout-scale", arguments->options.timeout_scale, "Multiply every time budget, also that of a worker that makes no progress")
        ->check(CLI::Range(0.01, 1000.0))
        ->type_name("X");
    add_limit_options(*prove, arguments->options.limits);
    prove->add_flag("--full", arguments->options.full,
                    "Play the whole suite for every defect, instead of the part that shows it");
    prove->add_option("--json", arguments->json, "Write the kill matrix; - is standard output")->type_name("FILE");
    prove->add_flag("-q,--quiet", arguments->quiet, "Only what went wrong, and the last sentence");
    prove->callback([arguments, &exit_code] { exit_code = prove_command(*arguments); });
}

}  // namespace wbemcheck::cli
