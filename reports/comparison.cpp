#include "reports/comparison.h"

#include <algorithm>
#include <map>
#include <optional>
#include <set>
#include <string_view>
#include <tuple>

#include <fmt/format.h>

#include "reports/scenario_id.h"
#include "reports/tally.h"
#include "reports/text_layout.h"

namespace wbemcheck::reports {
namespace {

constexpr const char* kNothingMore = "nothing more";

struct Played {
    Verdict verdict = Verdict::kNotReached;
    std::string reason;
    std::map<std::string, Verdict> clauses;
    const std::vector<BehaviourChain>* behaviour = nullptr;
};

// By id, in the order of the ids.
std::map<std::string, Played> scenarios_of(const RunResult& result) {
    std::map<std::string, Played> scenarios;
    for (const ScenarioOutcome& outcome : result.scenarios) {
        Played& played = scenarios[std::string(without_repetition(outcome.id))];
        if (outcome.verdict >= played.verdict) {
            played.verdict = outcome.verdict;
            played.reason = outcome.reason;
        }
        for (const ClauseOutcome& clause : outcome.clauses) {
            Verdict& worst = played.clauses.try_emplace(clause.clause, Verdict::kNotReached).first->second;
            worst = std::max(worst, clause.verdict);
        }
        if (played.behaviour == nullptr && !outcome.behaviour.empty()) played.behaviour = &outcome.behaviour;
    }
    return scenarios;
}

// What came, by scenario, clause and verdict.
using Actuals = std::map<std::tuple<std::string, std::string, Verdict>, std::string>;

Actuals actuals_of(const RunResult& result) {
    Actuals actuals;
    for (const Finding& finding : result.findings) {
        actuals.try_emplace({std::string(without_repetition(finding.scenario)), finding.clause, finding.verdict}, finding.actual);
    }
    return actuals;
}

bool says_nothing(Verdict verdict) noexcept {
    return verdict == Verdict::kInconclusive || verdict == Verdict::kHarnessFault;
}

// It was played and said something about the subject.
bool says_something(Verdict verdict) noexcept {
    return verdict == Verdict::kPass || verdict == Verdict::kObserved || verdict == Verdict::kWarning ||
           verdict == Verdict::kWaived || verdict == Verdict::kViolation;
}

bool is_kept(Verdict verdict) noexcept {
    return verdict == Verdict::kPass || verdict == Verdict::kObserved || verdict == Verdict::kWarning;
}

class Comparer {
public:
    Comparer(const RunResult& base, const RunResult& now)
        : base_(base), now_(now), before_(scenarios_of(base)), after_(scenarios_of(now)), actual_before_(actuals_of(base)),
          actual_after_(actuals_of(now)) {}

    Comparison compare() {
        compare_scenarios();
        compare_clauses();
        compare_readings();
        sort_partings();
        add_notes();
        return std::move(result_);
    }

private:
    void compare_scenarios() {
        for (const auto& [id, was] : before_) {
            const auto found = after_.find(id);
            if (found != after_.end()) {
                compare_scenario(id, was, found->second);
            } else if (says_something(was.verdict)) {
                result_.missing.push_back(id);
            }
        }
        for (const auto& [id, is] : after_) {
            if (before_.contains(id)) continue;
            result_.added.push_back(id);
            for (const auto& [clause, verdict] : is.clauses) compare_clause(id, clause, Verdict::kNotReached, verdict);
        }
    }

    void compare_scenario(const std::string& id, const Played& was, const Played& is) {
        if (says_something(was.verdict) && says_nothing(is.verdict)) {
            result_.silenced.push_back({id, was.verdict, is.verdict, is.reason});
        }
        std::set<std::string> clauses;
        for (const auto& [clause, verdict] : was.clauses) clauses.insert(clause);
        for (const auto& [clause, verdict] : is.clauses) clauses.insert(clause);
        const auto verdict_in = [](const Played& played, const std::string& clause) {
            const auto found = played.clauses.find(clause);
            return found == played.clauses.end() ? Verdict::kNotReached : found->second;
        };
        bool is_same = was.verdict == is.verdict;
        for (const std::string& clause : clauses) {
            const Verdict before = verdict_in(was, clause);
            const Verdict after = verdict_in(is, clause);
            is_same = is_same && before == after;
            compare_clause(id, clause, before, after);
        }
        if (is_same) ++result_.unchanged;
        compare_behaviour(id, was, is);
    }

    void compare_clause(const std::string& scenario, const std::string& clause, Verdict before, Verdict after) {
        if (before == Verdict::kViolation && after == Verdict::kViolation) ++result_.still_broken;
        if (before == after) return;
        std::vector<ClauseChange>* list = nullptr;
        if (after == Verdict::kViolation) {
            list = &result_.new_violations;
        } else if (before == Verdict::kViolation) {
            list = is_kept(after) ? &result_.fixed : after == Verdict::kWaived ? &result_.accepted : &result_.unclear;
        } else if (after == Verdict::kWarning) {
            list = &result_.new_warnings;
        } else if (before == Verdict::kWarning && is_kept(after)) {
            list = &result_.fixed;
        }
        if (list == nullptr) return;
        ClauseChange change{clause, scenario, before, after, {}};
        const auto now = actual_after_.find({scenario, clause, after});
        const auto then = actual_before_.find({scenario, clause, before});
        if (now != actual_after_.end()) {
            change.actual = now->second;
        } else if (then != actual_before_.end()) {
            change.actual = then->second;
        }
        list->push_back(std::move(change));
    }

