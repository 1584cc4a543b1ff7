#include "reports/markdown_report.h"

#include <fmt/format.h>

#include <iterator>
#include <string_view>
#include <utility>
#include <vector>

#include "reports/console_report.h"
#include "reports/grouping.h"
#include "reports/safe_text.h"
#include "reports/schedule_rows.h"
#include "reports/tally.h"
#include "reports/text_layout.h"
#include "reports/verdict_sentence.h"

namespace wbemcheck::reports {

namespace {

constexpr std::size_t kFieldLimit = 2000;    // bytes of one text
constexpr std::size_t kWitnessLimit = 40;    // events of one finding
constexpr std::size_t kScenarioLimit = 12;   // names of one list
constexpr std::size_t kReserve = 2000;       // for the sentence about what was cut, and the last line

bool is_word(char c) noexcept {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
}

// Whether a character is only itself, wherever it stands. An underscore within a word is, and a colon at its end; both
// are part of half the names there are.
bool is_plain(std::string_view text, std::size_t place) noexcept {
    const char c = text[place];
    const char before = place == 0 ? ' ' : text[place - 1];
    const char behind = place + 1 == text.size() ? ' ' : text[place + 1];
    if (c == '_') return is_word(before) && is_word(behind);
    if (c == ':') return behind == ' ';
    return is_word(c) || std::string_view(" ,.;/-()=?'\"").find(c) != std::string_view::npos;
}

// One line of text in which nothing is markup. Numeric references, as every renderer knows them, also inside of tables.
std::string escaped(std::string_view text, std::size_t limit = kFieldLimit) {
    std::string out;
    const std::string line = to_one_line(to_console_text(text), limit);
    for (std::size_t i = 0; i < line.size(); ++i) {
        if (is_plain(line, i)) {
            out += line[i];
        } else {
            fmt::format_to(std::back_inserter(out), "&#{};", static_cast<int>(static_cast<unsigned char>(line[i])));
        }
    }
    return out;
}

std::string code(std::string_view text, std::size_t limit = kFieldLimit) {
    return fmt::format("<code>{}</code>", escaped(text, limit));
}

// Lines as they are, in a box of their own. Up to its end nothing but HTML counts there.
std::string boxed(const std::vector<std::string>& lines) {
    std::string out = "<pre>";
    for (const std::string& line : lines) {
        for (const char c : to_one_line(to_console_text(line), kFieldLimit)) {
            if (c == '<' || c == '>' || c == '&') {
                out += c == '<' ? "&lt;" : c == '>' ? "&gt;" : "&amp;";
            } else {
                out += c;
            }
        }
        out += '\n';
    }
    return out + "</pre>\n";
}

std::string scenario_list(const std::vector<std::string_view>& scenarios) {
    std::vector<std::string> names;
    for (const std::string_view scenario : scenarios) {
        if (names.size() == kScenarioLimit) break;
        names.push_back(code(scenario, 120));
    }
    std::string text = join(names, ", ");
    if (names.size() < scenarios.size()) text += fmt::format(" and {} more", scenarios.size() - names.size());
    return text;
}

class Document {
public:
    Document(const RunResult& result, bool strict, std::size_t limit)
        : result_(result), tally_(result), strict_(strict), limit_(limit) {}

    [[nodiscard]] std::string write() {
        append_head();
        for (const ClauseGroup& group : group_by_clause(result_, Verdict::kViolation)) add(broken_clause(group));
        append_schedules("Walk", "each action was placed at each of these points of the boundary", walk_rows(result_), {});
        append_schedules("Exploration", "the turns of each space in every order", exploration_rows(result_),
                         result_.explorations.empty() ? std::string() : exploration_sentence(result_));
        append_groups("Warnings", "a SHOULD broken, or a breach under the better-supported reading", warnings());
        append_reasons(Verdict::kHarnessFault, "Harness faults", "the harness, not the subject, is to blame");
        append_reasons(Verdict::kInconclusive, "Inconclusive", "never a pass");
        append_reasons(Verdict::kWaived, "Waived", "broken, and accepted in the waiver file");
        append_stale_waivers();
        append_groups("Readings", "where the documents leave it open, the subject does this", readings());
        append_reasons(Verdict::kNotApplicable, "Not applicable", "the subject lacks what it needs");
        append_unreached();
        append_end();
        return std::move(out_);
    }

private:
    struct Row {
        std::string id;
        std::string text;
        std::string scenarios;
    };

