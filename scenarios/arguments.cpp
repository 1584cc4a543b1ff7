// Calls with wrong arguments, and what the out pointers of synchronous calls are then.
#include <fmt/format.h>

#include "harness/com/bstr.h"
#include "scenarios/play.h"

namespace wbemcheck::scenarios {
namespace {

using stage::CallArguments;
using stage::Stage;
using subject::Vocabulary;
using trace::Method;

void add_null_sink(std::vector<Scenario>& scenarios, Method method) {
    const Outcome outcome = method == Method::kExecNotificationQueryAsync ? Outcome::kNone : richest_outcome(method);
    scenarios.push_back(make_scenario(
        "arguments", method, "sink-null", fmt::format("Calls {} without a sink.", trace::name_of(method)), outcome,
        [](Stage& stage, const Vocabulary& vocabulary, Method called, Outcome wanted) {
            const CallArguments arguments = make_arguments(stage, vocabulary, called, wanted);
            (void)stage.client().start(arguments, nullptr, "pResponseHandler NULL");
            stage.be_silent();
        }));
}

Scenario out_pointers() {
    Scenario scenario;
    scenario.id = "arguments/synchronous/out-pointers";
    scenario.description = "Makes synchronous calls that succeed and that fail, and looks at their out pointers.";
    scenario.needs = {Method::kExecQuery};
    scenario.lacks = [](const Vocabulary& vocabulary) { return lacks(vocabulary, Method::kExecQueryAsync, Outcome::kMany); };
    scenario.play = [](Stage& stage, const Vocabulary& vocabulary) {
        stage::Client& client = stage.client();
        for (const Outcome outcome : {Outcome::kMany, Outcome::kFails}) {
            for (const Method method : {Method::kExecQueryAsync, Method::kCreateInstanceEnumAsync}) {
                if (lacks(vocabulary, method, outcome).empty()) {
                    (void)client.call_synchronously(make_arguments(stage, vocabulary, method, outcome));
                }
            }
        }
        if (!vocabulary.missing_object_path.empty()) {
            CallArguments missing = make_arguments(stage, vocabulary, Method::kGetObjectAsync, Outcome::kFails);
            (void)client.call_synchronously(missing);
        }
        com::com_ptr<IWbemServices> child;
        (void)client.services()->OpenNamespace(com::make_bstr("wbemcheck_no_such_namespace").get(), 0, nullptr,
                                               child.put(), nullptr);
    };
    return scenario;
}

}  // namespace

void add_argument_scenarios(std::vector<Scenario>& scenarios) {
    for (const Method method : finite_methods()) add_null_sink(scenarios, method);
    add_null_sink(scenarios, Method::kExecNotificationQueryAsync);
    scenarios.push_back(out_pointers());
}

}  // namespace wbemcheck::scenarios
