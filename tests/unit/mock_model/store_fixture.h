// A namespace to try things on.
#pragma once

#include <gtest/gtest.h>

#include <memory>
#include <string_view>

#include "mock_provider/model/class_builder.h"
#include "mock_provider/model/object_path.h"
#include "mock_provider/model/repository.h"
#include "tests/unit/com/result_is.h"

namespace wbemcheck::mock {

using com::ResultIs;

// A path that the test itself wrote: it parses.
inline ObjectPath path_of(std::string_view text) { return parse_object_path(text).path.value(); }

class StoreTest : public testing::Test {
protected:
    StoreTest() {
        EXPECT_THAT(repository_.create_namespace("root"), ResultIs(WBEM_S_NO_ERROR));
        space_ = repository_.find_namespace("root");
    }

    // Stores a class that must be good, and gives it back as it is kept.
    std::shared_ptr<const ClassDefinition> add_class(const ClassBuilder& builder) {
        std::shared_ptr<const ClassDefinition> stored;
        EXPECT_THAT(space_->put_class(*builder.build(), 0, &stored), ResultIs(WBEM_S_NO_ERROR));
        return stored;
    }
    HRESULT put(const ClassBuilder& builder, LONG flags = 0) {
        return space_->put_class(*builder.build(), flags);
    }

    std::shared_ptr<const Instance> add_instance(
        std::string_view class_name, std::initializer_list<std::pair<std::string_view, Value>> values) {
        std::shared_ptr<const Instance> stored;
        EXPECT_THAT(space_->put_instance(*make_instance(space_->find_class(class_name), values), 0, &stored),
                    ResultIs(WBEM_S_NO_ERROR));
        return stored;
    }
    HRESULT put_instance(std::string_view class_name,
                         std::initializer_list<std::pair<std::string_view, Value>> values, LONG flags = 0) {
        return space_->put_instance(*make_instance(space_->find_class(class_name), values), flags);
    }

    Repository repository_;
    std::shared_ptr<NamespaceStore> space_;
};

}  // namespace wbemcheck::mock
