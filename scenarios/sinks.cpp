// Sinks that block and sinks that answer something else than WBEM_S_NO_ERROR.
#include <condition_variable>
#include <cstdint>
#include <memory>
#include <mutex>

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

// More callbacks than any operation of a scenario makes.
constexpr std::uint64_t kAllSteps = 1'000'000;

// Lets callbacks go on one by one.
class Steps {
public:
    void take() {
        std::unique_lock lock(mutex_);
        changed_.wait(lock, [this] { return allowed_ != 0; });
        --allowed_;
    }
    void allow(std::uint64_t count) {
        const std::lock_guard lock(mutex_);
        allowed_ += count;
        changed_.notify_all();
    }

private:
    std::mutex mutex_;
    std::condition_variable changed_;  // with mutex_
    std::uint64_t allowed_ = 0;        // guarded by mutex_
};

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

// Answers progress with a code of its own, and everything else as it should.
template <HRESULT Answer>
void answers_progress(Stage& stage, const Vocabulary& vocabulary, Method method, Outcome outcome) {
    stage::SinkPlan plan;
    plan.answer = [](const probe::Callback& callback) -> HRESULT {
        return callback.method == Method::kSetStatus && !callback.is_final ? Answer : WBEM_S_NO_ERROR;
    };
    play_measured(stage, vocabulary, method, outcome, std::move(plan), WBEM_FLAG_SEND_STATUS);
}

// Holds every callback until the scenario lets it go: the slowest sink that needs no clock.
void goes_step_by_step(Stage& stage, const Vocabulary& vocabulary, Method method, Outcome outcome) {
    const auto steps = std::make_shared<Steps>();
    stage::SinkPlan plan;
    plan.answer = [steps](const probe::Callback&) -> HRESULT {
        steps->take();
        return WBEM_S_NO_ERROR;
    };
    CallArguments arguments = make_arguments(stage, vocabulary, method, outcome);
    arguments.flags |= WBEM_FLAG_SEND_STATUS;
    StagedSink& sink = stage.make_sink(std::move(plan));
    const stage::Started started = stage.start(arguments, sink);
    if (!started.accepted()) Stage::stop(fmt::format("{} was refused", trace::name_of(method)));
    for (std::uint64_t step = 1;; ++step) {
        const bool has_come = sink->wait_until(stage.budgets().arrival_deadline(), [&](const probe::SinkCounts& counts) {
            return counts.indicates + counts.statuses >= step;
        });
        const bool is_final = sink->counts().finals_entered != 0;
        if (!has_come || is_final) break;
        steps->allow(1);
    }
    steps->allow(kAllSteps);  // whatever may come now goes through
    if (stage.await_final(sink)) measure(stage, vocabulary, arguments, outcome, started.call);
}

// Objects stay as they are while further operations run, and after the services pointer is gone (IND-3).
void retains_objects(Stage& stage, const Vocabulary& vocabulary, Method method, Outcome outcome) {
    stage::SinkPlan plan;
    plan.retains_objects = true;
    StagedSink& sink = stage.make_sink(std::move(plan));
    const CallArguments arguments = make_arguments(stage, vocabulary, method, outcome);
    (void)stage.start_or_stop(arguments, sink);
    (void)stage.await_final(sink);
    StagedSink& other = stage.make_sink();
    if (stage.start(stage.connect(), arguments, other).accepted()) (void)stage.await_final(other);
    (void)stage.await_release(sink);
    stage.client().release();
}

struct Situation {
    const char* rest;
    const char* description;
    void (*play)(Stage&, const Vocabulary&, Method, Outcome);
};

constexpr Situation kEverywhere[] = {
    {"blocks-final", "Holds the final status of {} and watches whether the call returns.", blocks_final},
    {"fails-final", "Answers the final status of {} with an error.", answers<WBEM_E_FAILED, Method::kSetStatus>},
    {"answers-final-false", "Answers the final status of {} with WBEM_S_FALSE.",
     answers<WBEM_S_FALSE, Method::kSetStatus>},
    {"answers-final-new-style", "Answers the final status of {} with WBEM_S_NEW_STYLE.",
     answers<kNewStyle, Method::kSetStatus>},
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

constexpr Situation kWithProgress[] = {
    {"fails-progress", "Answers the progress of {} with an error.", answers_progress<WBEM_E_FAILED>},
    {"answers-progress-false", "Answers the progress of {} with WBEM_S_FALSE.", answers_progress<WBEM_S_FALSE>},
    {"answers-progress-new-style", "Answers the progress of {} with WBEM_S_NEW_STYLE.", answers_progress<kNewStyle>},
    {"step-by-step", "Holds every callback of {} until it is let go.", goes_step_by_step},
    {"retains-objects", "Keeps the objects of {} while another operation runs and when the services pointer is gone.",
     retains_objects},
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
        if (richest_outcome(method) != Outcome::kMany) continue;
        for (const Situation& situation : kWithProgress) add(situation, method);
    }
    for (const Method method : {Method::kCreateInstanceEnumAsync, Method::kExecQueryAsync}) {
        for (const Situation& situation : kWithMany) add(situation, method);
    }
}

}  // namespace wbemcheck::scenarios
