// Which admissible answer the subject gives where the documents disagree, seen over a whole scenario,
// and STA-18.
#include <map>

#include <fmt/format.h>

#include "harness/contract/rule.h"

namespace wbemcheck::contract {
namespace {

using trace::EventKind;
using trace::MarkKind;
using trace::Method;

class ObservedRule final : public Rule {
public:
    bool after(const trace::Record& record, History& history, Verdicts& verdicts) override {
        const auto method = static_cast<Method>(record.event.method);
        switch (record.event.kind) {
            case EventKind::kCallReturned: note_cancel(record, history); break;
            case EventKind::kCallEntered:
                has_intervened_ = has_intervened_ || method == Method::kCancelAsyncCall || method == Method::kServicesRelease;
                break;
            case EventKind::kCallbackEntered:
                if (method != Method::kSetStatus) break;
                if (record.event.value == 0 || record.event.value == 2) {
                    usual_status_ = record.index;
                } else {
                    has_other_status_ = true;
                }
                break;
            case EventKind::kMark:
                if (static_cast<MarkKind>(record.event.method) == MarkKind::kRestPoint) check_rest(record, history, verdicts);
                break;
            default: return false;
        }
        return true;
    }

    void at_end(History& history, Verdicts& verdicts) override {
        observe_failures(history, verdicts);
        if (usual_status_ != kNowhere && !has_other_status_) {
            verdicts.reading("X-7", "STA-7", nullptr, "complete-or-progress: lFlags was 0 or 2 in every SetStatus",
                             {usual_status_});
        }
        const Operation* single = nullptr;
        const Operation* silent = nullptr;
        const Operation* put = nullptr;
        const Operation* put_with_objects = nullptr;
        for (const auto& [id, operation] : history.operations()) {
            if (!operation.accepted || operation.was_ambiguous || operation.is_provider) continue;
            if (operation.finals == 1) single = &operation;
            if (operation.finals == 0 && (operation.is_unsecured || operation.is_notification())) silent = &operation;
            if (operation.finals != 1 || operation.final_result < 0 || !gives_status_only(operation.method)) continue;
            (operation.indicates == 0 ? put : put_with_objects) = &operation;
        }
        if (single != nullptr) {
            verdicts.reading("X-37", "STA-1", single, "exactly-one-final: the operation got one final status",
                             {single->entered, single->final_entered});
        }
        if (silent != nullptr) {
            verdicts.reading("X-37", "STA-1", silent,
                             silent->is_unsecured
                                 ? "none-for-a-stated-reason: the client has not set up its security"
                                 : "none-for-a-stated-reason: the operation is a notification query",
                             {silent->entered});
        }
        if (put_with_objects != nullptr) {
            verdicts.reading("X-15", "IND-12", put_with_objects,
                             fmt::format("indicate-too: {} also called Indicate", trace::name_of(put_with_objects->method)),
                             {put_with_objects->entered, put_with_objects->first_indicate});
        } else if (put != nullptr) {
            verdicts.reading("X-15", "IND-12", put,
                             fmt::format("status-only: {} called SetStatus only", trace::name_of(put->method)),
                             {put->entered, put->final_entered});
        }
    }

private:
    static bool gives_status_only(Method method) noexcept {
        return method == Method::kPutClassAsync || method == Method::kPutInstanceAsync ||
               method == Method::kDeleteClassAsync || method == Method::kDeleteInstanceAsync;
    }

