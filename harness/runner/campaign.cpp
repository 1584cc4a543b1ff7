#include "harness/runner/campaign.h"

#include <algorithm>
#include <array>
#include <atomic>
#include <chrono>
#include <random>
#include <thread>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "harness/runner/plan.h"
#include "harness/runner/run.h"
#include "harness/version.h"

namespace wbemcheck::runner {
namespace {

using reports::Verdict;
using Clock = std::chrono::steady_clock;

constexpr std::size_t kFindingsKept = 100;

// Keeps every core busy for as long as it lives: more threads than cores, so that the scheduler has to choose.
class OtherLoad {
public:
    OtherLoad() {
        const unsigned threads = 2 * std::max(1u, std::thread::hardware_concurrency());
        for (unsigned i = 0; i < threads; ++i) {
            threads_.emplace_back([](const std::stop_token& stop) {
                std::atomic<std::uint64_t> work{0};
                while (!stop.stop_requested()) work.fetch_add(1, std::memory_order_relaxed);
            });
        }
    }

private:
    std::vector<std::jthread> threads_;
};

bool is_loaded(std::uint64_t number, CampaignLoad load) noexcept {
    switch (load) {
        case CampaignLoad::kNone: return false;
        case CampaignLoad::kHalf: return number % 2 == 0;
        case CampaignLoad::kAll: return true;
    }
    return false;
}

std::uint64_t* count_of(Campaign& campaign, Verdict verdict) noexcept {
    switch (verdict) {
        case Verdict::kViolation: return &campaign.violations;
        case Verdict::kWarning: return &campaign.warnings;
        case Verdict::kHarnessFault: return &campaign.faults;
        case Verdict::kInconclusive:
        case Verdict::kNotReached:
        case Verdict::kNotApplicable: return &campaign.inconclusive;
        case Verdict::kPass:
        case Verdict::kObserved:
        case Verdict::kWaived: return nullptr;
    }
    return nullptr;
}

void add_round(const CampaignRound& round, const reports::RunResult& result, Campaign& campaign) {
    ++campaign.rounds;
    if (round.is_loaded) ++campaign.loaded_rounds;
    campaign.scenario_runs += result.scenarios.size();
    for (const reports::ScenarioOutcome& scenario : result.scenarios) {
        std::uint64_t* const count = count_of(campaign, scenario.verdict);
        if (count == nullptr) continue;
        ++*count;
        if (count == &campaign.inconclusive) {
            auto& reasons = campaign.inconclusive_reasons;
            const std::string reason = scenario.reason.empty() ? name_of(scenario.verdict) : scenario.reason;
            if (reasons.size() < kFindingsKept || reasons.contains(reason)) ++reasons[reason];
        }
        if (campaign.findings.size() == kFindingsKept) continue;
        CampaignFinding finding{round, scenario.id, scenario.verdict, {}, scenario.reason, scenario.rerun};
        for (const reports::Finding& found : result.findings) {
            if (found.scenario != scenario.id || found.verdict != scenario.verdict) continue;
            finding.clause = found.clause;
            finding.reason = fmt::format("expected {}; {}", found.expected, found.actual);
            break;
        }
        campaign.findings.push_back(std::move(finding));
    }
}

}  // namespace

CampaignRound draw_round(std::uint64_t seed, std::uint64_t number, CampaignLoad load) {
    // Sizes around the edges of a batch, one and many of everything; most rounds without latency, since waiting is dear.
    constexpr std::array kObjects = {1, 2, 3, 5, 7, 12, 40};
    constexpr std::array kBatches = {1, 2, 3, 7, 100};
    constexpr std::array kThreads = {1, 2, 3, 4, 8, 16};
    constexpr std::array kLatencies = {0, 0, 0, 0, 1, 2};
    std::mt19937_64 random(seed * 0x9e3779b97f4a7c15ULL + number);
    const auto pick = [&random](const auto& values) { return values[random() % values.size()]; };
    CampaignRound round;
    round.number = number;
    const int objects = pick(kObjects);
    const int batch = pick(kBatches);
    const int threads = pick(kThreads);
    const int latency = pick(kLatencies);
    round.subject = fmt::format("mock?objects={}&batch={}&threads={}&latency={}", objects, batch, threads, latency);
    round.seed = random() % 1'000'000 + 1;
    round.is_loaded = is_loaded(number, load);
    return round;
}

Campaign run_campaign(const CampaignOptions& options, const std::function<void(const Campaign&)>& finished) {
    const auto begin = Clock::now();
    Campaign campaign;
    campaign.seed = options.seed;
    for (std::uint64_t number = 1;; ++number) {
        const CampaignRound round = draw_round(options.seed, number, options.load);
        RunOptions run_options;
        run_options.subject = subject::parse_subject(round.subject);
        run_options.seed = round.seed;
        run_options.jobs = options.jobs;
        run_options.timeout_scale = options.timeout_scale;
        run_options.limits = options.limits;
        run_options.filters = options.filters;
        run_options.program = options.program;
        {
            const std::vector<OtherLoad> load(round.is_loaded ? 1 : 0);
            add_round(round, run(run_options, {}), campaign);
        }
        campaign.seconds = std::chrono::duration<double>(Clock::now() - begin).count();
        if (finished) finished(campaign);
        if (options.runs != 0 && campaign.scenario_runs >= options.runs) break;
        if (options.seconds != 0 && campaign.seconds >= options.seconds) break;
        if (options.runs == 0 && options.seconds == 0) break;
    }
    return campaign;
}

std::string write_campaign(const Campaign& campaign) {
    nlohmann::ordered_json findings = nlohmann::ordered_json::array();
    for (const CampaignFinding& finding : campaign.findings) {
        findings.push_back({{"subject", finding.round.subject},
                            {"round", finding.round.number},
                            {"seed", finding.round.seed},
                            {"loaded", finding.round.is_loaded},
                            {"scenario", finding.scenario},
                            {"verdict", name_of(finding.verdict)},
                            {"clause", finding.clause},
                            {"reason", finding.reason},
                            {"rerun", finding.rerun}});
    }
    const nlohmann::ordered_json document = {
        {"schema", "wbemcheck-campaign"},
        {"schemaVersion", 1},
        {"toolVersion", kVersion},
        {"seed", campaign.seed},
        {"rounds", campaign.rounds},
        {"loadedRounds", campaign.loaded_rounds},
        {"scenarioRuns", campaign.scenario_runs},
        {"violations", campaign.violations},
        {"warnings", campaign.warnings},
        {"inconclusive", campaign.inconclusive},
        {"inconclusiveReasons", campaign.inconclusive_reasons},
        {"faults", campaign.faults},
        {"wallSeconds", campaign.seconds},
        {"findings", findings},
        {"footer", {{"complete", true}, {"findings", campaign.findings.size()}}},
    };
    return document.dump(2, ' ', false, nlohmann::ordered_json::error_handler_t::replace) + "\n";
}

}  // namespace wbemcheck::runner
