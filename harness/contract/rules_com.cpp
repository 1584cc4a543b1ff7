// COM: identity, interfaces, out pointers, counts and in parameters of the objects that the subject hands out.
#include <cstdlib>
#include <map>
#include <string>

#include <fmt/format.h>

#include "harness/contract/rule.h"

namespace wbemcheck::contract {
namespace {

using trace::EventKind;
using trace::Interface;
using trace::MarkKind;
using trace::Method;
using trace::OutPointer;

constexpr std::int32_t kNoInterface = static_cast<std::int32_t>(0x80004002);
constexpr std::int32_t kPointer = static_cast<std::int32_t>(0x80004003);

std::int32_t low(std::int64_t value) noexcept { return static_cast<std::int32_t>(value & 0xffffffff); }
std::int32_t high(std::int64_t value) noexcept { return static_cast<std::int32_t>(value >> 32); }

std::string_view out_pointer_text(std::int64_t value) noexcept {
    return value == static_cast<std::int64_t>(OutPointer::kUntouched) ? "was left as it was" : "was set to something";
}

class ComRule final : public Rule {
public:
    bool after(const trace::Record& record, History& history, Verdicts& verdicts) override {
        switch (record.event.kind) {
            case EventKind::kInterfaceAsked: check_answer(record, verdicts); break;
            case EventKind::kOutPointerSeen: check_out_pointer(record, verdicts); break;
            case EventKind::kCountStepped: check_steps(record, verdicts); break;
            case EventKind::kCountCompared: check_count(record, verdicts); break;
            case EventKind::kStateSeen: check_state(record, verdicts); break;
            case EventKind::kMark:
                if (static_cast<MarkKind>(record.event.method) == MarkKind::kWorkerEnded) {
                    check_ending(record, history, verdicts);
                }
                break;
            default: return false;
        }
        return true;
    }

private:
    struct Answer {
        bool is_given;
        Interface through;
        Index at;
    };

    struct Inspected {
        std::map<Interface, Answer> answers;  // the first to each question
        std::int64_t unknown = 0;             // number of its IUnknown pointer; 0: not asked yet
        Interface unknown_through = Interface::kNone;
        Index unknown_at = kNowhere;
    };

    struct State {
        std::int64_t digest;
        std::int64_t count;
        std::int32_t result;
        Index at;
    };

    void check_answer(const trace::Record& record, Verdicts& verdicts) {
        const trace::Event& event = record.event;
        const auto through = static_cast<Interface>(event.method);
        const auto asked = static_cast<Interface>(event.value);
        if (event.value2 == static_cast<std::int64_t>(OutPointer::kNotGiven)) {
            verdicts.opportunity("COM-3");
            if (event.result != kPointer) {
                verdicts.report("COM-3", Grade::kWarning, nullptr,
                                "QueryInterface without an out pointer returns E_POINTER",
                                fmt::format("{} answered {}", name_of(through), verdicts.result_text(event.result)),
                                {record.index});
            }
            return;
        }
        if (event.result < 0) {
            check_refusal(record, through, asked, verdicts);
        } else if (event.value2 <= 0) {
            verdicts.breach("COM-2", nullptr, "a successful QueryInterface gives a pointer",
                            fmt::format("{} answered {} to {}, and the out pointer {}", name_of(through),
                                        verdicts.result_text(event.result), name_of(asked),
                                        event.value2 == 0 ? "was NULL" : out_pointer_text(event.value2)),
                            {record.index});
            return;
        } else if (asked == Interface::kNone) {
            verdicts.opportunity("COM-3");
            verdicts.breach("COM-3", nullptr, "an interface that no object has is refused with E_NOINTERFACE",
                            fmt::format("{} gave a pointer for an IID that no interface has", name_of(through)),
                            {record.index});
            return;
        }
        check_set(record, through, asked, verdicts);
        if (asked == Interface::kUnknown && event.result >= 0) check_identity(record, through, verdicts);
    }

    static void check_refusal(const trace::Record& record, Interface through, Interface asked, Verdicts& verdicts) {
        const trace::Event& event = record.event;
        verdicts.opportunity("COM-3");
        if (event.value2 != 0) {
            verdicts.breach("COM-3", nullptr, "the out pointer of a refused QueryInterface is NULL",
                            fmt::format("{} refused {} with {}, and the out pointer {}", name_of(through),
                                        name_of(asked), verdicts.result_text(event.result),
                                        out_pointer_text(event.value2)),
                            {record.index});
        }
        if (asked == Interface::kNone && event.result != kNoInterface) {
            verdicts.breach("COM-3", nullptr, "an interface that no object has is refused with E_NOINTERFACE",
                            fmt::format("{} refused it with {}", name_of(through), verdicts.result_text(event.result)),
                            {record.index});
        }
    }

    void check_set(const trace::Record& record, Interface through, Interface asked, Verdicts& verdicts) {
        const bool is_given = record.event.result >= 0;
        if (through == asked) verdicts.opportunity("COM-2");
        if (through == asked && !is_given) {
            verdicts.breach("COM-2", nullptr, "an interface gives itself",
                            fmt::format("{} was asked for itself and answered {}", name_of(through),
                                        verdicts.result_text(record.event.result)),
                            {record.index});
            return;
        }
        auto& answers = objects_[record.event.object].answers;
        const auto [entry, is_first] = answers.try_emplace(asked, Answer{is_given, through, record.index});
        if (is_first) return;
        verdicts.opportunity("COM-2");
        const Answer& first = entry->second;
        if (first.is_given == is_given) return;
        if (first.through == through) {
            verdicts.breach("COM-2", nullptr, "what an object gave or refused once it gives or refuses always",
                            fmt::format("{} was asked for {} and {}", name_of(through), name_of(asked),
                                        is_given ? "gave it, having refused it before" : "refused it, having given it before"),
                            {first.at, record.index});
        } else {
            verdicts.breach("COM-2", nullptr, "each interface of an object gives the same interfaces",
                            fmt::format("{} was {} by {} and {} by {}", name_of(asked),
                                        first.is_given ? "given" : "refused", name_of(first.through),
                                        is_given ? "given" : "refused", name_of(through)),
                            {first.at, record.index});
        }
    }

