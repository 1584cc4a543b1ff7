// How a worker tells its parent what it has explored.
#include <nlohmann/json.hpp>

#include "harness/runner/exploration.h"

namespace wbemcheck::runner {

using nlohmann::json;

std::string write_exploration(const Exploration& exploration) {
    json breaches = json::array();
    for (const FoundBreach& breach : exploration.breaches) {
        breaches.push_back({{"clause", breach.clause},
                            {"schedule", breach.schedule},
                            {"foundAs", breach.found_as},
                            {"expected", breach.expected},
                            {"actual", breach.actual},
                            {"schedules", breach.schedules}});
    }
    const json document = {{"schedules", exploration.schedules},
                           {"redundant", exploration.redundant},
                           {"orders", exploration.orders},
                           {"turns", exploration.turns},
                           {"exhausted", exploration.is_exhausted},
                           {"diverged", exploration.diverged},
                           {"blocked", exploration.blocked},
                           {"seconds", exploration.seconds},
                           {"waitedSeconds", exploration.waited_seconds},
                           {"tellsActivity", exploration.tells_activity},
                           {"obstacle", exploration.obstacle},
                           {"opportunities", exploration.opportunities},
                           {"breaches", breaches}};
    return document.dump(-1, ' ', false, json::error_handler_t::replace);
}

Exploration read_exploration(const std::string& text) {
    const json document = json::parse(text);
    Exploration exploration;
    exploration.schedules = document.at("schedules").get<std::uint64_t>();
    exploration.redundant = document.at("redundant").get<std::uint64_t>();
    exploration.orders = document.at("orders").get<std::uint64_t>();
    exploration.turns = document.at("turns").get<std::uint64_t>();
    exploration.is_exhausted = document.at("exhausted").get<bool>();
    exploration.diverged = document.at("diverged").get<std::uint64_t>();
    exploration.blocked = document.at("blocked").get<std::uint64_t>();
    exploration.seconds = document.at("seconds").get<double>();
    exploration.waited_seconds = document.at("waitedSeconds").get<double>();
    exploration.tells_activity = document.at("tellsActivity").get<bool>();
    exploration.obstacle = document.at("obstacle").get<std::string>();
    exploration.opportunities = document.at("opportunities").get<std::map<std::string, std::uint64_t>>();
    for (const json& breach : document.at("breaches")) {
        exploration.breaches.push_back({breach.at("clause").get<std::string>(), breach.at("schedule").get<std::string>(),
                                        breach.at("foundAs").get<std::string>(), breach.at("expected").get<std::string>(),
                                        breach.at("actual").get<std::string>(),
                                        breach.at("schedules").get<std::uint64_t>()});
    }
    return exploration;
}

}  // namespace wbemcheck::runner
