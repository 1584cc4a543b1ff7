#include "reports/fingerprint.h"

#include <gtest/gtest.h>

namespace wbemcheck::reports {
namespace {

Finding finding(const char* clause, const char* operation, const char* actual) {
    Finding made;
    made.clause = clause;
    made.operation = operation;
    made.actual = actual;
    return made;
}

TEST(Fingerprint, IsTheSameForOtherNumbers) {
    const std::string one = fingerprint_of(finding("REF-5", "ExecQueryAsync #3", "2 references are left after 3.25 ms"));
    EXPECT_EQ(one.size(), 16u);
    EXPECT_EQ(one, fingerprint_of(finding("REF-5", "ExecQueryAsync #17", "1 references are left after 30.1 ms")));
}

TEST(Fingerprint, IsAnotherForAnotherClauseMethodOrResult) {
    const std::string one = fingerprint_of(finding("STA-1", "ExecQueryAsync #3", "SetStatus(0, 0x80041032)"));
    EXPECT_NE(one, fingerprint_of(finding("STA-2", "ExecQueryAsync #3", "SetStatus(0, 0x80041032)")));
    EXPECT_NE(one, fingerprint_of(finding("STA-1", "GetObjectAsync #3", "SetStatus(0, 0x80041032)")));
    EXPECT_NE(one, fingerprint_of(finding("STA-1", "ExecQueryAsync #3", "SetStatus(0, 0x80041001)")));
}

TEST(Fingerprint, DoesNotDependOnTheScenarioOrTheBuild) {
    Finding here = finding("STA-1", "ExecQueryAsync #1", "SetStatus never came");
    here.scenario = "lifecycle/ExecQueryAsync/completes-with-one/count-0";
    Finding there = here;
    there.scenario = "cancel/ExecQueryAsync/twice";
    EXPECT_EQ(fingerprint_of(here), fingerprint_of(there));
    EXPECT_EQ(fingerprint_of(here), "d47cc34c89515ae2");
}

}  // namespace
}  // namespace wbemcheck::reports
