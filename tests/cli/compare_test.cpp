// Results held against each other, as a person does it.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>

#include <nlohmann/json.hpp>

#include "tests/cli/program.h"

namespace wbemcheck::cli {
namespace {

using testing::HasSubstr;
using testing::IsEmpty;

class Compare : public testing::Test {
protected:
    // A result of some scenarios against this subject.
    std::string result_of(const std::string& name, const std::string& subject,
                          const std::string& filter = "lifecycle/DeleteClassAsync/*") {
        const std::string path = folder_.path(name);
        (void)run_program({"run", subject, "--filter", filter, "--quiet", "--json", path});
        EXPECT_TRUE(std::filesystem::exists(path));
        return path;
    }

    [[nodiscard]] std::string path(const std::string& name) const { return folder_.path(name); }

private:
    TemporaryFolder folder_;
};

TEST_F(Compare, ExitsWithOneWhenSomethingGotWorseAndOnlyThen) {
    const std::string good = result_of("good.json", "mock");
    const std::string bad = result_of("bad.json", "mock?defect=final-twice");
    const Outcome worse = run_program({"compare", good, bad});
    EXPECT_EQ(worse.code, 1) << worse.errors;
    EXPECT_THAT(worse.output, HasSubstr("New violations"));
    EXPECT_THAT(worse.output, HasSubstr("STA-1"));
    EXPECT_THAT(worse.output, HasSubstr("(exit 1)"));
    const Outcome better = run_program({"compare", bad, good});
    EXPECT_EQ(better.code, 0) << better.errors;
    EXPECT_THAT(better.output, HasSubstr("fixed"));
    EXPECT_EQ(run_program({"compare", bad, bad}).code, 0);
}

TEST_F(Compare, MissesScenariosThatWereNotPlayedAgain) {
    const std::string whole = result_of("whole.json", "mock");
    const std::string part = result_of("part.json", "mock", "lifecycle/DeleteClassAsync/completes*");
    const Outcome outcome = run_program({"compare", whole, part});
    EXPECT_EQ(outcome.code, 1);
    EXPECT_THAT(outcome.output, HasSubstr("Scenarios that are missing in the new result"));
}

TEST_F(Compare, WritesJsonAndHtml) {
    const std::string good = result_of("good.json", "mock");
    const std::string bad = result_of("bad.json", "mock?defect=final-twice");
    const Outcome outcome = run_program({"compare", good, bad, "--json", "-", "--html", path("page.html")});
    EXPECT_EQ(outcome.code, 1);
    const auto document = nlohmann::json::parse(outcome.output);
    EXPECT_EQ(document.at("schema"), "wbemcheck-comparison");
    EXPECT_TRUE(document.at("worse"));
    EXPECT_FALSE(document.at("newViolations").empty());
    EXPECT_THAT(outcome.errors, HasSubstr("Comparison: worse"));
    EXPECT_THAT(read_file(path("page.html")), HasSubstr("<!DOCTYPE html>"));
}

TEST_F(Compare, SaysInASentenceWhatIsWrongWithAFile) {
    const std::string good = result_of("good.json", "mock");
    write_file(path("cut.json"), read_file(good).substr(0, 5000));
    const Outcome outcome = run_program({"compare", good, path("cut.json"), "--html", path("page.html")});
    EXPECT_EQ(outcome.code, 2);
    EXPECT_THAT(outcome.output, IsEmpty());
    EXPECT_THAT(outcome.errors, HasSubstr("cut.json: The document is cut"));
    EXPECT_FALSE(std::filesystem::exists(path("page.html")));
    EXPECT_EQ(run_program({"compare", good}).code, 2);
}

TEST_F(Compare, LaysSeveralResultsSideBySide) {
    const std::string good = result_of("good.json", "mock");
    const std::string bad = result_of("bad.json", "mock?defect=final-twice");
    const Outcome outcome = run_program({"report", good, bad, good, "--html", path("matrix.html")});
    EXPECT_EQ(outcome.code, 1) << outcome.errors;
    EXPECT_THAT(outcome.output, HasSubstr("bad does something else than"));
    const std::string page = read_file(path("matrix.html"));
    for (const char* text : {"Clauses by subjects", "Where bad parts from", "Readings by subjects"}) {
        EXPECT_NE(page.find(text), std::string::npos) << text;
    }
    const Outcome refused = run_program({"report", good, bad, "--junit", path("junit.xml")});
    EXPECT_EQ(refused.code, 2);
    EXPECT_THAT(refused.errors, HasSubstr("2 results were given"));
    EXPECT_FALSE(std::filesystem::exists(path("junit.xml")));
}

}  // namespace
}  // namespace wbemcheck::cli
