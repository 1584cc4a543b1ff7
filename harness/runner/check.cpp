#include "harness/runner/check.h"

#include <algorithm>
#include <chrono>
#include <map>
#include <set>
#include <string>
#include <tuple>
#include <utility>

#include <fmt/format.h>

#include "harness/runner/conclusion.h"
#include "harness/runner/evaluate.h"
#include "harness/runner/origin.h"
#include "harness/runner/plan.h"
#include "harness/runner/repertoire.h"
#include "harness/runner/utc_clock.h"
#include "harness/runner/waiver_file.h"
#include "harness/subject/usage_error.h"

namespace wbemcheck::runner {
namespace {

namespace fs = std::filesystem;

struct Recorded {
    fs::path trace;
    Origin origin;
};

// The regular files below a folder that have the name of a trace, in the order of their names.
std::vector<fs::path> traces_below(const fs::path& folder) {
    std::vector<fs::path> found;
    try {
        for (const auto& entry : fs::recursive_directory_iterator(folder)) {
            if (entry.path().extension() == ".trace" && entry.is_regular_file()) found.push_back(entry.path());
        }
    } catch (const fs::filesystem_error& error) {
        throw UsageError(fmt::format("The folder {} cannot be searched: {}.", folder.string(), error.code().message()));
    }
    std::sort(found.begin(), found.end());
    return found;
}

std::vector<Recorded> find_traces(const std::vector<fs::path>& paths) {
    std::vector<Recorded> found;
    std::set<fs::path> known;  // a trace that is named twice is judged once
    const auto add = [&](const fs::path& trace, bool was_named) {
        std::error_code error;
        const fs::path canonical = fs::weakly_canonical(trace, error);
        if (!known.insert(error ? trace : canonical).second) return;
        Origin origin = read_origin(trace);
        if (!origin.is_discovery) {
            found.push_back({trace, std::move(origin)});
        } else if (was_named) {
            throw UsageError(fmt::format("{} is what the subject was asked before a run; nothing of it is judged.",
                                         trace.string()));
        }
    };
    for (const fs::path& path : paths) {
        std::error_code error;
        const fs::file_status status = fs::status(path, error);
        if (!fs::exists(status)) throw UsageError(fmt::format("There is no trace and no folder {}.", path.string()));
        if (fs::is_directory(status)) {
            const std::size_t before = found.size();
            for (const fs::path& trace : traces_below(path)) add(trace, false);
            if (found.size() == before) {
                throw UsageError(fmt::format("The folder {} holds no trace of a scenario (*.trace).", path.string()));
            }
        } else if (fs::is_regular_file(status)) {
            add(path, true);
        } else {
            throw UsageError(fmt::format("{} is neither a file nor a folder.", path.string()));
        }
    }
    return found;
}

// As their runs listed them; those of an earlier run first.
void sort(std::vector<Recorded>& traces) {
    std::sort(traces.begin(), traces.end(), [](const Recorded& a, const Recorded& b) {
        return std::tie(a.origin.run.started, a.origin.run.run, a.origin.position, a.trace) <
               std::tie(b.origin.run.started, b.origin.run.run, b.origin.position, b.trace);
    });
}

void require_one_result(const std::vector<Recorded>& traces, const CheckOptions& options) {
    std::map<std::string, const Recorded*> scenarios;
    const Recorded& first = traces.front();
    for (const Recorded& trace : traces) {
        if (trace.origin.run.subject != first.origin.run.subject) {
            throw UsageError(fmt::format("{} is of the subject {}, and {} of {}; check them one after the other.",
                                         first.trace.string(), first.origin.run.subject, trace.trace.string(),
                                         trace.origin.run.subject));
        }
        if (!options.profile && trace.origin.run.profile != first.origin.run.profile) {
            throw UsageError(fmt::format(
                "{} was recorded for the {} contract, and {} for the {} one; say which with --contract.",
                first.trace.string(), name_of(first.origin.run.profile), trace.trace.string(),
                name_of(trace.origin.run.profile)));
        }
        const auto [entry, is_new] = scenarios.emplace(trace.origin.scenario, &trace);
        if (!is_new) {
            throw UsageError(fmt::format("{} and {} are both of the scenario {}; check them one after the other.",
                                         entry->second->trace.string(), trace.trace.string(), trace.origin.scenario));
        }
    }
}

// Only the run knew what it had left out.
Repertoire repertoire_of(const reports::RunResult& result, bool is_whole) {
    Repertoire repertoire;
    for (const reports::ScenarioOutcome& scenario : result.scenarios) repertoire.ids.push_back(base_id(scenario.id));
    repertoire.is_excerpt = !is_whole;
    return repertoire;
}

}  // namespace

reports::RunResult check(const CheckOptions& options, const RunWatcher& watcher) {
    const auto begin = std::chrono::steady_clock::now();
    std::vector<Waiver> waivers;
    if (options.waivers) waivers = read_waivers(*options.waivers);
    std::vector<Recorded> traces = find_traces(options.traces);
    if (traces.empty()) throw UsageError("No trace was named.");
    sort(traces);
    require_one_result(traces, options);
    if (watcher.planned) watcher.planned(traces.size());

    RunOrigin run = traces.front().origin.run;
    if (options.profile) run.profile = *options.profile;
    reports::RunResult result = begin_result(run);
    std::vector<Evaluation> evaluations;
    for (const Recorded& trace : traces) {
        evaluations.push_back(evaluate_trace(trace.trace, trace.origin, run.profile));
        if (watcher.recorded) watcher.recorded(evaluations.back().outcome, evaluations.back().findings, trace.trace);
        if (watcher.finished) watcher.finished(evaluations.back().outcome, evaluations.back().findings);
    }
    add_evaluations(std::move(evaluations), result);

    const bool is_of_one_run = traces.back().origin.run.run == run.run;
    result.notes.push_back(fmt::format("Judged again from {} recorded {}; played by wbemcheck {}.", traces.size(),
                                       traces.size() == 1 ? "trace" : "traces", run.tool_version));
    if (is_of_one_run && traces.size() < run.planned) {
        result.notes.push_back(fmt::format("The run played {} scenarios; the traces of {} are not here.", run.planned,
                                           run.planned - traces.size()));
    }
    const bool is_whole = run.is_whole && is_of_one_run && traces.size() == run.planned;
    apply_waivers(waivers, utc_day(0), repertoire_of(result, is_whole), result);
    conclude(is_whole, result);
    result.ended = utc_now();
    result.wall_seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - begin).count();
    return result;
}

}  // namespace wbemcheck::runner
