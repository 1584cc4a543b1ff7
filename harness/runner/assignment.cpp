#include "harness/runner/assignment.h"

#include <nlohmann/json.hpp>

#include "harness/com/file_path.h"

namespace wbemcheck::runner {

std::filesystem::path stack_file_of(const std::filesystem::path& assignment_file) {
    std::filesystem::path file = assignment_file;
    return file.replace_extension(".stacks");
}

std::string write_assignment(const Assignment& assignment) {
    nlohmann::json scenarios = nlohmann::json::array();
    for (const AssignedScenario& scenario : assignment.scenarios) {
        scenarios.push_back({{"id", scenario.id}, {"trace", scenario.trace}, {"origin", scenario.origin}, {"delays", scenario.delays}});
    }
    nlohmann::json explore;
    if (assignment.explore) {
        explore = {{"schedules", assignment.explore->schedules}, {"seed", assignment.explore->seed}};
        if (assignment.explore->preemptions) explore["preemptions"] = *assignment.explore->preemptions;
    }
    const nlohmann::json document = {
        {"explore", explore},
        {"wire", assignment.profile == contract::Profile::kWire},
        {"core", assignment.core},
        {"subject", assignment.subject},
        {"discover", assignment.discover},
        {"folder", com::path_text(assignment.folder)},
        {"arrivalMilliseconds", assignment.budgets.arrival.count()},
        {"silenceMilliseconds", assignment.budgets.silence.count()},
        {"scale", assignment.budgets.scale},
        {"unlimited", assignment.budgets.unlimited},
        {"memoryMebibytes", assignment.limits.memory_mib},
        {"traceMebibytes", assignment.limits.trace_mib},
        {"scenarios", scenarios},
    };
    return document.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
}

Assignment read_assignment(const std::string& text) {
    const nlohmann::json document = nlohmann::json::parse(text);
    Assignment assignment;
    assignment.subject = document.at("subject").get<std::string>();
    assignment.discover = document.at("discover").get<bool>();
    assignment.folder = com::to_path(document.at("folder").get<std::string>());
    assignment.budgets.arrival = stage::Milliseconds(document.at("arrivalMilliseconds").get<double>());
    assignment.budgets.silence = stage::Milliseconds(document.at("silenceMilliseconds").get<double>());
    assignment.budgets.scale = document.at("scale").get<double>();
    assignment.budgets.unlimited = document.at("unlimited").get<bool>();
    assignment.limits.memory_mib = document.at("memoryMebibytes").get<std::uint64_t>();
    assignment.limits.trace_mib = document.at("traceMebibytes").get<std::uint64_t>();
    if (const nlohmann::json& explore = document.at("explore"); !explore.is_null()) {
        assignment.explore.emplace();
        assignment.explore->schedules = explore.at("schedules").get<std::uint64_t>();
        assignment.explore->seed = explore.at("seed").get<std::uint64_t>();
        if (explore.contains("preemptions")) assignment.explore->preemptions = explore.at("preemptions").get<unsigned>();
    }
    if (document.at("wire").get<bool>()) assignment.profile = contract::Profile::kWire;
    assignment.core = document.at("core").get<unsigned>();
    for (const nlohmann::json& scenario : document.at("scenarios")) {
        assignment.scenarios.push_back({scenario.at("id").get<std::string>(), scenario.at("trace").get<std::string>(),
                                        scenario.at("origin").get<std::string>(),
                                        scenario.at("delays").get<std::uint64_t>()});
    }
    return assignment;
}

}  // namespace wbemcheck::runner
