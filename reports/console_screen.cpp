#include "reports/console_screen.h"

#include <fmt/format.h>

#include <algorithm>
#include <set>
#include <string_view>
#include <tuple>
#include <utility>
#include <vector>

#include "reports/console_parts.h"
#include "reports/text_layout.h"

namespace wbemcheck::reports {

namespace {

constexpr std::size_t kWidest = 100;
constexpr std::size_t kNarrowest = 60;
constexpr std::size_t kFewFrames = 6;
constexpr std::size_t kFewEvents = 8;    // of a witness; the breach is always among them
constexpr std::size_t kTitleWidth = 36;  // "Clauses without an opportunity (183)"

// Something that can be said in a few lines or in many.
struct Block {
    // From the shortest form to the longest; one that begins with an empty line stands by itself.
    std::vector<std::string> forms;
    std::size_t chosen = 0;
    std::string title;        // of a section
    std::string heading;      // the same with how many there are
    bool is_capped = false;  // its longest form leaves something out

    [[nodiscard]] const std::string& text() const { return forms[chosen]; }
    [[nodiscard]] bool is_whole() const { return chosen + 1 == forms.size() && !is_capped; }
};

// As many as fit, and how many more there are.
std::string names_that_fit(const std::vector<std::string>& names, std::size_t width) {
    std::string text;
    for (std::size_t shown = 0; shown < names.size(); ++shown) {
        const std::string more = fmt::format(" and {} more", names.size() - shown);
        const std::string next = fmt::format("{}{}", shown == 0 ? "" : ", ", names[shown]);
        const bool is_last = shown + 1 == names.size();
        if (shown > 0 && text.size() + next.size() + (is_last ? 0 : more.size()) > width) return text + more;
        text += next;
    }
    return text;
}

// What only shows where the subject dies or hangs comes first: that takes everything after it along. Then what breaks most
// often.
std::vector<ClauseGroup> worst_first(const RunResult& result) {
    std::set<std::string_view> died;
    for (const ScenarioOutcome& scenario : result.scenarios) {
        if (!scenario.ending.empty() && scenario.ending != "completed" && scenario.ending != "not started") {
            died.insert(scenario.id);
        }
    }
    std::vector<ClauseGroup> groups = group_by_clause(result, Verdict::kViolation);
    std::ranges::stable_sort(groups, {}, [&](const ClauseGroup& group) {
        const bool is_deadly =
            std::ranges::all_of(group.scenarios, [&](std::string_view scenario) { return died.contains(scenario); });
        return std::tuple(!is_deadly, result.scenarios.size() - std::min(result.scenarios.size(), group.scenarios.size()));
    });
    return groups;
}

class Screen {
public:
    Screen(const RunResult& result, const ConsoleStyle& style)
        : result_(result),
          style_(style),
          width_(std::clamp(style.columns, kNarrowest, kWidest)),
          limit_(std::max(style.rows, kFewestRows)),
          parts_(result, style, width_),
          groups_(worst_first(result)) {}

    [[nodiscard]] std::string render() {
        head_ = parts_.head();
        last_line_ = parts_.last_line();
        add_broken_clauses();
        add_sections();
        make_room();
        // In the order of what a person wants to know.
        grow_clauses(2);
        grow_section("Harness faults");
        grow_clauses(3);
        grow_clauses(4);
        for (const char* title : {"Warnings", "Inconclusive", "Walk", "Exploration"}) grow_section(title);
        grow_section({});
        return compose();
    }

private:
    void add_broken_clauses() {
        std::size_t number = 0;
        for (const ClauseGroup& group : groups_) {
            if (++number > limit_ / 2) break;  // two lines each: more than that never fit
            const Finding& first = *group.findings.front();
            Block block;
            block.forms.push_back(short_clause(number, group));
            block.forms.push_back(medium_clause(number, group));
            block.forms.push_back(long_clause(number, group));
            block.forms.push_back(parts_.broken_clause(number, group));
            block.is_capped = group.scenarios.size() > 7 || first.witness.size() > parts_.finding_style().witness_limit;
            broken_.push_back(std::move(block));
        }
        shown_ = broken_.size();
    }

    [[nodiscard]] static std::string title_of(std::size_t number, const ClauseGroup& group) {
        return fmt::format("{}. {} ({})", number, console_line(group.clause, 40),
                           console_line(group.findings.front()->level, 20));
    }

    // What came, and the command, which names the scenario.
    [[nodiscard]] std::string short_clause(std::size_t number, const ClauseGroup& group) const {
        const Finding& first = *group.findings.front();
        const std::string title = title_of(number, group);
        const std::string where = first.rerun.empty() ? scenarios_of(group) : counted(group.scenarios.size(), "scenario");
        const std::size_t used = title.size() + where.size() + 6;
        const std::string actual = console_line(first.actual, std::max(width_, used + 20) - used);
        std::string text = fmt::format("{} in {}: {}\n", parts_.painted(Verdict::kViolation, title), where, actual);
        if (!first.rerun.empty()) text += fmt::format("   rerun: {}\n", console_line(first.rerun, 4000));
        return text;
    }

