// IND: the objects, whose they are, and what the sink's answer means.
#include <map>
#include <set>
#include <utility>

#include <fmt/format.h>

#include "harness/contract/kept_objects.h"
#include "harness/contract/rule.h"

namespace wbemcheck::contract {
namespace {

using trace::EventKind;
using trace::MarkKind;
using trace::Method;

class IndicateRule final : public Rule {
public:
    bool after(const trace::Record& record, History& history, Verdicts& verdicts) override {
        switch (record.event.kind) {
            case EventKind::kCallbackEntered:
                if (static_cast<Method>(record.event.method) == Method::kIndicate) {
                    check_entry(record, history, verdicts);
                }
                break;
            case EventKind::kCallbackLeft:
                if (static_cast<Method>(record.event.method) == Method::kIndicate) {
                    check_array(record, history, verdicts);
                }
                break;
            case EventKind::kDestroyed:
                if (const auto kept = kept_.find(record.event.object); kept != kept_.end() && kept->second.empty()) {
                    kept_.erase(kept);
                }
                break;
            case EventKind::kObjectDelivered: note_object(record, verdicts); break;
            case EventKind::kObjectChecked: check_object(record, history, verdicts); break;
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
    void check_entry(const trace::Record& record, History& history, Verdicts& verdicts) {
        const Sink& sink = *history.sink(record.event.object);
        const Operation* operation = history.operation(sink.in_progress.back().operation);
        verdicts.opportunity("IND-4");
        arrays_[{record.event.object, record.thread}] = record.event.value2;
        if (record.event.value < 1) {
            verdicts.breach("IND-4", operation, "an Indicate carries at least one object",
                            fmt::format("lObjectCount was {}", record.event.value), {record.index});
        }
        if (operation == nullptr || operation->refused_at == kNowhere || operation->refused_method != Method::kIndicate ||
            operation->is_notification()) {  // notification queries may go on
            return;
        }
        kept_delivering_.insert(operation->id);
        verdicts.breach("IND-6", operation, "after the sink refused an Indicate no further one is made",
                        "another Indicate came", {operation->entered, operation->refused_at, record.index});
    }

    void check_array(const trace::Record& record, History& history, Verdicts& verdicts) {
        verdicts.opportunity("IND-1");
        const auto entry = arrays_.find({record.event.object, record.thread});
        if (entry == arrays_.end()) return;
        const bool is_unchanged = entry->second == record.event.value2;
        arrays_.erase(entry);
        if (is_unchanged) return;
        verdicts.breach("IND-1", history.operation(history.ended_callback().operation),
                        "the array of an Indicate stays as it is until the callback has returned",
                        "its entries changed while the callback ran", {history.ended_callback().index, record.index});
    }

    void note_object(const trace::Record& record, Verdicts& verdicts) {
        if (record.event.result < 0) {
            verdicts.breach("IND-4", nullptr, "every entry of the array is an object",
                            fmt::format("entry {} was NULL", record.event.value2), {record.index});
            return;
        }
        // Remembered only while it may be asked for again: within the callback, or when the sink retains its objects.
        kept_[record.event.object].add({record.event.value2, record.event.value, record.index});
    }

    void check_object(const trace::Record& record, History& history, Verdicts& verdicts) {
        const auto kept = kept_.find(record.event.object);
        const KeptObjects::Object* const object = kept == kept_.end() ? nullptr : kept->second.find(record.event.value2);
        if (object == nullptr) return;
        const auto [ordinal, digest, index] = *object;
        const bool is_inside = record.event.result != -1;
        const Sink* const delivered_to = history.sink(record.event.object);
        const std::string_view who = party(delivered_to != nullptr && delivered_to->belongs_to_provider);
        if (is_inside) {
            verdicts.opportunity("IND-2");
            if (record.event.result < 1) {
                verdicts.breach("IND-2", nullptr, fmt::format("{} keeps its reference on every object while Indicate runs", who),
                                fmt::format("object {} was kept alive by nobody but the sink", ordinal),
                                {index, record.index});
            }
        } else {
            verdicts.opportunity("IND-3");
        }
        const Sink* const sink = is_inside ? delivered_to : nullptr;
        if (!is_inside || (sink != nullptr && sink->forgets_objects)) kept->second.forget_found();
        if (digest != record.event.value) {
            verdicts.breach("IND-3", nullptr, "an object that the sink keeps stays as it was delivered",
                            fmt::format("object {} has other content {}", ordinal,
                                        is_inside ? "at the end of the callback" : "after the operation"),
                            {index, record.index});
        }
    }

    void check_rest(const trace::Record& record, History& history, Verdicts& verdicts) {
        const Sink* sink = history.sink(record.event.object);
        if (sink == nullptr || !sink->is_ours) return;
        for (const std::uint32_t id : sink->operations) {
            const Operation& operation = *history.operation(id);
            if (!operation.accepted || operation.was_ambiguous) continue;
            check_answer(record, operation, verdicts);
            check_count(operation, verdicts);
        }
    }

    void check_answer(const trace::Record& record, const Operation& operation, Verdicts& verdicts) {
        if (operation.refused_at != kNowhere && operation.refused_method == Method::kIndicate) {
            verdicts.opportunity("IND-6");
            if (operation.is_notification()) return;
            if (operation.finals == 0 && operation.is_provider) return;  // PRV-9 speaks of it
            if (operation.finals == 0) {
                verdicts.report("IND-6", Grade::kWarning, &operation,
                                "after the sink refused an Indicate the final status comes, with WBEM_E_CALL_CANCELLED",
                                "no final status came", {operation.entered, operation.refused_at, record.index});
            } else if (operation.final_result != kCallCancelled) {
                verdicts.reading("X-12", "IND-6", &operation,
                                 fmt::format("{}: after a refused Indicate the final status was {}",
                                             kept_delivering_.contains(operation.id) ? "kept-delivering"
                                                                                     : "cancelled-with-other-final",
                                             verdicts.result_text(operation.final_result)),
                                 {operation.refused_at, operation.final_entered});
            } else {
                verdicts.reading("X-12", "IND-6", &operation,
                                 "cancelled-with-final: a refused Indicate ends the operation with WBEM_E_CALL_CANCELLED",
                                 {operation.refused_at, operation.final_entered});
            }
        }
        if (operation.sink_answer > 0 && operation.refused_at == kNowhere && !operation.was_cancelled()) {
            verdicts.opportunity("IND-7");
            if (operation.finals != 0 && operation.final_result == kCallCancelled) {
                verdicts.breach("IND-7", &operation, "a success code other than 0 from the sink is no failure",
                                fmt::format("the sink answered {}, and the operation ended with {}",
                                            verdicts.result_text(operation.sink_answer),
                                            verdicts.result_text(operation.final_result)),
                                {operation.entered, operation.final_entered});
            }
        }
    }

    static void check_count(const Operation& operation, Verdicts& verdicts) {
        if (operation.finals == 0 || operation.final_result < 0) return;
        if (operation.was_cancelled() || operation.refused_at != kNowhere) return;
        switch (operation.method) {
            case Method::kGetObjectAsync:
                verdicts.opportunity("IND-12");
                if (operation.objects != 1) {
                    verdicts.breach("IND-12", &operation, "GetObjectAsync delivers one object through Indicate",
                                    fmt::format("{} objects came", operation.objects),
                                    {operation.entered, operation.first_indicate, operation.final_entered});
                }
                break;
            case Method::kExecMethodAsync:
                verdicts.opportunity("IND-12");
                if (operation.objects > 1) {
                    verdicts.breach("IND-12", &operation,
                                    "ExecMethodAsync delivers at most one object, with the out parameters",
                                    fmt::format("{} objects came", operation.objects),
                                    {operation.entered, operation.first_indicate, operation.final_entered});
                } else if (operation.has_reference && operation.reference().result >= 0 &&
                           operation.objects != operation.reference().objects) {
                    verdicts.breach("IND-12", &operation,
                                    fmt::format("ExecMethodAsync delivers the {} out-parameter objects of ExecMethod",
                                                operation.reference().objects),
                                    fmt::format("{} objects came", operation.objects),
                                    {operation.entered, operation.reference().index, operation.final_entered});
                }
                break;
            case Method::kPutClassAsync:
            case Method::kDeleteClassAsync:
            case Method::kPutInstanceAsync:
            case Method::kDeleteInstanceAsync:
                verdicts.opportunity("IND-12");
                if (operation.indicates != 0) {  // two pages speak of results through Indicate
                    verdicts.report("IND-12", Grade::kWarning, &operation,
                                    fmt::format("{} delivers nothing through Indicate",
                                                trace::name_of(operation.method)),
                                    fmt::format("{} objects came", operation.objects),
                                    {operation.entered, operation.first_indicate});
                }
                break;
            default: break;
        }
    }

    std::set<std::uint32_t> kept_delivering_;  // operations that went on after their sink had refused
    std::map<std::pair<std::uint32_t, std::uint32_t>, std::int64_t> arrays_;  // digest by sink and thread, while
                                                                              // the callback runs
    std::map<std::uint32_t, KeptObjects> kept_;  // by sink that is there, or has retained some
};

}  // namespace

std::unique_ptr<Rule> make_indicate_rule() { return std::make_unique<IndicateRule>(); }

}  // namespace wbemcheck::contract
