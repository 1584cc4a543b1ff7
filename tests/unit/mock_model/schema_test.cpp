// The built-in schema: what the scenarios count on.
#include "mock_provider/schema/mock_schema.h"

#include <gmock/gmock.h>

#include "mock_provider/model/method_signature.h"
#include "mock_provider/model/object_path.h"
#include "tests/unit/com/result_is.h"

namespace wbemcheck::mock {
namespace {

class Schema : public testing::Test {
protected:
    [[nodiscard]] const Property* property(std::string_view class_name, std::string_view name) const {
        const auto definition = space_->find_class(class_name);
        const auto position = definition != nullptr ? definition->find_property(name) : std::nullopt;
        return position ? &definition->properties()[*position] : nullptr;
    }
    [[nodiscard]] bool has_instance(std::string_view path) const {
        return space_->find_instance(parse_object_path(path).path.value()) != nullptr;
    }

    std::unique_ptr<Repository> repository_ = make_mock_repository(7);
    std::shared_ptr<NamespaceStore> space_ = repository_->find_namespace("root\\mock");
};

TEST_F(Schema, HasThreeNamespaces) {
    EXPECT_THAT(repository_->namespaces(), testing::ElementsAre("root", "root\\mock", "root\\mock\\child"));
    EXPECT_EQ(repository_->find_namespace("root\\mock\\child")->find_class("Mock_Item"), nullptr);
}

TEST_F(Schema, HasTheItemsThatWereAskedFor) {
    EXPECT_EQ(space_->instance_count("Mock_Item", true), 7U);
    EXPECT_TRUE(has_instance("Mock_Item.Name=\"item-0001\""));
    EXPECT_TRUE(has_instance("Mock_Item.Name=\"item-0007\""));
    EXPECT_FALSE(has_instance("Mock_Item.Name=\"item-0008\""));
    EXPECT_EQ(make_mock_repository(0)->find_namespace("root\\mock")->instance_count("Mock_Item", true), 0U);
    const struct {
        const char* name;
        Type type;
    } expected[] = {{"Name", {CimType::kString, false}}, {"Value", {CimType::kUint32, false}},
                    {"Text", {CimType::kString, false}}, {"Enabled", {CimType::kBoolean, false}},
                    {"Size", {CimType::kUint64, false}}, {"Ratio", {CimType::kReal64, false}},
                    {"Tags", {CimType::kString, true}},  {"Created", {CimType::kDatetime, false}}};
    for (const auto& [name, type] : expected) {
        ASSERT_NE(property("Mock_Item", name), nullptr) << name;
        EXPECT_EQ(property("Mock_Item", name)->type, type) << name;
    }
}

TEST_F(Schema, LeavesNoPropertyOfAnItemNull) {
    for (const auto& item : space_->instances_of("Mock_Item", true)) {
        for (std::size_t i = 0; i < item->values().size(); ++i) {
            EXPECT_FALSE(item->values()[i].is_null()) << item->definition().properties()[i].name;
        }
    }
}

TEST_F(Schema, HasClassesWithOneAndWithoutInstances) {
    EXPECT_EQ(space_->instance_count("Mock_Single", true), 1U);
    EXPECT_TRUE(has_instance("Mock_Single.Id=\"only\""));
    for (const char* const name : {"Mock_Empty", "Mock_Writable", "Mock_SpecialItem", "Mock_Scratch"}) {
        ASSERT_NE(space_->find_class(name), nullptr) << name;
        EXPECT_EQ(space_->instance_count(name, true), 0U) << name;
    }
}

TEST_F(Schema, HasHierarchiesOfEverySize) {
    EXPECT_TRUE(space_->find_class("Mock_Base")->is_abstract());
    EXPECT_EQ(space_->subclasses("Mock_Base", true).size(), 4U);
    EXPECT_EQ(space_->subclasses("Mock_Base", false).size(), 3U);
    EXPECT_EQ(space_->subclasses("Mock_Parent", true).size(), 1U);
    EXPECT_EQ(space_->subclasses("Mock_Leaf", true).size(), 0U);
    EXPECT_TRUE(space_->find_class("Mock_Scratch")->keys().empty());
}

TEST_F(Schema, HasMethodsOfEveryKind) {
    const auto calculator = space_->find_class("Mock_Calculator");
    EXPECT_TRUE(has_instance("Mock_Calculator.Id=\"calc\""));
    const auto method = [&](const char* name) {
        const Method* const found = calculator->find_method(name);
        EXPECT_NE(found, nullptr) << name;
        EXPECT_THAT(check_signatures(found->inputs.get(), found->outputs.get()),
                    com::ResultIs(WBEM_S_NO_ERROR))
            << name;
        return found;
    };
    EXPECT_EQ(method("Add")->inputs->properties().size(), 2U);
    EXPECT_EQ(method("Add")->outputs->properties().size(), 2U);
    EXPECT_EQ(method("Reset")->inputs, nullptr);
    EXPECT_EQ(method("Reset")->outputs, nullptr);
    EXPECT_TRUE(method("Fail")->qualifiers.is_true("implemented"));
    EXPECT_FALSE(method("Broken")->qualifiers.is_true("implemented"));
    EXPECT_TRUE(method("Disabled")->qualifiers.is_true("disabled"));
}

TEST_F(Schema, HasAnEventAndItsSource) {
    EXPECT_TRUE(has_instance("Mock_EventSource.Id=\"source\""));
    const Method* const fire = space_->find_class("Mock_EventSource")->find_method("Fire");
    ASSERT_NE(fire, nullptr);
    EXPECT_TRUE(fire->inputs->find_property("Count").has_value());
    EXPECT_TRUE(space_->find_class("Mock_Event")->derives_from("__ExtrinsicEvent"));
    ASSERT_NE(property("Mock_Event", "Sequence"), nullptr);
    ASSERT_NE(property("Mock_Event", "Message"), nullptr);
}

TEST_F(Schema, HasTheSystemClassesInEveryNamespace) {
    for (const std::string& path : repository_->namespaces()) {
        const auto space = repository_->find_namespace(path);
        for (const char* const name :
             {"__SystemClass", "__NAMESPACE", "__Event", "__ExtrinsicEvent", "__InstanceOperationEvent",
              "__InstanceCreationEvent", "__InstanceModificationEvent", "__InstanceDeletionEvent",
              "__ClassOperationEvent", "__ClassCreationEvent", "__ClassModificationEvent",
              "__ClassDeletionEvent", "__NamespaceOperationEvent", "__NotifyStatus", "__ExtendedStatus",
              "__PARAMETERS", "__Provider", "__Win32Provider", "__ProviderRegistration",
              "__ObjectProviderRegistration", "__ClassProviderRegistration", "__InstanceProviderRegistration",
              "__MethodProviderRegistration", "__EventProviderRegistration", "__PropertyProviderRegistration"}) {
            EXPECT_NE(space->find_class(name), nullptr) << path << ": " << name;
        }
    }
    EXPECT_TRUE(space_->find_class("__InstanceCreationEvent")->derives_from("__Event"));
    EXPECT_NE(property("__InstanceModificationEvent", "PreviousInstance"), nullptr);
    EXPECT_NE(property("__InstanceModificationEvent", "TargetInstance"), nullptr);
    EXPECT_TRUE(space_->find_class("__InstanceProviderRegistration")->derives_from("__ProviderRegistration"));
    EXPECT_THAT(space_->find_class("__InstanceProviderRegistration")->keys(), testing::SizeIs(1));
    EXPECT_EQ(property("__EventProviderRegistration", "provider")->reference_class, "__Provider");
}

}  // namespace
}  // namespace wbemcheck::mock
