// Random text of three kinds, with fixed seeds: bytes, words of the language in any order, and good queries
// with a few bytes changed. Whatever comes, the parser gives one whole answer.
#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <random>
#include <string>
#include <string_view>

#include "mock_provider/wql/parse.h"

namespace wbemcheck::mock::wql {
namespace {

constexpr std::array<std::string_view, 58> kWords = {
    "SELECT", "FROM", "WHERE", "WITHIN", "GROUP", "BY",   "HAVING", "AND",   "OR",      "NOT",    "IS",
    "ISA",    "LIKE", "NULL",  "TRUE",   "FALSE", "*",    ",",      ".",     "(",       ")",      "=",
    "<>",     "!=",   "<",     "<=",     ">",     ">=",   "Name",   "Value", "__CLASS", "T.Name", "5",
    "-5",     "1.5",  "0x1F",  "'a'",    "\"b\"", "'a%'", "'",      "\"",    "\\",      "\n",     "\xC3\x9C"};

constexpr std::array<std::string_view, 7> kQueries = {
    "SELECT Name, T.Value FROM Mock_Item WHERE Name = 'item-0001' AND (Value > 5 OR NOT Text LIKE \"a%\")",
    "SELECT * FROM __InstanceCreationEvent WITHIN 2 WHERE TargetInstance ISA 'Mock_Item'",
    "SELECT * FROM Mock_Event WHERE 0x1F <= Sequence GROUP WITHIN 1.5 BY T.Name HAVING NumberOfEvents >= 3",
    "SELECT __CLASS FROM A WHERE B IS NOT NULL AND NULL <> C AND D != -5 AND E = 'it\\'s' OR F = TRUE",
    "ASSOCIATORS OF {\\\\.\\root:A.B=\"}'\",C=5} WHERE AssocClass = D Role = E ResultRole = F KeysOnly",
    "REFERENCES OF {A='it\\'s'} WHERE ResultClass = B RequiredQualifier = C",
    "SELECT * FROM meta_class WHERE __THIS ISA 'A' AND NOT __CLASS LIKE '[_][_]%'"};

class Dice {
public:
    explicit Dice(std::uint32_t seed) : engine_(seed) {}

    std::size_t below(std::size_t count) { return static_cast<std::size_t>(engine_()) % count; }
    char byte() { return static_cast<char>(below(256)); }

private:
    std::mt19937 engine_;
};

void expect_whole_answer(const std::string& text, std::uint32_t seed) {
    const ParseResult result = parse_wql(text);
    ASSERT_NE(result.query.has_value(), result.error.has_value()) << "seed " << seed;
    if (result.query) {
        const std::string canonical = to_text(*result.query);
        const ParseResult again = parse_wql(canonical);
        ASSERT_TRUE(again.query) << "seed " << seed << ": " << canonical;
        EXPECT_EQ(to_text(*again.query), canonical) << "seed " << seed;
        return;
    }
    const QueryError& error = *result.error;
    EXPECT_TRUE(error.code == static_cast<HRESULT>(WBEM_E_INVALID_QUERY) ||
                error.code == static_cast<HRESULT>(WBEM_E_QUOTA_VIOLATION));
    EXPECT_FALSE(error.expected.empty()) << "seed " << seed;
    EXPECT_FALSE(error.found.empty()) << "seed " << seed;
    EXPECT_LE(error.message.size(), 300U) << "seed " << seed;
    EXPECT_TRUE(std::none_of(error.message.begin(), error.message.end(),
                             [](char c) { return static_cast<unsigned char>(c) < 0x20U || c == '\x7F'; }))
        << "seed " << seed;
    const auto lines = 1U + static_cast<std::uint32_t>(std::count(text.begin(), text.end(), '\n'));
    EXPECT_LE(error.position.line, lines) << "seed " << seed;
    EXPECT_LE(error.position.column, text.size() + 1) << "seed " << seed;
}

TEST(HostileWql, OfRandomBytesIsAnswered) {
    for (std::uint32_t seed = 0; seed < 3000; ++seed) {
        Dice dice(seed);
        std::string text = seed % 2 == 0 ? "" : "SELECT * FROM A WHERE ";
        const std::size_t length = dice.below(200);
        for (std::size_t i = 0; i < length; ++i) text += dice.byte();
        expect_whole_answer(text, seed);
    }
}

TEST(HostileWql, OfRandomWordsIsAnswered) {
    for (std::uint32_t seed = 0; seed < 6000; ++seed) {
        Dice dice(seed);
        std::string text = seed % 3 == 0 ? "" : "SELECT * FROM A WHERE ";
        if (seed % 6 == 1) text = "ASSOCIATORS OF {A} WHERE ";
        const std::size_t length = dice.below(60);
        for (std::size_t i = 0; i < length; ++i)
            (text += kWords[dice.below(kWords.size())]) += dice.below(4) == 0 ? "" : " ";
        expect_whole_answer(text, seed);
    }
}

TEST(HostileWql, MadeFromGoodQueriesIsAnswered) {
    for (std::uint32_t seed = 0; seed < 6000; ++seed) {
        Dice dice(seed);
        std::string text(kQueries[dice.below(kQueries.size())]);
        const std::size_t changes = 1 + dice.below(3);
        for (std::size_t i = 0; i < changes; ++i) {
            const std::size_t place = dice.below(text.size());
            switch (dice.below(4)) {
                case 0:
                    text.erase(place, 1 + dice.below(8));
                    break;
                case 1:
                    text.insert(place, kWords[dice.below(kWords.size())]);
                    break;
                case 2:
                    text[place] = dice.byte();
                    break;
                default: {
                    const std::size_t from = dice.below(text.size());
                    const std::string piece = text.substr(from, dice.below(20));
                    text.insert(place, piece);
                    break;
                }
            }
            if (text.empty()) text += 'S';
        }
        expect_whole_answer(text, seed);
    }
}

TEST(HostileWql, OfOneEndlessKindIsAnswered) {
    for (const std::string_view piece : {"(", ")", "NOT ", "'", "\"", "\\", "A.", "A,", "AND ", "=", "5", ".",
                                         "0x", "\n", "\xE2", "{", "}", "{A", "Role=B "}) {
        std::string text = "SELECT * FROM A WHERE ";
        while (text.size() + piece.size() <= kMaxTextLength) text += piece;
        expect_whole_answer(text, 0);
        expect_whole_answer("SELECT " + text.substr(22), 0);
        expect_whole_answer("SELECT * FROM A WHERE '" + text.substr(23), 0);
        expect_whole_answer("ASSOCIATORS OF {" + text.substr(22), 0);
        expect_whole_answer("REFERENCES OF {A='" + text.substr(22), 0);
        expect_whole_answer("REFERENCES OF {A} WHERE " + text.substr(24), 0);
    }
}

}  // namespace
}  // namespace wbemcheck::mock::wql
