// The benchmarks, once and short: that they run, what they write, and when they count. No time decides anything here.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <map>
#include <set>

#include <nlohmann/json.hpp>

#include "harness/com/guid.h"
#include "tests/cli/program.h"
#include "tests/providers/mistakes.h"

namespace wbemcheck::cli {
namespace {

using testing::HasSubstr;
using testing::Not;

TEST(Bench, MeasuresEverythingThatTheMockCanDo) {
    const Outcome outcome = run_program({"bench", "--ungated", "--repetitions", "1", "--min-time", "0.0001", "--json", "-"});
    EXPECT_EQ(outcome.code, 0) << outcome.errors;
    const auto document = nlohmann::json::parse(outcome.output);
    EXPECT_EQ(document.at("context").at("subject"), "mock");
    EXPECT_EQ(document.at("context").at("conforms"), "false");  // nobody has looked
    std::size_t measured = 0;
    for (const auto& run : document.at("benchmarks")) {
        EXPECT_FALSE(run.value("error_occurred", false)) << run.dump();
        ++measured;
    }
    EXPECT_GE(measured, 20u);
}

TEST(Bench, MeasuresNamespacesOfManyClassesOverSizes) {
    const Outcome outcome = run_program({"bench", "--scale", "--filter", "namespace/", "--ungated", "--processes", "1",
                                         "--repetitions", "1", "--min-time", "0.0001"});
    EXPECT_EQ(outcome.code, 0) << outcome.errors;
    for (const char* const family : {"namespace/get-class", "namespace/enumerate-classes", "namespace/query"}) {
        EXPECT_THAT(outcome.output, HasSubstr(std::string(family) + "/classes: time grows with size to the power"));
    }
    EXPECT_THAT(outcome.output, Not(HasSubstr("not measured")));
}

TEST(Bench, PlotsWhatACancelCostsAmongOperationsThatWait) {
    const TemporaryFolder folder;
    const Outcome outcome = run_program({"bench", "--scale", "--filter", "cancel/pending", "--ungated", "--processes", "1",
                                         "--repetitions", "1", "--min-time", "0.0001", "--html", folder.path("page.html")});
    EXPECT_EQ(outcome.code, 0) << outcome.errors;
    EXPECT_THAT(outcome.output, HasSubstr("cancel/pending: time grows with size to the power"));
    EXPECT_THAT(read_file(folder.path("page.html")), HasSubstr("cancel/pending: time grows with size to the power"));
}

TEST(Bench, EnumeratesTheClassesOfAPersonsSchema) {
    const TemporaryFolder folder;
    write_file(folder.path("schema.mof"), "class Own_A { [key] string Id; };\nclass Own_B : Own_A {};\n");
    const auto classes_of = [](const std::string& subject) {
        const Outcome outcome = run_program({"bench", subject, "--filter", "namespace/", "--ungated", "--processes", "1",
                                             "--repetitions", "1", "--min-time", "0.0001", "--json", "-"});
        EXPECT_EQ(outcome.code, 0) << outcome.errors;
        const auto document = nlohmann::json::parse(outcome.output);
        double classes = 0;
        for (const auto& run : document.at("benchmarks")) {
            EXPECT_GT(run.value("items_per_second", 0.0), 0) << run.dump();
            classes = std::max(classes, run.value("classes", 0.0));
        }
        return classes;
    };
    EXPECT_EQ(classes_of("mock?mof=" + folder.path("schema.mof")), classes_of("mock") + 2);
}

// What Wine's WMI is like: a benchmark asks again and again.
TEST(Bench, CancelsWhatHasEndedWhereTheServiceWaitsForThat) {
    const Outcome outcome =
        run_program({"bench", std::string("service:") + SERVICE_OF_ONE_CALL + "?namespace=root\\mock&query=SELECT * FROM Mock_Item",
                     "--ungated", "--processes", "1", "--repetitions", "2", "--min-time", "0.001", "--filter", "deliver/|latency/",
                     "--json", "-"});
    ASSERT_EQ(outcome.code, 0) << outcome.errors;
    std::map<std::string, std::string> results;
    const auto document = nlohmann::json::parse(outcome.output);
    for (const auto& run : document.at("benchmarks")) {
        results[run.at("run_name")] = run.value("error_message", std::string());
    }
    EXPECT_EQ(results.at("deliver/operations:1/real_time"), "");
    EXPECT_EQ(results.at("deliver/operations:2/real_time"), "the service takes one call at a time");
    EXPECT_EQ(results.at("latency/final/manual_time"), "");
}

// A crash is the subject's, and no fault of the harness.
TEST(Bench, SaysThatASubjectHasEndedTheProcess) {
    const auto* const mistake = std::ranges::find(example::kMistakes, "exit", &example::Mistake::id);
    const Outcome outcome = run_program({"bench", std::string("provider:") + MISTAKEN_PROVIDERS + "?mof=" + EXAMPLE_PROVIDERS_MOF +
                                                      "&class=Example_Volume&clsid=" +
                                                      com::format_guid(mistake->class_id),
                                         "--ungated", "--repetitions", "2", "--min-time", "0.0001"});
    EXPECT_EQ(outcome.code, 1);
    EXPECT_THAT(outcome.errors, HasSubstr("has ended the process that measured it: "));
}

TEST(Bench, IsABaselineOnlyOfASubjectThatKeepsTheContract) {
    const TemporaryFolder folder;
    const std::string saved = folder.path("baseline.json");
    const std::vector<std::string> quick = {"--repetitions", "2", "--min-time", "0.0001", "--filter", "calls/|floor/", "--save", saved};
    const auto bench = [&](std::vector<std::string> arguments) {
        arguments.insert(arguments.begin(), "bench");
        arguments.insert(arguments.end(), quick.begin(), quick.end());
        return run_program(arguments);
    };
    const Outcome broken = bench({"mock?defect=final-twice"});
    EXPECT_EQ(broken.code, 2);
    EXPECT_THAT(broken.errors, HasSubstr("no baseline"));
    EXPECT_FALSE(std::filesystem::exists(saved));
    const Outcome good = bench({"mock"});
    EXPECT_EQ(good.code, 0) << good.errors;
    EXPECT_THAT(good.output, HasSubstr("calls/accepted"));
    EXPECT_TRUE(std::filesystem::exists(saved));
}

TEST(Bench, ComparesWithABaselineAndWritesReports) {
    const TemporaryFolder folder;
    const std::vector<std::string> quick = {"bench", "--repetitions", "2", "--min-time", "0.0001", "--filter", "calls/|floor/"};
    std::vector<std::string> first = quick;
    first.insert(first.end(), {"--save", folder.path("baseline.json")});
    ASSERT_EQ(run_program(first).code, 0);
    std::vector<std::string> second = quick;
    second.insert(second.end(), {"--baseline", folder.path("baseline.json"), "--html", folder.path("page.html"), "--markdown",
                                 folder.path("table.md")});
    const Outcome outcome = run_program(second);
    // Two repetitions show nothing: the answer must be that nothing can be told, and that is no regression.
    EXPECT_EQ(outcome.code, 0) << outcome.output;
    EXPECT_THAT(outcome.output, HasSubstr("cannot tell"));
    EXPECT_THAT(read_file(folder.path("page.html")), HasSubstr("calls/accepted"));
    EXPECT_THAT(read_file(folder.path("table.md")), HasSubstr("cannot tell"));
}

TEST(Bench, SpreadsItsRepetitionsOverProcesses) {
    const Outcome outcome = run_program({"bench", "--ungated", "--repetitions", "5", "--processes", "2", "--min-time", "0.0001",
                                         "--filter", "references/|floor/", "--json", "-"});
    ASSERT_EQ(outcome.code, 0) << outcome.errors;
    const auto document = nlohmann::json::parse(outcome.output);
    EXPECT_EQ(document.at("context").at("processes"), "2");
    EXPECT_EQ(document.at("context").at("subject"), "mock");
    std::map<std::string, std::set<int>> repetitions;
    for (const auto& run : document.at("benchmarks")) {
        EXPECT_EQ(run.at("run_type"), "iteration");
        EXPECT_TRUE(repetitions[run.at("run_name")].insert(run.at("repetition_index").get<int>()).second) << run.dump();
    }
    ASSERT_EQ(repetitions.size(), 2u);
    for (const auto& [name, indices] : repetitions) EXPECT_EQ(indices, (std::set{0, 1, 2, 3, 4})) << name;
}

TEST(Bench, SaysInASentenceWhatIsWrong) {
    const TemporaryFolder folder;
    write_file(folder.path("no.json"), "[]");
    const Outcome baseline = run_program({"bench", "--baseline", folder.path("no.json")});
    EXPECT_EQ(baseline.code, 2);
    EXPECT_THAT(baseline.errors, HasSubstr("no.json: The document is no measurement"));
    const Outcome filter = run_program({"bench", "--ungated", "--filter", "no-such-benchmark"});
    EXPECT_EQ(filter.code, 2);
    EXPECT_THAT(filter.errors, HasSubstr("No benchmark matches 'no-such-benchmark'"));
}

}  // namespace
}  // namespace wbemcheck::cli
