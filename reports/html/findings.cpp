#include <array>
#include <string>

#include <fmt/format.h>

#include "reports/fingerprint.h"
#include "reports/grouping.h"
#include "reports/html/diagram.h"
#include "reports/html/parts.h"
#include "reports/safe_text.h"
#include "reports/text_layout.h"

namespace wbemcheck::reports::html {
namespace {

constexpr std::array kShown = {Verdict::kViolation,    Verdict::kHarnessFault, Verdict::kWarning,
                               Verdict::kInconclusive, Verdict::kWaived,       Verdict::kObserved};

// Long lists are of one kind; what a person opens first is among the first.
constexpr std::size_t kDrawn = 600;

void add_witness(pugi::xml_node parent, const Finding& finding) {
    if (finding.witness.empty()) return;
    add(parent, "h4", {}, "The events that show it");
    pugi::xml_node table = add(add(add_scrolling(parent, "The events that show it"), "table", "events"), "tbody");
    constexpr std::size_t kLongest = 40;
    for (std::size_t place = 0; place < finding.witness.size() && place < kLongest; ++place) {
        const WitnessEvent& event = finding.witness[place];
        pugi::xml_node row = add(table, "tr", event.is_breach ? "breach" : "");
        add(row, "td", {}, event.is_breach ? "breach" : "");
        add(row, "td", "number", fmt::format("{:.3f} ms", event.milliseconds));
        add(row, "td", {}, fmt::format("T{}", event.thread));
        add(row, "td", {}, event.text);
    }
    if (finding.witness.size() > kLongest) {
        add(parent, "p", "meaning", fmt::format("and {} more in the JSON report", finding.witness.size() - kLongest));
    }
}

void add_stack(pugi::xml_node parent, const Finding& finding) {
    if (finding.stack.empty()) return;
    add(parent, "h4", {}, "The stack, innermost frame first");
    pugi::xml_node list = add(add_scrolling(parent, "The stack, innermost frame first"), "ol", "stack");
    for (const std::string& frame : finding.stack) add(add(list, "li"), "code", {}, frame);
}

class Findings {
public:
    Findings(pugi::xml_node part, const RunResult& result) : part_(part), result_(result) {}

    void add_all() {
        for (const Verdict verdict : kShown) {
            for (const ClauseGroup& group : group_by_clause(result_, verdict)) add_group(verdict, group);
        }
    }

private:
    void add_group(Verdict verdict, const ClauseGroup& group) {
        const Finding& first = *group.findings.front();
        pugi::xml_node section = add(part_, "section", "finding-group");
        set_filtered(section, verdict, first.level, group.clause);
        set(section, "id", anchor_of(fmt::format("{}-", name_of(verdict)), group.clause));
        pugi::xml_node title = add(section, "h3");
        add_verdict(title, verdict, group.clause);
        add_text(title, fmt::format(" {} ", first.level));
        add(title, "span", "meaning", fmt::format("in {}", counted(group.scenarios.size(), "scenario")));
        add(section, "p", "requirement", first.requirement);
        pugi::xml_node list = add(section, "dl");
        add_field(list, "source", first.source);
        add_field(list, "what to check", first.advice);
        bool is_first = true;
        for (const Finding* finding : group.findings) {
            add_finding(section, *finding, is_first && verdict == Verdict::kViolation);
            is_first = false;
        }
    }

    void add_finding(pugi::xml_node section, const Finding& finding, bool is_open) {
        pugi::xml_node details = add(section, "details", "finding");
        set(details, "data-item", "");
        if (is_open) set(details, "open", "");
        pugi::xml_node summary = add(details, "summary");
        add(summary, "code", {}, finding.scenario);
        add(summary, "span", "actual", to_one_line(finding.actual, 200));
        pugi::xml_node list = add(details, "dl");
        add_field(list, "operation", finding.operation);
        add_field(list, "expected", finding.expected);
        add_field(list, "actual", finding.actual);
        add_field(list, "reading", finding.reading);
        add_field(list, "schedule", finding.schedule);
        add_field(list, "found as", finding.found_as);
        add_field(list, "fingerprint", fingerprint_of(finding));
        if (!finding.rerun.empty()) {
            add(list, "dt", {}, "rerun");
            add(add(list, "dd"), "code", "rerun", finding.rerun);
        }
        add_stack(details, finding);
        add_witness(details, finding);
        if (drawn_ < kDrawn) {
            ++drawn_;
            add_diagram(details, finding);
        } else if (!finding.timeline.empty()) {
            add(details, "p", "meaning",
                fmt::format("Not drawn: the first {} findings are. `wbemcheck run` with --filter gives a smaller report.", kDrawn));
        }
    }

    pugi::xml_node part_;
    const RunResult& result_;
    std::size_t drawn_ = 0;
};

}  // namespace

void add_findings(Page& page, const RunResult& result) {
    if (result.findings.empty()) return;
    pugi::xml_node part = page.add_part("findings", fmt::format("Findings ({})", result.findings.size()),
                                        "By clause, the worst first. Each can be opened, and says how to run it again.");
    Findings(part, result).add_all();
}

}  // namespace wbemcheck::reports::html
