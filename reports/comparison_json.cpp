#include "reports/comparison_json.h"

#include <vector>

#include "reports/json_layout.h"

namespace wbemcheck::reports {
namespace {

using nlohmann::ordered_json;

ordered_json clause_json(const ClauseChange& change) {
    return {
        {"clause", change.clause},          {"scenario", change.scenario}, {"before", name_of(change.before)},
        {"after", name_of(change.after)},   {"actual", change.actual},
    };
}

ordered_json scenario_json(const ScenarioChange& change) {
    return {
        {"scenario", change.scenario},
        {"before", name_of(change.before)},
        {"after", name_of(change.after)},
        {"reason", change.reason},
    };
}

ordered_json reading_json(const ReadingChange& change) {
    return {{"id", change.id}, {"before", change.before}, {"after", change.after}};
}

ordered_json parting_json(const Parting& parting) {
    ordered_json scenarios = ordered_json::array();
    for (const auto& [scenario, step] : parting.scenarios) scenarios.push_back({{"scenario", scenario}, {"step", step}});
    return {{"who", parting.who}, {"before", parting.before}, {"after", parting.after}, {"scenarios", std::move(scenarios)}};
}

ordered_json side_json(const RunResult& result) {
    return {
        {"subject", result.subject},   {"verdict", name_of(result.verdict)}, {"platform", result.platform},
        {"contract", result.contract}, {"started", result.started},          {"toolVersion", result.tool_version},
    };
}

}  // namespace

std::string write_comparison_json(const Comparison& comparison, const RunResult& base, const RunResult& now) {
    ordered_json document = {
        {"schema", "wbemcheck-comparison"},
        {"schemaVersion", 1},
        {"worse", comparison.is_worse()},
        {"headline", headline_of(comparison)},
        {"base", side_json(base)},
        {"new", side_json(now)},
        {"notes", comparison.notes},
    };
    document["newViolations"] = list_of(comparison.new_violations, clause_json);
    document["newWarnings"] = list_of(comparison.new_warnings, clause_json);
    document["silenced"] = list_of(comparison.silenced, scenario_json);
    document["missing"] = comparison.missing;
    document["unreached"] = comparison.unreached;
    document["fixed"] = list_of(comparison.fixed, clause_json);
    document["accepted"] = list_of(comparison.accepted, clause_json);
    document["unclear"] = list_of(comparison.unclear, clause_json);
    document["added"] = comparison.added;
    document["readings"] = list_of(comparison.readings, reading_json);
    document["stillBroken"] = comparison.still_broken;
    document["unchanged"] = comparison.unchanged;
    document["partings"] = list_of(comparison.partings, parting_json);
    document["alike"] = comparison.alike;
    document["incomparable"] = comparison.incomparable;
    return lay_out_json(document);
}

}  // namespace wbemcheck::reports
