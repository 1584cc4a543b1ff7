#include "harness/runner/discovery.h"

#include <algorithm>
#include <array>
#include <mutex>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "harness/com/hresult.h"
#include "scenarios/explore.h"
#include "scenarios/material.h"
#include "scenarios/scenario.h"
#include "scenarios/walk.h"

namespace wbemcheck::runner {
namespace {

using scenarios::Outcome;
using stage::CallArguments;
using stage::Clock;
using stage::Stage;
using trace::Method;

// A callback that has not come in three times the longest gap seen so far is not late, it does not come.
constexpr double kGapsOfSilence = 3;

// Measures the time between the call and its first callback, and between callbacks.
class GapClock {
public:
    void start() { last_ = Clock::now(); }
    void callback() {
        const std::lock_guard lock(mutex_);
        const auto now = Clock::now();
        longest_ = std::max(longest_, std::chrono::duration<double, std::milli>(now - last_).count());
        last_ = now;
    }
    [[nodiscard]] double longest() const {
        const std::lock_guard lock(mutex_);
        return longest_;
    }

private:
    mutable std::mutex mutex_;
    Clock::time_point last_;  // guarded by mutex_ once callbacks may come
    double longest_ = 0;      // guarded by mutex_
};

// Empty reason: the method is there.
NotApplicable ask(Stage& stage, const subject::Vocabulary& vocabulary, Method method, double& slowest_gap_ms) {
    const bool is_notification = method == Method::kExecNotificationQueryAsync;
    const Outcome outcome = is_notification ? Outcome::kNone : scenarios::richest_outcome(method);
    stage::Client& client = stage.connect();
    CallArguments arguments;
    arguments.method = method;
    std::string lacking = scenarios::lacks(vocabulary, method, outcome);
    if (lacking.empty()) {
        try {
            arguments = scenarios::make_arguments(stage, vocabulary, method, outcome);
        } catch (const stage::SituationMissing& missing) {
            lacking = missing.what();
        }
    }
    auto gaps = std::make_shared<GapClock>();
    stage::SinkPlan plan;
    plan.answer = [gaps](const probe::Callback&) -> HRESULT {
        gaps->callback();
        return WBEM_S_NO_ERROR;
    };
    stage::StagedSink& sink = stage.make_sink(std::move(plan));
    gaps->start();
    const stage::Started started = stage.start(client, arguments, sink);
    const auto name = trace::name_of(method);
    if (started.accepted()) {
        if (!is_notification) (void)stage.await_final(sink);
        slowest_gap_ms = std::max(slowest_gap_ms, gaps->longest());
        if (lacking.empty()) return {};
        return {fmt::format("{} is there, but {}", name, lacking), started.result};
    }
    const std::string answer = com::describe_hresult(started.result);
    if (!lacking.empty()) {
        return {fmt::format("{} cannot be asked for anything: {}; a bare call answers {}", name, lacking, answer),
                started.result};
    }
    const HRESULT without_sink = client.start(arguments, nullptr, "pResponseHandler NULL").result;
    // No stub finds fault with the NULL context: that is a method with an opinion (ARG-24).
    const bool is_stub = without_sink == started.result && started.result != WBEM_E_INVALID_CONTEXT;
    if (is_stub || stage::says_not_capable(started.result)) {
        return {fmt::format("the subject does not implement {}: it answers every call with {}", name, answer),
                started.result};
    }
    return {};
}

// What a provider cannot play that is not initialised.
void refuse_initialised(const std::string& reason, HRESULT result, Discovery& discovery) {
    for (const scenarios::Scenario& scenario : scenarios::scenarios_of(scenarios::Role::kProvider)) {
        if (scenario.needs_initialised) discovery.not_applicable[scenario.id] = {reason, result};
    }
}

Discovery discover_provider(Stage& stage, subject::Subject& subject) {
    Discovery discovery = before_asking(subject);
    stage::HostedProvider& provider = stage.create_provider();
    stage::Initialization how;
    how.namespace_path = subject.vocabulary().provided->namespace_path;
    const HRESULT result = provider.initialize(how);
    discovery.not_applicable.clear();
    if (!provider.is_ready()) {
        refuse_initialised(fmt::format("the provider is not initialised, {}",
                                       result == WBEM_S_PENDING ? std::string("it reports nothing")
                                                                : "it fails with " + com::describe_hresult(result)),
                           result, discovery);
    }
    for (const scenarios::Scenario& scenario : scenarios::scenarios_of(scenarios::Role::kProvider)) {
        if (discovery.not_applicable.contains(scenario.id)) continue;
        std::string lacking = scenario.lacks(subject.vocabulary());
        if (!lacking.empty()) discovery.not_applicable.emplace(scenario.id, NotApplicable{std::move(lacking), S_OK});
    }
    return discovery;
}

}  // namespace

Discovery before_asking(subject::Subject& subject) {
    Discovery discovery;
    discovery.identity = subject.identity();
    discovery.is_provider = subject.provider() != nullptr;
    if (discovery.is_provider) refuse_initialised("the process of the provider did not survive its initialisation", S_OK, discovery);
    return discovery;
}

Discovery discover(Stage& stage, subject::Subject& subject) {
    if (subject.provider() != nullptr) return discover_provider(stage, subject);
    Discovery discovery = before_asking(subject);
    const subject::Vocabulary& vocabulary = subject.vocabulary();
    std::map<Method, NotApplicable> missing;
    const auto finite = scenarios::finite_methods();
    std::vector<Method> methods(finite.begin(), finite.end());
    methods.push_back(Method::kExecNotificationQueryAsync);
    for (const Method method : methods) {
        NotApplicable answer = ask(stage, vocabulary, method, discovery.slowest_gap_ms);
        if (!answer.reason.empty()) missing.emplace(method, std::move(answer));
    }
    const auto listed = scenarios::scenarios_of(scenarios::Role::kService);
    std::vector<scenarios::Scenario> all(listed.begin(), listed.end());
    for (scenarios::Scenario& survey : scenarios::walk_surveys()) all.push_back(std::move(survey));
    for (const scenarios::Space& space : scenarios::all_spaces()) all.push_back(scenarios::make_space_scenario(space));
    for (const scenarios::Scenario& scenario : all) {
        for (const Method method : scenario.needs) {
            if (const auto entry = missing.find(method); entry != missing.end()) {
                discovery.not_applicable.emplace(scenario.id, entry->second);
            }
        }
        if (discovery.not_applicable.contains(scenario.id)) continue;
        std::string lacking = scenario.lacks(vocabulary);
        if (!lacking.empty()) discovery.not_applicable.emplace(scenario.id, NotApplicable{std::move(lacking), S_OK});
    }
    return discovery;
}

std::string write_discovery(const Discovery& discovery) {
    // One reason is that of many scenarios, and the whole must fit into a line (kLongestLine).
    std::map<std::pair<std::string, HRESULT>, std::vector<std::string>> by_reason;
    for (const auto& [id, entry] : discovery.not_applicable) by_reason[{entry.reason, entry.result}].push_back(id);
    nlohmann::json reasons = nlohmann::json::array();
    for (const auto& [reason, scenarios] : by_reason) {
        reasons.push_back({{"reason", reason.first}, {"result", reason.second}, {"scenarios", scenarios}});
    }
    const nlohmann::json document = {
        {"notApplicable", reasons}, {"identity", discovery.identity}, {"provider", discovery.is_provider}, {"slowestGapMs", discovery.slowest_gap_ms}};
    return document.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
}

Discovery read_discovery(const std::string& text) {
    const nlohmann::json document = nlohmann::json::parse(text);
    Discovery discovery;
    for (const nlohmann::json& entry : document.at("notApplicable")) {
        const NotApplicable why{entry.at("reason").get<std::string>(), entry.at("result").get<HRESULT>()};
        for (const nlohmann::json& id : entry.at("scenarios")) discovery.not_applicable[id.get<std::string>()] = why;
    }
    discovery.identity = document.at("identity").get<std::map<std::string, std::string>>();
    discovery.is_provider = document.at("provider").get<bool>();
    discovery.slowest_gap_ms = document.at("slowestGapMs").get<double>();
    return discovery;
}

stage::Milliseconds silence_for(double slowest_gap_ms) noexcept {
    return std::clamp(stage::Milliseconds(kGapsOfSilence * slowest_gap_ms), stage::kSilenceFloor,
                      stage::kSilenceCeiling);
}

}  // namespace wbemcheck::runner
