// IWbemClassObject: identity, properties, names, enumeration.
#include "mock_provider/model/class_object.h"

#include "tests/unit/mock_model/object_fixture.h"

namespace wbemcheck::mock {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

com_ptr<IWbemClassObject> instance_object() {
    return make_instance_object(make_instance(derived_class(), {{"Id", Value::string("one")}}));
}

TEST(ClassObjectIdentity, IsOneForAllInterfaces) {
    const com_ptr<IWbemClassObject> object = instance_object();
    const com_ptr<IUnknown> unknown = object.as<IUnknown>();
    ASSERT_TRUE(unknown);
    EXPECT_EQ(unknown.as<IWbemClassObject>(), object);
    EXPECT_EQ(unknown.as<IUnknown>(), unknown);
}

TEST(ClassObjectIdentity, RefusesOtherInterfacesWithNull) {
    const com_ptr<IWbemClassObject> object = instance_object();
    void* sink = garbage_pointer<void>();
    EXPECT_THAT(object->QueryInterface(com::iid_of<IWbemObjectSink>(), &sink), ResultIs(E_NOINTERFACE));
    EXPECT_EQ(sink, nullptr);
    EXPECT_THAT(object->QueryInterface(com::iid_of<IUnknown>(), nullptr), ResultIs(E_POINTER));
}

TEST(ClassObjectIdentity, KeepsItsCountBalancedThroughEveryOtherCall) {
    const com_ptr<IWbemClassObject> object = make_class_object(derived_class());
    const auto count = [&] {
        object->AddRef();
        return object->Release();
    };
    const ULONG before = count();
    {
        com_ptr<IWbemQualifierSet> set;
        ASSERT_THAT(object->GetQualifierSet(set.put()), ResultIs(WBEM_S_NO_ERROR));
        EXPECT_EQ(count(), before + 1) << "a qualifier set keeps its object";
    }
    EXPECT_EQ(count(), before);
    com_ptr<IWbemClassObject> copy;
    ASSERT_THAT(object->Clone(copy.put()), ResultIs(WBEM_S_NO_ERROR));
    EXPECT_THAT(object->CompareTo(0, copy.get()), ResultIs(WBEM_S_SAME));
    ObjectContent content;
    EXPECT_THAT(read_object(object.get(), content), ResultIs(WBEM_S_NO_ERROR));
    EXPECT_EQ(count(), before);
}

// --- Get ---

TEST(ClassObjectGet, GivesValueTypeAndFlavor) {
    const com_ptr<IWbemClassObject> object = instance_object();
    com::variant value;
    CIMTYPE type = CIM_EMPTY;
    LONG flavor = -1;
    ASSERT_THAT(object->Get(OLESTR("COUNT"), 0, value.put(), &type, &flavor), ResultIs(WBEM_S_NO_ERROR));
    EXPECT_EQ(value.type(), VT_I4);
    EXPECT_EQ(value->lVal, 8);
    EXPECT_EQ(type, CIM_UINT32);
    EXPECT_EQ(flavor, WBEM_FLAVOR_ORIGIN_PROPAGATED);
    ASSERT_THAT(object->Get(OLESTR("Extra"), 0, value.put(), &type, &flavor), ResultIs(WBEM_S_NO_ERROR));
    EXPECT_EQ(value.type(), VT_NULL);
    EXPECT_EQ(flavor, WBEM_FLAVOR_ORIGIN_PROPAGATED) << "not modified at the level of the instance";
    ASSERT_THAT(object->Get(OLESTR("__CLASS"), 0, value.put(), &type, &flavor), ResultIs(WBEM_S_NO_ERROR));
    EXPECT_EQ(type, CIM_STRING);
    EXPECT_EQ(flavor, WBEM_FLAVOR_ORIGIN_SYSTEM);
}

TEST(ClassObjectGet, TakesNullForEveryResult) {
    EXPECT_THAT(instance_object()->Get(OLESTR("Count"), 0, nullptr, nullptr, nullptr),
                ResultIs(WBEM_S_NO_ERROR));
}

LONG flavor_of(IWbemClassObject& object, const char* name) {
    LONG flavor = -1;
    EXPECT_THAT(object.Get(wide(name).c_str(), 0, nullptr, nullptr, &flavor), ResultIs(WBEM_S_NO_ERROR));
    return flavor;
}

TEST(ClassObjectFlavor, OfAClassSaysWhereThePropertyBelongs) {
    const com_ptr<IWbemClassObject> object = make_class_object(derived_class());
    EXPECT_EQ(flavor_of(*object, "Extra"), WBEM_FLAVOR_ORIGIN_LOCAL);
    EXPECT_EQ(flavor_of(*object, "Ratio"), WBEM_FLAVOR_ORIGIN_PROPAGATED);
    EXPECT_EQ(flavor_of(*object, "__GENUS"), WBEM_FLAVOR_ORIGIN_SYSTEM);
}

// The pages of Get and Next: local on an instance is what was modified there, by a value or by a qualifier.
TEST(ClassObjectFlavor, OfAnInstanceSaysWhatWasModifiedThere) {
    const com_ptr<IWbemClassObject> object = instance_object();
    EXPECT_EQ(flavor_of(*object, "Id"), WBEM_FLAVOR_ORIGIN_LOCAL);
    EXPECT_EQ(flavor_of(*object, "Count"), WBEM_FLAVOR_ORIGIN_PROPAGATED);
    ASSERT_THAT(put(*object, "Count", Value::uint32(9)), ResultIs(WBEM_S_NO_ERROR));
    EXPECT_EQ(flavor_of(*object, "Count"), WBEM_FLAVOR_ORIGIN_LOCAL);
    ASSERT_THAT(object->Delete(OLESTR("Count")), ResultIs(WBEM_S_RESET_TO_DEFAULT));
    EXPECT_EQ(flavor_of(*object, "Count"), WBEM_FLAVOR_ORIGIN_PROPAGATED);
    ASSERT_THAT(put(*object, "Count", Value::uint32(8)), ResultIs(WBEM_S_NO_ERROR));
    EXPECT_EQ(flavor_of(*object, "Count"), WBEM_FLAVOR_ORIGIN_LOCAL) << "supplied, though it is the default";

    com_ptr<IWbemQualifierSet> set;
    ASSERT_THAT(object->GetPropertyQualifierSet(OLESTR("Ratio"), set.put()), ResultIs(WBEM_S_NO_ERROR));
    ASSERT_THAT(set->Put(OLESTR("Mine"), com::make_variant(true).get(), 0), ResultIs(WBEM_S_NO_ERROR));
    EXPECT_EQ(flavor_of(*object, "Ratio"), WBEM_FLAVOR_ORIGIN_LOCAL);

    com_ptr<IWbemClassObject> copy;
    ASSERT_THAT(object->Clone(copy.put()), ResultIs(WBEM_S_NO_ERROR));
    EXPECT_EQ(flavor_of(*copy, "Count"), WBEM_FLAVOR_ORIGIN_LOCAL);
    EXPECT_EQ(flavor_of(*copy, "Extra"), WBEM_FLAVOR_ORIGIN_PROPAGATED);
}

TEST(ClassObjectGet, LeavesEmptyResultsWhenItFails) {
    const com_ptr<IWbemClassObject> object = instance_object();
    VARIANT value = garbage_variant();
    CIMTYPE type = -1;
    LONG flavor = -1;
    EXPECT_THAT(object->Get(OLESTR("Nothing"), 0, &value, &type, &flavor), ResultIs(WBEM_E_NOT_FOUND));
    EXPECT_EQ(value.vt, VT_EMPTY);
    EXPECT_EQ(type, CIM_EMPTY);
    EXPECT_EQ(flavor, 0);
    value = garbage_variant();
    EXPECT_THAT(object->Get(nullptr, 0, &value, nullptr, nullptr), ResultIs(WBEM_E_INVALID_PARAMETER));
    EXPECT_EQ(value.vt, VT_EMPTY);
    EXPECT_THAT(object->Get(OLESTR("Count"), 1, nullptr, nullptr, nullptr),
                ResultIs(WBEM_E_INVALID_PARAMETER));
}

TEST(ClassObjectGet, HandsOutValuesThatTheCallerOwns) {
    const com_ptr<IWbemClassObject> object = instance_object();
    com::variant first;
    com::variant second;
    ASSERT_THAT(object->Get(OLESTR("Id"), 0, first.put(), nullptr, nullptr), ResultIs(WBEM_S_NO_ERROR));
    ASSERT_THAT(object->Get(OLESTR("Id"), 0, second.put(), nullptr, nullptr), ResultIs(WBEM_S_NO_ERROR));
    EXPECT_NE(first->bstrVal, second->bstrVal);
    first.reset();
    EXPECT_EQ(com::to_utf8(second->bstrVal), "one");
}

// --- system properties ---

TEST(SystemProperties, DescribeAnInstance) {
    const com_ptr<IWbemClassObject> object = instance_object();
    EXPECT_EQ(value_of(*object, "__GENUS"), Value::sint32(WBEM_GENUS_INSTANCE));
    EXPECT_EQ(value_of(*object, "__CLASS"), Value::string("Derived"));
    EXPECT_EQ(value_of(*object, "__SUPERCLASS"), Value::string("Base"));
    EXPECT_EQ(value_of(*object, "__DYNASTY"), Value::string("Base"));
    EXPECT_EQ(value_of(*object, "__RELPATH"), Value::string("Derived.Id=\"one\""));
    EXPECT_EQ(value_of(*object, "__PROPERTY_COUNT"), Value::sint32(6));
    EXPECT_EQ(value_of(*object, "__DERIVATION"), Value::strings({"Base"}));
    EXPECT_EQ(value_of(*object, "__SERVER"), Value::string("SERVER"));
    EXPECT_EQ(value_of(*object, "__NAMESPACE"), Value::string("root\\mock"));
    EXPECT_EQ(value_of(*object, "__path"), Value::string("\\\\SERVER\\root\\mock:Derived.Id=\"one\""));
}

TEST(SystemProperties, DescribeAClass) {
    const com_ptr<IWbemClassObject> object = make_class_object(base_class());
    EXPECT_EQ(value_of(*object, "__GENUS"), Value::sint32(WBEM_GENUS_CLASS));
    EXPECT_TRUE(value_of(*object, "__SUPERCLASS").is_null());
    EXPECT_EQ(value_of(*object, "__DYNASTY"), Value::string("Base"));
    EXPECT_EQ(value_of(*object, "__DERIVATION"), Value::strings({}));
    EXPECT_EQ(value_of(*object, "__PATH"), Value::string("\\\\SERVER\\root\\mock:Base"));
}

TEST(SystemProperties, AreNullWhereNothingIsKnown) {
    const com_ptr<IWbemClassObject> empty = make_empty_object();
    for (const char* const name :
         {"__CLASS", "__SUPERCLASS", "__DYNASTY", "__RELPATH", "__SERVER", "__NAMESPACE", "__PATH"}) {
        EXPECT_TRUE(value_of(*empty, name).is_null()) << name;
    }
    EXPECT_EQ(value_of(*empty, "__GENUS"), Value::sint32(WBEM_GENUS_CLASS));
    EXPECT_EQ(value_of(*empty, "__PROPERTY_COUNT"), Value::sint32(0));
}

TEST(SystemProperties, FollowTheKeysOfTheInstance) {
    const com_ptr<IWbemClassObject> object = make_instance_object(make_instance(derived_class()));
    EXPECT_TRUE(value_of(*object, "__PATH").is_null());
    ASSERT_THAT(put(*object, "Id", Value::string("two")), ResultIs(WBEM_S_NO_ERROR));
    EXPECT_EQ(value_of(*object, "__RELPATH"), Value::string("Derived.Id=\"two\""));
}

TEST(SystemProperties, AreFewOnAProjection) {
    const std::vector<std::string> names{"Count"};
    const auto instance = make_instance(derived_class(), {{"Id", Value::string("one")}});
    const com_ptr<IWbemClassObject> object =
        make_instance_object(project_instance(*instance, project_class(*derived_class(), names, false)));
    EXPECT_EQ(value_of(*object, "__PROPERTY_COUNT"), Value::sint32(1));
    EXPECT_EQ(value_of(*object, "__CLASS"), Value::string("Derived"));
    EXPECT_EQ(value_of(*object, "Count"), Value::uint32(8));
    for (const char* const name : {"__SUPERCLASS", "__DYNASTY", "__RELPATH", "__SERVER", "__PATH"}) {
        EXPECT_TRUE(value_of(*object, name).is_null()) << name;
    }
}

// --- names and enumeration ---

TEST(ClassObjectNames, AreSelectedByOriginKindAndOverride) {
    const com_ptr<IWbemClassObject> object = make_class_object(derived_class());
    EXPECT_THAT(names_of(*object, WBEM_FLAG_NONSYSTEM_ONLY),
                ElementsAre("Id", "Count", "Ratio", "Tags", "Twin", "Extra"));
    EXPECT_EQ(names_of(*object, WBEM_FLAG_ALWAYS).size(), 16U);
    EXPECT_EQ(names_of(*object, WBEM_FLAG_SYSTEM_ONLY).size(), 10U);
    EXPECT_THAT(names_of(*object, WBEM_FLAG_LOCAL_ONLY), ElementsAre("Extra"));
    EXPECT_THAT(names_of(*object, WBEM_FLAG_PROPAGATED_ONLY),
                ElementsAre("Id", "Count", "Ratio", "Tags", "Twin"));
    EXPECT_THAT(names_of(*object, WBEM_FLAG_KEYS_ONLY), ElementsAre("Id"));
    EXPECT_THAT(names_of(*object, WBEM_FLAG_REFS_ONLY), ElementsAre("Twin"));
    EXPECT_THAT(names_of(*object, WBEM_FLAG_KEYS_ONLY | WBEM_FLAG_LOCAL_ONLY), IsEmpty());
    EXPECT_THAT(names_of(*object, WBEM_FLAG_CLASS_OVERRIDES_ONLY), ElementsAre("Count"));
    EXPECT_THAT(names_of(*object, WBEM_FLAG_CLASS_LOCAL_AND_OVERRIDES), ElementsAre("Count", "Extra"));
}

TEST(ClassObjectNames, AreSelectedByQualifier) {
    const com_ptr<IWbemClassObject> object = make_class_object(base_class());
    const auto select = [&](LONG flags, const char* qualifier, const Value& value) {
        com::variant wanted = make_variant_of(value);
        com::unique_safe_array names;
        EXPECT_THAT(object->GetNames(wide(qualifier).c_str(), flags | WBEM_FLAG_NONSYSTEM_ONLY, wanted.get(),
                                     names.put()),
                    ResultIs(WBEM_S_NO_ERROR));
        return com::to_strings(names.get());
    };
    EXPECT_THAT(select(WBEM_FLAG_ONLY_IF_TRUE, "UNITS", {}), ElementsAre("Count"));
    EXPECT_THAT(select(WBEM_FLAG_ONLY_IF_FALSE, "key", {}), ElementsAre("Count", "Ratio", "Tags", "Twin"));
    EXPECT_THAT(select(WBEM_FLAG_ONLY_IF_IDENTICAL, "Units", Value::string("pieces")), ElementsAre("Count"));
    EXPECT_THAT(select(WBEM_FLAG_ONLY_IF_IDENTICAL, "Units", Value::string("other")), IsEmpty());
    EXPECT_THAT(select(WBEM_FLAG_ONLY_IF_IDENTICAL, "CIMTYPE", Value::string("real64")),
                ElementsAre("Ratio"));
}

// Windows takes all the bits of the origins at once, and excludes nothing then.
TEST(ClassObjectNames, OfEveryOriginAreAll) {
    const com_ptr<IWbemClassObject> object = instance_object();
    EXPECT_EQ(names_of(*object, WBEM_FLAG_ALWAYS | WBEM_MASK_CONDITION_ORIGIN),
              names_of(*object, WBEM_FLAG_ALWAYS));
    com::unique_safe_array names;
    VARIANT unused;
    VariantInit(&unused);
    EXPECT_THAT(object->GetNames(nullptr, WBEM_FLAG_NONSYSTEM_ONLY, &unused, names.put()),
                ResultIs(WBEM_S_NO_ERROR));
    EXPECT_EQ(com::to_strings(names.get()).size(), 6U);
}

TEST(ClassObjectNames, RefuseFlagsThatDoNotGoTogether) {
    const com_ptr<IWbemClassObject> object = make_class_object(base_class());
    const auto result_of = [&](LONG flags) {
        SAFEARRAY* names = garbage_pointer<SAFEARRAY>();
        const HRESULT result = object->GetNames(nullptr, flags, nullptr, &names);
        EXPECT_EQ(names, nullptr) << flags;
        return result;
    };
    for (const LONG flags : {WBEM_FLAG_KEYS_ONLY | WBEM_FLAG_REFS_ONLY, LONG{0x50}, LONG{0x300}, LONG{0x400},
                             WBEM_FLAG_ONLY_IF_TRUE, WBEM_FLAG_ONLY_IF_FALSE, WBEM_FLAG_ONLY_IF_IDENTICAL}) {
        EXPECT_THAT(result_of(flags), ResultIs(WBEM_E_INVALID_PARAMETER)) << flags;
    }
    com::unique_safe_array names;
    EXPECT_THAT(object->GetNames(OLESTR("key"), WBEM_FLAG_ONLY_IF_IDENTICAL, nullptr, names.put()),
                ResultIs(WBEM_E_INVALID_PARAMETER));
    EXPECT_THAT(object->GetNames(nullptr, 0, nullptr, nullptr), ResultIs(WBEM_E_INVALID_PARAMETER));
    EXPECT_THAT(instance_object()->GetNames(nullptr, WBEM_FLAG_CLASS_OVERRIDES_ONLY, nullptr, names.put()),
                ResultIs(WBEM_E_INVALID_PARAMETER));
}

TEST(ClassObjectEnumeration, GivesEverySelectedPropertyOnce) {
    const com_ptr<IWbemClassObject> object = instance_object();
    ASSERT_THAT(object->BeginEnumeration(WBEM_FLAG_NONSYSTEM_ONLY), ResultIs(WBEM_S_NO_ERROR));
    std::vector<std::string> names;
    for (;;) {
        com::unique_bstr name;
        com::variant value;
        CIMTYPE type = CIM_EMPTY;
        const HRESULT result = object->Next(0, name.put(), value.put(), &type, nullptr);
        if (result == WBEM_S_NO_MORE_DATA) {
            EXPECT_FALSE(name);
            EXPECT_EQ(value.type(), VT_EMPTY);
            break;
        }
        ASSERT_THAT(result, ResultIs(WBEM_S_NO_ERROR));
        EXPECT_NE(type, CIM_EMPTY);
        names.push_back(text_of_bstr(name));
    }
    EXPECT_EQ(names, names_of(*object, WBEM_FLAG_NONSYSTEM_ONLY));
    EXPECT_THAT(object->Next(0, nullptr, nullptr, nullptr, nullptr), ResultIs(WBEM_S_NO_MORE_DATA));
}

TEST(ClassObjectEnumeration, StartsAgainAndEnds) {
    const com_ptr<IWbemClassObject> object = instance_object();
    EXPECT_THAT(object->Next(0, nullptr, nullptr, nullptr, nullptr), ResultIs(WBEM_E_UNEXPECTED));
    ASSERT_THAT(object->BeginEnumeration(WBEM_FLAG_KEYS_ONLY), ResultIs(WBEM_S_NO_ERROR));
    EXPECT_THAT(object->Next(0, nullptr, nullptr, nullptr, nullptr), ResultIs(WBEM_S_NO_ERROR));
    EXPECT_THAT(object->Next(0, nullptr, nullptr, nullptr, nullptr), ResultIs(WBEM_S_NO_MORE_DATA));
    ASSERT_THAT(object->BeginEnumeration(WBEM_FLAG_KEYS_ONLY), ResultIs(WBEM_S_NO_ERROR));
    EXPECT_THAT(object->Next(0, nullptr, nullptr, nullptr, nullptr), ResultIs(WBEM_S_NO_ERROR));
    EXPECT_THAT(object->EndEnumeration(), ResultIs(WBEM_S_NO_ERROR));
    EXPECT_THAT(object->Next(0, nullptr, nullptr, nullptr, nullptr), ResultIs(WBEM_E_UNEXPECTED));
}

TEST(ClassObjectEnumeration, RefusesBadFlags) {
    const com_ptr<IWbemClassObject> object = instance_object();
    EXPECT_THAT(object->BeginEnumeration(WBEM_FLAG_ONLY_IF_TRUE), ResultIs(WBEM_E_INVALID_PARAMETER));
    ASSERT_THAT(object->BeginEnumeration(0), ResultIs(WBEM_S_NO_ERROR));
    BSTR name = garbage_pointer<OLECHAR>();
    VARIANT value = garbage_variant();
    EXPECT_THAT(object->Next(1, &name, &value, nullptr, nullptr), ResultIs(WBEM_E_INVALID_PARAMETER));
    EXPECT_EQ(name, nullptr);
    EXPECT_EQ(value.vt, VT_EMPTY);
}

std::vector<std::string> enumerated(IWbemClassObject& object, LONG flags) {
    EXPECT_THAT(object.BeginEnumeration(flags), ResultIs(WBEM_S_NO_ERROR)) << flags;
    std::vector<std::string> names;
    com::unique_bstr name;
    while (object.Next(0, name.put(), nullptr, nullptr, nullptr) == WBEM_S_NO_ERROR) {
        names.push_back(text_of_bstr(name));
    }
    EXPECT_THAT(object.EndEnumeration(), ResultIs(WBEM_S_NO_ERROR));
    return names;
}

TEST(ClassObjectEnumeration, TakesOneFlagOfEachGroup) {
    const com_ptr<IWbemClassObject> object = make_class_object(derived_class());
    EXPECT_THAT(enumerated(*object, WBEM_FLAG_KEYS_ONLY), ElementsAre("Id"));
    EXPECT_THAT(enumerated(*object, WBEM_FLAG_REFS_ONLY), ElementsAre("Twin"));
    EXPECT_THAT(enumerated(*object, WBEM_FLAG_KEYS_ONLY | WBEM_FLAG_PROPAGATED_ONLY), ElementsAre("Id"));
    EXPECT_EQ(enumerated(*object, WBEM_FLAG_SYSTEM_ONLY), names_of(*object, WBEM_FLAG_SYSTEM_ONLY));
    EXPECT_EQ(enumerated(*object, 0), names_of(*object, WBEM_FLAG_ALWAYS));
    EXPECT_THAT(enumerated(*object, WBEM_FLAG_CLASS_OVERRIDES_ONLY), ElementsAre("Count"));
    EXPECT_THAT(enumerated(*object, WBEM_FLAG_CLASS_LOCAL_AND_OVERRIDES), ElementsAre("Count", "Extra"));
}

// Its page: "defined or modified in the class itself", where GetNames says "belong to the derived-most
// class".
TEST(ClassObjectEnumeration, CountsWhatTheClassModifiesAsLocal) {
    const com_ptr<IWbemClassObject> object = make_class_object(derived_class());
    EXPECT_THAT(enumerated(*object, WBEM_FLAG_LOCAL_ONLY), ElementsAre("Count", "Extra"));
    EXPECT_THAT(enumerated(*object, WBEM_FLAG_PROPAGATED_ONLY), ElementsAre("Id", "Ratio", "Tags", "Twin"));
    EXPECT_THAT(enumerated(*instance_object(), WBEM_FLAG_LOCAL_ONLY), ElementsAre("Count", "Extra"));
    EXPECT_THAT(enumerated(*make_class_object(base_class()), WBEM_FLAG_PROPAGATED_ONLY), IsEmpty());
}

TEST(ClassObjectEnumeration, RefusesTwoFlagsOfOneGroup) {
    const com_ptr<IWbemClassObject> object = make_class_object(derived_class());
    for (const LONG flags :
         {WBEM_FLAG_KEYS_ONLY | WBEM_FLAG_REFS_ONLY, WBEM_FLAG_CLASS_OVERRIDES_ONLY | WBEM_FLAG_LOCAL_ONLY,
          WBEM_FLAG_CLASS_LOCAL_AND_OVERRIDES | WBEM_FLAG_NONSYSTEM_ONLY, LONG{WBEM_MASK_CLASS_CONDITION},
          LONG{WBEM_FLAG_ONLY_IF_FALSE}, LONG{WBEM_FLAG_ONLY_IF_IDENTICAL}, LONG{0x400}, LONG{-1}}) {
        EXPECT_THAT(object->BeginEnumeration(flags), ResultIs(WBEM_E_INVALID_PARAMETER)) << flags;
    }
    EXPECT_THAT(instance_object()->BeginEnumeration(WBEM_FLAG_CLASS_OVERRIDES_ONLY),
                ResultIs(WBEM_E_INVALID_PARAMETER));
    EXPECT_THAT(object->Next(0, nullptr, nullptr, nullptr, nullptr), ResultIs(WBEM_E_UNEXPECTED))
        << "a refused enumeration has not begun";
}

TEST(ClassObjectEnumeration, NeedNotHaveBegunToEnd) {
    EXPECT_THAT(instance_object()->EndEnumeration(), ResultIs(WBEM_S_NO_ERROR));
}

TEST(ClassObjectEnumeration, PassesOverPropertiesThatWentAway) {
    const com_ptr<IWbemClassObject> object = make_class_object(base_class());
    ASSERT_THAT(object->BeginEnumeration(WBEM_FLAG_NONSYSTEM_ONLY), ResultIs(WBEM_S_NO_ERROR));
    com::unique_bstr name;
    ASSERT_THAT(object->Next(0, name.put(), nullptr, nullptr, nullptr), ResultIs(WBEM_S_NO_ERROR));
    EXPECT_EQ(text_of_bstr(name), "Id");
    ASSERT_THAT(object->Delete(OLESTR("Count")), ResultIs(WBEM_S_NO_ERROR));
    ASSERT_THAT(object->Next(0, name.put(), nullptr, nullptr, nullptr), ResultIs(WBEM_S_NO_ERROR));
    EXPECT_EQ(text_of_bstr(name), "Ratio");
}

// --- origin and ancestry ---

TEST(ClassObjectOrigin, IsTheClassThatIntroducedTheProperty) {
    const com_ptr<IWbemClassObject> object = instance_object();
    const auto origin_of = [&](const char* name) {
        com::unique_bstr origin;
        EXPECT_THAT(object->GetPropertyOrigin(wide(name).c_str(), origin.put()), ResultIs(WBEM_S_NO_ERROR));
        return text_of_bstr(origin);
    };
    EXPECT_EQ(origin_of("Count"), "Base");
    EXPECT_EQ(origin_of("extra"), "Derived");
    EXPECT_EQ(origin_of("__PATH"), "___SYSTEM");
    BSTR origin = garbage_pointer<OLECHAR>();
    EXPECT_THAT(object->GetPropertyOrigin(OLESTR("Nothing"), &origin), ResultIs(WBEM_E_NOT_FOUND));
    EXPECT_EQ(origin, nullptr);
    EXPECT_THAT(object->GetPropertyOrigin(nullptr, &origin), ResultIs(WBEM_E_INVALID_PARAMETER));
    EXPECT_THAT(object->GetPropertyOrigin(OLESTR("Id"), nullptr), ResultIs(WBEM_E_INVALID_PARAMETER));
}

TEST(ClassObjectAncestry, CountsTheClassItself) {
    const com_ptr<IWbemClassObject> object = instance_object();
    EXPECT_THAT(object->InheritsFrom(OLESTR("BASE")), ResultIs(WBEM_S_NO_ERROR));
    EXPECT_THAT(object->InheritsFrom(OLESTR("Derived")), ResultIs(WBEM_S_NO_ERROR));
    EXPECT_THAT(object->InheritsFrom(OLESTR("Other")), ResultIs(WBEM_S_FALSE));
    EXPECT_THAT(object->InheritsFrom(nullptr), ResultIs(WBEM_E_INVALID_PARAMETER));
}

}  // namespace
}  // namespace wbemcheck::mock
