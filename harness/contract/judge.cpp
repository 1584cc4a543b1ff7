#include "harness/contract/judge.h"

#include <algorithm>
#include <array>
#include <cstddef>
#include <iterator>
#include <map>
#include <memory>
#include <vector>

#include "harness/contract/bookmarks.h"
#include "harness/contract/describe.h"
#include "harness/contract/rule.h"

namespace wbemcheck::contract {
namespace {

using trace::EventKind;
using trace::MarkKind;
using trace::Record;

void note_mark(const Record& record, Judgement& judgement) {
    const auto note = [&] { return std::string(record.text(trace::TextRole::kNote)); };
    switch (static_cast<MarkKind>(record.event.method)) {
        case MarkKind::kScenarioBegin: judgement.scenario = note(); break;
        case MarkKind::kScenarioEnd: judgement.scenario_ended = true; break;
        case MarkKind::kSituationMissing: judgement.situation_missing = note(); break;
        case MarkKind::kNotApplicable:
            judgement.not_applicable = note();
            judgement.not_applicable_result = record.event.result;
            break;
        case MarkKind::kHarnessFault: judgement.harness_fault = note(); break;
        case MarkKind::kWorkerEnded:
            if (record.event.value < 0 || record.event.value > static_cast<std::int64_t>(trace::kLastEnding)) {
                judgement.harness_fault = "the trace names an ending of its worker that there is not";
                break;
            }
            judgement.ending = static_cast<trace::Ending>(record.event.value);
            judgement.ending_note = note();
            break;
        default: break;
    }
}

std::vector<std::string> stack_of(const Record& record) {
    std::vector<std::string> frames;
    for (const trace::RecordedText& text : record.texts) {
        if (text.role == trace::TextRole::kStackFrame) frames.emplace_back(text.text);
    }
    return frames;
}

// Which rules look at which kind of event. It begins with all of them, and each drops out of a kind once it has said that it
// never looks at it: most kinds concern two or three.
class RulesByKind {
public:
    void add(Rule& rule) {
        for (std::vector<Rule*>& rules : rules_) rules.push_back(&rule);
    }

    template <class Show>
    void show(const Record& record, Show show) {
        std::erase_if(rules_[static_cast<std::size_t>(record.event.kind)], [&](Rule* rule) { return !show(*rule); });
    }

private:
    std::array<std::vector<Rule*>, static_cast<std::size_t>(trace::kLastEventKind) + 1> rules_;
};

// Fills in the texts of the witnesses, which lie anywhere in the trace.
void add_witnesses(trace::TraceReader& reader, const Bookmarks& bookmarks, std::uint64_t begin, Verdicts& verdicts) {
    std::multimap<Index, Verdicts::Entry*> wanted;
    for (Verdicts::Entry& entry : verdicts.entries()) {
        std::sort(entry.proof.begin(), entry.proof.end());
        entry.proof.erase(std::unique(entry.proof.begin(), entry.proof.end()), entry.proof.end());
        for (const Index index : entry.proof) wanted.emplace(index, &entry);
    }
    reader.rewind();
    Record record;
    for (auto next = wanted.begin(); next != wanted.end();) {
        bookmarks.approach(reader, next->first);
        do {
            if (!reader.next(record)) return;
        } while (record.index != next->first);
        for (; next != wanted.end() && next->first == record.index; ++next) {
            Witness witness;
            witness.index = record.index;
            witness.milliseconds =
                static_cast<double>(record.event.time - begin) * 1000 / reader.ticks_per_second();
            witness.thread = record.thread;
            witness.text = describe(record, verdicts);
            witness.is_breach = record.index == next->second->proof.back();
            next->second->finding.witness.push_back(std::move(witness));
        }
    }
}

}  // namespace

Judgement judge_trace(const std::filesystem::path& path, const JudgeOptions& options) {
    trace::TraceReader reader(path);
    return judge_trace(reader, options);
}

Judgement judge_trace(trace::TraceReader& reader, const JudgeOptions& options) {
    reader.rewind();
    History history(reader.path());
    Verdicts verdicts(options);
    CoverageObserver coverage;
    std::vector<std::unique_ptr<Rule>> rules;
    std::vector<std::unique_ptr<Rule>> sleeping;  // until there is a provider
    for (const RuleFamily& family : rule_families()) {
        (family.is_for_providers_alone() ? sleeping : rules).push_back(family.make());
    }

    Judgement judgement;
    Record record;
    std::uint64_t begin = 0;
    std::uint64_t end = 0;
    Index ending_index = kNowhere;
    std::vector<std::string> ending_stack;
    RulesByKind before;
    RulesByKind after;
    for (const auto& rule : rules) {
        before.add(*rule);
        after.add(*rule);
    }
    Bookmarks bookmarks;
    while (bookmarks.pass(reader), reader.next(record)) {
        if (record.index == 0) begin = record.event.time;
        end = std::max(end, record.event.time);
        ++judgement.events;
        before.show(record, [&](Rule& rule) { return rule.before(record, history, verdicts); });
        history.take(record);
        if (!sleeping.empty() && history.hosted().is_active()) {
            for (const auto& rule : sleeping) {
                before.add(*rule);
                after.add(*rule);
            }
            std::move(sleeping.begin(), sleeping.end(), std::back_inserter(rules));
            sleeping.clear();
        }
        if (options.maps_coverage) coverage.take(record, history);
        after.show(record, [&](Rule& rule) { return rule.after(record, history, verdicts); });
        if (options.maps_coverage) coverage.attribute(verdicts.fresh());
        verdicts.forget_fresh();
        if (record.event.kind != EventKind::kMark) continue;
        note_mark(record, judgement);
        if (static_cast<MarkKind>(record.event.method) != MarkKind::kWorkerEnded) continue;
        ending_index = record.index;
        ending_stack = stack_of(record);
    }
    for (const auto& rule : rules) rule->at_end(history, verdicts);
    if (options.maps_coverage) judgement.cells = coverage.finish(history, verdicts.fresh());
    judgement.milliseconds = static_cast<double>(end - begin) * 1000 / reader.ticks_per_second();

    if (!verdicts.entries().empty()) add_witnesses(reader, bookmarks, begin, verdicts);
    // What the end of the worker is the breach of, has the stack of that end.
    for (Verdicts::Entry& entry : verdicts.entries()) {
        if (!entry.proof.empty() && entry.proof.back() == ending_index) entry.finding.stack = ending_stack;
    }
    for (Verdicts::Entry& entry : verdicts.entries()) judgement.findings.push_back(std::move(entry.finding));
    judgement.tallies = verdicts.tallies();
    return judgement;
}

bool is_judged(std::string_view clause, Role role) noexcept {
    return std::ranges::any_of(rule_families(), [&](const RuleFamily& family) {
        const auto clauses = role == Role::kProvider ? family.of_providers : family.clauses;
        return std::ranges::find(clauses, clause) != clauses.end();
    });
}

bool is_judged(std::string_view clause) noexcept {
    return is_judged(clause, Role::kService) || is_judged(clause, Role::kProvider);
}

}  // namespace wbemcheck::contract
