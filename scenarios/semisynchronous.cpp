// Semisynchronous calls: enumerators that a client pulls from, requests by NextAsync, and call results.
#include <chrono>
#include <memory>
#include <string>
#include <utility>

#include <fmt/format.h>

#include "harness/com/bstr.h"
#include "harness/com/hresult.h"
#include "scenarios/play.h"

namespace wbemcheck::scenarios {
namespace {

using probe::PulledCallResult;
using probe::PulledEnumerator;
using stage::CallArguments;
using stage::Stage;
using stage::StagedSink;
using subject::Vocabulary;
using trace::Fault;
using trace::Method;

constexpr LONG kAtOnce = WBEM_FLAG_RETURN_IMMEDIATELY;
constexpr ULONG kFarBeyond = 1'000'000;

struct Source {
    Method method;        // the semisynchronous call
    Method asynchronous;  // what it is called where it takes a sink, which is how the vocabulary knows it
};

constexpr Source kSources[] = {
    {Method::kExecQuery, Method::kExecQueryAsync},
    {Method::kCreateInstanceEnum, Method::kCreateInstanceEnumAsync},
    {Method::kCreateClassEnum, Method::kCreateClassEnumAsync},
};

std::unique_ptr<PulledEnumerator> open(Stage& stage, const Vocabulary& vocabulary, const Source& source, LONG flags) {
    const CallArguments arguments = make_arguments(stage, vocabulary, source.asynchronous, Outcome::kMany);
    IWbemServices& services = *stage.client().services();
    com::com_ptr<IEnumWbemClassObject> enumerator;
    const com::unique_bstr path = arguments.path.empty() ? com::unique_bstr() : com::make_bstr(arguments.path);
    const LONG all_flags = arguments.flags | flags;
    HRESULT result = S_OK;
    switch (source.method) {
        case Method::kExecQuery:
            result = services.ExecQuery(com::make_bstr(arguments.language).get(), com::make_bstr(arguments.query).get(),
                                        all_flags, nullptr, enumerator.put());
            break;
        case Method::kCreateInstanceEnum:
            result = services.CreateInstanceEnum(path.get(), all_flags, nullptr, enumerator.put());
            break;
        default: result = services.CreateClassEnum(path.get(), all_flags, nullptr, enumerator.put()); break;
    }
    if (!enumerator) {
        Stage::stop_without(fmt::format("{} gave no enumerator", trace::name_of(source.method)), result);
    }
    return stage.pull(source.method, all_flags, std::move(enumerator));
}

// To the end, or to the first error. Returns how many calls succeeded in full.
ULONG walk(PulledEnumerator& enumerator, ULONG batch) {
    ULONG full = 0;
    while (full < kFarBeyond && enumerator.next(WBEM_INFINITE, batch) == WBEM_S_NO_ERROR) ++full;
    return full;
}

// Walks over the whole enumeration before and behind what is tried, so that the judge knows its length and that it kept
// it. `use` gets an enumerator of its own and that length.
template <class Use>
void between_walks(Stage& stage, const Vocabulary& vocabulary, const Source& source, LONG flags, Use use) {
    const ULONG length = walk(*open(stage, vocabulary, source, kAtOnce), 1);
    if (length < 3) Stage::stop(fmt::format("{} gives {} objects, and three are needed", trace::name_of(source.method), length));
    use(*open(stage, vocabulary, source, kAtOnce | flags), length);
    (void)walk(*open(stage, vocabulary, source, kAtOnce), length);
}

void pulls(Stage& stage, const Vocabulary& vocabulary, const Source& source) {
    between_walks(stage, vocabulary, source, 0, [](PulledEnumerator& enumerator, ULONG length) {
        (void)enumerator.next(WBEM_INFINITE, length - 1);
        (void)enumerator.next(WBEM_INFINITE, length);  // one is left
        (void)enumerator.next(0, 1);
        (void)enumerator.reset();
        (void)walk(enumerator, 2);
    });
}

void pulls_forward_only(Stage& stage, const Vocabulary& vocabulary, const Source& source) {
    between_walks(stage, vocabulary, source, WBEM_FLAG_FORWARD_ONLY, [](PulledEnumerator& enumerator, ULONG) {
        (void)enumerator.next(WBEM_INFINITE, 1);
        (void)enumerator.reset();
        (void)enumerator.clone();
        (void)walk(enumerator, 2);
    });
}

void skips(Stage& stage, const Vocabulary& vocabulary, const Source& source) {
    between_walks(stage, vocabulary, source, 0, [](PulledEnumerator& enumerator, ULONG length) {
        (void)enumerator.skip(WBEM_INFINITE, length - 1);
        (void)enumerator.next(WBEM_INFINITE, length);
        (void)enumerator.reset();
        (void)enumerator.next(WBEM_INFINITE, 1);
        (void)enumerator.skip(WBEM_INFINITE, length);  // one more than there are
        (void)enumerator.next(WBEM_INFINITE, 1);
        (void)enumerator.reset();
        (void)enumerator.skip(0, 0);
        (void)walk(enumerator, length);
    });
}

void clones(Stage& stage, const Vocabulary& vocabulary, const Source& source) {
    between_walks(stage, vocabulary, source, 0, [](PulledEnumerator& enumerator, ULONG length) {
        (void)enumerator.next(WBEM_INFINITE, 1);
        const auto clone = enumerator.clone();
        if (clone) (void)clone->next(WBEM_INFINITE, length);
        (void)enumerator.next(WBEM_INFINITE, length);
        const auto at_end = enumerator.clone();
        if (at_end) (void)at_end->next(WBEM_INFINITE, 1);
        if (clone && SUCCEEDED(clone->reset())) (void)clone->next(WBEM_INFINITE, length);
    });
}

// One request after the other, up to the end and beyond, and requests that ask for nothing.
void requests(Stage& stage, const Vocabulary& vocabulary, const Source& source) {
    between_walks(stage, vocabulary, source, 0, [&](PulledEnumerator& enumerator, ULONG length) {
        const auto request = [&](ULONG count) {
            StagedSink& sink = stage.make_sink();
            const HRESULT result = enumerator.next_async(count, sink.get());
            if (FAILED(result)) Stage::stop_without("NextAsync made no request", result);
            if (result == WBEM_S_NO_ERROR) (void)stage.await_failure(sink);
            return result;
        };
        (void)request(1);
        (void)request(length - 2);
        (void)request(length);  // one is left
        (void)request(1);       // none is
        StagedSink& idle = stage.make_sink();
        (void)enumerator.next_async(0, idle.get());
        (void)enumerator.next_async(1, nullptr);
        if (SUCCEEDED(enumerator.reset())) (void)enumerator.next(WBEM_INFINITE, length);
    });
}

// Two requests at once, and somebody who moves the enumerator while the first one is being served.
template <HRESULT (*Move)(PulledEnumerator&)>
void moved_beside_request(Stage& stage, const Vocabulary& vocabulary, const Source& source) {
    between_walks(stage, vocabulary, source, 0, [&](PulledEnumerator& enumerator, ULONG) {
        stage::SinkPlan plan;
        plan.hold = stage::at_first_indicate();
        StagedSink& first = stage.make_sink(std::move(plan));
        StagedSink& second = stage.make_sink();
        const HRESULT result = enumerator.next_async(1, first.get());
        if (result != WBEM_S_NO_ERROR) Stage::stop_without("NextAsync made no request", result);
        stage.await_held(first);
        // Each may wait for the deliveries before it (X-8, ORD-9).
        stage::Aside move([&] {
            (void)enumerator.next_async(1, second.get());
            (void)Move(enumerator);
        });
        (void)move.wait(std::chrono::duration_cast<stage::Clock::duration>(stage::kCallPatience * stage.budgets().scale));
        first.open_gate();
        move.join();
        (void)stage.await_failure(first);
        (void)stage.await_failure(second);
    });
}
HRESULT reset(PulledEnumerator& enumerator) { return enumerator.reset(); }
HRESULT skip_one(PulledEnumerator& enumerator) { return enumerator.skip(WBEM_INFINITE, 1); }
HRESULT clone(PulledEnumerator& enumerator) {
    (void)enumerator.clone();
    return S_OK;
}

struct Situation {
    const char* rest;
    const char* description;
    void (*play)(Stage&, const Vocabulary&, const Source&);
};

constexpr Situation kSituations[] = {
    {"pulls", "Pulls the objects of {} by Next, with and without waiting, twice.", pulls},
    {"forward-only", "Pulls the objects of a forward-only {}, and tries to go back.", pulls_forward_only},
    {"skips", "Skips objects of {}, to the last one and beyond the end.", skips},
    {"clones", "Clones the enumerator of {} in the middle and at the end.", clones},
    {"requests", "Asks for the objects of {} by NextAsync, to the end and beyond.", requests},
    {"reset-beside-request", "Resets the enumerator of {} while a NextAsync request is being served.",
     moved_beside_request<reset>},
    {"skip-beside-request", "Skips an object of {} while a NextAsync request is being served.",
     moved_beside_request<skip_one>},
    {"clone-beside-request", "Clones the enumerator of {} while a NextAsync request is being served.",
     moved_beside_request<clone>},
};

// --- notification queries ---

constexpr LONG kNotification = WBEM_FLAG_RETURN_IMMEDIATELY | WBEM_FLAG_FORWARD_ONLY;

std::unique_ptr<PulledEnumerator> subscribe(Stage& stage, const Vocabulary& vocabulary) {
    com::com_ptr<IEnumWbemClassObject> enumerator;
    const HRESULT result = stage.client().services()->ExecNotificationQuery(
        com::make_bstr("WQL").get(), com::make_bstr(vocabulary.event_query).get(), kNotification, nullptr,
        enumerator.put());
    if (!enumerator) Stage::stop_without("ExecNotificationQuery gave no enumerator", result);
    return stage.pull(Method::kExecNotificationQuery, kNotification, std::move(enumerator));
}

LONG arrival_milliseconds(Stage& stage) {
    const auto left = stage.budgets().arrival_deadline() - stage::Clock::now();
    return static_cast<LONG>(std::chrono::duration_cast<std::chrono::milliseconds>(left).count());
}

// No event comes before it is raised, so that every wait is sure to run out.
void waits_for_events(Stage& stage, const Vocabulary& vocabulary) {
    const auto enumerator = subscribe(stage, vocabulary);
    (void)enumerator->next(0, 1);
    (void)enumerator->next(1, 2);
    (void)enumerator->skip(0, 1);
    (void)enumerator->reset();
    (void)enumerator->clone();
    constexpr std::uint64_t kEvents = 2;
    if (FAILED(raise_events(stage.client(), vocabulary, kEvents))) Stage::stop("events could not be raised");
    enumerator->note_events(kEvents);
    (void)enumerator->next(arrival_milliseconds(stage), kEvents);
    (void)enumerator->next(0, 1);
}

void released_with_request(Stage& stage, const Vocabulary& vocabulary) {
    const auto enumerator = subscribe(stage, vocabulary);
    StagedSink& sink = stage.make_sink();
    const HRESULT result = enumerator->next_async(1, sink.get());
    if (result != WBEM_S_NO_ERROR) Stage::stop_without("NextAsync made no request", result);
    enumerator->release();
    (void)stage.await_release(sink);
}

void request_cancelled(Stage& stage, const Vocabulary& vocabulary) {
    const auto enumerator = subscribe(stage, vocabulary);
    StagedSink& sink = stage.make_sink();
    const HRESULT result = enumerator->next_async(1, sink.get());
    if (result != WBEM_S_NO_ERROR) Stage::stop_without("NextAsync made no request", result);
    (void)stage.cancel(sink);
    if (FAILED(raise_events(stage.client(), vocabulary, 1))) Stage::stop("events could not be raised");
    (void)stage.await_failure(sink);
}

void notification_flags(Stage& stage, const Vocabulary& vocabulary) {
    const auto call = [&](LONG flags, Fault fault) {
        com::com_ptr<IEnumWbemClassObject> enumerator;
        stage.client().announce(fault);
        (void)stage.client().services()->ExecNotificationQuery(com::make_bstr("WQL").get(),
                                                               com::make_bstr(vocabulary.event_query).get(), flags,
                                                               nullptr, enumerator.put());
    };
    call(WBEM_FLAG_RETURN_IMMEDIATELY, Fault::kNotForwardOnly);
    call(WBEM_FLAG_FORWARD_ONLY, Fault::kNotAtOnce);
}

// --- call results ---

void read_everything(PulledCallResult& result) {
    (void)result.get_status(0);
    (void)result.get_status(WBEM_INFINITE);
    (void)result.get_object(WBEM_INFINITE);
    (void)result.get_string(WBEM_INFINITE);
    (void)result.get_services(WBEM_INFINITE);
    (void)result.get_status(0);
}

std::unique_ptr<PulledCallResult> keep(Stage& stage, Method method, HRESULT started,
                                       com::com_ptr<IWbemCallResult> result) {
    if (!result) {
        Stage::stop_without(fmt::format("{} gave no call result", trace::name_of(method)), started);
    }
    return stage.pull(method, kAtOnce, std::move(result));
}

void get_object(Stage& stage, const std::string& path) {
    IWbemServices& services = *stage.client().services();
    const com::unique_bstr name = com::make_bstr(path);
    com::com_ptr<IWbemClassObject> object;
    const HRESULT synchronous = services.GetObject(name.get(), 0, nullptr, object.put(), nullptr);
    com::com_ptr<IWbemCallResult> pending;
    const HRESULT started = services.GetObject(name.get(), kAtOnce, nullptr, nullptr, pending.put());
    if (FAILED(started) && !pending) return;  // refused at once, as IMM-4 has it
    const auto result = keep(stage, Method::kGetObject, started, std::move(pending));
    result->note_synchronous(synchronous, object.get());
    read_everything(*result);
}

void gets_object(Stage& stage, const Vocabulary& vocabulary) { get_object(stage, vocabulary.object_path); }
void misses_object(Stage& stage, const Vocabulary& vocabulary) { get_object(stage, vocabulary.missing_object_path); }

void refused_start(Stage& stage, const Vocabulary&) {
    IWbemServices& services = *stage.client().services();
    com::com_ptr<IEnumWbemClassObject> enumerator;
    const com::unique_bstr wql = com::make_bstr("WQL");
    (void)services.ExecQuery(wql.get(), nullptr, kAtOnce, nullptr, enumerator.put());
    (void)services.ExecQuery(wql.get(), com::make_bstr("SELECT FROM WHERE").get(), kAtOnce, nullptr, enumerator.put());
    (void)services.CreateInstanceEnum(nullptr, kAtOnce, nullptr, enumerator.put());
    com::com_ptr<IWbemCallResult> result;
    (void)services.DeleteInstance(nullptr, kAtOnce, nullptr, result.put());
    (void)services.PutInstance(nullptr, kAtOnce, nullptr, result.put());
}

// What has no synchronous twin that could be called beside it succeeds, as the arguments are made to.
template <class Start>
void changes(Stage& stage, const Vocabulary& vocabulary, Method asynchronous, Method method, Outcome outcome, Start start) {
    const CallArguments arguments = make_arguments(stage, vocabulary, asynchronous, outcome);
    com::com_ptr<IWbemCallResult> pending;
    const HRESULT started = start(*stage.client().services(), arguments, pending.put());
    const auto result = keep(stage, method, started, std::move(pending));
    result->note_synchronous(WBEM_S_NO_ERROR, nullptr);
    read_everything(*result);
}

void puts_class(Stage& stage, const Vocabulary& vocabulary) {
    changes(stage, vocabulary, Method::kPutClassAsync, Method::kPutClass, Outcome::kNone,
            [](IWbemServices& services, const CallArguments& arguments, IWbemCallResult** result) {
                return services.PutClass(arguments.object.get(), arguments.flags | kAtOnce, nullptr, result);
            });
}
void deletes_class(Stage& stage, const Vocabulary& vocabulary) {
    changes(stage, vocabulary, Method::kDeleteClassAsync, Method::kDeleteClass, Outcome::kNone,
            [](IWbemServices& services, const CallArguments& arguments, IWbemCallResult** result) {
                return services.DeleteClass(com::make_bstr(arguments.path).get(), arguments.flags | kAtOnce, nullptr, result);
            });
}
void puts_instance(Stage& stage, const Vocabulary& vocabulary) {
    changes(stage, vocabulary, Method::kPutInstanceAsync, Method::kPutInstance, Outcome::kNone,
            [](IWbemServices& services, const CallArguments& arguments, IWbemCallResult** result) {
                return services.PutInstance(arguments.object.get(), arguments.flags | kAtOnce, nullptr, result);
            });
}
void deletes_instance(Stage& stage, const Vocabulary& vocabulary) {
    changes(stage, vocabulary, Method::kDeleteInstanceAsync, Method::kDeleteInstance, Outcome::kNone,
            [](IWbemServices& services, const CallArguments& arguments, IWbemCallResult** result) {
                return services.DeleteInstance(com::make_bstr(arguments.path).get(), arguments.flags | kAtOnce, nullptr,
                                               result);
            });
}
void calls_method(Stage& stage, const Vocabulary& vocabulary) {
    changes(stage, vocabulary, Method::kExecMethodAsync, Method::kExecMethod, Outcome::kOne,
            [](IWbemServices& services, const CallArguments& arguments, IWbemCallResult** result) {
                return services.ExecMethod(com::make_bstr(arguments.path).get(),
                                           com::make_bstr(arguments.method_name).get(), arguments.flags | kAtOnce, nullptr,
                                           arguments.object.get(), nullptr, result);
            });
}

void opens_namespace(Stage& stage, const Vocabulary&) {
    com::com_ptr<IWbemCallResult> result;
    stage.client().announce(Fault::kResultWithoutFlag);
    (void)stage.client().services()->OpenNamespace(com::make_bstr("wbemcheck_no_such_namespace").get(), 0, nullptr, nullptr,
                                                   result.put());
}

std::string no_event_source(const Vocabulary& vocabulary) {
    return vocabulary.event_query.empty() || vocabulary.event_trigger_path.empty()
               ? "no notification query whose events can be raised is known for this subject"
               : std::string();
}

struct Single {
    Method method;
    Method needs;  // of which the subject has both forms or none
    Outcome outcome;
    const char* rest;
    const char* description;
    void (*play)(Stage&, const Vocabulary&);
};

constexpr Single kSingles[] = {
    {Method::kGetObject, Method::kGetObjectAsync, Outcome::kOne, "result", "Reads the call result of GetObject.",
     gets_object},
    {Method::kGetObject, Method::kGetObjectAsync, Outcome::kFails, "failure",
     "Reads the call result of a GetObject that fails.", misses_object},
    {Method::kPutClass, Method::kPutClassAsync, Outcome::kNone, "result", "Reads the call result of PutClass.", puts_class},
    {Method::kDeleteClass, Method::kDeleteClassAsync, Outcome::kNone, "result", "Reads the call result of DeleteClass.",
     deletes_class},
    {Method::kPutInstance, Method::kPutInstanceAsync, Outcome::kNone, "result", "Reads the call result of PutInstance.",
     puts_instance},
    {Method::kDeleteInstance, Method::kDeleteInstanceAsync, Outcome::kNone, "result",
     "Reads the call result of DeleteInstance.", deletes_instance},
    {Method::kExecMethod, Method::kExecMethodAsync, Outcome::kOne, "result", "Reads the call result of ExecMethod.",
     calls_method},
    {Method::kExecQuery, Method::kExecQueryAsync, Outcome::kMany, "refused-start",
     "Makes semisynchronous calls that cannot start.", refused_start},
};

struct Notification {
    const char* rest;
    const char* description;
    void (*play)(Stage&, const Vocabulary&);
};

constexpr Notification kNotifications[] = {
    {"waits", "Waits for events by Next, first for none and then for some.", waits_for_events},
    {"released-with-request", "Lets go of the enumerator of a notification query while NextAsync waits for an event.",
     released_with_request},
    {"request-cancelled", "Passes the sink of a NextAsync request to CancelAsyncCall.", request_cancelled},
    {"flags", "Calls ExecNotificationQuery without one of the two flags that it must have.", notification_flags},
};

}  // namespace

void add_semisynchronous_scenarios(std::vector<Scenario>& scenarios) {
    for (const Source& source : kSources) {
        for (const Situation& situation : kSituations) {
            Scenario scenario;
            scenario.id = scenario_id("semisynchronous", source.method, situation.rest);
            scenario.description = fmt::format(fmt::runtime(situation.description), trace::name_of(source.method));
            scenario.needs = {source.method};
            scenario.lacks = [method = source.asynchronous](const Vocabulary& vocabulary) {
                return lacks(vocabulary, method, Outcome::kMany);
            };
            scenario.play = [source, play = situation.play](Stage& stage, const Vocabulary& vocabulary) {
                play(stage, vocabulary, source);
            };
            scenarios.push_back(std::move(scenario));
        }
    }
    for (const Notification& notification : kNotifications) {
        Scenario scenario;
        scenario.id = scenario_id("semisynchronous", Method::kExecNotificationQuery, notification.rest);
        scenario.description = notification.description;
        scenario.needs = {Method::kExecNotificationQuery};
        scenario.lacks = no_event_source;
        scenario.play = notification.play;
        scenarios.push_back(std::move(scenario));
    }
    for (const Single& single : kSingles) {
        Scenario scenario;
        scenario.id = scenario_id("semisynchronous", single.method, single.rest);
        scenario.description = single.description;
        scenario.needs = {single.method};
        scenario.lacks = [method = single.needs, outcome = single.outcome](const Vocabulary& vocabulary) {
            return lacks(vocabulary, method, outcome);
        };
        scenario.play = single.play;
        scenarios.push_back(std::move(scenario));
    }
    Scenario scenario;
    scenario.id = scenario_id("semisynchronous", Method::kOpenNamespace, "result-without-flag");
    scenario.description = "Calls OpenNamespace with ppResult, but without WBEM_FLAG_RETURN_IMMEDIATELY.";
    scenario.needs = {Method::kOpenNamespace};
    scenario.lacks = [](const Vocabulary&) { return std::string(); };
    scenario.play = opens_namespace;
    scenarios.push_back(std::move(scenario));
}

}  // namespace wbemcheck::scenarios
