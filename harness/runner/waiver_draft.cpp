// The file that `wbemcheck waive` writes.
#include <map>
#include <set>
#include <sstream>
#include <tuple>

#include <fmt/format.h>
#include <toml++/toml.h>

#include "harness/runner/plan.h"
#include "harness/runner/waiver_file.h"
#include "harness/runner/waiver_use.h"
#include "reports/fingerprint.h"
#include "reports/safe_text.h"

namespace wbemcheck::runner {
namespace {

using reports::Finding;

constexpr std::size_t kCommentLimit = 400;

// A comment may hold neither line ends nor control characters, whatever the subject answered.
std::string comment(std::string_view what, std::string_view text) {
    return fmt::format("# {:<9} {}\n", what, reports::to_one_line(reports::to_console_text(text), kCommentLimit));
}

// Quoted as TOML wants it, in one line.
std::string entry(std::string_view key, const std::string& text) {
    const toml::value<std::string> value(text);
    std::ostringstream out;
    out << toml::toml_formatter(value, toml::format_flags::none);
    return fmt::format("{} = {}\n", key, out.str());
}

// The system without its version, which an update would change, and with it every waiver.
std::string kind_of_platform(const std::string& platform) {
    if (platform.find("(Wine ") != std::string::npos) return "*(Wine *";
    std::string kind = platform.substr(0, platform.find_first_not_of("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"));
    return kind + "*";
}

struct Failure {
    const Finding* first = nullptr;
    std::set<std::string_view> repetitions;
};

std::string draft(const Failure& failure, const reports::RunResult& result, const std::string& expires) {
    const Finding& finding = *failure.first;
    const std::string base = base_id(finding.scenario);
    std::string text = "\n";
    if (!finding.operation.empty()) text += comment("operation", finding.operation);
    text += comment("expected", finding.expected) + comment("actual", finding.actual) + comment("rerun", finding.rerun);
    text += "[[waiver]]\n" + entry("clause", finding.clause) + entry("scenario", base) + entry("subject", result.subject) +
            entry("platform", kind_of_platform(result.platform)) + entry("fingerprint", reports::fingerprint_of(finding));
    if (const std::size_t all = count_repetitions(result, base); failure.repetitions.size() < all) {
        text += fmt::format("# max_rate = 0.5  # it came in {} of {} repetitions\n", failure.repetitions.size(), all);
    }
    text += "reason = \"\"\n# owner = \"\"\n# link = \"\"\n";
    return text + fmt::format("expires = {}\n", expires);
}

}  // namespace

std::string draft_waivers(const reports::RunResult& result, const std::string& expires) {
    // By clause, base id and fingerprint, in the order in which the result has them.
    std::map<std::tuple<std::string, std::string, std::string>, std::size_t> places;
    std::vector<Failure> failures;
    for (const Finding& finding : result.findings) {
        if (finding.verdict != reports::Verdict::kViolation) continue;
        const auto [entry, is_new] = places.try_emplace(
            {finding.clause, base_id(finding.scenario), reports::fingerprint_of(finding)}, failures.size());
        if (is_new) failures.push_back({&finding, {}});
        failures[entry->second].repetitions.insert(finding.scenario);
    }
    const std::string subject = reports::to_one_line(reports::to_console_text(result.subject), kCommentLimit);
    const std::string started = reports::to_one_line(reports::to_console_text(result.started), 40);
    if (failures.empty()) return fmt::format("# The run against {} of {} has no violation to waive.\n", subject, started);
    std::string text = fmt::format(
        "# Waivers for what the run against {} of {} violates.\n"
        "# Give each a `reason`, or take it out: `wbemcheck run --waivers` refuses a waiver without one.\n"
        "# `scenario`, `subject` and `platform` are globs (* and ?); widen them where a waiver is for more.\n",
        subject, started);
    for (const Failure& failure : failures) text += draft(failure, result, expires);
    return text;
}

}  // namespace wbemcheck::runner
