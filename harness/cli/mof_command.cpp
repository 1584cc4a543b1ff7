#include <algorithm>
#include <cstdio>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include <CLI/CLI.hpp>
#include <fmt/format.h>

#include "harness/cli/commands.h"
#include "harness/cli/outputs.h"
#include "harness/com/wbem.h"
#include "harness/subject/usage_error.h"
#include "mock_provider/model/object_path.h"
#include "mock_provider/model/repository.h"
#include "mock_provider/mof/load.h"
#include "mock_provider/mof/print.h"

namespace wbemcheck::cli {
namespace {

struct MofArguments {
    std::string file;
    std::string name_space = "root\\default";  // where mofcomp puts what says nothing else
    std::vector<std::string> folders;
    bool print = false;
};

// The namespace and all above it, with nothing in them but the system classes.
std::unique_ptr<mock::Repository> make_repository(const std::string& path) {
    const std::optional<std::string> parsed = mock::parse_namespace_path(path);
    auto repository = std::make_unique<mock::Repository>();
    for (std::size_t end = 0; parsed && end != std::string::npos;) {
        end = parsed->find('\\', end + 1);
        if (FAILED(repository->create_namespace(parsed->substr(0, end)))) break;
    }
    if (repository->find_namespace(path) == nullptr) {
        throw UsageError(fmt::format("'{}' is no namespace; expected root or a path below it, for example root\\test", path));
    }
    return repository;
}

std::string count(std::size_t number, const char* one, const char* many) {
    return fmt::format("{} {}", number, number == 1 ? one : many);
}

int mof_command(const MofArguments& arguments) {
    const std::unique_ptr<mock::Repository> repository = make_repository(arguments.name_space);
    mock::mof::LoadOptions options;
    for (const std::string& folder : arguments.folders) options.include_folders.push_back(to_path(folder));
    const mock::mof::Loaded loaded =
        mock::mof::load_file(*repository, arguments.name_space, to_path(arguments.file), options);
    for (const mock::mof::Diagnostic& error : loaded.errors) fmt::print(stderr, "{}\n", to_text(error));
    if (!loaded.errors.empty()) {
        fmt::print(stderr, "{}\n", count(loaded.errors.size(), "error", "errors"));
        return kUsage;
    }
    if (arguments.print) {
        write_to_standard_output(
            mock::mof::print(loaded, repository->find_namespace(arguments.name_space)->path()));
    }
    fmt::print(arguments.print ? stderr : stdout, "{} and {}\n", count(loaded.classes, "class", "classes"),
               count(loaded.instances, "instance", "instances"));
    return kConforms;
}

}  // namespace

void add_mof_command(CLI::App& app, int& exit_code) {
    auto arguments = std::make_shared<MofArguments>();
    CLI::App* mof = app.add_subcommand("mof", "Check a MOF file, and print what it declares");
    mof->add_option("FILE", arguments->file, "The file; errors are printed as FILE:LINE:COLUMN: MESSAGE")->required();
    mof->add_flag("--print", arguments->print, "Write its classes and instances as MOF to standard output");
    mof->add_option("--namespace", arguments->name_space, "The namespace to load it into")
        ->type_name("PATH")
        ->capture_default_str();
    mof->add_option("--include", arguments->folders, "Look for included files here too; may be given more than once")
        ->type_name("DIR")
        ->allow_extra_args(false);
    mof->callback([arguments, &exit_code] { exit_code = mof_command(*arguments); });
}

}  // namespace wbemcheck::cli
