#include "reports/json_report.h"

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <functional>
#include <limits>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "reports/unique_scenarios.h"
#include "tests/unit/reports/golden_file.h"
#include "tests/unit/reports/sample_results.h"

namespace wbemcheck::reports {
namespace {

using nlohmann::ordered_json;
using ::testing::HasSubstr;
using Kind = ResultDocumentError::Kind;

struct Refusal {
    Kind kind;
    std::string sentence;
};

// What read_json says to `document`; fails the test when it accepts it.
Refusal refusal_of(const std::string& document) {
    try {
        (void)read_json(document);
    } catch (const ResultDocumentError& error) {
        return {error.kind(), error.what()};
    }
    ADD_FAILURE() << "accepted: " << document.substr(0, 200);
    return {Kind::kNotJson, ""};
}

Refusal refusal_after(const std::function<void(ordered_json&)>& change) {
    ordered_json document = ordered_json::parse(write_json(testing::small_run()));
    change(document);
    return refusal_of(document.dump());
}

TEST(JsonReport, LooksAsApproved) {
    testing::expect_golden("violating.json", write_json(testing::violating_run()));
    testing::expect_golden("conforming.json", write_json(testing::conforming_run()));
}

TEST(JsonReport, ReadsBackAsTheSameResult) {
    for (const RunResult& run : {testing::violating_run(), testing::conforming_run(), testing::small_run()}) {
        EXPECT_TRUE(read_json(write_json(run)) == run);
    }
    RunResult run = testing::small_run();
    run.seed = std::numeric_limits<std::uint64_t>::max();
    run.budgets.no_timeouts = true;
    run.wall_seconds = 0.1 + 0.2;
    EXPECT_TRUE(read_json(write_json(run)) == run);
}

TEST(JsonReport, ReadsADocumentOfAnEarlierReleaseThatKnewNoSchedules) {
    ordered_json document = ordered_json::parse(write_json(testing::small_run()));
    document.erase("walks");
    document.erase("explorations");
    document["budgets"].erase("slowestGapMs");
    document["findings"][0].erase("schedule");
    document["findings"][0].erase("foundAs");
    const RunResult read = read_json(document.dump());
    EXPECT_TRUE(read.walks.empty());
    EXPECT_TRUE(read.explorations.empty());
    EXPECT_EQ(read.findings[0].schedule, "");
}

TEST(JsonReport, ReadsADocumentOfAnEarlierReleaseThatKnewNoTimelines) {
    ordered_json document = ordered_json::parse(write_json(testing::small_run()));
    document["findings"][0].erase("timeline");
    document["scenarios"][0].erase("behaviour");
    document["findings"][0].erase("fingerprint");
    const RunResult read = read_json(document.dump());
    EXPECT_TRUE(read.findings[0].timeline.empty());
    EXPECT_TRUE(read.scenarios[0].behaviour.empty());
}

TEST(JsonReport, ReadsATimelineOfAnEarlierReleaseThatKnewNoCalls) {
    ordered_json document = ordered_json::parse(write_json(testing::small_run()));
    for (ordered_json& step : document["findings"][0]["timeline"]) step.erase("call");
    const RunResult read = read_json(document.dump());
    ASSERT_EQ(read.findings[0].timeline.size(), testing::small_run().findings[0].timeline.size());
    for (const Step& step : read.findings[0].timeline) EXPECT_EQ(step.call, 0U);
}

TEST(JsonReport, HasTheStackOfAFindingWhereThereIsOne) {
    RunResult run = testing::small_run();
    EXPECT_FALSE(ordered_json::parse(write_json(run))["findings"][0].contains("stack"));
    run.findings[0].stack = {"find(int) + 0x1a in provider.so", "provider.so + 0x3f2c"};
    EXPECT_EQ(ordered_json::parse(write_json(run))["findings"][0]["stack"].size(), 2u);
    EXPECT_EQ(read_json(write_json(run)).findings[0].stack, run.findings[0].stack);
}

TEST(JsonReport, HasTheFixedKeysInTheirOrder) {
    const ordered_json document = ordered_json::parse(write_json(testing::small_run()));
    std::vector<std::string> keys;
    for (const auto& item : document.items()) keys.push_back(item.key());
    EXPECT_THAT(keys, ::testing::ElementsAre("schema", "schemaVersion", "toolVersion", "catalogueVersion",
                                             "catalogueHash", "subject", "subjectIdentity", "platform",
                                             "contract", "verdict", "seed", "budgets", "started", "ended",
                                             "wallSeconds", "clauses", "scenarios", "findings", "readings",
                                             "coverage", "walks", "explorations", "notes", "footer"));
    EXPECT_EQ(document["footer"], (ordered_json{{"complete", true}, {"scenarios", 1}, {"findings", 1}}));
}

TEST(JsonReport, ReplacesWhatIsNoUtf8AndKeepsTheRest) {
    RunResult run = testing::small_run();
    run.findings[0].actual = testing::awkward_text();
    run.subject_identity["\xFF"] = "\xED\xA0\x80";
    const RunResult read = read_json(write_json(run));
    const std::string& actual = read.findings[0].actual;
    EXPECT_THAT(actual, HasSubstr("bell\x07 escape\x1B[2J"));
    EXPECT_THAT(actual, HasSubstr("umlaut \xC3\xA4, wide \xE4\xBD\xA0, face \xF0\x9F\x99\x82"));
    EXPECT_THAT(actual, HasSubstr("bytes \xEF\xBF\xBD"));
    EXPECT_EQ(actual.find('\0'), testing::awkward_text().find('\0'));
    EXPECT_EQ(read.subject_identity.count("\xEF\xBF\xBD"), 1U);
    EXPECT_TRUE(read_json(write_json(read)) == read);
}

TEST(JsonReport, WritesZeroForNumbersThatJsonCannotCarry) {
    RunResult run = testing::small_run();
    run.wall_seconds = std::numeric_limits<double>::infinity();
    run.scenarios[0].seconds = std::numeric_limits<double>::quiet_NaN();
    const RunResult read = read_json(write_json(run));
    EXPECT_EQ(read.wall_seconds, 0.0);
    EXPECT_EQ(read.scenarios[0].seconds, 0.0);
}

TEST(JsonReport, CarriesATextOfTenMegabytes) {
    RunResult run = testing::small_run();
    run.findings[0].actual = std::string(10'000'000, 'x') + "end";
    EXPECT_TRUE(read_json(write_json(run)) == run);
}

TEST(JsonReport, RefusesTwoScenariosWithOneId) {
    RunResult run = testing::small_run();
    run.scenarios.push_back(run.scenarios[0]);
    EXPECT_THROW((void)write_json(run), DuplicateScenario);
    run.scenarios[1].id = "";
    EXPECT_THROW((void)write_json(run), DuplicateScenario);
}

TEST(JsonReport, EndsInALineEndAndBreaksLongLinesOnly) {
    const std::string document = write_json(testing::small_run());
    EXPECT_TRUE(
        document.ends_with("\"footer\": {\"complete\": true, \"scenarios\": 1, \"findings\": 1}\n}\n"));
    EXPECT_THAT(document,
                HasSubstr("\n        {\"id\": \"REF-1\", \"verdict\": \"pass\", \"opportunities\": 1},\n"));
}

TEST(ReadingJson, RecognisesEveryCutDocument) {
    RunResult run = testing::small_run();
    run.clauses.resize(1);
    run.findings[0].witness.resize(1);
    const std::string document = write_json(run);
    const std::size_t end = document.rfind('}');
    for (std::size_t length = 0; length <= end; ++length) {
        const Refusal refusal = refusal_of(document.substr(0, length));
        ASSERT_EQ(refusal.kind, Kind::kCut) << "after " << length << " bytes: " << refusal.sentence;
    }
    EXPECT_TRUE(read_json(document.substr(0, end + 1)) == run);
}

TEST(ReadingJson, SaysWhereACutDocumentEnds) {
    EXPECT_EQ(refusal_of("").sentence, "The document is empty.");
    EXPECT_EQ(refusal_of(" \n").sentence, "The document is empty.");
    EXPECT_EQ(refusal_of(write_json(testing::small_run()).substr(0, 500)).sentence,
              "The document is cut: it ends in the middle, after 500 bytes.");
}

TEST(ReadingJson, RecognisesAMissingFooter) {
    const Refusal missing = refusal_after([](ordered_json& document) { document.erase("footer"); });
    EXPECT_EQ(missing.kind, Kind::kCut);
    EXPECT_EQ(missing.sentence, "The result document is cut: its footer is missing.");
    const Refusal incomplete =
        refusal_after([](ordered_json& document) { document["footer"]["complete"] = false; });
    EXPECT_EQ(incomplete.kind, Kind::kCut);
    EXPECT_EQ(incomplete.sentence, "The result document is cut: its footer says that it is not complete.");
}

TEST(ReadingJson, RecognisesEntriesThatAreGone) {
    const Refusal scenarios = refusal_after([](ordered_json& document) { document["scenarios"].clear(); });
    EXPECT_EQ(scenarios.kind, Kind::kCut);
    EXPECT_EQ(scenarios.sentence,
              "The result document is cut: its footer promises 1 scenarios, and it has 0.");
    EXPECT_EQ(refusal_after([](ordered_json& document) { document["findings"].clear(); }).kind, Kind::kCut);
}

TEST(ReadingJson, RefusesWhatIsNotJson) {
    for (const char* document :
         {"hello", "<testsuites/>", "{\"a\": tru}", "{} {}", "\x1F\x8B\x08", "{\"a\": \"\xFF\"}"}) {
        const Refusal refusal = refusal_of(document);
        EXPECT_EQ(refusal.kind, Kind::kNotJson) << document;
        EXPECT_THAT(refusal.sentence, HasSubstr("The document is not JSON: it cannot be read on from byte "));
    }
}

TEST(ReadingJson, RefusesAnotherSchema) {
    for (const char* document : {"{}", "[]", "3", "null", "{\"schema\": 3}", "{\"schema\": \"other\"}"}) {
        const Refusal refusal = refusal_of(document);
        EXPECT_EQ(refusal.kind, Kind::kWrongSchema) << document;
        EXPECT_EQ(refusal.sentence,
                  "The document is JSON, but no result of wbemcheck: its key \"schema\" is not "
                  "\"wbemcheck-result\".");
    }
}

TEST(ReadingJson, RefusesAnotherVersion) {
    const Refusal later = refusal_after([](ordered_json& document) { document["schemaVersion"] = 2; });
    EXPECT_EQ(later.kind, Kind::kUnsupportedVersion);
    EXPECT_EQ(later.sentence, "The result has schema version 2; this program reads version 1.");
    const Refusal none = refusal_after([](ordered_json& document) { document.erase("schemaVersion"); });
    EXPECT_EQ(none.kind, Kind::kUnsupportedVersion);
    EXPECT_EQ(none.sentence, "The result has schema version (none); this program reads version 1.");
}

TEST(ReadingJson, PassesOverUnknownKeys) {
    ordered_json document = ordered_json::parse(write_json(testing::small_run()));
    document["later"] = {1, 2};
    document["scenarios"][0]["later"] = "x";
    document["findings"][0]["witness"][0]["later"] = nullptr;
    EXPECT_TRUE(read_json(document.dump()) == testing::small_run());
}

TEST(ReadingJson, TakesADocumentOfAnEarlierReleaseWithoutACoverageMap) {
    ordered_json document = ordered_json::parse(write_json(testing::small_run()));
    document["coverage"].erase("cells");
    document["coverage"].erase("emptyCells");
    RunResult expected = testing::small_run();
    expected.cells.clear();
    expected.empty_cells.clear();
    EXPECT_TRUE(read_json(document.dump()) == expected);
}

TEST(ReadingJson, NamesTheFieldThatIsWrong) {
    const auto sentence = [](const std::function<void(ordered_json&)>& change) {
        const Refusal refusal = refusal_after(change);
        EXPECT_EQ(refusal.kind, Kind::kDamaged) << refusal.sentence;
        return refusal.sentence;
    };
    EXPECT_EQ(sentence([](ordered_json& document) { document["scenarios"][0]["verdict"] = "passed"; }),
              "The result document is damaged: scenarios[0].verdict is \"passed\", which is no verdict.");
    EXPECT_EQ(sentence([](ordered_json& document) { document["verdict"] = "pass"; }),
              "The result document is damaged: verdict is \"pass\", which is no verdict of a run.");
    EXPECT_EQ(sentence([](ordered_json& document) { document["findings"][0]["witness"][2].erase("thread"); }),
              "The result document is damaged: findings[0].witness[2].thread is missing.");
    EXPECT_EQ(sentence([](ordered_json& document) {
                  document["findings"][0]["witness"][2]["thread"] = 1ULL << 32U;
              }),
              "The result document is damaged: findings[0].witness[2].thread is 4294967296, which is no "
              "number of a "
              "thread.");
    EXPECT_EQ(sentence([](ordered_json& document) { document["seed"] = -1; }),
              "The result document is damaged: seed is -1, which is no whole number from 0 on.");
    EXPECT_EQ(sentence([](ordered_json& document) { document["subject"] = ordered_json::array(); }),
              "The result document is damaged: subject is a list, which is no text.");
    EXPECT_EQ(sentence([](ordered_json& document) { document["budgets"]["arrivalMs"] = "5"; }),
              "The result document is damaged: budgets.arrivalMs is \"5\", which is no number.");
    EXPECT_EQ(sentence([](ordered_json& document) { document["clauses"][0] = 5; }),
              "The result document is damaged: clauses[0] is no object.");
    EXPECT_EQ(sentence([](ordered_json& document) { document["notes"] = {1}; }),
              "The result document is damaged: notes is a list, which is no list of texts.");
    EXPECT_EQ(sentence([](ordered_json& document) { document["coverage"]["cells"][0]["clauses"] = {1}; }),
              "The result document is damaged: coverage.cells[0].clauses is a list, which is no list of texts.");
    EXPECT_EQ(sentence([](ordered_json& document) { document["findings"][0]["timeline"][0]["kind"] = "x"; }),
              "The result document is damaged: findings[0].timeline[0].kind is \"x\", which is no kind of a step.");
    EXPECT_EQ(sentence([](ordered_json& document) { document["findings"][0]["timeline"][0]["call"] = 4294967296; }),
              "The result document is damaged: findings[0].timeline[0].call is 4294967296, which is no number of a call.");
    EXPECT_EQ(sentence([](ordered_json& document) { document["findings"][0]["timeline"][1]["count"] = -2; }),
              "The result document is damaged: findings[0].timeline[1].count is -2, which is no whole number from 0 on.");
    EXPECT_EQ(sentence([](ordered_json& document) { document["subjectIdentity"]["x"] = 1; }),
              "The result document is damaged: subjectIdentity holds something that is no text.");
}

TEST(ReadingJson, RefusesTwoScenariosWithOneId) {
    const Refusal refusal = refusal_after([](ordered_json& document) {
        document["scenarios"].push_back(document["scenarios"][0]);
        document["footer"]["scenarios"] = 2;
    });
    EXPECT_EQ(refusal.kind, Kind::kDamaged);
    EXPECT_THAT(refusal.sentence, HasSubstr("'lifecycle/many/ExecQueryAsync' stands in the result twice"));
}

TEST(ReadingJson, MissesNoKeyThatIsGone) {
    const ordered_json document = ordered_json::parse(write_json(testing::small_run()));
    // Every key of every object on the way down, one at a time. What is found out while reading is not read.
    std::size_t tried = 0;
    const std::function<void(const ordered_json::json_pointer&)> walk =
        [&](const ordered_json::json_pointer& place) {
            const ordered_json& value = document[place];
            if (value.is_array()) {
                if (!value.empty()) walk(place / 0);
            } else if (value.is_object() && place.to_string() != "/subjectIdentity" &&
                       place.to_string() != "/coverage") {
                for (const auto& item : value.items()) {
                    walk(place / item.key());
                    if (place.empty() && item.key() == "coverage") continue;
                    if (item.key() == "call") continue;  // of a step that carries none it is absent
                    ordered_json changed = document;
                    changed[place].erase(item.key());
                    (void)refusal_of(changed.dump());
                    ++tried;
                }
            }
        };
    walk(ordered_json::json_pointer());
    EXPECT_GT(tried, 60U);
}

}  // namespace
}  // namespace wbemcheck::reports
