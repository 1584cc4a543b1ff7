// Operations that run their course: with no, one and many objects, failing before and after they were accepted, on a
// sink that starts at 0 and on one that starts at 1 (REF-8).
#include <fmt/format.h>

#include "scenarios/play.h"

namespace wbemcheck::scenarios {
namespace {

using stage::CallArguments;
using stage::Stage;
using subject::Vocabulary;
using trace::Method;

// A bit in neither document's list of flags: refused before the operation starts.
constexpr LONG kUnknownFlag = 0x00400000;

std::string count_word(LONG count) { return fmt::format("count-{}", count); }

void add_completing(std::vector<Scenario>& scenarios, Method method, Outcome outcome, LONG count) {
    scenarios.push_back(make_scenario(
        "lifecycle", method, fmt::format("completes-with-{}/{}", name_of(outcome), count_word(count)),
        fmt::format("Runs {} to its end with {} objects, on a sink whose count starts at {}, and compares it with the "
                    "synchronous method.",
                    trace::name_of(method), name_of(outcome), count),
        outcome, [count](Stage& stage, const Vocabulary& vocabulary, Method called, Outcome wanted) {
            stage::SinkPlan plan;
            plan.initial_count = count;
            plan.retains_objects = count != 0;
            play_measured(stage, vocabulary, called, wanted, std::move(plan));
        }));
}

void add_failing(std::vector<Scenario>& scenarios, Method method, LONG count) {
    scenarios.push_back(make_scenario(
        "lifecycle", method, "fails-after-acceptance/" + count_word(count),
        fmt::format("Calls {} with well-formed arguments that cannot succeed, on a sink whose count starts at {}.",
                    trace::name_of(method), count),
        Outcome::kFails, [count](Stage& stage, const Vocabulary& vocabulary, Method called, Outcome wanted) {
            stage::SinkPlan plan;
            plan.initial_count = count;
            play_measured(stage, vocabulary, called, wanted, std::move(plan));
        }));
}

// Takes away an argument that the method must have; where every argument may be NULL, sets an unknown flag.
std::string spoil(CallArguments& arguments) {
    switch (arguments.method) {
        case Method::kPutClassAsync:
        case Method::kPutInstanceAsync: arguments.object.reset(); return "object NULL";
        case Method::kDeleteClassAsync:
        case Method::kDeleteInstanceAsync:
        case Method::kCreateInstanceEnumAsync:
        case Method::kExecMethodAsync: arguments.path.clear(); return "path NULL";
        case Method::kExecQueryAsync:
        case Method::kExecNotificationQueryAsync: arguments.query.clear(); return "query NULL";
        default: arguments.flags |= kUnknownFlag; return "unknown flag";
    }
}

void add_refused(std::vector<Scenario>& scenarios, Method method, LONG count) {
    const Outcome outcome = method == Method::kExecNotificationQueryAsync ? Outcome::kNone : richest_outcome(method);
    scenarios.push_back(make_scenario(
        "lifecycle", method, "fails-before-acceptance/" + count_word(count),
        fmt::format("Calls {} with an argument that no service can accept, on a sink whose count starts at {}.",
                    trace::name_of(method), count),
        outcome, [count](Stage& stage, const Vocabulary& vocabulary, Method called, Outcome wanted) {
            CallArguments arguments = make_arguments(stage, vocabulary, called, wanted);
            const std::string wrong = spoil(arguments);
            stage::SinkPlan plan;
            plan.initial_count = count;
            stage::StagedSink& sink = stage.make_sink(std::move(plan));
            if (stage.start(arguments, sink, wrong).accepted()) {
                Stage::stop(fmt::format("{} was accepted with {}", trace::name_of(called), wrong));
            }
        }));
}

}  // namespace

void add_lifecycle_scenarios(std::vector<Scenario>& scenarios) {
    for (const Method method : finite_methods()) {
        for (const LONG count : {1, 0}) {
            for (const Outcome outcome : {Outcome::kNone, Outcome::kOne, Outcome::kMany}) {
                if (can_have(method, outcome)) add_completing(scenarios, method, outcome, count);
            }
            add_failing(scenarios, method, count);
            add_refused(scenarios, method, count);
        }
    }
    for (const LONG count : {1, 0}) add_refused(scenarios, Method::kExecNotificationQueryAsync, count);
}

}  // namespace wbemcheck::scenarios
