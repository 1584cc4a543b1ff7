#include "reports/finding_text.h"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>
#include <vector>

#include "reports/safe_text.h"
#include "reports/text_layout.h"

namespace wbemcheck::reports {

namespace {

constexpr std::size_t kLabelWidth = 13;

std::string label_text(std::string_view label, const FindingTextStyle& style) {
    const std::string padded = fmt::format("{:<{}}", label, kLabelWidth);
    return fmt::format("{}{}", style.indent,
                       paint(style.colour && !label.empty(), fmt::emphasis::faint, padded));
}

// Which events to show when there are too many: how it began, what led to each breach, and the end.
std::vector<bool> chosen_events(const std::vector<WitnessEvent>& witness, std::size_t limit) {
    const std::size_t count = witness.size();
    std::vector<bool> is_chosen(count, count <= limit);
    if (count <= limit) return is_chosen;

    const std::size_t share = std::max<std::size_t>(limit / 4, 1);
    const auto choose = [&](std::size_t begin, std::size_t end) {
        for (std::size_t index = begin; index < std::min(end, count); ++index) is_chosen[index] = true;
    };
    choose(0, share);
    choose(count - share, count);
    std::size_t left = limit - 2 * std::min(share, limit / 2);
    for (std::size_t index = 0; index < count && left > 0; ++index) {
        if (!witness[index].is_breach) continue;
        const std::size_t before = std::min(left - 1, index);
        choose(index - before, index + 1);
        left -= before + 1;
    }
    // Even when the budget is spent, the first breach is what the finding is about.
    const auto breach = std::ranges::find_if(witness, &WitnessEvent::is_breach);
    if (breach != witness.end()) is_chosen[static_cast<std::size_t>(breach - witness.begin())] = true;
    return is_chosen;
}

std::string witness_text(const std::vector<WitnessEvent>& witness, const FindingTextStyle& style) {
    const std::vector<bool> is_chosen = chosen_events(witness, style.witness_limit);

    std::size_t time_width = 0;
    std::size_t thread_width = 0;
    for (std::size_t index = 0; index < witness.size(); ++index) {
        if (!is_chosen[index]) continue;
        time_width = std::max(time_width, fmt::formatted_size("{:.3f}", witness[index].milliseconds));
        thread_width = std::max(thread_width, fmt::formatted_size("{}", witness[index].thread));
    }

    std::string out;
    const std::string margin = fmt::format("{}{:<3}", style.indent, "");
    std::size_t left_out = 0;
    const auto say_left_out = [&] {
        if (left_out == 0) return;
        fmt::format_to(std::back_inserter(out), "{}... {} not shown\n", margin, counted(left_out, "event"));
        left_out = 0;
    };
    for (std::size_t index = 0; index < witness.size(); ++index) {
        if (!is_chosen[index]) {
            ++left_out;
            continue;
        }
        say_left_out();
        const WitnessEvent& event = witness[index];
        const std::string columns = fmt::format("{:>{}.3f} ms  T{:<{}}  ", event.milliseconds, time_width,
                                                event.thread, thread_width);
        const std::size_t used = margin.size() + columns.size();
        const std::vector<std::string> lines = wrap(cut_text(style.clean(event.text), style.field_limit),
                                                    std::max(style.columns, used + 20) - used);
        for (std::size_t row = 0; row < lines.size(); ++row) {
            const std::string_view marker = event.is_breach && row == 0 ? "=> " : "   ";
            const std::string line =
                fmt::format("{}{:<{}}{}", marker, row == 0 ? columns : "", columns.size(), lines[row]);
            out += style.indent;
            out += paint(style.colour && event.is_breach,
                         fmt::emphasis::bold | fmt::fg(fmt::terminal_color::red), line);
            out += '\n';
        }
    }
    say_left_out();
    return out;
}

// One line per frame, never wrapped.
std::string stack_text(const std::vector<std::string>& stack, const FindingTextStyle& style) {
    std::string out;
    const std::size_t shown = std::min(stack.size(), style.stack_limit);
    for (std::size_t place = 0; place < shown; ++place) {
        out += fmt::format("{}{}\n", label_text(place == 0 ? "stack" : "", style),
                           to_one_line(style.clean(stack[place]), std::max<std::size_t>(style.columns, 80)));
    }
    if (shown < stack.size()) {
        out += fmt::format("{}... {} more\n", label_text("", style), counted(stack.size() - shown, "frame"));
    }
    return out;
}

}  // namespace

std::string labelled_text(std::string_view label, std::string_view text, const FindingTextStyle& style) {
    if (text.empty()) return {};
    const std::size_t used = style.indent.size() + kLabelWidth;
    const std::string cleaned = cut_text(style.clean(text), style.field_limit);
    std::string out;
    for (const std::string& line : wrap(cleaned, std::max(style.columns, used + 20) - used)) {
        if (out.empty()) {
            out += label_text(label, style);
        } else if (!line.empty()) {
            out += label_text("", style);
        }
        out += line;
        out += '\n';
    }
    return out;
}

std::string rerun_text(std::string_view command, const FindingTextStyle& style) {
    if (command.empty()) return {};
    const std::string cleaned =
        to_one_line(style.clean(command), std::max<std::size_t>(style.field_limit, 4000));
    return fmt::format("{}{}\n", label_text("rerun", style), cleaned);
}

std::string finding_text(const Finding& finding, const FindingTextStyle& style) {
    std::string out;
    out += labelled_text("requirement", finding.requirement, style);
    out += labelled_text("source", finding.source, style);
    out += labelled_text("scenario", finding.scenario, style);
    out += labelled_text("schedule", finding.schedule, style);
    out += labelled_text("found as", finding.found_as, style);
    out += labelled_text("operation", finding.operation, style);
    out += labelled_text("expected", finding.expected, style);
    out += labelled_text("actual", finding.actual, style);
    out += labelled_text("reading", finding.reading, style);
    if (!finding.witness.empty()) {
        out += labelled_text(
            "witness", fmt::format("{} (=> marks the breach)", counted(finding.witness.size(), "event")),
            style);
        out += witness_text(finding.witness, style);
    }
    out += stack_text(finding.stack, style);
    out += labelled_text("check", finding.advice, style);
    if (style.has_rerun) out += rerun_text(finding.rerun, style);
    return out;
}

}  // namespace wbemcheck::reports
