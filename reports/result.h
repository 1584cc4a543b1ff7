// The result model: what a run found, as plain data. Every report is rendered from it and from nothing else, at once
// or later from the stored document.
#pragma once

#include <array>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace wbemcheck::reports {

inline constexpr const char* kSchemaName = "wbemcheck-result";
inline constexpr int kSchemaVersion = 1;

// The verdict of a clause in a scenario. Order is severity: the worst one wins when several are joined.
enum class Verdict {
    kNotReached,     // no opportunity: never a pass
    kNotApplicable,
    kPass,
    kObserved,
    kWaived,
    kInconclusive,
    kWarning,
    kHarnessFault,
    kViolation,
};

inline constexpr std::array kAllVerdicts = {
    Verdict::kNotReached,   Verdict::kNotApplicable, Verdict::kPass,    Verdict::kObserved,  Verdict::kWaived,
    Verdict::kInconclusive, Verdict::kWarning,       Verdict::kHarnessFault, Verdict::kViolation,
};

enum class RunVerdict { kConforms, kViolates, kInconclusive, kFault };

inline constexpr std::array kAllRunVerdicts = {
    RunVerdict::kConforms,
    RunVerdict::kViolates,
    RunVerdict::kInconclusive,
    RunVerdict::kFault,
};

struct WitnessEvent {
    std::uint64_t index = 0;    // position in the merged trace
    double milliseconds = 0;    // since the begin of the scenario
    std::uint32_t thread = 0;   // dense number of the thread within the trace
    std::string text;           // one readable line, e.g. "Indicate(3 objects) entered on sink 1"
    bool is_breach = false;     // the event that broke the clause, as opposed to those that led to it

    bool operator==(const WitnessEvent&) const = default;
};

// What a step of a timeline is.
enum class StepKind {
    kCall,             // the client calls the subject
    kReturn,           // and the call returns
    kCallback,         // the subject calls the client's sink
    kCallbackEnd,      // and the sink returns
    kAddRef,           // by the subject
    kRelease,          // by the subject
    kClientReference,  // the client takes or gives back a reference of its own
    kRest,             // nothing is in progress: the count must be what the references that are still owed make it
    kNote,             // the harness says what it does
    kCut,              // steps that are not shown here; `text` says how many
};

inline constexpr std::array kAllStepKinds = {
    StepKind::kCall,   StepKind::kReturn,          StepKind::kCallback, StepKind::kCallbackEnd, StepKind::kAddRef,
    StepKind::kRelease, StepKind::kClientReference, StepKind::kRest,     StepKind::kNote,        StepKind::kCut,
};

// One step of what happened in a scenario, for drawings. Steps stand in the order of the trace.
struct Step {
    StepKind kind = StepKind::kNote;
    std::uint64_t index = 0;    // position in the merged trace; the witness of a finding names the same positions
    double milliseconds = 0;    // since the begin of the scenario
    std::uint32_t thread = 0;   // dense number of the thread within the trace
    std::string object;         // "sink 1", "services 1"; empty where none is concerned
    std::string text;           // "ExecQueryAsync #1", "Indicate(3 objects)"
    // kCall, kReturn: the number of the call; kCallback: of the asynchronous call that it answers; 0: cannot be told
    std::uint32_t call = 0;
    std::int64_t count = -1;    // references on the object afterwards, all holders; -1: not known here
    std::int64_t expected = -1; // kRest: how many there must be; -1: nothing is required

    bool operator==(const Step&) const = default;
};

struct Finding {
    std::string clause;
    std::string level;          // "MUST", "SHOULD" ...
    std::string scenario;
    std::string operation;      // e.g. "ExecQueryAsync #3", empty when none is concerned
    Verdict verdict = Verdict::kViolation;  // kViolation, kWarning, kObserved, kInconclusive, kWaived or kHarnessFault
    std::string requirement;    // the clause in a sentence
    std::string source;         // the documents it comes from
    std::string expected;
    std::string actual;
    std::string advice;         // what to check in the implementation
    std::vector<WitnessEvent> witness;
    std::vector<std::string> stack;  // the process died with it; the innermost frame first; empty where none is known
    std::vector<Step> timeline;  // what happened around the witness, for a drawing; empty where nothing was recorded
    std::string rerun;          // the exact command that runs this scenario alone
    std::string reading;        // id of the reading it is about (kObserved), else empty
    std::string schedule;       // what to replay: the smallest schedule that shows it; empty for what is no schedule
    std::string found_as;       // the schedule that showed it first, where a smaller one was made of it

    bool operator==(const Finding&) const = default;
};

// What one participant did or saw, in its order. Only what the subject decides and what is the same in every run of it: no
// times, no thread numbers, no counts of objects. Two implementations that behave alike have equal chains.
struct BehaviourChain {
    std::string who;            // "client", "sink 1"
    std::vector<std::string> steps;

    bool operator==(const BehaviourChain&) const = default;
};

struct ClauseOutcome {
    std::string clause;
    Verdict verdict = Verdict::kNotReached;
    std::uint64_t opportunities = 0;

    bool operator==(const ClauseOutcome&) const = default;
};

struct ScenarioOutcome {
    std::string id;
    std::string description;    // what is done and what must come of it, in one sentence
    Verdict verdict = Verdict::kNotReached;
    std::string reason;         // for everything that is neither pass nor violation: why, in words
    std::string ending;         // "completed", "crashed", "hung", "exited", "not started", "outgrew its memory",
                                // "flooded its trace"
    double seconds = 0;
    std::vector<ClauseOutcome> clauses;
    std::string trace;          // file name of its trace when one was kept, else empty
    std::string rerun;
    std::vector<BehaviourChain> behaviour;  // what the subject did, for a comparison with another one

