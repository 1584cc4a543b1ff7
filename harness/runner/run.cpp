#include "harness/runner/run.h"

#include <algorithm>
#include <chrono>
#include <map>
#include <mutex>
#include <random>
#include <set>
#include <thread>

#include <fmt/chrono.h>
#include <fmt/format.h>

#include "harness/contract/judge.h"
#include "harness/runner/evaluate.h"
#include "harness/runner/plan.h"
#include "harness/runner/platform.h"
#include "harness/runner/process.h"
#include "harness/runner/supervise.h"
#include "harness/runner/waivers.h"
#include "harness/subject/usage_error.h"
#include "harness/version.h"

namespace wbemcheck::runner {
namespace {

using reports::RunVerdict;
using reports::Verdict;

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

void add_clauses(reports::RunResult& result) {
    std::map<std::string_view, reports::ClauseOutcome> joined;
    for (const reports::ScenarioOutcome& scenario : result.scenarios) {
        for (const reports::ClauseOutcome& clause : scenario.clauses) {
            reports::ClauseOutcome& sum = joined[clause.clause];
            sum.verdict = std::max(sum.verdict, clause.verdict);
            sum.opportunities += clause.opportunities;
        }
    }
    for (const contract::Clause& clause : contract::catalogue()) {
        reports::ClauseSummary summary;
        summary.id = std::string(clause.id);
        summary.level = std::string(contract::name_of(clause.level));
        summary.role = std::string(clause.roles);
        summary.requirement = std::string(clause.requirement);
        summary.source = std::string(clause.source);
        const bool is_judged = contract::is_judged(clause.id);
        summary.checkability = is_judged ? "judged"
                               : clause.checkability == contract::Checkability::kUntestable ? "untestable"
                               : clause.role != contract::Role::kService                    ? "other role"
                                                                                            : "not judged";
        // What was not reached is inconclusive, never a pass. A service is not asked for what others owe.
        summary.verdict = is_judged || summary.checkability == "not judged" ? Verdict::kInconclusive
                                                                             : Verdict::kNotApplicable;
        if (const auto entry = joined.find(clause.id); entry != joined.end()) {
            summary.verdict = entry->second.verdict;
            summary.opportunities = entry->second.opportunities;
        }
        result.clauses.push_back(std::move(summary));
    }
}

void set_verdict(const RunOptions& options, reports::RunResult& result) {
    std::size_t inconclusive = 0;
    std::size_t not_applicable = 0;
    bool is_fault = false;
    bool is_violation = false;
    for (const reports::ScenarioOutcome& scenario : result.scenarios) {
        is_fault = is_fault || scenario.verdict == Verdict::kHarnessFault;
        is_violation = is_violation || scenario.verdict == Verdict::kViolation;
        if (scenario.verdict == Verdict::kInconclusive || scenario.verdict == Verdict::kNotReached) ++inconclusive;
        if (scenario.verdict == Verdict::kNotApplicable) ++not_applicable;
    }
    std::size_t unreached = 0;
    for (const reports::ClauseSummary& clause : result.clauses) {
        if (clause.checkability == "judged" && clause.opportunities == 0) ++unreached;
    }
    const bool is_whole = options.filters.empty() && options.excludes.empty() && options.shards == 1;
    if (!is_whole) {
        result.notes.push_back(fmt::format("A selection of {} scenarios was played; a claim of conformance needs all of "
                                           "them.",
                                           result.scenarios.size()));
    }
    const bool checked_nothing = not_applicable == result.scenarios.size();
    if (checked_nothing) result.notes.emplace_back("No scenario applies to this subject, so nothing was checked.");
    if (is_fault) {
        result.verdict = RunVerdict::kFault;
    } else if (is_violation) {
        result.verdict = RunVerdict::kViolates;
    } else if (inconclusive != 0 || checked_nothing || (is_whole && unreached != 0)) {
        result.verdict = RunVerdict::kInconclusive;
    } else {
        result.verdict = RunVerdict::kConforms;
    }
    if (is_fault && is_violation) {
        result.notes.emplace_back(
            "Violations were found, but the harness failed as well; look at the harness faults first.");
    }
}

// The first scenario that showed each reading is enough; how often it showed is not of interest.
void add_readings(std::vector<reports::Reading> seen, reports::RunResult& result) {
    std::sort(seen.begin(), seen.end(), [](const reports::Reading& a, const reports::Reading& b) {
        return std::tie(a.id, a.reading, a.scenario) < std::tie(b.id, b.reading, b.scenario);
    });
    std::set<std::pair<std::string, std::string>> known;
    for (reports::Reading& reading : seen) {
        const std::string key = reading.reading.substr(0, reading.reading.find(':'));
        if (known.emplace(reading.id, key).second) result.readings.push_back(std::move(reading));
    }
}

Assignment make_assignment(const RunOptions& options, const std::filesystem::path& folder) {
    Assignment assignment;
    assignment.subject = options.subject.text;
    assignment.folder = folder;
    assignment.budgets.scale = options.timeout_scale;
    assignment.budgets.unlimited = options.no_timeouts;
    return assignment;
}

}  // namespace

Run run(const RunOptions& options, const RunWatcher& watcher) {
    const auto begin = std::chrono::steady_clock::now();
    std::vector<Waiver> waivers;
    if (options.waivers) waivers = read_waivers(*options.waivers);
    const std::vector<PlannedScenario> plan = make_plan(options);

    Run made;
    reports::RunResult& result = made.result;
    result.tool_version = kVersion;
    result.catalogue_version = std::string(contract::catalogue_version());
    result.catalogue_hash = fmt::format("{:016x}", contract::catalogue_hash());
    result.subject = options.subject.text;
    result.platform = platform_name();
    result.contract = options.profile == contract::Profile::kWire ? "wire" : "documented";
    result.seed = options.seed;
    result.started = utc_now();

    const TraceFolder folder(options.out);
    Supervision supervision;
    supervision.assignment = make_assignment(options, folder.path());
    supervision.jobs = options.jobs != 0 ? options.jobs : kJobsPerCore * std::max(1u, std::thread::hardware_concurrency());
    const bool is_isolated = options.isolation == Isolation::kProcess;
    if (is_isolated) supervision.executable = current_executable();
    const Discovery discovery = is_isolated ? discover_in_worker(supervision)
                                            : discover_unsupervised(supervision.assignment);
    result.subject_identity = discovery.identity;
    supervision.assignment.budgets.silence = silence_for(discovery.slowest_gap_ms);
    const stage::TimeBudgets& budgets = supervision.assignment.budgets;
    result.budgets = {options.timeout_scale, options.no_timeouts, budgets.arrival.count() * budgets.scale,
                      budgets.silence.count() * budgets.scale, stage::kPatience.count() * budgets.scale};

    if (watcher.planned) watcher.planned(plan.size());
    std::map<std::string, Evaluation> evaluations;
    std::map<std::string, const scenarios::Scenario*> descriptions;
    std::mutex mutex;  // guards evaluations and the watcher
    const auto keep = [&](Evaluation evaluation) {
        const std::lock_guard lock(mutex);
        if (watcher.finished) watcher.finished(evaluation.outcome, evaluation.findings);
        evaluations[evaluation.outcome.id] = std::move(evaluation);
    };
    for (const PlannedScenario& planned : plan) {
        descriptions[planned.id] = planned.scenario;
        const auto entry = discovery.not_applicable.find(planned.scenario->id);
        if (entry != discovery.not_applicable.end()) {
            keep(not_applicable(planned.id, options, planned.scenario->description, entry->second.reason));
        } else {
            supervision.assignment.scenarios.push_back({planned.id, trace_name(planned.id)});
        }
    }
    const auto finished = [&](const Played& played) {
        keep(evaluate(played, options, descriptions.at(played.id)->description));
    };
    if (is_isolated) {
        supervise(supervision, finished);
    } else {
        play_unsupervised(supervision.assignment, finished);
    }

    std::vector<reports::Reading> readings;
    for (const PlannedScenario& planned : plan) {  // in the order of the plan, whichever ended first
        Evaluation& evaluation = evaluations[planned.id];
        std::move(evaluation.findings.begin(), evaluation.findings.end(), std::back_inserter(result.findings));
        std::move(evaluation.readings.begin(), evaluation.readings.end(), std::back_inserter(readings));
        result.scenarios.push_back(std::move(evaluation.outcome));
    }
    add_readings(std::move(readings), result);
    const std::string today = result.started.substr(0, 10);
    apply_waivers(waivers, today, result);
    made.stale_waivers = stale_waivers(waivers, today, result);
    add_clauses(result);
    set_verdict(options, result);
    result.ended = utc_now();
    result.wall_seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - begin).count();
    return made;
}

}  // namespace wbemcheck::runner
