// The examples that a developer starts from keep the whole contract of a provider.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>

#include "tests/cli/program.h"
#include "tests/hosting/examples.h"

namespace wbemcheck::hosting {
namespace {

using reports::Verdict;
using testing::Contains;
using testing::IsEmpty;

std::vector<std::string> scenarios_with(const reports::RunResult& result, Verdict verdict) {
    std::vector<std::string> ids;
    for (const reports::ScenarioOutcome& scenario : result.scenarios) {
        if (scenario.verdict == verdict) ids.push_back(scenario.id);
    }
    return ids;
}

void expect_conformity(const std::string& subject, const char* must_pass) {
    const reports::RunResult result = cli::run_for_result({"run", subject}, 0);
    EXPECT_EQ(result.verdict, reports::RunVerdict::kConforms);
    EXPECT_THAT(complaints(result), IsEmpty());
    EXPECT_THAT(scenarios_with(result, Verdict::kInconclusive), IsEmpty());
    EXPECT_THAT(scenarios_with(result, Verdict::kHarnessFault), IsEmpty());
    EXPECT_THAT(scenarios_with(result, Verdict::kPass), Contains(must_pass));
}

TEST(InstanceProvider, KeepsTheContract) {
    expect_conformity(subject_of("instance_provider", "&writes=yes"), "provider/PutInstanceAsync/completes");
}

TEST(AsynchronousProvider, KeepsTheContract) {
    expect_conformity(subject_of("asynchronous_provider", "&writes=yes"),
                      "provider/CreateInstanceEnumAsync/released-in-progress");
}

TEST(MethodProvider, KeepsTheContract) {
    expect_conformity(subject_of("method_provider", "&method=Add"), "provider/ExecMethodAsync/completes");
}

TEST(EventProvider, KeepsTheContract) { expect_conformity(subject_of("event_provider"), "provider/events/delivered"); }

TEST(PropertyProvider, KeepsTheContract) {
    expect_conformity(subject_of("property_provider", "&writes=yes"), "provider/properties/written");
}

// What may be real is left alone unless its developer says otherwise.
TEST(InstanceProvider, IsNotWrittenToUnasked) {
    const reports::RunResult result = cli::run_for_result({"run", subject_of("instance_provider")}, 0);
    EXPECT_THAT(scenarios_with(result, Verdict::kNotApplicable), Contains("provider/DeleteInstanceAsync/completes"));
    EXPECT_THAT(scenarios_with(result, Verdict::kPass), Contains("provider/DeleteInstanceAsync/fails"));
}

TEST(InstanceProvider, IsFoundByTheRegistrationInItsMof) {
    const reports::RunResult result =
        cli::run_for_result({"run", subject_of("instance_provider"), "--filter", "provider/start/ordinary"}, 0);
    EXPECT_EQ(result.subject_identity.at("class object"),
              "{5D1F6B0A-7C3E-4A52-9E86-21B4C0D7E301} (named by __Win32Provider of the MOF)");
    EXPECT_EQ(result.subject_identity.at("class"), "Example_Volume");
}

}  // namespace
}  // namespace wbemcheck::hosting
