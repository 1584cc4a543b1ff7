#include "mock_provider/model/context.h"

#include "tests/unit/mock_model/object_fixture.h"

namespace wbemcheck::mock {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

HRESULT set_value(IWbemContext& context, std::string_view name, const Value& value) {
    com::variant variant = make_variant_of(value);
    return context.SetValue(wide(name).c_str(), 0, variant.get());
}

std::vector<std::string> names_of(IWbemContext& context) {
    com::unique_safe_array names;
    EXPECT_THAT(context.GetNames(0, names.put()), ResultIs(WBEM_S_NO_ERROR));
    return com::to_strings(names.get());
}

com_ptr<IWbemContext> context_with_two() {
    const com_ptr<IWbemContext> context = make_context();
    EXPECT_THAT(set_value(*context, "One", Value::sint32(1)), ResultIs(WBEM_S_NO_ERROR));
    EXPECT_THAT(set_value(*context, "Two", Value::strings({"a", "b"})), ResultIs(WBEM_S_NO_ERROR));
    return context;
}

TEST(Context, KeepsACopyOfEachValueUnderItsName) {
    const com_ptr<IWbemContext> context = make_context();
    com::variant text = com::make_variant("one");
    ASSERT_THAT(context->SetValue(OLESTR("Name"), 0, text.get()), ResultIs(WBEM_S_NO_ERROR));
    text.reset();
    com::variant found;
    ASSERT_THAT(context->GetValue(OLESTR("NAME"), 0, found.put()), ResultIs(WBEM_S_NO_ERROR));
    EXPECT_EQ(com::to_utf8(found->bstrVal), "one");
    EXPECT_THAT(set_value(*context, "name", Value::boolean(true)), ResultIs(WBEM_S_NO_ERROR));
    EXPECT_EQ(find_context_value(context.get(), "Name"), Value::boolean(true));
    EXPECT_THAT(names_of(*context), ElementsAre("Name"));
}

TEST(Context, LeavesAnEmptyValueWhenNothingIsFound) {
    VARIANT value = garbage_variant();
    EXPECT_THAT(make_context()->GetValue(OLESTR("Nothing"), 0, &value), ResultIs(WBEM_E_NOT_FOUND));
    EXPECT_EQ(value.vt, VT_EMPTY);
    EXPECT_EQ(find_context_value(make_context().get(), "Nothing"), std::nullopt);
    EXPECT_EQ(find_context_value(nullptr, "Nothing"), std::nullopt);
}

TEST(Context, RefusesNullsAndFlags) {
    const com_ptr<IWbemContext> context = make_context();
    com::variant value = com::make_variant(true);
    EXPECT_THAT(context->SetValue(nullptr, 0, value.get()), ResultIs(WBEM_E_INVALID_PARAMETER));
    EXPECT_THAT(context->SetValue(OLESTR("A"), 1, value.get()), ResultIs(WBEM_E_INVALID_PARAMETER));
    EXPECT_THAT(context->SetValue(OLESTR("A"), 0, nullptr), ResultIs(WBEM_E_INVALID_PARAMETER));
    EXPECT_THAT(context->GetValue(nullptr, 0, value.put()), ResultIs(WBEM_E_INVALID_PARAMETER));
    EXPECT_THAT(context->GetValue(OLESTR("A"), 1, value.put()), ResultIs(WBEM_E_INVALID_PARAMETER));
    EXPECT_THAT(context->GetValue(OLESTR("A"), 0, nullptr), ResultIs(WBEM_E_INVALID_PARAMETER));
    EXPECT_THAT(context->DeleteValue(nullptr, 0), ResultIs(WBEM_E_INVALID_PARAMETER));
    EXPECT_THAT(context->DeleteValue(OLESTR("A"), 1), ResultIs(WBEM_E_INVALID_PARAMETER));
    EXPECT_THAT(context->BeginEnumeration(1), ResultIs(WBEM_E_INVALID_PARAMETER));
    EXPECT_THAT(context->Next(1, nullptr, nullptr), ResultIs(WBEM_E_INVALID_PARAMETER));
    EXPECT_THAT(context->GetNames(0, nullptr), ResultIs(WBEM_E_INVALID_PARAMETER));
    SAFEARRAY* names = garbage_pointer<SAFEARRAY>();
    EXPECT_THAT(context->GetNames(1, &names), ResultIs(WBEM_E_INVALID_PARAMETER));
    EXPECT_EQ(names, nullptr);
    EXPECT_THAT(context->Clone(nullptr), ResultIs(WBEM_E_INVALID_PARAMETER));
}

TEST(Context, DeletesOneValueOrAll) {
    const com_ptr<IWbemContext> context = context_with_two();
    EXPECT_THAT(context->DeleteValue(OLESTR("one"), 0), ResultIs(WBEM_S_NO_ERROR));
    EXPECT_THAT(context->DeleteValue(OLESTR("one"), 0), ResultIs(WBEM_E_NOT_FOUND));
    EXPECT_THAT(names_of(*context), ElementsAre("Two"));
    EXPECT_THAT(context->DeleteAll(), ResultIs(WBEM_S_NO_ERROR));
    EXPECT_THAT(names_of(*context), IsEmpty());
}

TEST(Context, ClonesIndependently) {
    const com_ptr<IWbemContext> context = context_with_two();
    com_ptr<IWbemContext> copy;
    ASSERT_THAT(context->Clone(copy.put()), ResultIs(WBEM_S_NO_ERROR));
    ASSERT_THAT(context->DeleteAll(), ResultIs(WBEM_S_NO_ERROR));
    EXPECT_THAT(names_of(*copy), ElementsAre("One", "Two"));
    EXPECT_EQ(find_context_value(copy.get(), "Two"), Value::strings({"a", "b"}));
}

TEST(Context, HoldsReferencesToObjectsUntilTheyAreDeleted) {
    const com_ptr<IWbemClassObject> object = make_class_object(base_class());
    const auto count = [&] {
        object->AddRef();
        return object->Release();
    };
    const com_ptr<IWbemContext> context = make_context();
    com::variant value = com::make_variant(com_ptr<IUnknown>(object));
    ASSERT_THAT(context->SetValue(OLESTR("Object"), 0, value.get()), ResultIs(WBEM_S_NO_ERROR));
    value.reset();
    EXPECT_EQ(count(), 2U);
    ASSERT_THAT(context->DeleteValue(OLESTR("Object"), 0), ResultIs(WBEM_S_NO_ERROR));
    EXPECT_EQ(count(), 1U);
}

TEST(ContextEnumeration, GivesEveryValueOnce) {
    const com_ptr<IWbemContext> context = context_with_two();
    EXPECT_THAT(context->Next(0, nullptr, nullptr), ResultIs(WBEM_E_UNEXPECTED));
    ASSERT_THAT(context->BeginEnumeration(0), ResultIs(WBEM_S_NO_ERROR));
    com::unique_bstr name;
    com::variant value;
    ASSERT_THAT(context->Next(0, name.put(), value.put()), ResultIs(WBEM_S_NO_ERROR));
    EXPECT_EQ(text_of_bstr(name), "One");
    EXPECT_EQ(value.type(), VT_I4);
    ASSERT_THAT(context->Next(0, name.put(), value.put()), ResultIs(WBEM_S_NO_ERROR));
    EXPECT_EQ(text_of_bstr(name), "Two");
    BSTR no_name = garbage_pointer<OLECHAR>();
    VARIANT no_value = garbage_variant();
    EXPECT_THAT(context->Next(0, &no_name, &no_value), ResultIs(WBEM_S_NO_MORE_DATA));
    EXPECT_EQ(no_name, nullptr);
    EXPECT_EQ(no_value.vt, VT_EMPTY);
    EXPECT_THAT(context->EndEnumeration(), ResultIs(WBEM_S_NO_ERROR));
    EXPECT_THAT(context->Next(0, nullptr, nullptr), ResultIs(WBEM_E_UNEXPECTED));
}

TEST(ContextEnumeration, GoesOnBehindADeletedValue) {
    const com_ptr<IWbemContext> context = context_with_two();
    ASSERT_THAT(context->BeginEnumeration(0), ResultIs(WBEM_S_NO_ERROR));
    ASSERT_THAT(context->Next(0, nullptr, nullptr), ResultIs(WBEM_S_NO_ERROR));
    ASSERT_THAT(context->DeleteValue(OLESTR("One"), 0), ResultIs(WBEM_S_NO_ERROR));
    com::unique_bstr name;
    ASSERT_THAT(context->Next(0, name.put(), nullptr), ResultIs(WBEM_S_NO_ERROR));
    EXPECT_EQ(text_of_bstr(name), "Two");
}

}  // namespace
}  // namespace wbemcheck::mock
