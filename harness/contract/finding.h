// What a judge says about one trace.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "harness/contract/clause.h"
#include "harness/contract/coverage.h"
#include "harness/trace/event.h"

namespace wbemcheck::contract {

// How clauses are graded that only the wire protocol document (MS-WMI) makes a MUST.
enum class Profile {
    kDocumented,  // the default: a breach of such a clause is a warning
    kWire,        // a breach is a violation
};

enum class Grade {
    kObserved,      // the documents leave it open: which reading the subject follows
    kInconclusive,  // the situation arose, but nothing can be said
    kWarning,
    kViolation,
};

struct Witness {
    std::uint64_t index = 0;     // position in the merged trace
    double milliseconds = 0;     // since the first event of the trace
    std::uint32_t thread = 0;
    std::string text;
    bool is_breach = false;
};

struct Finding {
    std::string_view clause;     // points into the catalogue
    Grade grade = Grade::kViolation;
    std::string operation;       // "ExecQueryAsync #3", empty when none is concerned
    std::string expected;
    std::string actual;
    std::string reading;         // "X-2" for kObserved
    std::vector<Witness> witness;
    std::vector<std::string> stack;  // that the worker died with, where it did and it is known; the innermost frame first
};

struct ClauseTally {
    std::string_view clause;
    std::uint64_t opportunities = 0;
};

struct Judgement {
    std::vector<Finding> findings;     // in the order in which they came up
    std::vector<ClauseTally> tallies;  // clauses with at least one opportunity, in catalogue order
    std::vector<CellTally> cells;      // of the coverage map: those that the trace fills
    std::string scenario;              // from the trace's first mark
    bool scenario_ended = false;       // on its own
    std::string situation_missing;     // why the situation did not arise; empty when it did
    std::string not_applicable;        // why the scenario does not apply; empty when it does
    std::int32_t not_applicable_result = 0;
    std::string harness_fault;         // what went wrong on our side
    trace::Ending ending = trace::Ending::kNormal;  // of the worker, as its parent noted
    std::string ending_note;           // "SIGSEGV", for an ending that is not normal
    std::uint64_t events = 0;
    double milliseconds = 0;           // from the first event to the last
};

}  // namespace wbemcheck::contract
