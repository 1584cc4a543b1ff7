// Class objects and qualifier sets in the hands of a provider, and the objects that values carry.
#include <gtest/gtest.h>

#include "harness/com/safe_array.h"
#include "tests/unit/probe/host.h"

namespace wbemcheck::probe::test {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

constexpr std::string_view kShape = "Mock_Shape.Name=\"triangle\"";

com::com_ptr<IWbemClassObject> spawn(IWbemServices& services, std::string_view class_name) {
    const com::com_ptr<IWbemClassObject> definition = get(services, class_name);
    com::com_ptr<IWbemClassObject> instance;
    EXPECT_THAT(definition->SpawnInstance(0, instance.put()), ResultIs(WBEM_S_NO_ERROR));
    return instance;
}

com::variant value_of(IWbemClassObject& object, std::string_view name) {
    com::variant value;
    EXPECT_THAT(object.Get(com::to_utf16(name).c_str(), 0, value.put(), nullptr, nullptr), ResultIs(WBEM_S_NO_ERROR));
    return value;
}

TEST(HostClassObject, IsReadAndWrittenThroughTheObjectBehind) {
    Host host;
    const com::com_ptr<IWbemClassObject> object = get(*host.lend_namespace(), kSingle);
    EXPECT_EQ(text_of(*object, "Text"), "The only one");
    EXPECT_THAT(put(*object, "Text", com::make_variant("another")), ResultIs(WBEM_S_NO_ERROR));
    EXPECT_EQ(text_of(*host.ledger->inner_of(object.get()), "Text"), "another");
    EXPECT_THAT(host.results(object.get(), Method::kObjectGet), ElementsAre(WBEM_S_NO_ERROR));
    EXPECT_THAT(host.results(object.get(), Method::kObjectPut), ElementsAre(WBEM_S_NO_ERROR));
}

TEST(HostClassObject, GivesHostObjectsInTurn) {
    Host host;
    const com::com_ptr<IWbemServices> services = com::retain_ptr(host.lend_namespace());
    const com::com_ptr<IWbemClassObject> definition = get(*services, "Mock_Calculator");
    com::com_ptr<IWbemClassObject> copy, derived, instance, inputs, outputs;
    com::com_ptr<IWbemQualifierSet> own, of_property, of_method;
    EXPECT_THAT(definition->Clone(copy.put()), ResultIs(WBEM_S_NO_ERROR));
    EXPECT_THAT(definition->SpawnDerivedClass(0, derived.put()), ResultIs(WBEM_S_NO_ERROR));
    EXPECT_THAT(definition->SpawnInstance(0, instance.put()), ResultIs(WBEM_S_NO_ERROR));
    EXPECT_THAT(definition->GetMethod(OLESTR("Add"), 0, inputs.put(), outputs.put()), ResultIs(WBEM_S_NO_ERROR));
    EXPECT_THAT(definition->GetQualifierSet(own.put()), ResultIs(WBEM_S_NO_ERROR));
    EXPECT_THAT(definition->GetPropertyQualifierSet(OLESTR("Id"), of_property.put()), ResultIs(WBEM_S_NO_ERROR));
    EXPECT_THAT(definition->GetMethodQualifierSet(OLESTR("Add"), of_method.put()), ResultIs(WBEM_S_NO_ERROR));
    for (const com::com_ptr<IWbemClassObject>& object : {copy, derived, instance, inputs, outputs}) {
        EXPECT_NE(host.ledger->id_of(object.get()), 0U);
    }
    for (const com::com_ptr<IWbemQualifierSet>& set : {own, of_property, of_method}) {
        EXPECT_NE(host.ledger->id_of(set.get()), 0U);
    }
    com::variant is_key;
    EXPECT_THAT(of_property->Get(OLESTR("key"), 0, is_key.put(), nullptr), ResultIs(WBEM_S_NO_ERROR));
    EXPECT_EQ(is_key.type(), VT_BOOL);
    EXPECT_THAT(host.results(of_property.get(), Method::kQualifierGet), ElementsAre(WBEM_S_NO_ERROR));
    EXPECT_THAT(definition->CompareTo(0, copy.get()), ResultIs(WBEM_S_SAME)) << "what it is compared with is unwrapped";
}

TEST(HostClassObject, LeavesOutPointersThatAreNotGivenAlone) {
    Host host;
    const com::com_ptr<IWbemClassObject> definition = get(*host.lend_namespace(), "Mock_Calculator");
    com::com_ptr<IWbemClassObject> inputs;
    EXPECT_THAT(definition->GetMethod(OLESTR("Add"), 0, inputs.put(), nullptr), ResultIs(WBEM_S_NO_ERROR));
    EXPECT_TRUE(inputs);
    EXPECT_NE(definition->Clone(nullptr), WBEM_S_NO_ERROR);
}

TEST(EmbeddedObject, IsAHostObjectOnItsWayOut) {
    Host host;
    const com::com_ptr<IWbemClassObject> shape = get(*host.lend_namespace(), kShape);
    com::variant centre = value_of(*shape, "Centre");
    ASSERT_EQ(centre.type(), VT_UNKNOWN);
    EXPECT_NE(host.ledger->id_of(centre->punkVal), 0U);
    com::com_ptr<IWbemClassObject> point = com::retain_ptr(centre->punkVal).as<IWbemClassObject>();
    ASSERT_TRUE(point);
    EXPECT_EQ(value_of(*point, "X")->lVal, 1);
    IWbemClassObject* const stale = point.get();
    point.reset();
    centre.reset();
    EXPECT_THAT(host.references(stale), ElementsAre(1, 1, -1, -1, -1)) << "the provider's own, and that of the value";
}

TEST(EmbeddedObject, IsAHostObjectInAnArrayToo) {
    Host host;
    const com::com_ptr<IWbemClassObject> shape = get(*host.lend_namespace(), kShape);
    const std::size_t before = host.ledger->outstanding().size();
    {
        const com::variant corners = value_of(*shape, "Corners");
        ASSERT_EQ(corners.type(), VT_ARRAY | VT_UNKNOWN);
        EXPECT_EQ(host.ledger->outstanding().size(), before + 3);
    }
    EXPECT_EQ(host.ledger->outstanding().size(), before);
}

TEST(EmbeddedObject, IsUnwrappedOnItsWayIn) {
    Host host;
    IWbemServices* const services = host.lend_namespace();
    const com::com_ptr<IWbemClassObject> shape = get(*services, kShape);
    const com::com_ptr<IWbemClassObject> point = spawn(*services, "Mock_Point");
    ASSERT_THAT(put(*point, "X", com::make_variant(LONG{41})), ResultIs(WBEM_S_NO_ERROR));
    const std::size_t before = host.references(point.get()).size();
    {
        const com::variant value = com::make_variant(com::com_ptr<IUnknown>(point));
        ASSERT_THAT(shape->Put(OLESTR("Centre"), 0, const_cast<VARIANT*>(value.get()), 0), ResultIs(WBEM_S_NO_ERROR));
    }
    EXPECT_EQ(host.references(point.get()).size(), before + 2) << "nobody but the provider has touched it";
    const com::variant centre = value_of(*shape, "Centre");
    const com::com_ptr<IWbemClassObject> stored = com::retain_ptr(centre->punkVal).as<IWbemClassObject>();
    EXPECT_EQ(value_of(*stored, "X")->lVal, 41);
    EXPECT_THAT(host.results(point.get(), Method::kObjectGet), IsEmpty()) << "the mock has taken it as its own";
}

TEST(EmbeddedObject, IsUnwrappedInAnArrayToo) {
    Host host;
    IWbemServices* const services = host.lend_namespace();
    const com::com_ptr<IWbemClassObject> shape = get(*services, kShape);
    const com::com_ptr<IWbemClassObject> point = spawn(*services, "Mock_Point");
    com::unique_safe_array array = com::make_safe_array(VT_UNKNOWN, 2);
    for (LONG i = 0; i < 2; ++i) {
        ASSERT_EQ(SafeArrayPutElement(array.get(), &i, static_cast<IUnknown*>(point.get())), S_OK);
    }
    const std::size_t before = host.references(point.get()).size();
    EXPECT_THAT(put(*shape, "Corners", com::make_variant(std::move(array))), ResultIs(WBEM_S_NO_ERROR));
    EXPECT_EQ(host.references(point.get()).size(), before + 2) << "the two of the array, which is gone";
    const com::variant corners = value_of(*shape, "Corners");
    EXPECT_EQ(com::element_count(corners->parray), 2U);
    EXPECT_THAT(host.results(point.get(), Method::kObjectGet), IsEmpty());
}

TEST(EmbeddedObject, ThatIsGoneIsNotPut) {
    Host host;
    IWbemServices* const services = host.lend_namespace();
    const com::com_ptr<IWbemClassObject> shape = get(*services, kShape);
    com::com_ptr<IWbemClassObject> point = spawn(*services, "Mock_Point");
    VARIANT stale{};
    stale.vt = VT_UNKNOWN;
    stale.punkVal = point.get();
    point.reset();
    EXPECT_THAT(shape->Put(OLESTR("Centre"), 0, &stale, 0), ResultIs(RPC_E_DISCONNECTED));
    EXPECT_THAT(host.results(stale.punkVal, Method::kObjectPut), ElementsAre(RPC_E_DISCONNECTED));
}

TEST(HostClassObject, StaysCleanAtTheEndOfAnEnumeration) {
    Host host;
    const com::com_ptr<IWbemClassObject> shape = get(*host.lend_namespace(), kShape);
    ASSERT_THAT(shape->BeginEnumeration(WBEM_FLAG_NONSYSTEM_ONLY), ResultIs(WBEM_S_NO_ERROR));
    int properties = 0;
    for (;; ++properties) {
        com::unique_bstr name;
        com::variant value;
        const HRESULT next = shape->Next(0, name.put(), value.put(), nullptr, nullptr);
        if (next == WBEM_S_NO_MORE_DATA) break;
        ASSERT_THAT(next, ResultIs(WBEM_S_NO_ERROR));
    }
    EXPECT_EQ(properties, 4);
    EXPECT_THAT(shape->EndEnumeration(), ResultIs(WBEM_S_NO_ERROR));
    EXPECT_EQ(host.ledger->outstanding().size(), 1U);
}

}  // namespace
}  // namespace wbemcheck::probe::test
