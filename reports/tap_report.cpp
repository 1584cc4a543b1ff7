#include "reports/tap_report.h"

#include <fmt/format.h>

#include <nlohmann/json.hpp>
#include <optional>
#include <utility>
#include <vector>

#include "reports/case_message.h"
#include "reports/grouping.h"
#include "reports/safe_text.h"
#include "reports/unique_scenarios.h"
#include "reports/verdict_of_the_run.h"
#include "reports/verdict_sentence.h"

namespace wbemcheck::reports {

namespace {

constexpr std::size_t kLineLimit = 400;
constexpr std::size_t kFieldLimit = 20'000;

// Separators of Unicode: no line ends in TAP and JSON, but in YAML 1.1 and for readers that split at every kind of them.
constexpr std::string_view kSeparators[] = {"\xE2\x80\xA8", "\xE2\x80\xA9"};

std::string replace_separators(std::string text, std::string_view replacements[2]) {
    for (std::size_t which = 0; which < 2; ++which) {
        for (std::size_t found = text.find(kSeparators[which]); found != std::string::npos;
             found = text.find(kSeparators[which], found + replacements[which].size())) {
            text.replace(found, kSeparators[which].size(), replacements[which]);
        }
    }
    return text;
}

// Within a line of TAP. "Escaping" in the specification: "#" begins a directive unless a backslash stands before it, and a
// backslash that means itself is doubled.
std::string line_text(std::string_view text) {
    std::string_view spaces[] = {" ", " "};
    const std::string line = replace_separators(to_one_line(to_xml_text(text), kLineLimit), spaces);
    std::string out;
    out.reserve(line.size());
    for (const char character : line) {
        if (character == '#' || character == '\\') out += '\\';
        out += character;
    }
    return out;
}

// A double-quoted string as JSON has it is one of YAML 1.2, too, provided that it holds printable characters only
// (chapter 5.1 of YAML 1.2: what XML allows, for one), and stands on one line.
std::string yaml_text(std::string_view text) {
    std::string_view escapes[] = {"\\u2028", "\\u2029"};
    return replace_separators(nlohmann::json(cut_text(to_xml_text(text), kFieldLimit)).dump(), escapes);
}

bool is_ok(Verdict verdict) noexcept {
    switch (verdict) {
        case Verdict::kPass:
        case Verdict::kObserved:
        case Verdict::kWarning:
        case Verdict::kNotApplicable:
        case Verdict::kNotReached:
            return true;
        case Verdict::kViolation:
        case Verdict::kInconclusive:
        case Verdict::kHarnessFault:
        case Verdict::kWaived:
            break;
    }
    return false;
}

// A waived scenario was played and did break the contract. SKIP would tell that it was not tested; TODO is for "a bug to be
// fixed" that is "not expected to succeed": readers must not count it as a failure, and list it as work that is left.
std::string directive_of(const ScenarioOutcome& scenario) {
    const char* directive = "";
    if (scenario.verdict == Verdict::kNotApplicable || scenario.verdict == Verdict::kNotReached) directive = "SKIP";
    if (scenario.verdict == Verdict::kWaived) directive = "TODO";
    if (*directive == '\0') return {};
    const std::string_view reason = scenario.reason.empty() ? name_of(scenario.verdict) : std::string_view(scenario.reason);
    return fmt::format(" # {} {}", directive, line_text(reason));
}

void append_field(std::string& out, std::string_view indent, std::string_view name, std::string_view text) {
    if (!text.empty()) out += fmt::format("{}{}: {}\n", indent, name, yaml_text(text));
}

// Blocks are indented by two spaces; none of their lines can be taken for the end of one, as every text is quoted.
std::string diagnostics_of(const ScenarioOutcome& scenario, std::span<const Finding* const> findings) {
    std::string out = "  ---\n";
    append_field(out, "  ", "verdict", name_of(scenario.verdict));
    const std::string message = case_message(scenario, findings, to_xml_text);
    if (scenario.verdict != Verdict::kPass && message != scenario.reason) append_field(out, "  ", "message", message);
    append_field(out, "  ", "reason", scenario.reason);
    append_field(out, "  ", "ending", scenario.ending);
    append_field(out, "  ", "rerun", scenario.rerun);
    if (!findings.empty()) out += "  findings:\n";
    for (const Finding* finding : findings) {
        out += fmt::format("    - clause: {}\n", yaml_text(finding->clause));
        append_field(out, "      ", "level", finding->level);
        append_field(out, "      ", "verdict", name_of(finding->verdict));
        append_field(out, "      ", "operation", finding->operation);
        append_field(out, "      ", "expected", finding->expected);
        append_field(out, "      ", "actual", finding->actual);
        if (finding->rerun != scenario.rerun) append_field(out, "      ", "rerun", finding->rerun);
    }
    return out + "  ...\n";
}

// Its line has said everything about it.
bool is_bare(const ScenarioOutcome& scenario, bool has_findings) noexcept {
    if (has_findings) return false;
    return (scenario.verdict == Verdict::kPass && scenario.reason.empty()) || scenario.verdict == Verdict::kNotApplicable ||
           scenario.verdict == Verdict::kNotReached;
}

}  // namespace

TapWriter::TapWriter(Write write, TapTiming timing) : write_(std::move(write)), timing_(timing) {}

void TapWriter::end_scenario(const ScenarioOutcome& scenario, std::span<const Finding> findings) {
    std::vector<const Finding*> own;
    for (const Finding& finding : findings) {
        if (finding.scenario == scenario.id) own.push_back(&finding);
    }
    if (timing_ == TapTiming::kDoubtfulLast && (!own.empty() || !is_ok(scenario.verdict))) return;
    const std::lock_guard lock(mutex_);
    if (!is_finished_) write_point(scenario, own);
}

void TapWriter::finish(const RunResult& result) {
    const std::lock_guard lock(mutex_);
    if (is_finished_) return;
    is_finished_ = true;
    const FindingsByScenario findings = findings_by_scenario(result);
    for (const ScenarioOutcome& scenario : result.scenarios) {
        if (!written_.contains(scenario.id)) write_point(scenario, findings_of(scenario, findings));
    }
    if (const std::optional<ScenarioOutcome> run = verdict_of_the_run(result)) write_point(*run, {});
    write_version();
    // Before the plan: the grammar ends a document with a plan that follows its points, and tap-parser takes what stands
    // behind it for no TAP.
    if (result.verdict == RunVerdict::kFault) {
        write_(fmt::format("Bail out! The subject {}\n", line_text(headline_of(result))));
    }
    write_(points_ == 0 ? "1..0 # no scenario was played\n" : fmt::format("1..{}\n", points_));
}

void TapWriter::write_point(const ScenarioOutcome& scenario, std::span<const Finding* const> findings) {
    write_version();
    written_.insert(scenario.id);
    std::string text = fmt::format("{}ok {} - {}{}\n", is_ok(scenario.verdict) ? "" : "not ", ++points_,
                                   line_text(scenario.id), directive_of(scenario));
    if (!is_bare(scenario, !findings.empty())) text += diagnostics_of(scenario, findings);
    write_(text);
}

// Not before there is something to be said, so that a command that fails at once leaves its output empty.
void TapWriter::write_version() {
    if (!std::exchange(has_version_, true)) write_("TAP version 14\n");
}

std::string write_tap(const RunResult& result) {
    require_unique_scenarios(result);
    std::string out;
    TapWriter writer([&](std::string_view text) { out += text; });
    writer.finish(result);
    return out;
}

}  // namespace wbemcheck::reports
