#include "harness/runner/origin.h"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "harness/trace/format.h"
#include "harness/trace/origin.h"

namespace wbemcheck::runner {
namespace {

using nlohmann::json;

std::string to_text(const json& document) { return document.dump(-1, ' ', false, json::error_handler_t::replace); }

json budgets_json(const reports::Budgets& budgets) {
    return {{"timeoutScale", budgets.timeout_scale},
            {"noTimeouts", budgets.no_timeouts},
            {"arrivalMs", budgets.arrival_ms},
            {"silenceMs", budgets.silence_ms},
            {"releaseMs", budgets.release_ms},
            {"slowestGapMs", budgets.slowest_gap_ms}};
}

reports::Budgets read_budgets(const json& document) {
    return {document.at("timeoutScale").get<double>(), document.at("noTimeouts").get<bool>(),
            document.at("arrivalMs").get<double>(), document.at("silenceMs").get<double>(),
            document.at("releaseMs").get<double>(), document.value("slowestGapMs", 0.0)};
}

contract::Profile read_profile(const json& document) {
    const auto text = document.get<std::string>();
    if (text == name_of(contract::Profile::kWire)) return contract::Profile::kWire;
    if (text == name_of(contract::Profile::kDocumented)) return contract::Profile::kDocumented;
    throw std::invalid_argument(fmt::format("there is no contract '{}'", text));
}

Origin parse(const json& document) {
    Origin origin;
    origin.is_discovery = document.at("discovery").get<bool>();
    if (origin.is_discovery) return origin;
    RunOrigin& run = origin.run;
    run.tool_version = document.at("toolVersion").get<std::string>();
    run.subject = document.at("subject").get<std::string>();
    run.identity = document.at("subjectIdentity").get<std::map<std::string, std::string>>();
    run.platform = document.at("platform").get<std::string>();
    run.profile = read_profile(document.at("contract"));
    run.seed = document.at("seed").get<std::uint64_t>();
    run.budgets = read_budgets(document.at("budgets"));
    run.started = document.at("started").get<std::string>();
    run.run = document.at("run").get<std::string>();
    run.planned = document.at("planned").get<std::size_t>();
    run.is_whole = document.at("whole").get<bool>();
    origin.scenario = document.at("scenario").get<std::string>();
    origin.description = document.at("description").get<std::string>();
    origin.rerun = document.at("rerun").get<std::string>();
    origin.schedule = document.value("schedule", std::string());
    origin.position = document.at("position").get<std::size_t>();
    if (origin.scenario.empty()) throw std::invalid_argument("the scenario has no name");
    return origin;
}

}  // namespace

const char* name_of(contract::Profile profile) noexcept {
    return profile == contract::Profile::kWire ? "wire" : "documented";
}

std::string write_origin(const Origin& origin) {
    const RunOrigin& run = origin.run;
    return to_text({{"discovery", false},
                    {"toolVersion", run.tool_version},
                    {"subject", run.subject},
                    {"subjectIdentity", run.identity},
                    {"platform", run.platform},
                    {"contract", name_of(run.profile)},
                    {"seed", run.seed},
                    {"budgets", budgets_json(run.budgets)},
                    {"started", run.started},
                    {"run", run.run},
                    {"planned", run.planned},
                    {"whole", run.is_whole},
                    {"scenario", origin.scenario},
                    {"description", origin.description},
                    {"rerun", origin.rerun},
                    {"schedule", origin.schedule},
                    {"position", origin.position}});
}

std::string write_discovery_origin() { return to_text({{"discovery", true}}); }

Origin read_origin(const std::filesystem::path& trace) {
    const std::string text = trace::read_origin(trace);
    const auto fail = [&](std::string_view what) {
        throw trace::TraceError(fmt::format("The trace {} does not say where it comes from: {}, at byte {}.", trace.string(),
                                            what, trace::kHeaderSize + sizeof(trace::SegmentHeader)));
    };
    if (text.empty()) fail("its first event must be a mark with its origin");
    try {
        return parse(json::parse(text));
    } catch (const std::exception& error) {
        std::string what = error.what();
        if (what.size() > 200) what.resize(200);
        fail(what);
    }
    return {};
}

}  // namespace wbemcheck::runner
