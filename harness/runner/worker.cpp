#include "harness/runner/worker.h"

#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <iterator>
#include <memory>
#include <optional>
#include <vector>

#include <fmt/format.h>

#include "harness/com/file_path.h"
#include "harness/com/hresult.h"
#include "harness/probe/heap_count.h"
#include "harness/runner/discovery.h"
#include "harness/runner/origin.h"
#include "harness/runner/plan.h"
#include "harness/runner/process_worker.h"
#include "harness/subject/subject.h"
#include "harness/subject/usage_error.h"
#include "harness/trace/origin.h"
#include "scenarios/scenario.h"

namespace wbemcheck::runner {
namespace {

// Kept for ever: see play_assignment.
std::vector<std::unique_ptr<stage::Stage>>& kept_stages() {
    static auto* stages = new std::vector<std::unique_ptr<stage::Stage>>;
    return *stages;
}

stage::Access make_access(subject::Subject& subject) {
    const auto ask = [&subject](auto question) {
        return [&subject, question] {
            HRESULT result = S_OK;
            std::string error;
            auto given = (subject.*question)(result, error);
            if (!given) throw stage::SituationMissing(error + " (" + com::describe_hresult(result) + ")");
            return given;
        };
    };
    stage::Access access;
    access.connect = ask(&subject::Subject::connect);
    access.connect_unsecured = ask(&subject::Subject::connect_unsecured);
    access.make_apartment = ask(&subject::Subject::make_apartment);
    access.register_event_provider = [&subject](com::com_ptr<IUnknown> provider) {
        return subject.register_event_provider(std::move(provider));
    };
    access.activity = [&subject]() -> std::optional<stage::SubjectActivity> {
        const auto activity = subject.activity();
        if (!activity) return std::nullopt;
        return stage::SubjectActivity{activity->busy, activity->outside};
    };
    access.set_ordered = [&subject](bool is_ordered) { subject.set_ordered(is_ordered); };
    if (subject::ProviderModule* const module = subject.provider(); module != nullptr) {
        access.host.create = [module](HRESULT& result) { return module->create(result); };
        access.host.open_namespace = [module](const std::string& path) { return module->open_namespace(path); };
        access.host.can_unload_now = [module] { return module->can_unload_now(); };
        access.host.is_pure = module->is_pure();
    }
    return access;
}

std::uint64_t trace_limit(const WorkerLimits& limits) noexcept {
    return limits.trace_mib == 0 ? trace::Recorder::kNoLimit : limits.trace_mib * kBytesInMebibyte;
}

stage::Stage& new_stage(const Assignment& assignment, const std::string& trace, std::string_view origin,
                        subject::Subject& subject) {
    auto recorder = std::make_shared<trace::Recorder>(assignment.folder / trace, trace_limit(assignment.limits));
    trace::record_origin(*recorder, origin);
    kept_stages().push_back(
        std::make_unique<stage::Stage>(std::move(recorder), make_access(subject), assignment.budgets));
    return *kept_stages().back();
}

Exploration explore_space(const Assignment& assignment, const AssignedScenario& assigned, scenarios::Space space,
                          subject::Subject& subject, const Say& say) {
    Exploring exploring;
    exploring.is_alive = [&say](std::uint64_t schedules) { say(fmt::format("{}{}", kAliveLine, schedules)); };
    exploring.space = std::move(space);
    exploring.limits = *assignment.explore;
    exploring.profile = assignment.profile;
    exploring.trace = assignment.folder / assigned.trace;
    exploring.origin = assigned.origin;
    exploring.trace_limit = trace_limit(assignment.limits);
    exploring.id = assigned.id;
    exploring.budgets = assignment.budgets;
    exploring.make_stage = [&subject](std::shared_ptr<trace::Recorder> recorder, const stage::TimeBudgets& budgets) {
        return std::make_unique<stage::Stage>(std::move(recorder), make_access(subject), budgets);
    };
    return explore(exploring, subject);
}

// A subject outlives every stage that was played on it.
std::unique_ptr<subject::Subject>& kept_subject() {
    static auto* subject = new std::unique_ptr<subject::Subject>;
    return *subject;
}

void play_discovery(const Assignment& assignment, subject::Subject& subject, const Say& say) {
    // What is known before the subject is asked for anything, should it not survive that.
    say(kLearningLine + write_discovery(before_asking(subject)));
    stage::Stage& stage = new_stage(assignment, kDiscoveryTrace, write_discovery_origin(), subject);
    std::string learnt;
    std::string fault;
    stage.play("discovery", [&](stage::Stage& played) {
        try {
            learnt = write_discovery(discover(played, subject));
        } catch (const stage::SituationMissing& missing) {
            fault = missing.what();
        }
    });
    say(learnt.empty() ? kUnusableLine + fault : kLearntLine + learnt);
}

}  // namespace

void play_assignment(const Assignment& assignment, const Say& say) {
    try {
        if (!kept_subject()) {
            const subject::SubjectAddress address = subject::parse_subject(assignment.subject);
            // Before the module is loaded, which uses COM's memory from then on (COM-8).
            if (role_of(address) == scenarios::Role::kProvider) (void)probe::begin_heap_count();
            kept_subject() = subject::make_subject(address);
        }
    } catch (const std::exception& error) {
        say(std::string(kUnusableLine) + error.what());
        return;
    }
    subject::Subject& subject = *kept_subject();
    say(kReadyLine);
    if (assignment.discover) {
        play_discovery(assignment, subject, say);
        return;
    }
    for (std::size_t i = 0; i < assignment.scenarios.size(); ++i) {
        const AssignedScenario& assigned = assignment.scenarios[i];
        const std::optional<scenarios::Scenario> scenario = scenarios::find_scenario(base_id(assigned.id));
        if (!scenario) {
            say(fmt::format("{}the worker knows no scenario {}", kFaultLine, assigned.id));
            return;
        }
        say(fmt::format("{}{}", kBeginLine, i));
        if (auto space = scenarios::parse_space(base_id(assigned.id)); space && assignment.explore) {
            say(kExploredLine + write_exploration(explore_space(assignment, assigned, std::move(*space), subject, say)));
            say(fmt::format("{}{}", kEndLine, i));
            continue;
        }
        stage::Stage& stage = new_stage(assignment, assigned.trace, assigned.origin, subject);
        if (assigned.delays != 0) stage.delay_crossings(assigned.delays);
        stage.play(assigned.id, [&](stage::Stage& played) {
            // A replayed schedule was not asked for at discovery.
            const std::string lacking = scenario->lacks(subject.vocabulary());
            if (!lacking.empty()) throw stage::FeatureMissing(lacking, S_OK);
            scenario->play(played, subject.vocabulary());
        });
        say(fmt::format("{}{}", kEndLine, i));
    }
}

void run_worker(const std::string& assignment_file) {
    prepare_worker_process();
    std::FILE* output = claim_standard_output();
    const Say say = [output](std::string_view line) {
        std::fwrite(line.data(), 1, line.size(), output);
        std::fputc('\n', output);
        std::fflush(output);
    };
    int code = EXIT_SUCCESS;
    try {
        std::ifstream file(assignment_file, std::ios::binary);
        const std::string text{std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
        const Assignment assignment = read_assignment(text);
        keep_stacks(com::path_text(stack_file_of(com::to_path(assignment_file))));
        if (assignment.explore) keep_to_one_core(assignment.core);  // before the subject has threads: they inherit it
        play_assignment(assignment, say);
    } catch (const std::exception& error) {
        say(std::string(kFaultLine) + error.what());
        code = EXIT_FAILURE;
    }
    std::_Exit(code);
}

}  // namespace wbemcheck::runner
