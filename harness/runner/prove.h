// The proof of the judge: the mock without a defect must conform, and the mock with each defect must be caught by a
// clause that the defect declares, and by no other.
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <string>
#include <vector>

#include "harness/runner/run_options.h"
#include "mock_provider/defects/catalogue.h"
#include "reports/result.h"

namespace wbemcheck::runner {

struct ProveOptions {
    std::vector<std::string> defects;  // globs over defect ids and over the clauses that they are about; empty: all
    unsigned repeat = 1;
    std::uint64_t seed = 0;            // run i of a defect plays in the order of seed + i
    unsigned jobs = 0;                 // defects at a time; 0: two per core
    WorkerLimits limits;               // or those of the defect's selection, where they are narrower
    double timeout_scale = 1;          // on top of the scale of the defect's selection
    bool full = false;                 // the whole suite for every defect instead of its selection
    std::string program;               // how a person calls this program, for rerun commands
};

// Lines of the kill matrix.
struct DefectProof {
    std::string id;
    std::string description;
    std::vector<std::string> breaks;
    unsigned runs = 0;
    unsigned caught_runs = 0;                     // with a violation of a declared clause
    std::map<std::string, unsigned> caught_by;    // declared clause: in how many runs
    std::map<std::string, unsigned> undeclared;   // another clause that fired: in how many runs
    std::map<std::string, std::string> examples;  // clause: expected and actual of its first violation
    std::uint64_t scenarios = 0;                  // played, over all runs
    double seconds = 0;
    std::string fault;                            // of the harness; empty when there was none
    std::string rerun;

    [[nodiscard]] bool is_caught() const noexcept { return runs != 0 && caught_runs == runs; }
    [[nodiscard]] bool holds() const noexcept { return is_caught() && undeclared.empty() && fault.empty(); }
};

struct Proof {
    reports::RunResult baseline;       // the mock without a defect
    std::vector<DefectProof> defects;  // in the order of the catalogue
    unsigned repeat = 1;
    std::uint64_t seed = 0;
    bool full = false;
    double seconds = 0;

    [[nodiscard]] bool baseline_conforms() const noexcept {
        return baseline.verdict == reports::RunVerdict::kConforms;
    }
    [[nodiscard]] bool has_fault() const noexcept;
    [[nodiscard]] bool holds() const noexcept;
};

// Called as things end, one call at a time.
struct ProveWatcher {
    std::function<void(std::size_t runs)> planned;
    std::function<void(const DefectProof& so_far)> finished;  // after every run of a defect
};

// Which defects the patterns name. Throws UsageError for a pattern that names none.
[[nodiscard]] std::vector<const mock::Defect*> select_defects(const std::vector<std::string>& patterns);

// Adds one run to what is known about a defect.
void add_run(const reports::RunResult& result, DefectProof& proof);

// Throws UsageError for a pattern that names no defect; a fault of the harness stands in the proof.
[[nodiscard]] Proof prove(const ProveOptions& options, const ProveWatcher& watcher);

// The document that machines read; its JSON Schema is reports/proof.schema.json.
[[nodiscard]] std::string write_proof(const Proof& proof);

}  // namespace wbemcheck::runner
