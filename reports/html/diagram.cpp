#include "reports/html/diagram.h"

#include <algorithm>
#include <iterator>
#include <map>
#include <set>
#include <string>
#include <vector>

#include <fmt/format.h>

#include "reports/html/page.h"
#include "reports/safe_text.h"

namespace wbemcheck::reports::html {
namespace {

constexpr int kRow = 22;
constexpr int kHead = 44;
constexpr int kTime = 74;       // room for "12345.678"
constexpr int kLane = 74;
constexpr int kCount = 15;      // between two counts of references
constexpr int kMostCounts = 5;  // a higher count is drawn at the edge, with its number
constexpr int kLetter = 8;      // the widest that a letter of this size is in the fonts that systems have
constexpr std::size_t kTextLength = 96;

bool is_reference(StepKind kind) noexcept {
    return kind == StepKind::kAddRef || kind == StepKind::kRelease || kind == StepKind::kClientReference;
}

class Diagram {
public:
    explicit Diagram(const Finding& finding) : steps_(finding.timeline) {
        for (const WitnessEvent& event : finding.witness) {
            witness_.insert(event.index);
            if (event.is_breach) breach_.insert(event.index);
        }
        find_lanes();
        find_sinks();
    }

    void add_to(pugi::xml_node parent) {
        const int lanes_end = kTime + static_cast<int>(threads_.size() + 1) * kLane;
        const int counts_end = lanes_end + static_cast<int>(sinks_.size()) * count_width();
        std::size_t longest = 0;
        for (const Step& step : steps_) longest = std::max(longest, text_of(step).size());
        const int width = counts_end + 22 + static_cast<int>(longest) * kLetter;
        const int height = kHead + static_cast<int>(steps_.size()) * kRow + 8;
        text_x_ = counts_end + 16;

        pugi::xml_node drawing = add(parent, "svg", "diagram");
        set(drawing, "width", fmt::to_string(width));
        set(drawing, "height", fmt::to_string(height));
        set(drawing, "viewBox", fmt::format("0 0 {} {}", width, height));
        drawing_ = drawing;
        width_ = width;
        add_heads(height);
        add_highlights();
        add_bars();
        for (std::size_t row = 0; row < steps_.size(); ++row) add_step(row);
        for (std::size_t sink = 0; sink < sinks_.size(); ++sink) add_count_line(sink);
    }

private:
    void find_lanes() {
        std::map<std::uint32_t, int> depth;
        for (const Step& step : steps_) {
            if (step.kind == StepKind::kCut || step.thread == 0) continue;
            if (std::find(threads_.begin(), threads_.end(), step.thread) == threads_.end()) threads_.push_back(step.thread);
            if (step.kind == StepKind::kCallback) ++depth[step.thread];
            if (step.kind == StepKind::kCallbackEnd) --depth[step.thread];
            if (step.kind == StepKind::kCall && depth[step.thread] <= 0) clients_.insert(step.thread);
        }
        std::sort(threads_.begin(), threads_.end());
    }

    void find_sinks() {
        for (const Step& step : steps_) {
            if (step.count < 0 || step.object.empty()) continue;
            if (std::find(sinks_.begin(), sinks_.end(), step.object) == sinks_.end()) sinks_.push_back(step.object);
        }
    }

    [[nodiscard]] static int count_width() { return 30 + kMostCounts * kCount; }

    [[nodiscard]] int lane_x(std::uint32_t thread) const {
        const auto found = std::find(threads_.begin(), threads_.end(), thread);
        return kTime + static_cast<int>(std::distance(threads_.begin(), found)) * kLane + kLane / 2;
    }
    [[nodiscard]] int subject_x() const { return kTime + static_cast<int>(threads_.size()) * kLane + kLane / 2; }
    [[nodiscard]] static int row_y(std::size_t row) { return kHead + static_cast<int>(row) * kRow + kRow / 2; }
    [[nodiscard]] int count_x(std::size_t sink, std::int64_t count) const {
        const auto shown = static_cast<int>(std::clamp<std::int64_t>(count, 0, kMostCounts));
        return kTime + static_cast<int>(threads_.size() + 1) * kLane + static_cast<int>(sink) * count_width() + 12 +
               shown * kCount;
    }

