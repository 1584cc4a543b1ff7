// The codes that the documents name for PutClass and PutInstance (contract sections 1.6 and 3), alike in both
// forms.
#include <gtest/gtest.h>

#include <string>
#include <string_view>

#include "harness/com/text.h"
#include "harness/com/variant.h"
#include "tests/unit/mock_services/client.h"
#include "tests/unit/mock_services/delivered.h"

namespace wbemcheck::mock::test {
namespace {

class PutCodes : public ::testing::Test {
protected:
    // The object is accepted and then answered with this code, whichever way it is put.
    void expect_class(HRESULT expected, IWbemClassObject* object, LONG flags = 0) const {
        EXPECT_THAT(client_.services->PutClass(object, flags, nullptr, nullptr), ResultIs(expected));
        const auto delivered = deliver([&](IWbemObjectSink* sink) {
            return client_.services->PutClassAsync(object, flags, nullptr, sink);
        });
        EXPECT_THAT(delivered.final_event.result, ResultIs(expected));  // STA-8
    }
    void expect_instance(HRESULT expected, IWbemClassObject* object, LONG flags = 0) const {
        EXPECT_THAT(client_.services->PutInstance(object, flags, nullptr, nullptr), ResultIs(expected));
        const auto delivered = deliver([&](IWbemObjectSink* sink) {
            return client_.services->PutInstanceAsync(object, flags, nullptr, sink);
        });
        EXPECT_THAT(delivered.final_event.result, ResultIs(expected));
    }

    // A class with a key Id, a not_null Must and, when `qualifier` says so, something more.
    [[nodiscard]] com::com_ptr<IWbemClassObject> new_class(std::string_view name,
                                                           const char* qualifier = nullptr,
                                                           bool has_key = true) const {
        const auto object = client_.get("");
        EXPECT_THAT(object->Put(OLESTR("__CLASS"), 0, com::make_variant(name).get(), 0),
                    ResultIs(WBEM_S_NO_ERROR));
        EXPECT_THAT(object->Put(OLESTR("Id"), 0, nullptr, CIM_STRING), ResultIs(WBEM_S_NO_ERROR));
        if (has_key) {
            put_qualifier(*object, "Id", "key");
        }
        if (qualifier != nullptr) {
            put_qualifier(*object, {}, qualifier);
        }
        return object;
    }

    static void put_qualifier(IWbemClassObject& object, std::string_view property, std::string_view name) {
        com::com_ptr<IWbemQualifierSet> set;
        EXPECT_THAT(property.empty()
                        ? object.GetQualifierSet(set.put())
                        : object.GetPropertyQualifierSet(com::to_utf16(property).c_str(), set.put()),
                    ResultIs(WBEM_S_NO_ERROR));
        EXPECT_THAT(set->Put(com::to_utf16(name).c_str(), com::make_bool_variant(true).get(), 0),
                    ResultIs(WBEM_S_NO_ERROR));
    }

    void store(IWbemClassObject* definition) const {
        EXPECT_THAT(client_.services->PutClass(definition, 0, nullptr, nullptr), ResultIs(WBEM_S_NO_ERROR));
    }
    [[nodiscard]] com::com_ptr<IWbemClassObject> spawn(std::string_view class_name) const {
        com::com_ptr<IWbemClassObject> instance;
        EXPECT_THAT(client_.get(class_name)->SpawnInstance(0, instance.put()), ResultIs(WBEM_S_NO_ERROR));
        return instance;
    }