    void compare_behaviour(const std::string& id, const Played& was, const Played& is) {
        if (was.behaviour == nullptr || is.behaviour == nullptr) {
            ++result_.incomparable;
            return;
        }
        std::vector<std::string> names;  // of the chains, in their order: the client first
        const auto note = [&](const std::vector<BehaviourChain>& chains) {
            for (const BehaviourChain& chain : chains) {
                if (std::find(names.begin(), names.end(), chain.who) == names.end()) names.push_back(chain.who);
            }
        };
        note(*was.behaviour);
        note(*is.behaviour);
        for (const std::string& who : names) {
            if (compare_chains(id, who, steps_of(*was.behaviour, who), steps_of(*is.behaviour, who))) return;
        }
        ++result_.alike;
    }

    static const std::vector<std::string>& steps_of(const std::vector<BehaviourChain>& chains, const std::string& who) {
        static const std::vector<std::string> none;
        const auto found =
            std::find_if(chains.begin(), chains.end(), [&](const BehaviourChain& chain) { return chain.who == who; });
        return found == chains.end() ? none : found->steps;
    }

    // True when they part.
    bool compare_chains(const std::string& id, const std::string& who, const std::vector<std::string>& was,
                        const std::vector<std::string>& is) {
        for (std::size_t place = 0; place < std::max(was.size(), is.size()); ++place) {
            const std::string before = place < was.size() ? was[place] : kNothingMore;
            const std::string after = place < is.size() ? is[place] : kNothingMore;
            if (before == after) continue;
            const auto known = std::find_if(result_.partings.begin(), result_.partings.end(), [&](const Parting& parting) {
                return parting.who == who && parting.before == before && parting.after == after;
            });
            if (known != result_.partings.end()) {
                known->scenarios.emplace_back(id, place + 1);
            } else {
                result_.partings.push_back({who, before, after, {{id, place + 1}}});
            }
            return true;
        }
        return false;
    }

    void sort_partings() {
        std::stable_sort(result_.partings.begin(), result_.partings.end(), [](const Parting& a, const Parting& b) {
            return a.scenarios.size() > b.scenarios.size();
        });
    }

    void compare_clauses() {
        std::map<std::string, const ClauseSummary*> after;
        for (const ClauseSummary& clause : now_.clauses) after[clause.id] = &clause;
        for (const ClauseSummary& clause : base_.clauses) {
            const auto found = after.find(clause.id);
            if (clause.opportunities != 0 && says_something(clause.verdict) && found != after.end() &&
                is_not_reached(*found->second)) {
                result_.unreached.push_back(clause.id);
            }
        }
    }

    // What stands in front of the colon is the name of the reading; what follows is an instance of it.
    static std::string name_of_reading(const std::string& reading) { return reading.substr(0, reading.find(':')); }

    void compare_readings() {
        using Seen = std::map<std::string, std::map<std::string, std::string>>;  // by question, by name
        const auto seen_in = [](const RunResult& result) {
            Seen seen;
            for (const Reading& reading : result.readings) {
                seen[reading.id].try_emplace(name_of_reading(reading.reading), reading.reading);
            }
            return seen;
        };
        Seen before = seen_in(base_);
        Seen after = seen_in(now_);
        std::set<std::string> ids;
        for (const auto& [id, names] : before) ids.insert(id);
        for (const auto& [id, names] : after) ids.insert(id);
        const auto texts = [](const std::map<std::string, std::string>& names) {
            std::vector<std::string> all;
            for (const auto& [name, text] : names) all.push_back(text);
            return join(all, "; ");
        };
        for (const std::string& id : ids) {
            const auto has_same_names = std::equal(before[id].begin(), before[id].end(), after[id].begin(), after[id].end(),
                                                   [](const auto& a, const auto& b) { return a.first == b.first; });
            if (!has_same_names) result_.readings.push_back({id, texts(before[id]), texts(after[id])});
        }
    }

    void add_notes() {
        const auto differ = [&](const char* what, const std::string& before, const std::string& after) {
            if (before != after) result_.notes.push_back(fmt::format("The {} differs: {}, and now {}.", what, before, after));
        };
        differ("subject", base_.subject, now_.subject);
        differ("contract", base_.contract, now_.contract);
        differ("platform", base_.platform, now_.platform);
        differ("catalogue of clauses", base_.catalogue_version + " (" + base_.catalogue_hash + ")",
               now_.catalogue_version + " (" + now_.catalogue_hash + ")");
        differ("version of wbemcheck", base_.tool_version, now_.tool_version);
    }

    const RunResult& base_;
    const RunResult& now_;
    const std::map<std::string, Played> before_;
    const std::map<std::string, Played> after_;
    const Actuals actual_before_;
    const Actuals actual_after_;
    Comparison result_;
};

}  // namespace

Comparison compare(const RunResult& base, const RunResult& now) { return Comparer(base, now).compare(); }

std::string headline_of(const Comparison& comparison) {
    std::vector<std::string> pieces;
    const auto add = [&](std::size_t count, const char* noun, const char* rest = "") {
        if (count != 0) pieces.push_back(counted(count, noun) + rest);
    };
    add(comparison.new_violations.size(), "new violation");
    add(comparison.new_warnings.size(), "new warning");
    add(comparison.silenced.size(), "scenario", " without a statement now");
    add(comparison.missing.size(), "scenario", " missing");
    add(comparison.unreached.size(), "clause", " no longer reached");
    if (comparison.is_worse()) return "worse: " + join(pieces, ", ");
    if (const std::size_t fixed = comparison.fixed.size(); fixed != 0) {
        return fmt::format("better: {} fixed", fixed == 1 ? "1 breach" : fmt::format("{} breaches", fixed));
    }
    return comparison.still_broken == 0 ? "no worse" : "no worse, and what was broken is still broken";
}

}  // namespace wbemcheck::reports
