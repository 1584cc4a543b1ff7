// IND-11: what is passed in stays the caller's.
#include <fmt/format.h>

#include "harness/contract/rule.h"

namespace wbemcheck::contract {
namespace {

class LentArgumentRule final : public Rule {
public:
    bool after(const trace::Record& record, History& history, Verdicts& verdicts) override {
        if (record.event.kind != trace::EventKind::kMark) return false;
        if (static_cast<trace::MarkKind>(record.event.method) == trace::MarkKind::kArgumentChecked) check(record, history, verdicts);
        return true;
    }

private:
    static void check(const trace::Record& record, History& history, Verdicts& verdicts) {
        const trace::Event& event = record.event;
        const Operation* operation = history.operation(event.call);
        const Request* request = history.hosted().request(event.call);  // any call on a provider
        // A fate that this program does not know says nothing.
        const bool is_known = event.value >= 0 && event.value <= static_cast<std::int64_t>(trace::ArgumentFate::kReleased);
        if ((operation == nullptr && request == nullptr) || !is_known) return;
        const Index entered = operation != nullptr ? operation->entered : request->entered;
        const Index returned = operation != nullptr ? operation->returned : request->returned;
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
                                 {entered, returned});
                return;
        }
        verdicts.breach("IND-11", operation, "what is passed in stays the caller's", std::move(actual),
                        {entered, returned, record.index});
    }
};

}  // namespace

std::unique_ptr<Rule> make_lent_argument_rule() { return std::make_unique<LentArgumentRule>(); }

}  // namespace wbemcheck::contract
