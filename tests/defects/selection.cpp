#include "tests/defects/selection.h"

#include <map>
#include <string_view>

namespace wbemcheck::defects {

namespace {

// A hang or a final status that does not come costs a whole budget; this makes it a second or two.
constexpr double kImpatient = 0.2;

const std::map<std::string_view, Selection>& table() {
    static const std::map<std::string_view, Selection> selections = {
        {"reference-never-taken", {{"lifecycle/*", "cancel/*/client-released-first"}}},
        {"subscription-takes-no-reference", {{"events/*"}}},
        {"reference-taken-late", {{"lifecycle/ExecQueryAsync/*", "sinks/*/blocks-first-indicate", "events/*"}}},
        {"reference-leaked", {{"*/DeleteInstanceAsync/*"}, kImpatient}},
        {"reference-leaked-when-cancelled", {{"cancel/CreateInstanceEnumAsync/*"}, kImpatient}},
        {"reference-leaked-when-failed", {{"lifecycle/GetObjectAsync/*"}, kImpatient}},
        {"cancel-releases-stranger", {{"cancel/ExecQueryAsync/*"}}},
        {"cancel-drops-reference-in-use", {{"cancel/*"}}},
        {"cancel-releases-later", {{"cancel/*/at-once", "events/*"}}},
        {"out-pointer-set-on-failure", {{"arguments/*"}}},
        {"out-pointer-missing", {{"arguments/*"}}},
        {"out-pointer-without-reference", {{"arguments/*"}}},
        {"final-missing", {{"status/*"}, kImpatient}},
        {"final-missing-on-failure", {{"lifecycle/GetObjectAsync/*"}, kImpatient}},
        {"second-operation-forgotten", {{"overlap/ExecQueryAsync/*"}, kImpatient}},
        {"final-twice", {{"*/DeleteClassAsync/*"}}},
        {"second-final-late", {{"*/PutInstanceAsync/*"}}},
        {"progress-after-final", {{"status/*"}}},
        {"final-with-other-flags", {{"status/*"}, kImpatient}},
        {"progress-with-another-bit", {{"status/*"}}},
        {"progress-with-unknown-flags", {{"status/*"}}},
        {"late-cancel-sends-final", {{"cancel/*/after-final", "cancel/*/twice"}}},
        {"cancel-forgets-newest", {{"overlap/*/cancel-*"}}},
        {"cancel-stops-oldest-only", {{"overlap/*/cancel-*"}}},
        {"cancel-hits-bystanders", {{"overlap/*/cancel-*", "events/*"}}},
        {"cancel-null-hits-all", {{"cancel/ExecQueryAsync/*"}}},
        {"cancelled-ends-with-failure", {{"cancel/*"}}},
        {"cancelled-ends-with-success", {{"*/ExecQueryAsync/*"}}},
        {"indicate-after-cancel", {{"*/CreateInstanceEnumAsync/*"}}},
        {"cancel-leaves-subscription", {{"events/*"}, kImpatient}},
        {"cancel-answers-false", {{"cancel/*", "overlap/*/cancel-*", "events/*"}}},
        {"cancel-refused", {{"cancel/ExecQueryAsync/*"}}},
        {"cancel-null-succeeds", {{"cancel/ExecQueryAsync/*"}}},
        {"cancel-unknown-succeeds", {{"cancel/ExecQueryAsync/*"}}},
        {"cancel-over-succeeds", {{"cancel/*"}}},
        {"cancel-calls-stranger", {{"cancel/ExecQueryAsync/*"}}},
        {"cancel-waits-for-callback", {{"cancel/ExecQueryAsync/*"}}},
        {"object-after-final", {{"*/ExecQueryAsync/*"}}},
        {"indicates-overlap", {{"*/CreateInstanceEnumAsync/*"}}},
        {"final-overlaps-indicate", {{"*/GetObjectAsync/*"}}},
        {"object-lost-beside-another", {{"overlap/ExecQueryAsync/*"}}},
        {"object-lost-after-false", {{"sinks/*"}}},
        {"second-call-refused", {{"overlap/ExecQueryAsync/*"}}},
        {"call-waits-for-final", {{"sinks/PutInstanceAsync/*"}}},
        {"call-waits-for-callback", {{"sinks/ExecMethodAsync/*"}}},
        {"null-sink-accepted", {{"arguments/*"}}},
        {"null-sink-accepted-by-subscription", {{"arguments/*"}}},
        {"query-text-freed", {{"arguments/*"}}},
        {"instance-over-released", {{"arguments/*"}}},
        {"null-path-refused", {{"arguments/*"}}},
        {"null-superclass-refused", {{"arguments/*"}}},
        {"query-refusal-hidden", {{"arguments/*"}}},
        {"put-class-refusal-hidden", {{"arguments/*"}}},
        {"put-instance-refusal-hidden", {{"arguments/*"}}},
        {"delete-instance-refusal-hidden", {{"arguments/*"}}},
        {"method-refusal-hidden", {{"arguments/*"}}},
        {"instance-enumeration-refusal-hidden", {{"arguments/*"}}},
        {"array-cleared-by-cancel", {{"cancel/*/from-inside-indicate"}}},
        {"refusal-ignored", {{"sinks/*"}}},
        {"refused-indicate-repeated", {{"sinks/*"}}},
        {"success-taken-for-refusal", {{"sinks/*"}}},
        {"new-style-taken-for-refusal", {{"sinks/*"}}},
        {"object-in-final-only", {{"status/*"}}},
        {"out-parameters-lost", {{"status/*"}}},
        {"event-lost", {{"events/*"}, kImpatient}},
        {"subscription-ends", {{"events/*"}}},
        {"subscription-failure-hidden", {{"events/*"}}},
        {"subscription-sends-progress", {{"events/*"}}},
        {"cancelled-subscription-succeeds", {{"events/*"}}},
        {"crash-in-call", {{"lifecycle/ExecQueryAsync/*", "lifecycle/GetObjectAsync/*"}}},
        {"crash-in-delivery", {{"status/*"}}},
        {"hang-in-call", {{"status/*"}, kImpatient}},
        {"hang-in-cancel", {{"cancel/ExecQueryAsync/*"}, kImpatient}},
        {"exit-in-call", {{"status/*"}}},
        {"throw-from-call", {{"status/*"}}},
        {"hang-in-delivery", {{"status/*"}, kImpatient}},
    };
    return selections;
}

}  // namespace

Selection selection_for(const mock::Defect& defect) {
    const auto entry = table().find(defect.id);
    return entry == table().end() ? Selection{{"lifecycle/*"}} : entry->second;
}

std::vector<std::string_view> defects_with_a_selection() {
    std::vector<std::string_view> ids;
    for (const auto& [id, selection] : table()) {
        ids.push_back(id);
    }
    return ids;
}

}  // namespace wbemcheck::defects
