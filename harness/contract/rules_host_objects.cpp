// COM-6, PRV-13: the objects that a host gives to a provider, or lends it, and how they come back.
#include <fmt/format.h>

#include <set>

#include "harness/contract/rule.h"

namespace wbemcheck::contract {
namespace {

using trace::EventKind;
using trace::MarkKind;
using trace::Method;

// "the namespace root\example (object 12)", ", which had come with Initialize (call 3)".
std::string object_text(const HostObject& object) {
    const std::string what =
        object.note.empty() ? std::string(trace::name_of(object.interface_id)) : object.note;
    return fmt::format("{} (object {})", what, object.id);
}

std::string origin_text(const HostObject& object, const Hosted& hosted) {
    if (object.upcall != Method::kNone) {
        return fmt::format(", which {} (upcall {}) had given", trace::name_of(object.upcall), object.call);
    }
    const Request* request = hosted.request(object.call);
    if (request == nullptr) return {};
    return fmt::format(", which had come with {} (call {})", trace::name_of(request->method), request->call);
}

std::string_view method_text(const trace::Record& record) {
    if (record.event.kind == EventKind::kHostReference) return "AddRef";
    if (record.event.kind == EventKind::kInitStatus) return trace::name_of(Method::kSetStatus);
    return trace::name_of(static_cast<Method>(record.event.method));
}

class HostObjectRule final : public Rule {
public:
    bool after(const trace::Record& record, History& history, Verdicts& verdicts) override {
        switch (record.event.kind) {
            case EventKind::kHostObject:
                verdicts.opportunity("COM-6");
                break;
            case EventKind::kHostReference:
                check_reference(record, history.hosted(), verdicts);
                break;
            case EventKind::kUpcallEntered:
            case EventKind::kInitStatus:
                check_use(record, history.hosted(), verdicts);
                break;
            case EventKind::kMark:
                switch (static_cast<MarkKind>(record.event.method)) {
                    case MarkKind::kHostRest:
                        check_rest(record, history, verdicts);
                        check_unload(record, verdicts);
                        break;
                    case MarkKind::kMemoryCompared:
                        check_memory(record, verdicts);
                        break;
                    default:
                        break;
                }
                break;
            default: return false;
        }
        return true;
    }

private:
    void check_reference(const trace::Record& record, const Hosted& hosted, Verdicts& verdicts) {
        const trace::Event& event = record.event;
        const auto entry = hosted.objects().find(event.object);
        if (entry == hosted.objects().end() || event.result < 0) return;
        const HostObject& object = entry->second;
        if (event.value2 < 0) {
            if (!released_.insert(object.id).second) return;
            verdicts.breach("COM-6", nullptr, "each reference on an object is released once, by who holds it",
                            fmt::format("the provider released {} without a reference on it{}",
                                        object_text(object), origin_text(object, hosted)),
                            {object.given, record.index});
            return;
        }
        check_use(record, hosted, verdicts);
    }

    void check_use(const trace::Record& record, const Hosted& hosted, Verdicts& verdicts) {
        const auto entry = hosted.objects().find(record.event.object);
        if (entry == hosted.objects().end() || entry->second.used_when_gone != record.index) return;
        const HostObject& object = entry->second;
        if (object.is_of_initialize || !used_.insert(object.id).second) return;  // PRV-5 speaks of those
        verdicts.breach(
            "COM-6", nullptr,
            "an object is used while a reference on it is held, or while the call runs that lends it",
            fmt::format("{} of {} was called, and the provider held no reference{}", method_text(record),
                        object_text(object), origin_text(object, hosted)),
            {object.given, record.index});
    }

    static void check_unload(const trace::Record& record, Verdicts& verdicts) {
        const trace::Event& event = record.event;
        constexpr std::int32_t kFalse = 1;  // S_FALSE
        if (event.value2 != 1 || (event.result != kNoError && event.result != kFalse)) return;  // no answer
        verdicts.opportunity("COM-7");
        if (event.result == kNoError) return;
        verdicts.breach("COM-7", nullptr, "DllCanUnloadNow returns S_OK when no object of the module is left",
                        "it returned S_FALSE after the last Release of every object", {record.index});
    }

    // A block for every call is one that every call leaves behind; a few are what is made once and kept.
    static void check_memory(const trace::Record& record, Verdicts& verdicts) {
        const trace::Event& event = record.event;
        if (event.value2 <= 0) return;
        verdicts.opportunity("COM-8");
        if (event.value < event.value2) return;
        verdicts.breach("COM-8", nullptr, "what a call allocates of COM's memory is freed when the call is over",
                        fmt::format("after {} calls {} blocks more were in use, BSTRs among them", event.value2,
                                    event.value),
                        {record.index});
    }

    // PRV-13: the primary interface has been released, and everything that can come back has had its time.
    static void check_rest(const trace::Record& record, History& history, Verdicts& verdicts) {
        const Hosted& hosted = history.hosted();
        const std::uint32_t whose = record.event.object;  // 0: of all
        verdicts.opportunity("PRV-13");
        const auto report = [&](std::uint32_t provider, std::int64_t held, const std::string& what,
                                Index given, Index last) {
            const bool is_of_other = whose != 0 && provider != 0 && provider != whose;
            if (held <= 0 || is_of_other || !hosted.is_pure(provider)) return;
            const Provider* released = hosted.provider(provider);
            verdicts.opportunity("PRV-13");
            verdicts.breach(
                "PRV-13", nullptr,
                "with its last Release a provider releases everything that it holds on WMI",
                fmt::format("{:.0f} ms after its last Release the provider still held {} on {}",
                            static_cast<double>(record.event.value) / 1e6, references(held), what),
                {given, last, released == nullptr ? kNowhere : released->released, record.index});
        };
        for (const auto& [id, object] : hosted.objects()) {
            if (object.held <= 0) continue;
            report(object.provider, object.held, object_text(object) + origin_text(object, hosted),
                   object.given, object.last_reference);
        }
        for (const auto& [id, sink] : history.sinks()) {
            if (sink.events_of == 0) continue;
            report(sink.events_of, sink.held, fmt::format("the sink of ProvideEvents (sink {})", id),
                   sink.created, sink.last_add_ref);
        }
    }

    std::set<std::uint32_t> released_;  // objects of which it was said that they were released too often
    std::set<std::uint32_t> used_;  // objects of which it was said that they were used when they were gone
};

}  // namespace

std::unique_ptr<Rule> make_host_object_rule() { return std::make_unique<HostObjectRule>(); }

}  // namespace wbemcheck::contract
