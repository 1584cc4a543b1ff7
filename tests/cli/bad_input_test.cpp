// A person's mistake gets one clear sentence on standard error, exit code 2, and nothing half-written.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>

#include "tests/cli/program.h"

namespace wbemcheck::cli {
namespace {

using testing::HasSubstr;

struct Mistake {
    const char* name;
    std::vector<std::string> arguments;
    const char* said;
};

class BadInput : public testing::TestWithParam<Mistake> {};

TEST_P(BadInput, IsAnsweredWithOneSentence) {
    const Outcome outcome = run_program(GetParam().arguments);
    EXPECT_EQ(outcome.code, 2);
    EXPECT_EQ(outcome.output, "");
    EXPECT_EQ(std::count(outcome.errors.begin(), outcome.errors.end(), '\n'), 1) << outcome.errors;
    EXPECT_THAT(outcome.errors, testing::StartsWith("wbemcheck: "));
    EXPECT_THAT(outcome.errors, HasSubstr(GetParam().said));
}

INSTANTIATE_TEST_SUITE_P(
    Of, BadInput,
    testing::Values(
        Mistake{"FilterThatMatchesNothing", {"run", "mock", "--filter", "nonsense"}, "--filter 'nonsense' matches no scenario"},
        Mistake{"ExcludeThatMatchesNothing", {"run", "--exclude", "nonsense"}, "--exclude 'nonsense' matches no scenario"},
        Mistake{"UnknownSubject", {"run", "mokc"}, "mokc"},
        Mistake{"UnknownSubjectParameter", {"run", "mock?object=3"}, "object"},
        Mistake{"SubjectParameterOutOfRange", {"run", "mock?objects=-1"}, "objects"},
        Mistake{"WqlError", {"run", "mock?query=SELECT * FORM Mock_Item"}, "expected FROM, found 'FORM'"},
        Mistake{"UnknownDefect", {"run", "mock?defect=nonsense"}, "nonsense"},
        Mistake{"UnknownOption", {"run", "--fliter", "x"}, "--fliter"},
        Mistake{"UnknownCommand", {"rnu"}, "There is no command 'rnu' (did you mean run?)"},
        Mistake{"NoCommand", {}, "subcommand"},
        Mistake{"UnknownContract", {"run", "--contract", "strict"}, "strict"},
        Mistake{"ShardOutOfRange", {"run", "--shard", "3/2"}, "--shard '3/2' is not I/N"},
        Mistake{"UnknownClause", {"explain", "REF-99"}, "There is no clause, reading, scenario, schedule or defect 'REF-99'"},
        Mistake{"UnknownList", {"list", "things"}, "things"},
        Mistake{"MissingWaiverFile", {"run", "--waivers", "no-such-file.toml"}, "no-such-file.toml"},
        Mistake{"MissingWaiverFileOfACheck", {"check", ".", "--waivers", "no-such-file.toml"}, "no-such-file.toml"},
        Mistake{"NoResultToWaive", {"waive", "no-such-file.json"}, "no-such-file.json"},
        Mistake{"UnknownSchedule", {"run", "--replay", "walk/ExecQueryAsync/many/cancel/in-orbit-1"}, "is no schedule"},
        Mistake{"ScheduleWithoutSeed", {"run", "--replay", "cancel/ExecQueryAsync/twice~x"}, "has no seed behind its"},
        Mistake{"WalkFilterThatMatchesNothing", {"run", "--walk", "--filter", "lifecycle/*"}, "matches nothing that is played"},
        Mistake{"WalkAndExplore", {"run", "--walk", "--explore", "5"}, "--walk"},
        Mistake{"PreemptionsWithoutExplore", {"run", "--preemptions", "2"}, "--explore"},
        Mistake{"ExploreNothing", {"run", "--explore", "0"}, "--explore"},
        Mistake{"TapAndJsonOnStandardOutput", {"run", "mock", "--tap", "--json", "-"}, "--json - and --tap both want standard output"},
        Mistake{"UnwritableSarif", {"run", "--sarif", "no-such-folder/r.sarif"}, "no-such-folder"},
        Mistake{"UnwritableCtrf", {"run", "--ctrf", "no-such-folder/r.json"}, "no-such-folder"},
        Mistake{"UnwritableReport", {"run", "--json", "no-such-folder/r.json"}, "no-such-folder"}),
    [](const testing::TestParamInfo<Mistake>& mistake) { return std::string(mistake.param.name); });

TEST(UnwritableReport, IsFoundBeforeAnythingRunsAndLeavesNothing) {
    const TemporaryFolder folder;
    const Outcome outcome =
        run_program({"run", "--json", folder.path("r.json"), "--junit", folder.path("missing/r.xml")});
    EXPECT_EQ(outcome.code, 2);
    EXPECT_TRUE(folder.is_empty());
}

TEST(Explain, SuggestsWhatWasMeant) {
    EXPECT_THAT(run_program({"explain", "cancel/ExecQueryAsync/twcie"}).errors,
                HasSubstr("(did you mean cancel/ExecQueryAsync/twice?)"));
}

TEST(WmiSubject, ExistsOnWindowsAlone) {
#ifdef _WIN32
    const Outcome outcome = run_program({"run", "wmi:root\\no_such_namespace"});
    EXPECT_THAT(outcome.errors, HasSubstr("root\\no_such_namespace"));
#else
    const Outcome outcome = run_program({"run", "wmi:root\\cimv2"});
    EXPECT_THAT(outcome.errors, HasSubstr("Windows"));
#endif
    EXPECT_EQ(outcome.code, 2);
    EXPECT_EQ(std::count(outcome.errors.begin(), outcome.errors.end(), '\n'), 1) << outcome.errors;
}

}  // namespace
}  // namespace wbemcheck::cli
