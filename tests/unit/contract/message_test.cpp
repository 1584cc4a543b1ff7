// Every clause that is judged has a test that holds what its message expects and what it says was seen.
#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <map>
#include <regex>
#include <set>
#include <string>
#include <string_view>

#include "harness/contract/clause.h"
#include "harness/contract/judge.h"
#include "harness/contract/rule.h"

namespace wbemcheck::contract {
namespace {

// Clauses that are judged by counting and by readings alone: there is nothing that a message could blame.
constexpr std::array<std::string_view, 22> kWithoutMessage = {
    "STA-4", "STA-10", "STA-18", "STA-21", "ORD-5", "ORD-13", "EVT-5",
    "REF-11", "CAN-9", "CAN-11", "CAN-15", "CAN-16", "SEC-4", "STA-20", "THR-6", "ARG-3", "ARG-6", "ARG-21", "IMM-5",
    "CAN-17", "SEMI-12", "IND-10"};

// The texts of a source file, with the literals that the compiler joins joined. `std::string("STA-8 ") + grade + " | ...` is
// how a message is written whose grade depends on the profile: the two ends count as one text.
std::string texts_of(const std::filesystem::path& path) {
    std::ifstream file(path);
    std::string source{std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
    source = std::regex_replace(source, std::regex(R"re("\)\s*\+\s*\([^()]*\?[^()]*\)\s*\+\s*")re"), "violation");
    return std::regex_replace(source, std::regex(R"re("\s*")re"), "");
}

// How many texts "<clause> violation | expected | actual" the rule tests hold, by clause.
std::map<std::string, int> messages_under_test() {
    static const std::regex kMessage(R"re("([A-Z]+-[0-9]+[a-z]?) (?:violation|warning) \| [^|"\n]+ \| [^"\n]+")re");
    std::map<std::string, int> messages;
    for (const auto& entry : std::filesystem::directory_iterator(std::filesystem::path(WBEMCHECK_SOURCE_DIR) /
                                                                 "tests/unit/contract")) {
        if (!entry.path().filename().string().ends_with("_rule_test.cpp")) continue;
        const std::string text = texts_of(entry.path());
        for (auto match = std::sregex_iterator(text.begin(), text.end(), kMessage); match != std::sregex_iterator();
             ++match) {
            ++messages[(*match)[1]];
        }
    }
    return messages;
}

TEST(Messages, AreTestedForEveryClauseThatIsJudged) {
    const std::map<std::string, int> messages = messages_under_test();
    for (const RuleFamily& family : rule_families()) {
        std::set<std::string_view> clauses(family.clauses.begin(), family.clauses.end());
        clauses.insert(family.of_providers.begin(), family.of_providers.end());
        for (const std::string_view clause : clauses) {
            const bool is_exempt = std::ranges::find(kWithoutMessage, clause) != kWithoutMessage.end();
            EXPECT_NE(messages.contains(std::string(clause)), is_exempt)
                << clause << (is_exempt ? ": has a message after all" : ": no ..._rule_test.cpp holds expected and actual");
            EXPECT_FALSE(find_clause(clause)->requirement.empty()) << clause;
        }
    }
}

TEST(Messages, BelongToClausesThatAreJudged) {
    for (const auto& [clause, count] : messages_under_test()) {
        EXPECT_TRUE(is_judged(clause)) << clause;
    }
}

}  // namespace
}  // namespace wbemcheck::contract
