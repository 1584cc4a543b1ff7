// IMM: an asynchronous call starts its operation and returns.
#include <map>
#include <string>
#include <string_view>
#include <tuple>
#include <utility>

#include <fmt/format.h>

#include "harness/contract/rule.h"

namespace wbemcheck::contract {
namespace {

using trace::EventKind;
using trace::MarkKind;
using trace::Method;

constexpr std::int64_t kReturnImmediately = 0x10;

class ImmediateRule final : public Rule {
public:
    bool before(const trace::Record& record, History& history, Verdicts& verdicts) override {
        if (record.event.kind != EventKind::kCallReturned) return false;
        const auto open = history.open_calls().find(record.event.call);
        if (open != history.open_calls().end() && !open->second.is_provider) check_failed_start(record, open->second, verdicts);
        return true;
    }

    bool after(const trace::Record& record, History& history, Verdicts& verdicts) override {
        if (record.event.kind != EventKind::kCallReturned) return false;
        const Operation* operation = history.operation(record.event.call);
        if (operation != nullptr && !operation->is_provider) {  // IMM-8: a provider may do its work first
            check_return(record, *operation, history, verdicts);
        }
        return true;
    }

    void at_end(History& history, Verdicts& verdicts) override {
        for (auto& [id, operation] : history.operations()) {
            if (!operation.accepted || operation.held_method == Method::kNone || operation.is_provider) continue;
            verdicts.opportunity("IMM-1");
            if (operation.held_method == Method::kIndicate) verdicts.opportunity("IMM-3");
        }
    }

private:
    // IMM-4: what has not begun leaves nothing to ask.
    static void check_failed_start(const trace::Record& record, const OpenCall& call, Verdicts& verdicts) {
        const trace::Event& event = record.event;
        const bool is_of_services = event.method <= static_cast<std::uint16_t>(Method::kExecMethodAsync);
        const bool is_semisynchronous = is_of_services && !trace::is_asynchronous(call.method) &&
                                        (call.flags & kReturnImmediately) != 0;
        if (!is_semisynchronous) return;
        const auto given = static_cast<std::uint32_t>(event.value);
        if (event.result >= 0 || given == 0) return;
        verdicts.opportunity("IMM-4");
        if ((event.value >> 32) == 0) return;
        verdicts.breach("IMM-4", nullptr, "a semisynchronous call that fails hands out no enumerator and no call result",
                        fmt::format("{} returned {} and handed one out", trace::name_of(static_cast<Method>(event.method)),
                                    verdicts.result_text(event.result)),
                        {call.entered, record.index});
    }

    void check_return(const trace::Record& record, const Operation& operation, History& history, Verdicts& verdicts) {
        if (operation.busy_mark != kNowhere) {
            const std::string expected = "the call returns while the client holds a callback of its operation";
            const std::string actual =
                fmt::format("it returned only after the client had let go of {}", trace::name_of(operation.held_method));
            const char* clause = operation.held_method == Method::kIndicate ? "IMM-3" : "IMM-1";
            verdicts.breach(clause, &operation, expected, actual,
                            {operation.entered, operation.first_callback, operation.busy_mark, record.index});
        }
        if (operation.accepted) {
            verdicts.opportunity("IMM-2");
            if (operation.result != kNoError) {
                verdicts.breach("IMM-2", &operation, "the success code is WBEM_S_NO_ERROR and no other",
                                fmt::format("the call returned {}", verdicts.result_text(operation.result)),
                                {operation.entered, record.index});
            }
            accepted_.try_emplace(key(operation), operation.id);
            return;
        }
        check_refusal(record, operation, history, verdicts);
    }

    // The same call with the same arguments was accepted before, so nothing in it can be wrong: refusing it now does not
    // start the operation.
    void check_refusal(const trace::Record& record, const Operation& operation, History& history, Verdicts& verdicts) {
        if (operation.has_invalid_argument || operation.expects_failure || operation.sink == 0) return;
        const auto earlier = accepted_.find(key(operation));
        if (earlier == accepted_.end()) return;
        // Put and delete change what an identical call may answer.
        switch (operation.method) {
            case Method::kPutClassAsync:
            case Method::kDeleteClassAsync:
            case Method::kPutInstanceAsync:
            case Method::kDeleteInstanceAsync: return;
            default: break;
        }
        verdicts.opportunity("IMM-1");
        const Operation& first = *history.operation(earlier->second);
        const bool is_over = first.final_left != kNowhere;
        verdicts.breach("IMM-1", &operation, "the call starts its operation and returns WBEM_S_NO_ERROR",
                        fmt::format("it was refused with {}, although the same call had been accepted as {} {}",
                                    verdicts.result_text(operation.result), Verdicts::operation_text(first),
                                    is_over ? "and that operation had ended with its final status"
                                            : "and that operation was still running"),
                        {first.entered, first.returned, first.final_left, operation.entered, record.index});
    }

    using Key = std::tuple<Method, std::int64_t, std::string_view>;  // a flag more makes another call of it
    static Key key(const Operation& operation) { return {operation.method, operation.flags, operation.arguments}; }

    std::map<Key, std::uint32_t> accepted_;  // the first accepted operation with these arguments
};

}  // namespace

std::unique_ptr<Rule> make_immediate_rule() { return std::make_unique<ImmediateRule>(); }

}  // namespace wbemcheck::contract