    [[nodiscard]] std::string heading_of(std::size_t number, const ClauseGroup& group) const {
        const std::string title =
            fmt::format("{} broken in {}", title_of(number, group), counted(group.scenarios.size(), "scenario"));
        return fmt::format("\n{}\n", parts_.painted(Verdict::kViolation, title));
    }

    [[nodiscard]] std::string medium_clause(std::size_t number, const ClauseGroup& group) const {
        const Finding& first = *group.findings.front();
        const FindingTextStyle style = parts_.finding_style();
        std::string text = heading_of(number, group);
        text += labelled_text("scenario", scenarios_of(group), style);
        text += labelled_text("expected", console_line(first.expected, 2 * width_), style);
        text += labelled_text("actual", console_line(first.actual, 2 * width_), style);
        return text + rerun_text(first.rerun, style);
    }

    // The whole but for where else it broke, where the requirement stands, and the events far from the breach.
    [[nodiscard]] std::string long_clause(std::size_t number, const ClauseGroup& group) const {
        Finding finding = *group.findings.front();
        finding.scenario = scenarios_of(group);
        finding.source.clear();
        FindingTextStyle style = parts_.finding_style();
        style.witness_limit = kFewEvents;
        style.stack_limit = kFewFrames;
        return heading_of(number, group) + finding_text(finding, style) + rerun_text(finding.rerun, style);
    }

    [[nodiscard]] static std::string scenarios_of(const ClauseGroup& group) {
        const std::string first = console_line(group.scenarios.front(), 60);
        return group.scenarios.size() == 1 ? first : fmt::format("{} and {} more", first, group.scenarios.size() - 1);
    }

    void add_sections() {
        const auto reasons = [&](Verdict verdict) {
            const std::vector<ReasonGroup> groups = group_by_reason(result_, verdict);
            std::size_t count = 0;
            for (const ReasonGroup& group : groups) count += group.scenarios.size();
            std::string detail;
            if (!groups.empty()) {
                detail = groups.front().reason.empty() ? "no reason was given" : std::string(groups.front().reason);
                if (groups.size() > 1) detail = fmt::format("{} reasons; {}", groups.size(), detail);
            }
            const bool is_capped = groups.size() > 8 || std::ranges::any_of(groups, [](const ReasonGroup& group) {
                                       return group.scenarios.size() > 4 || group.reason.size() > 400;
                                   });
            add_section(title_of_reasons(verdict), count, detail, parts_.reasons(verdict), is_capped);
        };
        reasons(Verdict::kHarnessFault);
        add_schedules("Walk", walk_rows(result_), "broken at no point", parts_.walks());
        add_schedules("Exploration", exploration_rows(result_), exploration_sentence(result_), parts_.explorations());
        std::vector<std::string> ids;
        for (const ClauseGroup& group : group_by_clause(result_, Verdict::kWarning)) {
            ids.push_back(console_line(group.clause, 40));
        }
        add_section("Warnings", ids, parts_.warnings(), ids.size() > 12);
        ids.clear();
        for (const ReadingGroup& group : group_readings(result_)) ids.push_back(console_line(group.id, 40));
        const std::size_t readings = ids.size();
        ids.erase(std::unique(ids.begin(), ids.end()), ids.end());
        add_section("Readings", readings, names_that_fit(ids, room()), parts_.readings(), readings > 12);
        reasons(Verdict::kInconclusive);
        reasons(Verdict::kNotApplicable);
        reasons(Verdict::kNotReached);
        reasons(Verdict::kWaived);
        ids.clear();
        for (const ClauseSummary& clause : result_.clauses) {
            if (is_not_reached(clause)) ids.push_back(console_line(clause.id, 40));
        }
        add_section("Clauses without an opportunity", ids, parts_.clauses_without_opportunity(), false);
        const bool is_long = std::ranges::any_of(result_.notes, [](const std::string& note) { return note.size() > 2000; });
        add_section("Notes", result_.notes.size(), result_.notes.empty() ? "" : result_.notes.front(), parts_.notes(), is_long);
    }

    void add_schedules(std::string_view title, const std::vector<ScheduleRow>& rows, const std::string& summary,
                       const std::string& whole) {
        std::vector<std::string> broken;
        for (const ScheduleRow& row : rows) {
            if (row.verdict == Verdict::kViolation) broken.push_back(console_line(row.name, 60));
        }
        add_section(title, rows.size(), broken.empty() ? summary : "broken: " + names_that_fit(broken, room() - 8), whole,
                    rows.size() > 16);
    }

    void add_section(std::string_view title, const std::vector<std::string>& ids, const std::string& whole, bool is_capped) {
        add_section(title, ids.size(), names_that_fit(ids, room()), whole, is_capped);
    }

