// SEMI-3, SEMI-6, SEMI-8 to SEMI-10: what a client pulls out of an enumerator, and where it stands then.
#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "harness/contract/rule.h"

namespace wbemcheck::contract {
namespace {

using trace::EventKind;
using trace::MarkKind;
using trace::Method;

constexpr std::int32_t kNoError = 0;
constexpr std::int32_t kFalse = 1;
constexpr std::int32_t kTimedOut = 0x00040004;
constexpr std::uint32_t kInfinite = 0xFFFFFFFF;
constexpr std::int64_t kForwardOnly = 0x20;
// A call with lTimeout 0 that takes as long as this has waited; a machine that stalls does not do it every time.
constexpr std::int64_t kPatienceMicroseconds = 1'000'000;

struct Step {
    Method method = Method::kNone;
    std::uint32_t call = 0;
    std::int64_t asked = 0;
    std::int64_t got = 0;
    std::int32_t result = 0;
    std::uint32_t timeout = 0;
    Index index = kNowhere;
    std::uint32_t clone = 0;  // the enumerator that Clone gave
};

struct Enumerator {
    Method maker = Method::kNone;
    std::uint32_t parent = 0;
    bool is_forward_only = false;
    Index made = kNowhere;
    std::vector<Step> steps;
    bool is_at_end = false;
    std::int64_t came = 0;       // in all
    std::int64_t events_due = 0;
    int calls_at_once = 0;       // with lTimeout 0
    int late_calls_at_once = 0;
    Index late = kNowhere;

    [[nodiscard]] bool is_notification() const noexcept { return maker == Method::kExecNotificationQuery; }

    // Nothing but Next, from the start to the end: the measure for the others. Empty otherwise.
    [[nodiscard]] std::optional<std::int64_t> whole_walk() const {
        if (parent != 0 || is_notification() || !is_at_end) return std::nullopt;
        const bool is_plain = std::ranges::all_of(
            steps, [](const Step& step) { return step.method == Method::kEnumNext || step.method == Method::kEnumRelease; });
        return is_plain ? std::optional(came) : std::nullopt;
    }
};

class EnumeratorRule final : public Rule {
public:
    bool after(const trace::Record& record, History&, Verdicts& verdicts) override {
        const trace::Event& event = record.event;
        switch (event.kind) {
            case EventKind::kMark: mark(record); break;
            case EventKind::kObjectPulled:
                if (event.result != 0) odd_objects_[event.call] = event.result;
                break;
            case EventKind::kPulled: judge_step(record, verdicts); break;
            default: return false;
        }
        return true;
    }

    // Only the end knows whether the enumeration kept its length all the while.
    void at_end(History&, Verdicts& verdicts) override {
        std::optional<std::int64_t> length;
        int walks = 0;
        bool is_stable = true;
        for (const auto& [id, enumerator] : made_) {
            judge_patience(enumerator, verdicts);
            judge_events(enumerator, verdicts);
            if (const auto walk = enumerator.whole_walk(); walk.has_value()) {
                ++walks;
                is_stable = is_stable && (!length.has_value() || *length == *walk);
                length = walk;
            }
        }
        if (walks < 2 || !is_stable) return;
        for (const auto& [id, enumerator] : made_) {
            if (enumerator.parent == 0) replay(enumerator, 0, *length, {}, verdicts);
        }
    }

private:
    void judge_step(const trace::Record& record, Verdicts& verdicts) {
        const trace::Event& event = record.event;
        const auto entry = made_.find(event.object);
        if (entry == made_.end()) return;
        Enumerator& enumerator = entry->second;
        Step step{static_cast<Method>(event.method), event.call,    event.value & 0xFFFFFFFF, 0, event.result,
                  static_cast<std::uint32_t>(event.value2), record.index};
        if (step.method == Method::kEnumNext) step.got = event.value >> 32;
        judge_timeout(enumerator, step, event.value2 >> 32, verdicts);
        switch (step.method) {
            case Method::kEnumNext: judge_next(enumerator, step, verdicts); break;
            case Method::kEnumReset: judge_reset(enumerator, step, verdicts); break;
            case Method::kEnumClone: judge_clone(enumerator, step, event.value != 0, verdicts); break;
            case Method::kEnumSkip: judge_skip(enumerator, step, verdicts); break;
            default: break;
        }
        enumerator.steps.push_back(step);
    }

    void mark(const trace::Record& record) {
        const trace::Event& event = record.event;
        const auto mark = static_cast<MarkKind>(event.method);
        if (mark == MarkKind::kEventsRaised) {
            made_[event.object].events_due = event.value;
        } else if (mark == MarkKind::kSemisynchronousMade) {
            Enumerator& enumerator = made_[event.object];
            enumerator.maker = static_cast<Method>(event.result);
            enumerator.parent = static_cast<std::uint32_t>(event.value2);
            enumerator.is_forward_only = (event.value & kForwardOnly) != 0;
            enumerator.made = record.index;
            if (enumerator.parent == 0) return;
            Enumerator& parent = made_[enumerator.parent];
            if (!parent.steps.empty()) parent.steps.back().clone = event.object;
        }
    }

