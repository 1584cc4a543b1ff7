// The property provider.
#include "tests/providers/property_provider.h"

#include <gmock/gmock.h>

#include "harness/com/variant.h"
#include "tests/unit/example_providers/wmi.h"

namespace wbemcheck::example::test {
namespace {

class SensorProvider : public testing::Test {
protected:
    [[nodiscard]] HRESULT get(std::string_view instance, std::string_view property,
                              com::variant& value) const {
        return provider_->GetProperty(0, nullptr, nullptr, bstr(instance).get(), bstr(property).get(),
                                      value.put());
    }
    [[nodiscard]] HRESULT put(std::string_view instance, std::string_view property,
                              com::variant value) const {
        return provider_->PutProperty(0, nullptr, nullptr, bstr(instance).get(), bstr(property).get(),
                                      value.get());
    }

    Wmi wmi_;
    com::com_ptr<IWbemPropertyProvider> provider_ = wmi_.load<IWbemPropertyProvider>(make_sensor_provider());
};

TEST_F(SensorProvider, GivesTheValueThatTheQualifiersAskFor) {
    com::variant value;
    ASSERT_THAT(get("processor", "temperature", value), ResultIs(WBEM_S_NO_ERROR));
    EXPECT_EQ(value.type(), VT_I4);
    EXPECT_EQ(value->lVal, 63);
}

TEST_F(SensorProvider, SaysWhenThereIsNoValue) {
    com::variant value;
    EXPECT_THAT(get("processor", "colour", value), ResultIs(WBEM_S_FALSE));
    EXPECT_THAT(get("none", "temperature", value), ResultIs(WBEM_S_FALSE));
    EXPECT_THAT(provider_->GetProperty(0, nullptr, nullptr, nullptr, nullptr, value.put()),
                ResultIs(WBEM_S_FALSE));
    EXPECT_EQ(value.type(), VT_EMPTY);
}

TEST_F(SensorProvider, KeepsWhatMayBeWritten) {
    com::variant value;
    ASSERT_THAT(put("board", "threshold", com::make_variant(LONG{50})), ResultIs(WBEM_S_NO_ERROR));
    ASSERT_THAT(get("board", "threshold", value), ResultIs(WBEM_S_NO_ERROR));
    EXPECT_EQ(value->lVal, 50);
    EXPECT_THAT(put("board", "temperature", com::make_variant(LONG{50})), ResultIs(WBEM_E_READ_ONLY));
    EXPECT_THAT(put("board", "threshold", com::make_variant("hot")), ResultIs(WBEM_E_TYPE_MISMATCH));
    EXPECT_THAT(put("none", "threshold", com::make_variant(LONG{50})), ResultIs(WBEM_E_NOT_FOUND));
}

TEST_F(SensorProvider, RefusesWrongArguments) {
    EXPECT_THAT(provider_->GetProperty(0, nullptr, nullptr, nullptr, nullptr, nullptr),
                ResultIs(WBEM_E_INVALID_PARAMETER));
    com::variant value;
    EXPECT_THAT(provider_->GetProperty(1, nullptr, nullptr, nullptr, nullptr, value.put()),
                ResultIs(WBEM_E_INVALID_PARAMETER));
}

}  // namespace
}  // namespace wbemcheck::example::test
