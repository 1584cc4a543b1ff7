#include "harness/runner/waivers.h"

#include <algorithm>
#include <map>

#include <fmt/format.h>
#include <toml++/toml.h>

#include "harness/contract/clause.h"
#include "harness/runner/glob.h"
#include "harness/runner/plan.h"
#include "harness/subject/usage_error.h"

namespace wbemcheck::runner {
namespace {

using reports::Verdict;

std::string place(const std::filesystem::path& path, const toml::source_region& source) {
    return fmt::format("{}:{}:{}", path.string(), source.begin.line, source.begin.column);
}

std::string text_of(const std::filesystem::path& path, const toml::node& value, std::string_view key) {
    if (const auto text = value.value<std::string>(); text && value.is_string()) return *text;
    if (const auto date = value.value<toml::date>(); date && key == "expires") {
        return fmt::format("{:04}-{:02}-{:02}", date->year, date->month, date->day);
    }
    throw UsageError(fmt::format("{}: `{}` must be {}.", place(path, value.source()), key,
                                 key == "expires" ? "a date such as 2027-01-31" : "a text in quotation marks"));
}

Waiver read_waiver(const std::filesystem::path& path, const toml::table& table) {
    Waiver waiver;
    const std::map<std::string_view, std::string*> keys = {
        {"clause", &waiver.clause}, {"scenario", &waiver.scenario}, {"subject", &waiver.subject},
        {"reason", &waiver.reason}, {"owner", &waiver.owner},       {"link", &waiver.link},
        {"expires", &waiver.expires}};
    for (const auto& [key, value] : table) {
        const auto known = keys.find(key.str());
        if (known == keys.end()) {
            throw UsageError(fmt::format("{}: a waiver has no key `{}`; it has clause, scenario, subject, reason, owner, "
                                         "link and expires.",
                                         place(path, value.source()), key.str()));
        }
        *known->second = text_of(path, value, key.str());
    }
    const std::string where = place(path, table.source());
    if (waiver.clause.empty()) throw UsageError(fmt::format("{}: a waiver must name its `clause`.", where));
    if (waiver.reason.empty()) throw UsageError(fmt::format("{}: a waiver must give its `reason`.", where));
    const contract::Clause* clause = contract::find_clause(waiver.clause);
    if (clause == nullptr) {
        throw UsageError(fmt::format("{}: there is no clause {}; `wbemcheck list clauses` shows them.", where,
                                     waiver.clause));
    }
    waiver.clause = clause->id;
    return waiver;
}

bool is_expired(const Waiver& waiver, const std::string& today) {
    return !waiver.expires.empty() && waiver.expires < today;  // ISO dates compare as texts
}

Verdict worst_of(const std::vector<reports::ClauseOutcome>& clauses) {
    Verdict worst = Verdict::kNotReached;
    for (const reports::ClauseOutcome& clause : clauses) worst = std::max(worst, clause.verdict);
    return worst;
}

}  // namespace

std::vector<Waiver> read_waivers(const std::filesystem::path& path) {
    toml::table document;
    try {
        document = toml::parse_file(path.string());
    } catch (const toml::parse_error& error) {
        throw UsageError(fmt::format("{}: the waivers cannot be read: {}.", place(path, error.source()),
                                     error.description()));
    }
    std::vector<Waiver> waivers;
    for (const auto& [key, value] : document) {
        const toml::array* entries = value.as_array();
        if (key.str() != "waiver" || entries == nullptr) {
            throw UsageError(fmt::format("{}: a waiver file holds [[waiver]] tables and nothing else, but here is `{}`.",
                                         place(path, value.source()), key.str()));
        }
        for (const toml::node& entry : *entries) {
            const toml::table* table = entry.as_table();
            if (table == nullptr) throw UsageError(fmt::format("{}: a waiver is a table.", place(path, entry.source())));
            waivers.push_back(read_waiver(path, *table));
        }
    }
    return waivers;
}

void apply_waivers(std::vector<Waiver>& waivers, const std::string& today, reports::RunResult& result) {
    std::map<std::pair<std::string, std::string>, bool> all_waived;  // by scenario and clause
    for (reports::Finding& finding : result.findings) {
        if (finding.verdict != Verdict::kViolation) continue;
        const auto waiver = std::find_if(waivers.begin(), waivers.end(), [&](const Waiver& w) {
            return !is_expired(w, today) && w.clause == finding.clause &&
                   matches_glob(w.scenario, base_id(finding.scenario)) && matches_glob(w.subject, result.subject);
        });
        const bool is_waived = waiver != waivers.end();
        if (is_waived) {
            ++waiver->uses;
            finding.verdict = Verdict::kWaived;
            finding.advice = fmt::format("Waived: {}", waiver->reason);
        }
        auto [entry, is_new] = all_waived.try_emplace({finding.scenario, finding.clause}, is_waived);
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

std::vector<std::string> stale_waivers(const std::vector<Waiver>& waivers, const std::string& today,
                                       const reports::RunResult& result) {
    std::vector<std::string> stale;
    for (const Waiver& waiver : waivers) {
        if (waiver.uses != 0 || !matches_glob(waiver.subject, result.subject)) continue;
        if (is_expired(waiver, today)) {
            stale.push_back(fmt::format("The waiver for {} in {} expired on {}: renew it or take it out.", waiver.clause,
                                        waiver.scenario, waiver.expires));
            continue;
        }
        const bool could_match = std::any_of(
            result.scenarios.begin(), result.scenarios.end(), [&](const reports::ScenarioOutcome& scenario) {
                return scenario.verdict != Verdict::kNotApplicable && matches_glob(waiver.scenario, base_id(scenario.id));
            });
        if (could_match) {
            stale.push_back(fmt::format("The waiver for {} in {} is not needed: nothing in this run breaks it. Take it out.",
                                        waiver.clause, waiver.scenario));
        }
    }
    return stale;
}

}  // namespace wbemcheck::runner
