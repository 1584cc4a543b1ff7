#include "harness/cli/outputs.h"

#include <algorithm>
#include <cstdlib>
#include <fstream>
#include <iterator>

#include <CLI/CLI.hpp>
#include <fmt/format.h>

#include "harness/subject/usage_error.h"
#include "reports/ctrf_report.h"
#include "reports/file_writer.h"
#include "reports/html/html_report.h"
#include "reports/json_report.h"
#include "reports/junit_report.h"
#include "reports/markdown_report.h"
#include "reports/perfetto_report.h"
#include "reports/sarif_report.h"
#include "reports/tap_report.h"

namespace wbemcheck::cli {
namespace {

constexpr const char* kStepSummary = "GITHUB_STEP_SUMMARY";

// What earlier commands of the same step have written stays in front.
void append_to_step_summary(const std::filesystem::path& path, const reports::RunResult& result, bool strict) {
    std::string summary;
    if (std::ifstream file(path, std::ios::binary); file) {
        summary.assign(std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>());
    }
    constexpr std::size_t kLeast = 20'000;  // the verdict and the counts are worth a summary that may be refused
    const std::size_t left = reports::kMarkdownLimit - std::min(reports::kMarkdownLimit - kLeast, summary.size());
    if (!summary.empty()) summary += '\n';
    reports::write_whole(path, summary + reports::write_markdown(result, strict, left));
}

}  // namespace

void write_to_standard_output(std::string_view text) {
    if (std::fwrite(text.data(), 1, text.size(), stdout) != text.size() || std::fflush(stdout) != 0) {
        throw reports::FileError("The result cannot be written to standard output.");
    }
}

void OutputArguments::add_to(CLI::App& command) {
    command.add_option("--json", json, "Write the result document; - is standard output")->type_name("FILE");
    command.add_option("--junit", junit, "Write a JUnit report")->type_name("FILE");
    command.add_option("--html", html, "Write an HTML report: one file that needs nothing else")->type_name("FILE");
    command.add_option("--markdown", markdown, "Write a Markdown report")->type_name("FILE");
    command.add_option("--ctrf", ctrf, "Write a CTRF report (JSON)")->type_name("FILE");
    command.add_option("--sarif", sarif, "Write the findings as SARIF 2.1.0, for code scanning")->type_name("FILE");
    command.add_option("--perfetto", perfetto, "Write the traces as Chrome trace JSON, for ui.perfetto.dev")->type_name("FILE");
    command.add_flag("--tap", tap, "TAP 14 on standard output, everything else on standard error");
    command.add_flag("--github", github, "Append the Markdown report to the step summary of GitHub Actions");
}

bool OutputArguments::has_more_than_html() const {
    return !(json.empty() && junit.empty() && markdown.empty() && ctrf.empty() && sarif.empty()) || tap || github;
}

Outputs::Outputs(const OutputArguments& arguments)
    : arguments_(arguments), human_(arguments.json == "-" || arguments.tap ? stderr : stdout) {
    if (arguments_.json == "-" && arguments_.tap) {
        throw UsageError("--json - and --tap both want standard output; give --json a file.");
    }
    const std::string json_file = arguments_.json == "-" ? std::string() : arguments_.json;
    for (const std::string& file :
         {json_file, arguments_.junit, arguments_.html, arguments_.markdown, arguments_.ctrf, arguments_.sarif,
          arguments_.perfetto}) {
        if (!file.empty()) reports::check_writable(to_path(file));
    }
    if (!arguments_.github) return;
    const char* summary = std::getenv(kStepSummary);
    if (summary == nullptr || *summary == '\0') {
        throw UsageError("--github needs the variable GITHUB_STEP_SUMMARY, which GitHub Actions sets; use --markdown FILE "
                         "elsewhere.");
    }
    step_summary_ = to_path(summary);
    reports::check_writable(step_summary_);
}

void Outputs::say(std::string_view text) const {
    std::fwrite(text.data(), 1, text.size(), human_);
    std::fflush(human_);
}

void Outputs::write(const reports::RunResult& result, bool strict) const {
    if (arguments_.json == "-") {
        write_to_standard_output(reports::write_json(result));
    } else if (!arguments_.json.empty()) {
        reports::write_whole(to_path(arguments_.json), reports::write_json(result));
    }
    if (!arguments_.junit.empty()) reports::write_whole(to_path(arguments_.junit), reports::write_junit(result));
    if (!arguments_.html.empty()) reports::write_whole(to_path(arguments_.html), reports::write_html(result, strict));
    if (!arguments_.markdown.empty()) {
        reports::write_whole(to_path(arguments_.markdown), reports::write_markdown(result, strict));
    }
    if (!arguments_.ctrf.empty()) reports::write_whole(to_path(arguments_.ctrf), reports::write_ctrf(result));
    if (!arguments_.sarif.empty()) reports::write_whole(to_path(arguments_.sarif), reports::write_sarif(result));
    if (!step_summary_.empty()) append_to_step_summary(step_summary_, result, strict);
}

void Outputs::write_tap(const reports::RunResult& result) const {
    if (arguments_.tap) write_to_standard_output(reports::write_tap(result));
}

std::filesystem::path Outputs::perfetto() const { return to_path(arguments_.perfetto); }

void Outputs::write_perfetto(const reports::RunResult& result) const {
    if (!arguments_.perfetto.empty()) reports::write_whole(perfetto(), reports::write_perfetto(result));
}

int Outputs::end(const reports::RunResult& result, bool strict) {
    for (const std::string& sentence : result.stale_waivers) fmt::print(stderr, "wbemcheck: {}\n", sentence);
    return reports::exit_code_of(result, strict);
}

}  // namespace wbemcheck::cli