    [[nodiscard]] static std::string text_of(const Step& step) {
        std::string text = to_one_line(step.text, kTextLength);
        if (step.kind == StepKind::kRest && step.count >= 0 && step.expected >= 0) {
            text += fmt::format(": count {}, must be {}", step.count, step.expected);
        }
        return text;
    }

    pugi::xml_node put(const char* element, const char* css_class) const { return add(drawing_, element, css_class); }

    void put_text(const char* css_class, int x, int y, std::string_view text) const {
        pugi::xml_node node = add(drawing_, "text", css_class, text);
        set(node, "x", fmt::to_string(x));
        set(node, "y", fmt::to_string(y + 4));
    }

    void put_path(const char* css_class, const std::string& path) const { set(put("path", css_class), "d", path); }

    void put_dot(const char* css_class, int x, int y, int radius) const {
        pugi::xml_node dot = put("circle", css_class);
        set(dot, "cx", fmt::to_string(x));
        set(dot, "cy", fmt::to_string(y));
        set(dot, "r", fmt::to_string(radius));
    }

    void add_heads(int height) const {
        put_text("h e", kTime - 8, 14, "ms");
        const auto lane = [&](int x, const std::string& name, const char* what) {
            put_text("h m", x, 12, name);
            if (*what != '\0') put_text("n m", x, 28, what);
            put_path("lane", fmt::format("M{} {}V{}", x, kHead - 6, height - 6));
        };
        for (const std::uint32_t thread : threads_) {
            lane(lane_x(thread), fmt::format("T{}", thread), clients_.contains(thread) ? "client" : "");
        }
        lane(subject_x(), "subject", "");
        for (std::size_t sink = 0; sink < sinks_.size(); ++sink) {
            put_text("h", count_x(sink, 0) - 6, 12, to_one_line(sinks_[sink], 16));
            put_text("n", count_x(sink, 0) - 6, 28, "references");
        }
        put_text("h", text_x_, 12, "what happened");
    }

    void add_highlights() const {
        for (std::size_t row = 0; row < steps_.size(); ++row) {
            if (!witness_.contains(steps_[row].index) || steps_[row].kind == StepKind::kCut) continue;
            pugi::xml_node stripe = put("rect", breach_.contains(steps_[row].index) ? "breach" : "seen");
            set(stripe, "x", "0");
            set(stripe, "y", fmt::to_string(row_y(row) - kRow / 2));
            set(stripe, "width", fmt::to_string(width_));
            set(stripe, "height", fmt::to_string(kRow));
        }
    }

    // From the entry of a call or callback to its end, on the lane of its thread; nested ones beside each other.
    void add_bars() const {
        struct Open {
            std::size_t row;
            StepKind kind;
        };
        std::map<std::uint32_t, std::vector<Open>> open;
        const auto draw = [&](std::uint32_t thread, const Open& from, std::size_t depth, int y) {
            put_path(from.kind == StepKind::kCall ? "bar" : "bar back",
                     fmt::format("M{} {}V{}", lane_x(thread) + static_cast<int>(depth) * 5, row_y(from.row), y));
        };
        for (std::size_t row = 0; row < steps_.size(); ++row) {
            const Step& step = steps_[row];
            std::vector<Open>& stack = open[step.thread];
            if (step.kind == StepKind::kCall || step.kind == StepKind::kCallback) {
                stack.push_back({row, step.kind});
            } else if ((step.kind == StepKind::kReturn || step.kind == StepKind::kCallbackEnd) && !stack.empty()) {
                draw(step.thread, stack.back(), stack.size() - 1, row_y(row));
                stack.pop_back();
            }
        }
        // What has not ended where the drawing ends.
        for (auto& [thread, stack] : open) {
            for (std::size_t depth = 0; depth < stack.size(); ++depth) {
                draw(thread, stack[depth], depth, row_y(steps_.size() - 1) + kRow / 2);
            }
        }
    }

