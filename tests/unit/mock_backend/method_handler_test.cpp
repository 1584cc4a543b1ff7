// Methods whose handlers are registered in C++.
#include <gtest/gtest.h>

#include <atomic>
#include <memory>
#include <stdexcept>
#include <string>
#include <utility>

#include "harness/com/com_object.h"
#include "harness/com/hresult.h"
#include "harness/com/variant.h"
#include "mock_provider/model/context.h"
#include "tests/unit/mock_services/client.h"
#include "tests/unit/mock_services/gate.h"
#include "tests/unit/mock_services/test_sink.h"

namespace wbemcheck::mock::test {
namespace {

constexpr std::string_view kCalculator = "Mock_Calculator.Id=\"calc\"";

HRESULT call(const Client& client, std::string_view path, std::string_view method, IWbemClassObject* inputs,
             com::com_ptr<IWbemClassObject>* outputs = nullptr, IWbemContext* context = nullptr) {
    return client.services->ExecMethod(bstr(path).get(), bstr(method).get(), 0, context, inputs,
                                       outputs == nullptr ? nullptr : outputs->put(), nullptr);
}

HRESULT start(const Client& client, std::string_view method, IWbemClassObject* inputs, IWbemObjectSink* sink) {
    return client.services->ExecMethodAsync(bstr(kCalculator).get(), bstr(method).get(), 0, nullptr, inputs, sink);
}

// Sum is what is left of A.
HRESULT subtract(const MethodInvocation& call) {
    const LONG left = call.input("A")->lVal - call.input("B")->lVal;
    call.set_output("Sum", com::make_variant(left));
    call.set_output("ReturnValue", com::make_variant(LONG{3}));
    return WBEM_S_NO_ERROR;
}

TEST(MethodHandler, DoesTheWorkOfTheMethodInEveryForm) {
    Client client;
    client.mock->handle_method("Mock_Calculator", "Add", subtract);
    const auto inputs = client.inputs("Mock_Calculator", "Add", {{"A", 44}, {"B", 2}});
    com::com_ptr<IWbemClassObject> outputs;
    EXPECT_THAT(call(client, kCalculator, "Add", inputs.get(), &outputs), ResultIs(WBEM_S_NO_ERROR));
    EXPECT_EQ(number_of(outputs.get(), "Sum"), 42);
    EXPECT_EQ(number_of(outputs.get(), "ReturnValue"), 3);

    com::com_ptr<IWbemCallResult> result;
    EXPECT_THAT(client.services->ExecMethod(bstr(kCalculator).get(), bstr("Add").get(), WBEM_FLAG_RETURN_IMMEDIATELY,
                                            nullptr, inputs.get(), nullptr, result.put()),
                ResultIs(WBEM_S_NO_ERROR));
    EXPECT_THAT(result->GetResultObject(WBEM_INFINITE, outputs.put()), ResultIs(WBEM_S_NO_ERROR));
    EXPECT_EQ(number_of(outputs.get(), "Sum"), 42);

    LONG sum = 0;
    HeldSink sink({.on_indicate = [&](LONG count, IWbemClassObject** objects) {
        EXPECT_EQ(count, 1);
        sum = number_of(objects[0], "Sum");
        return WBEM_S_NO_ERROR;
    }});
    EXPECT_THAT(start(client, "Add", inputs.get(), sink.get()), ResultIs(WBEM_S_NO_ERROR));
    EXPECT_TRUE(sink->wait_for_rest(1, 1));
    EXPECT_THAT(sink->final_event().result, ResultIs(WBEM_S_NO_ERROR));
    EXPECT_EQ(sum, 42);
}

TEST(MethodHandler, SeesTheCallAsTheClientMadeItAndTheMethodAsTheClassSpellsIt) {
    Client client;
    const auto context = make_context();
    ASSERT_THAT(context->SetValue(OLESTR("Tenant"), 0, com::make_variant("north").get()), ResultIs(WBEM_S_NO_ERROR));
    bool is_called = false;
    client.mock->handle_method("mock_calculator", "add", [&](const MethodInvocation& seen) {
        is_called = true;
        EXPECT_EQ(seen.object_path, "Mock_Calculator.Id='calc'");
        EXPECT_EQ(seen.method, "Add");
        EXPECT_NE(seen.context, context.get());  // a copy: the client's is his again when the call returns
        com::variant tenant;
        EXPECT_THAT(seen.context->GetValue(OLESTR("Tenant"), 0, tenant.put()), ResultIs(WBEM_S_NO_ERROR));
        EXPECT_EQ(com::to_utf8(tenant->bstrVal), "north");
        EXPECT_EQ(seen.input("B").type(), VT_NULL);
        return WBEM_S_NO_ERROR;
    });
    const auto inputs = client.inputs("Mock_Calculator", "Add", {{"A", 1}});
    EXPECT_THAT(call(client, "Mock_Calculator.Id='calc'", "ADD", inputs.get(), nullptr, context.get()),
                ResultIs(WBEM_S_NO_ERROR));
    EXPECT_TRUE(is_called);
}

TEST(MethodHandler, HasNullWhereTheSignatureHasNothing) {
    Client client;
    bool is_called = false;
    client.mock->handle_method("Mock_Calculator", "Reset", [&](const MethodInvocation& seen) {
        is_called = true;
        EXPECT_EQ(seen.inputs, nullptr);
        EXPECT_EQ(seen.outputs, nullptr);
        EXPECT_EQ(seen.context, nullptr);
        EXPECT_THROW(static_cast<void>(seen.input("A")), com::HresultError);
        EXPECT_THROW(seen.set_output("Sum", com::make_variant(LONG{1})), com::HresultError);
        return WBEM_S_NO_ERROR;
    });
    EXPECT_THAT(call(client, kCalculator, "Reset", nullptr), ResultIs(WBEM_S_NO_ERROR));
    EXPECT_TRUE(is_called);
}

TEST(MethodHandler, CannotGiveWhatTheSignatureDoesNotHave) {
    Client client;
    client.mock->handle_method("Mock_Calculator", "Add", [](const MethodInvocation& seen) {
        EXPECT_THROW(seen.set_output("Difference", com::make_variant(LONG{1})), com::HresultError);
        seen.set_output("Sum", com::make_variant("many"));
        return WBEM_S_NO_ERROR;
    });
    const auto inputs = client.inputs("Mock_Calculator", "Add", {{"A", 1}});
    EXPECT_THAT(call(client, kCalculator, "Add", inputs.get()), ResultIs(WBEM_E_TYPE_MISMATCH));
}

TEST(MethodHandler, FailsTheCallWithWhatItReturns) {
    Client client;
    client.mock->handle_method("Mock_Calculator", "Add",
                               [](const MethodInvocation&) { return WBEM_E_PROVIDER_FAILURE; });
    const auto inputs = client.inputs("Mock_Calculator", "Add", {{"A", 1}});
    com::com_ptr<IWbemClassObject> outputs;
    EXPECT_THAT(call(client, kCalculator, "Add", inputs.get(), &outputs), ResultIs(WBEM_E_PROVIDER_FAILURE));
    EXPECT_EQ(outputs, nullptr);
    HeldSink sink;
    EXPECT_THAT(start(client, "Add", inputs.get(), sink.get()), ResultIs(WBEM_S_NO_ERROR));
    EXPECT_TRUE(sink->wait_for_rest(1, 1));
    EXPECT_THAT(sink->final_event().result, ResultIs(WBEM_E_PROVIDER_FAILURE));
    EXPECT_EQ(sink->objects(), 0U);
}

// Keeps the description of the error object that comes with the final.
class DescriptionSink final : public com::ComObject<IWbemObjectSink> {
public:
    explicit DescriptionSink(std::string& description, Gate& gate) : description_(description), gate_(gate) {}

