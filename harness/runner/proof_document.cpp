#include <nlohmann/json.hpp>

#include "harness/runner/prove.h"
#include "harness/version.h"

namespace wbemcheck::runner {
namespace {

using nlohmann::ordered_json;

ordered_json counts_json(const std::map<std::string, unsigned>& counts) {
    ordered_json object = ordered_json::object();
    for (const auto& [clause, runs] : counts) object[clause] = runs;
    return object;
}

ordered_json keys_json(const std::map<std::string, unsigned>& counts) {
    ordered_json array = ordered_json::array();
    for (const auto& [clause, runs] : counts) array.push_back(clause);
    return array;
}

ordered_json defect_json(const DefectProof& proof) {
    ordered_json examples = ordered_json::object();
    for (const auto& [clause, example] : proof.examples) examples[clause] = example;
    return {
        {"id", proof.id},
        {"description", proof.description},
        {"breaks", proof.breaks},
        {"caught", proof.is_caught()},
        {"runs", proof.runs},
        {"caughtRuns", proof.caught_runs},
        {"caughtBy", keys_json(proof.caught_by)},
        {"undeclared", keys_json(proof.undeclared)},
        {"runsPerClause", counts_json(proof.caught_by)},
        {"undeclaredRunsPerClause", counts_json(proof.undeclared)},
        {"examples", examples},
        {"scenarios", proof.scenarios},
        {"seconds", proof.seconds},
        {"fault", proof.fault},
        {"rerun", proof.rerun},
    };
}

}  // namespace

std::string write_proof(const Proof& proof) {
    ordered_json defects = ordered_json::array();
    std::size_t caught = 0;
    for (const DefectProof& defect : proof.defects) {
        defects.push_back(defect_json(defect));
        if (defect.is_caught()) ++caught;
    }
    const ordered_json document = {
        {"schema", "wbemcheck-proof"},
        {"schemaVersion", 1},
        {"toolVersion", kVersion},
        {"catalogueHash", proof.baseline.catalogue_hash},
        {"holds", proof.holds()},
        {"repeat", proof.repeat},
        {"seed", proof.seed},
        {"full", proof.full},
        {"wallSeconds", proof.seconds},
        {"baseline",
         {{"verdict", reports::name_of(proof.baseline.verdict)},
          {"scenarios", proof.baseline.scenarios.size()},
          {"findings", proof.baseline.findings.size()}}},
        {"defects", defects},
        {"totals", {{"defects", proof.defects.size()}, {"caught", caught}}},
        {"footer", {{"complete", true}, {"defects", proof.defects.size()}}},
    };
    return document.dump(2, ' ', false, ordered_json::error_handler_t::replace) + "\n";
}

}  // namespace wbemcheck::runner
