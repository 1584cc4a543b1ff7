#include "harness/runner/plan.h"

#include <algorithm>
#include <random>

#include <fmt/format.h>

#include "harness/runner/glob.h"
#include "harness/runner/quoting.h"
#include "harness/subject/usage_error.h"
#include "reports/scenario_id.h"
#include "scenarios/explore.h"

namespace wbemcheck::runner {
namespace {

bool matches_any(const std::vector<std::string>& patterns, std::string_view id) {
    return std::any_of(patterns.begin(), patterns.end(),
                       [&](const std::string& pattern) { return matches_glob(pattern, id); });
}

void check_patterns(const std::vector<std::string>& patterns, std::string_view option,
                    std::span<const scenarios::Scenario> all, const RunOptions& options) {
    for (const std::string& pattern : patterns) {
        if (std::none_of(all.begin(), all.end(),
                         [&](const scenarios::Scenario& s) { return matches_glob(pattern, s.id); })) {
            throw UsageError(
                options.walk || options.explore
                    ? fmt::format("{} '{}' matches nothing that is played; ids look like {}.", option, pattern,
                                  all.back().id)
                    : fmt::format("{} '{}' matches no scenario of a {}; `wbemcheck list scenarios` shows their ids.", option,
                                  pattern, role_of(options.subject) == scenarios::Role::kProvider ? "provider" : "service"));
        }
    }
}

}  // namespace

scenarios::Role role_of(const subject::SubjectAddress& subject) noexcept {
    return subject.kind == "provider" ? scenarios::Role::kProvider : scenarios::Role::kService;
}

std::span<const scenarios::Scenario> listed_scenarios(const RunOptions& options) {
    return scenarios::scenarios_of(role_of(options.subject));
}

std::vector<PlannedScenario> make_plan(const RunOptions& options, std::span<const scenarios::Scenario> all) {
    check_patterns(options.filters, "--filter", all, options);
    check_patterns(options.excludes, "--exclude", all, options);
    std::vector<const scenarios::Scenario*> selected;
    for (const scenarios::Scenario& scenario : all) {
        if (!options.filters.empty() && !matches_any(options.filters, scenario.id)) continue;
        if (matches_any(options.excludes, scenario.id)) continue;
        selected.push_back(&scenario);
    }
    std::vector<PlannedScenario> plan;
    for (std::size_t i = options.shard - 1; i < selected.size(); i += options.shards) {
        for (unsigned repetition = 1; repetition <= options.repeat; ++repetition) {
            const std::string& id = selected[i]->id;
            plan.push_back({repetition == 1 ? id : fmt::format("{}@{}", id, repetition), selected[i]});
        }
    }
    if (plan.empty()) {
        throw UsageError(selected.empty()
                             ? std::string("--exclude leaves no scenario to play; take one of the patterns away.")
                             : fmt::format("Shard {}/{} is empty: only {} scenarios are selected.", options.shard,
                                           options.shards, selected.size()));
    }
    if (options.seed != 0) {
        // Not std::shuffle: what it draws differs between standard libraries, and a seed must mean the same everywhere.
        std::mt19937_64 random(options.seed);
        for (std::size_t i = plan.size() - 1; i > 0; --i) std::swap(plan[i], plan[random() % (i + 1)]);
    }
    return plan;
}

std::vector<PlannedScenario> make_plan(const RunOptions& options) { return make_plan(options, listed_scenarios(options)); }

std::string base_id(std::string_view id) { return std::string(reports::without_repetition(id)); }

std::string schedule_of(const RunOptions& options, std::string_view scenario) {
    return options.delays ? fmt::format("{}~{}", scenario, options.seed) : base_id(scenario);
}

std::uint64_t delays_of(const RunOptions& options, std::string_view scenario) {
    if (!options.delays || options.seed == 0) return 0;
    // FNV-1a: not std::hash, whose values differ between standard libraries.
    std::uint64_t hash = 0xcbf29ce484222325ULL;
    // A replay has the delays of what it replays, however often.
    for (const char letter : options.replay.empty() ? scenario : std::string_view(options.replay)) hash = (hash ^ static_cast<unsigned char>(letter)) * 0x100000001b3ULL;
    const std::uint64_t seed = hash ^ (options.seed * 0x9e3779b97f4a7c15ULL);
    return seed == 0 ? 1 : seed;
}

std::string limit_arguments(const WorkerLimits& limits) {
    const WorkerLimits usual;
    std::string arguments;
    if (limits.memory_mib != usual.memory_mib) arguments += fmt::format(" --memory-limit {}", limits.memory_mib);
    if (limits.trace_mib != usual.trace_mib) arguments += fmt::format(" --trace-limit {}", limits.trace_mib);
    return arguments;
}

std::string rerun_command(const RunOptions& options, std::string_view scenario) {
    if (options.explore && scenarios::parse_space(base_id(scenario))) {
        return fmt::format("{} run {} --explore {} --filter {}{}", quote_argument(options.program),
                           quote_argument(options.subject.text), options.explore->schedules,
                           quote_argument(base_id(scenario)),
                           options.profile == contract::Profile::kWire ? " --contract wire" : "") +
               limit_arguments(options.limits);
    }
    // What no table lists is played from its id.
    const bool is_listed = !options.walk && !options.explore && options.replay.empty() && !options.delays;
    std::string command =
        fmt::format("{} run {} {} {}", quote_argument(options.program), quote_argument(options.subject.text),
                    is_listed ? "--filter" : "--replay", quote_argument(schedule_of(options, scenario)));
    if (options.profile == contract::Profile::kWire) command += " --contract wire";
    if (options.seed != 0 && is_listed) command += fmt::format(" --seed {}", options.seed);
    if (options.repeat > 1 && is_listed) command += fmt::format(" --repeat {}", options.repeat);
    if (options.timeout_scale != 1) command += fmt::format(" --timeout-scale {}", options.timeout_scale);
    return command + limit_arguments(options.limits);
}

}  // namespace wbemcheck::runner
