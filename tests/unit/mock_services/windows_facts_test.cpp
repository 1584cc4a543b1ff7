// What Wine's tests found on Windows and what no other test here holds: see docs/wine-assertions.md.
#include <gtest/gtest.h>

#include <string>
#include <string_view>
#include <vector>

#include "harness/com/text.h"
#include "harness/com/variant.h"
#include "mock_provider/model/context.h"
#include "tests/unit/mock_services/client.h"

namespace wbemcheck::mock::test {
namespace {

TEST(WindowsEnumerator, TakesACountOfZero) {
    const Client client;
    const auto enumerator = client.query(kAllItems);
    auto* object = reinterpret_cast<IWbemClassObject*>(0x10);
    ULONG returned = 2;
    EXPECT_THAT(enumerator->Next(10000, 0, &object, &returned), ResultIs(WBEM_S_NO_ERROR));
    EXPECT_EQ(returned, 0U);
}

TEST(WindowsEnumerator, LeavesTheNumberAloneWhenThereIsNoArray) {
    const Client client;
    ULONG returned = 2;
    EXPECT_THAT(client.query(kAllItems)->Next(10000, 1, nullptr, &returned),
                ResultIs(WBEM_E_INVALID_PARAMETER));
    EXPECT_EQ(returned, 2U);
}

TEST(WindowsEnumerator, SaysTheEndWhenMoreIsAskedForThanThereIs) {
    const Client client;
    const auto enumerator = client.query(kAllItems);
    std::vector<IWbemClassObject*> objects(8);
    ULONG returned = 0;
    EXPECT_THAT(enumerator->Next(10000, 7, objects.data(), &returned), ResultIs(WBEM_S_NO_ERROR));
    EXPECT_EQ(returned, 7U);
    for (ULONG i = 0; i < returned; ++i) {
        const com::com_ptr<IWbemClassObject> owner(objects[i], com::adopt);
    }
    EXPECT_THAT(enumerator->Reset(), ResultIs(WBEM_S_NO_ERROR));
    EXPECT_THAT(enumerator->Next(10000, 8, objects.data(), &returned), ResultIs(WBEM_S_FALSE));
    EXPECT_EQ(returned, 7U);
    for (ULONG i = 0; i < returned; ++i) {
        const com::com_ptr<IWbemClassObject> owner(objects[i], com::adopt);
    }
}

TEST(WindowsEnumerator, TellsOfAMissingClassAtTheFirstNext) {
    const Client client;
    const auto enumerator =
        client.query("SELECT * FROM Mock_Missing", WBEM_FLAG_RETURN_IMMEDIATELY | WBEM_FLAG_FORWARD_ONLY);
    auto* const untouched = reinterpret_cast<IWbemClassObject*>(0x10);
    IWbemClassObject* object = untouched;
    ULONG returned = 1;
    EXPECT_THAT(enumerator->Next(WBEM_INFINITE, 1, &object, &returned), ResultIs(WBEM_E_INVALID_CLASS));
    EXPECT_EQ(returned, 0U);
    EXPECT_EQ(object, untouched);
}

TEST(WindowsQuery, OfAClassThatTheNamespaceLacksIsInvalidAtOnce) {
    const Client client;
    com::com_ptr<IWbemServices> root;
    EXPECT_THAT(client.mock->locator()->ConnectServer(bstr("ROOT").get(), nullptr, nullptr, nullptr, 0,
                                                      nullptr, nullptr, root.put()),
                ResultIs(WBEM_S_NO_ERROR));
    for (const char* const text : {"SELECT * FROM __ASSOCIATORS", "SELECT * FROM Mock_Item"}) {
        com::com_ptr<IEnumWbemClassObject> enumerator;
        EXPECT_THAT(root->ExecQuery(bstr("wql").get(), bstr(text).get(), 0, nullptr, enumerator.put()),
                    ResultIs(WBEM_E_INVALID_CLASS))
            << text;
    }
}

TEST(WindowsQuery, TakesAnyBlankBetweenItsWords) {
    const Client client;
    EXPECT_EQ(names_in(client.query("SELECT\nName\rFROM\tMock_Item").get()).size(), 7U);
}

TEST(WindowsObject, OfTheEmptyPathTakesTheNameOfANewClass) {
    const Client client;
    com::com_ptr<IWbemClassObject> object;
    EXPECT_THAT(client.services->GetObject(nullptr, 0, nullptr, object.put(), nullptr),
                ResultIs(WBEM_S_NO_ERROR));
    ASSERT_NE(object, nullptr);
    EXPECT_THAT(object->Put(OLESTR("__CLASS"), 0, com::make_variant("MyClass").get(), 0),
                ResultIs(WBEM_S_NO_ERROR));
    EXPECT_THAT(client.services->GetObject(bstr("").get(), 0, nullptr, object.put(), nullptr),
                ResultIs(WBEM_S_NO_ERROR));
    EXPECT_NE(object, nullptr);
}

TEST(WindowsObject, ThatIsMissingLeavesNull) {
    const Client client;
    auto* object = reinterpret_cast<IWbemClassObject*>(0x10);
    EXPECT_THAT(client.services->GetObject(bstr("Mock_Item.Name=\"nonexistent\"").get(), 0, nullptr, &object,
                                           nullptr),
                ResultIs(WBEM_E_NOT_FOUND));
    EXPECT_EQ(object, nullptr);
}

TEST(WindowsContext, IsKeptByNameWithoutRegardToCaseAndEnumeratedInOrder) {
    const auto context = make_context();
    com::variant value = com::make_variant(LONG{12});
    EXPECT_THAT(context->SetValue(OLESTR("name"), 0, nullptr), ResultIs(WBEM_E_INVALID_PARAMETER));
    EXPECT_THAT(context->SetValue(nullptr, 0, value.get()), ResultIs(WBEM_E_INVALID_PARAMETER));
    EXPECT_THAT(context->SetValue(OLESTR("name"), 0, value.get()), ResultIs(WBEM_S_NO_ERROR));
    com::variant read;
    EXPECT_THAT(context->GetValue(nullptr, 0, read.put()), ResultIs(WBEM_E_INVALID_PARAMETER));
    EXPECT_THAT(context->GetValue(OLESTR("name"), 0, nullptr), ResultIs(WBEM_E_INVALID_PARAMETER));
    EXPECT_THAT(context->GetValue(OLESTR("noname"), 0, read.put()), ResultIs(WBEM_E_NOT_FOUND));
    EXPECT_THAT(context->GetValue(OLESTR("NAME"), 0, read.put()), ResultIs(WBEM_S_NO_ERROR));
    EXPECT_EQ(read.type(), VT_I4);
    value = com::make_variant(LONG{13});
    EXPECT_THAT(context->SetValue(OLESTR("name2"), 0, value.get()), ResultIs(WBEM_S_NO_ERROR));

    com::unique_bstr name;
    EXPECT_THAT(context->Next(0, name.put(), read.put()), ResultIs(WBEM_E_UNEXPECTED));
    EXPECT_THAT(context->BeginEnumeration(0), ResultIs(WBEM_S_NO_ERROR));
    EXPECT_THAT(context->Next(0, name.put(), read.put()), ResultIs(WBEM_S_NO_ERROR));
    EXPECT_EQ(com::to_utf8(name.get()), "name");
    EXPECT_THAT(context->EndEnumeration(), ResultIs(WBEM_S_NO_ERROR));

    value = com::make_variant(LONG{14});
    EXPECT_THAT(context->SetValue(OLESTR("name"), 0, value.get()), ResultIs(WBEM_S_NO_ERROR));
    EXPECT_THAT(context->GetValue(OLESTR("name"), 0, read.put()), ResultIs(WBEM_S_NO_ERROR));
    EXPECT_EQ(read->lVal, 14);
}

TEST(WindowsMethods, AreEnumeratedWithTheirSignatures) {
    const Client client;
    const auto definition = client.get("Mock_Calculator");
    EXPECT_THAT(definition->BeginMethodEnumeration(0), ResultIs(WBEM_S_NO_ERROR));
    bool has_add = false;
    com::unique_bstr name;
    com::com_ptr<IWbemClassObject> inputs;
    com::com_ptr<IWbemClassObject> outputs;
    while (definition->NextMethod(0, name.put(), inputs.put(), outputs.put()) == WBEM_S_NO_ERROR) {
        has_add = has_add || (com::to_utf8(name.get()) == "Add" && inputs != nullptr && outputs != nullptr);
    }
    EXPECT_THAT(definition->EndMethodEnumeration(), ResultIs(WBEM_S_NO_ERROR));
    EXPECT_TRUE(has_add);
    EXPECT_THAT(definition->GetMethod(OLESTR("Add"), 0, nullptr, nullptr), ResultIs(WBEM_S_NO_ERROR));
}

// A parameter's ID says which it is, reaches instances and is final; the return value has none.
TEST(WindowsMethods, NumberTheirParametersOnTheObjectsThatComeBack) {
    const Client client;
    const auto inputs = client.inputs("Mock_Calculator", "Add", {{"A", 1}, {"B", 2}});
    com::com_ptr<IWbemQualifierSet> set;
    ASSERT_THAT(inputs->GetPropertyQualifierSet(OLESTR("B"), set.put()), ResultIs(WBEM_S_NO_ERROR));
    com::variant id;
    LONG flavor = -1;
    EXPECT_THAT(set->Get(OLESTR("ID"), 0, id.put(), &flavor), ResultIs(WBEM_S_NO_ERROR));
    EXPECT_EQ(id.type(), VT_I4);
    EXPECT_EQ(id->lVal, 1);
    EXPECT_EQ(flavor, WBEM_FLAVOR_FLAG_PROPAGATE_TO_INSTANCE | WBEM_FLAVOR_NOT_OVERRIDABLE |
                          WBEM_FLAVOR_ORIGIN_PROPAGATED);

    com::com_ptr<IWbemClassObject> outputs;
    ASSERT_THAT(client.services->ExecMethod(bstr("Mock_Calculator.Id=\"calc\"").get(), bstr("Add").get(), 0,
                                            nullptr, inputs.get(), outputs.put(), nullptr),
                ResultIs(WBEM_S_NO_ERROR));
    com::variant value;
    CIMTYPE type = CIM_EMPTY;
    EXPECT_THAT(outputs->Get(OLESTR("ReturnValue"), 0, value.put(), &type, nullptr),
                ResultIs(WBEM_S_NO_ERROR));
    EXPECT_EQ(value.type(), VT_I4);
    EXPECT_EQ(type, CIM_UINT32);
    ASSERT_THAT(outputs->GetPropertyQualifierSet(OLESTR("ReturnValue"), set.put()),
                ResultIs(WBEM_S_NO_ERROR));
    EXPECT_THAT(set->Get(OLESTR("ID"), 0, id.put(), &flavor), ResultIs(WBEM_E_NOT_FOUND));
}

}  // namespace
}  // namespace wbemcheck::mock::test
