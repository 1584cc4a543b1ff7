// What a call refuses, and that it then leaves the sink alone.
#include <gtest/gtest.h>

#include <functional>
#include <ostream>
#include <string>
#include <vector>

#include "mock_provider/model/context.h"
#include "tests/unit/mock_services/client.h"
#include "tests/unit/mock_services/test_sink.h"

namespace wbemcheck::mock::test {
namespace {

constexpr LONG kUnknownFlag = 0x00400000;
constexpr LONG kIgnoredFlags = WBEM_FLAG_NO_ERROR_OBJECT | 0x1F000 | WBEM_FLAG_STRONG_VALIDATION;

// Every asynchronous method with arguments that would be accepted, but for flags and sink.
using AsyncCall = std::function<HRESULT(const Client&, LONG flags, IWbemObjectSink* sink)>;

struct NamedCall {
    std::string name;
    AsyncCall call;
};

std::ostream& operator<<(std::ostream& out, const NamedCall& call) { return out << call.name; }

std::vector<NamedCall> async_calls() {
    return {
        {"GetObjectAsync", [](const Client& client, LONG flags, IWbemObjectSink* sink) {
             return client.get_async("Mock_Item", sink, flags);
         }},
        {"PutClassAsync", [](const Client& client, LONG flags, IWbemObjectSink* sink) {
             const auto derived = client.derive("Mock_Scratch", "Mock_Put");
             return client.services->PutClassAsync(derived.get(), flags, nullptr, sink);
         }},
        {"DeleteClassAsync", [](const Client& client, LONG flags, IWbemObjectSink* sink) {
             return client.services->DeleteClassAsync(bstr("Mock_Leaf").get(), flags, nullptr, sink);
         }},
        {"CreateClassEnumAsync", [](const Client& client, LONG flags, IWbemObjectSink* sink) {
             return client.services->CreateClassEnumAsync(nullptr, flags, nullptr, sink);
         }},
        {"PutInstanceAsync", [](const Client& client, LONG flags, IWbemObjectSink* sink) {
             const auto instance = client.spawn("Mock_Writable", "Name", "put");
             return client.services->PutInstanceAsync(instance.get(), flags, nullptr, sink);
         }},
        {"DeleteInstanceAsync", [](const Client& client, LONG flags, IWbemObjectSink* sink) {
             return client.services->DeleteInstanceAsync(bstr("Mock_Item.Name=\"item-0001\"").get(), flags, nullptr,
                                                         sink);
         }},
        {"CreateInstanceEnumAsync", [](const Client& client, LONG flags, IWbemObjectSink* sink) {
             return client.services->CreateInstanceEnumAsync(bstr("Mock_Item").get(), flags, nullptr, sink);
         }},
        {"ExecQueryAsync", [](const Client& client, LONG flags, IWbemObjectSink* sink) {
             return client.query_async(kAllItems, sink, flags);
         }},
        {"ExecNotificationQueryAsync", [](const Client& client, LONG flags, IWbemObjectSink* sink) {
             return client.subscribe("SELECT * FROM Mock_Missing", sink, flags);  // ends by itself
         }},
        {"ExecMethodAsync", [](const Client& client, LONG flags, IWbemObjectSink* sink) {
             return client.services->ExecMethodAsync(bstr("Mock_Calculator.Id=\"calc\"").get(), bstr("Reset").get(),
                                                     flags, nullptr, nullptr, sink);
         }},
    };
}

class AsyncMethod : public ::testing::TestWithParam<NamedCall> {
protected:
    Client client_;
};

TEST_P(AsyncMethod, RefusesANullSink) {
    EXPECT_THAT(GetParam().call(client_, 0, nullptr), ResultIs(WBEM_E_INVALID_PARAMETER));  // ARG-1
}

TEST_P(AsyncMethod, RefusesAnUnknownFlagWithoutTouchingTheSink) {
    for (const LONG flag : {kUnknownFlag, LONG{0x01000000}}) {
        const HeldSink held;
        EXPECT_THAT(GetParam().call(client_, flag, held.get()), ResultIs(WBEM_E_INVALID_PARAMETER));  // ARG-2
        EXPECT_EQ(held->touches(), 0U);                                                             // REF-2, REF-2b
        EXPECT_EQ(held->events().size(), 0U);                                                       // STA-15
        const LooseSink loose;
        EXPECT_THAT(GetParam().call(client_, flag, loose.pointer), ResultIs(WBEM_E_INVALID_PARAMETER));
        EXPECT_FALSE(loose->is_destroyed());
        const com::com_ptr<IWbemObjectSink> destroyer(loose.pointer, com::retain);
    }
}

TEST_P(AsyncMethod, IgnoresTheFlagsThatMustBeIgnored) {
    const HeldSink sink;
    // 0x40 means something to PutClass: UPDATE_FORCE_MODE. So it is given alone.
    EXPECT_THAT(GetParam().call(client_, kIgnoredFlags, sink.get()), ResultIs(WBEM_S_NO_ERROR));  // ARG-3
    EXPECT_TRUE(sink->wait_for_rest(1, 1));
    EXPECT_EQ(sink->finals(), 1U);
}

TEST_P(AsyncMethod, EndsEveryAcceptedCallWithOneFinalAndLetsGo) {
    const HeldSink sink;
    EXPECT_THAT(GetParam().call(client_, 0, sink.get()), ResultIs(WBEM_S_NO_ERROR));
    EXPECT_TRUE(sink->wait_for_rest(1, 1));
    EXPECT_EQ(sink->finals(), 1U);
    EXPECT_EQ(sink->touches(), 2U);
    EXPECT_FALSE(sink->has_offence());
}

TEST_P(AsyncMethod, IsCancelledBeforeItBegins) {
    Client client({.latency = std::chrono::hours(1)});
    const HeldSink sink;
    EXPECT_THAT(GetParam().call(client, 0, sink.get()), ResultIs(WBEM_S_NO_ERROR));
    EXPECT_THAT(client.services->CancelAsyncCall(sink.get()), ResultIs(WBEM_S_NO_ERROR));
    EXPECT_THAT(sink->final_event().result, ResultIs(WBEM_E_CALL_CANCELLED));
    EXPECT_EQ(sink->references(), 1);
}

INSTANTIATE_TEST_SUITE_P(All, AsyncMethod, ::testing::ValuesIn(async_calls()),
                         [](const auto& tested) { return tested.param.name; });

// Calls that are refused before they start: an error is returned and the sink is not touched.
class RefusedCall : public ::testing::Test {
protected:
    void expect_refused(HRESULT expected, HRESULT result) const {
        EXPECT_THAT(result, ResultIs(expected));
        EXPECT_EQ(sink_->touches(), 0U);
        EXPECT_EQ(sink_->events().size(), 0U);
    }
    [[nodiscard]] HRESULT query(BSTR language, BSTR text) const {
        return client_.services->ExecQueryAsync(language, text, 0, nullptr, sink_.get());
    }

