#include "mock_provider/model/mof_text.h"

#include <gtest/gtest.h>

#include "mock_provider/model/class_builder.h"

namespace wbemcheck::mock {
namespace {

TEST(MofText, WritesAClassWithQualifiersAndFlavors) {
    const auto definition = ClassBuilder("Sample")
                                .qualifier("Description", Value::string("a \"sample\""),
                                           {.to_subclass = true, .is_amended = true})
                                .qualifier("Version", Value::sint32(2))
                                .key("Id", CimType::kString)
                                .property("Values", array_of(CimType::kUint8),
                                          Value::array(CimType::kUint8, {Value::uint8(1), Value::uint8(2)}),
                                          {{"Labels", Value::strings({"one", "two"}), {.is_final = true}}})
                                .reference("Twin", "Sample")
                                .object("Inner", "Other")
                                .object("Any")
                                .method(MethodBuilder("Move", CimType::kUint32)
                                            .qualifier("implemented")
                                            .in("X", scalar(CimType::kSint32))
                                            .in_out("Y", scalar(CimType::kSint32))
                                            .out("Log", array_of(CimType::kString)))
                                .method(MethodBuilder("Reset"))
                                .build();
    EXPECT_EQ(class_mof(*definition, FlavorText::kOmitted),
              "[Description(\"a \\\"sample\\\"\"), Version(2)]\n"
              "class Sample\n"
              "{\n"
              "    [key] string Id;\n"
              "    [Labels{\"one\", \"two\"}] uint8 Values[] = {1, 2};\n"
              "    Sample ref Twin;\n"
              "    Other Inner;\n"
              "    object Any;\n"
              "    [implemented] uint32 Move([in] sint32 X, [in, out] sint32 Y, [out] string Log[]);\n"
              "    void Reset();\n"
              "};\n");
    const std::string with_flavors = class_mof(*definition);
    EXPECT_NE(with_flavors.find("Description(\"a \\\"sample\\\"\"): Amended ToSubclass"), std::string::npos);
    EXPECT_NE(with_flavors.find("Labels{\"one\", \"two\"}: DisableOverride"), std::string::npos);
    EXPECT_NE(with_flavors.find("[key: DisableOverride ToInstance ToSubclass] string Id"), std::string::npos);
}

TEST(MofText, WritesOnlyWhatASubclassSaysItself) {
    const auto base = ClassBuilder("Base").key("Id", CimType::kString).method(MethodBuilder("Go")).build();
    const auto derived =
        ClassBuilder("Derived", base).property("More", CimType::kReal64, Value::real64(1)).build();
    EXPECT_EQ(class_mof(*derived), "class Derived : Base\n{\n    real64 More = 1.0;\n};\n");
}

TEST(MofText, WritesValues) {
    EXPECT_EQ(value_mof(Value()), "NULL");
    EXPECT_EQ(value_mof(Value::boolean(false)), "FALSE");
    EXPECT_EQ(value_mof(Value::uint64(18446744073709551615U)), "18446744073709551615");
    EXPECT_EQ(value_mof(Value::real64(0.5)), "0.5");
    EXPECT_EQ(value_mof(Value::real64(1e100)), "1e+100");
    EXPECT_EQ(value_mof(Value::string("a\\b\t\n\x01")), "\"a\\\\b\\t\\n\\x0001\"");
    EXPECT_EQ(value_mof(Value::reference("C.K=\"x\"")), "\"C.K=\\\"x\\\"\"");
    EXPECT_EQ(value_mof(Value::datetime("20240101120000.000000+000")), "\"20240101120000.000000+000\"");
    EXPECT_EQ(value_mof(Value::array(CimType::kString,
                                     {Value::string("a"), Value::null({CimType::kString, false})})),
              "{\"a\", NULL}");
}

TEST(MofText, WritesInstancesWithWhatIsNotNull) {
    const auto definition = ClassBuilder("C")
                                .key("Id", CimType::kString)
                                .property("Nothing", CimType::kUint32)
                                .object("Inner")
                                .build();
    const auto inner = make_instance(definition, {{"Id", Value::string("in")}});
    const auto outer =
        make_instance(definition, {{"Id", Value::string("out")}, {"Inner", Value::object(inner)}});
    EXPECT_EQ(
        instance_mof(*outer),
        "instance of C\n{\n    Id = \"out\";\n    Inner = instance of C\n{\n    Id = \"in\";\n};\n};\n");
}

}  // namespace
}  // namespace wbemcheck::mock
