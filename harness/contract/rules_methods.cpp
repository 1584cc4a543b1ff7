// STA-16, CAN-11: what a method itself says, and what becomes of it when its call is cancelled.
#include <map>

#include <fmt/format.h>

#include "harness/contract/rule.h"

namespace wbemcheck::contract {
namespace {

using trace::EventKind;
using trace::MarkKind;
using trace::Observation;

class MethodRule final : public Rule {
public:
    bool after(const trace::Record& record, History& history, Verdicts& verdicts) override {
        if (record.event.kind != EventKind::kMark) return false;
        if (static_cast<MarkKind>(record.event.method) != MarkKind::kObservation) return true;
        const Operation* operation = history.operation(record.event.call);
        if (operation == nullptr || !operation->accepted) return true;
        switch (static_cast<Observation>(record.event.value)) {
            case Observation::kReturnValue: check_return_value(record, *operation, verdicts); break;
            case Observation::kMethodEffects: record_effects(record, *operation, verdicts); break;
            case Observation::kNone: break;
        }
        return true;
    }

private:
    static void check_return_value(const trace::Record& record, const Operation& operation, Verdicts& verdicts) {
        const std::int64_t value = record.event.value2;
        if (value == 0 || operation.finals == 0 || operation.was_cancelled()) return;
        verdicts.opportunity("STA-16");
        if (operation.final_result < 0 || operation.final_result == value) {
            verdicts.breach("STA-16", &operation,
                            fmt::format("a method that was called ends with success, whatever its ReturnValue ({}) says",
                                        value),
                            fmt::format("the final status was {}", verdicts.result_text(operation.final_result)),
                            {operation.entered, operation.final_entered, record.index});
        } else if (operation.objects == 0) {
            verdicts.breach("STA-16", &operation,
                            fmt::format("the ReturnValue of a method ({}) comes in its out-parameters object", value),
                            "no object came", {operation.entered, operation.final_entered, record.index});
        }
    }

    //
    static void record_effects(const trace::Record& record, const Operation& operation, Verdicts& verdicts) {
        if (operation.cancels.empty()) return;
        verdicts.opportunity("CAN-11");
        if (record.event.value2 == 0) return;  // it may not have begun when the cancel came
        verdicts.reading("X-6", "CAN-11", &operation,
                         fmt::format("not-told: the method ran on after its call was cancelled ({} effects were seen)",
                                     record.event.value2),
                         {operation.entered, record.index});
    }
};

}  // namespace

std::unique_ptr<Rule> make_method_rule() { return std::make_unique<MethodRule>(); }

}  // namespace wbemcheck::contract
