// IWbemCallResult and the semisynchronous forms.
#include <gtest/gtest.h>

#include "tests/unit/mock_services/client.h"
#include "tests/unit/mock_services/test_sink.h"

namespace wbemcheck::mock::test {
namespace {

constexpr LONG kImmediately = WBEM_FLAG_RETURN_IMMEDIATELY;
constexpr std::string_view kSingle = "Mock_Single.Id=\"only\"";
constexpr std::string_view kCalculator = "Mock_Calculator.Id=\"calc\"";

com::com_ptr<IWbemCallResult> get_immediately(const Client& client, std::string_view path) {
    com::com_ptr<IWbemCallResult> result;
    auto* object = reinterpret_cast<IWbemClassObject*>(0x10);
    EXPECT_THAT(client.services->GetObject(bstr(path).get(), kImmediately, nullptr, &object, result.put()),
                ResultIs(WBEM_S_NO_ERROR));
    EXPECT_EQ(object, nullptr);
    return result;
}

TEST(CallResult, GivesTheObject) {
    Client client;
    const auto result = get_immediately(client, kSingle);
    com::com_ptr<IWbemClassObject> object;
    EXPECT_THAT(result->GetResultObject(WBEM_INFINITE, object.put()), ResultIs(WBEM_S_NO_ERROR));
    EXPECT_EQ(text_of(object.get(), "Id"), "only");
    LONG status = 99;
    EXPECT_THAT(result->GetCallStatus(0, &status), ResultIs(WBEM_S_NO_ERROR));  // SEMI-1
    EXPECT_EQ(status, WBEM_S_NO_ERROR);
}

TEST(CallResult, TimesOutWhileTheOperationRuns) {
    Client client({.latency = std::chrono::hours(1)});
    const auto result = get_immediately(client, kSingle);
    auto* object = reinterpret_cast<IWbemClassObject*>(0x10);
    EXPECT_THAT(result->GetResultObject(0, &object), ResultIs(WBEM_S_TIMEDOUT));  // SEMI-2, X-17
    EXPECT_EQ(object, nullptr);
    LONG status = 99;
    EXPECT_THAT(result->GetCallStatus(5, &status), ResultIs(WBEM_S_TIMEDOUT));
    EXPECT_EQ(status, 99);
}

TEST(CallResult, OfAFailedOperationGivesItsError) {
    Client client;
    const auto result = get_immediately(client, "Mock_Single.Id=\"missing\"");
    auto* object = reinterpret_cast<IWbemClassObject*>(0x10);
    EXPECT_THAT(result->GetResultObject(WBEM_INFINITE, &object), ResultIs(WBEM_E_NOT_FOUND));
    EXPECT_EQ(object, nullptr);
    LONG status = 0;
    EXPECT_THAT(result->GetCallStatus(WBEM_INFINITE, &status), ResultIs(WBEM_S_NO_ERROR));
    EXPECT_THAT(HRESULT{status}, ResultIs(WBEM_E_NOT_FOUND));
}

TEST(CallResult, AnswersOnlyTheGetterOfItsCall) {
    Client client;
    const auto result = get_immediately(client, kSingle);
    BSTR text = nullptr;
    IWbemServices* services = nullptr;
    EXPECT_THAT(result->GetResultString(WBEM_INFINITE, &text), ResultIs(WBEM_E_INVALID_OPERATION));  // SEMI-4
    EXPECT_THAT(result->GetResultServices(WBEM_INFINITE, &services), ResultIs(WBEM_E_INVALID_OPERATION));
    EXPECT_THAT(result->GetResultObject(0, nullptr), ResultIs(WBEM_E_INVALID_PARAMETER));
    EXPECT_THAT(result->GetCallStatus(-5, nullptr), ResultIs(WBEM_E_INVALID_PARAMETER));
}

TEST(CallResult, OfPutInstanceGivesThePathThatTheAsynchronousFormSends) {
    Client client;
    const auto instance = client.spawn("Mock_Writable", "Name", "some");
    com::com_ptr<IWbemCallResult> result;
    EXPECT_THAT(client.services->PutInstance(instance.get(), kImmediately, nullptr, result.put()),
                ResultIs(WBEM_S_NO_ERROR));
    com::unique_bstr path;
    EXPECT_THAT(result->GetResultString(WBEM_INFINITE, path.put()), ResultIs(WBEM_S_NO_ERROR));
    EXPECT_EQ(com::to_utf8(path.get()), "Mock_Writable.Name=\"some\"");
    HeldSink sink;
    EXPECT_THAT(client.services->PutInstanceAsync(instance.get(), 0, nullptr, sink.get()), ResultIs(WBEM_S_NO_ERROR));
    EXPECT_TRUE(sink->wait_for_rest(1, 1));
    EXPECT_EQ(sink->final_event().text, "Mock_Writable.Name=\"some\"");  // STA-11
    EXPECT_EQ(sink->objects(), 0U);                                      // IND-12
}

TEST(CallResult, OfExecMethodGivesTheOutParameters) {
    Client client;
    const auto inputs = client.inputs("Mock_Calculator", "Add", {{"A", 2}, {"B", 3}});
    com::com_ptr<IWbemCallResult> result;
    auto* immediate = reinterpret_cast<IWbemClassObject*>(0x10);
    EXPECT_THAT(client.services->ExecMethod(bstr(kCalculator).get(), bstr("Add").get(), 0, nullptr, inputs.get(),
                                            &immediate, result.put()),
                ResultIs(WBEM_S_NO_ERROR));  // a place for the call result is enough
    EXPECT_EQ(immediate, nullptr);
    com::com_ptr<IWbemClassObject> outputs;
    EXPECT_THAT(result->GetResultObject(WBEM_INFINITE, outputs.put()), ResultIs(WBEM_S_NO_ERROR));
    EXPECT_EQ(number_of(outputs.get(), "Sum"), 5);
}

TEST(CallResult, OfOpenNamespaceGivesServices) {
    Client client;
    com::com_ptr<IWbemCallResult> result;
    EXPECT_THAT(client.services->OpenNamespace(bstr("child").get(), kImmediately, nullptr, nullptr, result.put()),
                ResultIs(WBEM_S_NO_ERROR));
    com::com_ptr<IWbemServices> child;
    EXPECT_THAT(result->GetResultServices(WBEM_INFINITE, child.put()), ResultIs(WBEM_S_NO_ERROR));
    ASSERT_NE(child, nullptr);
    EXPECT_THAT(client.services->OpenNamespace(bstr("none").get(), kImmediately, nullptr, nullptr, result.put()),
                ResultIs(WBEM_S_NO_ERROR));
    EXPECT_THAT(result->GetResultServices(WBEM_INFINITE, child.put()), ResultIs(WBEM_E_INVALID_NAMESPACE));
    EXPECT_EQ(child, nullptr);
}

TEST(SemisynchronousCall, MayDoWithoutACallResult) {
    Client client;
    const auto instance = client.spawn("Mock_Writable", "Name", "unwatched");
    EXPECT_THAT(client.services->PutInstance(instance.get(), kImmediately, nullptr, nullptr),
                ResultIs(WBEM_S_NO_ERROR));
}

TEST(SemisynchronousCall, ThatIsRefusedHasNoCallResult) {
    Client client;
    auto* result = reinterpret_cast<IWbemCallResult*>(0x10);
    EXPECT_THAT(client.services->PutInstance(nullptr, kImmediately, nullptr, &result),
                ResultIs(WBEM_E_INVALID_PARAMETER));  // IMM-4
    EXPECT_EQ(result, nullptr);
}

}  // namespace
}  // namespace wbemcheck::mock::test
