// How a worker tells its parent what it has explored.
#include <nlohmann/json.hpp>

#include "harness/runner/exploration.h"

namespace wbemcheck::runner {

using nlohmann::json;

std::string write_exploration(const Exploration& exploration) {
    json breaches = json::array();
    for (const FoundBreach& breach : exploration.breaches) {
        breaches.push_back({{"clause", breach.clause},
                            {"verdict", reports::name_of(breach.verdict)},
                            {"schedule", breach.schedule},
                            {"foundAs", breach.found_as},
                            {"expected", breach.expected},
                            {"actual", breach.actual},
                            {"schedules", breach.schedules}});
    }
    const reports::Exploration& report = exploration.report;
    const json document = {{"space", report.space},
                           {"schedules", report.schedules},
                           {"broken", report.broken},
                           {"redundant", report.redundant},
                           {"orders", report.orders},
                           {"turns", report.turns},
                           {"exhausted", report.is_exhausted},
                           {"diverged", report.diverged},
                           {"blocked", report.blocked},
                           {"seconds", report.seconds},
                           {"waitedSeconds", report.waited_seconds},
                           {"tellsActivity", report.tells_activity},
                           {"obstacle", exploration.obstacle},
                           {"opportunities", exploration.opportunities},
                           {"breaches", breaches}};
    return document.dump(-1, ' ', false, json::error_handler_t::replace);
}

Exploration read_exploration(const std::string& text) {
    const json document = json::parse(text);
    Exploration exploration;
    reports::Exploration& report = exploration.report;
    report.space = document.at("space").get<std::string>();
    report.broken = document.at("broken").get<std::uint64_t>();
    report.schedules = document.at("schedules").get<std::uint64_t>();
    report.redundant = document.at("redundant").get<std::uint64_t>();
    report.orders = document.at("orders").get<std::uint64_t>();
    report.turns = document.at("turns").get<std::uint64_t>();
    report.is_exhausted = document.at("exhausted").get<bool>();
    report.diverged = document.at("diverged").get<std::uint64_t>();
    report.blocked = document.at("blocked").get<std::uint64_t>();
    report.seconds = document.at("seconds").get<double>();
    report.waited_seconds = document.at("waitedSeconds").get<double>();
    report.tells_activity = document.at("tellsActivity").get<bool>();
    exploration.obstacle = document.at("obstacle").get<std::string>();
    exploration.opportunities = document.at("opportunities").get<std::map<std::string, std::uint64_t>>();
    for (const json& breach : document.at("breaches")) {
        exploration.breaches.push_back({breach.at("clause").get<std::string>(),
                                        reports::find_verdict(breach.at("verdict").get<std::string>()).value(),
                                        breach.at("schedule").get<std::string>(),
                                        breach.at("foundAs").get<std::string>(), breach.at("expected").get<std::string>(),
                                        breach.at("actual").get<std::string>(),
                                        breach.at("schedules").get<std::uint64_t>()});
    }
    return exploration;
}

}  // namespace wbemcheck::runner
