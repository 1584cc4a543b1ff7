#include <cstdio>
#include <memory>
#include <optional>
#include <string>

#include <CLI/CLI.hpp>
#include <fmt/format.h>

#include "harness/bench/run_benchmarks.h"
#include "harness/cli/bench_processes.h"
#include "harness/cli/commands.h"
#include "harness/cli/outputs.h"
#include "harness/cli/stored_result.h"
#include "harness/cli/terminal.h"
#include "harness/runner/platform.h"
#include "harness/runner/run.h"
#include "harness/subject/usage_error.h"
#include "harness/version.h"
#include "reports/benchmark/regression.h"
#include "reports/benchmark/regression_text.h"
#include "reports/file_writer.h"
#include "reports/html/benchmark_page.h"
#include "reports/verdict_sentence.h"

namespace wbemcheck::cli {
namespace {

struct BenchArguments {
    bench::BenchOptions options;
    std::string subject = "mock";
    std::string program;
    std::string json;
    std::string save;
    std::string baseline;
    std::string html;
    std::string markdown;
    double tolerance = 5;
    unsigned processes = 5;
    bool scale = false;
    bool is_ungated = false;
};

reports::Measurement load_measurement(const std::string& path) {
    const std::string text = read_document(path, "baseline");
    try {
        return reports::read_measurement(text);
    } catch (const reports::MeasurementError& error) {
        throw UsageError(fmt::format("{}: {}", path, error.what()));
    }
}

// A fast subject that loses objects is no baseline: the suite is played first, and its verdict goes with the figures.
bool keeps_the_contract(const BenchArguments& arguments, std::FILE* human) {
    if (arguments.is_ungated) return false;
    runner::RunOptions options;
    options.subject = arguments.options.subject;
    options.program = arguments.program;
    const reports::RunResult result = runner::run(options, {});
    fmt::print(human, "{} {}.\n", arguments.options.subject.text, reports::headline_of(result));
    if (result.verdict == reports::RunVerdict::kConforms) return true;
    fmt::print(human, "What follows is measured all the same, and is no baseline.\n");
    return false;
}

int bench_command(BenchArguments& arguments) {
    arguments.options.subject = subject::parse_subject(arguments.subject);
    arguments.options.version = kVersion;
    arguments.options.platform = runner::platform_name();
    if (arguments.scale) arguments.options.extent = bench::Extent::kScale;
    const bool has_json_on_output = arguments.json == "-";
    std::FILE* const human = has_json_on_output ? stderr : stdout;
    for (const std::string& file :
         {has_json_on_output ? std::string() : arguments.json, arguments.save, arguments.html, arguments.markdown}) {
        if (!file.empty()) reports::check_writable(to_path(file));
    }
    std::optional<reports::Measurement> base;
    if (!arguments.baseline.empty()) base = load_measurement(arguments.baseline);

    arguments.options.conforms = keeps_the_contract(arguments, human);
    if (!arguments.save.empty() && !arguments.options.conforms) {
        throw UsageError(fmt::format("{} is not written, and nothing was measured: the subject was not shown to keep the "
                                     "contract, so this run is no baseline; --json writes figures all the same.",
                                     arguments.save));
    }
    fmt::print(human, "Measuring, {} repetitions of each, mixed.\n\n", arguments.options.repetitions);
    std::fflush(human);
    const std::string document = measure_in_processes(arguments.options, arguments.processes);
    const reports::Measurement now = reports::read_measurement(document);
    std::optional<reports::Regression> regression;
    if (base) regression = reports::find_regressions(*base, now, {.tolerance = arguments.tolerance / 100});

    if (has_json_on_output) {
        write_to_standard_output(document);
    } else if (!arguments.json.empty()) {
        reports::write_whole(to_path(arguments.json), document);
    }
    if (!arguments.html.empty()) {
        reports::write_whole(to_path(arguments.html),
                             reports::write_html_benchmarks(now, base ? &*base : nullptr, regression ? &*regression : nullptr));
    }
    if (!arguments.markdown.empty()) {
        reports::write_whole(to_path(arguments.markdown), reports::write_benchmark_markdown(now, base ? &*base : nullptr,
                                                                                            regression ? &*regression : nullptr));
    }
    const std::string table = reports::render_measurement(now);
    std::fwrite(table.data(), 1, table.size(), human);
    for (const reports::Growth& growth : reports::growths_in(now)) {
        fmt::print(human, "{}: time grows with size to the power {:.2f}\n", growth.family, growth.slope);
    }
    if (!arguments.save.empty()) reports::write_whole(to_path(arguments.save), document);
    if (!regression) return now.conforms() || arguments.is_ungated ? kConforms : kViolates;
    const Terminal terminal(human);
    const std::string text = reports::render_regression(*regression, terminal.has_colour());
    std::fwrite(text.data(), 1, text.size(), human);
    return regression->is_worse() ? kViolates : kConforms;
}

}  // namespace

void add_bench_command(CLI::App& app, const std::string& program, int& exit_code) {
    auto arguments = std::make_shared<BenchArguments>();
    arguments->program = program;
    CLI::App* bench = app.add_subcommand("bench", "Measure throughput and latency, and find what became slower");
    bench->add_option("SUBJECT", arguments->subject, "As for `run`; benchmarks set objects and batch of the mock themselves");
    bench->add_option("--filter", arguments->options.filter, "Run benchmarks whose name matches")->type_name("REGEX");
    bench->add_option("--repetitions", arguments->options.repetitions, "Of each benchmark, mixed with those of the others")
        ->check(CLI::Range(1u, 10000u))
        ->capture_default_str()
        ->type_name("N");
    bench->add_option("--processes", arguments->processes,
                      "Over which the repetitions are spread, because those of one process resemble each other")
        ->check(CLI::Range(1u, 10000u))
        ->capture_default_str()
        ->type_name("N");
    bench->add_option("--min-time", arguments->options.min_seconds, "Seconds that one repetition takes at the least")
        ->check(CLI::Range(0.0001, 3600.0))
        ->capture_default_str()
        ->type_name("S");
    bench->add_flag("--scale", arguments->scale, "Also over sizes: up to 10,000 operations at once, up to a million objects");
    bench->add_option("--json", arguments->json, "Write every repetition as Google Benchmark does; - is standard output")
        ->type_name("FILE");
    bench->add_option("--save", arguments->save, "The same as a baseline; only of a subject that keeps the contract")
        ->type_name("FILE");
    bench->add_option("--baseline", arguments->baseline, "Compare with this one, and exit with 1 if something became slower")
        ->type_name("FILE");
    bench->add_option("--tolerance", arguments->tolerance, "The rise of a time that counts, in per cent")
        ->check(CLI::Range(0.1, 1000.0))
        ->capture_default_str()
        ->type_name("P");
    bench->add_option("--html", arguments->html, "Write the distributions as an HTML page")->type_name("FILE");
    bench->add_option("--markdown", arguments->markdown, "Write a table in Markdown")->type_name("FILE");
    bench->add_flag("--ungated", arguments->is_ungated, "Do not play the suite first; the figures are then no baseline");
    bench->callback([arguments, &exit_code] { exit_code = bench_command(*arguments); });
}

}  // namespace wbemcheck::cli
