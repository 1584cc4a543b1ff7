// Updates of some properties: what PutInstance makes of its context.
#include <gtest/gtest.h>

#include <string>
#include <string_view>
#include <thread>
#include <vector>

#include "harness/com/safe_array.h"
#include "harness/com/text.h"
#include "harness/com/variant.h"
#include "mock_provider/model/context.h"
#include "tests/unit/mock_services/client.h"

namespace wbemcheck::mock::test {
namespace {

void set(IWbemContext& context, std::string_view name, const com::variant& value) {
    EXPECT_THAT(context.SetValue(com::to_utf16(name).c_str(), 0, const_cast<VARIANT*>(value.get())),
                ResultIs(WBEM_S_NO_ERROR));
}

com::com_ptr<IWbemContext> context_for(const std::vector<std::string>& properties) {
    auto context = make_context();
    set(*context, "__PUT_EXTENSIONS", com::make_bool_variant(true));
    set(*context, "__PUT_EXT_PROPERTIES", com::make_variant(com::make_string_array(properties)));
    return context;
}

void put_property(IWbemClassObject& object, std::string_view name, com::variant value) {
    EXPECT_THAT(object.Put(com::to_utf16(name).c_str(), 0, value.get(), 0), ResultIs(WBEM_S_NO_ERROR));
}

VARTYPE type_of(IWbemClassObject* object, std::string_view name) {
    com::variant value;
    EXPECT_THAT(object->Get(com::to_utf16(name).c_str(), 0, value.put(), nullptr, nullptr),
                ResultIs(WBEM_S_NO_ERROR));
    return value.type();
}

class PartialUpdateTest : public ::testing::Test {
protected:
    // An instance of Mock_Writable is stored with the Text "first" and the Value 1.
    PartialUpdateTest() : object_(client_.spawn("Mock_Writable", "Name", "partial")) {
        put_property(*object_, "Text", com::make_variant("first"));
        put_property(*object_, "Value", com::make_variant(LONG{1}));
        EXPECT_THAT(client_.services->PutInstance(object_.get(), 0, nullptr, nullptr),
                    ResultIs(WBEM_S_NO_ERROR));
    }

    [[nodiscard]] HRESULT put(IWbemContext* context, LONG flags = 0) const {
        return client_.services->PutInstance(object_.get(), flags, context, nullptr);
    }
    [[nodiscard]] com::com_ptr<IWbemClassObject> stored() const {
        return client_.get("Mock_Writable.Name=\"partial\"");
    }

