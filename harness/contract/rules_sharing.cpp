// REF-9: several operations on one sink, each with a reference of its own.
#include <map>

#include <fmt/format.h>

#include "harness/contract/rule.h"

namespace wbemcheck::contract {
namespace {

using trace::EventKind;
using trace::MarkKind;

class SharingRule final : public Rule {
public:
    bool after(const trace::Record& record, History& history, Verdicts& verdicts) override {
        switch (record.event.kind) {
            case EventKind::kCallReturned: check_accepted(record, history, verdicts); break;
            case EventKind::kRelease: check_release(record, history, verdicts); break;
            default: return false;
        }
        return true;
    }

private:
    // Operations of the sink without a final status, at the least: finals may belong to calls that have not returned.
    static std::uint64_t unfinished(const Sink& sink) noexcept {
        return sink.accepted > sink.finals ? sink.accepted - sink.finals : 0;
    }

    // Nothing but final statuses ends the operations of this sink.
    static bool ends_by_finals_only(const Sink& sink, History& history) {
        if (!sink.is_ours || sink.is_behind_stub || sink.belongs_to_provider || sink.operations.size() < 2) return false;
        for (const std::uint32_t id : sink.operations) {
            const Operation& operation = *history.operation(id);
            if (operation.was_cancelled() || operation.refused_at != kNowhere) return false;
        }
        return true;
    }

    static void check_accepted(const trace::Record& record, History& history, Verdicts& verdicts) {
        const Operation* operation = history.operation(record.event.call);
        if (operation == nullptr || !operation->accepted || operation->sink == 0) return;
        const Sink& sink = *history.sink(operation->sink);
        if (sink.operations.size() < 2 || !ends_by_finals_only(sink, history)) return;
        const std::uint64_t open = unfinished(sink);
        if (open < 2) return;
        verdicts.opportunity("REF-9");
        if (sink.references_taken >= static_cast<std::int64_t>(sink.accepted)) return;
        verdicts.breach("REF-9", operation, "each accepted operation stores a reference of its own on a shared sink",
                        fmt::format("{} operations were accepted on the sink, and the service has taken {} references",
                                    sink.accepted, sink.references_taken),
                        {sink.created, operation->entered, record.index});
    }

    // With one operation pending this is REF-4.
    static void check_release(const trace::Record& record, History& history, Verdicts& verdicts) {
        const Sink& sink = *history.sink(record.event.object);
        if (sink.held > 0 || !ends_by_finals_only(sink, history) || unfinished(sink) == 0) return;
        if (sink.calls_in_progress != 0) return;
        const Operation& last = *history.operation(sink.operations.back());
        if (!last.was_ambiguous) return;
        verdicts.breach("REF-9", nullptr, "a shared sink is held until the last of its operations has ended",
                        fmt::format("after {} of {} final statuses the service released its last reference", sink.finals,
                                    sink.accepted),
                        {sink.created, last.entered, record.index});
    }
};

}  // namespace

std::unique_ptr<Rule> make_sharing_rule() { return std::make_unique<SharingRule>(); }

}  // namespace wbemcheck::contract
