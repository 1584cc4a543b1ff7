// ARG: calls that are wrong on purpose.
#include <fmt/format.h>

#include "harness/contract/rule.h"

namespace wbemcheck::contract {
namespace {

class ArgumentRule final : public Rule {
public:
    void after(const trace::Record& record, History& history, Verdicts& verdicts) override {
        if (record.event.kind != trace::EventKind::kCallReturned) return;
        const Operation* operation = history.operation(record.event.call);
        if (operation == nullptr || operation->invalid_argument != "pResponseHandler NULL") return;
        verdicts.opportunity("ARG-1");
        if (!operation->accepted) return;
        verdicts.breach("ARG-1", operation, "a call without a sink fails",
                        fmt::format("it returned {}", verdicts.result_text(operation->result)),
                        {operation->entered, record.index});
    }
};

}  // namespace

std::unique_ptr<Rule> make_argument_rule() { return std::make_unique<ArgumentRule>(); }

}  // namespace wbemcheck::contract