    //
    static void observe_failures(History& history, Verdicts& verdicts) {
        const Operation* returned = nullptr;
        const Operation* sent = nullptr;
        const Operation* delivered = nullptr;
        for (const auto& [id, operation] : history.operations()) {
            const Sink* sink = history.sink(operation.sink);
            if (sink == nullptr || !sink->is_ours || sink->operations.size() != 1 || operation.returned == kNowhere) continue;
            if (operation.result < 0 && sink->finals == 0 && sink->indicates == 0) returned = &operation;
            if (operation.accepted && operation.finals == 1 && operation.final_result < 0 && !operation.was_cancelled()) {
                sent = &operation;
            }
            if (operation.is_provider) continue;
            if (operation.accepted && operation.finals == 1 && operation.indicates > 0) delivered = &operation;
        }
        if (returned != nullptr) {
            const Sink& sink = *history.sink(returned->sink);
            verdicts.reading("X-5", "STA-15", returned,
                             fmt::format("returned-only: {} was refused, and the sink not called",
                                         trace::name_of(returned->method)),
                             {returned->entered, returned->returned});
            if (sink.held == 0 && !returned->is_provider) {
                verdicts.reading("X-14", "REF-2", returned,
                                 fmt::format("{}: {} was refused with {} references taken",
                                             sink.references_taken == 0 ? "untouched" : "balanced-pair",
                                             trace::name_of(returned->method), sink.references_taken),
                                 {returned->entered, returned->returned});
            }
        }
        if (sent != nullptr) {
            verdicts.reading("X-5", "STA-15", sent,
                             fmt::format("sent-only: {} was accepted and ended with an error", trace::name_of(sent->method)),
                             {sent->entered, sent->final_entered});
        }
        if (delivered != nullptr) {
            verdicts.reading("X-24", "IND-1", delivered,
                             "page-ignored: Indicate handed over objects, and the final status told the end",
                             {delivered->entered, delivered->first_indicate, delivered->final_entered});
        }
    }

    // an Indicate of another thread that is running when the cancel returns.
    void note_cancel(const trace::Record& record, History& history) {
        const Cancel* cancel = history.cancel(record.event.call);
        if (cancel == nullptr || cancel->result < 0 || cancel->pending.empty()) return;
        still_running_[cancel->id] = kNowhere;
        for (const CallbackInProgress& callback : history.sink(cancel->sink)->in_progress) {
            if (callback.method == Method::kIndicate && callback.thread != record.thread) {
                still_running_[cancel->id] = callback.index;
            }
        }
    }

    void check_rest(const trace::Record& record, History& history, Verdicts& verdicts) {
        const Sink* sink = history.sink(record.event.object);
        if (sink == nullptr || !sink->is_ours || sink->belongs_to_provider) return;
        for (const auto& [id, running] : still_running_) {
            const Cancel& cancel = *history.cancel(id);
            if (cancel.sink != sink->id) continue;
            // What began afterwards is a breach of CAN-4; that rule says so.
            verdicts.reading("X-19", "CAN-4", history.operation(cancel.pending.front()),
                             running == kNowhere ? "none-after-return: no Indicate was running when the cancel returned"
                                                 : "still-running: an Indicate was still running when the cancel returned",
                             {running, cancel.entered, cancel.returned});
        }
        for (const std::uint32_t id : sink->operations) check_own_cancel(*history.operation(id), verdicts);
        const bool went_last = sink->last_release != kNowhere && sink->last_release > sink->last_final_left;
        // A cancel, and the end of the services pointer, release in their own right.
        if (sink->finals > 0 && sink->held == 0 && went_last && !sink->is_behind_stub && !has_intervened_) {
            verdicts.reading("X-34", "REF-3", nullptr, "always-released: the last reference went after the final status",
                             {sink->last_final_left, sink->last_release});
        }
    }

    // STA-18, X-29: the server may cancel on its own.
    static void check_own_cancel(const Operation& operation, Verdicts& verdicts) {
        if (!operation.accepted || operation.was_ambiguous || operation.finals == 0) return;
        if (operation.was_cancelled() || operation.refused_at != kNowhere) return;
        verdicts.opportunity("STA-18");
        if (operation.final_result != kCallCancelled) return;
        verdicts.reading("X-29", "STA-18", &operation,
                         "cancelled-by-server: the final status was WBEM_E_CALL_CANCELLED, and nobody had cancelled",
                         {operation.entered, operation.final_entered});
    }

    Index usual_status_ = kNowhere;
    bool has_other_status_ = false;
    bool has_intervened_ = false;
    std::map<std::uint32_t, Index> still_running_;  // by cancel: an Indicate that was running when it returned
};

}  // namespace

std::unique_ptr<Rule> make_observed_rule() { return std::make_unique<ObservedRule>(); }

}  // namespace wbemcheck::contract
