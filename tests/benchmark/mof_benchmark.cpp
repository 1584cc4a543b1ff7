// How fast MOF is read, loaded and printed: the mock's own schema, or a file and all that it includes.
#include <cstddef>
#include <exception>
#include <filesystem>
#include <functional>
#include <memory>
#include <stdexcept>
#include <string>
#include <utility>

#include <CLI/CLI.hpp>
#include <benchmark/benchmark.h>
#include <fmt/format.h>

#include "mock_provider/model/repository.h"
#include "mock_provider/mof/document.h"
#include "mock_provider/mof/load.h"
#include "mock_provider/mof/print.h"
#include "mock_provider/schema/mock_mof.h"
#include "tests/benchmark/burst.h"

namespace wbemcheck::benchmarks {
namespace {

constexpr const char* kNamespace = "root\\bench";

std::unique_ptr<mock::Repository> make_repository() {
    auto repository = std::make_unique<mock::Repository>();
    (void)repository->create_namespace("root");
    (void)repository->create_namespace(kNamespace);
    return repository;
}

void check(const std::vector<mock::mof::Diagnostic>& errors) {
    if (!errors.empty()) throw std::runtime_error(to_text(errors.front()));
}

// What is measured: a file, or without one the schema of the mock.
struct Subject {
    std::string file;

    [[nodiscard]] mock::mof::Document read() const {
        return file.empty() ? mock::mof::read_document("mock.mof", mock::kMockMof, {})
                            : mock::mof::read_document(std::filesystem::path(file), {});
    }
    [[nodiscard]] mock::mof::Loaded load(mock::Repository& repository) const {
        return file.empty() ? mock::mof::load_text(repository, kNamespace, mock::kMockMof)
                            : mock::mof::load_file(repository, kNamespace, std::filesystem::path(file));
    }
};

void run(const BurstOptions& options, const Subject& subject) {
    const auto repository = make_repository();
    const mock::mof::Loaded loaded = subject.load(*repository);
    check(loaded.errors);
    const std::size_t declarations = loaded.classes + loaded.instances;
    if (declarations == 0) throw std::runtime_error("the file declares nothing");

    Bursts bursts("mof", options, 15, 1);
    bursts.add(make_throwing_case("read", {}, declarations, [&] { check(subject.read().errors); }));
    bursts.add(make_throwing_case("load", "read", declarations, [&] {
        const auto fresh = make_repository();
        check(subject.load(*fresh).errors);
    }));
    bursts.add(make_throwing_case("print", "read", declarations, [&] {
        const std::string text = mock::mof::print(loaded, kNamespace);
        benchmark::DoNotOptimize(text.data());
    }));
    bursts.add(make_throwing_case("clone", "read", declarations, [&] {
        const auto copy = repository->clone();
        benchmark::DoNotOptimize(copy.get());
    }));
    bursts.run();
    bursts.report();
    const auto whole = [&](const char* name) {
        return bursts.spread_of(name).median * static_cast<double>(declarations) / 1e6;
    };
    fmt::print("{} classes and {} instances: read in {:.1f} ms, read and loaded in {:.1f} ms, printed in {:.1f} ms.\n",
               loaded.classes, loaded.instances, whole("read"), whole("load"), whole("print"));
}

}  // namespace
}  // namespace wbemcheck::benchmarks

int main(int count, char** arguments) {
    using namespace wbemcheck::benchmarks;
    CLI::App program("How fast MOF is read, loaded and printed");
    BurstOptions options;
    add_burst_options(program, options);
    Subject subject;
    program.add_option("FILE", subject.file, "The file to load (default: the mock's own schema)");
    CLI11_PARSE(program, count, arguments);
    try {
        run(options, subject);
        return 0;
    } catch (const std::exception& error) {
        fmt::print(stderr, "error: {}\n", error.what());
        return 1;
    }
}
