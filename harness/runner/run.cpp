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
#include "harness/runner/trace_folder.h"
#include "harness/runner/waivers.h"
#include "harness/runner/walk_plan.h"
#include "harness/subject/usage_error.h"
#include "harness/version.h"

namespace wbemcheck::runner {
namespace {

// A scenario waits more than it works: for silence, for a gate, for the patience of a cancel.
constexpr unsigned kJobsPerCore = 2;

std::string utc_now() {
    return fmt::format("{:%Y-%m-%dT%H:%M:%SZ}", fmt::gmtime(std::chrono::system_clock::now()));
}

Assignment make_assignment(const RunOptions& options, const std::filesystem::path& folder) {
    Assignment assignment;
    assignment.subject = options.subject.text;
    assignment.folder = folder;
    assignment.budgets.scale = options.timeout_scale;
    assignment.budgets.unlimited = options.no_timeouts;
    assignment.explore = options.explore;
    assignment.profile = options.profile;
    return assignment;
}

bool plays_listed(const RunOptions& options) {
    return !options.walk && !options.explore && options.replay.empty();
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
                      budgets.silence.count() * budgets.scale, stage::kPatience.count() * budgets.scale,
                      discovery.slowest_gap_ms};
    origin.started = std::move(started);
    origin.run = fmt::format("{:08x}{:08x}", device(), device());
    origin.is_whole = plays_listed(options) && options.filters.empty() && options.excludes.empty() && options.shards == 1;
    return origin;
}

// Plays scenarios against one subject, as often as it is asked to.
class Player {
public:
    Player(const RunOptions& options, const std::filesystem::path& folder)
        : options_(options), is_isolated_(options.isolation == Isolation::kProcess) {
        supervision_.assignment = make_assignment(options, folder);
        // Exploring is work, not waiting.
        const unsigned per_core = options.explore ? 1 : kJobsPerCore;
        supervision_.jobs =
            options.jobs != 0 ? options.jobs : per_core * std::max(1u, std::thread::hardware_concurrency());
        if (is_isolated_) supervision_.executable = current_executable();
        discovery_ = is_isolated_ ? discover_in_worker(supervision_) : discover_unsupervised(supervision_.assignment);
        supervision_.assignment.budgets.silence = silence_for(discovery_.slowest_gap_ms);
    }

    [[nodiscard]] const Discovery& discovery() const noexcept { return discovery_; }
    [[nodiscard]] const stage::TimeBudgets& budgets() const noexcept { return supervision_.assignment.budgets; }

    // Why the subject cannot play it; null when it can.
    [[nodiscard]] const NotApplicable* refusal(const scenarios::Scenario& scenario) const {
        const auto entry = discovery_.not_applicable.find(scenario.survey.empty() ? scenario.id : scenario.survey);
        return entry == discovery_.not_applicable.end() ? nullptr : &entry->second;
    }

    // `finished` is called for every scenario of the plan, one call at a time, in any order. `origin` is that of the run;
    // traces that nobody keeps are gone by then.
    void play(std::span<const PlannedScenario> plan, Origin origin, bool keeps_traces,
              const std::function<void(Evaluation)>& finished) {
        std::map<std::string, Origin> origins;
        std::mutex mutex;  // guards `finished`
        Supervision supervision = supervision_;
        for (const PlannedScenario& planned : plan) {
            origin.scenario = planned.id;
            origin.description = planned.scenario->description;
            origin.rerun = rerun_command(options_, planned.id);
            ++origin.position;
            origins[planned.id] = origin;
            if (const NotApplicable* why = refusal(*planned.scenario)) {
                finished(not_applicable(origin, why->reason));
            } else {
                supervision.assignment.scenarios.push_back({planned.id, trace_name(planned.id), write_origin(origin)});
            }
        }
        const auto evaluated = [&](const Played& played) {
            Evaluation evaluation = evaluate(played, origins.at(played.id));
            if (!keeps_traces) {
                evaluation.outcome.trace.clear();
                std::error_code ignored;  // the folder goes as a whole in the end
                std::filesystem::remove(played.trace, ignored);
            }
            const std::lock_guard lock(mutex);
            finished(std::move(evaluation));
        };
        if (is_isolated_) {
            supervise(supervision, evaluated);
        } else {
            play_unsupervised(supervision.assignment, evaluated);
        }
    }

