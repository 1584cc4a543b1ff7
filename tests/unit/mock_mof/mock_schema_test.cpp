// The mock's own schema as a MOF file, and somebody's files on top of it.
#include "mock_provider/schema/mock_schema.h"

#include <gmock/gmock.h>

#include <filesystem>
#include <fstream>
#include <random>

#include "mock_provider/model/mof_text.h"
#include "mock_provider/model/object_path.h"
#include "mock_provider/mof/load.h"
#include "mock_provider/schema/mock_mof.h"
#include "mock_provider/services/builtin_methods.h"
#include "mock_provider/services/core.h"

namespace wbemcheck::mock {
namespace {

class MockSchema : public testing::Test {
protected:
    [[nodiscard]] std::shared_ptr<const Instance> find(std::string_view path) const {
        const auto found = space_->find_instance(parse_object_path(path).path.value());
        EXPECT_NE(found, nullptr) << path;
        return found;
    }

    std::unique_ptr<Repository> repository_ = make_mock_repository(2);
    std::shared_ptr<NamespaceStore> space_ = repository_->find_namespace("root\\mock");
};

TEST_F(MockSchema, IsWrittenAsItReads) {
    for (const auto& definition : space_->subclasses("", true)) {
        if (!definition->name().starts_with("Mock_")) continue;
        const auto copy = repository_->clone();
        const mof::Loaded loaded = mof::load_text(*copy, "root\\mock", class_mof(*definition));
        ASSERT_TRUE(loaded.errors.empty()) << to_text(loaded.errors.front());
        EXPECT_TRUE(
            copy->find_namespace("root\\mock")->find_class(definition->name())->same_content(*definition));
    }
}

TEST_F(MockSchema, LinksDevicesByAssociationsThatDifferInClassRoleAndQualifier) {
    const auto link = space_->instances_of("Mock_DeviceInGroup", true);
    EXPECT_EQ(link.size(), 5U);
    EXPECT_EQ(space_->instance_count("Mock_ChosenInGroup", true), 1U);
    EXPECT_EQ(space_->instance_count("Mock_DeviceDependency", true), 2U);
    EXPECT_TRUE(space_->find_class("Mock_DeviceInGroup")->is_association());
    EXPECT_TRUE(space_->find_class("Mock_ChosenInGroup")->is_association());
    EXPECT_EQ(space_->find_class("Mock_DeviceInGroup")->qualifiers().find("Mock_Ordered"), nullptr);
    EXPECT_TRUE(space_->find_class("Mock_DeviceDependency")->qualifiers().is_true("Mock_Ordered"));
    EXPECT_TRUE(space_->find_class("Mock_Disk")->qualifiers().is_true("Mock_Physical"));
    EXPECT_EQ(space_->find_class("Mock_Port")->qualifiers().find("Mock_Physical"), nullptr);
    // Every reference leads to something that is there.
    for (const char* const name : {"Mock_DeviceInGroup", "Mock_DeviceDependency"}) {
        for (const auto& each : space_->instances_of(name, true)) {
            for (const Value& value : each->values()) {
                if (value.type().base == CimType::kReference) {
                    EXPECT_NE(find(value.as_text()), nullptr);
                }
            }
        }
    }
}

TEST_F(MockSchema, HasClassesOfEveryForm) {
    EXPECT_TRUE(space_->find_class("Mock_Configuration")->is_singleton());
    EXPECT_EQ(*find("Mock_Configuration=@")->find("Limit"), Value::uint32(7));
    EXPECT_EQ(*find("Mock_Configuration=@")->find("Mode"), Value::string("quiet"));
    EXPECT_TRUE(space_->find_class("Mock_Point")->keys().empty());
    const auto shape = find("Mock_Shape.Name=\"triangle\"");
    EXPECT_EQ(*shape->find("Centre")->as_object().instance->find("X"), Value::sint32(1));
    EXPECT_EQ(shape->find("Corners")->as_array().size(), 3U);
    const auto strict = space_->find_class("Mock_Strict");
    EXPECT_TRUE(strict->properties()[*strict->find_property("Owner")].qualifiers.is_true("not_null"));
    const auto device = space_->find_class("Mock_Device");
    EXPECT_TRUE(device->qualifiers().find("Description")->flavor.is_amended);
}

TEST_F(MockSchema, HasAPropertyOfEveryTypeAndAnArrayOfEach) {
    const auto limits = find("Mock_Types.Id=\"limits\"");
    const auto nothing = find("Mock_Types.Id=\"nothing\"");
    for (const CimType type : {CimType::kBoolean, CimType::kSint8, CimType::kUint8, CimType::kSint16,
                               CimType::kUint16, CimType::kSint32, CimType::kUint32, CimType::kSint64,
                               CimType::kUint64, CimType::kReal32, CimType::kReal64, CimType::kChar16,
                               CimType::kString, CimType::kDatetime, CimType::kReference, CimType::kObject}) {
        for (const bool is_array : {false, true}) {
            std::size_t seen = 0;
            for (std::size_t i = 0; i < limits->values().size(); ++i) {
                const Property& property = limits->definition().properties()[i];
                if (property.is_key() || property.type != Type{type, is_array}) continue;
                ++seen;
                EXPECT_FALSE(limits->values()[i].is_null()) << property.name;
                EXPECT_TRUE(nothing->values()[i].is_null()) << property.name;
            }
            EXPECT_EQ(seen, 1U) << name_of(type) << is_array;
        }
    }
}

TEST_F(MockSchema, HasMethodsThatTakeArraysAndObjects) {
    const auto toolbox = space_->find_class("Mock_Toolbox");
    MethodTable methods;
    add_builtin_methods(methods);
    const Scope scope{nullptr, space_};  // these methods look at their inputs alone
    const std::string path = "Mock_Toolbox";
    const auto call = [&](const char* name,
                          std::initializer_list<std::pair<std::string_view, Value>> values) {
        const Method& method = *toolbox->find_method(name);
        MethodOutputs outputs;
        const MethodCall with_inputs{scope, path, method, make_instance(method.inputs, values), nullptr};
        EXPECT_EQ((*methods.find(space_->path(), *toolbox, name))(with_inputs, outputs), S_OK) << name;
        return outputs;
    };
    EXPECT_TRUE(toolbox->find_method("Sort")->qualifiers.is_true("static"));
    const MethodOutputs sorted = call("Sort", {{"Words", Value::strings({"b", "", "a"})}});
    EXPECT_EQ(sorted.front().second, Value::strings({"", "a", "b"}));

    const auto point = [&](std::int32_t x) {
        return Value::object(make_instance(space_->find_class("Mock_Point"), {{"X", Value::sint32(x)}}));
    };
    const MethodOutputs moved = call("Move", {{"Place", point(5)}, {"By", Value::sint32(2)}});
    EXPECT_EQ(moved.front().second, point(7));
    const MethodOutputs back =
        call("Move", {{"Place", point(5)}, {"By", Value::sint32(2)}, {"Back", Value::boolean(true)}});
    EXPECT_EQ(back.front().second, point(3));
    const MethodOutputs too_far = call("Move", {{"Place", point(2'147'483'647)}, {"By", Value::sint32(1)}});
    EXPECT_EQ(too_far.front().second, point(2'147'483'647));
    EXPECT_EQ(too_far.back().second, Value::uint32(1));
}

TEST_F(MockSchema, IsSharedByMocksThatDoNotDisturbEachOther) {
    const auto other = make_mock_repository(5)->find_namespace("root\\mock");
    EXPECT_EQ(other->instance_count("Mock_Item", true), 5U);
    EXPECT_EQ(space_->instance_count("Mock_Item", true), 2U);
    EXPECT_EQ(space_->delete_class("Mock_Item"), S_OK);
    EXPECT_NE(other->find_class("Mock_Item"), nullptr);
    EXPECT_NE(make_mock_repository(0)->find_namespace("root\\mock")->find_class("Mock_Item"), nullptr);
    EXPECT_EQ(space_->find_class("Mock_Single"), other->find_class("Mock_Single"));
}

class ExtendedMockSchema : public testing::Test {
protected:
    ExtendedMockSchema()
        : file_(std::filesystem::temp_directory_path() /
                ("wbemcheck_schema_" + std::to_string(std::random_device{}()) + ".mof")) {}
    ~ExtendedMockSchema() override { std::filesystem::remove(file_); }

    void write(std::string_view text) const { std::ofstream(file_) << text; }

    std::filesystem::path file_;
};

TEST_F(ExtendedMockSchema, HasTheFilesOnTopOfTheOwnOne) {
    write(
        "class Mine : Mock_Single { };\ninstance of Mine { Id = \"m\"; };\n"
        "#pragma namespace(\"child\")\nclass Deeper { };\n");
    const ExtendedSchema extended = extend_schema({file_});
    ASSERT_TRUE(extended.errors.empty()) << to_text(extended.errors.front());
    const auto repository = make_mock_repository(1, extended.repository);
    EXPECT_EQ(repository->find_namespace("root\\mock")->instance_count("Mock_Single", true), 2U);
    EXPECT_NE(repository->find_namespace("root\\mock\\child")->find_class("Deeper"), nullptr);
    EXPECT_EQ(make_mock_repository(1)->find_namespace("root\\mock")->find_class("Mine"), nullptr);
}

TEST_F(ExtendedMockSchema, HasAFingerprintOfWhatIsDeclared) {
    write("class Mine { [key] string Id; };");
    const std::string first = extend_schema({file_}).fingerprint;
    EXPECT_EQ(first.size(), 16U);
    write("// the same\nclass Mine\n{\n[Key] STRING Id;\n};\n");
    EXPECT_NE(extend_schema({file_}).fingerprint, first);  // names are kept as they are written
    write("// the same\nclass Mine\n{\n[key] STRING Id;\n};\n");
    EXPECT_EQ(extend_schema({file_}).fingerprint, first);
    write("class Mine { [key] uint8 Id; };");
    EXPECT_NE(extend_schema({file_}).fingerprint, first);
}

TEST_F(ExtendedMockSchema, IsNoneWithErrors) {
    write("class Mine : Nobody { };");
    const ExtendedSchema extended = extend_schema({file_});
    EXPECT_EQ(extended.repository, nullptr);
    ASSERT_EQ(extended.errors.size(), 1U);
    EXPECT_THAT(to_text(extended.errors.front()), testing::HasSubstr(".mof:1:14: the superclass Nobody"));
}

}  // namespace
}  // namespace wbemcheck::mock
