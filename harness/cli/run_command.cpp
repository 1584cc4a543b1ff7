#include <algorithm>
#include <charconv>
#include <chrono>
#include <condition_variable>
#include <memory>
#include <mutex>
#include <optional>
#include <stop_token>
#include <string>
#include <string_view>
#include <thread>
#include <vector>

#include <CLI/CLI.hpp>
#include <fmt/format.h>

#include "harness/cli/commands.h"
#include "harness/cli/limit_options.h"
#include "harness/cli/outputs.h"
#include "harness/cli/perfetto_file.h"
#include "harness/cli/terminal.h"
#include "harness/runner/run.h"
#include "harness/subject/subject.h"
#include "harness/subject/usage_error.h"
#include "reports/console_progress.h"
#include "reports/console_report.h"
#include "reports/file_writer.h"
#include "reports/json_report.h"
#include "reports/tap_report.h"

namespace wbemcheck::cli {
namespace {

struct RunArguments {
    runner::RunOptions options;
    std::string subject = "mock";
    std::string contract = "documented";
    std::string shard;
    std::string isolate = "process";
    std::string out;
    std::string waivers;
    OutputArguments outputs;
    std::uint64_t explore = 0;
    std::optional<unsigned> preemptions;
    bool strict = false;
    bool verbose = false;
    bool quiet = false;
};

// "2/5" as the second of five.
void parse_shard(const std::string& text, runner::RunOptions& options) {
    const auto slash = text.find('/');
    const auto number = [&](std::size_t begin, std::size_t end, unsigned& value) {
        const auto [last, error] = std::from_chars(text.data() + begin, text.data() + end, value);
        return error == std::errc() && last == text.data() + end && begin < end;
    };
    if (slash == std::string::npos || !number(0, slash, options.shard) ||
        !number(slash + 1, text.size(), options.shards) || options.shard < 1 || options.shard > options.shards) {
        throw UsageError(fmt::format(
            "--shard '{}' is not I/N with I from 1 to N; `--shard 2/5` plays the second of five parts.", text));
    }
}

// TAP while the run goes on. What cannot be written is said at the end: an exception must not leave the thread that plays.
class LiveTap {
public:
    // A waiver forgives, an exploration and a walk look for the smallest schedule, after the scenario has ended.
    explicit LiveTap(const runner::RunOptions& options)
        : writer([this](std::string_view text) { write(text); },
                 options.waivers || options.explore || options.walk ? reports::TapTiming::kDoubtfulLast
                                                                    : reports::TapTiming::kAsScenariosEnd) {}

    // Throws reports::FileError.
    void finish(const reports::RunResult& result) {
        writer.finish(result);
        if (is_broken_) throw reports::FileError("The result cannot be written to standard output.");
    }

    reports::TapWriter writer;

private:
    void write(std::string_view text) {
        if (is_broken_) return;
        is_broken_ = std::fwrite(text.data(), 1, text.size(), stdout) != text.size() || std::fflush(stdout) != 0;
    }

    bool is_broken_ = false;
};

// Time passes also while nothing ends.
class Ticker {
public:
    explicit Ticker(reports::ConsoleProgress& progress)
        : thread_([&progress, this](const std::stop_token& stop) {
              std::unique_lock lock(mutex_);
              while (!wake_.wait_for(lock, stop, kInterval, [&] { return stop.stop_requested(); })) progress.refresh();
          }) {}

private:
    static constexpr std::chrono::milliseconds kInterval{200};

