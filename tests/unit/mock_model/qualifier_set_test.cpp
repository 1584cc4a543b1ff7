// IWbemQualifierSet.
#include "tests/unit/mock_model/object_fixture.h"

namespace wbemcheck::mock {
namespace {

using testing::ElementsAre;

com_ptr<IWbemQualifierSet> qualifiers_of(IWbemClassObject& object) {
    com_ptr<IWbemQualifierSet> set;
    EXPECT_THAT(object.GetQualifierSet(set.put()), ResultIs(WBEM_S_NO_ERROR));
    return set;
}

com_ptr<IWbemQualifierSet> qualifiers_of(IWbemClassObject& object, std::string_view property) {
    com_ptr<IWbemQualifierSet> set;
    EXPECT_THAT(object.GetPropertyQualifierSet(wide(property).c_str(), set.put()), ResultIs(WBEM_S_NO_ERROR));
    return set;
}

std::vector<std::string> names_of(IWbemQualifierSet& set, LONG flags = 0) {
    com::unique_safe_array names;
    EXPECT_THAT(set.GetNames(flags, names.put()), ResultIs(WBEM_S_NO_ERROR));
    return com::to_strings(names.get());
}

HRESULT put_qualifier(IWbemQualifierSet& set, std::string_view name, const Value& value, LONG flavor = 0) {
    com::variant variant = make_variant_of(value);
    return set.Put(wide(name).c_str(), variant.get(), flavor);
}

Value value_of(IWbemQualifierSet& set, std::string_view name, LONG* flavor = nullptr) {
    com::variant variant;
    Value value;
    EXPECT_THAT(set.Get(wide(name).c_str(), 0, variant.put(), flavor), ResultIs(WBEM_S_NO_ERROR)) << name;
    EXPECT_THAT(value_from_variant(*variant.get(), value), ResultIs(WBEM_S_NO_ERROR));
    return value;
}

com_ptr<IWbemClassObject> instance_object() { return make_instance_object(make_instance(derived_class())); }

TEST(GettingAQualifierSet, NeedsSomethingThatHasOne) {
    const com_ptr<IWbemClassObject> object = make_class_object(base_class());
    IWbemQualifierSet* set = garbage_pointer<IWbemQualifierSet>();
    EXPECT_THAT(object->GetPropertyQualifierSet(OLESTR("Nothing"), &set), ResultIs(WBEM_E_NOT_FOUND));
    EXPECT_EQ(set, nullptr);
    EXPECT_THAT(object->GetPropertyQualifierSet(OLESTR("__PATH"), &set), ResultIs(WBEM_E_SYSTEM_PROPERTY));
    EXPECT_THAT(object->GetPropertyQualifierSet(nullptr, &set), ResultIs(WBEM_E_INVALID_PARAMETER));
    EXPECT_THAT(object->GetPropertyQualifierSet(OLESTR("Id"), nullptr), ResultIs(WBEM_E_INVALID_PARAMETER));
    EXPECT_THAT(object->GetMethodQualifierSet(OLESTR("Nothing"), &set), ResultIs(WBEM_E_NOT_FOUND));
    EXPECT_THAT(object->GetMethodQualifierSet(nullptr, &set), ResultIs(WBEM_E_INVALID_PARAMETER));
    EXPECT_THAT(object->GetMethodQualifierSet(OLESTR("Add"), nullptr), ResultIs(WBEM_E_INVALID_PARAMETER));
    EXPECT_THAT(object->GetQualifierSet(nullptr), ResultIs(WBEM_E_INVALID_PARAMETER));
}

TEST(QualifierSet, ShowsWhatAClassDeclaresAndInherits) {
    const com_ptr<IWbemClassObject> object = make_class_object(derived_class());
    EXPECT_THAT(names_of(*qualifiers_of(*object)), ElementsAre("Description"));
    LONG flavor = -1;
    EXPECT_EQ(value_of(*qualifiers_of(*object), "DESCRIPTION", &flavor), Value::string("a base"));
    EXPECT_EQ(flavor, WBEM_FLAVOR_FLAG_PROPAGATE_TO_DERIVED_CLASS | WBEM_FLAVOR_ORIGIN_PROPAGATED);
}

TEST(QualifierSet, ShowsOnAnInstanceWhatSpreadsToInstances) {
    const com_ptr<IWbemClassObject> object = make_instance_object(make_instance(base_class()));
    EXPECT_THAT(names_of(*qualifiers_of(*object)), ElementsAre("Shown"));
    EXPECT_THAT(names_of(*qualifiers_of(*object, "Count")), ElementsAre("CIMTYPE", "Units"));
    EXPECT_THAT(names_of(*qualifiers_of(*object, "Id")), ElementsAre("CIMTYPE", "key"));
}

TEST(QualifierSet, ShowsTheTypeOfAProperty) {
    const com_ptr<IWbemClassObject> object = make_class_object(base_class());
    EXPECT_EQ(value_of(*qualifiers_of(*object, "Count"), "cimtype"), Value::string("uint32"));
    EXPECT_EQ(value_of(*qualifiers_of(*object, "Twin"), "CIMTYPE"), Value::string("ref:Base"));
    EXPECT_EQ(value_of(*qualifiers_of(*object, "Tags"), "CIMTYPE"), Value::string("string"));
}

TEST(QualifierSet, ShowsTheQualifiersOfAMethod) {
    const com_ptr<IWbemClassObject> object = make_class_object(base_class());
    com_ptr<IWbemQualifierSet> set;
    ASSERT_THAT(object->GetMethodQualifierSet(OLESTR("add"), set.put()), ResultIs(WBEM_S_NO_ERROR));
    EXPECT_THAT(names_of(*set), ElementsAre("implemented"));
    EXPECT_THAT(put_qualifier(*set, "Privileges", Value::strings({"a"})), ResultIs(WBEM_S_NO_ERROR));
    EXPECT_EQ(value_of(*set, "Privileges"), Value::strings({"a"}));
}

TEST(QualifierSetGet, LeavesEmptyResultsWhenItFails) {
    const com_ptr<IWbemClassObject> object = make_class_object(base_class());
    const com_ptr<IWbemQualifierSet> set = qualifiers_of(*object);
    VARIANT value = garbage_variant();
    LONG flavor = -1;
    EXPECT_THAT(set->Get(OLESTR("Nothing"), 0, &value, &flavor), ResultIs(WBEM_E_NOT_FOUND));
    EXPECT_EQ(value.vt, VT_EMPTY);
    EXPECT_EQ(flavor, 0);
    EXPECT_THAT(set->Get(nullptr, 0, &value, &flavor), ResultIs(WBEM_E_INVALID_PARAMETER));
    EXPECT_THAT(set->Get(OLESTR("Description"), 1, &value, &flavor), ResultIs(WBEM_E_INVALID_PARAMETER));
    EXPECT_THAT(set->Get(OLESTR("Description"), 0, nullptr, nullptr), ResultIs(WBEM_S_NO_ERROR));
}

TEST(QualifierSetPut, ShowsInTheObjectAndOutlivesTheCallersPointer) {
    com_ptr<IWbemClassObject> object = make_class_object(base_class());
    const com_ptr<IWbemQualifierSet> set = qualifiers_of(*object, "Ratio");
    const com_ptr<IWbemQualifierSet> another = qualifiers_of(*object, "Ratio");
    EXPECT_THAT(put_qualifier(*set, "Min", Value::sint32(1), WBEM_FLAVOR_FLAG_PROPAGATE_TO_INSTANCE),
                ResultIs(WBEM_S_NO_ERROR));
    object.reset();
    LONG flavor = -1;
    EXPECT_EQ(value_of(*another, "min", &flavor), Value::sint32(1));
    EXPECT_EQ(flavor, WBEM_FLAVOR_FLAG_PROPAGATE_TO_INSTANCE);
}

TEST(QualifierSetPut, TakesTheDocumentedTypesOnly) {
    const com_ptr<IWbemClassObject> object = make_class_object(base_class());
    const com_ptr<IWbemQualifierSet> set = qualifiers_of(*object);
    EXPECT_THAT(put_qualifier(*set, "A", Value::sint32(1)), ResultIs(WBEM_S_NO_ERROR));
    EXPECT_THAT(put_qualifier(*set, "B", Value::real64(1.5)), ResultIs(WBEM_S_NO_ERROR));
    EXPECT_THAT(put_qualifier(*set, "C", Value::strings({"a", "b"})), ResultIs(WBEM_S_NO_ERROR));
    EXPECT_THAT(put_qualifier(*set, "D", Value::boolean(true)), ResultIs(WBEM_S_NO_ERROR));
    EXPECT_THAT(put_qualifier(*set, "E", Value::uint8(1)), ResultIs(WBEM_E_INVALID_QUALIFIER_TYPE));
    EXPECT_THAT(put_qualifier(*set, "E", Value::real32(1)), ResultIs(WBEM_E_INVALID_QUALIFIER_TYPE));
    EXPECT_THAT(put_qualifier(*set, "E", Value()), ResultIs(WBEM_E_INVALID_QUALIFIER_TYPE));
    EXPECT_THAT(set->Put(OLESTR("E"), nullptr, 0), ResultIs(WBEM_E_INVALID_PARAMETER));
    EXPECT_THAT(put_qualifier(*set, "_E", Value::sint32(1)), ResultIs(WBEM_E_INVALID_PARAMETER));
    EXPECT_THAT(put_qualifier(*set, "E_", Value::sint32(1)), ResultIs(WBEM_E_INVALID_PARAMETER));
    EXPECT_THAT(put_qualifier(*set, "E", Value::sint32(1), 0x100), ResultIs(WBEM_E_INVALID_FLAVOR));
}

TEST(QualifierSetPut, RefusesToOverrideWhatIsFinalAbove) {
    const com_ptr<IWbemClassObject> object = make_class_object(derived_class());
    EXPECT_THAT(put_qualifier(*qualifiers_of(*object, "Count"), "Fixed", Value::sint32(2)),
                ResultIs(WBEM_E_OVERRIDE_NOT_ALLOWED));
    EXPECT_THAT(put_qualifier(*qualifiers_of(*object, "Count"), "Units", Value::string("dozens")),
                ResultIs(WBEM_S_NO_ERROR));
    LONG flavor = -1;
    EXPECT_EQ(value_of(*qualifiers_of(*object, "Count"), "Units", &flavor), Value::string("dozens"));
    EXPECT_EQ(flavor & WBEM_FLAVOR_MASK_ORIGIN, WBEM_FLAVOR_ORIGIN_LOCAL);
}

TEST(QualifierSetPut, MakesKeysWhereKeysCanBe) {
    const com_ptr<IWbemClassObject> base = make_class_object(base_class());
    EXPECT_THAT(put_qualifier(*qualifiers_of(*base, "Count"), "key", Value::boolean(true)),
                ResultIs(WBEM_S_NO_ERROR));
    EXPECT_THAT(mock::names_of(*base, WBEM_FLAG_KEYS_ONLY), ElementsAre("Id", "Count"));
    EXPECT_THAT(put_qualifier(*qualifiers_of(*base, "Ratio"), "key", Value::boolean(true)),
                ResultIs(WBEM_E_CANNOT_BE_KEY));
    EXPECT_THAT(put_qualifier(*qualifiers_of(*base, "Tags"), "key", Value::boolean(true)),
                ResultIs(WBEM_E_CANNOT_BE_KEY));
    EXPECT_THAT(put_qualifier(*qualifiers_of(*base), "key", Value::boolean(true)),
                ResultIs(WBEM_E_CANNOT_BE_KEY));
    const com_ptr<IWbemClassObject> derived = make_class_object(derived_class());
    EXPECT_THAT(put_qualifier(*qualifiers_of(*derived, "Extra"), "key", Value::boolean(true)),
                ResultIs(WBEM_E_CANNOT_BE_KEY));
    EXPECT_THAT(put_qualifier(*qualifiers_of(*instance_object(), "Count"), "key", Value::boolean(true)),
                ResultIs(WBEM_E_CANNOT_BE_KEY));
}

TEST(QualifierSetPut, NamesTheClassOfAReference) {
    const com_ptr<IWbemClassObject> object = make_class_object(base_class());
    const com_ptr<IWbemQualifierSet> set = qualifiers_of(*object, "Twin");
    EXPECT_THAT(put_qualifier(*set, "CIMTYPE", Value::string("ref:Other")), ResultIs(WBEM_S_NO_ERROR));
    EXPECT_EQ(value_of(*set, "CIMTYPE"), Value::string("ref:Other"));
    EXPECT_THAT(put_qualifier(*set, "CIMTYPE", Value::string("string")), ResultIs(WBEM_E_TYPE_MISMATCH));
    EXPECT_THAT(put_qualifier(*set, "CIMTYPE", Value::sint32(1)), ResultIs(WBEM_E_TYPE_MISMATCH));
    EXPECT_THAT(put_qualifier(*qualifiers_of(*object, "Count"), "CIMTYPE", Value::string("uint32:Base")),
                ResultIs(WBEM_E_TYPE_MISMATCH));
    EXPECT_THAT(set->Delete(OLESTR("CIMTYPE")), ResultIs(WBEM_E_INVALID_OPERATION));
}

TEST(QualifierSetPut, AddsQualifiersToAnInstanceAlone) {
    const auto instance = make_instance(base_class(), {{"Id", Value::string("one")}});
    const com_ptr<IWbemClassObject> object = make_instance_object(instance);
    ASSERT_THAT(put(*object, "Count", Value::uint32(9)), ResultIs(WBEM_S_NO_ERROR));
    EXPECT_THAT(put_qualifier(*qualifiers_of(*object), "Mine", Value::sint32(1)), ResultIs(WBEM_S_NO_ERROR));
    EXPECT_THAT(put_qualifier(*qualifiers_of(*object, "Count"), "Units", Value::string("dozens")),
                ResultIs(WBEM_S_NO_ERROR));
    EXPECT_EQ(value_of(*qualifiers_of(*object), "Mine"), Value::sint32(1));
    EXPECT_EQ(value_of(*qualifiers_of(*object, "Count"), "Units"), Value::string("dozens"));
    EXPECT_EQ(mock::value_of(*object, "Count"), Value::uint32(9)) << "the values are kept";
    EXPECT_THAT(names_of(*qualifiers_of(*make_instance_object(instance))), ElementsAre("Shown"));
    EXPECT_THAT(qualifiers_of(*object, "Count")->Delete(OLESTR("Units")), ResultIs(WBEM_S_RESET_TO_DEFAULT));
    EXPECT_EQ(value_of(*qualifiers_of(*object, "Count"), "Units"), Value::string("pieces"));
}

TEST(QualifierSetDelete, RemovesWhatIsLocalAndRevertsOverrides) {
    const com_ptr<IWbemClassObject> object = make_class_object(derived_class());
    const com_ptr<IWbemQualifierSet> set = qualifiers_of(*object);
    EXPECT_THAT(set->Delete(OLESTR("Description")), ResultIs(WBEM_E_PROPAGATED_QUALIFIER));
    ASSERT_THAT(put_qualifier(*set, "Description", Value::string("derived")), ResultIs(WBEM_S_NO_ERROR));
    EXPECT_THAT(set->Delete(OLESTR("Description")), ResultIs(WBEM_S_RESET_TO_DEFAULT));
    EXPECT_EQ(value_of(*set, "Description"), Value::string("a base"));
    ASSERT_THAT(put_qualifier(*set, "Own", Value::sint32(1)), ResultIs(WBEM_S_NO_ERROR));
    EXPECT_THAT(set->Delete(OLESTR("own")), ResultIs(WBEM_S_NO_ERROR));
    EXPECT_THAT(set->Delete(OLESTR("own")), ResultIs(WBEM_E_NOT_FOUND));
    EXPECT_THAT(set->Delete(nullptr), ResultIs(WBEM_E_INVALID_PARAMETER));
}

TEST(QualifierSetNames, AreLocalPropagatedOrAll) {
    const com_ptr<IWbemClassObject> object = make_class_object(derived_class());
    const com_ptr<IWbemQualifierSet> set = qualifiers_of(*object);
    ASSERT_THAT(put_qualifier(*set, "Own", Value::sint32(1)), ResultIs(WBEM_S_NO_ERROR));
    EXPECT_THAT(names_of(*set), ElementsAre("Description", "Own"));
    EXPECT_THAT(names_of(*set, WBEM_FLAG_LOCAL_ONLY), ElementsAre("Own"));
    EXPECT_THAT(names_of(*set, WBEM_FLAG_PROPAGATED_ONLY), ElementsAre("Description"));
    SAFEARRAY* names = garbage_pointer<SAFEARRAY>();
    EXPECT_THAT(set->GetNames(WBEM_FLAG_SYSTEM_ONLY, &names), ResultIs(WBEM_E_INVALID_PARAMETER));
    EXPECT_EQ(names, nullptr);
    EXPECT_THAT(set->GetNames(0, nullptr), ResultIs(WBEM_E_INVALID_PARAMETER));
}

TEST(QualifierSetEnumeration, GivesEveryQualifierOnce) {
    const com_ptr<IWbemClassObject> object = make_class_object(base_class());
    const com_ptr<IWbemQualifierSet> set = qualifiers_of(*object, "Count");
    EXPECT_THAT(set->Next(0, nullptr, nullptr, nullptr), ResultIs(WBEM_E_UNEXPECTED));
    EXPECT_THAT(set->BeginEnumeration(WBEM_FLAG_KEYS_ONLY), ResultIs(WBEM_E_INVALID_PARAMETER));
    ASSERT_THAT(set->BeginEnumeration(0), ResultIs(WBEM_S_NO_ERROR));
    std::vector<std::string> names;
    for (;;) {
        com::unique_bstr name;
        com::variant value;
        LONG flavor = -1;
        const HRESULT result = set->Next(0, name.put(), value.put(), &flavor);
        if (result != WBEM_S_NO_ERROR) {
            EXPECT_THAT(result, ResultIs(WBEM_S_NO_MORE_DATA));
            EXPECT_FALSE(name);
            EXPECT_EQ(value.type(), VT_EMPTY);
            break;
        }
        EXPECT_NE(value.type(), VT_EMPTY);
        names.push_back(text_of_bstr(name));
    }
    EXPECT_THAT(names, ElementsAre("CIMTYPE", "Units", "Fixed"));
    EXPECT_THAT(set->EndEnumeration(), ResultIs(WBEM_S_NO_ERROR));
    EXPECT_THAT(set->Next(0, nullptr, nullptr, nullptr), ResultIs(WBEM_E_UNEXPECTED));
    EXPECT_THAT(set->Next(1, nullptr, nullptr, nullptr), ResultIs(WBEM_E_INVALID_PARAMETER));
}

TEST(QualifierSet, FailsOnceItsPropertyIsGone) {
    const com_ptr<IWbemClassObject> object = make_class_object(base_class());
    const com_ptr<IWbemQualifierSet> set = qualifiers_of(*object, "Ratio");
    ASSERT_THAT(object->Delete(OLESTR("Ratio")), ResultIs(WBEM_S_NO_ERROR));
    EXPECT_THAT(set->Get(OLESTR("CIMTYPE"), 0, nullptr, nullptr), ResultIs(WBEM_E_NOT_FOUND));
    EXPECT_THAT(put_qualifier(*set, "Min", Value::sint32(1)), ResultIs(WBEM_E_NOT_FOUND));
    EXPECT_THAT(set->Delete(OLESTR("Min")), ResultIs(WBEM_E_NOT_FOUND));
}

TEST(QualifierSet, HasTheIdentityOfAComObject) {
    const com_ptr<IWbemQualifierSet> set = qualifiers_of(*make_class_object(base_class()));
    EXPECT_TRUE(set.as<IUnknown>());
    EXPECT_FALSE(set.as<IWbemClassObject>());
}

}  // namespace
}  // namespace wbemcheck::mock
