#include "harness/runner/proof_plan.h"

#include <map>
#include <utility>

#include <fmt/format.h>

#include "harness/contract/clause.h"

namespace wbemcheck::runner {
namespace {

// A hang or a final status that does not come costs a whole budget; this makes it a second or two.
constexpr double kImpatient = 0.2;

// Enough schedules to exhaust the spaces of the mock.
constexpr std::uint64_t kEverySchedule = 100000;

Selection walk(std::string_view action, bool needs_wire_contract = false) {
    Selection selection;
    selection.filters = {fmt::format("walk/ExecQueryAsync/*/{}/*", action),
                         fmt::format("walk/CreateInstanceEnumAsync/*/{}/*", action)};
    selection.play = Play::kWalk;
    selection.needs_wire_contract = needs_wire_contract;
    return selection;
}

Selection explore(std::string_view space) {
    Selection selection;
    selection.filters = {fmt::format("explore/ExecQueryAsync/*/{}", space)};
    selection.play = Play::kExploration;
    return selection;
}

// What has no end is ended early.
Selection bounded(std::vector<std::string> filters) {
    Selection selection;
    selection.filters = std::move(filters);
    selection.limits = {.memory_mib = 512, .trace_mib = 1};
    return selection;
}

const std::map<std::string_view, Selection>& table() {
    static const std::map<std::string_view, Selection> selections = {
        {"reference-never-taken", {{"lifecycle/*", "cancel/*/client-released-first"}}},
        {"subscription-takes-no-reference", {{"events/*"}}},
        {"reference-taken-late", {{"lifecycle/ExecQueryAsync/*", "sinks/*/blocks-first-indicate", "events/*"}}},
        {"reference-leaked", {{"*/DeleteInstanceAsync/*"}, kImpatient}},
        {"reference-leaked-when-cancelled", {{"cancel/CreateInstanceEnumAsync/*"}, kImpatient}},
        {"reference-leaked-when-failed", {{"lifecycle/GetObjectAsync/*"}, kImpatient}},
        {"cancel-releases-stranger", {{"cancel/ExecQueryAsync/unknown-sink", "cancel/ExecQueryAsync/nothing-pending"}}},
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
        {"cancel-calls-stranger", {{"cancel/ExecQueryAsync/unknown-sink", "cancel/ExecQueryAsync/nothing-pending"}}},
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
        {"operation-eats-memory", bounded({"status/*"})},
        {"operation-never-stops-delivering", bounded({"status/*"})},
        {"failed-subscription-silent", {{"events/*class*"}, kImpatient}},
        {"failed-subscription-keeps-sink", {{"events/*class*"}, kImpatient}},
        {"failed-subscription-released-first", {{"events/*"}}},
        {"subscription-refuses-flag", {{"events/*"}}},
        {"subscription-fails-on-flag", {{"events/*"}}},
        {"unsecured-client-gets-final", {{"security/*"}}},
        {"unsecured-sink-kept", {{"security/*"}, kImpatient}},
        {"stub-takes-no-reference", {{"security/*"}}},
        {"stub-drops-sink-at-final", {{"security/*"}}},
        {"stub-leaks-sink", {{"security/*"}, kImpatient}},
        {"stub-refused-otherwise", {{"security/*"}}},
        {"stub-made-with-false", {{"security/*"}}},
        {"shared-sink-counted-once", {{"overlap/*"}}},
        {"shared-sink-released-at-first-final", {{"overlap/*"}}},
        {"return-value-fails-call", {{"status/*"}}},
        {"return-value-in-final", {{"status/*"}}},
        {"hang-in-delivery", {{"status/*"}, kImpatient}},
        {"leak-when-cancelled-in-third-indicate", {{"cancel/CreateInstanceEnumAsync/*"}, kImpatient}},
        {"leak-when-refused", {{"sinks/*"}, kImpatient}},
        {"leak-one-in-sixteen", {{"overlap/GetObjectAsync/many-*"}, kImpatient}},
        {"reference-kept-until-next-call", {{"lifecycle/ExecQueryAsync/*"}, kImpatient}},
        {"late-cancel-leaks", {{"cancel/*/after-final"}, kImpatient}},
        {"shared-sink-let-go-by-first-end", {{"overlap/*/one-sink"}}},
        {"reference-held-in-callbacks-only", {{"lifecycle/ExecQueryAsync/*"}}},
        {"reference-dropped-before-failure", {{"lifecycle/GetObjectAsync/*"}}},
        {"release-hits-another-sink", {{"overlap/*/distinct-sinks"}, kImpatient}},
        {"reference-released-twice-when-cancelled", {{"cancel/ExecQueryAsync/*"}}},
        {"reference-lent-to-indicate", {{"lifecycle/ExecQueryAsync/*"}}},
        {"reference-dropped-inside-final", {{"sinks/*/takes-its-time"}}},
        {"sink-counted-after-cancel", {{"cancel/*/inside-indicate"}}},
        {"second-reference-outlives-cancel", {{"events/*"}}},
        {"final-twice-when-failed", {{"lifecycle/*/fails-*"}}},
        {"self-cancel-ends-twice", {{"cancel/*/from-inside-indicate"}}},
        {"final-missing-without-result", {{"lifecycle/ExecQueryAsync/completes-with-*"}, kImpatient}},
        {"progress-late", {{"status/*"}}},
        {"final-echoes-flags", {{"status/*"}, kImpatient}},
        {"progress-echoes-flags", {{"status/*"}}},
        {"path-of-one-in-sixteen", {{"overlap/PutInstanceAsync/*"}}},
        {"cancel-beside-final-sends-another", {{"cancel/*/inside-final"}}},
        {"cancel-forgets-middle", {{"overlap/*/cancel-*"}}},
        {"cancelled-ends-with-operation-cancelled", {{"cancel/*"}}},
        {"cancelled-in-second-indicate-succeeds", {{"cancel/*/inside-*-indicate"}}},
        {"cancel-overlooked-between-batches", {{"cancel/ExecQueryAsync/between-indicates"}}},
        {"event-after-cancel", {{"events/*"}}},
        {"cancel-of-used-sink-ignored", {{"cancel/*/sink-used-before"}}},
        {"cancel-null-succeeds-when-pending", {{"cancel/ExecQueryAsync/null"}}},
        {"cancel-waits-for-other-callbacks", {{"cancel/ExecQueryAsync/unknown-sink"}}},
        {"progress-after-cancel", {{"cancel/*/inside-indicate"}}},
        {"indicates-overlap-briefly", {{"lifecycle/CreateInstanceEnumAsync/completes-*"}, 1, "objects=2000"}},
        {"progress-overlaps-indicate", {{"sinks/*/takes-its-time"}}},
        {"object-lost-in-ten-thousand", {{"lifecycle/CreateInstanceEnumAsync/completes-with-many/*"}, 1, "objects=10000"}},
        {"object-altered-in-a-thousand", {{"lifecycle/ExecQueryAsync/completes-with-many/*"}, 1, "objects=1000"}},
        {"array-shared-by-operations", {{"overlap/ExecQueryAsync/distinct-sinks"}}},
        {"indicate-empty-after-full-batch", {{"lifecycle/ExecQueryAsync/*"}, 1, "objects=6"}},
        {"later-refusal-ignored", {{"sinks/*"}}},
        {"events-coalesced", {{"events/*/blocks-indicate"}, kImpatient}},
        {"subscription-deaf-after-cancel", {{"events/*"}, kImpatient}},
        {"subscription-sends-progress-on-request", {{"events/*"}, 1, {}, true}},
        {"crash-after-cancel", {{"cancel/GetObjectAsync/*"}}},
        {"exit-in-delivery", {{"status/*"}}},
        {"throw-from-cancel", {{"cancel/ExecQueryAsync/*"}}},
        {"stall-after-false", {{"sinks/*"}, kImpatient}},
        {"indicate-on-calling-thread", {{"sinks/ExecQueryAsync/blocks-*"}}},
        {"second-call-accepted-with-false", {{"overlap/*/one-sink"}}},
        {"second-unknown", {{"identity/*"}}},
        {"unknown-changes", {{"identity/*"}}},
        {"interface-forgotten", {{"identity/*"}}},
        {"query-not-symmetric", {{"identity/*"}}},
        {"query-not-reflexive", {{"identity/*"}}},
        {"query-leaves-out-pointer", {{"identity/*"}}},
        {"query-fails-otherwise", {{"identity/*"}}},
        {"query-gives-everything", {{"identity/*"}}},
        {"getter-leaves-out-pointer", {{"identity/*"}}},
        {"count-not-atomic", {{"identity/*"}}},
        {"add-ref-without-effect", {{"identity/*"}}},
        {"getter-leaks-itself", {{"identity/*"}}},
        {"query-leaks-reference", {{"identity/*"}}},
        {"in-object-released", {{"identity/*"}}},
        {"in-object-changed", {{"identity/*"}}},
        {"in-parameters-released", {{"identity/*"}}},
        {"nested-call-locked-out", {{"sinks/*/calls-back"}, kImpatient}},
        {"nested-call-behind-callback", {{"sinks/*/calls-back"}, kImpatient}},
        {"nested-call-refused", {{"sinks/*/calls-back"}}},
        {"nested-query-short", {{"sinks/*/calls-back"}}},
        {"progress-refusal-ignored", {{"sinks/*"}}},
        {"progress-refusal-ends-with-failure", {{"sinks/*"}}},
        {"object-after-refused-progress", {{"sinks/*"}}},
        {"objects-die-with-services", {{"sinks/*/retains-objects"}}},
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
        {"unknown-flags-ignored", {{"arguments/*"}}},
        {"unknown-flag-without-effect", {{"arguments/*"}}},
        {"language-supplied", {{"arguments/*"}}},
        {"query-supplied", {{"arguments/*"}}},
        {"null-query-finds-nothing", {{"arguments/*"}}},
        {"query-cancel-untold", {{"events/*/provider-is-told"}, kImpatient}},
        {"query-cancel-of-another", {{"events/*/provider-is-told"}}},
        {"call-status-always-success", {{"semisynchronous/*"}}},
        {"call-status-forgotten", {{"semisynchronous/*"}}},
        {"result-object-empty", {{"semisynchronous/*"}}},
        {"result-string-empty", {{"semisynchronous/*"}}},
        {"infinite-wait-times-out", {{"semisynchronous/*"}}},
        {"zero-timeout-waits", {{"semisynchronous/*"}}},
        {"string-of-nothing", {{"semisynchronous/*"}}},
        {"string-of-nothing-fails", {{"semisynchronous/*"}}},
        {"next-false-with-all", {{"semisynchronous/*"}}},
        {"next-miscounts", {{"semisynchronous/*"}}},
        {"reset-loses-first", {{"semisynchronous/*"}}},
        {"forward-only-reset-succeeds", {{"semisynchronous/*"}}},
        {"forward-only-clones-itself", {{"semisynchronous/*"}}},
        {"skip-knows-no-end", {{"semisynchronous/*"}}},
        {"skip-goes-too-far", {{"semisynchronous/*"}}},
        {"clone-starts-over", {{"semisynchronous/*"}}},
        {"clone-moves-original", {{"semisynchronous/*"}}},
        {"enumerator-beside-error", {{"semisynchronous/*"}}},
        {"call-result-beside-error", {{"semisynchronous/*"}}},
        {"forward-only-supplied", {{"semisynchronous/*"}}},
        {"return-immediately-supplied", {{"semisynchronous/*"}}},
        {"request-short-with-success", {{"semisynchronous/*"}}},
        {"request-at-end-forgotten", {{"semisynchronous/*"}, kImpatient}},
        {"requests-side-by-side", {{"semisynchronous/*"}}},
        {"request-served-by-caller", {{"semisynchronous/*"}}},
        {"reset-moves-requests", {{"semisynchronous/*"}}},
        {"skip-moves-requests", {{"semisynchronous/*"}}},
        {"request-with-one-more", {{"semisynchronous/*"}}},
        {"request-final-twice", {{"semisynchronous/*"}}},
        {"request-takes-no-reference", {{"semisynchronous/*"}}},
        {"request-leaks-reference", {{"semisynchronous/*"}}},
        {"enumerator-outlives-client", {{"semisynchronous/*"}, kImpatient}},
        {"abandoned-request-leaks-reference", {{"semisynchronous/*"}, kImpatient}},
        {"request-without-sink-accepted", {{"semisynchronous/*"}}},
        {"empty-request-accepted", {{"semisynchronous/*"}}},
        {"null-namespace-opens-parent", {{"arguments/*"}}},
        {"absolute-namespace-opens-parent", {{"arguments/*"}}},
        {"namespace-forgives", {{"arguments/*"}}},
        {"forbidden-null-vanishes", {{"arguments/*"}}},
        {"disabled-method-succeeds", {{"arguments/*"}}},
        {"unimplemented-method-succeeds", {{"arguments/*"}}},
        {"malformed-query-finds-nothing", {{"arguments/*"}}},
        {"select-list-ignored", {{"arguments/*"}}},
        {"interval-supplied", {{"arguments/*"}}},
        {"aggregation-dropped", {{"arguments/*"}}},
        {"empty-class-not-delivered", {{"arguments/*"}}},
        {"missing-object-succeeds", {{"arguments/*"}}},
        {"missing-object-ends-with-false", {{"arguments/*"}}},
        {"unknown-superclass-has-no-classes", {{"arguments/*"}}},
        {"unknown-class-has-no-instances", {{"arguments/*"}}},
        {"instance-without-key-vanishes", {{"arguments/*"}}},
        {"instance-without-key-is-a-duplicate", {{"arguments/*"}}},
        {"leading-underscore-taken", {{"arguments/*"}}},
        {"orphan-taken", {{"arguments/*"}}},
        {"missing-class-deleted", {{"arguments/*"}}},
        {"missing-class-ends-with-false", {{"arguments/*"}}},
        {"missing-instance-deleted", {{"arguments/*"}}},
        {"method-without-inputs-succeeds", {{"arguments/*"}}},
        {"race-own-cancel-in-second-indicate-ends-twice", walk("cancel-on-own-thread")},
        {"race-own-cancel-in-second-indicate-answers-false", walk("cancel-on-own-thread")},
        {"race-own-cancel-in-final-releases", walk("cancel-on-own-thread")},
        {"race-second-cancel-releases", walk("cancel-twice")},
        {"race-second-cancel-keeps", walk("cancel-twice")},
        {"race-two-cancels-end-twice", walk("cancel-from-two-threads")},
        {"race-cancel-beside-acceptance-releases", walk("cancel-while-held")},
        {"race-cancel-beside-acceptance-ends-twice", walk("cancel-while-held")},
        {"race-own-cancel-in-acceptance-keeps", walk("cancel-on-own-thread")},
        {"race-own-cancel-in-release-releases", walk("cancel-on-own-thread")},
        {"race-own-cancel-in-release-ends-again", walk("cancel-on-own-thread")},
        {"race-cancel-elsewhere-beside-final-releases", walk("cancel-other")},
        {"race-cancel-elsewhere-beside-second-indicate-cancels-both", walk("cancel-other")},
        {"race-cancel-elsewhere-beside-acceptance-keeps", walk("cancel-other")},
        {"race-late-cancel-hits-neighbour", explore("two-sinks-and-cancel")},
        {"race-shared-cancel-beside-final-overlooks", explore("shared-sink-and-cancel")},
        {"race-shared-cancel-in-second-indicates-releases", explore("shared-sink-and-cancel")},
        {"race-disconnected-ignored", walk("answer-*", true)},
        {"race-disconnected-ends-twice", walk("answer-*")},
        {"race-out-of-memory-retried", walk("answer-*", true)},
        {"race-sudden-false-loses-rest", walk("answer-*")},
        {"race-disconnected-final-keeps", walk("answer-*")},
        {"race-services-release-in-second-indicate-releases", walk("release-services")},
        {"race-services-release-in-second-indicate-keeps", walk("release-services")},
        {"race-nested-query-in-second-indicate-fails", walk("nested-call")},
    };
    return selections;
}

}  // namespace

Selection selection_for(const mock::Defect& defect) {
    const auto entry = table().find(defect.id);
    return entry == table().end() ? Selection{{"lifecycle/*"}} : entry->second;
}

void apply(Play play, RunOptions& options) {
    options.walk = play == Play::kWalk;
    options.explore.reset();
    if (play == Play::kExploration) options.explore = ExplorationLimits{kEverySchedule, std::nullopt, 0};
}

std::string address_of(const mock::Defect& defect) {
    const std::string settings = selection_for(defect).settings;
    return fmt::format("mock?defect={}{}{}", defect.id, settings.empty() ? "" : "&", settings);
}

std::vector<std::string_view> defects_with_a_selection() {
    std::vector<std::string_view> ids;
    for (const auto& [id, selection] : table()) ids.push_back(id);
    return ids;
}

contract::Profile profile_for(const mock::Defect& defect) {
    const bool is_wire =
        contract::find_clause(defect.breaks.front())->is_wire || selection_for(defect).needs_wire_contract;
    return is_wire ? contract::Profile::kWire : contract::Profile::kDocumented;
}

}  // namespace wbemcheck::runner
