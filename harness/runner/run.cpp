#include "harness/runner/run.h"

#include <algorithm>
#include <chrono>
#include <map>
#include <mutex>
#include <random>
#include <thread>
#include <utility>

#include <fmt/chrono.h>
#include <fmt/format.h>

#include "harness/runner/conclusion.h"
#include "harness/runner/evaluate.h"
#include "harness/runner/origin.h"
#include "harness/runner/plan.h"
#include "harness/runner/platform.h"
#include "harness/runner/process.h"
#include "harness/runner/supervise.h"
#include "harness/runner/waivers.h"
#include "harness/subject/usage_error.h"
#include "harness/version.h"

namespace wbemcheck::runner {
namespace {

// A scenario waits more than it works: for silence, for a gate, for the patience of a cancel.
constexpr unsigned kJobsPerCore = 2;

std::string utc_now() {
    return fmt::format("{:%Y-%m-%dT%H:%M:%SZ}", fmt::gmtime(std::chrono::system_clock::now()));
}

// Where traces go: the folder that the person named, or one of our own that goes away with the run.
class TraceFolder {
public:
    explicit TraceFolder(const std::optional<std::filesystem::path>& out) : is_ours_(!out) {
        if (out) {
            path_ = *out / "traces";
        } else {
            std::random_device device;
            path_ = std::filesystem::temp_directory_path() /
                    fmt::format("wbemcheck-{:08x}{:08x}", device(), device());
        }
        std::error_code error;
        std::filesystem::create_directories(path_, error);
        if (error) {
            throw UsageError(fmt::format("The folder for traces, {}, cannot be made: {}; give another one with --out.",
                                         path_.string(), error.message()));
        }
        path_ = std::filesystem::absolute(path_);
    }
    ~TraceFolder() {
        std::error_code ignored;  // a folder that stays is no reason to fail a run
        if (is_ours_) {
            std::filesystem::remove_all(path_, ignored);
        } else {
            for (const auto& entry : std::filesystem::directory_iterator(path_, ignored)) {
                if (entry.path().extension() == ".json") std::filesystem::remove(entry.path(), ignored);
            }
        }
    }
    TraceFolder(const TraceFolder&) = delete;
    TraceFolder& operator=(const TraceFolder&) = delete;

    [[nodiscard]] const std::filesystem::path& path() const noexcept { return path_; }

private:
    const bool is_ours_;
    std::filesystem::path path_;
};

// "cancel/ExecQueryAsync/twice@2" as a file name. Ids hold no other characters that a file system minds.
std::string trace_name(std::string id) {
    std::replace(id.begin(), id.end(), '/', '.');
    return id + ".trace";
}

Assignment make_assignment(const RunOptions& options, const std::filesystem::path& folder) {
    Assignment assignment;
    assignment.subject = options.subject.text;
    assignment.folder = folder;
    assignment.budgets.scale = options.timeout_scale;
    assignment.budgets.unlimited = options.no_timeouts;
    return assignment;
}

RunOrigin make_run_origin(const RunOptions& options, const Discovery& discovery, const stage::TimeBudgets& budgets,
                          std::string started) {
    std::random_device device;
    RunOrigin origin;
    origin.tool_version = kVersion;
    origin.subject = options.subject.text;
    origin.identity = discovery.identity;
    origin.platform = platform_name();
    origin.profile = options.profile;
    origin.seed = options.seed;
    origin.budgets = {options.timeout_scale, options.no_timeouts, budgets.arrival.count() * budgets.scale,
                      budgets.silence.count() * budgets.scale, stage::kPatience.count() * budgets.scale};
    origin.started = std::move(started);
    origin.run = fmt::format("{:08x}{:08x}", device(), device());
    origin.is_whole = options.filters.empty() && options.excludes.empty() && options.shards == 1;
    return origin;
}

}  // namespace

Run run(const RunOptions& options, const RunWatcher& watcher) {
    const auto begin = std::chrono::steady_clock::now();
    std::string started = utc_now();
    std::vector<Waiver> waivers;
    if (options.waivers) waivers = read_waivers(*options.waivers);
    const std::vector<PlannedScenario> plan = make_plan(options);

    const TraceFolder folder(options.out);
    Supervision supervision;
    supervision.assignment = make_assignment(options, folder.path());
    supervision.jobs = options.jobs != 0 ? options.jobs : kJobsPerCore * std::max(1u, std::thread::hardware_concurrency());
    const bool is_isolated = options.isolation == Isolation::kProcess;
    if (is_isolated) supervision.executable = current_executable();
    const Discovery discovery = is_isolated ? discover_in_worker(supervision)
                                            : discover_unsupervised(supervision.assignment);
    supervision.assignment.budgets.silence = silence_for(discovery.slowest_gap_ms);
    Origin origin;
    origin.run = make_run_origin(options, discovery, supervision.assignment.budgets, std::move(started));
    for (const PlannedScenario& planned : plan) {
        if (!discovery.not_applicable.contains(planned.scenario->id)) ++origin.run.planned;
    }
    Run made;
    reports::RunResult& result = made.result = begin_result(origin.run);

    if (watcher.planned) watcher.planned(plan.size());
    std::map<std::string, Evaluation> evaluations;
    std::map<std::string, Origin> origins;
    std::mutex mutex;  // guards evaluations and the watcher
    const auto keep = [&](Evaluation evaluation) {
        const std::lock_guard lock(mutex);
        if (watcher.finished) watcher.finished(evaluation.outcome, evaluation.findings);
        evaluations[evaluation.outcome.id] = std::move(evaluation);
    };
    for (const PlannedScenario& planned : plan) {
        origin.scenario = planned.id;
        origin.description = planned.scenario->description;
        origin.rerun = rerun_command(options, planned.id);
        ++origin.position;
        origins[planned.id] = origin;
        const auto entry = discovery.not_applicable.find(planned.scenario->id);
        if (entry != discovery.not_applicable.end()) {
            keep(not_applicable(origin, entry->second.reason));
        } else {
            supervision.assignment.scenarios.push_back({planned.id, trace_name(planned.id), write_origin(origin)});
        }
    }
    const auto finished = [&](const Played& played) {
        Evaluation evaluation = evaluate(played, origins.at(played.id));
        if (!options.out) {
            evaluation.outcome.trace.clear();
            std::error_code ignored;  // the folder goes as a whole in the end
            std::filesystem::remove(played.trace, ignored);
        }
        keep(std::move(evaluation));
    };
    if (is_isolated) {
        supervise(supervision, finished);
    } else {
        play_unsupervised(supervision.assignment, finished);
    }

    std::vector<Evaluation> in_order;  // of the plan, whichever ended first
    for (const PlannedScenario& planned : plan) in_order.push_back(std::move(evaluations[planned.id]));
    add_evaluations(std::move(in_order), result);
    const std::string today = result.started.substr(0, 10);
    apply_waivers(waivers, today, result);
    made.stale_waivers = stale_waivers(waivers, today, result);
    conclude(origin.run.is_whole, result);
    result.ended = utc_now();
    result.wall_seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - begin).count();
    return made;
}

}  // namespace wbemcheck::runner
