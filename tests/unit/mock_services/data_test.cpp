// What the methods do with the data, and that the three forms of a method agree.
#include <gtest/gtest.h>

#include <algorithm>
#include <ostream>
#include <string>
#include <vector>

#include "harness/com/safe_array.h"
#include "harness/com/variant.h"
#include "mock_provider/model/context.h"
#include "tests/unit/mock_services/client.h"
#include "tests/unit/mock_services/delivered.h"
#include "tests/unit/mock_services/test_sink.h"

namespace wbemcheck::mock::test {
namespace {

constexpr std::string_view kCalculator = "Mock_Calculator.Id=\"calc\"";

TEST(GetObject, OfANullPathGivesAnEmptyObject) {
    const Client client;
    com::com_ptr<IWbemClassObject> object;
    EXPECT_THAT(client.services->GetObject(nullptr, 0, nullptr, object.put(), nullptr), ResultIs(WBEM_S_NO_ERROR));
    EXPECT_NE(object, nullptr);
    const auto delivered = deliver(
        [&](IWbemObjectSink* sink) { return client.services->GetObjectAsync(nullptr, 0, nullptr, sink); });
    EXPECT_EQ(delivered.objects.size(), 1U);  // ARG-9
}

TEST(GetObject, FindsClassesInstancesAndAbsolutePaths) {
    const Client client;
    EXPECT_EQ(text_of(client.get("Mock_Item").get(), "__CLASS"), "Mock_Item");
    EXPECT_EQ(text_of(client.get("Mock_Item.Name=\"item-0002\"").get(), "Name"), "item-0002");
    EXPECT_EQ(text_of(client.get("\\\\.\\root\\mock:Mock_Single.Id=\"only\"").get(), "Id"), "only");
}

struct Failure {
    std::string name;
    std::string path;
    HRESULT result;
};

std::ostream& operator<<(std::ostream& out, const Failure& failure) { return out << failure.path; }

class MissingObject : public ::testing::TestWithParam<Failure> {};

TEST_P(MissingObject, FailsAlikeInAllForms) {
    const Client client;
    const auto path = bstr(GetParam().path);
    com::com_ptr<IWbemClassObject> object;
    EXPECT_THAT(client.services->GetObject(path.get(), 0, nullptr, object.put(), nullptr),
                ResultIs(GetParam().result));
    com::com_ptr<IWbemCallResult> call;
    EXPECT_THAT(client.services->GetObject(path.get(), WBEM_FLAG_RETURN_IMMEDIATELY, nullptr, nullptr, call.put()),
                ResultIs(WBEM_S_NO_ERROR));
    EXPECT_THAT(call->GetResultObject(WBEM_INFINITE, object.put()), ResultIs(GetParam().result));
    const auto delivered = deliver(
        [&](IWbemObjectSink* sink) { return client.services->GetObjectAsync(path.get(), 0, nullptr, sink); });
    EXPECT_THAT(delivered.final_event.result, ResultIs(GetParam().result));  // STA-8
}

INSTANTIATE_TEST_SUITE_P(Paths, MissingObject,
                         ::testing::Values(Failure{"Class", "Mock_Missing", WBEM_E_NOT_FOUND},
                                           Failure{"Instance", "Mock_Item.Name=\"none\"", WBEM_E_NOT_FOUND},
                                           Failure{"Malformed", "Mock_Item.=", WBEM_E_INVALID_OBJECT_PATH},
                                           Failure{"OtherKeys", "Mock_Item.Nix=5", WBEM_E_INVALID_OBJECT_PATH},
                                           Failure{"Elsewhere", "\\\\.\\root:Mock_Item", WBEM_E_NOT_FOUND}),
                         [](const auto& tested) { return tested.param.name; });

TEST(PutInstance, StoresDeliversNoObjectAndNamesThePath) {
    const Client client;
    const auto instance = client.spawn("Mock_Writable", "Name", "new");
    const auto put = [&](LONG flags) {
        return deliver([&](IWbemObjectSink* sink) {
            return client.services->PutInstanceAsync(instance.get(), flags, nullptr, sink);
        });
    };
    EXPECT_THAT(put(WBEM_FLAG_UPDATE_ONLY).final_event.result, ResultIs(WBEM_E_NOT_FOUND));  // ARG-13
    const auto created = put(WBEM_FLAG_CREATE_ONLY);
    EXPECT_THAT(created.final_event.result, ResultIs(WBEM_S_NO_ERROR));
    EXPECT_EQ(created.objects.size(), 0U);  // IND-12
    EXPECT_EQ(created.final_event.text, "Mock_Writable.Name=\"new\"");
    EXPECT_THAT(put(WBEM_FLAG_CREATE_ONLY).final_event.result, ResultIs(WBEM_E_ALREADY_EXISTS));
    EXPECT_EQ(text_of(client.get("Mock_Writable.Name=\"new\"").get(), "Name"), "new");
}

TEST(PutInstance, TakesTheObjectAsItIsAtTheCall) {
    const Client client({.latency = std::chrono::milliseconds(20)});
    const auto instance = client.spawn("Mock_Writable", "Name", "before");
    HeldSink sink;
    EXPECT_THAT(client.services->PutInstanceAsync(instance.get(), 0, nullptr, sink.get()), ResultIs(WBEM_S_NO_ERROR));
    EXPECT_THAT(instance->Put(OLESTR("Name"), 0, com::make_variant("after").get(), 0), ResultIs(WBEM_S_NO_ERROR));
    EXPECT_TRUE(sink->wait_for_rest(1, 1));
    EXPECT_EQ(sink->final_event().text, "Mock_Writable.Name=\"before\"");
}

TEST(PutInstance, WithAContextUpdatesTheNamedPropertiesOnly) {
    const Client client;
    const auto instance = client.spawn("Mock_Writable", "Name", "partial");
    EXPECT_THAT(instance->Put(OLESTR("Text"), 0, com::make_variant("first").get(), 0), ResultIs(WBEM_S_NO_ERROR));
    EXPECT_THAT(instance->Put(OLESTR("Value"), 0, com::make_variant(LONG{1}).get(), 0), ResultIs(WBEM_S_NO_ERROR));
    EXPECT_THAT(client.services->PutInstance(instance.get(), 0, nullptr, nullptr), ResultIs(WBEM_S_NO_ERROR));
    EXPECT_THAT(instance->Put(OLESTR("Text"), 0, com::make_variant("second").get(), 0), ResultIs(WBEM_S_NO_ERROR));
    EXPECT_THAT(instance->Put(OLESTR("Value"), 0, com::make_variant(LONG{2}).get(), 0), ResultIs(WBEM_S_NO_ERROR));

    const auto context = make_context();
    SAFEARRAY* const names = SafeArrayCreateVector(VT_BSTR, 0, 1);
    ASSERT_NE(names, nullptr);
    LONG index = 0;
    EXPECT_THAT(SafeArrayPutElement(names, &index, bstr("Value").get()), ResultIs(S_OK));
    VARIANT raw;
    VariantInit(&raw);
    raw.vt = VT_ARRAY | VT_BSTR;
    raw.parray = names;
    const com::variant list = com::variant::adopt(raw);
    EXPECT_THAT(context->SetValue(OLESTR("__PUT_EXTENSIONS"), 0, com::make_bool_variant(true).get()),
                ResultIs(WBEM_S_NO_ERROR));
    EXPECT_THAT(context->SetValue(OLESTR("__PUT_EXT_PROPERTIES"), 0, const_cast<VARIANT*>(list.get())),
                ResultIs(WBEM_S_NO_ERROR));
    EXPECT_THAT(client.services->PutInstance(instance.get(), 0, context.get(), nullptr), ResultIs(WBEM_S_NO_ERROR));

    const auto stored = client.get("Mock_Writable.Name=\"partial\"");
    EXPECT_EQ(text_of(stored.get(), "Text"), "first");
    EXPECT_EQ(number_of(stored.get(), "Value"), 2);
}

TEST(DeleteInstance, DeletesOnceAndThenFails) {
    const Client client;
    const auto path = bstr("Mock_Item.Name=\"item-0003\"");
    const auto remove = [&] {
        return deliver([&](IWbemObjectSink* sink) {
                   return client.services->DeleteInstanceAsync(path.get(), 0, nullptr, sink);
               })
            .final_event.result;
    };
    EXPECT_THAT(remove(), ResultIs(WBEM_S_NO_ERROR));
    EXPECT_THAT(remove(), ResultIs(WBEM_E_NOT_FOUND));
    EXPECT_EQ(names_in(client.query(kAllItems).get()).size(), 6U);
}

TEST(PutClass, ChecksNamesAfterAcceptance) {
    const Client client;
    const auto put = [&](std::string_view name) {
        const auto derived = client.derive("Mock_Scratch", name);
        return deliver([&](IWbemObjectSink* sink) {
            return client.services->PutClassAsync(derived.get(), 0, nullptr, sink);
        });
    };
    const auto good = put("Mock_New");
    EXPECT_THAT(good.final_event.result, ResultIs(WBEM_S_NO_ERROR));
    EXPECT_FALSE(good.final_event.text.has_value());
    EXPECT_THAT(put("_Leading").final_event.result, ResultIs(WBEM_E_INVALID_OPERATION));  // ARG-15
    EXPECT_THAT(put("Trailing_").final_event.result, ResultIs(WBEM_E_INVALID_OBJECT));
}

TEST(DeleteClass, ReportsAMissingClassToTheSink) {
    const Client client;
    const auto name = bstr("Mock_Missing");
    const auto delivered = deliver(
        [&](IWbemObjectSink* sink) { return client.services->DeleteClassAsync(name.get(), 0, nullptr, sink); });
    EXPECT_THAT(delivered.final_event.result, ResultIs(WBEM_E_NOT_FOUND));  // ARG-16
    EXPECT_THAT(client.services->DeleteClass(name.get(), 0, nullptr, nullptr), ResultIs(WBEM_E_NOT_FOUND));
}

TEST(CreateClassEnum, GivesSubclassesDeepOrShallow) {
    const Client client;
    const auto enumerate = [&](const char* superclass, LONG flags) {
        auto delivered = deliver([&](IWbemObjectSink* sink) {
            return client.services->CreateClassEnumAsync(superclass == nullptr ? nullptr : bstr(superclass).get(), flags,
                                                         nullptr, sink);
        });
        auto names = texts(delivered, "__CLASS");
        std::ranges::sort(names);
        return names;
    };
    using Names = std::vector<std::string>;
    EXPECT_EQ(enumerate("Mock_Base", WBEM_FLAG_SHALLOW), (Names{"Mock_DerivedA", "Mock_DerivedB", "Mock_DerivedC"}));
    EXPECT_EQ(enumerate("Mock_Base", WBEM_FLAG_DEEP),
              (Names{"Mock_DerivedA", "Mock_DerivedA2", "Mock_DerivedB", "Mock_DerivedC"}));
    EXPECT_EQ(enumerate("Mock_Leaf", 0), Names{});
    EXPECT_GT(enumerate(nullptr, 0).size(), enumerate(nullptr, WBEM_FLAG_SHALLOW).size());  // ARG-11
    EXPECT_EQ(enumerate("", 0), enumerate(nullptr, 0));
}

TEST(CreateClassEnum, OfAnUnknownSuperclassFails) {
    const Client client;
    const auto delivered = deliver([&](IWbemObjectSink* sink) {
        return client.services->CreateClassEnumAsync(bstr("Mock_Missing").get(), 0, nullptr, sink);
    });
    EXPECT_THAT(delivered.final_event.result, ResultIs(WBEM_E_INVALID_CLASS));
}

TEST(CreateInstanceEnum, AgreesWithItsSynchronousForm) {
    const Client client;
    const auto name = bstr("Mock_Item");
    com::com_ptr<IEnumWbemClassObject> enumerator;
    EXPECT_THAT(client.services->CreateInstanceEnum(name.get(), 0, nullptr, enumerator.put()),
                ResultIs(WBEM_S_NO_ERROR));
    const auto delivered = deliver(
        [&](IWbemObjectSink* sink) { return client.services->CreateInstanceEnumAsync(name.get(), 0, nullptr, sink); });
    EXPECT_EQ(texts(delivered, "Name"), names_in(enumerator.get()));  // ORD-8
    const auto missing = deliver([&](IWbemObjectSink* sink) {
        return client.services->CreateInstanceEnumAsync(bstr("Mock_Missing").get(), 0, nullptr, sink);
    });
    EXPECT_THAT(missing.final_event.result, ResultIs(WBEM_E_INVALID_CLASS));  // ARG-12
}

struct Query {
    std::string text;
    std::vector<std::string> names;
};

std::ostream& operator<<(std::ostream& out, const Query& query) { return out << query.text; }

class DataQuery : public ::testing::TestWithParam<Query> {};

TEST_P(DataQuery, GivesWhatItAsksForInBothForms) {
    const Client client;
    EXPECT_EQ(names_in(client.query(GetParam().text).get()), GetParam().names);
    const auto delivered = deliver([&](IWbemObjectSink* sink) { return client.query_async(GetParam().text, sink); });
    EXPECT_EQ(texts(delivered, "Name"), GetParam().names);
}

INSTANTIATE_TEST_SUITE_P(
    Conditions, DataQuery,
    ::testing::Values(Query{"SELECT * FROM Mock_Item WHERE Value > 5", {"item-0006", "item-0007"}},
                      Query{"SELECT Name FROM Mock_Item WHERE Name = 'ITEM-0004'", {"item-0004"}},
                      Query{"SELECT * FROM Mock_Item WHERE Name = 'item-0004' AND Value = 5", {}},
                      Query{"SELECT * FROM Mock_Item WHERE Name = 'nothing'", {}},
                      Query{"SELECT Name, Value FROM Mock_Item WHERE NOT Value < 7 OR Text LIKE '%item 2'",
                            {"item-0002", "item-0007"}}));

class BadDataQuery : public ::testing::TestWithParam<Failure> {};

TEST_P(BadDataQuery, FailsAlikeInAllForms) {
    const Client client;
    const auto text = bstr(GetParam().path);
    const auto wql = bstr("WQL");
    com::com_ptr<IEnumWbemClassObject> enumerator;
    EXPECT_THAT(client.services->ExecQuery(wql.get(), text.get(), 0, nullptr, enumerator.put()),
                ResultIs(GetParam().result));
    const auto delivered = deliver([&](IWbemObjectSink* sink) { return client.query_async(GetParam().path, sink); });
    EXPECT_THAT(delivered.final_event.result, ResultIs(GetParam().result));  // STA-14
    EXPECT_TRUE(delivered.final_event.has_object);
}

INSTANTIATE_TEST_SUITE_P(Queries, BadDataQuery,
                         ::testing::Values(Failure{"Syntax", "SELECT FROM Mock_Item", WBEM_E_INVALID_QUERY},
                                           Failure{"Property", "SELECT Nix FROM Mock_Item", WBEM_E_INVALID_QUERY},
                                           Failure{"Class", "SELECT * FROM Mock_Missing", WBEM_E_INVALID_CLASS}),
                         [](const auto& tested) { return tested.param.name; });

TEST(ExecQuery, WithAPropertyListNarrowsTheObjects) {
    const Client client;
    const auto enumerator = client.query("SELECT Value FROM Mock_Item WHERE Name = 'item-0001'");
    com::com_ptr<IWbemClassObject> object;
    ULONG returned = 0;
    EXPECT_THAT(enumerator->Next(0, 1, object.put(), &returned), ResultIs(WBEM_S_NO_ERROR));
    EXPECT_EQ(number_of(object.get(), "Value"), 1);
    com::variant value;
    EXPECT_THAT(object->Get(OLESTR("Text"), 0, value.put(), nullptr, nullptr), ResultIs(WBEM_E_NOT_FOUND));
}

TEST(ExecQuery, MakesLocatableObjectsWhenAskedTo) {
    const Client client;
    const auto enumerator =
        client.query("SELECT Value FROM Mock_Item WHERE Name = 'item-0001'", WBEM_FLAG_ENSURE_LOCATABLE);
    com::com_ptr<IWbemClassObject> object;
    ULONG returned = 0;
    EXPECT_THAT(enumerator->Next(0, 1, object.put(), &returned), ResultIs(WBEM_S_NO_ERROR));
    EXPECT_EQ(text_of(object.get(), "__RELPATH"), "Mock_Item.Name=\"item-0001\"");
}

TEST(ExecQuery, AsAPrototypeGivesOneObjectAndRunsNothing) {
    const Client client;
    const auto delivered = deliver([&](IWbemObjectSink* sink) {
        return client.query_async("SELECT * FROM Mock_Empty", sink, WBEM_FLAG_PROTOTYPE);
    });
    ASSERT_EQ(delivered.objects.size(), 1U);
    EXPECT_EQ(text_of(delivered.objects.front().get(), "__CLASS"), "Mock_Empty");
}

TEST(ExecMethod, GivesItsOutParameters) {
    const Client client;
    const auto inputs = client.inputs("Mock_Calculator", "Add", {{"A", 40}, {"B", 2}});
    com::com_ptr<IWbemClassObject> outputs;
    EXPECT_THAT(client.services->ExecMethod(bstr(kCalculator).get(), bstr("Add").get(), 0, nullptr, inputs.get(),
                                            outputs.put(), nullptr),
                ResultIs(WBEM_S_NO_ERROR));
    EXPECT_EQ(number_of(outputs.get(), "Sum"), 42);
    const auto delivered = deliver([&](IWbemObjectSink* sink) {
        return client.services->ExecMethodAsync(bstr(kCalculator).get(), bstr("Add").get(), 0, nullptr, inputs.get(),
                                                sink);
    });
    ASSERT_EQ(delivered.objects.size(), 1U);  // IND-12
    EXPECT_EQ(number_of(delivered.objects.front().get(), "Sum"), 42);
    EXPECT_EQ(number_of(delivered.objects.front().get(), "ReturnValue"), 0);
}

TEST(ExecMethod, WithoutOutputsDeliversNoObject) {
    const Client client;
    const auto delivered = deliver([&](IWbemObjectSink* sink) {
        return client.services->ExecMethodAsync(bstr(kCalculator).get(), bstr("Reset").get(), 0, nullptr, nullptr,
                                                sink);
    });
    EXPECT_EQ(delivered.objects.size(), 0U);
    EXPECT_THAT(delivered.final_event.result, ResultIs(WBEM_S_NO_ERROR));
}

TEST(ExecMethod, SucceedsAsACallWhenTheMethodItselfFails) {
    const Client client;
    const auto delivered = deliver([&](IWbemObjectSink* sink) {
        return client.services->ExecMethodAsync(bstr(kCalculator).get(), bstr("Fail").get(), 0, nullptr, nullptr, sink);
    });
    EXPECT_THAT(delivered.final_event.result, ResultIs(WBEM_S_NO_ERROR));  // STA-16
    ASSERT_EQ(delivered.objects.size(), 1U);
    EXPECT_EQ(number_of(delivered.objects.front().get(), "ReturnValue"), 5);
}

TEST(ExecMethod, ReportsMethodsThatCannotBeCalledToTheSink) {
    const Client client;
    const auto result_of = [&](std::string_view path, std::string_view method) {
        return deliver([&](IWbemObjectSink* sink) {
                   return client.services->ExecMethodAsync(bstr(path).get(), bstr(method).get(), 0, nullptr, nullptr,
                                                           sink);
               })
            .final_event.result;
    };
    EXPECT_THAT(result_of(kCalculator, "Broken"), ResultIs(WBEM_E_METHOD_NOT_IMPLEMENTED));  // ARG-18
    EXPECT_THAT(result_of(kCalculator, "Disabled"), ResultIs(WBEM_E_METHOD_DISABLED));
    EXPECT_THAT(result_of(kCalculator, "Nix"), ResultIs(WBEM_E_INVALID_METHOD));
    EXPECT_THAT(result_of(kCalculator, "Add"), ResultIs(WBEM_E_INVALID_METHOD_PARAMETERS));
    EXPECT_THAT(result_of("Mock_Calculator.Id=\"other\"", "Reset"), ResultIs(WBEM_E_NOT_FOUND));
    EXPECT_THAT(result_of("Mock_Calculator", "Reset"), ResultIs(WBEM_E_INVALID_METHOD));
}

}  // namespace
}  // namespace wbemcheck::mock::test
