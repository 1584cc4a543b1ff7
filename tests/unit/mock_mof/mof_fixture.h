// A repository to load MOF into, and short ways to ask what came of it.
#pragma once

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "harness/com/wbem.h"
#include "mock_provider/model/repository.h"
#include "mock_provider/mof/load.h"

namespace wbemcheck::mock::mof {

class MofFixture : public testing::Test {
protected:
    MofFixture() {
        EXPECT_EQ(repository_.create_namespace("root"), S_OK);
        EXPECT_EQ(repository_.create_namespace("root\\test"), S_OK);
    }

    // Loads what must be right.
    void load(std::string_view text) { EXPECT_EQ(errors_of(text), ""); }

    // The errors of a load, one in a line, as "line:column: message".
    [[nodiscard]] std::string errors_of(std::string_view text) {
        loaded_ = load_text(repository_, "root\\test", text, "test.mof");
        std::string all;
        for (const Diagnostic& error : loaded_.errors) {
            EXPECT_EQ(error.file, "test.mof");
            all += (all.empty() ? "" : "\n") + std::to_string(error.line) + ':' +
                   std::to_string(error.column) + ": " + error.message;
        }
        return all;
    }

    [[nodiscard]] NamespaceStore& space() { return *repository_.find_namespace("root\\test"); }

    [[nodiscard]] std::shared_ptr<const ClassDefinition> definition(std::string_view name) {
        auto found = space().find_class(name);
        if (found == nullptr) {
            ADD_FAILURE() << "there is no class " << name;
            found = make_class({});
        }
        return found;
    }

    [[nodiscard]] const Property& property(std::string_view class_name, std::string_view name) {
        static const Property none;
        kept_.push_back(definition(class_name));
        const std::optional<std::size_t> position = kept_.back()->find_property(name);
        EXPECT_TRUE(position) << class_name << " has no property " << name;
        return position ? kept_.back()->properties()[*position] : none;
    }

    // The default value of a property.
    [[nodiscard]] const Value& value(std::string_view class_name, std::string_view name) {
        return property(class_name, name).default_value;
    }

    // The one instance of a class.
    [[nodiscard]] std::shared_ptr<const Instance> only_instance(std::string_view class_name) {
        const auto instances = space().instances_of(class_name, true);
        EXPECT_EQ(instances.size(), 1U) << class_name;
        return instances.size() == 1 ? instances.front() : make_instance(make_class({}));
    }

    Repository repository_;
    Loaded loaded_;

private:
    std::vector<std::shared_ptr<const ClassDefinition>> kept_;
};

}  // namespace wbemcheck::mock::mof
