#include "harness/runner/waivers.h"

#include <algorithm>
#include <map>
#include <set>
#include <tuple>
#include <utility>

#include <fmt/format.h>

#include "harness/runner/glob.h"
#include "harness/runner/plan.h"
#include "harness/runner/waiver_use.h"
#include "reports/fingerprint.h"

namespace wbemcheck::runner {
namespace {

using reports::Verdict;

std::size_t letters_of(std::string_view glob) {
    return static_cast<std::size_t>(std::count_if(glob.begin(), glob.end(), [](char c) { return c != '*' && c != '?'; }));
}

// The more a waiver says about what it is for, the more of this it has.
auto specificity_of(const Waiver& waiver) {
    return std::tuple(!waiver.fingerprints.empty(), !is_glob(waiver.scenario), letters_of(waiver.scenario),
                      letters_of(waiver.subject), letters_of(waiver.platform));
}

// Those that may cover something in this run, the most specific first.
std::vector<WaiverUse> in_force(std::span<const Waiver> waivers, const std::string& today,
                                const reports::RunResult& result) {
    std::vector<WaiverUse> uses;
    for (const Waiver& waiver : waivers) {
        if (is_expired(waiver, today) || !matches_glob(waiver.subject, result.subject) ||
            !matches_glob(waiver.platform, result.platform)) {
            continue;
        }
        uses.emplace_back().waiver = &waiver;
    }
    std::stable_sort(uses.begin(), uses.end(), [](const WaiverUse& a, const WaiverUse& b) {
        return specificity_of(*a.waiver) > specificity_of(*b.waiver);
    });
    return uses;
}

bool names_failure(const Waiver& waiver, const std::string& fingerprint) {
    return waiver.fingerprints.empty() ||
           std::find(waiver.fingerprints.begin(), waiver.fingerprints.end(), fingerprint) != waiver.fingerprints.end();
}

// The waiver of the finding, or null. What it means for the others is kept with them.
WaiverUse* find_waiver(std::vector<WaiverUse>& uses, const reports::Finding& finding) {
    const std::string base = base_id(finding.scenario);
    const std::string fingerprint = reports::fingerprint_of(finding);
    WaiverUse* found = nullptr;
    std::vector<WaiverUse*> for_other_failures;
    for (WaiverUse& use : uses) {
        if (use.waiver->clause != finding.clause || !matches_glob(use.waiver->scenario, base)) continue;
        if (!names_failure(*use.waiver, fingerprint)) {
            for_other_failures.push_back(&use);
        } else if (found == nullptr) {
            found = &use;
        } else {
            use.is_shadowed = true;
        }
    }
    if (found == nullptr) {
        for (WaiverUse* use : for_other_failures) use->other_failures.insert(fingerprint);
    }
    return found;
}

struct Covered {
    reports::Finding* finding;
    WaiverUse* use;  // null: not covered
};

std::vector<Covered> cover(std::vector<WaiverUse>& uses, reports::RunResult& result) {
    std::vector<Covered> all;
    for (reports::Finding& finding : result.findings) {
        if (finding.verdict != Verdict::kViolation) continue;
        all.push_back({&finding, find_waiver(uses, finding)});
        if (all.back().use != nullptr) ++all.back().use->covered;
    }
    return all;
}

// Where a failure comes more often than its waiver accepts, it is not covered at all.
void uncover_what_comes_too_often(std::vector<Covered>& all, const reports::RunResult& result) {
    std::map<std::pair<WaiverUse*, std::string>, std::set<std::string>> broken;  // repetitions, by base id
    for (const Covered& covered : all) {
        if (covered.use == nullptr || covered.use->waiver->max_rate >= 1) continue;
        broken[{covered.use, base_id(covered.finding->scenario)}].insert(covered.finding->scenario);
    }
    std::set<std::pair<WaiverUse*, std::string>> too_often;
    for (const auto& [place, repetitions] : broken) {
        const auto& [use, base] = place;
        const std::size_t all_of_them = std::max(repetitions.size(), count_repetitions(result, base));
        const auto rate = [](std::size_t part, std::size_t whole) {
            return static_cast<double>(part) / static_cast<double>(whole);
        };
        if (rate(repetitions.size(), all_of_them) <= use->waiver->max_rate) continue;
        too_often.insert(place);
        if (use->broken != 0 && rate(use->broken, use->repetitions) >= rate(repetitions.size(), all_of_them)) continue;
        use->broken = repetitions.size();
        use->repetitions = all_of_them;
        use->too_often_in = base;
    }
    for (Covered& covered : all) {
        if (covered.use == nullptr || !too_often.contains({covered.use, base_id(covered.finding->scenario)})) continue;
        --covered.use->covered;
        covered.use = nullptr;
    }
}

std::string advice_of(const Waiver& waiver) {
    std::string advice = waiver.expires.empty() ? "Waived" : fmt::format("Waived until {}", waiver.expires);
    advice += fmt::format(": {}", waiver.reason);
    if (!waiver.owner.empty()) advice += fmt::format("; owner: {}", waiver.owner);
    if (!waiver.link.empty()) advice += fmt::format("; see {}", waiver.link);
    return advice;
}

Verdict worst_of(const std::vector<reports::ClauseOutcome>& clauses) {
    Verdict worst = Verdict::kNotReached;
    for (const reports::ClauseOutcome& clause : clauses) worst = std::max(worst, clause.verdict);
    return worst;
}

void waive(const std::vector<Covered>& all, reports::RunResult& result) {
    std::map<std::pair<std::string, std::string>, bool> all_waived;  // by scenario and clause
    for (const Covered& covered : all) {
        const bool is_waived = covered.use != nullptr;
        if (is_waived) {
            covered.finding->verdict = Verdict::kWaived;
            covered.finding->advice = advice_of(*covered.use->waiver);
        }
        auto [entry, is_new] = all_waived.try_emplace({covered.finding->scenario, covered.finding->clause}, is_waived);
        entry->second = entry->second && is_waived;
    }
    for (reports::ScenarioOutcome& scenario : result.scenarios) {
        bool is_changed = false;
        for (reports::ClauseOutcome& clause : scenario.clauses) {
            const auto entry = all_waived.find({scenario.id, clause.clause});
            if (clause.verdict != Verdict::kViolation || entry == all_waived.end() || !entry->second) continue;
            clause.verdict = Verdict::kWaived;
            is_changed = true;
        }
        if (!is_changed) continue;
        scenario.verdict = worst_of(scenario.clauses);
        if (scenario.verdict == Verdict::kWaived) scenario.reason = "every violation is waived";
    }
}

}  // namespace

bool is_expired(const Waiver& waiver, const std::string& today) {
    return !waiver.expires.empty() && waiver.expires < today;  // ISO dates compare as texts
}

void apply_waivers(std::span<const Waiver> waivers, const std::string& today, const Repertoire& repertoire,
                   reports::RunResult& result) {
    std::vector<WaiverUse> uses = in_force(waivers, today, result);
    std::vector<Covered> all = cover(uses, result);
    uncover_what_comes_too_often(all, result);
    waive(all, result);
    for (const Waiver& waiver : waivers) {  // in the order of the file
        if (!matches_glob(waiver.subject, result.subject) || !matches_glob(waiver.platform, result.platform)) continue;
        if (is_expired(waiver, today)) {
            result.stale_waivers.push_back(complaint_of_expiry(waiver));
            continue;
        }
        const auto use =
            std::find_if(uses.begin(), uses.end(), [&](const WaiverUse& entry) { return entry.waiver == &waiver; });
        for (std::string& complaint : complaints_about(*use, repertoire, result)) {
            result.stale_waivers.push_back(std::move(complaint));
        }
    }
}

}  // namespace wbemcheck::runner