    void check_identity(const trace::Record& record, Interface through, Verdicts& verdicts) {
        Inspected& object = objects_[record.event.object];
        if (object.unknown == 0) {
            object.unknown = record.event.value2;
            object.unknown_through = through;
            object.unknown_at = record.index;
            return;
        }
        verdicts.opportunity("COM-1");
        if (object.unknown == record.event.value2) return;
        verdicts.breach("COM-1", nullptr, "an object has one IUnknown pointer",
                        through == object.unknown_through
                            ? fmt::format("{} gave another IUnknown pointer than before", name_of(through))
                            : fmt::format("{} gave another IUnknown pointer than {}", name_of(through),
                                          name_of(object.unknown_through)),
                        {object.unknown_at, record.index});
    }

    static void check_out_pointer(const trace::Record& record, Verdicts& verdicts) {
        if (record.event.result >= 0) return;  // it gave what was thought not to be there
        verdicts.opportunity("COM-3");
        if (record.event.value2 == 0) return;
        verdicts.breach("COM-3", nullptr, "a call that fails sets its out pointers to NULL",
                        fmt::format("{} returned {}, and the out pointer {}", record.text(trace::TextRole::kNote),
                                    verdicts.result_text(record.event.result), out_pointer_text(record.event.value2)),
                        {record.index});
    }

    static void check_steps(const trace::Record& record, Verdicts& verdicts) {
        // Wider than what a subject can report, which may be anything.
        const std::int64_t up = low(record.event.value);
        const std::int64_t up_again = high(record.event.value);
        const std::int64_t down = low(record.event.value2);
        const std::int64_t down_again = high(record.event.value2);
        verdicts.opportunity("COM-4");
        if (up > 1 && up_again == up + 1 && down == up && down_again == up - 1) return;
        verdicts.breach("COM-4", nullptr, "AddRef adds one and Release takes one away",
                        fmt::format("{} reported {} and {} for two AddRef, then {} and {} for two Release",
                                    name_of(static_cast<Interface>(record.event.method)), up, up_again, down,
                                    down_again),
                        {record.index});
    }

    static void check_count(const trace::Record& record, Verdicts& verdicts) {
        verdicts.opportunity("COM-4");
        if (record.event.value == record.event.value2) return;
        const std::string_view done = record.text(trace::TextRole::kNote);
        verdicts.breach("COM-4", nullptr, fmt::format("the count after {} is what it was before", done),
                        fmt::format("the count of {} was {} before and {} after",
                                    name_of(static_cast<Interface>(record.event.method)), record.event.value,
                                    record.event.value2),
                        {record.index});
    }

    void check_state(const trace::Record& record, Verdicts& verdicts) {
        const trace::Event& event = record.event;
        if (event.call == 0) {
            states_[event.object] = {event.value, event.value2, event.result, record.index};
            return;
        }
        const auto entry = states_.find(event.object);
        if (entry == states_.end()) return;
        const State before = entry->second;
        states_.erase(entry);
        const auto method = static_cast<Method>(event.method);
        const std::string_view note = record.text(trace::TextRole::kNote);
        if (method == Method::kNone) {
            verdicts.opportunity("COM-4");
            if (before.result != event.result || before.digest != event.value) {
                verdicts.breach("COM-4", nullptr, fmt::format("an object works after {} as it did before", note),
                                before.result != event.result
                                    ? fmt::format("it answered {} before and {} after",
                                                  verdicts.result_text(before.result), verdicts.result_text(event.result))
                                    : std::string("it had another content afterwards"),
                                {before.at, record.index});
            }
            return;
        }
        verdicts.opportunity("COM-5");
        if (event.value2 < before.count) {
            verdicts.breach("COM-5", nullptr, fmt::format("{} leaves the caller's references on {} alone", name_of(method), note),
                            fmt::format("its count was {} before and {} after", before.count, event.value2),
                            {before.at, record.index});
        }
        if (event.value != before.digest) {
            verdicts.breach("COM-5", nullptr, fmt::format("{} leaves the content of {} alone", name_of(method), note),
                            "it had another content afterwards", {before.at, record.index});
        }
    }

    // A crash over a NULL out pointer is the caller's fault as much as the object's.
    static void check_ending(const trace::Record& record, History& history, Verdicts& verdicts) {
        const Index asking = history.asking_without_pointer();
        if (asking == kNowhere || static_cast<trace::Ending>(record.event.value) != trace::Ending::kCrash) return;
        verdicts.report("COM-3", Grade::kWarning, nullptr, "QueryInterface without an out pointer returns E_POINTER",
                        fmt::format("the process died: {}", record.text(trace::TextRole::kNote)), {asking, record.index});
    }

    std::map<std::uint32_t, Inspected> objects_;
    std::map<std::uint32_t, State> states_;  // of objects in use
};

}  // namespace

std::unique_ptr<Rule> make_com_rule() { return std::make_unique<ComRule>(); }

}  // namespace wbemcheck::contract
