#include <cstdio>
#include <memory>
#include <string>
#include <string_view>

#include <CLI/CLI.hpp>
#include <fmt/format.h>

#include "harness/cli/commands.h"
#include "harness/cli/limit_options.h"
#include "harness/cli/terminal.h"
#include "harness/com/file_path.h"
#include "harness/runner/campaign.h"
#include "reports/file_writer.h"

namespace wbemcheck::cli {
namespace {

constexpr std::uint64_t kDefaultRuns = 5000;
constexpr std::size_t kFindingsShown = 20;
constexpr double kSecondsBetweenLines = 10;  // in a log

struct CampaignArguments {
    runner::CampaignOptions options;
    std::string load = "half";
    std::string json;
    bool quiet = false;
};

using com::to_path;

std::string counts_of(const runner::Campaign& campaign) {
    std::string text = fmt::format("{} scenario runs in {} rounds, {} of them under other load, in {:.1f} s: {} violations",
                                   campaign.scenario_runs, campaign.rounds, campaign.loaded_rounds, campaign.seconds,
                                   campaign.violations);
    if (campaign.warnings != 0) text += fmt::format(", {} warnings", campaign.warnings);
    if (campaign.faults != 0) text += fmt::format(", {} harness faults", campaign.faults);
    return text + fmt::format(", {} inconclusive", campaign.inconclusive);
}

void print_finding(const runner::CampaignFinding& finding, std::FILE* human) {
    fmt::print(human, "  {} {} in {}, round {}{}\n    {}\n    {}\n", name_of(finding.verdict), finding.clause, finding.scenario,
               finding.round.number, finding.round.is_loaded ? " (under load)" : "", finding.reason, finding.rerun);
}

// Those that have come since `shown` were: at once, since a campaign may run for hours.
void print_new_findings(const runner::Campaign& campaign, std::size_t& shown, std::FILE* human) {
    for (; shown < campaign.findings.size(); ++shown) {
        if (shown == kFindingsShown) fmt::print(human, "  and more; --json has the first hundred\n");
        if (shown < kFindingsShown) print_finding(campaign.findings[shown], human);
    }
}

void print_reasons(const runner::Campaign& campaign, std::FILE* human) {
    for (const auto& [reason, count] : campaign.inconclusive_reasons) {
        fmt::print(human, "  {} x inconclusive: {}\n", count, reason);
    }
}

int campaign_command(CampaignArguments& arguments) {
    runner::CampaignOptions& options = arguments.options;
    options.load = arguments.load == "none"  ? runner::CampaignLoad::kNone
                   : arguments.load == "all" ? runner::CampaignLoad::kAll
                                             : runner::CampaignLoad::kHalf;
    if (options.runs == 0 && options.seconds == 0) options.runs = kDefaultRuns;
    if (!arguments.json.empty() && arguments.json != "-") reports::check_writable(to_path(arguments.json));

    std::FILE* const human = arguments.json == "-" ? stderr : stdout;
    const Terminal terminal(human);
    double shown_at = 0;
    std::size_t findings_shown = 0;
    const runner::Campaign campaign = runner::run_campaign(options, [&](const runner::Campaign& so_far) {
        if (!terminal.is_terminal()) print_new_findings(so_far, findings_shown, human);
        if (arguments.quiet || (!terminal.is_terminal() && so_far.seconds < shown_at + kSecondsBetweenLines)) return;
        shown_at = so_far.seconds;
        fmt::print(human, "{}{}{}", terminal.is_terminal() ? "\r" : "", counts_of(so_far), terminal.is_terminal() ? "" : "\n");
        std::fflush(human);
    });
    if (!arguments.quiet && terminal.is_terminal()) fmt::print(human, "\n");

    if (arguments.json == "-") {
        fmt::print("{}", runner::write_campaign(campaign));
    } else if (!arguments.json.empty()) {
        reports::write_whole(to_path(arguments.json), runner::write_campaign(campaign));
    }
    print_new_findings(campaign, findings_shown, human);
    print_reasons(campaign, human);
    fmt::print(human, "{}: {} (seed {})\n", campaign.is_clean() ? "No false alarm" : "FALSE ALARMS", counts_of(campaign),
               campaign.seed);
    if (campaign.violations != 0 || campaign.warnings != 0) return kViolates;
    return campaign.faults != 0 ? kHarnessFault : kConforms;
}

}  // namespace

void add_campaign_command(CLI::App& app, const std::string& program, int& exit_code) {
    auto arguments = std::make_shared<CampaignArguments>();
    arguments->options.program = program;
    CLI::App* campaign = app.add_subcommand(
        "campaign", "Play the compliant mock in random settings and expect no false alarm");
    campaign->add_option("--runs", arguments->options.runs, "Scenario runs at the least (default: 5000)")
        ->check(CLI::Range(std::uint64_t{1}, std::uint64_t{1'000'000'000}))
        ->type_name("N");
    campaign->add_option("--duration", arguments->options.seconds, "Begin no round after this many seconds")
        ->check(CLI::Range(0.1, 1e6))
        ->type_name("S");
    campaign->add_option("--seed", arguments->options.seed, "Draw the settings of all rounds from this number")->type_name("N");
    campaign->add_option("--load", arguments->load, "Which rounds run while other threads keep all cores busy")
        ->check(CLI::IsMember({"none", "half", "all"}))
        ->type_name("none|half|all");
    campaign->add_option("--filter", arguments->options.filters, "Play scenarios whose id matches this glob; may be repeated")
        ->type_name("GLOB")
        ->allow_extra_args(false);
    campaign->add_option("--jobs", arguments->options.jobs, "Worker processes at a time (default: two per core)")
        ->check(CLI::Range(1u, 256u))
        ->type_name("N");
    campaign->add_option("--timeout-scale", arguments->options.timeout_scale, "Multiply every time budget, also that of a worker that makes no progress")
        ->check(CLI::Range(0.01, 1000.0))
        ->type_name("X");
    add_limit_options(*campaign, arguments->options.limits);
    campaign->add_option("--json", arguments->json, "Write what was found; - is standard output")->type_name("FILE");
    campaign->add_flag("-q,--quiet", arguments->quiet, "No progress, only the summary");
    campaign->callback([arguments, &exit_code] { exit_code = campaign_command(*arguments); });
}

}  // namespace wbemcheck::cli
