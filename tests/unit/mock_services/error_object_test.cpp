// Error objects: __ExtendedStatus with the final status, and as the error object of the thread of a
// synchronous call.
#include <gtest/gtest.h>

#include <string>
#include <thread>

#include "harness/com/variant.h"
#include "tests/unit/mock_services/client.h"
#include "tests/unit/mock_services/test_sink.h"

namespace wbemcheck::mock::test {
namespace {

// What GetErrorInfo of this thread gives; null when there is none.
com::com_ptr<IWbemClassObject> error_object() {
    com::com_ptr<IErrorInfo> info;
    const HRESULT result = GetErrorInfo(0, info.put());
    EXPECT_THAT(result, ResultIs(info != nullptr ? S_OK : S_FALSE));
    return info != nullptr ? info.as<IWbemClassObject>() : nullptr;
}

HRESULT get(const Client& client, std::string_view path, LONG flags = 0) {
    com::com_ptr<IWbemClassObject> object;
    return client.services->GetObject(bstr(path).get(), flags, nullptr, object.put(), nullptr);
}

TEST(ErrorObject, OfASynchronousCallIsThatOfItsThread) {
    const Client client;
    EXPECT_THAT(get(client, "Mock_Missing"), ResultIs(WBEM_E_NOT_FOUND));
    const auto error = error_object();
    ASSERT_NE(error, nullptr);
    EXPECT_EQ(text_of(error.get(), "__CLASS"), "__ExtendedStatus");
    EXPECT_EQ(text_of(error.get(), "Operation"), "GetObject");
    EXPECT_EQ(text_of(error.get(), "ParameterInfo"), "Mock_Missing");
    EXPECT_EQ(number_of(error.get(), "StatusCode"), WBEM_E_NOT_FOUND);
    EXPECT_EQ(error_object(), nullptr) << "it is handed over once";
}

TEST(ErrorObject, IsForItsThreadAlone) {
    const Client client;
    EXPECT_THAT(get(client, "Mock_Missing"), ResultIs(WBEM_E_NOT_FOUND));
    std::jthread([] { EXPECT_EQ(error_object(), nullptr); }).join();
    EXPECT_NE(error_object(), nullptr);
}

TEST(ErrorObject, GoesWithTheNextCall) {
    const Client client;
    EXPECT_THAT(get(client, "Mock_Missing"), ResultIs(WBEM_E_NOT_FOUND));
    EXPECT_THAT(get(client, "Mock_Item"), ResultIs(WBEM_S_NO_ERROR));
    EXPECT_EQ(error_object(), nullptr);
    EXPECT_THAT(get(client, "Mock_Missing"), ResultIs(WBEM_E_NOT_FOUND));
    EXPECT_THAT(get(client, "Mock_Item", 0x00400000), ResultIs(WBEM_E_INVALID_PARAMETER));
    EXPECT_EQ(error_object(), nullptr) << "a refused call has no details, and leaves none of another one";
}

TEST(ErrorObject, SpeaksAsIErrorInfo) {
    const Client client;
    EXPECT_THAT(get(client, "Mock_Missing"), ResultIs(WBEM_E_NOT_FOUND));
    com::com_ptr<IErrorInfo> info;
    ASSERT_THAT(GetErrorInfo(0, info.put()), ResultIs(S_OK));
    com::unique_bstr text;
    EXPECT_THAT(info->GetDescription(text.put()), ResultIs(S_OK));
    EXPECT_EQ(com::to_utf8(text.get()), "WBEM_E_NOT_FOUND (0x80041002)");
    EXPECT_THAT(info->GetSource(text.put()), ResultIs(S_OK));
    EXPECT_EQ(com::to_utf8(text.get()), "wbemcheck mock");
    EXPECT_THAT(info->GetHelpFile(text.put()), ResultIs(S_OK));
    EXPECT_FALSE(text);
    GUID interface_id{};
    EXPECT_THAT(info->GetGUID(&interface_id), ResultIs(S_OK));
    EXPECT_TRUE(interface_id == com::iid_of<IWbemServices>());
    DWORD context = 1;
    EXPECT_THAT(info->GetHelpContext(&context), ResultIs(S_OK));
    EXPECT_EQ(context, 0U);
    EXPECT_EQ(info.as<IUnknown>(), info.as<IWbemClassObject>().as<IUnknown>()) << "one object";
    EXPECT_THAT(info->GetDescription(nullptr), ResultIs(WBEM_E_INVALID_PARAMETER));
    EXPECT_THAT(info->GetGUID(nullptr), ResultIs(WBEM_E_INVALID_PARAMETER));
    const auto no_error = client.get("Mock_Item").as<IErrorInfo>();
    EXPECT_THAT(no_error->GetDescription(text.put()), ResultIs(WBEM_E_NOT_FOUND));
}

TEST(ErrorObject, OfAnEnumerationComesWhenItsErrorDoes) {
    const Client client;
    const auto query = bstr("SELECT * FROM Mock_Missing");
    com::com_ptr<IEnumWbemClassObject> enumerator;
    EXPECT_THAT(client.services->ExecQuery(bstr("WQL").get(), query.get(), 0, nullptr, enumerator.put()),
                ResultIs(WBEM_E_INVALID_CLASS));
    const auto at_once = error_object();
    ASSERT_NE(at_once, nullptr);
    EXPECT_EQ(text_of(at_once.get(), "Operation"), "ExecQuery");

    EXPECT_THAT(client.services->ExecQuery(bstr("WQL").get(), query.get(), WBEM_FLAG_RETURN_IMMEDIATELY,
                                           nullptr, enumerator.put()),
                ResultIs(WBEM_S_NO_ERROR));
    EXPECT_EQ(error_object(), nullptr);
    com::com_ptr<IWbemClassObject> object;
    ULONG returned = 1;
    EXPECT_THAT(enumerator->Next(WBEM_INFINITE, 1, object.put(), &returned), ResultIs(WBEM_E_INVALID_CLASS));
    EXPECT_EQ(returned, 0U);
    EXPECT_NE(error_object(), nullptr);
}

TEST(ErrorObject, OfASemisynchronousCallComesWithItsResult) {
    const Client client;
    com::com_ptr<IWbemCallResult> result;
    EXPECT_THAT(client.services->GetObject(bstr("Mock_Missing").get(), WBEM_FLAG_RETURN_IMMEDIATELY, nullptr,
                                           nullptr, result.put()),
                ResultIs(WBEM_S_NO_ERROR));
    LONG status = 0;
    EXPECT_THAT(result->GetCallStatus(WBEM_INFINITE, &status), ResultIs(WBEM_S_NO_ERROR));
    EXPECT_THAT(static_cast<HRESULT>(status), ResultIs(WBEM_E_NOT_FOUND));
    EXPECT_NE(error_object(), nullptr);
    com::com_ptr<IWbemClassObject> object;
    EXPECT_THAT(result->GetResultObject(WBEM_INFINITE, object.put()), ResultIs(WBEM_E_NOT_FOUND));
    EXPECT_NE(error_object(), nullptr);
}

TEST(ErrorObject, OfAnAsynchronousCallComesWithTheFinalStatus) {
    const Client client;
    const HeldSink sink;
    EXPECT_THAT(client.get_async("Mock_Missing", sink.get()), ResultIs(WBEM_S_NO_ERROR));
    EXPECT_TRUE(sink->wait_for_rest(1, 1));
    EXPECT_TRUE(sink->final_event().has_object);  // STA-10
    EXPECT_EQ(error_object(), nullptr) << "that is for synchronous calls";
}

}  // namespace
}  // namespace wbemcheck::mock::test
