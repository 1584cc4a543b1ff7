#include "harness/runner/prove.h"

#include <algorithm>
#include <atomic>
#include <chrono>
#include <mutex>
#include <set>
#include <thread>

#include <fmt/format.h>

#include "harness/runner/glob.h"
#include "harness/runner/plan.h"
#include "harness/runner/proof_plan.h"
#include "harness/runner/quoting.h"
#include "harness/runner/run.h"
#include "harness/subject/usage_error.h"

namespace wbemcheck::runner {
namespace {

using reports::Verdict;
using Clock = std::chrono::steady_clock;

constexpr unsigned kDefectsPerCore = 2;

double seconds_since(Clock::time_point begin) { return std::chrono::duration<double>(Clock::now() - begin).count(); }

RunOptions options_for(const mock::Defect& defect, const ProveOptions& options, unsigned number) {
    const Selection selection = selection_for(defect);
    RunOptions run_options;
    run_options.subject = subject::parse_subject(address_of(defect));
    run_options.profile = profile_for(defect);
    run_options.timeout_scale = options.timeout_scale * selection.timeout_scale;
    run_options.limits = {std::min(options.limits.memory_mib, selection.limits.memory_mib),
                          std::min(options.limits.trace_mib, selection.limits.trace_mib)};
    apply(selection.play, run_options);
    if (!options.full) run_options.filters = selection.filters;
    run_options.seed = options.seed + number;
    run_options.jobs = 1;  // the defects themselves are played side by side
    run_options.program = options.program;
    return run_options;
}

std::string command_for(const RunOptions& options) {
    std::string command = fmt::format("{} run {}", quote_argument(options.program), quote_argument(options.subject.text));
    if (options.walk) command += " --walk";
    if (options.explore) command += fmt::format(" --explore {}", options.explore->schedules);
    for (const std::string& filter : options.filters) command += " --filter " + quote_argument(filter);
    if (options.profile == contract::Profile::kWire) command += " --contract wire";
    if (options.timeout_scale != 1) command += fmt::format(" --timeout-scale {}", options.timeout_scale);
    return command + limit_arguments(options.limits);
}

DefectProof begin_proof(const mock::Defect& defect, const ProveOptions& options) {
    DefectProof proof;
    proof.id = defect.id;
    proof.description = defect.description;
    for (const std::string_view clause : defect.breaks) proof.breaks.emplace_back(clause);
    proof.rerun = command_for(options_for(defect, options, 0));
    return proof;
}

reports::RunResult run_compliant(const ProveOptions& options, Play play) {
    RunOptions run_options;
    run_options.subject = subject::parse_subject("mock");
    apply(play, run_options);
    run_options.timeout_scale = options.timeout_scale;
    run_options.limits = options.limits;
    run_options.seed = options.seed;
    run_options.program = options.program;
    return run(run_options, {});
}

// Without a defect, everything must conform that is played for one; the first thing that does not is the baseline.
reports::RunResult run_baseline(const ProveOptions& options, const std::vector<const mock::Defect*>& selected) {
    std::set<Play> plays = {Play::kScenarios};
    for (const mock::Defect* defect : selected) plays.insert(selection_for(*defect).play);
    reports::RunResult first;
    for (const Play play : plays) {
        reports::RunResult result = run_compliant(options, play);
        const bool conforms = result.verdict == reports::RunVerdict::kConforms;
        if (play == Play::kScenarios) first = result;
        if (!conforms) return result;
    }
    return first;
}

}  // namespace

bool Proof::has_fault() const noexcept {
    return baseline.verdict == reports::RunVerdict::kFault ||
           std::any_of(defects.begin(), defects.end(), [](const DefectProof& proof) { return !proof.fault.empty(); });
}

bool Proof::holds() const noexcept {
    return baseline_conforms() && !defects.empty() &&
           std::all_of(defects.begin(), defects.end(), [](const DefectProof& proof) { return proof.holds(); });
}

std::vector<const mock::Defect*> select_defects(const std::vector<std::string>& patterns) {
    std::set<const mock::Defect*> chosen;
    for (const std::string& pattern : patterns) {
        bool is_used = false;
        for (const mock::Defect& defect : mock::all_defects()) {
            if (!matches_glob(pattern, defect.id) && !matches_glob(pattern, defect.breaks.front())) continue;
            chosen.insert(&defect);
            is_used = true;
        }
        if (!is_used) {
            throw UsageError(fmt::format("'{}' names no defect and no clause that a defect is about; `wbemcheck list defects` "
                                         "shows them.",
                                         pattern));
        }
    }
    std::vector<const mock::Defect*> selected;
    for (const mock::Defect& defect : mock::all_defects()) {
        if (patterns.empty() || chosen.contains(&defect)) selected.push_back(&defect);
    }
    return selected;
}

void add_run(const reports::RunResult& result, DefectProof& proof) {
    ++proof.runs;
    proof.scenarios += result.scenarios.size();
    proof.seconds += result.wall_seconds;
    std::set<std::string> violated;
    for (const reports::Finding& finding : result.findings) {
        if (finding.verdict != Verdict::kViolation) continue;
        violated.insert(finding.clause);
        proof.examples.emplace(finding.clause,
                               fmt::format("{}: expected {}; {}", finding.scenario, finding.expected, finding.actual));
    }
    bool is_caught = false;
    for (const std::string& clause : violated) {
        const bool is_declared = std::find(proof.breaks.begin(), proof.breaks.end(), clause) != proof.breaks.end();
        ++(is_declared ? proof.caught_by : proof.undeclared)[clause];
        is_caught = is_caught || is_declared;
    }
    if (is_caught) ++proof.caught_runs;
    for (const reports::ScenarioOutcome& scenario : result.scenarios) {
        if (scenario.verdict == Verdict::kHarnessFault && proof.fault.empty()) {
            proof.fault = fmt::format("{}: {}", scenario.id, scenario.reason);
        }
    }
}

Proof prove(const ProveOptions& options, const ProveWatcher& watcher) {
    const auto begin = Clock::now();
    const std::vector<const mock::Defect*> selected = select_defects(options.defects);
    Proof proof;
    proof.repeat = options.repeat;
    proof.seed = options.seed;
    proof.full = options.full;
    for (const mock::Defect* defect : selected) proof.defects.push_back(begin_proof(*defect, options));
    if (watcher.planned) watcher.planned(selected.size() * options.repeat);
    proof.baseline = run_baseline(options, selected);

    // Run by run over all defects, so that the runs of one defect are far apart and meet different loads.
    std::atomic<std::size_t> next{0};
    std::mutex mutex;  // guards proof.defects and the watcher
    const auto work = [&] {
        for (std::size_t i = next++; i < selected.size() * options.repeat; i = next++) {
            const std::size_t index = i % selected.size();
            const auto number = static_cast<unsigned>(i / selected.size());
            std::string fault;
            reports::RunResult result;
            try {
                result = run(options_for(*selected[index], options, number), {});
            } catch (const std::exception& error) {
                fault = error.what();
            }
            const std::lock_guard lock(mutex);
            DefectProof& line = proof.defects[index];
            if (fault.empty()) {
                add_run(result, line);
            } else {
                ++line.runs;
                line.fault = fault;
            }
            if (watcher.finished) watcher.finished(line);
        }
    };
    {
        const unsigned jobs =
            options.jobs != 0 ? options.jobs : kDefectsPerCore * std::max(1u, std::thread::hardware_concurrency());
        std::vector<std::jthread> threads;
        for (unsigned i = 0; i < jobs; ++i) threads.emplace_back(work);
    }
    proof.seconds = seconds_since(begin);
    return proof;
}

}  // namespace wbemcheck::runner
