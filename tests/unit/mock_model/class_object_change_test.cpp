// IWbemClassObject: Put, Delete, Clone, Spawn..., CompareTo, GetObjectText.
#include <atomic>
#include <thread>

#include "tests/unit/mock_model/object_fixture.h"

namespace wbemcheck::mock {
namespace {

com_ptr<IWbemClassObject> instance_object() {
    return make_instance_object(make_instance(derived_class(), {{"Id", Value::string("one")}}));
}

// --- Put on an instance ---

TEST(PutOnInstance, StoresAValueOfThePropertysType) {
    const com_ptr<IWbemClassObject> object = instance_object();
    EXPECT_THAT(put(*object, "count", Value::uint32(0xFFFFFFFF)), ResultIs(WBEM_S_NO_ERROR));
    EXPECT_EQ(value_of(*object, "Count"), Value::uint32(0xFFFFFFFF));
    EXPECT_THAT(put(*object, "Tags", Value::strings({"a", "b"})), ResultIs(WBEM_S_NO_ERROR));
    EXPECT_EQ(value_of(*object, "Tags"), Value::strings({"a", "b"}));
    EXPECT_THAT(put(*object, "Count", Value()), ResultIs(WBEM_S_NO_ERROR));
    EXPECT_TRUE(value_of(*object, "Count").is_null());
    EXPECT_THAT(object->Put(OLESTR("Tags"), 0, nullptr, 0), ResultIs(WBEM_S_NO_ERROR)) << "NULL is null";
    EXPECT_TRUE(value_of(*object, "Tags").is_null());
}

TEST(PutOnInstance, RefusesWhatDoesNotFit) {
    const com_ptr<IWbemClassObject> object = instance_object();
    EXPECT_THAT(put(*object, "Count", Value::string("many")), ResultIs(WBEM_E_TYPE_MISMATCH));
    EXPECT_THAT(put(*object, "Tags", Value::string("one")), ResultIs(WBEM_E_TYPE_MISMATCH));
    EXPECT_THAT(put(*object, "Count", Value::string("-1")), ResultIs(WBEM_E_VALUE_OUT_OF_RANGE));
    EXPECT_THAT(put(*object, "Count", Value::uint32(1), CIM_STRING), ResultIs(WBEM_E_TYPE_MISMATCH));
    EXPECT_THAT(put(*object, "Nothing", Value::uint32(1)), ResultIs(WBEM_E_NOT_FOUND));
    EXPECT_THAT(put(*object, "__CLASS", Value::string("Other")), ResultIs(WBEM_E_READ_ONLY));
    EXPECT_THAT(put(*object, "__PATH", Value::string("x")), ResultIs(WBEM_E_READ_ONLY));
    com::variant value = com::make_variant(std::int32_t{1});
    EXPECT_THAT(object->Put(nullptr, 0, value.get(), 0), ResultIs(WBEM_E_INVALID_PARAMETER));
    EXPECT_THAT(object->Put(OLESTR("Count"), 1, value.get(), 0), ResultIs(WBEM_E_INVALID_PARAMETER));
    EXPECT_EQ(value_of(*object, "Count"), Value::uint32(8));
}

TEST(PutOnInstance, LeavesTheVariantAndTheSharedContentAlone) {
    const auto instance = make_instance(derived_class(), {{"Id", Value::string("one")}});
    const com_ptr<IWbemClassObject> object = make_instance_object(instance);
    const com_ptr<IWbemClassObject> other = make_instance_object(instance);
    com::variant value = com::make_variant("two");
    const BSTR before = value->bstrVal;
    ASSERT_THAT(object->Put(OLESTR("Id"), 0, value.get(), 0), ResultIs(WBEM_S_NO_ERROR));
    EXPECT_EQ(value.type(), VT_BSTR);
    EXPECT_EQ(value->bstrVal, before);
    EXPECT_EQ(*instance->find("Id"), Value::string("one"));
    EXPECT_EQ(value_of(*other, "Id"), Value::string("one"));
    EXPECT_EQ(value_of(*object, "Id"), Value::string("two"));
}

TEST(PutOnInstance, TakesTheObjectItselfAsItWas) {
    const com_ptr<IWbemClassObject> object = make_instance_object(make_instance(
        stored(ClassBuilder("Nest").property("Part", CimType::kObject).property("Depth", CimType::kSint32))));
    ASSERT_THAT(put(*object, "Depth", Value::sint32(1)), ResultIs(WBEM_S_NO_ERROR));
    com::variant itself = com::make_variant(object.as<IUnknown>());
    ASSERT_THAT(object->Put(OLESTR("Part"), 0, itself.get(), 0), ResultIs(WBEM_S_NO_ERROR));
    ASSERT_THAT(put(*object, "Depth", Value::sint32(2)), ResultIs(WBEM_S_NO_ERROR));
    const auto inner = value_of(*object, "Part").as_object().instance;
    EXPECT_EQ(*inner->find("Depth"), Value::sint32(1));
    EXPECT_TRUE(inner->find("Part")->is_null());
}

TEST(DeleteOnInstance, ResetsToTheDefaultOfTheClass) {
    const com_ptr<IWbemClassObject> object = instance_object();
    ASSERT_THAT(put(*object, "Count", Value::uint32(1)), ResultIs(WBEM_S_NO_ERROR));
    EXPECT_THAT(object->Delete(OLESTR("Count")), ResultIs(WBEM_S_RESET_TO_DEFAULT));
    EXPECT_EQ(value_of(*object, "Count"), Value::uint32(8));
    EXPECT_THAT(object->Delete(OLESTR("Nothing")), ResultIs(WBEM_E_NOT_FOUND));
    EXPECT_THAT(object->Delete(OLESTR("__PATH")), ResultIs(WBEM_E_SYSTEM_PROPERTY));
    EXPECT_THAT(object->Delete(nullptr), ResultIs(WBEM_E_INVALID_PARAMETER));
}

// --- Put on a class ---

TEST(PutOnClass, AddsProperties) {
    const com_ptr<IWbemClassObject> object = make_class_object(base_class());
    EXPECT_THAT(put(*object, "Size", Value(), CIM_UINT64), ResultIs(WBEM_S_NO_ERROR));
    EXPECT_EQ(value_of(*object, "Size"), Value::null({CimType::kUint64, false}));
    EXPECT_THAT(put(*object, "When", Value::string("20240101120000.000000+000"), CIM_DATETIME),
                ResultIs(WBEM_S_NO_ERROR));
    EXPECT_EQ(value_of(*object, "When").type().base, CimType::kDatetime);
    EXPECT_THAT(put(*object, "Names", Value::strings({"a"})), ResultIs(WBEM_S_NO_ERROR));
    EXPECT_EQ(value_of(*object, "Names"), Value::strings({"a"}));
    EXPECT_EQ(value_of(*object, "__PROPERTY_COUNT"), Value::sint32(8));
    com::unique_bstr origin;
    EXPECT_THAT(object->GetPropertyOrigin(OLESTR("Size"), origin.put()), ResultIs(WBEM_S_NO_ERROR));
    EXPECT_EQ(text_of_bstr(origin), "Base");
}

TEST(PutOnClass, RefusesBadNamesAndTypes) {
    const com_ptr<IWbemClassObject> object = make_class_object(base_class());
    for (const char* const name : {"", "1st", "_own", "own_", "__OWN", "a b"}) {
        EXPECT_THAT(put(*object, name, Value::sint32(1)), ResultIs(WBEM_E_INVALID_PARAMETER)) << name;
    }
    EXPECT_THAT(put(*object, "New", Value::sint32(1), CIM_ILLEGAL), ResultIs(WBEM_E_INVALID_PROPERTY_TYPE));
    EXPECT_THAT(put(*object, "New", Value()), ResultIs(WBEM_E_INVALID_PARAMETER)) << "no type to be had";
    VARIANT date;
    VariantInit(&date);
    date.vt = VT_DATE;
    EXPECT_THAT(object->Put(OLESTR("New"), 0, &date, 0), ResultIs(WBEM_E_INVALID_PROPERTY_TYPE));
    EXPECT_THAT(object->Put(OLESTR("New"), 0, nullptr, 0), ResultIs(WBEM_E_INVALID_PARAMETER));
    EXPECT_THAT(put(*object, "New", Value::string("x"), CIM_UINT32), ResultIs(WBEM_E_TYPE_MISMATCH));
    EXPECT_THAT(put(*object, "__GENUS", Value::sint32(1)), ResultIs(WBEM_E_READ_ONLY));
    EXPECT_EQ(value_of(*object, "__PROPERTY_COUNT"), Value::sint32(5));
}

TEST(PutOnClass, ChangesTheTypeOfItsOwnPropertiesOnly) {
    const com_ptr<IWbemClassObject> object = make_class_object(derived_class());
    EXPECT_THAT(put(*object, "Extra", Value::string("x"), CIM_STRING), ResultIs(WBEM_S_NO_ERROR));
    EXPECT_EQ(value_of(*object, "Extra"), Value::string("x"));
    EXPECT_THAT(put(*object, "Ratio", Value::string("x"), CIM_STRING), ResultIs(WBEM_E_TYPE_MISMATCH));
}

TEST(PutOnClass, OverridesTheDefaultOfAnInheritedProperty) {
    const com_ptr<IWbemClassObject> object = make_class_object(derived_class());
    ASSERT_THAT(put(*object, "Ratio", Value::real64(0.5)), ResultIs(WBEM_S_NO_ERROR));
    EXPECT_EQ(value_of(*object, "Ratio"), Value::real64(0.5));
    EXPECT_THAT(names_of(*object, WBEM_FLAG_CLASS_OVERRIDES_ONLY), testing::ElementsAre("Count", "Ratio"));
}

TEST(PutOnClass, NamesTheClass) {
    const com_ptr<IWbemClassObject> object = make_empty_object();
    ASSERT_THAT(put(*object, "A", Value::sint32(1)), ResultIs(WBEM_S_NO_ERROR));
    ASSERT_THAT(put(*object, "__CLASS", Value::string("New_Class")), ResultIs(WBEM_S_NO_ERROR));
    EXPECT_EQ(value_of(*object, "__CLASS"), Value::string("New_Class"));
    EXPECT_EQ(value_of(*object, "__RELPATH"), Value::string("New_Class"));
    com::unique_bstr origin;
    ASSERT_THAT(object->GetPropertyOrigin(OLESTR("A"), origin.put()), ResultIs(WBEM_S_NO_ERROR));
    EXPECT_EQ(text_of_bstr(origin), "New_Class");
    EXPECT_THAT(put(*object, "__CLASS", Value::string("a b")), ResultIs(WBEM_E_INVALID_PARAMETER));
    EXPECT_THAT(put(*object, "__CLASS", Value::sint32(1)), ResultIs(WBEM_E_TYPE_MISMATCH));
    EXPECT_THAT(put(*object, "__CLASS", Value()), ResultIs(WBEM_E_TYPE_MISMATCH));
}

TEST(DeleteOnClass, RemovesOwnPropertiesAndRevertsOverrides) {
    const com_ptr<IWbemClassObject> object = make_class_object(derived_class());
    EXPECT_THAT(object->Delete(OLESTR("Extra")), ResultIs(WBEM_S_NO_ERROR));
    EXPECT_THAT(object->Delete(OLESTR("Extra")), ResultIs(WBEM_E_NOT_FOUND));
    EXPECT_THAT(object->Delete(OLESTR("Count")), ResultIs(WBEM_S_RESET_TO_DEFAULT));
    EXPECT_EQ(value_of(*object, "Count"), Value::uint32(7));
    EXPECT_THAT(object->Delete(OLESTR("Count")), ResultIs(WBEM_E_PROPAGATED_PROPERTY));
    EXPECT_THAT(object->Delete(OLESTR("__CLASS")), ResultIs(WBEM_E_SYSTEM_PROPERTY));
}

// --- Clone and Spawn ---

TEST(ClassObjectClone, IsIndependent) {
    const com_ptr<IWbemClassObject> object = instance_object();
    ASSERT_THAT(put(*object, "Count", Value::uint32(1)), ResultIs(WBEM_S_NO_ERROR));
    com_ptr<IWbemClassObject> copy;
    ASSERT_THAT(object->Clone(copy.put()), ResultIs(WBEM_S_NO_ERROR));
    EXPECT_EQ(value_of(*copy, "Count"), Value::uint32(1));
    ASSERT_THAT(put(*copy, "Count", Value::uint32(2)), ResultIs(WBEM_S_NO_ERROR));
    ASSERT_THAT(put(*object, "Count", Value::uint32(3)), ResultIs(WBEM_S_NO_ERROR));
    EXPECT_EQ(value_of(*copy, "Count"), Value::uint32(2));
    EXPECT_THAT(object->Clone(nullptr), ResultIs(WBEM_E_INVALID_PARAMETER));
}

TEST(SpawnInstance, StartsWithTheDefaultsOfTheClass) {
    const com_ptr<IWbemClassObject> definition = make_class_object(derived_class());
    com_ptr<IWbemClassObject> instance;
    ASSERT_THAT(definition->SpawnInstance(0, instance.put()), ResultIs(WBEM_S_NO_ERROR));
    EXPECT_EQ(value_of(*instance, "__GENUS"), Value::sint32(WBEM_GENUS_INSTANCE));
    EXPECT_EQ(value_of(*instance, "Count"), Value::uint32(8));
    EXPECT_TRUE(value_of(*instance, "__RELPATH").is_null());
    EXPECT_EQ(value_of(*instance, "__NAMESPACE"), Value::string("root\\mock"));
}

TEST(SpawnInstance, NeedsACompleteClass) {
    IWbemClassObject* instance = garbage_pointer<IWbemClassObject>();
    EXPECT_THAT(make_empty_object()->SpawnInstance(0, &instance), ResultIs(WBEM_E_INCOMPLETE_CLASS));
    EXPECT_EQ(instance, nullptr);
    const com_ptr<IWbemClassObject> unregistered = make_class_object(ClassBuilder("New").build());
    EXPECT_THAT(unregistered->SpawnInstance(0, &instance), ResultIs(WBEM_E_INCOMPLETE_CLASS));
    EXPECT_THAT(make_class_object(base_class())->SpawnInstance(1, &instance),
                ResultIs(WBEM_E_INVALID_PARAMETER));
    EXPECT_THAT(make_class_object(base_class())->SpawnInstance(0, nullptr),
                ResultIs(WBEM_E_INVALID_PARAMETER));
}

// "Spawning an instance from an instance is supported but the returned instance will be empty."
TEST(SpawnInstance, OfAnInstanceGivesAnEmptyOneOfItsClass) {
    const com_ptr<IWbemClassObject> object = instance_object();
    ASSERT_THAT(put(*object, "Count", Value::uint32(9)), ResultIs(WBEM_S_NO_ERROR));
    com_ptr<IWbemClassObject> spawned;
    ASSERT_THAT(object->SpawnInstance(0, spawned.put()), ResultIs(WBEM_S_NO_ERROR));
    EXPECT_EQ(value_of(*spawned, "__CLASS"), Value::string("Derived"));
    EXPECT_TRUE(value_of(*spawned, "Id").is_null());
    EXPECT_EQ(value_of(*spawned, "Count"), Value::uint32(8));
    EXPECT_EQ(value_of(*object, "Count"), Value::uint32(9));
}

// It is PutInstance that refuses: no document lets SpawnInstance look at the qualifier.
TEST(SpawnInstance, TakesAbstractClassesToo) {
    const com_ptr<IWbemClassObject> definition =
        make_class_object(stored(ClassBuilder("Abstract").abstract().key("Id", CimType::kString)));
    com_ptr<IWbemClassObject> instance;
    EXPECT_THAT(definition->SpawnInstance(0, instance.put()), ResultIs(WBEM_S_NO_ERROR));
    EXPECT_EQ(value_of(*instance, "__CLASS"), Value::string("Abstract"));
}

TEST(SpawnDerivedClass, InheritsEverythingAndHasNoName) {
    const com_ptr<IWbemClassObject> above = make_class_object(base_class());
    com_ptr<IWbemClassObject> derived;
    ASSERT_THAT(above->SpawnDerivedClass(0, derived.put()), ResultIs(WBEM_S_NO_ERROR));
    EXPECT_EQ(value_of(*derived, "__SUPERCLASS"), Value::string("Base"));
    EXPECT_TRUE(value_of(*derived, "__CLASS").is_null());
    EXPECT_EQ(value_of(*derived, "Count"), Value::uint32(7));
    EXPECT_THAT(names_of(*derived, WBEM_FLAG_LOCAL_ONLY), testing::IsEmpty());
    ASSERT_THAT(put(*derived, "__CLASS", Value::string("Mine")), ResultIs(WBEM_S_NO_ERROR));
    EXPECT_THAT(derived->InheritsFrom(OLESTR("Base")), ResultIs(WBEM_S_NO_ERROR));

    IWbemClassObject* none = garbage_pointer<IWbemClassObject>();
    EXPECT_THAT(derived->SpawnDerivedClass(0, &none), ResultIs(WBEM_E_INCOMPLETE_CLASS)) << "not stored yet";
    EXPECT_EQ(none, nullptr);
    EXPECT_THAT(instance_object()->SpawnDerivedClass(0, &none), ResultIs(WBEM_E_INVALID_OPERATION));
    EXPECT_THAT(above->SpawnDerivedClass(1, &none), ResultIs(WBEM_E_INVALID_PARAMETER));
    EXPECT_THAT(above->SpawnDerivedClass(0, nullptr), ResultIs(WBEM_E_INVALID_PARAMETER));
}

// --- CompareTo ---

TEST(CompareObjects, SeesEqualObjectsAsTheSame) {
    EXPECT_THAT(instance_object()->CompareTo(WBEM_COMPARISON_INCLUDE_ALL, instance_object().get()),
                ResultIs(WBEM_S_SAME));
    EXPECT_THAT(make_class_object(derived_class())->CompareTo(0, make_class_object(derived_class()).get()),
                ResultIs(WBEM_S_SAME));
    EXPECT_THAT(make_class_object(derived_class())->CompareTo(0, instance_object().get()),
                ResultIs(WBEM_S_DIFFERENT));
}

TEST(CompareObjects, IgnoresCaseOfTextOnRequest) {
    const com_ptr<IWbemClassObject> upper = instance_object();
    ASSERT_THAT(put(*upper, "Id", Value::string("ONE")), ResultIs(WBEM_S_NO_ERROR));
    EXPECT_THAT(instance_object()->CompareTo(0, upper.get()), ResultIs(WBEM_S_DIFFERENT));
    EXPECT_THAT(instance_object()->CompareTo(WBEM_FLAG_IGNORE_CASE, upper.get()), ResultIs(WBEM_S_SAME));
}

TEST(CompareObjects, IgnoresTheSourceOnRequest) {
    ClassData data = derived_class()->data();
    data.decoration = std::make_shared<const Decoration>(Decoration{"SERVER", "root\\other"});
    const com_ptr<IWbemClassObject> elsewhere = make_class_object(make_class(data));
    const com_ptr<IWbemClassObject> here = make_class_object(derived_class());
    EXPECT_THAT(here->CompareTo(0, elsewhere.get()), ResultIs(WBEM_S_DIFFERENT));
    EXPECT_THAT(here->CompareTo(WBEM_FLAG_IGNORE_OBJECT_SOURCE, elsewhere.get()), ResultIs(WBEM_S_SAME));
}

TEST(CompareObjects, IgnoresDefaultsQualifiersAndFlavorsOnRequest) {
    const com_ptr<IWbemClassObject> here = make_class_object(derived_class());
    const com_ptr<IWbemClassObject> other_default = make_class_object(derived_class());
    ASSERT_THAT(put(*other_default, "Extra", Value::boolean(true)), ResultIs(WBEM_S_NO_ERROR));
    EXPECT_THAT(here->CompareTo(0, other_default.get()), ResultIs(WBEM_S_DIFFERENT));
    EXPECT_THAT(here->CompareTo(WBEM_FLAG_IGNORE_DEFAULT_VALUES, other_default.get()), ResultIs(WBEM_S_SAME));

    const auto with_qualifier = [](LONG flavor) {
        const com_ptr<IWbemClassObject> object = make_class_object(derived_class());
        com_ptr<IWbemQualifierSet> set;
        EXPECT_THAT(object->GetQualifierSet(set.put()), ResultIs(WBEM_S_NO_ERROR));
        com::variant value = com::make_variant(true);
        EXPECT_THAT(set->Put(OLESTR("Added"), value.get(), flavor), ResultIs(WBEM_S_NO_ERROR));
        return object;
    };
    const com_ptr<IWbemClassObject> plain = with_qualifier(0);
    EXPECT_THAT(here->CompareTo(0, plain.get()), ResultIs(WBEM_S_DIFFERENT));
    EXPECT_THAT(here->CompareTo(WBEM_FLAG_IGNORE_QUALIFIERS, plain.get()), ResultIs(WBEM_S_SAME));
    EXPECT_THAT(plain->CompareTo(0, with_qualifier(1).get()), ResultIs(WBEM_S_DIFFERENT));
    EXPECT_THAT(plain->CompareTo(WBEM_FLAG_IGNORE_FLAVOR, with_qualifier(1).get()), ResultIs(WBEM_S_SAME));
}

TEST(CompareObjects, IgnoresTheClassOfInstancesOnRequest) {
    const auto one =
        make_instance(stored(ClassBuilder("A").property("P", CimType::kSint32, Value::sint32(1))));
    const auto other =
        make_instance(stored(ClassBuilder("B").property("P", CimType::kSint32, Value::sint32(1))));
    const com_ptr<IWbemClassObject> object = make_instance_object(one);
    EXPECT_THAT(object->CompareTo(0, make_instance_object(other).get()), ResultIs(WBEM_S_DIFFERENT));
    EXPECT_THAT(object->CompareTo(WBEM_FLAG_IGNORE_CLASS, make_instance_object(other).get()),
                ResultIs(WBEM_S_SAME));
}

TEST(CompareObjects, RefusesNullAndUnknownFlags) {
    EXPECT_THAT(instance_object()->CompareTo(0, nullptr), ResultIs(WBEM_E_INVALID_PARAMETER));
    EXPECT_THAT(instance_object()->CompareTo(0x40, instance_object().get()),
                ResultIs(WBEM_E_INVALID_PARAMETER));
}

// --- text ---

TEST(ObjectText, IsMofOfTheObject) {
    com::unique_bstr text;
    ASSERT_THAT(instance_object()->GetObjectText(0, text.put()), ResultIs(WBEM_S_NO_ERROR));
    EXPECT_EQ(text_of_bstr(text), "instance of Derived\n{\n    Id = \"one\";\n    Count = 8;\n};\n");
    ASSERT_THAT(make_class_object(derived_class())->GetObjectText(WBEM_FLAG_NO_FLAVORS, text.put()),
                ResultIs(WBEM_S_NO_ERROR));
    EXPECT_EQ(text_of_bstr(text),
              "class Derived : Base\n{\n    uint32 Count = 8;\n    boolean Extra;\n    void Own();\n};\n");
}

TEST(ObjectText, IsNullWhenItFails) {
    BSTR text = garbage_pointer<OLECHAR>();
    EXPECT_THAT(instance_object()->GetObjectText(2, &text), ResultIs(WBEM_E_INVALID_PARAMETER));
    EXPECT_EQ(text, nullptr);
    text = garbage_pointer<OLECHAR>();
    EXPECT_THAT(make_empty_object()->GetObjectText(0, &text), ResultIs(WBEM_E_INCOMPLETE_CLASS));
    EXPECT_EQ(text, nullptr);
    EXPECT_THAT(instance_object()->GetObjectText(0, nullptr), ResultIs(WBEM_E_INVALID_PARAMETER));
}

// --- threads ---

TEST(ClassObjectThreads, ReadAndWriteOneObjectAtOnce) {
    const com_ptr<IWbemClassObject> object = instance_object();
    std::atomic<int> failures = 0;
    const auto check = [&](HRESULT result) { failures += result == WBEM_S_NO_ERROR ? 0 : 1; };
    {
        std::vector<std::jthread> threads;
        for (int i = 0; i < 2; ++i) {
            threads.emplace_back([&, i] {
                for (int round = 0; round < 200; ++round) {
                    com::variant value = com::make_variant(std::int32_t{i * 1000 + round});
                    check(object->Put(OLESTR("Count"), 0, value.get(), 0));
                }
            });
            threads.emplace_back([&] {
                for (int round = 0; round < 200; ++round) {
                    com::variant value;
                    check(object->Get(OLESTR("Count"), 0, value.put(), nullptr, nullptr));
                    check(object->Get(OLESTR("__PATH"), 0, value.put(), nullptr, nullptr));
                    com_ptr<IWbemClassObject> copy;
                    check(object->Clone(copy.put()));
                    const com_ptr<IWbemClassObject> another = object;
                }
            });
        }
    }
    EXPECT_EQ(failures.load(), 0);
}

TEST(ClassObjectThreads, CompareTwoObjectsBothWaysWithoutDeadlock) {
    const com_ptr<IWbemClassObject> left = instance_object();
    const com_ptr<IWbemClassObject> right = instance_object();
    std::atomic<int> same = 0;
    const auto compare = [&same](IWbemClassObject& a, IWbemClassObject& b) {
        for (int round = 0; round < 200; ++round) {
            same += a.CompareTo(0, &b) == WBEM_S_SAME ? 1 : 0;
        }
    };
    {
        const std::jthread one([&] { compare(*left, *right); });
        const std::jthread other([&] { compare(*right, *left); });
    }
    EXPECT_EQ(same.load(), 400);
}

}  // namespace
}  // namespace wbemcheck::mock
