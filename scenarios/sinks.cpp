// Sinks that block and sinks that answer something else than WBEM_S_NO_ERROR.
#include <fmt/format.h>

#include "scenarios/play.h"

namespace wbemcheck::scenarios {
namespace {

using stage::CallArguments;
using stage::Stage;
using stage::StagedSink;
using subject::Vocabulary;
using trace::Method;

// MS-WMI 3.1.4.2.1: what a sink answers on the wire to its first Indicate. No header has a name for it.
constexpr HRESULT kNewStyle = 0x400FF;

void play_held(Stage& stage, const Vocabulary& vocabulary, Method method, Outcome outcome,
               stage::Gate::Condition condition) {
    const CallArguments arguments = make_arguments(stage, vocabulary, method, outcome);
    stage::SinkPlan plan;
    plan.hold = std::move(condition);
    StagedSink& sink = stage.make_sink(std::move(plan));
    const stage::Started started = stage.start_while_held(stage.client(), arguments, sink);
    if (stage.await_final(sink)) measure(stage, vocabulary, arguments, outcome, started.call);
}

void blocks_first_indicate(Stage& stage, const Vocabulary& vocabulary, Method method, Outcome outcome) {
    play_held(stage, vocabulary, method, outcome, stage::at_first_indicate());
}

void blocks_final(Stage& stage, const Vocabulary& vocabulary, Method method, Outcome outcome) {
    play_held(stage, vocabulary, method, outcome, stage::at_final());
}

// Answers one kind of callback with a code of its own.
template <HRESULT Answer, Method Answered>
void answers(Stage& stage, const Vocabulary& vocabulary, Method method, Outcome outcome) {
    stage::SinkPlan plan;
    plan.answer = [](const probe::Callback& callback) -> HRESULT {
        return callback.method == Answered ? Answer : WBEM_S_NO_ERROR;
    };
    play_measured(stage, vocabulary, method, outcome, std::move(plan));
}

// Fails from its second Indicate on.
void fails_second_indicate(Stage& stage, const Vocabulary& vocabulary, Method method, Outcome outcome) {
    stage::SinkPlan plan;
    plan.answer = [](const probe::Callback& callback) -> HRESULT {
        return callback.method == Method::kIndicate && callback.ordinal > 1 ? WBEM_E_FAILED : WBEM_S_NO_ERROR;
    };
    play_measured(stage, vocabulary, method, outcome, std::move(plan));
}

// Takes a window of silence for its first Indicate and for its final status: what must not come meanwhile would come.
void takes_its_time(Stage& stage, const Vocabulary& vocabulary, Method method, Outcome outcome) {
    stage::SinkPlan plan;
    plan.answer = [&stage](const probe::Callback& callback) -> HRESULT {
        if (callback.is_final || (callback.method == Method::kIndicate && callback.ordinal == 1)) stage.be_silent();
        return WBEM_S_NO_ERROR;
    };
    play_measured(stage, vocabulary, method, outcome, std::move(plan), WBEM_FLAG_SEND_STATUS);
}

struct Situation {
    const char* rest;
    const char* description;
    void (*play)(Stage&, const Vocabulary&, Method, Outcome);
};

constexpr Situation kEverywhere[] = {
    {"blocks-final", "Holds the final status of {} and watches whether the call returns.", blocks_final},
    {"fails-final", "Answers the final status of {} with an error.", answers<WBEM_E_FAILED, Method::kSetStatus>},
};

constexpr Situation kWithObjects[] = {
    {"blocks-first-indicate", "Holds the first Indicate of {} and watches whether the call returns.",
     blocks_first_indicate},
    {"fails-indicate", "Answers the first Indicate of {} with an error.", answers<WBEM_E_FAILED, Method::kIndicate>},
    {"answers-false", "Answers every Indicate of {} with WBEM_S_FALSE.", answers<WBEM_S_FALSE, Method::kIndicate>},
    {"answers-new-style", "Answers every Indicate of {} with WBEM_S_NEW_STYLE.", answers<kNewStyle, Method::kIndicate>},
};

constexpr Situation kWithMany[] = {
    {"fails-second-indicate", "Answers every Indicate of {} but the first with an error.", fails_second_indicate},
    {"takes-its-time", "Takes a while for the first Indicate and the final status of {}, with WBEM_FLAG_SEND_STATUS.",
     takes_its_time},
};

}  // namespace

void add_sink_scenarios(std::vector<Scenario>& scenarios) {
    const auto add = [&](const Situation& situation, Method method) {
        scenarios.push_back(make_scenario("sinks", method, situation.rest,
                                          fmt::format(fmt::runtime(situation.description), trace::name_of(method)),
                                          richest_outcome(method), situation.play));
    };
    for (const Method method : finite_methods()) {
        for (const Situation& situation : kEverywhere) add(situation, method);
    }
    for (const Method method : delivering_methods()) {
        for (const Situation& situation : kWithObjects) add(situation, method);
    }
    for (const Method method : {Method::kCreateInstanceEnumAsync, Method::kExecQueryAsync}) {
        for (const Situation& situation : kWithMany) add(situation, method);
    }
}

}  // namespace wbemcheck::scenarios