    // Takes a whole block or nothing of it; from the first one that does not fit, nothing more.
    void add(const std::string& block) {
        if (left_out_ != 0 || out_.size() + block.size() + kReserve > limit_) {
            ++left_out_;
        } else {
            out_ += block;
        }
    }

    void append_head() {
        out_ += fmt::format("# {} &mdash; {}\n\n{} {}.\n\n", escaped(name_of(result_.verdict)), code(result_.subject, 200),
                            code(result_.subject, 200), escaped(headline_of(result_), 400));
        out_ += "| scenarios | |\n|---|---:|\n";
        for (auto verdict = kAllVerdicts.rbegin(); verdict != kAllVerdicts.rend(); ++verdict) {
            if (const std::size_t count = tally_.count(*verdict); count != 0) {
                out_ += fmt::format("| {} | {} |\n", name_of(*verdict), count);
            }
        }
        out_ += fmt::format("| all, in {} | {} |\n\n", duration_text(result_.wall_seconds), tally_.total());
        const Coverage coverage = coverage_of(result_);
        out_ += fmt::format("{}: {} judged, {} not reached, {} not applicable, {} not judged, {} untestable. Contract {}, seed "
                            "{}, {}, wbemcheck {}.\n\n",
                            counted(result_.clauses.size(), "clause"), coverage.judged, coverage.not_reached,
                            coverage.not_applicable, coverage.not_judged, coverage.untestable, escaped(result_.contract),
                            result_.seed, escaped(result_.platform, 200), escaped(result_.tool_version, 100));
    }

    [[nodiscard]] static std::string broken_clause(const ClauseGroup& group) {
        const Finding& first = *group.findings.front();
        std::string block = fmt::format("## {} ({}) broken in {}\n\n", escaped(group.clause), escaped(first.level),
                                        counted(group.scenarios.size(), "scenario"));
        const auto field = [&](std::string_view label, const std::string& text) {
            if (!text.empty()) block += fmt::format("- **{}**: {}\n", label, text);
        };
        field("requirement", escaped(first.requirement));
        field("source", escaped(first.source));
        field("scenario", code(first.scenario));
        field("schedule", first.schedule.empty() ? std::string() : code(first.schedule));
        field("found as", first.found_as.empty() ? std::string() : code(first.found_as));
        field("operation", escaped(first.operation));
        field("expected", escaped(first.expected));
        field("actual", escaped(first.actual));
        field("check", escaped(first.advice));
        if (group.scenarios.size() > 1) {
            field("also in", scenario_list({group.scenarios.begin() + 1, group.scenarios.end()}));
        }
        block += '\n';
        if (!first.witness.empty()) {
            std::vector<std::string> lines;
            for (const WitnessEvent& event : first.witness) {
                if (lines.size() == kWitnessLimit) break;
                lines.push_back(fmt::format("{} {:10.3f} ms  T{}  {}", event.is_breach ? "=>" : "  ", event.milliseconds,
                                            event.thread, event.text));
            }
            const std::size_t cut = first.witness.size() - lines.size();
            if (cut != 0) lines.push_back(fmt::format("and {} more in the JSON report", cut));
            block += fmt::format("<details><summary>{}</summary>\n\n{}\n</details>\n\n",
                                 counted(first.witness.size(), "event"), boxed(lines));
        }
        if (!first.stack.empty()) {
            block += fmt::format("<details><summary>stack: {}</summary>\n\n{}\n</details>\n\n",
                                 counted(first.stack.size(), "frame"), boxed(first.stack));
        }
        if (!first.rerun.empty()) block += boxed({first.rerun}) + '\n';
        return block;
    }

