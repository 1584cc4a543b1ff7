#include "harness/runner/run.h"

#include <algorithm>
#include <charconv>
#include <chrono>
#include <map>
#include <random>
#include <utility>

#include <fmt/format.h>

#include "harness/runner/conclusion.h"
#include "harness/runner/evaluate.h"
#include "harness/runner/origin.h"
#include "harness/runner/failures.h"
#include "harness/runner/plan.h"
#include "harness/runner/platform.h"
#include "harness/runner/player.h"
#include "harness/runner/repertoire.h"
#include "harness/runner/trace_folder.h"
#include "harness/runner/utc_clock.h"
#include "harness/runner/waiver_file.h"
#include "harness/runner/walk_plan.h"
#include "harness/subject/usage_error.h"
#include "harness/version.h"

namespace wbemcheck::runner {
namespace {

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

// What is made for the calls of a client is not played on a provider.
void require_role(const RunOptions& options) {
    if (role_of(options.subject) == scenarios::Role::kService || (!options.walk && !options.explore)) return;
    throw UsageError(fmt::format("{} is for services; of a provider, the scenarios provider/*/failing-upcalls let one "
                                 "upcall after the other fail.",
                                 options.walk ? "--walk" : "--explore"));
}

// "ID~SEED" as the id with its seed.
RunOptions with_replayed_seed(RunOptions options) {
    const auto mark = options.replay.find('~');
    if (mark == std::string::npos) return options;
    const std::string digits = options.replay.substr(mark + 1);
    const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), options.seed);
    if (error != std::errc() || end != digits.data() + digits.size() || options.seed == 0) {
        throw UsageError(fmt::format("--replay '{}' has no seed behind its \"~\"; it ends in a whole number from 1 on.",
                                     options.replay));
    }
    options.replay.resize(mark);
    options.delays = true;
    return options;
}

scenarios::Scenario find_schedule(const RunOptions& options) {
    const std::string& id = options.replay;
    auto scenario = scenarios::find_scenario(base_id(id));
    if (!scenario) {
        throw UsageError(fmt::format("--replay '{}' is no schedule; give the id of a scenario, of a placement of a walk, or "
                                     "of an explored schedule, as a finding has it.",
                                     id));
    }
    if (scenario->role != role_of(options.subject)) {
        throw UsageError(fmt::format("--replay '{}' is about a {}, and '{}' is a {}.", id,
                                     scenario->role == scenarios::Role::kProvider ? "provider" : "service",
                                     options.subject.text,
                                     scenario->role == scenarios::Role::kProvider ? "service" : "provider"));
    }
    return std::move(*scenario);
}

// The first time under the name under which it was found.
std::vector<PlannedScenario> make_replay(const RunOptions& options, const scenarios::Scenario& scenario) {
    std::vector<PlannedScenario> plan = {{options.replay, &scenario}};
    for (unsigned repetition = 2; repetition <= options.repeat; ++repetition) {
        std::string id = fmt::format("{}@{}", scenario.id, repetition);
        if (id == options.replay) id = fmt::format("{}@1", scenario.id);
        plan.push_back({std::move(id), &scenario});
    }
    return plan;
}

// What there is to be played: the plan selects from it.
std::vector<scenarios::Scenario> make_repertoire(const RunOptions& options, Player& player, const Origin& origin,
                                                 std::vector<Surveyed>& surveyed) {
    std::vector<scenarios::Scenario> repertoire;
    if (!options.replay.empty()) {
        repertoire.push_back(find_schedule(options));
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
        const auto listed = listed_scenarios(options);
        repertoire.assign(listed.begin(), listed.end());
    }
    return repertoire;
}

}  // namespace

reports::RunResult run(const RunOptions& given, const RunWatcher& watcher) {
    const RunOptions options = with_replayed_seed(given);
    const auto begin = std::chrono::steady_clock::now();
    std::string started = utc_now();
    std::vector<Waiver> waivers;
    if (options.waivers) waivers = read_waivers(*options.waivers);
    if (!options.replay.empty()) (void)find_schedule(options);
    require_role(options);
    if (plays_listed(options)) (void)make_plan(options);  // a false filter is said before the subject is touched

    const TraceFolder folder(options.out);
    Player player(options, folder.path());
    Origin origin;
    origin.run = make_run_origin(options, player.discovery(), player.budgets(), std::move(started));
    std::vector<Surveyed> surveyed;
    const std::vector<scenarios::Scenario> repertoire = make_repertoire(options, player, origin, surveyed);
    const std::vector<PlannedScenario> plan =
        options.replay.empty() ? make_plan(options, repertoire) : make_replay(options, repertoire.front());
    for (const PlannedScenario& planned : plan) {
        if (player.refusal(*planned.scenario) == nullptr) ++origin.run.planned;
    }
    reports::RunResult result = begin_result(origin.run);

    if (watcher.planned) watcher.planned(plan.size());
    player.tell_of_begins(watcher.begun);
    std::map<std::string, Evaluation> evaluations;
    player.play(plan, origin, options.out.has_value(), [&](Evaluation evaluation) {
        if (watcher.recorded && !evaluation.trace.empty()) {
            watcher.recorded(evaluation.outcome, evaluation.findings, evaluation.trace);
        }
        if (watcher.finished) watcher.finished(evaluation.outcome, evaluation.findings);
        std::string id = evaluation.outcome.id;
        evaluations[std::move(id)] = std::move(evaluation);
    });

    std::vector<Evaluation> in_order;  // of the plan, whichever ended first
    for (const PlannedScenario& planned : plan) {
        Evaluation& evaluation = in_order.emplace_back(std::move(evaluations[planned.id]));
        add_breaches(player, origin, options.out.has_value(), evaluation);
        if (evaluation.exploration) result.explorations.push_back(evaluation.exploration->report);
    }
    shrink_placements(player, origin, options.out.has_value(), in_order);
    add_evaluations(std::move(in_order), result);
    result.walks = map_walks(surveyed, result.scenarios);
    Repertoire could_be_played = repertoire_of(repertoire, plan);
    could_be_played.has_walked = options.walk;
    could_be_played.is_excerpt = !options.replay.empty();
    apply_waivers(waivers, utc_day(0), could_be_played, result);
    conclude(origin.run.is_whole, result);
    result.ended = utc_now();
    result.wall_seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - begin).count();
    if (options.out) write_bundles(*options.out, result);
    return result;
}

}  // namespace wbemcheck::runner
