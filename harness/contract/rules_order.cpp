// ORD: what comes before what, and what may overlap.
#include <algorithm>

#include <fmt/format.h>

#include "harness/contract/rule.h"

namespace wbemcheck::contract {
namespace {

using trace::EventKind;
using trace::MarkKind;
using trace::Method;

class OrderRule final : public Rule {
public:
    bool after(const trace::Record& record, History& history, Verdicts& verdicts) override {
        switch (record.event.kind) {
            case EventKind::kCallbackEntered: check_callback(record, history, verdicts); break;
            case EventKind::kCallReturned: check_first_callback(record, history, verdicts); break;
            case EventKind::kMark:
                if (static_cast<MarkKind>(record.event.method) == MarkKind::kRestPoint) {
                    check_rest(record, history, verdicts);
                }
                break;
            default: return false;
        }
        return true;
    }

private:
    static void check_callback(const trace::Record& record, History& history, Verdicts& verdicts) {
        Sink& sink = *history.sink(record.event.object);
        const CallbackInProgress& callback = sink.in_progress.back();
        const Operation* operation = history.operation(callback.operation);
        const auto name = trace::name_of(callback.method);
        if (operation != nullptr && operation->final_entered != kNowhere && operation->final_entered < record.index) {
            if (callback.method == Method::kIndicate) {
                verdicts.breach("ORD-1", operation, "every Indicate of an operation comes before its final status",
                                "an Indicate came after the final status", {operation->final_entered, record.index});
                if (operation->is_provider && operation->method == Method::kExecMethodAsync) {
                    verdicts.breach("ORD-12", operation, "the out parameters of a method come before its final status",
                                    "Indicate came after the final status", {operation->final_entered, record.index});
                }
            }
            if (operation->final_left != kNowhere) {
                verdicts.breach("ORD-2", operation, "nothing comes after the final status",
                                fmt::format("{} came after the final status", name),
                                {operation->final_left, record.index});
            }
        }
        if (operation == nullptr || operation->was_ambiguous) return;
        if (callback.is_final) verdicts.opportunity("ORD-4");
        if (sink.in_progress.size() < 2) return;
        const auto other = std::find_if(sink.in_progress.begin(), sink.in_progress.end(),
                                        [&](const CallbackInProgress& c) { return c.thread != record.thread; });
        if (other == sink.in_progress.end()) return;  // nested on one thread, by a call of the client from its callback
        if (!callback.is_final) {
            if (other->is_final) return;  // ORD-1 and ORD-2 speak of that
            verdicts.breach("ORD-3", operation, "at most one callback of an operation is in progress at a time",
                            fmt::format("{} came while {} was in progress on another thread", name,
                                        trace::name_of(other->method)),
                            {other->index, record.index});
            return;
        }
        if (other->is_final) return;  // two finals: STA-1
        if (operation->was_cancelled()) {
            verdicts.reading("X-20", "ORD-4", operation,
                             "overlapping-indicate: the cancel's final status came while a callback was in progress",
                             {other->index, record.index});
        } else {
            verdicts.report("ORD-4", Grade::kViolation, operation,
                            "the final status comes when no other callback of the operation is in progress",
                            fmt::format("the final status came while {} was in progress on another thread",
                                        trace::name_of(other->method)),
                            {other->index, record.index});
        }
    }

    // ORD-13: whether a callback may come before the call returned, or on its thread, is silent.
    static void check_first_callback(const trace::Record& record, History& history, Verdicts& verdicts) {
        const Operation* operation = history.operation(record.event.call);
        if (operation == nullptr || !operation->accepted || operation->was_ambiguous || operation->is_provider) return;
        verdicts.opportunity("ORD-13");
        if (operation->first_callback == kNowhere) return;
        verdicts.reading("X-28", "ORD-13", operation,
                         operation->first_callback_thread == operation->thread
                             ? "before-return-calling-thread: the first callback came on the thread of the call, before it returned"
                             : "before-return-other-thread: the first callback came on another thread, before the call returned",
                         {operation->entered, operation->first_callback, record.index});
    }

    static void check_rest(const trace::Record& record, History& history, Verdicts& verdicts) {
        const Sink* sink = history.sink(record.event.object);
        if (sink == nullptr || !sink->is_ours || sink->accepted == 0) return;
        bool is_ambiguous = false;
        for (const std::uint32_t id : sink->operations) {
            const Operation& operation = *history.operation(id);
            is_ambiguous = is_ambiguous || operation.was_ambiguous;
            if (!operation.accepted || operation.was_ambiguous) continue;
            if (operation.finals != 0) {
                verdicts.opportunity("ORD-1");
                verdicts.opportunity("ORD-2");
            }
            if (operation.indicates != 0) verdicts.opportunity("ORD-3", operation.indicates);
            const bool is_method = operation.is_provider && operation.method == Method::kExecMethodAsync;
            if (is_method && operation.indicates != 0 && operation.finals != 0) verdicts.opportunity("ORD-12");
            compare(operation, verdicts);
        }
        if (is_ambiguous) compare_shared(record, *sink, history, verdicts);
    }

    static void compare(const Operation& operation, Verdicts& verdicts) {
        if (!operation.has_reference || operation.reference_unstable || operation.reference().result < 0) return;
        if (operation.was_cancelled() || operation.refused_at != kNowhere || operation.finals == 0) return;
        if (operation.final_result < 0) return;
        verdicts.opportunity("ORD-8");
        if (operation.objects == operation.reference().objects &&
            operation.digest_sum == operation.reference().digest_sum) {
            return;
        }
        verdicts.breach("ORD-8", &operation,
                        fmt::format("all batches together are the whole result: the {} objects of the synchronous call",
                                    operation.reference().objects),
                        operation.objects == operation.reference().objects
                            ? "as many objects came, but not the same ones"
                            : fmt::format("{} objects came", operation.objects),
                        {operation.entered, operation.reference().index, operation.final_entered});
    }

    // On a shared sink the order is nobody's business (ORD-5); that everything comes, is.
    static void compare_shared(const trace::Record& record, const Sink& sink, History& history, Verdicts& verdicts) {
        verdicts.opportunity("ORD-5");
        std::uint64_t objects = 0;
        std::uint64_t digests = 0;
        for (const std::uint32_t id : sink.operations) {
            const Operation& operation = *history.operation(id);
            if (!operation.accepted) continue;
            const bool is_usable = operation.has_reference && !operation.reference_unstable &&
                                   operation.reference().result >= 0 && !operation.was_cancelled() &&
                                   operation.refused_at == kNowhere;
            if (!is_usable) return;
            objects += operation.reference().objects;
            digests += operation.reference().digest_sum;
        }
        verdicts.opportunity("ORD-8");
        if (sink.objects == objects && sink.digest_sum == digests) return;
        verdicts.breach("ORD-8", nullptr,
                        fmt::format("the operations on one sink deliver everything together: {} objects", objects),
                        sink.objects == objects ? std::string("as many objects came, but not the same ones")
                                                : fmt::format("{} objects came", sink.objects),
                        {sink.created, sink.last_object, record.index});
    }
};

}  // namespace

std::unique_ptr<Rule> make_order_rule() { return std::make_unique<OrderRule>(); }

}  // namespace wbemcheck::contract
