#include <algorithm>
#include <map>
#include <string>
#include <vector>

#include <fmt/format.h>

#include "reports/console_report.h"
#include "reports/grouping.h"
#include "reports/html/parts.h"
#include "reports/safe_text.h"
#include "reports/schedule_rows.h"
#include "reports/tally.h"
#include "reports/text_layout.h"
#include "reports/verdict_sentence.h"

namespace wbemcheck::reports::html {
namespace {

void add_verdict_box(pugi::xml_node main, const RunResult& result, bool strict) {
    const Verdict like = verdict_like(result.verdict);
    pugi::xml_node box = add(main, "header", fmt::format("verdict-box {}", name_of(like)));
    pugi::xml_node title = add(box, "h1");
    set(add(title, "span", "sign", sign_of(like)), "aria-hidden", "true");
    add_text(title, fmt::format(" {}", name_of(result.verdict)));
    pugi::xml_node sentence = add(box, "p", "headline");
    add(sentence, "code", {}, to_one_line(result.subject, 400));
    add_text(sentence, fmt::format(" {}.", headline_of(result)));
    const std::string consequence = consequence_of(result, strict);
    add(box, "p", "meaning",
        fmt::format("Exit code {}{}{}.", exit_code_of(result, strict), consequence.empty() ? "" : ": ", consequence));
}

// The scenarios as one bar, a length per verdict, with the counts in words below.
void add_tally(pugi::xml_node parent, const RunResult& result) {
    const ScenarioTally tally(result);
    pugi::xml_node bar = add(parent, "div", "tally");
    set(bar, "aria-hidden", "true");
    pugi::xml_node words = add(parent, "ul", "counts");
    for (auto verdict = kAllVerdicts.rbegin(); verdict != kAllVerdicts.rend(); ++verdict) {
        const std::size_t count = tally.count(*verdict);
        if (count == 0) continue;
        pugi::xml_node piece = add(bar, "span", name_of(*verdict));
        set(piece, "style", fmt::format("flex-grow:{}", count));
        add_verdict(add(words, "li"), *verdict, fmt::format("{} {}", count, name_of(*verdict)));
    }
    add(parent, "p", {}, fmt::format("{} in {}.", counted(tally.total(), "scenario"), duration_text(result.wall_seconds)));
}

void add_broken(pugi::xml_node parent, const RunResult& result) {
    pugi::xml_node box = add(parent, "section", "box");
    add(box, "h2", {}, "What is broken");
    const auto list = [&](Verdict verdict) {
        const std::vector<ClauseGroup> groups = group_by_clause(result, verdict);
        if (groups.empty()) return false;
        pugi::xml_node entries = add(box, "ul", "broken");
        constexpr std::size_t kShown = 8;
        for (std::size_t place = 0; place < groups.size() && place < kShown; ++place) {
            const ClauseGroup& group = groups[place];
            pugi::xml_node entry = add(entries, "li");
            pugi::xml_node link = add(entry, "a");
            set(link, "href", fmt::format("#{}", anchor_of(fmt::format("{}-", name_of(verdict)), group.clause)));
            add_verdict(link, verdict, group.clause);
            add_text(entry, fmt::format(" {} ", to_one_line(group.findings.front()->requirement, 140)));
            add(entry, "span", "meaning", fmt::format("in {}", counted(group.scenarios.size(), "scenario")));
        }
        if (groups.size() > kShown) add(entries, "li", "meaning", fmt::format("and {} more below", groups.size() - kShown));
        return true;
    };
    const bool has_violations = list(Verdict::kViolation);
    const bool has_warnings = list(Verdict::kWarning);
    if (!has_violations && !has_warnings) add(box, "p", {}, "Nothing that was judged.");
    if (result.stale_waivers.empty()) return;
    add(box, "h3", {}, "Waivers that do not hold");
    pugi::xml_node list_of_waivers = add(box, "ul");
    for (const std::string& sentence : result.stale_waivers) add(list_of_waivers, "li", {}, sentence);
}

void add_certainty(pugi::xml_node parent, const RunResult& result) {
    pugi::xml_node box = add(parent, "section", "box");
    add(box, "h2", {}, "How sure this is");
    const Coverage coverage = coverage_of(result);
    std::uint64_t opportunities = 0;
    for (const ClauseSummary& clause : result.clauses) opportunities += clause.opportunities;
    pugi::xml_node list = add(box, "ul");
    add(list, "li", {},
        fmt::format("{} of {} were judged, on {}.", coverage.judged, counted(result.clauses.size(), "clause"),
                    opportunities == 1 ? "1 opportunity" : fmt::format("{} opportunities", opportunities)));
    if (coverage.not_reached != 0) {
        pugi::xml_node item = add(list, "li");
        add_text(item, fmt::format("{} could have been judged and had no opportunity: ", coverage.not_reached));
        pugi::xml_node link = add(item, "a", {}, "this run says nothing about them");
        set(link, "href", "#clauses");
        add_text(item, ".");
    }
    add(list, "li", {},
        fmt::format("{} not applicable here, {} left open by the documents or not judged, {} beyond the boundary.",
                    coverage.not_applicable, coverage.not_judged, coverage.untestable));
    const ScenarioTally tally(result);
    const std::size_t unclear = tally.count(Verdict::kInconclusive) + tally.count(Verdict::kHarnessFault);
    if (unclear != 0) add(list, "li", {}, fmt::format("{} said nothing, which is never a pass.", counted(unclear, "scenario")));
    if (const std::string silence = silence_sentence(result); !silence.empty()) {
        add(list, "li", {}, fmt::format("Silence: {}.", silence));
    }
    for (const std::string& note : result.notes) add(list, "li", {}, note);
}

void add_summary(pugi::xml_node parent, const RunResult& result) {
    pugi::xml_node box = add(parent, "section", "box");
    add(box, "h2", {}, "The run");
    add_tally(box, result);
    add(box, "p", "meaning",
        fmt::format("{}, contract {}, seed {}, {}, wbemcheck {}.", result.started, result.contract, result.seed,
                    result.platform, result.tool_version));
}

}  // namespace

std::string_view group_of(std::string_view clause) noexcept { return clause.substr(0, clause.find('-')); }

void set_filtered(pugi::xml_node node, Verdict verdict, std::string_view level, std::string_view clause) {
    set(node, "data-verdict", name_of(verdict));
    if (!level.empty()) set(node, "data-level", level);
    if (!clause.empty()) set(node, "data-group", group_of(clause));
}

void add_first_screen(Page& page, const RunResult& result, bool strict) {
    add_verdict_box(page.main(), result, strict);
    pugi::xml_node boxes = add(page.main(), "div", "boxes");
    add_broken(boxes, result);
    add_certainty(boxes, result);
    add_summary(boxes, result);
    // The script puts the filters here; without it there is nothing to be shown.
    set(add(page.main(), "div", "filters"), "id", "filters");
}

}  // namespace wbemcheck::reports::html
