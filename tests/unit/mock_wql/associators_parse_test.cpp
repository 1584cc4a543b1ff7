// ASSOCIATORS OF and REFERENCES OF: what their texts mean, and the place of every mistake.
#include <gtest/gtest.h>

#include <string>
#include <string_view>

#include "mock_provider/wql/parse.h"
#include "tests/unit/mock_wql/parsed.h"

namespace wbemcheck::mock::wql {
namespace {

TEST(AssociatorsText, NamesAnObjectAlone) {
    const AssociatorsQuery query = parsed_associators("ASSOCIATORS OF {Win32_LogicalDisk.DeviceID=\"C:\"}");
    EXPECT_EQ(query.kind, AssociatorsQuery::Kind::kAssociators);
    EXPECT_EQ(query.path.class_name, "Win32_LogicalDisk");
    ASSERT_EQ(query.path.keys.size(), 1U);
    EXPECT_EQ(query.path.keys[0].value.as_text(), "C:");
    EXPECT_EQ(query.path_position, (Position{1, 17}));
    EXPECT_FALSE(query.class_defs_only || query.keys_only || query.schema_only);
    EXPECT_EQ(parsed_associators("references of{A}").kind, AssociatorsQuery::Kind::kReferences);
}

TEST(AssociatorsText, TakesItsOptionsInAnyOrderAndCase) {
    const AssociatorsQuery query = parsed_associators(
        "associators\nof { A.B='x' } where\nRESULTROLE=Place role = Host keysonly\tAssocClass= Meeting "
        "resultclass =Room "
        "REQUIREDQUALIFIER = Locale requiredassocqualifier = Dynamic");
    EXPECT_EQ(query.result_role->name, "Place");
    EXPECT_EQ(query.role->name, "Host");
    EXPECT_EQ(query.assoc_class->name, "Meeting");
    EXPECT_EQ(query.assoc_class->position, (Position{3, 51}));
    EXPECT_EQ(query.result_class->name, "Room");
    EXPECT_EQ(query.required_qualifier->name, "Locale");
    EXPECT_EQ(query.required_assoc_qualifier->name, "Dynamic");
    EXPECT_TRUE(query.keys_only);
}

TEST(AssociatorsText, MayUseAnyWordAsAName) {
    EXPECT_EQ(parsed_associators("REFERENCES OF {A} WHERE Role = From").role->name, "From");
    EXPECT_EQ(parsed_associators("REFERENCES OF {A} WHERE Role = Role ResultClass = __SchemaOnly")
                  .result_class->name,
              "__SchemaOnly");
}

TEST(AssociatorsText, LetsBracesAndQuotesStandInKeys) {
    const AssociatorsQuery query =
        parsed_associators(R"(ASSOCIATORS OF {A.K="}'\"{",L='"}\''} WHERE ClassDefsOnly)");
    EXPECT_EQ(query.path.keys.at(0).value.as_text(), "}'\"{");
    EXPECT_EQ(query.path.keys.at(1).value.as_text(), "\"}'");
    EXPECT_TRUE(query.class_defs_only);
}

TEST(AssociatorsText, IsWrittenInOneSpelling) {
    for (
        const std::string_view text :
        {R"(ASSOCIATORS OF {A.B="x",C=5})", R"(REFERENCES OF {\\.\root\mock:A="x"} WHERE Role = R KeysOnly)",
         "REFERENCES OF {A=@} WHERE ClassDefsOnly", "ASSOCIATORS OF {A} WHERE AssocClass = B SchemaOnly",
         R"(ASSOCIATORS OF {A="\\\"}"} WHERE AssocClass = B RequiredAssocQualifier = C RequiredQualifier = D )"
         "ResultClass = E ResultRole = F Role = G KeysOnly"}) {
        EXPECT_EQ(to_text(Query(parsed_associators(text))), text);
    }
    EXPECT_EQ(to_text(parsed_associators("references of { a='b' }where role=c")),
              "REFERENCES OF {a=\"b\"} WHERE Role = c");
}

TEST(AssociatorsText, IsNoSelect) {
    const ParsedSelect result = parse_select("\n ASSOCIATORS OF {A}");
    EXPECT_FALSE(result.query);
    ASSERT_TRUE(result.error);
    EXPECT_EQ(result.error->message, "Line 2, column 2: expected SELECT, found 'ASSOCIATORS'.");
    EXPECT_TRUE(parse_select("SELECT * FROM A").query);
}

constexpr std::string_view kEnd = "the end of the query";
constexpr std::string_view kOptions =
    "AssocClass, ClassDefsOnly, KeysOnly, RequiredAssocQualifier, RequiredQualifier, ResultClass, "
    "ResultRole, Role or "
    "SchemaOnly";
constexpr std::string_view kReferenceOptions =
    "ClassDefsOnly, KeysOnly, RequiredQualifier, ResultClass, Role or SchemaOnly";
constexpr std::string_view kAnotherOption = "another option or the end of the query";

