#include "harness/runner/discovery.h"

#include <gtest/gtest.h>

#include "harness/runner/process.h"

namespace wbemcheck::runner {
namespace {

// A subject that can do nothing has something to be said about every scenario, and the worker says it in one line.
TEST(Discovery, FitsIntoALineWhateverTheSubjectLacks) {
    Discovery discovery;
    for (int scenario = 0; scenario < 1000; ++scenario) {
        discovery.not_applicable["semisynchronous/ExecNotificationQuery/some-long-name/" + std::to_string(scenario)] = {
            "the subject does not implement method " + std::to_string(scenario % 20) + ", and says so in many words",
            static_cast<HRESULT>(0x80041024)};
    }
    const std::string written = write_discovery(discovery);
    EXPECT_LT(written.size(), kLongestLine / 1000 * 999);
    EXPECT_EQ(read_discovery(written).not_applicable.size(), 1000u);
}

TEST(SilenceWindow, StaysBetweenItsFloorAndItsCeiling) {
    EXPECT_EQ(silence_for(0), stage::kSilenceFloor);
    EXPECT_EQ(silence_for(1e9), stage::kSilenceCeiling);
    const auto middle = silence_for(20);
    EXPECT_GT(middle, stage::kSilenceFloor);
    EXPECT_LT(middle, stage::kSilenceCeiling);
    EXPECT_GE(middle.count(), 20);
}

TEST(Discovery, SurvivesItsWayThroughAPipe) {
    Discovery discovery;
    discovery.not_applicable["a/b/c"] = {"the subject does not implement PutClassAsync", static_cast<HRESULT>(0x80041001)};
    discovery.identity["kind"] = "mock";
    discovery.slowest_gap_ms = 1.5;
    const Discovery read = read_discovery(write_discovery(discovery));
    EXPECT_EQ(read.not_applicable.at("a/b/c").reason, "the subject does not implement PutClassAsync");
    EXPECT_EQ(read.not_applicable.at("a/b/c").result, static_cast<HRESULT>(0x80041001));
    EXPECT_EQ(read.identity.at("kind"), "mock");
    EXPECT_EQ(read.slowest_gap_ms, 1.5);
    EXPECT_EQ(write_discovery(discovery).find('\n'), std::string::npos);
}

}  // namespace
}  // namespace wbemcheck::runner