    static void judge_timeout(Enumerator& enumerator, const Step& step, std::int64_t microseconds, Verdicts& verdicts) {
        if (step.method != Method::kEnumNext && step.method != Method::kEnumSkip) return;
        if (step.timeout == 0) {
            verdicts.opportunity("SEMI-3");
            ++enumerator.calls_at_once;
            if (microseconds >= kPatienceMicroseconds) {
                ++enumerator.late_calls_at_once;
                enumerator.late = step.index;
            }
        } else if (step.timeout == kInfinite) {
            verdicts.opportunity("SEMI-3");
            if (step.result != kTimedOut) return;
            verdicts.breach("SEMI-3", nullptr, "a call with WBEM_INFINITE waits",
                            fmt::format("{} returned {}", trace::name_of(step.method), verdicts.result_text(step.result)),
                            {enumerator.made, step.index});
        }
    }

    static void judge_patience(const Enumerator& enumerator, Verdicts& verdicts) {
        if (enumerator.calls_at_once < 2 || enumerator.late_calls_at_once < enumerator.calls_at_once) return;
        verdicts.breach("SEMI-3", nullptr, "a call with lTimeout 0 answers at once",
                        fmt::format("each of {} calls took more than {} ms", enumerator.calls_at_once,
                                    kPatienceMicroseconds / 1000),
                        {enumerator.made, enumerator.late});
    }

    static void judge_events(const Enumerator& enumerator, Verdicts& verdicts) {
        if (enumerator.events_due == 0 || enumerator.steps.empty()) return;
        verdicts.opportunity("SEMI-6");
        if (enumerator.came >= enumerator.events_due) return;
        verdicts.breach("SEMI-6", nullptr, fmt::format("Next gives the {} events that were raised", enumerator.events_due),
                        fmt::format("{} came", enumerator.came), {enumerator.made, enumerator.steps.back().index});
    }

    void judge_next(Enumerator& enumerator, const Step& step, Verdicts& verdicts) {
        if (step.result < 0) return;
        verdicts.opportunity("SEMI-6");
        const Proof proof = {enumerator.made, step.index};
        const std::string actual = fmt::format("it returned {} with {} of {} objects", verdicts.result_text(step.result),
                                               step.got, step.asked);
        const auto blame = [&](std::string expected) {
            verdicts.breach("SEMI-6", nullptr, std::move(expected), actual, proof);
        };
        if (step.result != kNoError && step.result != kFalse && step.result != kTimedOut) {
            blame("Next returns WBEM_S_NO_ERROR, WBEM_S_FALSE or WBEM_S_TIMEDOUT");
        } else if ((step.result == kNoError) != (step.got == step.asked)) {
            blame("Next returns WBEM_S_NO_ERROR when it gives as many objects as asked for, and only then");
        } else if (step.result == kFalse && enumerator.is_notification()) {
            blame("the enumerator of a notification query has no end");
        } else if (enumerator.is_at_end && step.got != 0) {
            blame("nothing comes after the end of an enumeration");
        }
        if (const auto odd = odd_objects_.find(step.call); odd != odd_objects_.end()) {
            verdicts.breach("SEMI-6", nullptr, "*puReturned counts the objects that Next has stored",
                            odd->second < 0 ? "one that it counts is NULL" : "there is one that it does not count", proof);
        }
        enumerator.came += step.got;
        if (step.result != kFalse) return;
        enumerator.is_at_end = true;
        verdicts.reading("X-25", "SEMI-6", nullptr, "page-ignored: the return value of Next told the end", proof);
    }

    static void judge_reset(Enumerator& enumerator, const Step& step, Verdicts& verdicts) {
        if (enumerator.is_notification()) {
            verdicts.opportunity("SEMI-8");
            verdicts.reading("X-31", "SEMI-8", nullptr,
                             fmt::format("{}: Reset returned {}", step.result >= 0 ? "no-effect" : "refused",
                                         verdicts.result_text(step.result)),
                             {enumerator.made, step.index});
            return;
        }
        if (enumerator.is_forward_only) return judge_refusal(enumerator, step, verdicts);
        if (step.result >= 0) enumerator.is_at_end = false;
    }

    static void judge_clone(const Enumerator& enumerator, const Step& step, bool has_clone, Verdicts& verdicts) {
        if (enumerator.is_forward_only) return judge_refusal(enumerator, step, verdicts);
        verdicts.opportunity("SEMI-10");
        if (has_clone == (step.result >= 0)) return;
        verdicts.breach("SEMI-10", nullptr, "Clone gives an enumerator or an error",
                        fmt::format("it returned {} and {}", verdicts.result_text(step.result),
                                    has_clone ? "an enumerator" : "NULL"),
                        {enumerator.made, step.index});
    }

