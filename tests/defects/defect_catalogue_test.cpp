// What the catalogue of defects promises, whoever uses it.
#include <gtest/gtest.h>

#include <algorithm>
#include <cctype>
#include <cstddef>
#include <map>
#include <set>
#include <string>

#include "harness/contract/clause.h"
#include "harness/contract/judge.h"
#include "mock_provider/defects/catalogue.h"
#include "mock_provider/mock.h"

namespace wbemcheck::mock {
namespace {

TEST(DefectCatalogue, HasIdsThatAreUniqueAndFitIntoAnAddress) {
    std::set<std::string_view> seen;
    for (const Defect& defect : all_defects()) {
        EXPECT_TRUE(seen.insert(defect.id).second) << defect.id;
        EXPECT_TRUE(std::ranges::all_of(defect.id, [](char c) { return std::islower(c) != 0 || c == '-'; })) << defect.id;
        EXPECT_EQ(find_defect(defect.id)->id, defect.id);
    }
    EXPECT_EQ(find_defect("no-such-defect"), nullptr);
}

TEST(DefectCatalogue, DescribesEveryDefectInASentence) {
    for (const Defect& defect : all_defects()) {
        EXPECT_TRUE(std::isupper(defect.description.front()) != 0 && defect.description.back() == '.') << defect.id;
    }
}

TEST(DefectCatalogue, NamesClausesThatAreJudged) {
    for (const Defect& defect : all_defects()) {
        EXPECT_FALSE(defect.breaks.empty()) << defect.id;
        for (const std::string_view clause : defect.breaks) {
            EXPECT_TRUE(contract::is_judged(clause, contract::Role::kService)) << defect.id << ": " << clause;
        }
    }
}

// What every clause is measured by.
constexpr std::size_t kDefects = 150;
constexpr std::ptrdiff_t kDefectsPerClause = 2;

// Clauses for which there is one defect only, and why no different one is possible. None so far.
const std::map<std::string_view, std::string_view>& clauses_with_one_defect() {
    static const std::map<std::string_view, std::string_view> reasons;
    return reasons;
}

TEST(DefectCatalogue, HasManyDefects) { EXPECT_GE(all_defects().size(), kDefects); }

// The clause that a defect is about stands first: two different defects for every clause that binds, so that no judge can
// be made for its one defect.
TEST(DefectCatalogue, IsAboutEveryJudgedClauseThatBinds) {
    for (const contract::Clause& clause : contract::catalogue()) {
        const bool is_binding = clause.level == contract::Level::kMust || clause.level == contract::Level::kMustNot;
        // What a provider owes, the mock cannot break: it is a service.
        // What a client alone owes is recorded: the mock is no client, so it cannot break it.
        // What the contract marks "record" is observed, and no answer to it is a breach.
        const bool is_recorded = clause.checkability == contract::Checkability::kRecorded;
        if (!is_binding || is_recorded || !contract::is_judged(clause.id, contract::Role::kService) || clause.role == contract::Role::kClient) {
            continue;
        }
        const auto count = std::ranges::count_if(
            all_defects(), [&](const Defect& defect) { return defect.breaks.front() == clause.id; });
        if (clauses_with_one_defect().contains(clause.id)) {
            EXPECT_EQ(count, 1) << clause.id;
        } else {
            EXPECT_GE(count, kDefectsPerClause) << clause.id;
        }
    }
}

TEST(DefectCatalogue, BreaksEveryJudgedClauseThatCanBeBroken) {
    for (const contract::Clause& clause : contract::catalogue()) {
        const bool is_binding = clause.level == contract::Level::kMust || clause.level == contract::Level::kMustNot;
        // What binds the client alone, no mock can break (CAN-9, SEC-4); what it makes of it is recorded.
        const bool is_recorded = clause.checkability == contract::Checkability::kRecorded;
        if (!is_binding || is_recorded || !contract::is_judged(clause.id, contract::Role::kService) || clause.roles == "client") {
            continue;
        }
        EXPECT_TRUE(std::ranges::any_of(all_defects(), [&](const Defect& defect) {
            return std::ranges::find(defect.breaks, clause.id) != defect.breaks.end();
        })) << clause.id;
    }
}

TEST(DefectCatalogue, IsAllThatAMockTakes) {
    Settings settings;
    settings.defects = {"no-such-defect"};
    EXPECT_THROW(Mock{settings}, std::invalid_argument);
}

TEST(DefectCatalogue, LetsDefectsBePutInTogether) {
    Settings settings;
    for (const Defect& defect : all_defects()) {
        settings.defects.emplace_back(defect.id);
    }
    const Mock mock(settings);
    EXPECT_TRUE(mock.connect());
}

}  // namespace
}  // namespace wbemcheck::mock
