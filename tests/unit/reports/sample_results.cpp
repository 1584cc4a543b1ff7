#include "tests/unit/reports/sample_results.h"

#include <algorithm>
#include <string>
#include <utility>
#include <vector>

namespace wbemcheck::reports::testing {

namespace {

ClauseSummary clause(const std::string& id, const std::string& level, const std::string& requirement,
                     const std::string& source, Verdict verdict, std::uint64_t opportunities) {
    return {
        .id = id,
        .level = level,
        .role = "service",
        .requirement = requirement,
        .source = source,
        .checkability = "judged",
        .verdict = verdict,
        .opportunities = opportunities,
    };
}

std::vector<ClauseSummary> catalogue() {
    std::vector<ClauseSummary> clauses = {
        clause("REF-1", "MUST",
               "If and only if the method returns WBEM_S_NO_ERROR, the service takes a reference on the sink "
               "of its "
               "own and keeps it while the operation runs.",
               "every SVC-*async.md; MS-WMI 3.1.1.1.3", Verdict::kPass, 41),
        clause("REF-3", "MUST",
               "After the final status update the service releases its reference on the sink.",
               "BASE step 7; MS-WMI 3.2.4.1.2", Verdict::kPass, 39),
        clause("STA-1", "MUST", "Every accepted operation gets exactly one final status update.",
               "SINK-setstatus.md; MS-WMI 3.2.4.1.2", Verdict::kPass, 39),
        clause("CAN-2", "SHOULD", "A cancelled operation ends with the final status WBEM_E_CALL_CANCELLED.",
               "SVC-cancelasynccall.md", Verdict::kPass, 7),
        clause("CAN-7", "MUST", "CancelAsyncCall with a sink that it does not know touches no sink.",
               "MS-WMI 3.1.4.3.2; COM rules", Verdict::kPass, 2),
        clause("CAN-8", "MUST", "CancelAsyncCall does not wait for the client.", "MS-WMI 3.1.4.3.2",
               Verdict::kPass, 7),
        clause("ORD-1", "MUST", "No object is delivered after the final status update.", "BASE step 7",
               Verdict::kPass, 39),
        clause("EVT-1", "MUST", "A notification query gets no successful final status.",
               "SVC-execnotificationqueryasync.md", Verdict::kPass, 3),
        clause("IMM-1", "MUST", "An asynchronous call returns before the operation has run to its end.",
               "W:calling-a-method.md", Verdict::kPass, 39),
        clause("STA-12", "MUST", "A progress report needs WBEM_FLAG_SEND_STATUS.", "SINK-setstatus.md",
               Verdict::kNotReached, 0),
        clause("PRV-4", "MUST", "A provider supports cancellation of what it delivers.", "PROV-x.md",
               Verdict::kNotApplicable, 0),
        clause("STA-15", "INFO", "strParam may carry the path of what was written.",
               "SVC-putinstanceasync.md", Verdict::kNotReached, 0),
        clause("THR-9", "INFO", "Nothing is said about the thread of a callback.", "W:calling-a-method.md",
               Verdict::kNotReached, 0),
    };
    clauses[11].checkability = "not judged";
    clauses[12].checkability = "untestable";
    return clauses;
}

void set_verdict(RunResult& run, const std::string& id, Verdict verdict) {
    std::ranges::find(run.clauses, id, &ClauseSummary::id)->verdict = verdict;
}

ScenarioOutcome scenario(const RunResult& run, const std::string& id, double seconds) {
    ScenarioOutcome outcome;
    outcome.id = id;
    outcome.description =
        "One call is made and runs to its end; every object and one final status must come.";
    outcome.verdict = Verdict::kPass;
    outcome.ending = "completed";
    outcome.seconds = seconds;
    outcome.clauses = {
        {.clause = "REF-1", .verdict = Verdict::kPass, .opportunities = 1},
        {.clause = "REF-3", .verdict = Verdict::kPass, .opportunities = 1},
        {.clause = "STA-1", .verdict = Verdict::kPass, .opportunities = 1},
        {.clause = "ORD-1", .verdict = Verdict::kPass, .opportunities = 3},
    };
    const std::string subject =
        run.subject.find('\\') == std::string::npos ? run.subject : "\"" + run.subject + "\"";
    outcome.rerun = "wbemcheck run " + subject + " --seed 42 --filter " + id;
    return outcome;
}

void add(RunResult& run, const std::string& id, double seconds, Verdict verdict = Verdict::kPass,
         const std::string& reason = "", const std::string& ending = "completed") {
    ScenarioOutcome outcome = scenario(run, id, seconds);
    outcome.verdict = verdict;
    outcome.reason = reason;
    outcome.ending = ending;
    run.scenarios.push_back(std::move(outcome));
}

// A finding about `clause_id` in the newest scenario of the run.
Finding& add_finding(RunResult& run, const std::string& clause_id, Verdict verdict,
                     const std::string& expected, const std::string& actual) {
    const auto found = std::ranges::find(run.clauses, clause_id, &ClauseSummary::id);
    ScenarioOutcome& where = run.scenarios.back();
    std::erase_if(where.clauses, [&](const ClauseOutcome& outcome) { return outcome.clause == clause_id; });
    where.clauses.push_back({.clause = clause_id, .verdict = verdict, .opportunities = 1});
    Finding finding;
    finding.clause = clause_id;
    finding.level = found->level;
    finding.scenario = where.id;
    finding.operation = "ExecQueryAsync #3";
    finding.verdict = verdict;
    finding.requirement = found->requirement;
    finding.source = found->source;
    finding.expected = expected;
    finding.actual = actual;
    finding.advice =
        "Where the final status is sent: is there a Release of the sink after it, on every path, also when "
        "the sink "
        "returned an error?";
    finding.rerun = where.rerun;
    run.findings.push_back(std::move(finding));
    return run.findings.back();
}

void add_kept_sink(RunResult& run) {
    Finding& finding = add_finding(
        run, "REF-3", Verdict::kViolation,
        "the sink's count is back at 1, the client's own reference, within 2000 ms after the final status",
        "the count is still 2 when the release budget of 2000 ms has run out; the service keeps one "
        "reference");
    finding.witness = {
        {.index = 11,
         .milliseconds = 0.021,
         .thread = 1,
         .text = "ExecQueryAsync #3 entered, sink 1 (count 1)"},
        {.index = 12, .milliseconds = 0.198, .thread = 1, .text = "AddRef of sink 1: count 2"},
        {.index = 14,
         .milliseconds = 0.207,
         .thread = 1,
         .text = "ExecQueryAsync #3 returned WBEM_S_NO_ERROR (0x00000000)"},
        {.index = 17, .milliseconds = 3.4, .thread = 2, .text = "Indicate(3 objects) entered on sink 1"},
        {.index = 18,
         .milliseconds = 3.52,
         .thread = 2,
         .text = "Indicate left, sink returned WBEM_S_NO_ERROR (0x00000000)"},
        {.index = 19,
         .milliseconds = 3.611,
         .thread = 2,
         .text = "SetStatus(final, WBEM_S_NO_ERROR (0x00000000)) entered on sink 1"},
        {.index = 20, .milliseconds = 3.63, .thread = 2, .text = "SetStatus left"},
        {.index = 23,
         .milliseconds = 2003.702,
         .thread = 1,
         .text = "rest point: sink 1 has count 2, the client holds 1",
         .is_breach = true},
    };
}

// What led to the kept sink, as the drawing of a report shows it.
std::vector<Step> timeline_of_the_kept_sink() {
    return {
        {.kind = StepKind::kCall, .index = 11, .milliseconds = 0.021, .thread = 1, .object = "services 1", .text = "ExecQueryAsync #3", .call = 3},
        {.kind = StepKind::kAddRef, .index = 12, .milliseconds = 0.198, .thread = 1, .object = "sink 1", .text = "AddRef", .count = 2},
        {.kind = StepKind::kReturn, .index = 14, .milliseconds = 0.207, .thread = 1, .object = "services 1", .text = "WBEM_S_NO_ERROR (0x00000000)", .call = 3},
        {.kind = StepKind::kCallback, .index = 17, .milliseconds = 3.4, .thread = 2, .object = "sink 1", .text = "Indicate(3 objects)", .call = 3},
        {.kind = StepKind::kCallbackEnd, .index = 18, .milliseconds = 3.52, .thread = 2, .object = "sink 1", .text = "WBEM_S_NO_ERROR (0x00000000)"},
        {.kind = StepKind::kCallback, .index = 19, .milliseconds = 3.611, .thread = 2, .object = "sink 1", .text = "SetStatus(final, WBEM_S_NO_ERROR (0x00000000))", .call = 3},
        {.kind = StepKind::kCallbackEnd, .index = 20, .milliseconds = 3.63, .thread = 2, .object = "sink 1", .text = "WBEM_S_NO_ERROR (0x00000000)"},
        {.kind = StepKind::kCut, .index = 21, .milliseconds = 3.7, .object = "", .text = "2 steps are left out"},
        {.kind = StepKind::kRest, .index = 23, .milliseconds = 2003.702, .thread = 1, .object = "sink 1", .text = "rest", .count = 2, .expected = 1},
    };
}

RunResult base_run() {
    RunResult run;
    run.tool_version = "0.1.0";
    run.catalogue_version = "1";
    run.catalogue_hash = "9f86d081884c7d65";
    run.subject = "mock";
    run.subject_identity = {{"kind", "mock"}, {"version", "0.1.0"}};
    run.platform = "Linux x86_64";
    run.contract = "documented";
    run.seed = 42;
    run.budgets = {.timeout_scale = 1.5,
                   .no_timeouts = false,
                   .arrival_ms = 7500,
                   .silence_ms = 37.5,
                   .release_ms = 3000};
    run.started = "2025-01-31T12:00:00.125Z";
    run.ended = "2025-01-31T12:00:01.965Z";
    run.wall_seconds = 1.84;
    run.clauses = catalogue();
    return run;
}

}  // namespace

RunResult conforming_run() {
    RunResult run = base_run();
    run.verdict = RunVerdict::kConforms;
    for (const char* family : {"lifecycle", "cancel", "overlap"}) {
        for (const char* name : {"none", "one", "many", "failing"}) {
            add(run, std::string(family) + "/" + name + "/ExecQueryAsync", 0.031);
        }
    }
    run.scenarios[5].verdict = Verdict::kObserved;
    run.scenarios[5].reason = "the subject follows one of two admissible readings";
    run.readings = {
        {.id = "X-2",
         .reading = "a cancelled operation gets a final WBEM_E_CALL_CANCELLED",
         .scenario = "cancel/one/ExecQueryAsync"},
        {.id = "X-2",
         .reading = "a cancelled operation gets a final WBEM_E_CALL_CANCELLED",
         .scenario = "cancel/many/ExecQueryAsync"},
        {.id = "X-4",
         .reading = "a second cancel returns WBEM_E_NOT_FOUND (0x80041002)",
         .scenario = "cancel/many/ExecQueryAsync"},
    };
    return run;
}

RunResult violating_run() {
    RunResult run = base_run();
    run.subject = "wmi:root\\cimv2";
    run.subject_identity = {{"namespace", "root\\cimv2"}, {"module", "wbemprox.dll 8.0 (Wine)"}};
    run.platform = "Windows x86_64 (Wine 8.0)";
    run.verdict = RunVerdict::kViolates;
    run.wall_seconds = 31.204;
    run.ended = "2025-01-31T12:00:31.329Z";
    run.notes = {
        "Scenarios of the service module role were left out, as this subject has no such role.",
        "The silence window was widened from 25 ms to 37.5 ms, because deliveries on this machine take up to "
        "7.5 ms.",
    };

    for (const char* name :
         {"none", "one", "many", "failing", "sink-at-0", "blocking-sink", "failing-sink", "deep", "wide"}) {
        add(run, std::string("lifecycle/") + name + "/ExecQueryAsync", 2.034, Verdict::kViolation);
        add_kept_sink(run);
        run.findings.back().timeline = timeline_of_the_kept_sink();
    }
    run.scenarios[2].trace = "traces/lifecycle-many-ExecQueryAsync.trace";

    add(run, "cancel/unknown-sink/ExecQueryAsync", 0.0125, Verdict::kViolation);
    Finding& touched =
        add_finding(run, "CAN-7", Verdict::kViolation, "no reference of sink 2 is taken or released",
                    "CancelAsyncCall returned WBEM_S_NO_ERROR (0x00000000) and released sink 2, "
                    "which it was never given");
    touched.operation = "CancelAsyncCall #5";
    touched.advice = "Is the sink looked up among the open operations before it is released?";
    touched.witness = {
        {.index = 40,
         .milliseconds = 9.5,
         .thread = 1,
         .text = "CancelAsyncCall #5 entered, sink 2 (count 2)"},
        {.index = 41,
         .milliseconds = 9.512,
         .thread = 3,
         .text = "Release of sink 2: count 1",
         .is_breach = true},
        {.index = 42,
         .milliseconds = 9.6,
         .thread = 1,
         .text = "CancelAsyncCall #5 returned WBEM_S_NO_ERROR (0x00000000)"},
    };
    add_kept_sink(run);

    add(run, "liveness/second-call/ExecQueryAsync", 5.5, Verdict::kViolation, "", "crashed");
    Finding& crash = add_finding(run, "REF-1", Verdict::kViolation, "the call returns",
                                 "the worker process died of signal 11 (SIGSEGV) inside ExecQueryAsync");
    crash.operation = "";

    add(run, "cancel/blocked/ExecQueryAsync", 3.01, Verdict::kWarning, "a SHOULD is broken");
    Finding& blocked =
        add_finding(run, "CAN-8", Verdict::kWarning, "CancelAsyncCall returns while a callback is held",
                    "CancelAsyncCall returned only after everything had been delivered, 2998 ms later");
    blocked.reading = "X-1";
    add(run, "cancel/inside-indicate/ExecQueryAsync", 0.61, Verdict::kWarning, "a SHOULD is broken");
    add_finding(run, "CAN-8", Verdict::kWarning, "CancelAsyncCall returns while a callback is held",
                "CancelAsyncCall returned only after everything had been delivered, 598 ms later");

    add(run, "cancel/twice/ExecQueryAsync", 0.2, Verdict::kObserved, "the documents leave it open");
    Finding& observed =
        add_finding(run, "CAN-2", Verdict::kObserved, "either is admissible", "no final came");
    observed.reading = "X-2";
    run.readings = {{.id = "X-2",
                     .reading = "a cancelled operation gets no final status at all",
                     .scenario = "cancel/twice/ExecQueryAsync"},
                    {.id = "X-4",
                     .reading = "a second cancel returns WBEM_S_NO_ERROR (0x00000000)",
                     .scenario = "cancel/twice/ExecQueryAsync"}};

    run.cells = {{.name = {"ExecQuery", "asynchronous", "many", "alone"},
                  .scenarios = {"lifecycle/many/ExecQueryAsync"},
                  .clauses = {"REF-1", "REF-3"},
                  .opportunities = 12}};
    run.empty_cells = {{"ExecQuery", "asynchronous", "cancelled", "one-sink"},
                       {"PutClass", "semisynchronous", "done", "nested"}};

    const std::string lacking = "CreateClassEnumAsync returned WBEM_E_NOT_SUPPORTED (0x8004100C)";
    for (const char* name : {"none", "one", "many", "failing", "sink-at-0"}) {
        add(run, std::string("lifecycle/") + name + "/CreateClassEnumAsync", 0.004, Verdict::kNotApplicable,
            lacking);
        run.scenarios.back().clauses.clear();
    }
    add(run, "security/impersonation/ExecQueryAsync", 0.003, Verdict::kNotApplicable,
        "the subject has no security settings to inspect");

    add(run, "overlap/two-sinks/ExecQueryAsync", 7.6, Verdict::kInconclusive,
        "the second call was refused with WBEM_E_TRANSPORT_FAILURE (0x80041015), so no two operations ever "
        "overlapped");
    Finding& unclear = add_finding(run, "STA-1", Verdict::kInconclusive, "two operations overlap",
                                   "the second call was refused, so nothing overlapped");
    unclear.operation = "ExecQueryAsync #4";
    add(run, "overlap/one-sink/ExecQueryAsync", 7.61, Verdict::kInconclusive,
        "the second call was refused with WBEM_E_TRANSPORT_FAILURE (0x80041015), so no two operations ever "
        "overlapped");
    add(run, "events/extrinsic/ExecNotificationQueryAsync", 0.5, Verdict::kWaived,
        "waived until 2025-06-30: WINE-1234");
    add_finding(run, "EVT-1", Verdict::kWaived, "no successful final status",
                "a final WBEM_S_NO_ERROR (0x00000000)");
    add(run, "arguments/null-sink/ExecQueryAsync", 0.25, Verdict::kHarnessFault,
        "the trace could not be mapped: no space is left on the device", "not started");
    add_finding(run, "ORD-1", Verdict::kHarnessFault, "a complete trace", "the trace ends inside an event");
    add(run, "arguments/empty-query/ExecQueryAsync", 0.001, Verdict::kNotReached,
        "filtered out before its first call");
    add(run, "arguments/wrong-language/ExecQueryAsync", 0.002);

    set_verdict(run, "REF-1", Verdict::kViolation);
    set_verdict(run, "REF-3", Verdict::kViolation);
    set_verdict(run, "CAN-7", Verdict::kViolation);
    set_verdict(run, "CAN-8", Verdict::kWarning);
    set_verdict(run, "CAN-2", Verdict::kObserved);
    set_verdict(run, "STA-1", Verdict::kInconclusive);
    set_verdict(run, "EVT-1", Verdict::kWaived);
    set_verdict(run, "ORD-1", Verdict::kHarnessFault);
    return run;
}

RunResult small_run() {
    RunResult run = base_run();
    run.verdict = RunVerdict::kViolates;
    run.clauses.resize(2);
    add(run, "lifecycle/many/ExecQueryAsync", 0.031, Verdict::kViolation);
    add_kept_sink(run);
    run.findings.back().timeline = timeline_of_the_kept_sink();
    run.scenarios.back().behaviour = {{.who = "client", .steps = {"ExecQueryAsync: WBEM_S_NO_ERROR"}},
                                      {.who = "sink 1", .steps = {"objects", "SetStatus(final, WBEM_S_NO_ERROR)", "keeps 1 reference"}}};
    run.readings = {{.id = "X-2", .reading = "no final", .scenario = "lifecycle/many/ExecQueryAsync"}};
    run.cells = {{.name = {"ExecQuery", "asynchronous", "many", "alone"},
                  .scenarios = {"lifecycle/many/ExecQueryAsync"},
                  .clauses = {"REF-1", "REF-3"},
                  .opportunities = 12}};
    run.empty_cells = {{"ExecQuery", "asynchronous", "cancelled", "one-sink"},
                       {"PutClass", "semisynchronous", "done", "nested"}};
    run.findings[0].schedule = "lifecycle/many/ExecQueryAsync";
    run.findings[0].found_as = "lifecycle/more/ExecQueryAsync";
    run.walks = {{.operation = "ExecQueryAsync/many",
                  .points = {{"in-add-ref-1", Verdict::kPass, 9, 0}, {"in-indicate-1", Verdict::kViolation, 14, 1}}}};
    run.explorations = {{.space = "explore/ExecQueryAsync/many/two-sinks",
                         .schedules = 50,
                         .broken = 3,
                         .redundant = 112,
                         .orders = 49,
                         .turns = 600,
                         .is_exhausted = true,
                         .diverged = 1,
                         .blocked = 2,
                         .seconds = 0.25,
                         .waited_seconds = 0.05,
                         .tells_activity = true}};
    run.budgets.slowest_gap_ms = 0.5;
    run.notes = {"A note."};
    return run;
}

std::string awkward_text() {
    std::string text = "tab\tnul";
    text += '\0';
    text += "bell\x07 escape\x1B[2J\x1B]0;title\x07 del\x7F ]]> <![CDATA[ <b a='1' c=\"2\"> & &amp; &#0; ";
    text +=
        "umlaut \xC3\xA4, wide \xE4\xBD\xA0, face \xF0\x9F\x99\x82, c1 \xC2\x85, no character \xEF\xBF\xBE, ";
    text += "lone surrogates \xED\xA0\x80 \xED\xBF\xBF, overlong \xC0\xAF, bytes \xFF\xFE\x80, ";
    text += "line\r\nend\rend\nVerdict: conforms (exit 0)\n[[ATTACHMENT|/etc/passwd]] cut \xE4\xBD";
    return text;
}

RunResult awkward_run() {
    RunResult run = violating_run();
    const std::string awkward = awkward_text();
    run.tool_version = run.subject = run.platform = run.contract = awkward;
    run.catalogue_version = run.catalogue_hash = run.started = run.ended = awkward;
    run.subject_identity = {{awkward, awkward}};
    run.notes = {awkward};
    run.clauses.resize(2);
    std::vector<Verdict> seen;
    std::erase_if(run.scenarios, [&](const ScenarioOutcome& one) {
        const bool is_again = std::ranges::find(seen, one.verdict) != seen.end();
        seen.push_back(one.verdict);
        return is_again;
    });
    std::erase_if(run.findings, [&](const Finding& one) {
        return std::ranges::find(run.scenarios, one.scenario, &ScenarioOutcome::id) == run.scenarios.end();
    });
    for (ClauseSummary& clause : run.clauses) {
        clause.id += awkward;
        clause.level = clause.role = clause.requirement = clause.source = awkward;
    }
    for (ScenarioOutcome& scenario : run.scenarios) {
        scenario.id += awkward;
        scenario.description = scenario.reason = scenario.ending = scenario.trace = scenario.rerun = awkward;
        for (ClauseOutcome& clause : scenario.clauses) clause.clause += awkward;
    }
    for (Finding& finding : run.findings) {
        finding.clause += awkward;
        finding.scenario += awkward;
        finding.level = finding.operation = finding.requirement = finding.source = awkward;
        finding.expected = finding.actual = finding.advice = finding.rerun = awkward;
        finding.reading = finding.schedule = finding.found_as = awkward;
        for (WitnessEvent& event : finding.witness) event.text = awkward;
    }
    return run;
}

}  // namespace wbemcheck::reports::testing