    // SEMI-8. Any error passes.
    static void judge_refusal(const Enumerator& enumerator, const Step& step, Verdicts& verdicts) {
        verdicts.opportunity("SEMI-8");
        if (step.result < 0) return;
        verdicts.breach("SEMI-8", nullptr,
                        fmt::format("a forward-only enumerator refuses {}, preferably with WBEM_E_INVALID_OPERATION",
                                    trace::name_of(step.method)),
                        fmt::format("it returned {}", verdicts.result_text(step.result)), {enumerator.made, step.index});
    }

    static void judge_skip(const Enumerator& enumerator, const Step& step, Verdicts& verdicts) {
        if (step.result < 0) return;
        verdicts.opportunity("SEMI-9");
        const bool has_due = enumerator.events_due > enumerator.came;
        if (!enumerator.is_notification() || has_due || step.result == kTimedOut || step.asked == 0) return;
        verdicts.breach("SEMI-9", nullptr, "Skip over events that have not come returns WBEM_S_TIMEDOUT",
                        fmt::format("it returned {}", verdicts.result_text(step.result)), {enumerator.made, step.index});
    }

    // Follows an enumerator from `position` on through an enumeration of `length` objects. `moved_by` is the step that
    // has put it where it is.
    void replay(const Enumerator& enumerator, std::int64_t position, std::int64_t length, Step moved_by,
                Verdicts& verdicts) const {
        if (enumerator.is_notification()) return;
        for (const Step& step : enumerator.steps) {
            const std::int64_t left = length - position;
            if (step.result < 0) continue;
            const bool goes_back = step.method == Method::kEnumReset || step.method == Method::kEnumClone;
            if (enumerator.is_forward_only && goes_back) return;  // a breach of SEMI-8; where it stands now nobody knows
            switch (step.method) {
                case Method::kEnumReset: position = 0; break;
                case Method::kEnumNextAsync: position += std::min(step.asked, left); break;
                case Method::kEnumClone:
                    if (const auto clone = made_.find(step.clone); clone != made_.end()) {
                        replay(clone->second, position, length, step, verdicts);
                    }
                    break;
                case Method::kEnumSkip:
                    if ((step.result == kNoError) != (step.asked <= left)) {
                        verdicts.breach("SEMI-9", nullptr,
                                        fmt::format("Skip over {} of {} objects returns {}", step.asked, left,
                                                    verdicts.result_text(step.asked <= left ? kNoError : kFalse)),
                                        fmt::format("it returned {}", verdicts.result_text(step.result)),
                                        {enumerator.made, step.index});
                        return;
                    }
                    position += std::min(step.asked, left);
                    break;
                case Method::kEnumNext: {
                    const std::int64_t expected = std::min(step.asked, left);
                    if (step.timeout == kInfinite && step.got != expected) {
                        blame_position(enumerator, step, moved_by, expected, verdicts);
                        return;
                    }
                    position += step.got;
                    break;
                }
                default: break;
            }
            const bool moves = step.method == Method::kEnumReset || (step.method == Method::kEnumSkip && step.asked != 0) ||
                               step.method == Method::kEnumClone || step.method == Method::kEnumNextAsync;
            if (moves) moved_by = step;
        }
    }

    static void blame_position(const Enumerator& enumerator, const Step& step, const Step& moved_by, std::int64_t expected,
                               Verdicts& verdicts) {
        const std::string actual = fmt::format("it gave {}", step.got);
        const auto blame = [&](std::string_view clause, std::string_view when) {
            verdicts.breach(clause, nullptr,
                            fmt::format("{} Next gives the {} objects that are left of the {} asked for", when, expected,
                                        step.asked),
                            actual, {enumerator.made, moved_by.index, step.index});
        };
        switch (moved_by.method) {
            case Method::kEnumSkip: return blame("SEMI-9", "after Skip");
            case Method::kEnumClone: return blame("SEMI-10", enumerator.parent != 0 ? "on a clone" : "after Clone");
            case Method::kEnumNextAsync: return blame("SEMI-11", "after NextAsync");
            case Method::kEnumReset: return blame("SEMI-6", "after Reset");
            default: return blame("SEMI-6", "on a fresh enumerator");
        }
    }

    std::map<std::uint32_t, Enumerator> made_;            // by object
    std::map<std::uint32_t, std::int32_t> odd_objects_;   // by call, as in kObjectPulled
};

}  // namespace

std::unique_ptr<Rule> make_enumerator_rule() { return std::make_unique<EnumeratorRule>(); }

}  // namespace wbemcheck::contract