    Client client_;
};

TEST_F(PutCodes, OfPutClassTellCreationFromUpdate) {
    const auto fresh = client_.derive("Mock_Scratch", "Fresh");
    expect_class(WBEM_E_NOT_FOUND, fresh.get(), WBEM_FLAG_UPDATE_ONLY);  // ARG-13
    store(fresh.get());
    expect_class(WBEM_E_ALREADY_EXISTS, fresh.get(), WBEM_FLAG_CREATE_ONLY);
    expect_class(WBEM_S_NO_ERROR, fresh.get(), WBEM_FLAG_UPDATE_ONLY);
}

TEST_F(PutCodes, OfPutClassTellWhatIsWrongWithTheName) {
    expect_class(WBEM_E_INVALID_OPERATION, client_.derive("Mock_Scratch", "_Leading").get());  // ARG-15
    expect_class(WBEM_E_INVALID_OBJECT, client_.derive("Mock_Scratch", "Trailing_").get());
    com::com_ptr<IWbemClassObject> nameless;
    EXPECT_THAT(client_.get("Mock_Scratch")->SpawnDerivedClass(0, nameless.put()), ResultIs(WBEM_S_NO_ERROR));
    expect_class(WBEM_E_INVALID_PARAMETER, nameless.get());
}

TEST_F(PutCodes, OfPutClassTellOfASuperclassThatIsGone) {
    store(client_.derive("Mock_Scratch", "Above").get());
    const auto below = client_.derive("Above", "Below");
    EXPECT_THAT(client_.services->DeleteClass(bstr("Above").get(), 0, nullptr, nullptr),
                ResultIs(WBEM_S_NO_ERROR));
    expect_class(WBEM_E_NOT_FOUND, below.get());  // ARG-15
}

TEST_F(PutCodes, OfPutClassTellOfClassesThatMakeNoSense) {
    expect_class(WBEM_E_CANNOT_BE_SINGLETON, new_class("Both", "singleton").get());
    const auto abstract_below = client_.derive("Mock_Scratch", "Below");
    put_qualifier(*abstract_below, {}, "abstract");
    expect_class(WBEM_E_CANNOT_BE_ABSTRACT, abstract_below.get());
}

TEST_F(PutCodes, TellAClassFromAnInstance) {
    expect_class(WBEM_E_INVALID_CLASS, client_.spawn("Mock_Writable", "Name", "x").get());
    expect_instance(WBEM_E_INVALID_OBJECT, client_.get("Mock_Writable").get());
}

TEST_F(PutCodes, OfPutInstanceTellOfKeysAndNulls) {
    const auto definition = new_class("Keyed");
    EXPECT_THAT(definition->Put(OLESTR("Must"), 0, nullptr, CIM_STRING), ResultIs(WBEM_S_NO_ERROR));
    put_qualifier(*definition, "Must", "not_null");
    store(definition.get());
    const auto instance = spawn("Keyed");
    EXPECT_THAT(instance->Put(OLESTR("Must"), 0, com::make_variant("set").get(), 0),
                ResultIs(WBEM_S_NO_ERROR));
    expect_instance(WBEM_E_NO_KEY, instance.get());  // ARG-14
    EXPECT_THAT(instance->Put(OLESTR("Id"), 0, com::make_variant("one").get(), 0), ResultIs(WBEM_S_NO_ERROR));
    EXPECT_THAT(instance->Put(OLESTR("Must"), 0, nullptr, 0), ResultIs(WBEM_S_NO_ERROR));
    expect_instance(WBEM_E_ILLEGAL_NULL, instance.get());
    store(new_class("Keyless", nullptr, false).get());
    expect_instance(WBEM_E_NO_KEY, spawn("Keyless").get());
}

TEST_F(PutCodes, OfPutInstanceTellOfClassesWithoutInstances) {
    store(new_class("Idea", "abstract").get());
    const auto instance = client_.spawn("Idea", "Id", "one");
    expect_instance(WBEM_E_ILLEGAL_OPERATION, instance.get());
    EXPECT_THAT(client_.services->DeleteClass(bstr("Idea").get(), 0, nullptr, nullptr),
                ResultIs(WBEM_S_NO_ERROR));
    expect_instance(WBEM_E_INVALID_CLASS, instance.get());
}

TEST_F(PutCodes, OfPutInstanceTellCreationFromUpdate) {
    const auto instance = client_.spawn("Mock_Writable", "Name", "fresh");
    expect_instance(WBEM_E_NOT_FOUND, instance.get(), WBEM_FLAG_UPDATE_ONLY);  // ARG-13
    expect_instance(WBEM_S_NO_ERROR, instance.get());
    expect_instance(WBEM_E_ALREADY_EXISTS, instance.get(), WBEM_FLAG_CREATE_ONLY);
}

// "It does not support moving instances": a key that a sibling class has.
TEST_F(PutCodes, OfPutInstanceTellOfAKeyThatASiblingHas) {
    store(new_class("ClassA").get());
    store(client_.derive("ClassA", "ClassB").get());
    store(client_.derive("ClassA", "ClassC").get());
    expect_instance(WBEM_S_NO_ERROR, client_.spawn("ClassB", "Id", "1").get());
    expect_instance(WBEM_E_ALREADY_EXISTS, client_.spawn("ClassC", "Id", "1").get());
    EXPECT_THAT(client_.services->DeleteInstance(bstr("ClassB.Id=\"1\"").get(), 0, nullptr, nullptr),
                ResultIs(WBEM_S_NO_ERROR));
    expect_instance(WBEM_S_NO_ERROR, client_.spawn("ClassC", "Id", "1").get());
}

TEST_F(PutCodes, ASingletonHasOneInstanceAndAnAtSignForItsKey) {
    store(new_class("Only", "singleton", false).get());
    const auto instance = client_.spawn("Only", "Id", "first");
    const auto delivered = deliver([&](IWbemObjectSink* sink) {
        return client_.services->PutInstanceAsync(instance.get(), 0, nullptr, sink);
    });
    EXPECT_EQ(delivered.final_event.text, "Only=@");
    expect_instance(WBEM_E_ALREADY_EXISTS, client_.spawn("Only", "Id", "second").get(),
                    WBEM_FLAG_CREATE_ONLY);
    expect_instance(WBEM_S_NO_ERROR, client_.spawn("Only", "Id", "second").get());
    EXPECT_EQ(text_of(client_.get("Only=@").get(), "Id"), "second");
    EXPECT_EQ(text_of(client_.get("Only=@").get(), "__RELPATH"), "Only=@");
    EXPECT_EQ(names_in(client_.query("SELECT * FROM Only").get(), "Id").size(), 1U);
}

TEST_F(PutCodes, AnAssociationKeepsReferencesAsKeys) {
    const auto link = client_.get("");
    EXPECT_THAT(link->Put(OLESTR("__CLASS"), 0, com::make_variant("Link").get(), 0),
                ResultIs(WBEM_S_NO_ERROR));
    put_qualifier(*link, {}, "association");
    for (const char* const end : {"From", "To"}) {
        EXPECT_THAT(link->Put(com::to_utf16(end).c_str(), 0, nullptr, CIM_REFERENCE),
                    ResultIs(WBEM_S_NO_ERROR));
        put_qualifier(*link, end, "key");
    }
    store(link.get());
    const auto instance = client_.spawn("Link", "From", "Mock_Item.Name=\"item-0001\"");
    EXPECT_THAT(instance->Put(OLESTR("To"), 0, com::make_variant("Mock_Item.Name=\"item-0002\"").get(), 0),
                ResultIs(WBEM_S_NO_ERROR));
    expect_instance(WBEM_S_NO_ERROR, instance.get());
    const std::string path =
        "Link.From=\"Mock_Item.Name=\\\"item-0001\\\"\",To=\"Mock_Item.Name=\\\"item-0002\\\"\"";
    EXPECT_EQ(text_of(client_.get(path).get(), "__RELPATH"), path);
}

TEST(PrototypeQuery, HasThePropertiesThatTheListNames) {
    const Client client;
    const auto enumerator = client.query("SELECT Name, Value FROM Mock_Item", WBEM_FLAG_PROTOTYPE);
    com::com_ptr<IWbemClassObject> object;
    ULONG returned = 0;
    EXPECT_THAT(enumerator->Next(0, 1, object.put(), &returned), ResultIs(WBEM_S_NO_ERROR));
    EXPECT_EQ(number_of(object.get(), "__PROPERTY_COUNT"), 2);
    EXPECT_EQ(text_of(object.get(), "__CLASS"), "Mock_Item");
    EXPECT_EQ(text_of(object.get(), "Name"), "") << "the query was not run";
    EXPECT_THAT(object->Get(OLESTR("Text"), 0, nullptr, nullptr, nullptr), ResultIs(WBEM_E_NOT_FOUND));
    EXPECT_THAT(enumerator->Next(0, 1, object.put(), &returned), ResultIs(WBEM_S_FALSE));
}

}  // namespace
}  // namespace wbemcheck::mock::test
