// What the catalogue of defects promises, whoever uses it.
#include <gtest/gtest.h>

#include <algorithm>
#include <cctype>
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
            EXPECT_TRUE(contract::is_judged(clause)) << defect.id << ": " << clause;
        }
    }
}

TEST(DefectCatalogue, BreaksEveryJudgedClauseThatCanBeBroken) {
    for (const contract::Clause& clause : contract::catalogue()) {
        const bool is_binding = clause.level == contract::Level::kMust || clause.level == contract::Level::kMustNot;
        // What binds the client alone, no mock can break (CAN-9, SEC-4); what it makes of it is recorded.
        if (!is_binding || !contract::is_judged(clause.id) || clause.roles == "client") {
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
