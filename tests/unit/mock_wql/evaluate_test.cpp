#include "mock_provider/wql/evaluate.h"

#include <gtest/gtest.h>

#include <cstdint>
#include <limits>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "mock_provider/model/class_definition.h"
#include "mock_provider/model/instance.h"
#include "mock_provider/model/name.h"
#include "tests/unit/mock_wql/parsed.h"

namespace wbemcheck::mock::wql {
namespace {

// Values by the text of their path.
class Values final : public PropertyReader {
public:
    explicit Values(std::map<std::string, Value, NameLess> values) : values_(std::move(values)) {}

    [[nodiscard]] Value read(const PropertyPath& path) const override {
        const auto found = values_.find(to_text(path));
        return found != values_.end() ? found->second : Value();
    }

private:
    std::map<std::string, Value, NameLess> values_;
};

std::shared_ptr<const Instance> instance_of(const char* class_name, const char* superclass_name) {
    ClassData base;
    base.name = superclass_name;
    ClassData data = derive(make_class(std::move(base)));
    data.name = class_name;
    return make_instance(make_class(std::move(data)));
}

const Values& sample() {
    static const Values values({
        {"S", Value::string("Apple")},
        {"Digits", Value::string("10")},
        {"Empty", Value::string("")},
        {"U8", Value::uint8(200)},
        {"I8", Value::sint8(-100)},
        {"U32", Value::uint32(7)},
        {"Big", Value::uint64(UINT64_MAX)},
        {"Low", Value::sint64(INT64_MIN)},
        {"R", Value::real64(1.5)},
        {"R32", Value::real32(0.25F)},
        {"NaN", Value::real64(std::numeric_limits<double>::quiet_NaN())},
        {"Yes", Value::boolean(true)},
        {"No", Value::boolean(false)},
        {"C", Value::char16(65)},
        {"When", Value::datetime("20240229120000.000000+060")},
        {"Span", Value::datetime("00000001000000.000000:000")},
        {"Ref", Value::reference("Mock_Item.Name=\"a\"")},
        {"Unset", Value::null({CimType::kUint32, false})},
        {"Array", Value::strings({"a", "b"})},
        {"Object", Value::object(instance_of("Mock_Child", "Mock_Parent"))},
        {"T.Name", Value::string("inner")},
        {"T.Count", Value::uint16(7)},
    });
    return values;
}

struct Answer {
    std::string_view condition;
    Truth truth;
};

constexpr Truth T = Truth::kTrue;
constexpr Truth F = Truth::kFalse;
constexpr Truth U = Truth::kUnknown;

void expect_answers(const std::vector<Answer>& answers) {
    for (const Answer& answer : answers) {
        EXPECT_EQ(evaluate(condition(answer.condition), sample()), answer.truth) << answer.condition;
    }
}

TEST(Evaluation, ComparesTextWithoutRegardToCase) {
    expect_answers({
        {"S = 'apple'", T},
        {"S = \"APPLE\"", T},
        {"'aPPLE' = S", T},
        {"S = 'apple '", F},
        {"S <> 'APPLE'", F},
        {"S < 'b'", T},
        {"S < 'B'", T},
        {"S > 'AAA'", T},
        {"S >= 'apple'", T},
        {"S <= 'Apple'", T},
        {"S > 'applepie'", F},
        {"Empty = ''", T},
        {"Empty < S", T},
        {"Ref = 'MOCK_item.name=\"A\"'", T},
    });
}

TEST(Evaluation, ComparesNumbersOfAnyTypeByTheirValue) {
    expect_answers({
        {"U8 = 200", T},
        {"U8 = 200.0", T},
        {"U8 = 0xC8", T},
        {"U8 = -56", F},
        {"U8 > -1", T},
        {"I8 = -100", T},
        {"I8 < 0", T},
        {"I8 < 18446744073709551615", T},
        {"U32 < 7.5", T},
        {"U32 > 6.5", T},
        {"Big = 18446744073709551615", T},
        {"Big > 9223372036854775807", T},
        {"Big > -1", T},
        {"Big = 18446744073709551616.0", F},
        {"Big < 18446744073709551616.0", T},
        {"Low = -9223372036854775808", T},
        {"Low < -9223372036854775807", T},
        {"Low = -9223372036854775808.0", T},
        {"R = 1.5", T},
        {"R > 1", T},
        {"R < 2", T},
        {"R <> 1", T},
        {"R32 = 0.25", T},
        {"R32 <= 1e-1", F},
        {"C = 65", T},
        {"U32 = T.Count", T},
        {"U8 > I8", T},
        {"Big > Low", T},
        {"NaN = 1", U},
        {"NaN <> 1", U},
    });
}

TEST(Evaluation, ComparesBooleansWithWordsAndNumbers) {
    expect_answers({
        {"Yes = TRUE", T},
        {"Yes = 1", T},
        {"Yes <> FALSE", T},
        {"Yes != 0", T},
        {"Yes = 'true'", T},
        {"Yes = 0", F},
        {"No = FALSE", T},
        {"No = 0", T},
        {"No = \"False\"", T},
        {"No = TRUE", F},
        {"No <> Yes", T},
        {"Yes = 'maybe'", U},
        {"U32 = TRUE", F},
        {"U32 > TRUE", T},
    });
}

TEST(Evaluation, GivesTheRightSideTheTypeOfTheLeft) {
    expect_answers({
        {"U32 = '7'", T},
        {"U32 = '7.0'", T},
        {"U32 < '10'", T},
        {"U32 = 'seven'", U},
        {"U32 <> 'seven'", U},
        {"Digits = 10", T},
        {"Digits < 9", T},
        {"Digits = 10.0", T},
        {"Digits = '10.0'", F},
        {"S <> 5", T},
        {"S = TRUE", F},
        {"Digits > U32", F},
        {"U32 < Digits", T},
    });
}

TEST(Evaluation, ComparesDatetimesByTheMoment) {
    expect_answers({
        {"When = '20240229120000.000000+060'", T},
        {"When = '20240229110000.000000+000'", T},
        {"When > '20240229105959.999999+000'", T},
        {"When < '20240229110000.000001+000'", T},
        {"When <> '20240229120000.000000+000'", T},
        {"When > '20231231000000.000000+000'", T},
        {"Span = '00000000240000.000000:000'", U},
        {"Span = '00000001000000.000000:000'", T},
        {"Span < '00000001000000.000001:000'", T},
        {"Span < When", U},
        {"When = 'noon'", U},
        {"When = 2024", U},
        {"When LIKE '2024%'", T},
    });
}

TEST(Evaluation, MatchesPatterns) {
    expect_answers({
        {"S LIKE 'app%'", T},
        {"S LIKE '%[k-m]E'", T},
        {"S LIKE 'app'", F},
        {"NOT S LIKE 'app'", T},
        {"Empty LIKE '%'", T},
        {"U32 LIKE '7'", T},
        {"I8 LIKE '-1__'", T},
        {"Unset LIKE '%'", U},
        {"Array LIKE '%'", U},
        {"Object LIKE '%'", U},
        {"T.Name LIKE 'inn__'", T},
    });
}

TEST(Evaluation, AsksForTheClassOfEmbeddedObjects) {
    expect_answers({
        {"Object ISA 'Mock_Child'", T},
        {"Object ISA mock_parent", T},
        {"Object ISA 'Mock_Leaf'", F},
        {"NOT Object ISA 'Mock_Leaf'", T},
        {"S ISA 'Mock_Child'", U},
        {"Unset ISA 'Mock_Child'", U},
        {"Array ISA 'Mock_Child'", U},
    });
    const Values values({{"Target", Value::object(instance_of("A", "B")->shared_definition())}});
    EXPECT_EQ(evaluate(condition("Target ISA 'B'"), values), Truth::kTrue);
    EXPECT_EQ(evaluate(condition("Target ISA 'C'"), values), Truth::kFalse);
}

TEST(Evaluation, TellsNullFromAnyValue) {
    expect_answers({
        {"Unset IS NULL", T},
        {"Unset = NULL", T},
        {"NULL = Unset", T},
        {"Unset IS NOT NULL", F},
        {"Unset <> NULL", F},
        {"Missing IS NULL", T},
        {"Empty IS NULL", F},
        {"U32 IS NOT NULL", T},
        {"Array IS NULL", F},
        {"Object IS NOT NULL", T},
        {"NOT Unset IS NULL", F},
    });
}

TEST(Evaluation, DoesNotKnowHowNullOrWholeObjectsCompare) {
    expect_answers({
        {"Unset = 5", U},
        {"Unset <> 5", U},
        {"Unset < 5", U},
        {"NOT Unset = 5", U},
        {"Unset = Unset", U},
        {"U32 = Unset", U},
        {"Missing = 'x'", U},
        {"Array = 'a'", U},
        {"Array <> 'a'", U},
        {"Object = 'a'", U},
        {"S = Object", U},
    });
}

TEST(Evaluation, FollowsThreeValuedLogic) {
    // The truth tables, written out: U32 = 7 is true, U32 = 8 false, Unset = 1 unknown.
    const std::string_view t = "U32 = 7";
    const std::string_view f = "U32 = 8";
    const std::string_view u = "Unset = 1";
    struct {
        std::string_view left, right;
        Truth both, either;
    } const rows[] = {
        {t, t, T, T}, {t, f, F, T}, {t, u, U, T}, {f, t, F, T}, {f, f, F, F},
        {f, u, F, U}, {u, t, U, T}, {u, f, F, U}, {u, u, U, U},
    };
    for (const auto& row : rows) {
        const std::string left(row.left);
        const std::string right(row.right);
        EXPECT_EQ(evaluate(condition(left + " AND " + right), sample()), row.both)
            << left << " AND " << right;
        EXPECT_EQ(evaluate(condition(left + " OR " + right), sample()), row.either)
            << left << " OR " << right;
    }
    expect_answers({{"NOT U32 = 7", F},
                    {"NOT U32 = 8", T},
                    {"NOT Unset = 1", U},
                    {"NOT NOT Unset = 1", U},
                    {"Unset = 1 OR Unset = 2 OR U32 = 7", T},
                    {"Unset = 1 AND Unset = 2 AND U32 = 8", F},
                    {"NOT (Unset = 1 AND U32 = 7)", U},
                    {"NOT (Unset = 1 AND U32 = 8)", T}});
}

TEST(Evaluation, SelectsOnlyWhatIsTrue) {
    EXPECT_TRUE(matches(parsed("SELECT * FROM A"), sample()));
    EXPECT_TRUE(matches(parsed("SELECT * FROM A WHERE U32 = 7"), sample()));
    EXPECT_FALSE(matches(parsed("SELECT * FROM A WHERE U32 = 8"), sample()));
    EXPECT_FALSE(matches(parsed("SELECT * FROM A WHERE Unset = 1"), sample()));
    EXPECT_FALSE(matches(parsed("SELECT * FROM A WHERE NOT Unset = 1"), sample()));
}

}  // namespace
}  // namespace wbemcheck::mock::wql
