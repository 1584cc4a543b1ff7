#include "reports/html/benchmark_page.h"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <string>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include "reports/benchmark/regression_text.h"
#include "reports/benchmark/statistics.h"
#include "reports/html/page.h"

namespace wbemcheck::reports {
namespace {

using html::add;
using html::add_verdict;
using html::Page;
using html::set;

constexpr int kWidth = 300;
constexpr int kHeight = 34;
constexpr int kPlotWidth = 560;
constexpr int kPlotHeight = 300;

// The numbers of a name, each with what is left of the name without it: "at-once/operations" and 1000 of
// "at-once/operations:1000", "deliver/batch:N/operations:2" and 10 of "deliver/batch:10/operations:2".
std::vector<std::pair<std::string, double>> sizes_of(const std::string& name) {
    std::vector<std::pair<std::string, double>> sizes;
    for (auto colon = name.find(':'); colon != std::string::npos; colon = name.find(':', colon + 1)) {
        double size = 0;
        const char* const last = name.data() + name.size();
        const auto [end, error] = std::from_chars(name.data() + colon + 1, last, size);
        if (error != std::errc() || size <= 0 || (end != last && *end != '/')) continue;
        sizes.emplace_back(end == last ? name.substr(0, colon) : name.substr(0, colon) + ":N" + std::string(end, last), size);
    }
    return sizes;
}

double slope_of(const std::vector<std::pair<double, double>>& points) {
    double x = 0;
    double y = 0;
    for (const auto& [size, time] : points) {
        x += std::log(size);
        y += std::log(time);
    }
    const auto count = static_cast<double>(points.size());
    double above = 0;
    double below = 0;
    for (const auto& [size, time] : points) {
        const double dx = std::log(size) - x / count;
        above += dx * (std::log(time) - y / count);
        below += dx * dx;
    }
    return below > 0 ? above / below : 0;
}

pugi::xml_node add_drawing(pugi::xml_node parent, int width, int height, const std::string& label) {
    pugi::xml_node drawing = add(parent, "svg", "diagram");
    set(drawing, "width", fmt::to_string(width));
    set(drawing, "height", fmt::to_string(height));
    set(drawing, "viewBox", fmt::format("0 0 {} {}", width, height));
    set(drawing, "role", "img");
    set(drawing, "aria-label", label);
    return drawing;
}

void add_dot(pugi::xml_node drawing, const char* css_class, double x, double y) {
    pugi::xml_node dot = add(drawing, "circle", css_class);
    set(dot, "cx", fmt::format("{:.1f}", x));
    set(dot, "cy", fmt::format("{:.1f}", y));
    set(dot, "r", "3.5");
}

// A dot per repetition, the baseline above, what is measured now below, on one scale.
void add_distribution(pugi::xml_node cell, const Series& now, const Series* base) {
    std::vector<double> all = now.nanoseconds;
    if (base != nullptr) all.insert(all.end(), base->nanoseconds.begin(), base->nanoseconds.end());
    const auto [low, high] = std::minmax_element(all.begin(), all.end());
    const double from = *low * 0.98;
    const double range = std::max(*high * 1.02 - from, 1e-9);
    pugi::xml_node drawing = add_drawing(cell, kWidth, kHeight,
                                         fmt::format("{}: {} to {}", now.name, time_text(*low), time_text(*high)));
    set(add(drawing, "path", "lane"), "d", fmt::format("M4 {}H{}", kHeight - 4, kWidth - 4));
    const auto x_of = [&](double value) { return 6 + (value - from) / range * (kWidth - 12); };
    if (base != nullptr) {
        for (const double value : base->nanoseconds) add_dot(drawing, "before", x_of(value), 9);
    }
    for (const double value : now.nanoseconds) add_dot(drawing, "now", x_of(value), 23);
}

void add_measurements(Page& page, const Measurement& now, const Measurement* base, const Regression* regression) {
    pugi::xml_node part = page.add_part("benchmarks", "Benchmarks",
                                        base == nullptr ? "A dot per repetition, faster to the left."
                                                        : "A dot per repetition, faster to the left; the baseline above.");
    pugi::xml_node table = add(html::add_scrolling(part, "Benchmarks"), "table", "rows");
    pugi::xml_node head = add(add(table, "thead"), "tr");
    for (const char* name : {"benchmark", "median", "repetitions", "answer"}) set(add(head, "th", {}, name), "scope", "col");
    pugi::xml_node body = add(table, "tbody");
    for (const Series& series : now.series) {
        pugi::xml_node line = add(body, "tr");
        set(line, "data-item", "");
        set(add(line, "th", {}, series.name), "scope", "row");
        if (series.nanoseconds.empty()) {
            add(line, "td", {}, "-");
            add(line, "td");
            add(line, "td", {}, series.error);
            continue;
        }
        add(line, "td", "number", time_text(median_of(series.nanoseconds)));
        add_distribution(add(line, "td"), series, base == nullptr ? nullptr : base->find(series.name));
        pugi::xml_node answer = add(line, "td");
        if (regression == nullptr) continue;
        const auto change = std::find_if(regression->changes.begin(), regression->changes.end(),
                                         [&](const BenchmarkChange& one) { return one.name == series.name; });
        if (change == regression->changes.end()) continue;
        add_verdict(answer, verdict_like(change->change), name_of(change->change));
        add(answer, "p", "meaning",
            fmt::format("{:+.1f} %, was {}; p {:.2g}; {} could have been seen", change->rise * 100, time_text(change->base_ns),
                        change->probability,
                        std::isfinite(change->visible_rise) ? fmt::format("a rise of {:.1f} %", change->visible_rise * 100)
                                                            : std::string("no rise")));
    }
}

// Both axes logarithmic: what grows in proportion is a line with slope 1.
void add_growth(pugi::xml_node part, const Growth& growth) {
    add(part, "h3", {}, fmt::format("{}: time grows with size to the power {:.2f}", growth.family, growth.slope));
    const auto [left, right] = std::minmax_element(growth.points.begin(), growth.points.end());
    double low = growth.points.front().second;
    double high = low;
    for (const auto& [size, time] : growth.points) {
        low = std::min(low, time);
        high = std::max(high, time);
    }
    pugi::xml_node drawing =
        add_drawing(html::add_scrolling(part, growth.family), kPlotWidth, kPlotHeight, fmt::format("{} against time", growth.family));
    const auto place = [](double value, double from, double to) {
        return to > from ? (std::log(value) - std::log(from)) / (std::log(to) - std::log(from)) : 0.5;
    };
    std::string path;
    for (const auto& [size, time] : growth.points) {
        const double x = 70 + place(size, left->first, right->first) * (kPlotWidth - 110);
        const double y = kPlotHeight - 40 - place(time, low, high) * (kPlotHeight - 80);
        path += fmt::format("{}{:.1f} {:.1f}", path.empty() ? "M" : "L", x, y);
        add_dot(drawing, "now", x, y);
        pugi::xml_node label = add(drawing, "text", "n m", fmt::format("{:g}", size));
        set(label, "x", fmt::format("{:.1f}", x));
        set(label, "y", fmt::to_string(kPlotHeight - 14));
        pugi::xml_node value = add(drawing, "text", "n m", time_text(time));
        set(value, "x", fmt::format("{:.1f}", x));
        set(value, "y", fmt::format("{:.1f}", y - 10));
    }
    set(add(drawing, "path", "count"), "d", path);
}

}  // namespace

std::vector<Growth> growths_in(const Measurement& measurement) {
    std::vector<Growth> growths;
    for (const Series& series : measurement.series) {
        const double median = median_of(series.nanoseconds);
        if (median <= 0) continue;  // not measured, or below what a coarse clock sees
        for (const auto& [family, size] : sizes_of(series.name)) {
            auto known = std::find_if(growths.begin(), growths.end(),
                                      [&, &name = family](const Growth& growth) { return growth.family == name; });
            if (known == growths.end()) {
                growths.push_back({family, {}, 0});
                known = growths.end() - 1;
            }
            known->points.emplace_back(size, median);
        }
    }
    std::erase_if(growths, [](const Growth& growth) { return growth.points.size() < 4; });
    for (Growth& growth : growths) {
        std::sort(growth.points.begin(), growth.points.end());
        growth.slope = slope_of(growth.points);
    }
    return growths;
}

std::string write_html_benchmarks(const Measurement& now, const Measurement* base, const Regression* regression) {
    Page page(fmt::format("Benchmarks of {} - wbemcheck", now.text_of("subject")));
    const bool is_good = regression == nullptr ? now.conforms() : !regression->is_worse();
    pugi::xml_node box =
        add(page.main(), "header", fmt::format("verdict-box {}", is_good ? name_of(Verdict::kPass) : name_of(Verdict::kViolation)));
    add(box, "h1", "plain", regression == nullptr ? "Benchmarks" : regression->is_worse() ? "Regressed" : "Not regressed");
    pugi::xml_node sentence = add(box, "p", "headline");
    add(sentence, "code", {}, now.text_of("subject"));
    if (regression != nullptr) html::add_text(sentence, fmt::format(": {}.", headline_of(*regression)));
    add(box, "p", "meaning",
        fmt::format("{}; {} CPUs; wbemcheck {}; {}. {}", now.text_of("platform"), now.text_of("num_cpus"),
                    now.text_of("wbemcheck"), now.text_of("date"),
                    now.conforms() ? "The subject kept every clause that was judged just before."
                                   : "The subject was not shown to keep the contract: these are no figures to go by."));
    if (regression != nullptr) {
        for (const std::string& name : regression->missing) add(box, "p", {}, fmt::format("Missing: {}.", name));
        for (const std::string& note : regression->notes) add(box, "p", "meaning", note);
    }
    add_measurements(page, now, base, regression);
    const std::vector<Growth> growths = growths_in(now);
    if (!growths.empty()) {
        pugi::xml_node part = page.add_part("growth", "Cost against size", "Both axes are logarithmic.");
        for (const Growth& growth : growths) add_growth(part, growth);
    }
    return page.write();
}

}  // namespace wbemcheck::reports