    std::mutex mutex_;
    std::condition_variable_any wake_;
    std::jthread thread_;
};

int run_command(RunArguments& arguments) {
    runner::RunOptions& options = arguments.options;
    options.subject = subject::parse_subject(arguments.subject);
    options.profile =
        arguments.contract == "wire" ? contract::Profile::kWire : contract::Profile::kDocumented;
    options.isolation = arguments.isolate == "none" ? runner::Isolation::kNone : runner::Isolation::kProcess;
    if (arguments.explore != 0) {
        options.explore = runner::ExplorationLimits{arguments.explore, arguments.preemptions, options.seed};
    }
    options.delays = options.seed != 0 && !options.explore;
    if (!arguments.shard.empty()) parse_shard(arguments.shard, options);
    if (!arguments.out.empty()) options.out = to_path(arguments.out);
    if (!arguments.waivers.empty()) options.waivers = to_path(arguments.waivers);

    const Outputs outputs(arguments.outputs);
    const Terminal terminal(outputs.human());
    std::optional<reports::ConsoleProgress> progress;
    std::optional<Ticker> ticker;
    LiveTap tap(options);
    std::optional<PerfettoFile> perfetto;
    if (!arguments.outputs.perfetto.empty()) perfetto.emplace(outputs.perfetto());
    runner::RunWatcher watcher;
    watcher.begun = [&](const std::string& id) {
        if (progress) progress->begin_scenario(id);
    };
    watcher.recorded = [&](const reports::ScenarioOutcome& outcome, std::span<const reports::Finding> findings,
                           const std::filesystem::path& trace) {
        if (perfetto) perfetto->add(outcome, findings, trace);
    };
    watcher.planned = [&](std::size_t scenarios) {
        if (arguments.quiet) return;
        progress.emplace(scenarios, reports::ProgressStyle{terminal.is_terminal(), terminal.has_colour(),
                                                           terminal.columns()},
                         [&](std::string_view text) { outputs.say(text); });
        if (terminal.is_terminal()) ticker.emplace(*progress);
    };
    watcher.finished = [&](const reports::ScenarioOutcome& outcome, std::span<const reports::Finding> findings) {
        if (progress) progress->end_scenario(outcome, findings);
        if (outputs.has_tap()) tap.writer.end_scenario(outcome, findings);
    };
    const reports::RunResult result = runner::run(options, watcher);
    ticker.reset();
    if (progress) progress->finish();
    if (outputs.has_tap()) tap.finish(result);
    outputs.write(result, arguments.strict);
    if (perfetto) perfetto->finish(result);
    if (options.out) reports::write_whole(*options.out / "result.json", reports::write_json(result));
    outputs.say(reports::render_summary(result, terminal.summary_style(arguments.verbose, arguments.strict)));
    return Outputs::end(result, arguments.strict);
}

}  // namespace

void add_run_command(CLI::App& app, const std::string& program, int& exit_code) {
    auto arguments = std::make_shared<RunArguments>();
    arguments->options.program = program;
    CLI::App* run = app.add_subcommand("run", "Play the scenarios against a subject, judge it, write reports");
    run->add_option("SUBJECT", arguments->subject,
                    "mock | mock?objects=N&batch=N&threads=N&latency=MS&work=N&noise=P&query=WQL | wmi:NAMESPACE[?query=WQL]");
    CLI::Option* filter = run->add_option("--filter", arguments->options.filters, "Play scenarios whose id matches this glob; may be repeated")
        ->type_name("GLOB")
        ->allow_extra_args(false);
    run->add_option("--exclude", arguments->options.excludes, "Leave out scenarios whose id matches; may be repeated")
        ->type_name("GLOB")
        ->allow_extra_args(false);
    run->add_option("--contract", arguments->contract, "How clauses that only MS-WMI states are graded")
        ->check(CLI::IsMember({"documented", "wire"}))
        ->type_name("documented|wire");
    CLI::Option* walk = run->add_flag(
        "--walk", arguments->options.walk,
        "Walk: run each asynchronous method once per point of the boundary, with one action placed there");
    run->add_option("--replay", arguments->options.replay, "Play this schedule: the id of a scenario or a placement")
        ->type_name("ID")
        ->excludes(walk)
        ->excludes(filter);
    CLI::Option* explore = run->add_option("--explore", arguments->explore,
                                           "Explore: put the turns of some operations and cancels into every order, up to "
                                           "this many schedules per space")
                               ->check(CLI::Range(std::uint64_t{1}, std::uint64_t{1000000000}))
                               ->type_name("N")
                               ->excludes(walk);
    run->add_option("--preemptions", arguments->preemptions, "Explore schedules with at most this many preemptions")
        ->type_name("N")
        ->needs(explore);
    run->add_option("--seed", arguments->options.seed, "Draw from this number: the order of the scenarios, delays at the boundary, and explored schedules")->type_name("N");
    run->add_option("--repeat", arguments->options.repeat, "Play every scenario this often")
        ->check(CLI::Range(1u, 1000000u))
        ->type_name("N");
    run->add_option("--shard", arguments->shard, "Play part I of N")->type_name("I/N");
    run->add_option("--waivers", arguments->waivers, "Known violations, with reasons (TOML)")->type_name("FILE");
    run->add_option("--timeout-scale", arguments->options.timeout_scale, "Multiply every time budget, also that of a worker that makes no progress")
        ->check(CLI::Range(0.01, 1000.0))
        ->type_name("X");
    add_limit_options(*run, arguments->options.limits);
    run->add_flag("--no-timeouts", arguments->options.no_timeouts, "Wait without limit, for a debugger");
    run->add_option("--isolate", arguments->isolate, "Where scenarios play: in worker processes, or in this one")
        ->check(CLI::IsMember({"process", "none"}))
        ->type_name("process|none");
    run->add_option("--jobs", arguments->options.jobs, "Worker processes at a time (default: two per core)")
        ->check(CLI::Range(1u, 256u))
        ->type_name("N");
    run->add_option("--out", arguments->out, "Keep traces and the result in this folder")->type_name("DIR");
    arguments->outputs.add_to(*run);
    run->add_flag("--strict", arguments->strict, "Exit with 3 when something is inconclusive");
    run->add_flag("-v,--verbose", arguments->verbose, "List every scenario and every finding, however long that gets");
    run->add_flag("-q,--quiet", arguments->quiet, "No progress, only the summary");
    run->callback([arguments, &exit_code] { exit_code = run_command(*arguments); });
}

}  // namespace wbemcheck::cli
