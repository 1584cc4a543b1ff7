#include "harness/runner/player.h"

#include <algorithm>
#include <mutex>
#include <system_error>
#include <thread>
#include <utility>

#include "harness/runner/process.h"
#include "harness/runner/trace_folder.h"
#include "harness/trace/mapped_file.h"

namespace wbemcheck::runner {
namespace {

// A scenario waits more than it works: for silence, for a gate, for the patience of a cancel.
constexpr unsigned kJobsPerCore = 2;

Assignment make_assignment(const RunOptions& options, const std::filesystem::path& folder) {
    Assignment assignment;
    assignment.subject = options.subject.text;
    assignment.folder = folder;
    assignment.budgets.scale = options.timeout_scale;
    assignment.budgets.unlimited = options.no_timeouts;
    assignment.limits = options.limits;
    assignment.explore = options.explore;
    assignment.profile = options.profile;
    return assignment;
}

}  // namespace

Player::Player(const RunOptions& options, const std::filesystem::path& folder)
    : options_(options), is_isolated_(options.isolation == Isolation::kProcess) {
    supervision_.assignment = make_assignment(options, folder);
    // Exploring is work, not waiting.
    const unsigned per_core = options.explore ? 1 : kJobsPerCore;
    supervision_.jobs =
        options.jobs != 0 ? options.jobs : per_core * std::max(1u, std::thread::hardware_concurrency());
    if (is_isolated_) {
        supervision_.executable = current_executable();
    } else {
        supervision_.assignment.limits = {0, 0};  // nobody watches, and a debugger is not to be hurried
    }
    discovery_ = is_isolated_ ? discover_in_worker(supervision_) : discover_unsupervised(supervision_.assignment);
    supervision_.assignment.budgets.silence = silence_for(discovery_.slowest_gap_ms);
}

const NotApplicable* Player::refusal(const scenarios::Scenario& scenario) const {
    const auto entry = discovery_.not_applicable.find(scenario.survey.empty() ? scenario.id : scenario.survey);
    return entry == discovery_.not_applicable.end() ? nullptr : &entry->second;
}

void Player::play(std::span<const PlannedScenario> plan, Origin origin, bool keeps_traces,
                  const std::function<void(Evaluation)>& finished) {
    std::map<std::string, Origin> origins;
    std::mutex mutex;  // guards `finished`
    Supervision supervision = supervision_;
    for (const PlannedScenario& planned : plan) {
        origin.scenario = planned.id;
        origin.description = planned.scenario->description;
        origin.rerun = rerun_command(options_, planned.id);
        origin.schedule = schedule_of(options_, planned.id);
        ++origin.position;
        origins[planned.id] = origin;
        if (const NotApplicable* why = refusal(*planned.scenario)) {
            finished(not_applicable(origin, why->reason));
        } else {
            supervision.assignment.scenarios.push_back({planned.id, trace_name(planned.id), write_origin(origin),
                                                       delays_of(options_, planned.id)});
        }
    }
    const auto evaluated = [&](const Played& played) {
        Evaluation evaluation = evaluate(played, origins.at(played.id));
        if (!keeps_traces) evaluation.outcome.trace.clear();
        {
            const std::lock_guard lock(mutex);
            finished(std::move(evaluation));
        }
        if (keeps_traces) return;
        std::error_code ignored;  // the folder goes as a whole in the end
        std::filesystem::remove(played.trace, ignored);
    };
    if (is_isolated_) {
        supervise(supervision, evaluated);
    } else {
        play_unsupervised(supervision.assignment, evaluated);
    }
}

std::vector<Surveyed> Player::survey(std::span<const scenarios::Scenario> surveys, const Origin& origin) {
    std::vector<PlannedScenario> plan;
    for (const scenarios::Scenario& scenario : surveys) plan.push_back({scenario.id, &scenario});
    std::map<std::string, std::vector<probe::Crossing>> points;
    play(plan, origin, true, [&](const Evaluation& evaluation) {
        if (evaluation.outcome.trace.empty()) return;
        const std::filesystem::path trace = supervision_.assignment.folder / evaluation.outcome.trace;
        try {
            points[evaluation.outcome.id] = read_points(trace);
        } catch (const trace::TraceError&) {
            // The run itself, which plays it again, says what is wrong with it.
        }
        std::error_code ignored;
        std::filesystem::remove(trace, ignored);  // it is played again, and judged then
    });
    std::vector<Surveyed> surveyed;
    for (const scenarios::Scenario& scenario : surveys) {
        surveyed.push_back({*scenarios::parse_placement(scenario.id), std::move(points[scenario.id])});
    }
    return surveyed;
}

}  // namespace wbemcheck::runner