    // Runs the operations undisturbed, to see which points they pass.
    [[nodiscard]] std::vector<Surveyed> survey(std::span<const scenarios::Scenario> surveys, const Origin& origin) {
        std::vector<PlannedScenario> plan;
        for (const scenarios::Scenario& scenario : surveys) plan.push_back({scenario.id, &scenario});
        std::map<std::string, std::vector<probe::Crossing>> points;
        play(plan, origin, true, [&](const Evaluation& evaluation) {
            if (evaluation.outcome.trace.empty()) return;
            const std::filesystem::path trace = supervision_.assignment.folder / evaluation.outcome.trace;
            points[evaluation.outcome.id] = read_points(trace);
            std::error_code ignored;
            std::filesystem::remove(trace, ignored);  // it is played again, and judged then
        });
        std::vector<Surveyed> surveyed;
        for (const scenarios::Scenario& scenario : surveys) {
            surveyed.push_back({*scenarios::parse_placement(scenario.id), std::move(points[scenario.id])});
        }
        return surveyed;
    }

private:
    const RunOptions& options_;
    const bool is_isolated_;
    Supervision supervision_;
    Discovery discovery_;
};

// The smallest schedule of each breach is played once more by itself, for its witnesses.
void add_breaches(Player& player, const Origin& origin, bool keeps_traces, Evaluation& explored) {
    if (!explored.exploration) return;
    for (const FoundBreach& breach : explored.exploration->breaches) {
        const auto scenario = scenarios::find_scenario(breach.schedule);
        if (!scenario) continue;
        const contract::Clause& clause = *contract::find_clause(breach.clause);
        reports::Finding finding;
        finding.clause = breach.clause;
        finding.level = std::string(contract::name_of(clause.level));
        finding.requirement = std::string(clause.requirement);
        finding.source = std::string(clause.source);
        finding.advice = std::string(clause.advice);
        finding.expected = breach.expected;
        finding.actual = breach.actual;
        const PlannedScenario planned{scenario->id, &*scenario};
        player.play({&planned, 1}, origin, keeps_traces, [&](const Evaluation& again) {
            for (const reports::Finding& seen : again.findings) {
                if (seen.clause == breach.clause && seen.verdict == reports::Verdict::kViolation) finding = seen;
            }
            finding.rerun = again.outcome.rerun;
        });
        finding.scenario = explored.outcome.id;
        finding.schedule = breach.schedule;
        if (breach.found_as != breach.schedule) finding.found_as = breach.found_as;
        explored.findings.push_back(std::move(finding));
    }
}

reports::Exploration report_of(const std::string& space, const Exploration& explored) {
    reports::Exploration report;
    report.space = space;
    report.schedules = explored.schedules;
    report.redundant = explored.redundant;
    report.orders = explored.orders;
    report.turns = explored.turns;
    report.is_exhausted = explored.is_exhausted;
    report.diverged = explored.diverged;
    report.blocked = explored.blocked;
    report.seconds = explored.seconds;
    report.waited_seconds = explored.waited_seconds;
    report.tells_activity = explored.tells_activity;
    return report;
}

// What there is to be played: the plan selects from it.
std::vector<scenarios::Scenario> make_repertoire(const RunOptions& options, Player& player, const Origin& origin,
                                                 std::vector<Surveyed>& surveyed) {
    std::vector<scenarios::Scenario> repertoire;
    if (!options.replay.empty()) {
        auto scenario = scenarios::find_scenario(base_id(options.replay));
        if (!scenario) {
            throw UsageError(fmt::format("--replay '{}' is no schedule: neither a scenario nor a placement of a walk has "
                                         "this id.",
                                         options.replay));
        }
        repertoire.push_back(std::move(*scenario));
    } else if (options.walk) {
        repertoire = scenarios::walk_surveys();
        surveyed = player.survey(repertoire, origin);
        for (const Surveyed& operation : surveyed) {
            for (const scenarios::Placement& placement : placements_of(operation)) {
                repertoire.push_back(scenarios::make_walk_scenario(placement));
            }
        }
    } else if (options.explore) {
        for (const scenarios::Space& space : scenarios::all_spaces()) {
            repertoire.push_back(scenarios::make_space_scenario(space));
        }
    } else {
        repertoire.assign(scenarios::all_scenarios().begin(), scenarios::all_scenarios().end());
    }
    return repertoire;
}

}  // namespace

Run run(const RunOptions& options, const RunWatcher& watcher) {
    const auto begin = std::chrono::steady_clock::now();
    std::string started = utc_now();
    std::vector<Waiver> waivers;
    if (options.waivers) waivers = read_waivers(*options.waivers);
    if (plays_listed(options)) (void)make_plan(options);  // a false filter is said before the subject is touched

    const TraceFolder folder(options.out);
    Player player(options, folder.path());
    Origin origin;
    origin.run = make_run_origin(options, player.discovery(), player.budgets(), std::move(started));
    std::vector<Surveyed> surveyed;
    const std::vector<scenarios::Scenario> repertoire = make_repertoire(options, player, origin, surveyed);
    const std::vector<PlannedScenario> plan = make_plan(options, repertoire);
    for (const PlannedScenario& planned : plan) {
        if (player.refusal(*planned.scenario) == nullptr) ++origin.run.planned;
    }
    Run made;
    reports::RunResult& result = made.result = begin_result(origin.run);

    if (watcher.planned) watcher.planned(plan.size());
    std::map<std::string, Evaluation> evaluations;
    player.play(plan, origin, options.out.has_value(), [&](Evaluation evaluation) {
        if (watcher.finished) watcher.finished(evaluation.outcome, evaluation.findings);
        std::string id = evaluation.outcome.id;
        evaluations[std::move(id)] = std::move(evaluation);
    });

    std::vector<Evaluation> in_order;  // of the plan, whichever ended first
    for (const PlannedScenario& planned : plan) {
        Evaluation& evaluation = in_order.emplace_back(std::move(evaluations[planned.id]));
        add_breaches(player, origin, options.out.has_value(), evaluation);
        if (evaluation.exploration) {
            result.explorations.push_back(report_of(evaluation.outcome.id, *evaluation.exploration));
        }
    }
    add_evaluations(std::move(in_order), result);
    result.walks = map_walks(surveyed, result.scenarios);
    const std::string today = result.started.substr(0, 10);
    apply_waivers(waivers, today, result);
    made.stale_waivers = stale_waivers(waivers, today, result);
    conclude(origin.run.is_whole, result);
    result.ended = utc_now();
    result.wall_seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - begin).count();
    return made;
}

}  // namespace wbemcheck::runner
