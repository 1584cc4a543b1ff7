// What a person may get wrong on the way to a hosted provider: one sentence each, and exit code 2.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>

#include "tests/cli/program.h"
#include "tests/hosting/examples.h"

namespace wbemcheck::hosting {
namespace {

using testing::EndsWith;
using testing::HasSubstr;

void expect_refusal(const std::string& subject, const std::string& sentence) {
    const cli::Outcome outcome = cli::run_program({"run", subject});
    EXPECT_EQ(outcome.code, 2) << subject;
    EXPECT_EQ(outcome.output, "");
    EXPECT_THAT(outcome.errors, HasSubstr(sentence));
    EXPECT_THAT(outcome.errors, EndsWith("\n"));
    EXPECT_EQ(std::count(outcome.errors.begin(), outcome.errors.end(), '\n'), 1) << outcome.errors;
}

TEST(HostedModule, ThatIsNotThereIsAPersonsMistake) {
    expect_refusal("provider:no-such-module?mof=" EXAMPLE_MOF, "'no-such-module' does not exist");
}

TEST(HostedModule, ThatIsNoModuleIsAPersonsMistake) {
    expect_refusal("provider:" EXAMPLE_MOF "?mof=" EXAMPLE_MOF, "is no module; this wbemcheck loads");
}

TEST(HostedModule, WithoutDllGetClassObjectIsAPersonsMistake) {
    expect_refusal("provider:" MODULE_WITHOUT_CLASSES "?mof=" EXAMPLE_MOF, "exports no DllGetClassObject");
}

TEST(HostedModule, WithoutItsMofIsAPersonsMistake) {
    expect_refusal("provider:x", "mof is missing");
    expect_refusal("provider:" EXAMPLE_FOLDER "/instance_provider" EXAMPLE_SUFFIX "?mof=no-such.mof", "no-such.mof");
}

TEST(HostedModule, WithoutTheClassObjectThatIsNamedIsAPersonsMistake) {
    expect_refusal(subject_of("instance_provider", "&clsid={00000000-0000-0000-0000-000000000001}"),
                   "has no class {00000000-0000-0000-0000-000000000001}");
}

TEST(HostedModule, WithSeveralClassObjectsAsksForOne) {
    expect_refusal(subject_of("mistaken_providers"), "name it with clsid={...}");
}

TEST(HostedModule, WithAClassThatItsMofDoesNotHaveIsAPersonsMistake) {
    expect_refusal(subject_of("instance_provider", "&class=Example_Disk"), "there is no class 'Example_Disk'");
}

TEST(HostedModule, WithAMethodThatItsClassDoesNotHaveIsAPersonsMistake) {
    expect_refusal(subject_of("method_provider", "&method=Divide"), "has no method Divide");
}

TEST(HostedModule, IsNotWalkedAsAServiceIs) {
    const cli::Outcome outcome = cli::run_program({"run", subject_of("instance_provider"), "--walk"});
    EXPECT_EQ(outcome.code, 2);
    EXPECT_THAT(outcome.errors, HasSubstr("--walk is for services"));
}

TEST(HostedModule, IsNotAskedForTheScenariosOfAService) {
    const cli::Outcome outcome = cli::run_program({"run", subject_of("instance_provider"), "--filter", "cancel/*"});
    EXPECT_EQ(outcome.code, 2);
    EXPECT_THAT(outcome.errors, HasSubstr("matches no scenario of a provider"));
}

}  // namespace
}  // namespace wbemcheck::hosting
