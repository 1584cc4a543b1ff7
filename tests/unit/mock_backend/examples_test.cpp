// The examples of docs/mock.md, which quotes what stands between the brackets.
#include <gtest/gtest.h>

#include <chrono>
#include <string>

#include "harness/com/hresult.h"
#include "harness/com/variant.h"
#include "tests/unit/mock_services/client.h"
#include "tests/unit/mock_services/test_sink.h"

namespace wbemcheck::mock::test {
namespace {

// [world
constexpr const char* kSchema = R"(
    class App_Service {
        [key] string Name;
        uint32 Starts = 0;
        [implemented] uint32 Start([in] uint32 Delay, [out] uint32 Starts);
    };
    class App_Started : __ExtrinsicEvent {
        string Name;
    };
    instance of App_Service { Name = "web"; };
    instance of App_Service { Name = "mail"; };
)";

struct World {
    wbemcheck::mock::Mock mock{{}};

    World() { mock.load_mof(kSchema, "root\\app"); }
};
// world]

// Of the world: the services pointer, and what a client does with it.
class Example : public ::testing::Test {
protected:
    Example() { client.services = world.mock.connect("root\\app"); }

    [[nodiscard]] std::size_t count(LONG flags = 0) const {
        return names_in(client.query("SELECT * FROM App_Service", flags).get()).size();
    }
    [[nodiscard]] HRESULT start(LONG delay, com::com_ptr<IWbemClassObject>& outputs) const {
        return client.services->ExecMethod(bstr("App_Service.Name=\"web\"").get(), bstr("Start").get(), 0, nullptr,
                                           client.inputs("App_Service", "Start", {{"Delay", delay}}).get(),
                                           outputs.put(), nullptr);
    }