const Mistake kMistakes[] = {
    {"ASSOCIATORS", {1, 12}, "OF", kEnd},
    {"ASSOCIATORS {A}", {1, 13}, "OF", "'{'"},
    {"ASSOCIATORS OF A", {1, 16}, "'{' and an object path", "'A'"},
    {"ASSOCIATORS OF {", {1, 17}, "an object path", kEnd},
    {"ASSOCIATORS OF {}", {1, 17}, "an object path", "'}'"},
    {"ASSOCIATORS OF {A", {1, 18}, "'}'", kEnd},
    {"ASSOCIATORS OF {A.}", {1, 19}, "the name of a key property", "'}'"},
    {"ASSOCIATORS OF {A.B}", {1, 20}, "'='", "'}'"},
    {"ASSOCIATORS OF {A.B=}", {1, 21}, "a key value: text in quotes, an integer, TRUE or FALSE", "'}'"},
    {"ASSOCIATORS OF {A.B=x}", {1, 21}, "a key value: text in quotes, an integer, TRUE or FALSE", "'x'"},
    {"ASSOCIATORS OF {A.B='x', }", {1, 26}, "the name of a key property", "'}'"},
    {"ASSOCIATORS OF {{A}}", {1, 17}, "an object path", "'{'"},
    {"ASSOCIATORS OF {A} }", {1, 20}, "WHERE or the end of the query", "'}'"},
    {"ASSOCIATORS OF {A.B='x}", {1, 24}, "' to close the string of line 1, column 21", kEnd},
    {"ASSOCIATORS OF {A.B=\"x\\\"}", {1, 26}, "\" to close the string of line 1, column 21", kEnd},
    {"ASSOCIATORS OF {root\\mock}", {1, 17}, "the path of a class or an instance", "'root'"},
    {"ASSOCIATORS OF {A} WHERE", {1, 25}, kOptions, kEnd},
    {"ASSOCIATORS OF {A} WHERE Name = 'x'", {1, 26}, kOptions, "'Name'"},
    {"ASSOCIATORS OF {A} WHERE Role", {1, 30}, "'='", kEnd},
    {"ASSOCIATORS OF {A} WHERE Role <> B", {1, 31}, "'='", "'<>'"},
    {"ASSOCIATORS OF {A} WHERE Role = 'B'", {1, 33}, "a name without quotes", "the string 'B'"},
    {"ASSOCIATORS OF {A} WHERE Role = ", {1, 33}, "a name without quotes", kEnd},
    {"ASSOCIATORS OF {A} WHERE Role = B AND ResultRole = C", {1, 35}, kAnotherOption, "'AND'"},
    {"ASSOCIATORS OF {A} WHERE Role = B, ResultRole = C", {1, 34}, kAnotherOption, "','"},
    {"ASSOCIATORS OF {A} WHERE Role = B ROLE = C", {1, 35}, "each option at most once", "'ROLE'"},
    {"ASSOCIATORS OF {A} WHERE KeysOnly KeysOnly", {1, 35}, "each option at most once", "'KeysOnly'"},
    {"ASSOCIATORS OF {A} WHERE ResultClass = B ClassDefsOnly",
     {1, 42},
     "ClassDefsOnly or ResultClass, not both",
     "'ClassDefsOnly'"},
    {"ASSOCIATORS OF {A} WHERE ClassDefsOnly ResultClass = B",
     {1, 40},
     "ClassDefsOnly or ResultClass, not both",
     "'ResultClass'"},
    {"REFERENCES OF {A} WHERE ClassDefsOnly ResultClass = B",
     {1, 39},
     "ClassDefsOnly or ResultClass, not both",
     "'ResultClass'"},
    {"ASSOCIATORS OF {A} WHERE SchemaOnly ClassDefsOnly",
     {1, 37},
     "ClassDefsOnly or SchemaOnly, not both",
     "'ClassDefsOnly'"},
    {"ASSOCIATORS OF {A} WHERE KeysOnly SchemaOnly",
     {1, 35},
     "KeysOnly or SchemaOnly, not both",
     "'SchemaOnly'"},
    {"ASSOCIATORS OF {A=5} WHERE SchemaOnly",
     {1, 28},
     "the path of a class in front of SchemaOnly",
     "'SchemaOnly'"},
    {"REFERENCES OF {A} WHERE AssocClass = B", {1, 25}, kReferenceOptions, "'AssocClass'"},
    {"REFERENCES OF {A} WHERE Role = B ResultRole = C", {1, 34}, kReferenceOptions, "'ResultRole'"},
    {"REFERENCES OF {A} WHERE RequiredAssocQualifier = B",
     {1, 25},
     kReferenceOptions,
     "'RequiredAssocQualifier'"},
    {"REFERENCES OF {A} WITHIN 5", {1, 19}, "WHERE or the end of the query", "'WITHIN'"},
    {"REFERENCES\nOF\n{A\n}\nWHERE ?", {5, 7}, kReferenceOptions, "'?'"},
};

TEST(AssociatorsMistake, IsNamedWithItsPlaceAndWhatShouldStandThere) {
    for (const Mistake& mistake : kMistakes) {
        expect_named(mistake);
    }
}

TEST(AssociatorsMistake, OfLengthIsAQuota) {
    const std::string long_key(kMaxTextLength, 'x');
    EXPECT_EQ(refused("ASSOCIATORS OF {A.B='" + long_key + "'}").code,
              static_cast<HRESULT>(WBEM_E_QUOTA_VIOLATION));
    std::string longest = "ASSOCIATORS OF {A.B='";
    longest += std::string(kMaxTextLength - longest.size() - 2, 'x') + "'}";
    EXPECT_TRUE(parse_wql(longest).query);
}

}  // namespace
}  // namespace wbemcheck::mock::wql
