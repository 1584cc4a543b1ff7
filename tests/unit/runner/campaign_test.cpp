// The settings of a campaign follow from its seed.
#include <gtest/gtest.h>

#include <set>

#include "harness/runner/campaign.h"
#include "harness/subject/subject.h"

namespace wbemcheck::runner {
namespace {

TEST(CampaignRound, IsTheSameForTheSameSeedAndNumber) {
    const CampaignRound first = draw_round(5, 17, CampaignLoad::kHalf);
    const CampaignRound second = draw_round(5, 17, CampaignLoad::kHalf);
    EXPECT_EQ(first.subject, second.subject);
    EXPECT_EQ(first.seed, second.seed);
    EXPECT_NE(first.seed, draw_round(6, 17, CampaignLoad::kHalf).seed);
}

TEST(CampaignRound, DrawsManySettingsThatAllAreSubjects) {
    std::set<std::string> subjects;
    for (std::uint64_t number = 1; number <= 200; ++number) {
        const CampaignRound round = draw_round(1, number, CampaignLoad::kNone);
        EXPECT_NO_THROW((void)subject::parse_subject(round.subject)) << round.subject;
        subjects.insert(round.subject);
    }
    EXPECT_GT(subjects.size(), 100u);
}

TEST(CampaignRound, IsLoadedEverySecondTime) {
    EXPECT_FALSE(draw_round(1, 1, CampaignLoad::kHalf).is_loaded);
    EXPECT_TRUE(draw_round(1, 2, CampaignLoad::kHalf).is_loaded);
    EXPECT_TRUE(draw_round(1, 1, CampaignLoad::kAll).is_loaded);
    EXPECT_FALSE(draw_round(1, 2, CampaignLoad::kNone).is_loaded);
}

TEST(Campaign, IsCleanWithoutViolationWarningAndFault) {
    Campaign campaign;
    campaign.inconclusive = 3;  // right on a machine that stands still
    EXPECT_TRUE(campaign.is_clean());
    campaign.warnings = 1;
    EXPECT_FALSE(campaign.is_clean());
}

}  // namespace
}  // namespace wbemcheck::runner
