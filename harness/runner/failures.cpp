#include "harness/runner/failures.h"

#include <algorithm>
#include <map>
#include <optional>
#include <system_error>
#include <tuple>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include "harness/contract/clause.h"
#include "harness/runner/trace_folder.h"
#include "harness/subject/usage_error.h"
#include "reports/file_writer.h"
#include "reports/json_report.h"
#include "scenarios/explore.h"

namespace wbemcheck::runner {
namespace {

using reports::Finding;
using reports::Verdict;
using scenarios::Outcome;
using scenarios::Placement;
using scenarios::WalkAction;

const Finding* find_violation(const std::vector<Finding>& findings, const std::string& clause) {
    const auto found = std::find_if(findings.begin(), findings.end(), [&](const Finding& finding) {
        return finding.clause == clause && finding.verdict == Verdict::kViolation;
    });
    return found == findings.end() ? nullptr : &*found;
}

// Calls that the action makes: fewer are simpler.
int calls_of(const Placement& placement) noexcept {
    return placement.action == WalkAction::kCancelTwice || placement.action == WalkAction::kCancelFromTwoThreads ? 2 : 1;
}

// What happens every time comes before what is a race, whatever its size.
auto size_of(const Placement& placement) {
    return std::tuple(!scenarios::is_held_at(placement.point.kind), calls_of(placement), placement.point.ordinal,
                      placement.action, placement.point.kind);
}

// The same placement in an operation with fewer objects, the fewest first.
std::vector<Placement> with_fewer_objects(const Placement& placement) {
    std::vector<Placement> smaller;
    for (const Outcome outcome : {Outcome::kNone, Outcome::kOne}) {
        if (outcome >= placement.outcome || !scenarios::can_have(placement.method, outcome)) continue;
        smaller.push_back(placement);
        smaller.back().outcome = outcome;
    }
    return smaller;
}

// A folder name that every file system takes: ids hold slashes, and one of a long schedule is too long for some.
std::string folder_name(const Finding& finding) {
    constexpr std::size_t kLongest = 100;
    std::string name = fmt::format("{}.{}", finding.clause, finding.scenario);
    std::replace(name.begin(), name.end(), '/', '.');
    if (name.size() > kLongest) name.resize(kLongest);
    return name;
}

void write_bundle(const std::filesystem::path& folder, const std::filesystem::path& traces,
                  const reports::RunResult& result, const Finding& finding) {
    std::filesystem::create_directories(folder);
    reports::write_whole(folder / "finding.json", reports::write_finding_json(result, finding));
    reports::write_whole(folder / "rerun.txt", finding.rerun + "\n");
    const auto copy = [&](const std::string& schedule, const char* name) {
        const std::filesystem::path trace = traces / trace_name(schedule);
        if (schedule.empty() || !std::filesystem::exists(trace)) return;
        // Not overwrite_existing: libstdc++ on Windows refuses to copy onto a file all the same.
        std::filesystem::remove(folder / name);
        std::filesystem::copy_file(trace, folder / name);
    };
    // What an exploration has found was played again under the name of its schedule; anything else has the name of its
    // scenario, whatever the schedule is called.
    const bool is_explored = scenarios::parse_space(base_id(finding.scenario)).has_value();
    const std::string& found = finding.found_as.empty() ? finding.schedule : finding.found_as;
    copy(is_explored ? found : finding.scenario, "found.trace");
    copy(finding.schedule, "smallest.trace");
}

// What an earlier run has left in the folder would be taken for a failure of this one. Only what is a bundle is taken away.
void remove_bundles(const std::filesystem::path& folder) {
    if (!std::filesystem::is_directory(folder)) return;
    std::vector<std::filesystem::path> old;
    for (const auto& entry : std::filesystem::directory_iterator(folder)) {
        if (std::filesystem::exists(entry.path() / "finding.json")) old.push_back(entry.path());
    }
    for (const std::filesystem::path& bundle : old) std::filesystem::remove_all(bundle);
}

// For its trace alone.
void play_once(Player& player, const Origin& origin, const std::string& id) {
    if (const auto scenario = scenarios::find_scenario(id)) {
        const PlannedScenario planned{scenario->id, &*scenario};
        player.play({&planned, 1}, origin, true, [](const Evaluation&) {});
    }
}

}  // namespace

void add_breaches(Player& player, const Origin& origin, bool keeps_traces, Evaluation& explored) {
    if (!explored.exploration) return;
    for (const FoundBreach& breach : explored.exploration->breaches) {
        const auto scenario = scenarios::find_scenario(breach.schedule);
        if (!scenario) continue;
        const contract::Clause& clause = *contract::find_clause(breach.clause);
        Finding finding;
        finding.clause = breach.clause;
        finding.verdict = breach.verdict;
        finding.level = std::string(contract::name_of(clause.level));
        finding.requirement = std::string(clause.requirement);
        finding.source = std::string(clause.source);
        finding.advice = std::string(clause.advice);
        finding.expected = breach.expected;
        finding.actual = breach.actual;
        const PlannedScenario planned{scenario->id, &*scenario};
        player.play({&planned, 1}, origin, keeps_traces, [&](const Evaluation& again) {
            for (const Finding& seen : again.findings) {
                if (seen.clause == breach.clause && seen.verdict == breach.verdict) finding = seen;
            }
            finding.rerun = again.outcome.rerun;
        });
        finding.scenario = explored.outcome.id;
        finding.schedule = breach.schedule;
        if (breach.found_as != breach.schedule) {
            finding.found_as = breach.found_as;
            if (keeps_traces) play_once(player, origin, breach.found_as);
        }
        explored.findings.push_back(std::move(finding));
    }
}

void shrink_placements(Player& player, const Origin& origin, bool keeps_traces, std::span<Evaluation> evaluations) {
    struct Broken {
        std::optional<Placement> smallest;
        std::vector<Finding*> findings;
    };
    std::map<std::pair<std::string, trace::Method>, Broken> all;
    for (Evaluation& evaluation : evaluations) {
        const auto placement = scenarios::parse_placement(base_id(evaluation.outcome.id));
        if (!placement || placement->action == WalkAction::kNone) continue;
        for (Finding& finding : evaluation.findings) {
            if (finding.verdict != Verdict::kViolation) continue;
            Broken& broken = all[{finding.clause, placement->method}];
            broken.findings.push_back(&finding);
            if (!broken.smallest || size_of(*placement) < size_of(*broken.smallest)) broken.smallest = placement;
        }
    }
    for (auto& [key, broken] : all) {
        std::string smallest = scenarios::id_of(*broken.smallest);
        for (const Placement& smaller : with_fewer_objects(*broken.smallest)) {
            const scenarios::Scenario scenario = scenarios::make_walk_scenario(smaller);
            const PlannedScenario planned{scenario.id, &scenario};
            bool is_shown = false;
            player.play({&planned, 1}, origin, keeps_traces, [&](const Evaluation& again) {
                is_shown = find_violation(again.findings, key.first) != nullptr;
            });
            if (!is_shown) continue;
            smallest = scenario.id;
            break;
        }
        for (Finding* finding : broken.findings) {
            finding->found_as = finding->schedule == smallest ? std::string() : finding->schedule;
            finding->schedule = smallest;
        }
    }
}

void write_bundles(const std::filesystem::path& out, const reports::RunResult& result) {
    try {
        remove_bundles(out / "failures");
        std::map<std::string, unsigned> uses;  // one scenario may break a clause twice, and long names are cut
        for (const Finding& finding : result.findings) {
            if (finding.verdict != Verdict::kViolation) continue;
            std::string name = folder_name(finding);
            if (const unsigned use = ++uses[name]; use > 1) name += fmt::format(".{}", use);
            write_bundle(out / "failures" / name, out / "traces", result, finding);
        }
    } catch (const std::filesystem::filesystem_error& error) {
        throw UsageError(fmt::format("The failures cannot be written below {}: {}.", out.string(), error.code().message()));
    }
}

}  // namespace wbemcheck::runner
