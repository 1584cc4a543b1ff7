#include "reports/benchmark/regression_text.h"

#include <algorithm>
#include <cmath>
#include <iterator>

#include <fmt/format.h>

#include "reports/benchmark/statistics.h"
#include "reports/console_colours.h"
#include "reports/safe_text.h"
#include "reports/text_layout.h"

namespace wbemcheck::reports {
namespace {

// Infinite is the smallest rise that could have been seen, where none could.
std::string percent(double share) { return std::isfinite(share) ? fmt::format("{:+.1f} %", share * 100) : "none"; }

std::string clean(std::string_view text) { return to_one_line(to_console_text(text), 200); }

// Markdown's own signs in a name would change the table.
std::string cell(std::string_view text) {
    std::string out;
    for (const char c : clean(text)) {
        if (c == '|' || c == '\\' || c == '`' || c == '*' || c == '_' || c == '<' || c == '[') out += '\\';
        out += c;
    }
    return out;
}

}  // namespace

std::string time_text(double nanoseconds) {
    if (!std::isfinite(nanoseconds)) return "-";
    const auto digits = [](double value) { return value >= 99.95 ? 0 : value >= 9.995 ? 1 : 2; };
    for (const auto& [unit, size] : {std::pair{"s", 1e9}, {"ms", 1e6}, {"us", 1e3}}) {
        if (nanoseconds >= size) return fmt::format("{:.{}f} {}", nanoseconds / size, digits(nanoseconds / size), unit);
    }
    return fmt::format("{:.{}f} ns", nanoseconds, digits(nanoseconds));
}

std::string render_measurement(const Measurement& measurement) {
    std::size_t width = 20;
    for (const Series& series : measurement.series) width = std::max(width, series.name.size());
    width = std::min<std::size_t>(width, 60);
    std::string out = fmt::format("{:<{}}  {:>10}  {:>10}  {:>10}  {}\n", "benchmark", width, "median", "5 %", "95 %", "rate");
    for (const Series& series : measurement.series) {
        if (!series.error.empty()) {
            out += fmt::format("{:<{}}  not measured: {}\n", clean(series.name), width, clean(series.error));
            continue;
        }
        std::string rate;
        if (const auto items = series.counters.find("items_per_second"); items != series.counters.end()) {
            const double per_second = median_of(items->second);
            rate = per_second >= 1e6   ? fmt::format("{:.2f} M/s", per_second / 1e6)
                   : per_second >= 1e3 ? fmt::format("{:.1f} k/s", per_second / 1e3)
                                       : fmt::format("{:.1f} /s", per_second);
        }
        if (const auto bytes = series.counters.find("bytes_per_operation"); bytes != series.counters.end()) {
            rate = fmt::format("{:.0f} bytes per operation", median_of(bytes->second));
        }
        out += fmt::format("{:<{}}  {:>10}  {:>10}  {:>10}  {}", clean(series.name), width, time_text(median_of(series.nanoseconds)),
                           time_text(quantile_of(series.nanoseconds, 0.05)), time_text(quantile_of(series.nanoseconds, 0.95)), rate);
        while (out.ends_with(' ')) out.pop_back();
        out += '\n';
    }
    return out;
}

std::string headline_of(const Regression& regression) {
    std::vector<std::string> slower;
    std::size_t same = 0;
    std::size_t unclear = 0;
    for (const BenchmarkChange& one : regression.changes) {
        if (one.change == Change::kRegressed) slower.push_back(clean(one.name));
        same += one.change == Change::kNotRegressed ? 1 : 0;
        unclear += one.change == Change::kCannotTell ? 1 : 0;
    }
    if (regression.is_gated) return "counts for nothing, because a clause of the contract was broken or not judged";
    std::vector<std::string> pieces;
    if (!slower.empty()) pieces.push_back("regressed: " + join(slower, ", "));
    if (!regression.missing.empty()) pieces.push_back(counted(regression.missing.size(), "benchmark") + " missing");
    if (same != 0) pieces.push_back(counted(same, "benchmark") + " not regressed");
    if (unclear != 0) pieces.push_back(fmt::format("{} of which nothing can be told at this noise", counted(unclear, "benchmark")));
    return pieces.empty() ? "nothing was measured on both sides" : join(pieces, "; ");
}

std::string render_regression(const Regression& regression, bool colour) {
    std::string out = "\n";
    std::size_t width = 20;
    for (const BenchmarkChange& one : regression.changes) width = std::max(width, one.name.size());
    width = std::min<std::size_t>(width, 60);
    fmt::format_to(std::back_inserter(out), "{:<14}  {:<{}}  {:>10}  {:>10}  {:>9}  {:>9}  {:>10}\n", "answer", "benchmark", width,
                   "baseline", "now", "change", "p", "visible");
    for (const BenchmarkChange& one : regression.changes) {
        out += paint(colour, style_of(verdict_like(one.change)), fmt::format("{:<14}", name_of(one.change)));
        fmt::format_to(std::back_inserter(out), "  {:<{}}  {:>10}  {:>10}  {:>9}  {:>9.2g}  {:>10}\n", clean(one.name), width,
                       time_text(one.base_ns), time_text(one.now_ns), percent(one.rise), one.probability,
                       percent(one.visible_rise));
    }
    for (const std::string& name : regression.missing) out += fmt::format("missing         {}\n", clean(name));
    for (const std::string& name : regression.added) out += fmt::format("only now        {}\n", clean(name));
    for (const std::string& note : regression.notes) out += fmt::format("note: {}\n", to_one_line(to_console_text(note), 400));
    out += fmt::format("Changes are those of the time{}; p is that of the Mann-Whitney U test; visible is the smallest rise that "
                       "could have been seen.\n",
                       regression.is_against_floor ? " as a multiple of the floor of its run, which has moved" : "");
    out += fmt::format("Benchmarks: {} (exit {})\n",
                       paint(colour, style_of(regression.is_worse() ? Verdict::kViolation : Verdict::kPass),
                             headline_of(regression)),
                       regression.is_worse() ? 1 : 0);
    return out;
}

std::string write_benchmark_markdown(const Measurement& now, const Measurement* base, const Regression* regression) {
    std::string out = fmt::format("# Benchmarks of {}\n\n", cell(now.text_of("subject")));
    if (regression != nullptr) out += fmt::format("**{}**\n\n", cell(headline_of(*regression)));
    out += fmt::format("{}, {} CPUs, wbemcheck {}; the subject {}.\n\n", cell(now.text_of("platform")), cell(now.text_of("num_cpus")),
                       cell(now.text_of("wbemcheck")),
                       now.conforms() ? "kept every clause that was judged"
                                      : "was not shown to keep the contract, so these are no figures to go by");
    out += "| benchmark | median | 5 % to 95 % | repetitions | baseline | change | answer |\n|---|---:|---:|---:|---:|---:|---|\n";
    for (const Series& series : now.series) {
        if (!series.error.empty()) {
            out += fmt::format("| {} | - | | | | | {} |\n", cell(series.name), cell(series.error));
            continue;
        }
        const BenchmarkChange* change = nullptr;
        if (regression != nullptr) {
            const auto found = std::find_if(regression->changes.begin(), regression->changes.end(),
                                            [&](const BenchmarkChange& one) { return one.name == series.name; });
            if (found != regression->changes.end()) change = &*found;
        }
        out += fmt::format("| {} | {} | {} to {} | {} | {} | {} | {} |\n", cell(series.name), time_text(median_of(series.nanoseconds)),
                           time_text(quantile_of(series.nanoseconds, 0.05)), time_text(quantile_of(series.nanoseconds, 0.95)),
                           series.nanoseconds.size(), change != nullptr ? time_text(change->base_ns) : "",
                           change != nullptr ? percent(change->rise) : "", change != nullptr ? name_of(change->change) : "");
    }
    if (regression != nullptr && base != nullptr) {
        out += '\n';
        for (const std::string& name : regression->missing) out += fmt::format("- missing: {}\n", cell(name));
        for (const std::string& note : regression->notes) out += fmt::format("- {}\n", cell(note));
    }
    return out;
}

}  // namespace wbemcheck::reports
