#include <memory>
#include <string>

#include <CLI/CLI.hpp>

#include "harness/cli/commands.h"
#include "harness/runner/worker.h"

namespace wbemcheck::cli {

// For this program's own use: no help lists it.
void add_worker_command(CLI::App& app) {
    auto file = std::make_shared<std::string>();
    CLI::App* worker = app.add_subcommand("worker")->group("");
    worker->add_option("FILE", *file)->required();
    worker->callback([file] { runner::run_worker(*file); });
}

}  // namespace wbemcheck::cli