    void add_section(std::string_view title, std::size_t count, const std::string& detail, const std::string& whole,
                     bool is_capped) {
        if (count == 0) return;
        const std::string heading = fmt::format("{} ({})", title, count);
        const std::string padding(kTitleWidth - std::min(kTitleWidth - 1, heading.size()), ' ');
        Block block;
        block.title = title;
        block.heading = heading;
        block.forms = {fmt::format("{} ({}){}{}\n", parts_.bold(title), count, padding, console_line(detail, room())), whole};
        block.is_capped = is_capped;
        sections_.push_back(std::move(block));
    }

    // For what stands beside the title of a section.
    [[nodiscard]] std::size_t room() const { return width_ - kTitleWidth - 1; }

    // The shortest form of everything; of the broken clauses as many as fit, the others by their ids.
    void make_room() {
        constexpr std::size_t kFewestClauses = 2;
        while (rows() > limit_ && shown_ > kFewestClauses) --shown_;
        if (rows() <= limit_) return;
        is_terse_ = true;
        head_ = parts_.head(true);
        shown_ = broken_.size();
        while (rows() > limit_ && shown_ > 0) --shown_;
    }

    // Returns false, and changes nothing, where there is no room.
    bool grow(Block& block, std::size_t form) {
        const std::size_t before = std::exchange(block.chosen, form - 1);
        if (rows() <= limit_) return true;
        block.chosen = before;
        return false;
    }

    // The worst ones, up to the first for which there is no room: no clause has more than one that is worse.
    void grow_clauses(std::size_t form) {
        for (std::size_t index = 0; index < shown_; ++index) {
            if (broken_[index].chosen + 2 != form || !grow(broken_[index], form)) return;
        }
    }

    void grow_section(std::string_view title) {
        if (is_terse_) return;
        for (Block& section : sections_) {
            if (section.title == title || title.empty()) grow(section, section.forms.size());
        }
    }

    // The rows of the screen that the summary takes. Colours have no width, and what is too long for a row goes on in the next.
    [[nodiscard]] std::size_t rows() const {
        const std::size_t columns = std::max<std::size_t>(1, style_.columns);
        std::size_t rows = 0;
        std::size_t width = 0;
        bool is_escape = false;
        for (const char letter : compose()) {
            if (letter == '\n') {
                rows += std::max<std::size_t>(1, (width + columns - 1) / columns);
                width = 0;
            } else if (is_escape) {
                is_escape = letter != 'm';
            } else if (letter == '\x1B') {
                is_escape = true;
            } else {
                ++width;
            }
        }
        return rows;
    }

    [[nodiscard]] std::string compose() const {
        std::string out = head_;
        bool is_row = false;  // the line above belongs to a list of one-liners
        const auto add = [&](std::string_view text) {
            const bool stands_alone = text.starts_with('\n');
            if (!stands_alone && !is_row) out += '\n';
            is_row = !stands_alone;
            out += text;
        };
        for (std::size_t index = 0; index < shown_; ++index) add(broken_[index].text());
        if (shown_ < groups_.size()) add(other_clauses());
        is_row = false;
        bool is_whole = shown_ == groups_.size();
        for (std::size_t index = 0; index < shown_; ++index) is_whole = is_whole && broken_[index].is_whole();
        if (is_terse_) {
            if (!sections_.empty()) add(titles());
        } else {
            for (const Block& section : sections_) add(section.text());
        }
        for (const Block& section : sections_) is_whole = is_whole && !is_terse_ && section.is_whole();
        if (!is_whole) add("All of it: --verbose, --html FILE, or the JSON report (--json FILE).\n");
        return out + last_line_;
    }

    [[nodiscard]] std::string other_clauses() const {
        std::vector<std::string> ids;
        for (std::size_t index = shown_; index < groups_.size(); ++index) {
            ids.push_back(console_line(groups_[index].clause, 40));
        }
        const std::string head = fmt::format("{} {}broken: ", counted(ids.size(), shown_ == 0 ? "clause" : "more clause"),
                                             ids.size() == 1 ? "is " : "are ");
        return head + names_that_fit(ids, width_ - head.size()) + "\n";
    }

    // For a screen on which a line for each is too much.
    [[nodiscard]] std::string titles() const {
        std::vector<std::string> titles;
        for (const Block& section : sections_) titles.push_back(section.heading);
        std::string out;
        for (const std::string& row : wrap("Also: " + join(titles, ", "), width_)) out += row + "\n";
        return out;
    }

    const RunResult& result_;
    const ConsoleStyle& style_;
    const std::size_t width_;
    const std::size_t limit_;
    SummaryParts parts_;
    const std::vector<ClauseGroup> groups_;
    std::string head_;
    std::string last_line_;
    std::vector<Block> broken_;    // of the first groups
    std::size_t shown_ = 0;        // of these
    std::vector<Block> sections_;  // all that is not empty
    bool is_terse_ = false;        // sections by their titles alone
};

}  // namespace

std::string render_screen(const RunResult& result, const ConsoleStyle& style) { return Screen(result, style).render(); }

}  // namespace wbemcheck::reports