    Client client_;
    HeldSink sink_;
};

TEST_F(RefusedCall, QueriesNeedLanguageAndText) {
    const auto wql = bstr("WQL");
    const auto text = bstr(kAllItems);
    expect_refused(WBEM_E_INVALID_PARAMETER, query(nullptr, text.get()));             // ARG-4
    expect_refused(WBEM_E_INVALID_PARAMETER, query(wql.get(), nullptr));              // ARG-5
    expect_refused(WBEM_E_INVALID_PARAMETER, query(wql.get(), bstr("").get()));
    expect_refused(WBEM_E_INVALID_QUERY_TYPE, query(bstr("SQL").get(), text.get()));  // ARG-4
    expect_refused(WBEM_E_INVALID_PARAMETER, query(bstr("SQL").get(), nullptr));
    expect_refused(WBEM_E_INVALID_PARAMETER, client_.services->ExecNotificationQueryAsync(
                                                 nullptr, text.get(), 0, nullptr, sink_.get()));
}

TEST_F(RefusedCall, QueriesHaveALimit) {
    const auto wql = bstr("WQL");
    const std::string text = "SELECT * FROM Mock_Item WHERE Text = '" + std::string(0x4000, 'x') + "'";
    expect_refused(WBEM_E_QUOTA_VIOLATION, query(wql.get(), bstr(text).get()));  // ARG-6
}

TEST_F(RefusedCall, PathsAndNamesAreNeeded) {
    IWbemServices& services = *client_.services;
    const auto calculator = bstr("Mock_Calculator.Id=\"calc\"");
    expect_refused(WBEM_E_INVALID_PARAMETER, services.DeleteClassAsync(nullptr, 0, nullptr, sink_.get()));
    expect_refused(WBEM_E_INVALID_PARAMETER, services.DeleteInstanceAsync(nullptr, 0, nullptr, sink_.get()));  // ARG-17
    expect_refused(WBEM_E_INVALID_PARAMETER,
                   services.CreateInstanceEnumAsync(nullptr, 0, nullptr, sink_.get()));  // ARG-12
    expect_refused(WBEM_E_INVALID_PARAMETER,
                   services.ExecMethodAsync(nullptr, bstr("Add").get(), 0, nullptr, nullptr, sink_.get()));  // ARG-18
    expect_refused(WBEM_E_INVALID_PARAMETER,
                   services.ExecMethodAsync(calculator.get(), nullptr, 0, nullptr, nullptr, sink_.get()));
    expect_refused(WBEM_E_QUOTA_VIOLATION,
                   services.GetObjectAsync(bstr(std::string(0x2001, 'x')).get(), 0, nullptr, sink_.get()));
}

TEST_F(RefusedCall, ObjectsAreNeeded) {
    expect_refused(WBEM_E_INVALID_PARAMETER, client_.services->PutClassAsync(nullptr, 0, nullptr, sink_.get()));
    expect_refused(WBEM_E_INVALID_PARAMETER, client_.services->PutInstanceAsync(nullptr, 0, nullptr, sink_.get()));
}

TEST_F(RefusedCall, FlagsThatExcludeEachOtherAreNotTaken) {
    const auto instance = client_.spawn("Mock_Writable", "Name", "x");
    const auto derived = client_.derive("Mock_Scratch", "Mock_X");
    constexpr LONG kBoth = WBEM_FLAG_UPDATE_ONLY | WBEM_FLAG_CREATE_ONLY;
    expect_refused(WBEM_E_INVALID_PARAMETER,
                   client_.services->PutInstanceAsync(instance.get(), kBoth, nullptr, sink_.get()));  // ARG-13
    expect_refused(WBEM_E_INVALID_PARAMETER,
                   client_.services->PutClassAsync(derived.get(), kBoth, nullptr, sink_.get()));
    expect_refused(WBEM_E_INVALID_PARAMETER,
                   client_.services->PutClassAsync(derived.get(), WBEM_MASK_UPDATE_MODE, nullptr, sink_.get()));
}

TEST_F(RefusedCall, AmendedQualifiersAreNotForDeleteInstanceAndExecMethod) {
    const auto path = bstr("Mock_Calculator.Id=\"calc\"");
    expect_refused(WBEM_E_INVALID_PARAMETER, client_.services->DeleteInstanceAsync(
                                                 path.get(), WBEM_FLAG_USE_AMENDED_QUALIFIERS, nullptr, sink_.get()));
    expect_refused(WBEM_E_INVALID_PARAMETER,
                   client_.services->ExecMethodAsync(path.get(), bstr("Reset").get(), WBEM_FLAG_USE_AMENDED_QUALIFIERS,
                                                     nullptr, nullptr, sink_.get()));  // ARG-17
}

TEST_F(RefusedCall, AContextForPutInstanceMustSayWhatToUpdate) {
    const auto instance = client_.spawn("Mock_Writable", "Name", "x");
    const auto context = make_context();
    expect_refused(WBEM_E_INVALID_CONTEXT,
                   client_.services->PutInstanceAsync(instance.get(), 0, context.get(), sink_.get()));  // ARG-14
}

TEST(QueryLanguage, IsComparedWithoutRegardToCase) {
    const Client client;
    com::com_ptr<IEnumWbemClassObject> enumerator;
    EXPECT_THAT(client.services->ExecQuery(bstr("wql").get(), bstr(kAllItems).get(), 0, nullptr, enumerator.put()),
                ResultIs(WBEM_S_NO_ERROR));
}

TEST(SynchronousCall, LeavesNullInItsOutPointersWhenItFails) {
    const Client client;
    auto* object = reinterpret_cast<IWbemClassObject*>(0x10);
    auto* result = reinterpret_cast<IWbemCallResult*>(0x10);
    auto* enumerator = reinterpret_cast<IEnumWbemClassObject*>(0x10);
    auto* services = reinterpret_cast<IWbemServices*>(0x10);
    auto* sink = reinterpret_cast<IWbemObjectSink*>(0x10);
    EXPECT_THAT(client.services->GetObject(bstr("Mock_Missing").get(), 0, nullptr, &object, &result),
                ResultIs(WBEM_E_NOT_FOUND));
    EXPECT_EQ(object, nullptr);  // REF-17
    EXPECT_EQ(result, nullptr);
    EXPECT_THAT(client.services->ExecQuery(bstr("WQL").get(), bstr("SELECT").get(), 0, nullptr, &enumerator),
                ResultIs(WBEM_E_INVALID_QUERY));
    EXPECT_EQ(enumerator, nullptr);
    EXPECT_THAT(client.services->OpenNamespace(bstr("none").get(), 0, nullptr, &services, nullptr),
                ResultIs(WBEM_E_INVALID_NAMESPACE));
    EXPECT_EQ(services, nullptr);
    EXPECT_THAT(client.services->QueryObjectSink(1, &sink), ResultIs(WBEM_E_INVALID_PARAMETER));
    EXPECT_EQ(sink, nullptr);
}

TEST(SynchronousCall, NeedsSomewhereToPutItsResult) {
    const Client client;
    const auto path = bstr("Mock_Item");
    com::com_ptr<IWbemClassObject> object;
    EXPECT_THAT(client.services->GetObject(path.get(), 0, nullptr, nullptr, nullptr),
                ResultIs(WBEM_E_INVALID_PARAMETER));
    EXPECT_THAT(client.services->GetObject(path.get(), WBEM_FLAG_RETURN_IMMEDIATELY, nullptr, object.put(), nullptr),
                ResultIs(WBEM_E_INVALID_PARAMETER));
    EXPECT_THAT(client.services->CreateInstanceEnum(path.get(), 0, nullptr, nullptr),
                ResultIs(WBEM_E_INVALID_PARAMETER));
    EXPECT_THAT(client.services->QueryObjectSink(0, nullptr), ResultIs(WBEM_E_INVALID_PARAMETER));
}

TEST(OpenNamespace, OpensAChild) {
    const Client client;
    com::com_ptr<IWbemServices> child;
    EXPECT_THAT(client.services->OpenNamespace(bstr("child").get(), 0, nullptr, child.put(), nullptr),
                ResultIs(WBEM_S_NO_ERROR));
    ASSERT_NE(child, nullptr);
    com::com_ptr<IWbemClassObject> object;
    EXPECT_THAT(child->GetObject(bstr("__NAMESPACE").get(), 0, nullptr, object.put(), nullptr),
                ResultIs(WBEM_S_NO_ERROR));
}

TEST(OpenNamespace, RefusesEveryBreachOfItsParameterRules) {
    const Client client;
    IWbemServices& services = *client.services;
    const auto name = bstr("child");
    const auto context = make_context();
    com::com_ptr<IWbemServices> opened;
    com::com_ptr<IWbemCallResult> result;
    const HRESULT expected = WBEM_E_INVALID_PARAMETER;  // ARG-20
    EXPECT_THAT(services.OpenNamespace(nullptr, 0, nullptr, opened.put(), nullptr), ResultIs(expected));
    EXPECT_THAT(services.OpenNamespace(bstr("\\root\\mock").get(), 0, nullptr, opened.put(), nullptr),
                ResultIs(expected));
    EXPECT_THAT(services.OpenNamespace(name.get(), 0, context.get(), opened.put(), nullptr), ResultIs(expected));
    EXPECT_THAT(services.OpenNamespace(name.get(), 0, nullptr, nullptr, nullptr), ResultIs(expected));
    EXPECT_THAT(services.OpenNamespace(name.get(), 0, nullptr, opened.put(), result.put()), ResultIs(expected));
    EXPECT_THAT(services.OpenNamespace(name.get(), kUnknownFlag, nullptr, opened.put(), nullptr), ResultIs(expected));
    EXPECT_THAT(
        services.OpenNamespace(name.get(), WBEM_FLAG_RETURN_IMMEDIATELY, nullptr, opened.put(), nullptr),
        ResultIs(expected));
    EXPECT_EQ(opened, nullptr);
    EXPECT_EQ(result, nullptr);
}

TEST(ConnectServer, OpensTheNamespacesOfThisMachine) {
    const Client client;
    const auto locator = client.mock->locator();
    for (const char* const path : {"root\\mock", "ROOT/Mock", "\\\\.\\root\\mock", "//localhost/root/mock", "root"}) {
        com::com_ptr<IWbemServices> services;
        EXPECT_THAT(locator->ConnectServer(bstr(path).get(), nullptr, nullptr, nullptr, 0, nullptr, nullptr,
                                           services.put()),
                    ResultIs(WBEM_S_NO_ERROR))
            << path;
        EXPECT_NE(services, nullptr);
    }
}

TEST(ConnectServer, RefusesWhatItCannotOpen) {
    const Client client;
    const auto locator = client.mock->locator();
    const auto connect = [&](const char* path, const char* user, LONG flags) {
        auto* services = reinterpret_cast<IWbemServices*>(0x10);
        const auto user_text = user == nullptr ? com::unique_bstr() : bstr(user);
        const auto path_text = path == nullptr ? com::unique_bstr() : bstr(path);
        const HRESULT result = locator->ConnectServer(path_text.get(), user_text.get(), nullptr, nullptr, flags,
                                                      nullptr, nullptr, &services);
        EXPECT_EQ(services, nullptr);
        return result;
    };
    EXPECT_THAT(connect("root\\none", nullptr, 0), ResultIs(WBEM_E_INVALID_NAMESPACE));
    EXPECT_THAT(connect("", nullptr, 0), ResultIs(WBEM_E_INVALID_NAMESPACE));
    EXPECT_THAT(connect("\\\\elsewhere\\root\\mock", nullptr, 0), ResultIs(static_cast<HRESULT>(0x800706BA)));
    EXPECT_THAT(connect("root\\mock", "somebody", 0), ResultIs(WBEM_E_LOCAL_CREDENTIALS));
    EXPECT_THAT(connect("root\\mock", nullptr, 1), ResultIs(WBEM_E_INVALID_PARAMETER));
    EXPECT_THAT(connect(nullptr, nullptr, 0), ResultIs(WBEM_E_INVALID_PARAMETER));
}

}  // namespace
}  // namespace wbemcheck::mock::test