    void add_step(std::size_t row) const {
        const Step& step = steps_[row];
        const int y = row_y(row);
        if (step.kind == StepKind::kCut) {
            put_path("cut", fmt::format("M0 {}H{}", y, text_x_ - 8));
            put_text("n", text_x_, y, step.text);
            return;
        }
        put_text("n e", kTime - 8, y, fmt::format("{:.3f}", step.milliseconds));
        const int x = lane_x(step.thread);
        const auto arrow = [&](const char* css_class, int from, int to) {
            put_path(css_class, fmt::format("M{} {}H{}", from, y, to));
        };
        switch (step.kind) {
            case StepKind::kCall: arrow("call", x, subject_x() - 2); break;
            case StepKind::kReturn: arrow("call end", subject_x(), x + 3); break;
            case StepKind::kCallback: arrow("callback", subject_x(), x + 3); break;
            case StepKind::kCallbackEnd: arrow("callback end", x, subject_x() - 2); break;
            case StepKind::kAddRef:
            case StepKind::kRelease:
            case StepKind::kClientReference: put_dot("reference", x, y, 4); break;
            default: break;
        }
        const bool is_breach = breach_.contains(step.index);
        if (is_breach) put_text("b", 4, y, "\u25B6");
        put_text(is_breach ? "b" : "s", text_x_, y, text_of(step));
    }

    void add_count_line(std::size_t sink) const {
        std::string line;
        std::int64_t now = -1;
        for (std::size_t row = 0; row < steps_.size(); ++row) {
            const Step& step = steps_[row];
            if (step.object != sinks_[sink] || step.count < 0) continue;
            const int y = row_y(row);
            if (now < 0) {
                line = fmt::format("M{} {}", count_x(sink, step.count), y);
            } else if (step.count != now) {
                fmt::format_to(std::back_inserter(line), "V{}H{}", y, count_x(sink, step.count));
            }
            if (step.kind == StepKind::kRest && step.expected >= 0) {
                const bool is_right = step.count == step.expected;
                if (!is_right) put_path("owed", fmt::format("M{} {}H{}", count_x(sink, step.expected), y, count_x(sink, step.count)));
                put_dot(is_right ? "rest right" : "rest wrong", count_x(sink, step.expected), y, 5);
            }
            if (step.count != now || is_reference(step.kind)) {
                put_text("n", count_x(sink, step.count) + 5, y - 6, fmt::to_string(step.count));
            }
            now = step.count;
        }
        if (now >= 0) put_path("count", fmt::format("{}V{}", line, row_y(steps_.size() - 1) + kRow / 2));
    }

    const std::vector<Step>& steps_;
    std::set<std::uint64_t> witness_;
    std::set<std::uint64_t> breach_;
    std::vector<std::uint32_t> threads_;
    std::set<std::uint32_t> clients_;
    std::vector<std::string> sinks_;
    pugi::xml_node drawing_;
    int text_x_ = 0;
    int width_ = 0;
};

}  // namespace

void add_diagram(pugi::xml_node parent, const Finding& finding) {
    if (finding.timeline.empty()) return;
    pugi::xml_node figure = add(parent, "figure");
    Diagram(finding).add_to(add_scrolling(figure, fmt::format("What happened in {}", to_one_line(finding.scenario, 200))));
    add(figure, "figcaption", {},
        "Time runs downwards, a row per step. Solid arrows are calls of the client, broken ones callbacks of the subject; bars "
        "last as long as they do. The marked row broke the clause. The line beside is the count of references on the sink; a "
        "ring is where it must be while nothing is in progress.");
}

void add_diagram_marks(pugi::xml_node parent) {
    pugi::xml_node drawing = add(parent, "svg", "marks");
    set(drawing, "width", "0");
    set(drawing, "height", "0");
    set(drawing, "aria-hidden", "true");
    set(drawing, "focusable", "false");
    pugi::xml_node marker = add(add(drawing, "defs"), "marker");
    set(marker, "id", "head");
    set(marker, "viewBox", "0 0 8 8");
    set(marker, "refX", "7");
    set(marker, "refY", "4");
    set(marker, "markerWidth", "7");
    set(marker, "markerHeight", "7");
    set(marker, "orient", "auto");
    set(add(marker, "path", "head"), "d", "M0 0L8 4L0 8Z");
}

}  // namespace wbemcheck::reports::html