    HRESULT STDMETHODCALLTYPE Indicate(LONG, IWbemClassObject**) noexcept override { return WBEM_S_NO_ERROR; }
    HRESULT STDMETHODCALLTYPE SetStatus(LONG, HRESULT, BSTR, IWbemClassObject* details) noexcept override {
        description_ = details == nullptr ? "" : text_of(details, "Description");
        gate_.pass();
        return WBEM_S_NO_ERROR;
    }

private:
    std::string& description_;
    Gate& gate_;
};

TEST(MethodHandler, ThatThrowsTellsTheClientWhatItSays) {
    Client client;
    client.mock->handle_method("Mock_Calculator", "Reset", [](const MethodInvocation&) -> HRESULT {
        throw std::runtime_error("the disk is full");
    });
    EXPECT_THAT(call(client, kCalculator, "Reset", nullptr), ResultIs(WBEM_E_FAILED));
    std::string description;
    Gate gate;
    gate.open();
    const auto sink = com::make_com<DescriptionSink>(description, gate);
    EXPECT_THAT(start(client, "Reset", nullptr, sink.get()), ResultIs(WBEM_S_NO_ERROR));
    EXPECT_TRUE(gate.wait_for(1));
    EXPECT_EQ(description, "the disk is full");

    client.mock->handle_method("Mock_Calculator", "Reset", [](const MethodInvocation&) -> HRESULT {
        throw com::HresultError(WBEM_E_ACCESS_DENIED);
    });
    EXPECT_THAT(call(client, kCalculator, "Reset", nullptr), ResultIs(WBEM_E_ACCESS_DENIED));
}

TEST(MethodHandler, MayCallBackAndUseTheMock) {
    Client client;
    client.mock->handle_method("Mock_Calculator", "Reset", [&](const MethodInvocation& seen) {
        com::com_ptr<IWbemClassObject> item;
        EXPECT_THAT(seen.services.GetObject(bstr("Mock_Single.Id=\"only\"").get(), 0, nullptr, item.put(), nullptr),
                    ResultIs(WBEM_S_NO_ERROR));
        EXPECT_THAT(item->Put(OLESTR("Text"), 0, com::make_variant("reset").get(), 0), ResultIs(WBEM_S_NO_ERROR));
        client.mock->create_namespace("root\\handler");
        client.mock->handle_method("Mock_Calculator", "Add", subtract);
        return seen.services.PutInstance(item.get(), 0, nullptr, nullptr);
    });
    EXPECT_THAT(call(client, kCalculator, "Reset", nullptr), ResultIs(WBEM_S_NO_ERROR));
    EXPECT_EQ(text_of(client.get("Mock_Single.Id=\"only\"").get(), "Text"), "reset");
    EXPECT_NE(client.mock->connect("root\\handler"), nullptr);
}

TEST(MethodHandler, MayBlockWithoutHoldingUpOthersAndRunsForSeveralCallsAtOnce) {
    Client client({.threads = 1});
    Gate gate;
    client.mock->handle_method("Mock_Calculator", "Reset", [&](const MethodInvocation&) {
        gate.pass();
        return WBEM_S_NO_ERROR;
    });
    HeldSink first;
    HeldSink second;
    HeldSink query;
    EXPECT_THAT(start(client, "Reset", nullptr, first.get()), ResultIs(WBEM_S_NO_ERROR));
    EXPECT_THAT(start(client, "Reset", nullptr, second.get()), ResultIs(WBEM_S_NO_ERROR));
    EXPECT_TRUE(gate.wait_for(2));
    EXPECT_THAT(client.query_async(kAllItems, query.get()), ResultIs(WBEM_S_NO_ERROR));
    EXPECT_TRUE(query->wait_for_rest(1, 1));
    gate.open();
    EXPECT_TRUE(first->wait_for_rest(1, 1));
    EXPECT_TRUE(second->wait_for_rest(1, 1));
}

TEST(MethodHandler, CanBeReplacedWhileItRuns) {
    Client client;
    Gate gate;
    const auto give = [&client](LONG value) {
        client.mock->handle_method("Mock_Calculator", "Add", [value](const MethodInvocation& seen) {
            seen.set_output("Sum", com::make_variant(value));
            return WBEM_S_NO_ERROR;
        });
    };
    client.mock->handle_method("Mock_Calculator", "Add", [&gate](const MethodInvocation& seen) {
        gate.pass();
        seen.set_output("Sum", com::make_variant(LONG{1}));
        return WBEM_S_NO_ERROR;
    });
    const auto inputs = client.inputs("Mock_Calculator", "Add", {});
    LONG running = 0;
    HeldSink sink({.on_indicate = [&](LONG, IWbemClassObject** objects) {
        running = number_of(objects[0], "Sum");
        return WBEM_S_NO_ERROR;
    }});
    EXPECT_THAT(start(client, "Add", inputs.get(), sink.get()), ResultIs(WBEM_S_NO_ERROR));
    EXPECT_TRUE(gate.wait_for(1));
    give(2);
    com::com_ptr<IWbemClassObject> outputs;
    EXPECT_THAT(call(client, kCalculator, "Add", inputs.get(), &outputs), ResultIs(WBEM_S_NO_ERROR));
    EXPECT_EQ(number_of(outputs.get(), "Sum"), 2);
    gate.open();
    EXPECT_TRUE(sink->wait_for_rest(1, 1));
    EXPECT_EQ(running, 1);
}

TEST(MethodHandler, ThatIsTakenAwayLeavesAMethodWithoutAProvider) {
    Client client;
    client.mock->handle_method("Mock_Calculator", "Reset", nullptr);
    EXPECT_THAT(call(client, kCalculator, "Reset", nullptr), ResultIs(WBEM_E_PROVIDER_NOT_FOUND));
}

TEST(MethodHandler, ServesTheClassesBelowUnlessTheyHaveTheirOwn) {
    Client client;
    const auto abacus = client.derive("Mock_Calculator", "Mock_Abacus");
    com::com_ptr<IWbemQualifierSet> qualifiers;  // a class says anew that a method is implemented
    ASSERT_THAT(abacus->GetMethodQualifierSet(OLESTR("Reset"), qualifiers.put()), ResultIs(WBEM_S_NO_ERROR));
    ASSERT_THAT(qualifiers->Put(OLESTR("Implemented"), com::make_variant(true).get(), 0), ResultIs(WBEM_S_NO_ERROR));
    ASSERT_THAT(client.services->PutClass(abacus.get(), 0, nullptr, nullptr), ResultIs(WBEM_S_NO_ERROR));
    ASSERT_THAT(client.services->PutInstance(client.spawn("Mock_Abacus", "Id", "wood").get(), 0, nullptr, nullptr),
                ResultIs(WBEM_S_NO_ERROR));
    std::string served;
    const auto serve_as = [&served](std::string name) {
        return [&served, name = std::move(name)](const MethodInvocation&) {
            served += name + ' ';
            return WBEM_S_NO_ERROR;
        };
    };
    client.mock->handle_method("Mock_Calculator", "Reset", serve_as("calculator"));
    EXPECT_THAT(call(client, "Mock_Abacus.Id=\"wood\"", "Reset", nullptr), ResultIs(WBEM_S_NO_ERROR));
    client.mock->handle_method("Mock_Abacus", "Reset", serve_as("abacus"));
    EXPECT_THAT(call(client, "Mock_Abacus.Id=\"wood\"", "Reset", nullptr), ResultIs(WBEM_S_NO_ERROR));
    EXPECT_THAT(call(client, kCalculator, "Reset", nullptr), ResultIs(WBEM_S_NO_ERROR));
    client.mock->handle_method("Mock_Abacus", "Reset", nullptr);
    EXPECT_THAT(call(client, "Mock_Abacus.Id=\"wood\"", "Reset", nullptr), ResultIs(WBEM_S_NO_ERROR));
    EXPECT_EQ(served, "calculator abacus calculator calculator ");
}

TEST(MethodHandler, BelongsToOneNamespace) {
    Client client;
    const auto fail = [](const MethodInvocation&) { return WBEM_E_PROVIDER_FAILURE; };
    client.mock->handle_method("root\\mock\\child:Mock_Calculator", "Reset", fail);
    EXPECT_THAT(call(client, kCalculator, "Reset", nullptr), ResultIs(WBEM_S_NO_ERROR));
    client.mock->handle_method("//./Root/Mock:Mock_Calculator", "Reset", fail);
    EXPECT_THAT(call(client, kCalculator, "Reset", nullptr), ResultIs(WBEM_E_PROVIDER_FAILURE));
}

TEST(MethodHandler, IsOfAClassAndOfNothingElse) {
    Mock mock(Settings{});
    for (const char* const path : {"", "not a path", "root\\app", "App_Service.Name=\"web\""}) {
        EXPECT_THROW(mock.handle_method(path, "Start", subtract), std::invalid_argument) << path;
    }
}

TEST(MethodHandler, GoesWithTheMockWhateverItHasCaptured) {
    Client client;
    auto token = std::make_shared<int>(1);
    const std::weak_ptr<int> alive = token;
    client.mock->handle_method(
        "Mock_Calculator", "Reset",
        [token = std::move(token), services = client.services](const MethodInvocation&) { return WBEM_S_NO_ERROR; });
    EXPECT_FALSE(alive.expired());
    client.mock.reset();
    EXPECT_TRUE(alive.expired());
}

TEST(MethodHandler, IsWaitedForWhenTheMockEnds) {
    Client client;
    Gate gate;
    std::atomic<bool> is_over = false;
    client.mock->handle_method("Mock_Calculator", "Reset", [&](const MethodInvocation&) {
        gate.pass();
        is_over = true;
        return WBEM_S_NO_ERROR;
    });
    HeldSink sink;
    EXPECT_THAT(start(client, "Reset", nullptr, sink.get()), ResultIs(WBEM_S_NO_ERROR));
    EXPECT_TRUE(gate.wait_for(1));
    {
        const std::jthread ends([&] { client.mock.reset(); });
        gate.open();
    }
    EXPECT_TRUE(is_over);
    EXPECT_EQ(sink->finals(), 1U);
    EXPECT_EQ(sink->references(), 1);
}

}  // namespace
}  // namespace wbemcheck::mock::test