    void append_schedules(std::string_view title, std::string_view meaning, const std::vector<ScheduleRow>& rows,
                          const std::string& sum) {
        std::vector<Row> cells;
        for (const ScheduleRow& row : rows) cells.push_back({code(row.name), name_of(row.verdict), escaped(row.text)});
        append_groups(title, meaning, cells);
        if (!sum.empty()) add(escaped(sum) + ".\n\n");
    }

    [[nodiscard]] std::vector<Row> warnings() const {
        std::vector<Row> rows;
        for (const ClauseGroup& group : group_by_clause(result_, Verdict::kWarning)) {
            rows.push_back({escaped(group.clause), escaped(group.findings.front()->actual), scenario_list(group.scenarios)});
        }
        return rows;
    }

    [[nodiscard]] std::vector<Row> readings() const {
        std::vector<Row> rows;
        for (const ReadingGroup& group : group_readings(result_)) {
            rows.push_back({escaped(group.id), escaped(group.reading), scenario_list(group.scenarios)});
        }
        return rows;
    }

    void append_groups(std::string_view title, std::string_view meaning, const std::vector<Row>& rows) {
        if (rows.empty()) return;
        std::string head = fmt::format("## {} ({}): {}\n\n| | | |\n|---|---|---|\n", title, rows.size(), meaning);
        for (const Row& row : rows) {
            add(std::exchange(head, {}) + fmt::format("| {} | {} | {} |\n", row.id, row.text, row.scenarios));
        }
        add("\n");
    }

    void append_reasons(Verdict verdict, std::string_view title, std::string_view meaning) {
        std::vector<Row> rows;
        for (const ReasonGroup& group : group_by_reason(result_, verdict)) {
            std::vector<std::string_view> names;
            for (const ScenarioOutcome* scenario : group.scenarios) names.push_back(scenario->id);
            rows.push_back({fmt::to_string(group.scenarios.size()),
                            group.reason.empty() ? "no reason was given" : escaped(group.reason), scenario_list(names)});
        }
        append_groups(title, meaning, rows);
    }

    void append_stale_waivers() {
        if (result_.stale_waivers.empty()) return;
        std::string block = fmt::format("## Waivers that do not hold ({}): the run fails until they are put right\n\n",
                                        result_.stale_waivers.size());
        for (const std::string& sentence : result_.stale_waivers) block += fmt::format("- {}\n", escaped(sentence, 400));
        add(block + "\n");
    }

    void append_unreached() {
        std::vector<std::string> ids;
        for (const ClauseSummary& clause : result_.clauses) {
            if (is_not_reached(clause)) ids.push_back(escaped(clause.id));
        }
        if (ids.empty()) return;
        add(fmt::format("## Clauses without an opportunity ({}): this run says nothing about them\n\n{}\n\n", ids.size(),
                        join(ids, ", ")));
    }

    void append_end() {
        if (left_out_ != 0) {
            out_ += fmt::format("\n**Cut here**: {} of this report {} left out, so that it stays below {} bytes. The JSON "
                                "report has everything.\n\n",
                                counted(left_out_, "part"), left_out_ == 1 ? "is" : "are", limit_);
        }
        const std::string consequence = escaped(consequence_of(result_, strict_), 400);
        out_ += fmt::format("Verdict: **{}** (exit {}){}{}\n", name_of(result_.verdict),
                            exit_code_of(result_, strict_), consequence.empty() ? "" : ": ", consequence);
    }

    const RunResult& result_;
    const ScenarioTally tally_;
    const bool strict_;
    const std::size_t limit_;
    std::string out_;
    std::size_t left_out_ = 0;
};

}  // namespace

std::string write_markdown(const RunResult& result, bool strict, std::size_t limit) {
    return Document(result, strict, limit).write();
}

}  // namespace wbemcheck::reports
