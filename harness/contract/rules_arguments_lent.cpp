// IND-11: what is passed in stays the caller's.
#include <fmt/format.h>

#include "harness/contract/rule.h"

namespace wbemcheck::contract {
namespace {

class LentArgumentRule final : public Rule {
public:
    void after(const trace::Record& record, History& history, Verdicts& verdicts) override {
        const trace::Event& event = record.event;
        if (event.kind != trace::EventKind::kMark ||
            static_cast<trace::MarkKind>(event.method) != trace::MarkKind::kArgumentChecked) {
            return;
        }
        const Operation* operation = history.operation(event.call);
        // A fate that this program does not know says nothing.
        const bool is_known = event.value >= 0 && event.value <= static_cast<std::int64_t>(trace::ArgumentFate::kReleased);
        if (operation == nullptr || !is_known) return;
        verdicts.opportunity("IND-11");
        const auto parameter = record.text(trace::TextRole::kNote);
        std::string actual;
        switch (static_cast<trace::ArgumentFate>(event.value)) {
            case trace::ArgumentFate::kFreed: actual = fmt::format("{} was freed during the call", parameter); break;
            case trace::ArgumentFate::kChanged: actual = fmt::format("{} was changed during the call", parameter); break;
            case trace::ArgumentFate::kReleased:
                actual = fmt::format("{} was released {} more {} than it was referenced during the call", parameter,
                                     event.value2, event.value2 == 1 ? "time" : "times");
                break;
            case trace::ArgumentFate::kIntact:
                verdicts.reading("X-13", "IND-11", operation,
                                 fmt::format("left-to-the-caller: {} was as before", parameter),
                                 {operation->entered, operation->returned});
                return;
        }
        verdicts.breach("IND-11", operation, "what is passed in stays the caller's", std::move(actual),
                        {operation->entered, operation->returned, record.index});
    }
};

}  // namespace

std::unique_ptr<Rule> make_lent_argument_rule() { return std::make_unique<LentArgumentRule>(); }

}  // namespace wbemcheck::contract