    bool operator==(const ScenarioOutcome&) const = default;
};

struct ClauseSummary {
    std::string id;
    std::string level;
    std::string role;
    std::string requirement;
    std::string source;
    // "judged"; "other role": others owe it, such as clients, or providers where the subject is a service; "untestable"; "not judged"
    std::string checkability;
    Verdict verdict = Verdict::kNotReached;
    std::uint64_t opportunities = 0;

    bool operator==(const ClauseSummary&) const = default;
};

struct Reading {
    std::string id;             // "X-2"
    std::string reading;        // which one the subject follows
    std::string scenario;

    bool operator==(const Reading&) const = default;
};

// A situation of the contract: method x mode x outcome x threading.
struct CellName {
    std::string method;         // "ExecQuery"
    std::string mode;           // "asynchronous", "semisynchronous", "synchronous", "notification"
    std::string outcome;        // "many", "cancelled" ...
    std::string threading;      // "alone", "other-sinks", "one-sink", "nested", "held"

    bool operator==(const CellName&) const = default;
};

struct CoverageCell {
    CellName name;
    std::vector<std::string> scenarios;  // that made the situation
    std::vector<std::string> clauses;    // that could have been broken in it
    std::uint64_t opportunities = 0;     // to break them

    bool operator==(const CoverageCell&) const = default;
};

struct Budgets {
    double timeout_scale = 1;
    bool no_timeouts = false;
    double arrival_ms = 0;
    double silence_ms = 0;
    double release_ms = 0;
    double slowest_gap_ms = 0;  // the longest time between a call and its callback, or two callbacks, before the run

    bool operator==(const Budgets&) const = default;
};

// A point of the boundary in a walk, and how the actions that were placed there fared.
struct WalkPoint {
    std::string point;          // "in-indicate-2"
    Verdict verdict = Verdict::kNotReached;  // the worst of its placements
    std::uint64_t placements = 0;
    std::uint64_t open = 0;     // of which nothing could be said; the scenario with the placement says why

    bool operator==(const WalkPoint&) const = default;
};

// The walk of one operation: its points in the order in which an undisturbed run passed them.
struct Walk {
    std::string operation;      // "ExecQueryAsync/many"
    std::vector<WalkPoint> points;

    bool operator==(const Walk&) const = default;
};

// What came of putting the turns of one space into every order.
struct Exploration {
    std::string space;          // id of its scenario
    std::uint64_t schedules = 0;  // played and judged
    std::uint64_t broken = 0;     // of which broke a clause; after many of them a space is left
    std::uint64_t redundant = 0;  // begun and left: only orders that had been played were to come
    std::uint64_t orders = 0;     // distinct rows of events
    std::uint64_t turns = 0;
    bool is_exhausted = false;
    std::uint64_t diverged = 0;   // schedules in which the subject did something else after the same turns
    std::uint64_t blocked = 0;    // schedules in which a call waited for one that was held
    double seconds = 0;
    double waited_seconds = 0;    // of which nothing but silence was waited for
    bool tells_activity = false;  // the subject says when it is at rest

    bool operator==(const Exploration&) const = default;
};

struct RunResult {
    std::string tool_version;
    std::string catalogue_version;
    std::string catalogue_hash;
    std::string subject;                            // as given
    std::map<std::string, std::string> subject_identity;
    std::string platform;
    std::string contract;                           // "documented" or "wire"
    std::uint64_t seed = 0;
    Budgets budgets;
    std::string started;                            // ISO 8601, UTC
    std::string ended;
    double wall_seconds = 0;
    RunVerdict verdict = RunVerdict::kInconclusive;
    std::vector<ScenarioOutcome> scenarios;
    std::vector<ClauseSummary> clauses;
    std::vector<Finding> findings;
    std::vector<Reading> readings;
    std::vector<CoverageCell> cells;                // of the coverage map: those that something fell into
    std::vector<CellName> empty_cells;              // those that could be filled
    std::vector<Walk> walks;                        // of a run that walked
    std::vector<Exploration> explorations;          // of a run that explored
    std::vector<std::string> stale_waivers;         // why waivers do not hold, in sentences; with any of them the run fails
    std::vector<std::string> notes;                 // what a reader of the whole run should know, in sentences

    bool operator==(const RunResult&) const = default;
};

[[nodiscard]] const char* name_of(Verdict verdict) noexcept;
[[nodiscard]] const char* name_of(RunVerdict verdict) noexcept;
[[nodiscard]] const char* name_of(StepKind kind) noexcept;

// The way back from the names above; empty for a name that is none.
[[nodiscard]] std::optional<Verdict> find_verdict(std::string_view name) noexcept;
[[nodiscard]] std::optional<RunVerdict> find_run_verdict(std::string_view name) noexcept;
[[nodiscard]] std::optional<StepKind> find_step_kind(std::string_view name) noexcept;

// Which of several runs is the worst: the higher, the worse.
[[nodiscard]] int severity_of(RunVerdict verdict) noexcept;

// What the program returns to its caller for this verdict. An inconclusive run is a failure only when `strict`.
[[nodiscard]] int exit_code_of(RunVerdict verdict, bool strict) noexcept;

// The same for the whole run, which also fails when a waiver does not hold.
[[nodiscard]] int exit_code_of(const RunResult& result, bool strict) noexcept;

}  // namespace wbemcheck::reports
