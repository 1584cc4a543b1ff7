// Benchmarks of the example providers, once and short: that they run, and what they measure of whom. No time decides anything.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <fstream>
#include <map>
#include <string>

#include <nlohmann/json.hpp>

#include "harness/com/guid.h"
#include "tests/cli/program.h"
#include "tests/hosting/examples.h"
#include "tests/providers/event_provider.h"

namespace wbemcheck::hosting {
namespace {

using testing::Contains;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Key;
using testing::Not;
using testing::Pair;

// What was measured, with why it was not; an empty text where it was.
std::map<std::string, std::string> benchmarks_of(const std::string& subject) {
    const cli::Outcome outcome = cli::run_program(
        {"bench", subject, "--ungated", "--processes", "1", "--repetitions", "1", "--min-time", "0.0001", "--json", "-"});
    EXPECT_EQ(outcome.code, 0) << outcome.errors;
    std::map<std::string, std::string> results;
    const auto document = nlohmann::json::parse(outcome.output);
    EXPECT_EQ(document.at("context").at("subject"), subject);
    for (const auto& run : document.at("benchmarks")) {
        std::string name = run.at("name");
        name.resize(std::min({name.find("/real_time"), name.find("/manual_time"), name.find("/iterations:")}));
        results[name] = run.value("error_message", std::string());
    }
    return results;
}

TEST(BenchOfAnInstanceProvider, MeasuresItsDeliveriesAndItsStart) {
    for (const char* const module : {"instance_provider", "asynchronous_provider"}) {
        const auto results = benchmarks_of(subject_of(module));
        for (const char* const name : {"provider/start-and-release", "deliver/operations:1", "deliver/operations:4", "latency/return",
                                       "latency/first-object", "latency/final", "references/services-pair", "calls/accepted",
                                       "at-once/operations:1000"}) {
            EXPECT_THAT(results, Contains(Pair(name, IsEmpty()))) << module;
        }
        EXPECT_THAT(results, Contains(Pair("cancel/delivering", HasSubstr("WBEM_E_PROVIDER_NOT_CAPABLE")))) << module;
        EXPECT_THAT(results, Not(Contains(Key("events/rate")))) << module;
    }
}

TEST(BenchOfAnInstanceProvider, HoldsOperationsInFlightWhereItDoesNotAnswerOnTheCallersThread) {
    EXPECT_THAT(benchmarks_of(subject_of("asynchronous_provider")), Contains(Pair("memory/operations-in-flight", IsEmpty())));
    EXPECT_THAT(benchmarks_of(subject_of("instance_provider")),
                Contains(Pair("memory/operations-in-flight", HasSubstr("answers on the thread that asks"))));
}

TEST(BenchOfAMethodProvider, CallsTheMethodThatIsNamed) {
    EXPECT_THAT(benchmarks_of(subject_of("method_provider", "&method=Add")), Contains(Pair("calls/method", IsEmpty())));
    EXPECT_THAT(benchmarks_of(subject_of("method_provider")), Not(Contains(Key("calls/method"))));
}

TEST(BenchOfAnEventProvider, MeasuresItsEventsAndNothingOfServices) {
    const auto results = benchmarks_of(subject_of("event_provider"));
    EXPECT_THAT(results, Contains(Pair("events/first", IsEmpty())));
    EXPECT_THAT(results, Contains(Pair("events/rate", IsEmpty())));
    EXPECT_THAT(results, Not(Contains(Key("deliver/operations:1"))));
}

TEST(BenchOfAPropertyProvider, ReadsAProperty) {
    EXPECT_THAT(benchmarks_of(subject_of("property_provider")), Contains(Pair("property/get", IsEmpty())));
}

TEST(BenchOfAProvider, SaysInASentenceThatItDoesNotBecomeReady) {
    // The event provider fails where its own class is missing.
    const cli::TemporaryFolder folder;
    const std::string mof = folder.path("other.mof");
    std::ofstream(mof) << "class Example_Other { [key] string Id; };\n";
    std::string subject = subject_of("event_provider");
    subject = subject.substr(0, subject.find("?mof=")) + "?mof=" + mof + "&class=Example_Other&clsid=" +
              com::format_guid(example::kAlarmProvider);
    const cli::Outcome outcome = cli::run_program({"bench", subject, "--ungated"});
    EXPECT_EQ(outcome.code, 2);
    EXPECT_THAT(outcome.errors, HasSubstr("the provider is not initialised"));
}

}  // namespace
}  // namespace wbemcheck::hosting
