// Steps that several families have in common.
#pragma once

#include <string>
#include <string_view>

#include "scenarios/material.h"
#include "scenarios/scenario.h"

namespace wbemcheck::scenarios {

// Plays one operation from its start to its final status, and measures it against the synchronous method: the same
// objects, the same result, the same string. Objects that change by themselves between two synchronous calls are no
// measure, and the trace says so.
void play_measured(stage::Stage& stage, const subject::Vocabulary& vocabulary, trace::Method method, Outcome outcome,
                   stage::SinkPlan plan, LONG flags = 0);

// Notes what the synchronous method gives for an operation that was started with these arguments and has ended.
void measure(stage::Stage& stage, const subject::Vocabulary& vocabulary, const stage::CallArguments& arguments,
             Outcome outcome, std::uint32_t call);

// Whether calling the method twice with the same arguments gives the same outcome twice.
[[nodiscard]] bool is_repeatable(trace::Method method) noexcept;

// "lifecycle/ExecQueryAsync/<rest>".
[[nodiscard]] std::string scenario_id(std::string_view family, trace::Method method, std::string_view rest);

// A scenario about one method with one outcome; what it lacks follows from both.
[[nodiscard]] Scenario make_scenario(
    std::string_view family, trace::Method method, std::string_view rest, std::string description, Outcome outcome,
    std::function<void(stage::Stage&, const subject::Vocabulary&, trace::Method, Outcome)> play);

}  // namespace wbemcheck::scenarios
