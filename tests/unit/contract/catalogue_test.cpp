// The catalogue is data, so its tests look for what people get wrong in data: a number left out, an empty
// text, a reference to a clause that does not exist, a document that is not current.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <cstdlib>
#include <fstream>
#include <iterator>
#include <regex>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "harness/contract/catalogue_groups.h"
#include "harness/contract/catalogue_hash.h"
#include "harness/contract/catalogue_markdown.h"
#include "harness/contract/clause.h"
#include "harness/contract/reading.h"

namespace wbemcheck::contract {
namespace {

constexpr std::size_t kClausesOfTheContract = 173;
constexpr std::size_t kClausesOfOurOwn = 14;

// A text of the catalogue, and where it stands.
struct Text {
    std::string where;
    std::string_view text;
};

std::vector<Text> sentences() {
    std::vector<Text> found;
    for (const Clause& clause : catalogue()) {
        found.push_back({std::string(clause.id) + " requirement", clause.requirement});
        found.push_back({std::string(clause.id) + " advice", clause.advice});
        if (clause.checkability == Checkability::kUntestable) {
            found.push_back({std::string(clause.id) + " untestable_because", clause.untestable_because});
        }
    }
    for (const Reading& reading : readings()) {
        const std::string id(reading.id);
        found.push_back({id + " documented grading", reading.grading.documented});
        if (!reading.grading.wire.empty()) found.push_back({id + " wire grading", reading.grading.wire});
        for (const ReadingChoice& choice : reading.choices) {
            found.push_back({id + " " + std::string(choice.key), choice.sentence});
        }
    }
    for (const ClauseGroup& group : catalogue_groups()) {
        found.push_back({std::string(group.prefix) + " summary", group.summary});
    }
    return found;
}

std::vector<Text> all_texts() {
    std::vector<Text> found = sentences();
    for (const Clause& clause : catalogue()) {
        found.push_back({std::string(clause.id) + " id", clause.id});
        found.push_back({std::string(clause.id) + " roles", clause.roles});
        found.push_back({std::string(clause.id) + " source", clause.source});
    }
    for (const Reading& reading : readings()) {
        found.push_back({std::string(reading.id) + " id", reading.id});
        found.push_back({std::string(reading.id) + " question", reading.question});
        found.push_back({std::string(reading.id) + " source", reading.source});
        for (const ReadingChoice& choice : reading.choices) {
            found.push_back({std::string(reading.id) + " key", choice.key});
        }
    }
    return found;
}

// "X-4" -> {"X", 4, ""}; "REF-2b" -> {"REF", 2, "b"}.
struct IdParts {
    std::string prefix;
    int number = 0;
    std::string letter;
};

IdParts parts_of(std::string_view id) {
    static const std::regex kForm("([A-Z]+)-([1-9][0-9]*)([a-z]?)");
    std::match_results<std::string_view::const_iterator> match;
    if (!std::regex_match(id.begin(), id.end(), match, kForm)) return {};
    return {match[1].str(), std::stoi(match[2].str()), match[3].str()};
}

std::string source_path(std::string_view name) {
    return std::string(WBEMCHECK_SOURCE_DIR) + "/" + std::string(name);
}

// A checkout on Windows may have turned the line ends.
std::string read_text(const std::string& path) {
    std::ifstream file(path, std::ios::binary);
    std::string text{std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
    std::erase(text, '\r');
    return text;
}

TEST(Catalogue, HasEveryClauseOfTheContractAndOurOwn) {
    EXPECT_EQ(catalogue().size(), kClausesOfTheContract + kClausesOfOurOwn);
}

TEST(Catalogue, HasTheGroupsOfTheContractInItsOrder) {
    std::vector<std::pair<std::string_view, std::size_t>> groups;
    for (const ClauseGroup& group : catalogue_groups())
        groups.emplace_back(group.prefix, group.clauses().size());
    using testing::ElementsAre;
    using testing::Pair;
    EXPECT_THAT(groups,
                ElementsAre(Pair("REF", 19), Pair("STA", 21), Pair("CAN", 18), Pair("ORD", 13),
                            Pair("IMM", 8), Pair("ARG", 25), Pair("IND", 12), Pair("THR", 9), Pair("SEC", 10),
                            Pair("SEMI", 12), Pair("EVT", 10), Pair("PRV", 16), Pair("COM", 8),
                            Pair("LIV", 6)));
}

TEST(Catalogue, NumbersTheClausesOfAGroupWithoutGaps) {
    for (const ClauseGroup& group : catalogue_groups()) {
        int number = 0;
        for (const Clause& clause : group.clauses()) {
            const IdParts parts = parts_of(clause.id);
            EXPECT_EQ(parts.prefix, group.prefix) << clause.id;
            if (parts.letter.empty()) ++number;
            EXPECT_EQ(parts.number, number) << clause.id;
        }
    }
    EXPECT_EQ(catalogue()[2].id, "REF-2b");
}

TEST(Catalogue, HasNoIdTwice) {
    std::set<std::string_view> ids;
    for (const Clause& clause : catalogue()) EXPECT_TRUE(ids.insert(clause.id).second) << clause.id;
}

TEST(Catalogue, FindsEachClauseByItsId) {
    for (const Clause& clause : catalogue()) EXPECT_EQ(find_clause(clause.id), &clause);
    EXPECT_EQ(find_clause("ref-2B"), find_clause("REF-2b"));
    EXPECT_NE(find_clause("REF-2"), find_clause("REF-2b"));
    EXPECT_EQ(find_clause("REF-99"), nullptr);
    EXPECT_EQ(find_clause("REF"), nullptr);
    EXPECT_EQ(find_clause(""), nullptr);
}

TEST(Catalogue, HasNoEmptyText) {
    for (const Text& text : all_texts()) EXPECT_FALSE(text.text.empty()) << text.where;
}

TEST(Catalogue, IsAsciiWithoutDoubleSpaces) {
    for (const Text& text : all_texts()) {
        EXPECT_TRUE(std::ranges::all_of(text.text, [](char letter) {
            return letter >= ' ' && letter <= '~';
        })) << text.where;
        EXPECT_EQ(text.text.find("  "), std::string_view::npos) << text.where;
    }
}

TEST(Catalogue, IsWrittenInSentences) {
    static const std::regex kGluedSentences("[a-z)][.][A-Z]");
    for (const Text& text : sentences()) {
        ASSERT_FALSE(text.text.empty()) << text.where;
        EXPECT_TRUE(text.text.front() >= 'A' && text.text.front() <= 'Z') << text.where;
        EXPECT_EQ(text.text.back(), '.') << text.where;
        EXPECT_FALSE(std::regex_search(text.text.begin(), text.text.end(), kGluedSentences)) << text.where;
    }
    for (const Reading& reading : readings()) EXPECT_EQ(reading.question.back(), '?') << reading.id;
}

TEST(Catalogue, GivesAReasonForTheUntestableOnly) {
    for (const Clause& clause : catalogue()) {
        EXPECT_EQ(clause.untestable_because.empty(), clause.checkability != Checkability::kUntestable)
            << clause.id;
    }
}

TEST(Catalogue, SaysWhichPartIsJudged) {
    for (const Clause& clause : catalogue()) {
        EXPECT_EQ(clause.advice.find("Judged in part: only ") != std::string_view::npos,
                  clause.checkability == Checkability::kPartly)
            << clause.id;
    }
}

TEST(Catalogue, NamesTheFirstRoleFirst) {
    for (const Clause& clause : catalogue())
        EXPECT_TRUE(clause.roles.starts_with(name_of(clause.role))) << clause.id;
}

TEST(Catalogue, KnowsWhoOwesAClause) {
    EXPECT_TRUE(is_owed_by(*find_clause("IND-9"), Role::kSink));
    EXPECT_TRUE(is_owed_by(*find_clause("IND-9"), Role::kProvider));
    EXPECT_FALSE(is_owed_by(*find_clause("IND-9"), Role::kService));
    for (const Clause& clause : catalogue()) EXPECT_TRUE(is_owed_by(clause, clause.role)) << clause.id;
}

TEST(Catalogue, MarksOnlyWhatIsBindingAndInTheSpecificationAsWire) {
    std::size_t marked = 0;
    for (const Clause& clause : catalogue()) {
        if (!clause.is_wire) continue;
        ++marked;
        EXPECT_TRUE(clause.level == Level::kMust || clause.level == Level::kMustNot) << clause.id;
        EXPECT_NE(clause.source.find("MS-WMI"), std::string_view::npos) << clause.id;
    }
    EXPECT_EQ(marked, 25u);
}

TEST(Catalogue, RecordsWhereEveryDocumentIsSilent) {
    for (const Clause& clause : catalogue()) {
        if (clause.level != Level::kSilent || clause.id == "ORD-4") continue;
        EXPECT_EQ(clause.checkability, Checkability::kRecorded) << clause.id;
    }
    // Its overlap without a cancel is a breach of the order that ORD-1 demands.
    EXPECT_EQ(find_clause("ORD-4")->checkability, Checkability::kPartly);
}

TEST(Catalogue, RefersToClausesAndReadingsThatExist) {
    static const std::regex kId(
        "\\b(?:REF|STA|CAN|ORD|IMM|ARG|IND|THR|SEC|SEMI|EVT|PRV|COM|LIV|X)-[0-9]+[a-z]?\\b");
    using Matches = std::regex_iterator<std::string_view::const_iterator>;
    std::size_t seen = 0;
    for (const Text& text : all_texts()) {
        for (Matches match(text.text.begin(), text.text.end(), kId); match != Matches(); ++match) {
            const std::string id = match->str();
            ++seen;
            if (id.starts_with("X-")) {
                EXPECT_NE(find_reading(id), nullptr) << text.where << ": " << id;
            } else {
                EXPECT_NE(find_clause(id), nullptr) << text.where << ": " << id;
            }
        }
    }
    EXPECT_GT(seen, catalogue().size());
}

TEST(Catalogue, SpellsTheLevelsAsTheDocumentsDo) {
    EXPECT_EQ(name_of(Level::kMust), "MUST");
    EXPECT_EQ(name_of(Level::kMustNot), "MUST NOT");
    EXPECT_EQ(name_of(Level::kShould), "SHOULD");
    EXPECT_EQ(name_of(Level::kMay), "MAY");
    EXPECT_EQ(name_of(Level::kInformative), "INFO");
    EXPECT_EQ(name_of(Level::kSilent), "SILENT");
}

TEST(Catalogue, NamesRolesAndCheckability) {
    EXPECT_EQ(name_of(Role::kService), "service");
    EXPECT_EQ(name_of(Role::kProvider), "provider");
    EXPECT_EQ(name_of(Role::kSink), "sink");
    EXPECT_EQ(name_of(Role::kClient), "client");
    EXPECT_EQ(name_of(Role::kApartment), "apartment");
    EXPECT_EQ(name_of(Checkability::kBoundary), "boundary");
    EXPECT_EQ(name_of(Checkability::kPartly), "partly");
    EXPECT_EQ(name_of(Checkability::kRecorded), "recorded");
    EXPECT_EQ(name_of(Checkability::kUntestable), "untestable");
}

TEST(CatalogueHash, IsFnv1aOfTheCatalogueAndTheReadings) {
    EXPECT_EQ(hash_of({}, {}), 0xcbf29ce484222325u);
    EXPECT_EQ(catalogue_hash(), hash_of(catalogue(), readings()));
    EXPECT_NE(catalogue_hash(), hash_of(catalogue(), {}));
    EXPECT_FALSE(catalogue_version().empty());
}

TEST(CatalogueHash, ChangesWithEveryField) {
    const Clause original{"REF-1", Level::kMust, false, Role::kService,          "service",
                          "R.",    "S",          "A.",  Checkability::kBoundary, ""};
    std::array<Clause, 11> variants;
    variants.fill(original);
    variants[1].id = "REF-2";
    variants[2].level = Level::kShould;
    variants[3].is_wire = true;
    variants[4].role = Role::kSink;
    variants[5].roles = "service, sink";
    variants[6].requirement = "R, too.";
    variants[7].source = "T";
    variants[8].advice = "B.";
    variants[9].checkability = Checkability::kRecorded;
    variants[10].untestable_because = "N.";
    std::set<std::uint64_t> hashes;
    for (const Clause& variant : variants) hashes.insert(hash_of({&variant, 1}, {}));
    EXPECT_EQ(hashes.size(), variants.size());
}

TEST(Readings, AreThoseOfTheContractInOrder) {
    std::vector<std::string> expected;
    for (int number = 1; number <= 39; ++number) expected.push_back("X-" + std::to_string(number));
    expected.insert(expected.end(), {"STA-20", "CAN-9", "CAN-15", "CAN-16", "CAN-17", "ORD-13"});
    std::vector<std::string> found;
    for (const Reading& reading : readings()) found.emplace_back(reading.id);
    EXPECT_EQ(found, expected);
}

TEST(Readings, OfGapsStandForSilentClauses) {
    for (const Reading& reading : readings()) {
        if (reading.id.starts_with("X-")) continue;
        const Clause* clause = find_clause(reading.id);
        ASSERT_NE(clause, nullptr) << reading.id;
        // CAN-9 binds the client; what a service makes of another pointer, no document says.
        EXPECT_TRUE(clause->level == Level::kSilent || clause->id == "CAN-9") << reading.id;
    }
}

TEST(Readings, HaveChoicesWithKeysOfTheirOwn) {
    static const std::regex kKey("[a-z0-9]+(-[a-z0-9]+)*");
    for (const Reading& reading : readings()) {
        EXPECT_FALSE(reading.choices.empty()) << reading.id;
        std::set<std::string_view> keys;
        for (const ReadingChoice& choice : reading.choices) {
            EXPECT_TRUE(std::regex_match(choice.key.begin(), choice.key.end(), kKey))
                << reading.id << choice.key;
            EXPECT_TRUE(keys.insert(choice.key).second) << reading.id << " " << choice.key;
        }
    }
}

TEST(Readings, AreFoundByIdAndTheirChoicesByKey) {
    for (const Reading& reading : readings()) EXPECT_EQ(find_reading(reading.id), &reading);
    const Reading* reading = find_reading("x-1");
    ASSERT_NE(reading, nullptr);
    EXPECT_EQ(reading->id, "X-1");
    ASSERT_NE(find_choice(*reading, "released-before-return"), nullptr);
    EXPECT_EQ(find_choice(*reading, "released"), nullptr);
    EXPECT_EQ(find_reading("X-40"), nullptr);
    EXPECT_EQ(find_reading(""), nullptr);
}

TEST(CatalogueMarkdown, HasASectionForEveryClauseAndReading) {
    const std::string document = render_catalogue_markdown();
    for (const Clause& clause : catalogue()) {
        EXPECT_NE(document.find("\n### " + std::string(clause.id) + "\n"), std::string::npos) << clause.id;
    }
    for (const Reading& reading : readings()) {
        const std::string id(reading.id);
        const std::string heading = id.starts_with("X-") ? id : "Reading of " + id;
        EXPECT_NE(document.find("\n### " + heading + "\n"), std::string::npos) << id;
    }
}

TEST(CatalogueMarkdown, EscapesWhatMarkdownWouldTakeForMarkup) {
    const std::string document = render_catalogue_markdown();
    EXPECT_NE(document.find("every SVC-\\*async.md"), std::string::npos);
    EXPECT_NE(document.find("of class \\_\\_ExtendedStatus"), std::string::npos);
    EXPECT_NE(document.find("WBEM_S_NO_ERROR"), std::string::npos);
}

// With WBEMCHECK_APPROVE set to anything but nothing, the document is written instead of compared.
TEST(CatalogueMarkdown, IsTheContractDocument) {
    const std::string path = source_path("docs/contract.md");
    const char* approve = std::getenv("WBEMCHECK_APPROVE");
    if (approve != nullptr && *approve != '\0') {
        std::ofstream(path, std::ios::binary) << render_catalogue_markdown();
    }
    EXPECT_TRUE(read_text(path) == render_catalogue_markdown())
        << path << " is not current; run this test with WBEMCHECK_APPROVE=1 to write it again";
}

}  // namespace
}  // namespace wbemcheck::contract