    World world;
    Client client;
    Mock& mock = world.mock;
};

TEST_F(Example, OfAWorld) {
    EXPECT_EQ(count(), 2U);
    EXPECT_THAT(client.services->GetObject(bstr("Mock_Item").get(), 0, nullptr, nullptr, nullptr),
                ResultIs(WBEM_E_INVALID_PARAMETER));
}

TEST_F(Example, OfConnecting) {
    // [connect
    com::com_ptr<IWbemLocator> locator = mock.locator();               // for code that connects itself
    com::com_ptr<IWbemServices> services = mock.connect("root\\app");  // for code that is given its connection
    // connect]
    com::com_ptr<IWbemServices> connected;
    EXPECT_THAT(locator->ConnectServer(bstr("root\\app").get(), nullptr, nullptr, nullptr, 0, nullptr, nullptr,
                                       connected.put()),
                ResultIs(WBEM_S_NO_ERROR));
    EXPECT_NE(services, nullptr);
}

TEST_F(Example, OfAMofError) {
    std::string report;
    // [mof error
    try {
        mock.load_mof("class App_Task { string Name };", "root\\app");
    } catch (const wbemcheck::mock::MofError& error) {
        report = error.what();  // text:1:30: expected '(', '[', '=' or ';', found '}'
    }
    // mof error]
    EXPECT_THAT(report, ::testing::StartsWith("text:1:30: "));
}

TEST_F(Example, OfAMethodHandler) {
    // [method handler
    mock.handle_method("root\\app:App_Service", "Start", [](const wbemcheck::mock::MethodInvocation& call) {
        if (call.input("Delay")->lVal > 60) {
            return WBEM_E_INVALID_METHOD_PARAMETERS;  // the call fails with it
        }
        call.set_output("Starts", com::make_variant(LONG{1}));
        call.set_output("ReturnValue", com::make_variant(LONG{0}));
        return WBEM_S_NO_ERROR;
    });
    // method handler]
    com::com_ptr<IWbemClassObject> outputs;
    EXPECT_THAT(start(61, outputs), ResultIs(WBEM_E_INVALID_METHOD_PARAMETERS));
    EXPECT_THAT(start(5, outputs), ResultIs(WBEM_S_NO_ERROR));
    EXPECT_EQ(number_of(outputs.get(), "Starts"), 1);
}

TEST_F(Example, OfAHandlerThatCallsBack) {
    // [calling back
    mock.handle_method("root\\app:App_Service", "Start", [](const wbemcheck::mock::MethodInvocation& call) {
        com::com_ptr<IWbemClassObject> service;
        com::throw_if_failed(
            call.services.GetObject(com::make_bstr(call.object_path).get(), 0, nullptr, service.put(), nullptr));
        com::throw_if_failed(service->Put(OLESTR("Starts"), 0, com::make_variant(LONG{1}).get(), 0));
        return call.services.PutInstance(service.get(), 0, nullptr, nullptr);
    });
    // calling back]
    com::com_ptr<IWbemClassObject> outputs;
    EXPECT_THAT(start(5, outputs), ResultIs(WBEM_S_NO_ERROR));
    EXPECT_EQ(number_of(client.get("App_Service.Name=\"web\"").get(), "Starts"), 1);
    EXPECT_EQ(number_of(client.get("App_Service.Name=\"mail\"").get(), "Starts"), 0);
}

TEST_F(Example, OfAnEvent) {
    HeldSink sink;
    EXPECT_THAT(client.subscribe("SELECT * FROM App_Started", sink.get()), ResultIs(WBEM_S_NO_ERROR));
    // [event
    mock.fire("instance of App_Started { Name = \"web\"; };", "root\\app");
    // event]
    EXPECT_TRUE(sink->wait_for_objects(1));
    EXPECT_THAT(client.services->CancelAsyncCall(sink.get()), ResultIs(WBEM_S_NO_ERROR));
}

TEST_F(Example, OfPace) {
    // [pace
    mock.set_latency(std::chrono::milliseconds(20));  // before the first callback
    mock.set_batch(1);                                // objects per Indicate
    // pace]
    HeldSink sink;
    EXPECT_THAT(client.query_async("SELECT * FROM App_Service", sink.get()), ResultIs(WBEM_S_NO_ERROR));
    EXPECT_TRUE(sink->wait_for_rest(1, 1));
    EXPECT_EQ(sink->count(SinkEvent::Kind::kIndicate), 2U);
}

TEST_F(Example, OfACallThatIsRefused) {
    // [refused call
    mock.fail_call({.method = "ExecQueryAsync", .nth = 2, .result = WBEM_E_QUOTA_VIOLATION});
    // refused call]
    HeldSink first;
    HeldSink second;
    EXPECT_THAT(client.query_async("SELECT * FROM App_Service", first.get()), ResultIs(WBEM_S_NO_ERROR));
    EXPECT_THAT(client.query_async("SELECT * FROM App_Service", second.get()), ResultIs(WBEM_E_QUOTA_VIOLATION));
    EXPECT_TRUE(first->wait_for_rest(1, 1));
    EXPECT_EQ(second->touches(), 0U);
}

TEST_F(Example, OfAnOutcomeThatFails) {
    // [failed outcome
    mock.fail_call({.method = "ExecQueryAsync",
                    .result = WBEM_E_TRANSPORT_FAILURE,
                    .stage = wbemcheck::mock::Failure::Stage::kOutcome,
                    .after_objects = 1});
    // failed outcome]
    HeldSink sink;
    EXPECT_THAT(client.query_async("SELECT * FROM App_Service", sink.get()), ResultIs(WBEM_S_NO_ERROR));
    EXPECT_TRUE(sink->wait_for_rest(1, 1));
    EXPECT_EQ(sink->objects(), 1U);
    EXPECT_THAT(sink->final_event().result, ResultIs(WBEM_E_TRANSPORT_FAILURE));
}

TEST_F(Example, OfAFailureOfEachCallInTurn) {
    std::size_t tried = 0;
    const auto run_the_client = [&] {
        ++tried;
        com::com_ptr<IEnumWbemClassObject> rows;
        const HRESULT result = client.services->CreateInstanceEnum(bstr("App_Service").get(), 0, nullptr, rows.put());
        if (SUCCEEDED(result)) static_cast<void>(rows->Skip(WBEM_INFINITE, 1));
    };
    // [each call in turn
    for (std::size_t nth = 1;; ++nth) {
        mock.fail_call({.nth = nth, .result = WBEM_E_TRANSPORT_FAILURE});
        run_the_client();  // and look that it comes to a good end
        if (mock.pending_failures() != 0) {
            break;  // it makes fewer calls than that
        }
    }
    mock.clear_failures();
    // each call in turn]
    EXPECT_EQ(tried, 3U);
    EXPECT_EQ(count(), 2U);
}

}  // namespace
}  // namespace wbemcheck::mock::test
