#include "harness/runner/glob.h"

#include <gtest/gtest.h>

#include <string>

namespace wbemcheck::runner {
namespace {

TEST(Glob, MatchesTheWholeText) {
    EXPECT_TRUE(matches_glob("cancel/ExecQueryAsync/twice", "cancel/ExecQueryAsync/twice"));
    EXPECT_FALSE(matches_glob("cancel", "cancel/ExecQueryAsync/twice"));
    EXPECT_FALSE(matches_glob("cancel/ExecQueryAsync/twice", "cancel"));
    EXPECT_TRUE(matches_glob("", ""));
    EXPECT_FALSE(matches_glob("", "a"));
}

TEST(Glob, LetsAStarStandForAnyText) {
    EXPECT_TRUE(matches_glob("*", ""));
    EXPECT_TRUE(matches_glob("cancel/*", "cancel/ExecQueryAsync/twice"));
    EXPECT_TRUE(matches_glob("*/ExecQueryAsync/*", "cancel/ExecQueryAsync/twice"));
    EXPECT_TRUE(matches_glob("*e*e*e", "cancel/ExecQueryAsync/twice"));
    EXPECT_FALSE(matches_glob("*/GetObjectAsync/*", "cancel/ExecQueryAsync/twice"));
    EXPECT_TRUE(matches_glob("**", "anything"));
}

TEST(Glob, LetsAQuestionMarkStandForOneCharacter) {
    EXPECT_TRUE(matches_glob("count-?", "count-1"));
    EXPECT_FALSE(matches_glob("count-?", "count-"));
    EXPECT_FALSE(matches_glob("count-?", "count-10"));
}

TEST(Glob, MeetsAFamilyWhereOneOfItMatches) {
    EXPECT_TRUE(meets_family("walk/*", "walk/cancel/in-indicate-*"));
    EXPECT_TRUE(meets_family("*/in-indicate-?", "walk/cancel/in-indicate-*"));
    EXPECT_TRUE(meets_family("walk/cancel/in-indicate-17", "walk/cancel/in-indicate-*"));
    EXPECT_TRUE(meets_family("w*-*7", "walk/cancel/in-indicate-*"));
    EXPECT_TRUE(meets_family("*", ""));
    EXPECT_TRUE(meets_family("same", "same"));
    EXPECT_FALSE(meets_family("cancel/*", "walk/cancel/in-indicate-*"));
    EXPECT_FALSE(meets_family("walk/*/in-indicat-?", "walk/cancel/in-indicate-*"));
    EXPECT_FALSE(meets_family("*/x", "walk/start-*"));
    EXPECT_FALSE(meets_family("same?", "same"));
    EXPECT_FALSE(meets_family("", "same"));
}

TEST(Glob, IsNotSlowOnHostilePatterns) {
    const std::string pattern = "a*a*a*a*a*a*a*a*a*a*a*a*a*a*a*a*b";
    EXPECT_FALSE(matches_glob(pattern, std::string(20000, 'a')));
}

}  // namespace
}  // namespace wbemcheck::runner
