#include "harness/cli/kill_matrix.h"

#include <algorithm>
#include <iterator>

#include <fmt/format.h>
#include <fmt/ranges.h>

namespace wbemcheck::cli {
namespace {

using runner::DefectProof;
using runner::Proof;

// "REF-1 REF-6 (3/20)": in how many runs stands only where it was not every one.
std::string clauses_of(const std::map<std::string, unsigned>& counts, unsigned runs) {
    std::string text;
    for (const auto& [clause, count] : counts) {
        text += text.empty() ? clause : " " + clause;
        if (count != runs) text += fmt::format(" ({}/{})", count, runs);
    }
    return text;
}

const char* mark_of(const DefectProof& proof) noexcept {
    if (!proof.fault.empty()) return "FAULT";
    if (!proof.is_caught()) return "MISSED";
    return proof.undeclared.empty() ? "caught" : "STRAY";
}

void append_line(const DefectProof& proof, std::size_t width, std::string& out) {
    auto to = std::back_inserter(out);
    fmt::format_to(to, "  {:<7} {:<{}}  {:>5}  {}", mark_of(proof), proof.id, width,
                   fmt::format("{}/{}", proof.caught_runs, proof.runs), clauses_of(proof.caught_by, proof.runs));
    if (!proof.undeclared.empty()) {
        fmt::format_to(to, "  undeclared: {}", clauses_of(proof.undeclared, proof.runs));
    }
    out += '\n';
}

void append_problem(const DefectProof& proof, std::string& out) {
    auto to = std::back_inserter(out);
    fmt::format_to(to, "\n{}: {}\n", proof.id, proof.description);
    if (!proof.fault.empty()) fmt::format_to(to, "  harness fault: {}\n", proof.fault);
    if (!proof.is_caught()) {
        fmt::format_to(to, "  caught in {} of {} runs; declared: {}\n", proof.caught_runs, proof.runs,
                       fmt::join(proof.breaks, " "));
    }
    for (const auto& [clause, runs] : proof.undeclared) {
        const auto example = proof.examples.find(clause);
        fmt::format_to(to, "  {} is not declared, and fired in {} of {} runs: {}\n", clause, runs, proof.runs,
                       example == proof.examples.end() ? "" : example->second);
    }
    fmt::format_to(to, "  {}\n", proof.rerun);
}

std::string sentence_of(const Proof& proof) {
    const auto caught = std::count_if(proof.defects.begin(), proof.defects.end(),
                                      [](const DefectProof& defect) { return defect.is_caught(); });
    const auto strays = std::count_if(proof.defects.begin(), proof.defects.end(),
                                      [](const DefectProof& defect) { return !defect.undeclared.empty(); });
    const std::string times = proof.repeat == 1 ? std::string() : fmt::format(" in every one of {} runs", proof.repeat);
    return fmt::format("{} of {} defects caught{}, {} with an undeclared clause, in {:.1f} s; the run without a defect: {}.",
                       caught, proof.defects.size(), times, strays, proof.seconds,
                       reports::name_of(proof.baseline.verdict));
}

}  // namespace

std::string render_kill_matrix(const Proof& proof, bool verbose) {
    std::string out;
    std::size_t width = 0;
    for (const DefectProof& defect : proof.defects) width = std::max(width, defect.id.size());
    std::string clause;
    for (const DefectProof& defect : proof.defects) {
        if (defect.holds() && !verbose) continue;
        if (defect.breaks.front() != clause) {
            clause = defect.breaks.front();
            out += clause + "\n";
        }
        append_line(defect, width, out);
    }
    for (const DefectProof& defect : proof.defects) {
        if (!defect.holds()) append_problem(defect, out);
    }
    if (!proof.baseline_conforms()) {
        out += "\nThe mock without a defect does not conform, so nothing is proved; see `wbemcheck run mock`.\n";
    }
    out += fmt::format("{}{}: {}\n", out.empty() ? "" : "\n", proof.holds() ? "PROVED" : "NOT PROVED", sentence_of(proof));
    return out;
}

}  // namespace wbemcheck::cli
