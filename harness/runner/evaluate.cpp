#include "harness/runner/evaluate.h"

#include <algorithm>
#include <map>

#include <fmt/format.h>

#include "harness/com/hresult.h"
#include "harness/contract/judge.h"
#include "harness/runner/behaviour.h"
#include "harness/runner/plan.h"
#include "harness/runner/timeline.h"
#include "harness/trace/trace_reader.h"
#include "scenarios/explore.h"

namespace wbemcheck::runner {
namespace {

using contract::Clause;
using contract::Grade;
using reports::Verdict;

const char* ending_word(trace::Ending ending) noexcept {
    switch (ending) {
        case trace::Ending::kNormal: return "completed";
        case trace::Ending::kCrash: return "crashed";
        case trace::Ending::kHang: return "hung";
        case trace::Ending::kExit: return "exited";
        case trace::Ending::kNotStarted: return "not started";
        case trace::Ending::kMemory: return "outgrew its memory";
        case trace::Ending::kFlood: return "flooded its trace";
    }
    return "";
}

// Where the documents leave it open, reaching the situation is no pass: what was seen is recorded.
bool is_only_recorded(const Clause& clause) noexcept {
    return clause.level == contract::Level::kSilent || clause.checkability == contract::Checkability::kRecorded;
}

void add_findings(const contract::Judgement& judgement, const Origin& origin, Evaluation& evaluation) {
    for (const contract::Finding& found : judgement.findings) {
        if (!found.reading.empty()) {
            evaluation.readings.push_back({found.reading, found.actual, origin.scenario});
            continue;
        }
        const Clause& clause = *contract::find_clause(found.clause);
        reports::Finding finding;
        finding.clause = std::string(clause.id);
        finding.level = std::string(contract::name_of(clause.level));
        finding.scenario = origin.scenario;
        finding.operation = found.operation;
        finding.verdict = verdict_of(found.grade);
        finding.requirement = std::string(clause.requirement);
        finding.source = std::string(clause.source);
        finding.expected = found.expected;
        finding.actual = found.actual;
        finding.advice = std::string(clause.advice);
        for (const contract::Witness& witness : found.witness) {
            finding.witness.push_back(
                {witness.index, witness.milliseconds, witness.thread, witness.text, witness.is_breach});
        }
        finding.stack = found.stack;
        finding.rerun = origin.rerun;
        if (finding.verdict == Verdict::kViolation) finding.schedule = origin.schedule;
        evaluation.findings.push_back(std::move(finding));
    }
}

void add_clauses(const contract::Judgement& judgement, Evaluation& evaluation) {
    std::map<std::string_view, Verdict> worst;
    for (const contract::Finding& found : judgement.findings) {
        Verdict& verdict = worst.try_emplace(found.clause, Verdict::kObserved).first->second;
        verdict = std::max(verdict, verdict_of(found.grade));
    }
    std::map<std::string_view, std::uint64_t> opportunities;
    for (const contract::ClauseTally& tally : judgement.tallies) opportunities[tally.clause] = tally.opportunities;
    for (const Clause& clause : contract::catalogue()) {
        const auto found = worst.find(clause.id);
        const auto counted = opportunities.find(clause.id);
        if (found == worst.end() && counted == opportunities.end()) continue;
        reports::ClauseOutcome outcome;
        outcome.clause = std::string(clause.id);
        // A breach is an opportunity that was taken, also where no other one was counted.
        outcome.opportunities = counted == opportunities.end() ? 1 : counted->second;
        outcome.verdict = is_only_recorded(clause) ? Verdict::kObserved : Verdict::kPass;
        if (found != worst.end() && found->second > Verdict::kObserved) outcome.verdict = found->second;
        evaluation.outcome.clauses.push_back(std::move(outcome));
    }
}

void set_verdict(const contract::Judgement& judgement, Evaluation& evaluation) {
    reports::ScenarioOutcome& outcome = evaluation.outcome;
    Verdict worst = Verdict::kNotReached;
    bool has_pass = false;
    for (const reports::ClauseOutcome& clause : outcome.clauses) {
        worst = std::max(worst, clause.verdict);
        has_pass = has_pass || clause.verdict == Verdict::kPass;
    }
    outcome.verdict = worst == Verdict::kObserved && has_pass ? Verdict::kPass : worst;
    if (worst == Verdict::kViolation) {
        if (!judgement.situation_missing.empty()) outcome.reason = judgement.situation_missing;
        return;
    }
    if (!judgement.harness_fault.empty()) {
        outcome.verdict = Verdict::kHarnessFault;
        outcome.reason = judgement.harness_fault;
    } else if (judgement.ending != trace::Ending::kNormal) {
        // A worker that died without a violation: a warning or an inconclusive finding explains it, or something is
        // wrong here.
        if (worst < Verdict::kInconclusive) outcome.verdict = Verdict::kHarnessFault;
        outcome.reason = fmt::format("the worker {}: {}", ending_word(judgement.ending), judgement.ending_note);
    } else if (!judgement.scenario_ended) {
        outcome.verdict = Verdict::kHarnessFault;
        outcome.reason = "the trace ends before the scenario does";
    } else if (!judgement.not_applicable.empty()) {
        outcome.verdict = Verdict::kNotApplicable;
        outcome.reason = judgement.not_applicable;
    } else if (!judgement.situation_missing.empty()) {
        outcome.verdict = Verdict::kInconclusive;
        outcome.reason = "the situation did not arise: " + judgement.situation_missing;
    } else if (outcome.clauses.empty()) {
        outcome.verdict = Verdict::kInconclusive;
        outcome.reason = "nothing was there to be judged";
    }
}

Evaluation begin(const Origin& origin) {
    Evaluation evaluation;
    evaluation.outcome.id = origin.scenario;
    evaluation.outcome.description = origin.description;
    evaluation.outcome.rerun = origin.rerun;
    return evaluation;
}

// The trace of a space holds its first order; the others were judged in the worker.
void add_exploration(Exploration explored, Evaluation& evaluation) {
    reports::ScenarioOutcome& outcome = evaluation.outcome;
    const auto clause_outcome = [&](const std::string& clause) -> reports::ClauseOutcome& {
        const auto known = std::find_if(outcome.clauses.begin(), outcome.clauses.end(),
                                        [&](const reports::ClauseOutcome& one) { return one.clause == clause; });
        if (known != outcome.clauses.end()) return *known;
        outcome.clauses.push_back({clause, Verdict::kPass, 0});
        const Clause* const found = contract::find_clause(clause);
        if (found != nullptr && is_only_recorded(*found)) outcome.clauses.back().verdict = Verdict::kObserved;
        return outcome.clauses.back();
    };
    for (const auto& [clause, opportunities] : explored.opportunities) {
        clause_outcome(clause).opportunities = opportunities;
    }
    for (const FoundBreach& breach : explored.breaches) {
        reports::ClauseOutcome& clause = clause_outcome(breach.clause);
        clause.verdict = std::max(clause.verdict, breach.verdict);
        outcome.verdict = std::max(outcome.verdict, breach.verdict);
    }
    if (!explored.obstacle.empty() && outcome.verdict < Verdict::kInconclusive) {
        outcome.verdict = Verdict::kInconclusive;
        outcome.reason = explored.obstacle;
    }
    // What the first order shows is among what all of them show.
    std::erase_if(evaluation.findings, [&](const reports::Finding& finding) {
        return std::any_of(explored.breaches.begin(), explored.breaches.end(), [&](const FoundBreach& breach) {
            return breach.clause == finding.clause && breach.verdict == finding.verdict;
        });
    });
    evaluation.exploration = std::move(explored);
}

// A worker that died while it explored has left the schedule that it died of in the trace.
void name_deadly_schedule(const Played& played, Evaluation& evaluation) {
    const auto space = scenarios::parse_space(base_id(played.id));
    if (!space || played.ending == trace::Ending::kNormal) return;
    stage::Schedule turns;
    trace::TraceReader reader(played.trace);
    trace::Record record;
    while (reader.next(record)) {
        const bool is_turn = record.event.kind == trace::EventKind::kMark &&
                             static_cast<trace::MarkKind>(record.event.method) == trace::MarkKind::kTurnTaken;
        const auto turn = is_turn ? stage::parse_turn(record.text(trace::TextRole::kNote)) : std::nullopt;
        if (turn) turns.push_back(*turn);
    }
    if (turns.empty()) return;
    const std::string schedule = scenarios::id_of(scenarios::ExploredSchedule{space->call, turns});
    for (reports::Finding& finding : evaluation.findings) {
        if (finding.verdict != Verdict::kViolation) continue;
        finding.schedule = schedule;
    }
}

}  // namespace

Verdict verdict_of(Grade grade) noexcept {
    switch (grade) {
        case Grade::kObserved: return Verdict::kObserved;
        case Grade::kInconclusive: return Verdict::kInconclusive;
        case Grade::kWarning: return Verdict::kWarning;
        case Grade::kViolation: return Verdict::kViolation;
    }
    return Verdict::kHarnessFault;
}

Evaluation evaluate_trace(const std::filesystem::path& trace, const Origin& origin, contract::Profile profile) {
    Evaluation evaluation = begin(origin);
    contract::JudgeOptions judge;
    judge.profile = profile;
    judge.describe_result = [](std::int32_t result) { return com::describe_hresult(result); };
    contract::Judgement judgement = contract::judge_trace(trace, judge);
    evaluation.cells = std::move(judgement.cells);
    evaluation.outcome.ending = ending_word(judgement.ending);
    evaluation.outcome.seconds = judgement.milliseconds / 1000;
    evaluation.outcome.trace = trace.filename().string();
    evaluation.trace = trace;
    add_findings(judgement, origin, evaluation);
    add_timelines(trace, evaluation.findings);
    // Repetitions are there to show what is rare; what a subject does as a rule is in the first.
    if (origin.scenario == base_id(origin.scenario) || origin.scenario == base_id(origin.scenario) + "@1") {
        evaluation.outcome.behaviour = behaviour_in(trace);
    }
    add_clauses(judgement, evaluation);
    set_verdict(judgement, evaluation);
    return evaluation;
}

Evaluation evaluate(const Played& played, const Origin& planned) {
    Evaluation evaluation;
    std::string fault = played.fault;
    if (fault.empty()) {
        try {
            const Origin origin = read_origin(played.trace);
            evaluation = evaluate_trace(played.trace, origin, origin.run.profile);
            name_deadly_schedule(played, evaluation);
            if (!played.exploration.empty()) add_exploration(read_exploration(played.exploration), evaluation);
        } catch (const std::exception& error) {
            fault = error.what();
        }
    }
    if (!fault.empty()) {
        evaluation = begin(planned);
        evaluation.outcome.ending = ending_word(played.ending);
        evaluation.outcome.trace = played.trace.filename().string();
        evaluation.outcome.verdict = Verdict::kHarnessFault;
        evaluation.outcome.reason = fault;
    }
    evaluation.outcome.seconds = played.seconds;
    return evaluation;
}

Evaluation not_applicable(const Origin& planned, std::string reason) {
    Evaluation evaluation = begin(planned);
    evaluation.outcome.verdict = Verdict::kNotApplicable;
    evaluation.outcome.reason = std::move(reason);
    evaluation.outcome.ending = "not started";
    return evaluation;
}

}  // namespace wbemcheck::runner