    Client client_;
    com::com_ptr<IWbemClassObject> object_;
};

TEST_F(PartialUpdateTest, ReachesTheNamedPropertiesOnly) {
    put_property(*object_, "Text", com::make_variant("second"));
    put_property(*object_, "Value", com::make_variant(LONG{2}));
    EXPECT_THAT(put(context_for({"VALUE"}).get()), ResultIs(WBEM_S_NO_ERROR));
    EXPECT_EQ(text_of(stored().get(), "Text"), "first");
    EXPECT_EQ(number_of(stored().get(), "Value"), 2);
}

TEST_F(PartialUpdateTest, LeavesAPropertyAloneThatIsNullUnlessNullsAreStrict) {
    put_property(*object_, "Text", com::make_null_variant());
    EXPECT_THAT(put(context_for({"Text"}).get()), ResultIs(WBEM_S_NO_ERROR));
    EXPECT_EQ(text_of(stored().get(), "Text"), "first");

    const auto strict = context_for({"Text"});
    set(*strict, "__PUT_EXT_STRICT_NULLS", com::make_bool_variant(true));
    EXPECT_THAT(put(strict.get()), ResultIs(WBEM_S_NO_ERROR));
    EXPECT_EQ(type_of(stored().get(), "Text"), VT_NULL);
    EXPECT_EQ(number_of(stored().get(), "Value"), 1);
}

TEST_F(PartialUpdateTest, IsAtomicWhetherAskedToOrNot) {
    put_property(*object_, "Value", com::make_variant(LONG{2}));
    const auto context = context_for({"Value", "Nothing"});
    set(*context, "__PUT_EXT_ATOMIC", com::make_bool_variant(true));
    EXPECT_THAT(put(context.get()), ResultIs(WBEM_E_INVALID_PROPERTY));
    EXPECT_EQ(number_of(stored().get(), "Value"), 1) << "nothing was done";
    EXPECT_THAT(put(context_for({"Value", "Nothing"}).get()), ResultIs(WBEM_E_INVALID_PROPERTY));
    EXPECT_EQ(number_of(stored().get(), "Value"), 1);
}

TEST_F(PartialUpdateTest, TakesTheMarkOfTheClientsRequest) {
    put_property(*object_, "Value", com::make_variant(LONG{2}));
    const auto context = context_for({"Value"});
    set(*context, "__PUT_EXT_CLIENT_REQUEST", com::make_bool_variant(true));
    EXPECT_THAT(put(context.get()), ResultIs(WBEM_S_NO_ERROR));
    EXPECT_EQ(number_of(stored().get(), "Value"), 2);
}

TEST_F(PartialUpdateTest, CreatesAnInstanceWithTheNamedPropertiesOverTheDefaults) {
    const auto fresh = client_.spawn("Mock_Writable", "Name", "fresh");
    put_property(*fresh, "Text", com::make_variant("mine"));
    put_property(*fresh, "Value", com::make_variant(LONG{5}));
    const auto context = context_for({"Value"});
    EXPECT_THAT(client_.services->PutInstance(fresh.get(), WBEM_FLAG_UPDATE_ONLY, context.get(), nullptr),
                ResultIs(WBEM_E_NOT_FOUND));
    EXPECT_THAT(client_.services->PutInstance(fresh.get(), 0, context.get(), nullptr),
                ResultIs(WBEM_S_NO_ERROR));
    const auto stored = client_.get("Mock_Writable.Name=\"fresh\"");
    EXPECT_EQ(number_of(stored.get(), "Value"), 5);
    EXPECT_EQ(type_of(stored.get(), "Text"), VT_NULL);
    EXPECT_THAT(client_.services->PutInstance(fresh.get(), WBEM_FLAG_CREATE_ONLY, context.get(), nullptr),
                ResultIs(WBEM_E_ALREADY_EXISTS));
}

TEST_F(PartialUpdateTest, RefusesContextsThatAreNone) {
    EXPECT_THAT(put(make_context().get()), ResultIs(WBEM_E_INVALID_CONTEXT));  // ARG-14
    const auto without_names = make_context();
    set(*without_names, "__PUT_EXTENSIONS", com::make_bool_variant(true));
    EXPECT_THAT(put(without_names.get()), ResultIs(WBEM_E_INVALID_CONTEXT));
    const auto switched_off = context_for({"Value"});
    set(*switched_off, "__PUT_EXTENSIONS", com::make_bool_variant(false));
    EXPECT_THAT(put(switched_off.get()), ResultIs(WBEM_E_INVALID_CONTEXT));
    const auto of_a_number = context_for({"Value"});
    set(*of_a_number, "__PUT_EXT_PROPERTIES", com::make_variant(LONG{1}));
    EXPECT_THAT(put(of_a_number.get()), ResultIs(WBEM_E_INVALID_CONTEXT));
    const auto strict_text = context_for({"Value"});
    set(*strict_text, "__PUT_EXT_STRICT_NULLS", com::make_variant("yes"));
    EXPECT_THAT(put(strict_text.get()), ResultIs(WBEM_E_INVALID_CONTEXT));
}

TEST_F(PartialUpdateTest, RefusesExtensionsThatNobodyKnowsAndPassesOverOtherValues) {
    const auto unknown = context_for({"Value"});
    set(*unknown, "__PUT_EXT_LATER", com::make_bool_variant(true));
    EXPECT_THAT(put(unknown.get()), ResultIs(WBEM_E_UNSUPPORTED_PUT_EXTENSION));
    const auto others = context_for({"Value"});
    set(*others, "MyProvidersValue", com::make_variant(LONG{1}));
    EXPECT_THAT(put(others.get()), ResultIs(WBEM_S_NO_ERROR));
}

// Each of two clients updates a property of its own: neither undoes what the other one did.
TEST_F(PartialUpdateTest, LosesNoUpdateOfAnotherProperty) {
    constexpr LONG kRounds = 200;
    const auto update = [&](const char* property, auto value_of) {
        const auto object = client_.spawn("Mock_Writable", "Name", "partial");
        const auto context = context_for({property});
        for (LONG round = 1; round <= kRounds; ++round) {
            put_property(*object, property, value_of(round));
            EXPECT_THAT(client_.services->PutInstance(object.get(), 0, context.get(), nullptr),
                        ResultIs(WBEM_S_NO_ERROR));
            const auto seen = stored();
            if (std::string_view(property) == "Value") {
                EXPECT_EQ(number_of(seen.get(), property), round);
            } else {
                EXPECT_EQ(text_of(seen.get(), property), std::to_string(round));
            }
        }
    };
    {
        const std::jthread one([&] { update("Value", [](LONG round) { return com::make_variant(round); }); });
        const std::jthread other(
            [&] { update("Text", [](LONG round) { return com::make_variant(std::to_string(round)); }); });
    }
    EXPECT_EQ(number_of(stored().get(), "Value"), kRounds);
    EXPECT_EQ(text_of(stored().get(), "Text"), std::to_string(kRounds));
}

}  // namespace
}  // namespace wbemcheck::mock::test
