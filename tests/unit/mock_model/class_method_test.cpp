// IWbemClassObject: methods of classes.
#include "tests/unit/mock_model/object_fixture.h"

namespace wbemcheck::mock {
namespace {

using testing::ElementsAre;

struct Signatures {
    HRESULT result = WBEM_S_NO_ERROR;
    com_ptr<IWbemClassObject> inputs;
    com_ptr<IWbemClassObject> outputs;
};

Signatures method_of(IWbemClassObject& object, std::string_view name) {
    Signatures found;
    found.result = object.GetMethod(wide(name).c_str(), 0, found.inputs.put(), found.outputs.put());
    return found;
}

com_ptr<IWbemClassObject> instance_object() { return make_instance_object(make_instance(derived_class())); }

com_ptr<IWbemClassObject> signature(const MethodBuilder& method, bool is_input) {
    const Method built = method.build();
    return make_class_object(is_input ? built.inputs : built.outputs);
}

// A signature without the help of MethodBuilder, to get it wrong.
struct Parameter {
    const char* name;
    std::optional<int> id;
};
com_ptr<IWbemClassObject> raw_signature(std::initializer_list<Parameter> parameters) {
    ClassBuilder builder("__PARAMETERS");
    for (const Parameter& parameter : parameters) {
        QualifierList qualifiers;
        if (parameter.id) {
            qualifiers.set({"ID", Value::sint32(*parameter.id)});
        }
        builder.property(parameter.name, CimType::kSint32, {}, qualifiers);
    }
    return make_class_object(builder.build());
}

TEST(GetMethod, GivesBothSignaturesAsClasses) {
    const Signatures add = method_of(*make_class_object(derived_class()), "ADD");
    ASSERT_THAT(add.result, ResultIs(WBEM_S_NO_ERROR));
    ASSERT_TRUE(add.inputs && add.outputs);
    EXPECT_EQ(value_of(*add.inputs, "__CLASS"), Value::string("__PARAMETERS"));
    EXPECT_EQ(value_of(*add.inputs, "__GENUS"), Value::sint32(WBEM_GENUS_CLASS));
    EXPECT_THAT(names_of(*add.inputs, WBEM_FLAG_NONSYSTEM_ONLY), ElementsAre("A"));
    EXPECT_THAT(names_of(*add.outputs, WBEM_FLAG_NONSYSTEM_ONLY), ElementsAre("ReturnValue", "Sum"));
}

TEST(GetMethod, GivesSignaturesThatSpawnParameters) {
    const Signatures add = method_of(*make_class_object(base_class()), "Add");
    ASSERT_TRUE(add.inputs);
    com_ptr<IWbemClassObject> parameters;
    ASSERT_THAT(add.inputs->SpawnInstance(0, parameters.put()), ResultIs(WBEM_S_NO_ERROR));
    EXPECT_THAT(put(*parameters, "A", Value::sint32(-4)), ResultIs(WBEM_S_NO_ERROR));
    EXPECT_EQ(value_of(*parameters, "A"), Value::sint32(-4));
    EXPECT_EQ(value_of(*parameters, "__GENUS"), Value::sint32(WBEM_GENUS_INSTANCE));
}

TEST(GetMethod, GivesNullForADirectionWithoutParameters) {
    const Signatures reset = method_of(*make_class_object(base_class()), "Reset");
    ASSERT_THAT(reset.result, ResultIs(WBEM_S_NO_ERROR));
    EXPECT_FALSE(reset.inputs);
    EXPECT_FALSE(reset.outputs);
    EXPECT_THAT(make_class_object(base_class())->GetMethod(OLESTR("Add"), 0, nullptr, nullptr),
                ResultIs(WBEM_S_NO_ERROR));
}

TEST(GetMethod, LeavesNullsWhenItFails) {
    const com_ptr<IWbemClassObject> object = make_class_object(base_class());
    IWbemClassObject* inputs = garbage_pointer<IWbemClassObject>();
    IWbemClassObject* outputs = garbage_pointer<IWbemClassObject>();
    EXPECT_THAT(object->GetMethod(OLESTR("Nothing"), 0, &inputs, &outputs), ResultIs(WBEM_E_NOT_FOUND));
    EXPECT_EQ(inputs, nullptr);
    EXPECT_EQ(outputs, nullptr);
    EXPECT_THAT(object->GetMethod(nullptr, 0, nullptr, nullptr), ResultIs(WBEM_E_INVALID_PARAMETER));
    EXPECT_THAT(object->GetMethod(OLESTR("Add"), 1, nullptr, nullptr), ResultIs(WBEM_E_INVALID_PARAMETER));
}

TEST(InstanceMethods, AreAnIllegalOperation) {
    const com_ptr<IWbemClassObject> object = instance_object();
    EXPECT_THAT(object->GetMethod(OLESTR("Add"), 0, nullptr, nullptr), ResultIs(WBEM_E_ILLEGAL_OPERATION));
    EXPECT_THAT(object->PutMethod(OLESTR("New"), 0, nullptr, nullptr), ResultIs(WBEM_E_ILLEGAL_OPERATION));
    EXPECT_THAT(object->DeleteMethod(OLESTR("Add")), ResultIs(WBEM_E_ILLEGAL_OPERATION));
    EXPECT_THAT(object->BeginMethodEnumeration(0), ResultIs(WBEM_E_ILLEGAL_OPERATION));
    EXPECT_THAT(object->NextMethod(0, nullptr, nullptr, nullptr), ResultIs(WBEM_E_ILLEGAL_OPERATION));
    EXPECT_THAT(object->EndMethodEnumeration(), ResultIs(WBEM_E_ILLEGAL_OPERATION));
    com_ptr<IWbemQualifierSet> set;
    EXPECT_THAT(object->GetMethodQualifierSet(OLESTR("Add"), set.put()), ResultIs(WBEM_E_ILLEGAL_OPERATION));
    com::unique_bstr origin;
    EXPECT_THAT(object->GetMethodOrigin(OLESTR("Add"), origin.put()), ResultIs(WBEM_E_ILLEGAL_OPERATION));
}

TEST(PutMethod, AddsAMethod) {
    const com_ptr<IWbemClassObject> object = make_class_object(base_class());
    const MethodBuilder move = MethodBuilder("Move", CimType::kUint32)
                                   .in("X", scalar(CimType::kSint32))
                                   .out("Y", scalar(CimType::kSint32));
    ASSERT_THAT(
        object->PutMethod(OLESTR("Move"), 0, signature(move, true).get(), signature(move, false).get()),
        ResultIs(WBEM_S_NO_ERROR));
    const Signatures found = method_of(*object, "move");
    ASSERT_THAT(found.result, ResultIs(WBEM_S_NO_ERROR));
    EXPECT_THAT(names_of(*found.inputs, WBEM_FLAG_NONSYSTEM_ONLY), ElementsAre("X"));
    com::unique_bstr origin;
    EXPECT_THAT(object->GetMethodOrigin(OLESTR("Move"), origin.put()), ResultIs(WBEM_S_NO_ERROR));
    EXPECT_EQ(text_of_bstr(origin), "Base");
    EXPECT_THAT(object->PutMethod(OLESTR("Plain"), 0, nullptr, nullptr), ResultIs(WBEM_S_NO_ERROR));
}

TEST(PutMethod, ChecksTheNumbersOfParameters) {
    const com_ptr<IWbemClassObject> object = make_class_object(base_class());
    const auto result_of = [&](std::initializer_list<Parameter> inputs,
                               std::initializer_list<Parameter> outputs) {
        return object->PutMethod(OLESTR("New"), 0, raw_signature(inputs).get(), raw_signature(outputs).get());
    };
    EXPECT_THAT(result_of({{"A", 0}}, {{"B", 1}, {"ReturnValue", {}}}), ResultIs(WBEM_S_NO_ERROR));
    EXPECT_THAT(result_of({{"A", {}}}, {}), ResultIs(WBEM_E_MISSING_PARAMETER_ID));
    EXPECT_THAT(result_of({{"A", 0}}, {{"B", {}}}), ResultIs(WBEM_E_MISSING_PARAMETER_ID));
    EXPECT_THAT(result_of({{"A", 1}}, {}), ResultIs(WBEM_E_NONCONSECUTIVE_PARAMETER_IDS));
    EXPECT_THAT(result_of({{"A", 0}}, {{"B", 2}}), ResultIs(WBEM_E_NONCONSECUTIVE_PARAMETER_IDS));
    EXPECT_THAT(result_of({{"A", 0}, {"B", 0}}, {}), ResultIs(WBEM_E_NONCONSECUTIVE_PARAMETER_IDS));
    EXPECT_THAT(result_of({}, {{"ReturnValue", 0}}), ResultIs(WBEM_E_PARAMETER_ID_ON_RETVAL));
    EXPECT_THAT(result_of({{"ReturnValue", {}}}, {}), ResultIs(WBEM_E_INVALID_METHOD_PARAMETERS));
    EXPECT_THAT(result_of({{"A", 0}}, {{"A", 0}}), ResultIs(WBEM_S_NO_ERROR)) << "an [in, out] parameter";
    EXPECT_THAT(result_of({{"A", 0}}, {{"A", 1}}), ResultIs(WBEM_E_INVALID_DUPLICATE_PARAMETER));
}

TEST(PutMethod, RefusesBadNames) {
    const com_ptr<IWbemClassObject> object = make_class_object(base_class());
    EXPECT_THAT(object->PutMethod(nullptr, 0, nullptr, nullptr), ResultIs(WBEM_E_INVALID_PARAMETER));
    EXPECT_THAT(object->PutMethod(OLESTR("New"), 1, nullptr, nullptr), ResultIs(WBEM_E_INVALID_PARAMETER));
    for (const char* const name : {"", "_New", "New_", "a b"}) {
        EXPECT_THAT(object->PutMethod(wide(name).c_str(), 0, nullptr, nullptr),
                    ResultIs(WBEM_E_INVALID_PARAMETER))
            << name;
    }
}

TEST(PutMethod, OverridesAnInheritedMethodWithTheSameSignatureOnly) {
    const com_ptr<IWbemClassObject> object = make_class_object(derived_class());
    EXPECT_THAT(object->PutMethod(OLESTR("Add"), 0, nullptr, nullptr), ResultIs(WBEM_E_PROPAGATED_METHOD));
    const Signatures add = method_of(*object, "Add");
    EXPECT_THAT(object->PutMethod(OLESTR("Add"), 0, add.inputs.get(), add.outputs.get()),
                ResultIs(WBEM_S_NO_ERROR));
}

TEST(DeleteMethod, RemovesOwnMethodsAndRevertsOverrides) {
    const com_ptr<IWbemClassObject> object = make_class_object(derived_class());
    EXPECT_THAT(object->DeleteMethod(OLESTR("Own")), ResultIs(WBEM_S_NO_ERROR));
    EXPECT_THAT(object->DeleteMethod(OLESTR("Own")), ResultIs(WBEM_E_NOT_FOUND));
    EXPECT_THAT(object->DeleteMethod(OLESTR("Add")), ResultIs(WBEM_E_PROPAGATED_METHOD));
    const Signatures add = method_of(*object, "Add");
    ASSERT_THAT(object->PutMethod(OLESTR("Add"), 0, add.inputs.get(), add.outputs.get()),
                ResultIs(WBEM_S_NO_ERROR));
    EXPECT_THAT(object->DeleteMethod(OLESTR("Add")), ResultIs(WBEM_S_RESET_TO_DEFAULT));
    EXPECT_THAT(object->DeleteMethod(nullptr), ResultIs(WBEM_E_INVALID_PARAMETER));
}

std::vector<std::string> methods_of(IWbemClassObject& object, LONG flags) {
    std::vector<std::string> names;
    EXPECT_THAT(object.BeginMethodEnumeration(flags), ResultIs(WBEM_S_NO_ERROR));
    for (;;) {
        com::unique_bstr name;
        Signatures found;
        found.result = object.NextMethod(0, name.put(), found.inputs.put(), found.outputs.put());
        if (found.result != WBEM_S_NO_ERROR) {
            EXPECT_THAT(found.result, ResultIs(WBEM_S_NO_MORE_DATA));
            EXPECT_FALSE(name || found.inputs || found.outputs);
            return names;
        }
        names.push_back(text_of_bstr(name));
        EXPECT_EQ(bool{found.inputs}, names.back() == "Add");
    }
}

TEST(MethodEnumeration, GivesLocalPropagatedOrAllMethods) {
    const com_ptr<IWbemClassObject> object = make_class_object(derived_class());
    EXPECT_THAT(methods_of(*object, 0), ElementsAre("Add", "Reset", "Own"));
    EXPECT_THAT(methods_of(*object, WBEM_FLAG_LOCAL_ONLY), ElementsAre("Own"));
    EXPECT_THAT(methods_of(*object, WBEM_FLAG_PROPAGATED_ONLY), ElementsAre("Add", "Reset"));
    EXPECT_THAT(object->BeginMethodEnumeration(WBEM_FLAG_SYSTEM_ONLY), ResultIs(WBEM_E_INVALID_PARAMETER));
}

TEST(MethodEnumeration, NeedsABeginning) {
    const com_ptr<IWbemClassObject> object = make_class_object(base_class());
    EXPECT_THAT(object->NextMethod(0, nullptr, nullptr, nullptr), ResultIs(WBEM_E_UNEXPECTED));
    ASSERT_THAT(object->BeginMethodEnumeration(0), ResultIs(WBEM_S_NO_ERROR));
    EXPECT_THAT(object->NextMethod(1, nullptr, nullptr, nullptr), ResultIs(WBEM_E_INVALID_PARAMETER));
    EXPECT_THAT(object->NextMethod(0, nullptr, nullptr, nullptr), ResultIs(WBEM_S_NO_ERROR));
    EXPECT_THAT(object->EndMethodEnumeration(), ResultIs(WBEM_S_NO_ERROR));
    EXPECT_THAT(object->NextMethod(0, nullptr, nullptr, nullptr), ResultIs(WBEM_E_UNEXPECTED));
}

TEST(MethodOrigin, IsTheClassThatIntroducedTheMethod) {
    const com_ptr<IWbemClassObject> object = make_class_object(derived_class());
    com::unique_bstr origin;
    ASSERT_THAT(object->GetMethodOrigin(OLESTR("add"), origin.put()), ResultIs(WBEM_S_NO_ERROR));
    EXPECT_EQ(text_of_bstr(origin), "Base");
    BSTR none = garbage_pointer<OLECHAR>();
    EXPECT_THAT(object->GetMethodOrigin(OLESTR("Nothing"), &none), ResultIs(WBEM_E_NOT_FOUND));
    EXPECT_EQ(none, nullptr);
    EXPECT_THAT(object->GetMethodOrigin(OLESTR("Add"), nullptr), ResultIs(WBEM_E_INVALID_PARAMETER));
    EXPECT_THAT(object->GetMethodOrigin(nullptr, &none), ResultIs(WBEM_E_INVALID_PARAMETER));
}

}  // namespace
}  // namespace wbemcheck::mock
