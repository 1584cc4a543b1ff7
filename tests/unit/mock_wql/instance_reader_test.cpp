#include "mock_provider/wql/instance_reader.h"

#include <gtest/gtest.h>

#include <memory>
#include <string_view>

#include "tests/unit/mock_wql/parsed.h"
#include "tests/unit/mock_wql/small_schema.h"

namespace wbemcheck::mock::wql {
namespace {

std::shared_ptr<const Instance> nested_items() {
    const SmallSchema schema;
    const auto inner = make_instance(schema.find("SpecialItem"),
                                     {{"Name", Value::string("inner")}, {"Value", Value::uint32(2)}});
    const auto middle = make_instance(schema.find("Item"),
                                      {{"Name", Value::string("middle")}, {"Part", Value::object(inner)}});
    return make_instance(schema.find("Item"), {{"Name", Value::string("outer")},
                                               {"Value", Value::uint32(1)},
                                               {"Tags", Value::strings({"a"})},
                                               {"Part", Value::object(middle)}});
}

Truth ask(std::string_view text) { return evaluate(condition(text), InstanceReader(nested_items())); }

TEST(InstanceReading, FindsPropertiesInAnyCase) {
    EXPECT_EQ(ask("Name = 'outer' AND VALUE = 1 AND ratio IS NULL"), Truth::kTrue);
}

TEST(InstanceReading, FindsSystemProperties) {
    EXPECT_EQ(ask("__CLASS = 'Item' AND __class = item"), Truth::kTrue);
    EXPECT_EQ(ask("__GENUS = 2"), Truth::kTrue);
    EXPECT_EQ(ask("__this ISA 'Item'"), Truth::kTrue);
    EXPECT_EQ(ask("__this ISA 'SpecialItem'"), Truth::kFalse);
}

TEST(InstanceReading, GoesIntoEmbeddedObjects) {
    EXPECT_EQ(ask("Part.Name = 'middle' AND Part.Part.Name = 'inner' AND part.part.value = 2"), Truth::kTrue);
    EXPECT_EQ(ask("Part.Part.__CLASS = 'SpecialItem' AND Part.Part ISA 'Item' AND Part.__this ISA 'Item'"),
              Truth::kTrue);
}

TEST(InstanceReading, GivesNullForWhatIsNotThere) {
    EXPECT_EQ(ask("Missing IS NULL AND Part.Missing IS NULL AND Part.Part.Part.Name IS NULL"), Truth::kTrue);
    EXPECT_EQ(ask("Name.X IS NULL AND Tags.X IS NULL AND __CLASS.X IS NULL AND __UNKNOWN IS NULL"),
              Truth::kTrue);
}

TEST(InstanceReading, GoesIntoEmbeddedClasses) {
    const SmallSchema schema;
    const auto event = make_instance(schema.find("__ClassCreationEvent"),
                                     {{"TargetClass", Value::object(schema.find("SpecialItem"))}});
    const InstanceReader reader(event);
    EXPECT_EQ(evaluate(condition("TargetClass ISA 'Item' AND TargetClass.__CLASS = 'SpecialItem'"), reader),
              Truth::kTrue);
    EXPECT_EQ(evaluate(condition("TargetClass.__this ISA 'Alarm'"), reader), Truth::kFalse);
}

}  // namespace
}  // namespace wbemcheck::mock::wql
