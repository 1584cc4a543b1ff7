// What a provider sees of a client's call.
#include "harness/probe/lending_services.h"

#include <gtest/gtest.h>

#include <functional>
#include <stdexcept>

#include "harness/probe/services.h"
#include "tests/unit/probe/host.h"

namespace wbemcheck::probe::test {
namespace {

using testing::SizeIs;

// A provider that does what a test says, and is not capable of anything else.
struct Behaviour {
    std::function<HRESULT(IWbemClassObject* object, IWbemContext* context)> put_instance = {};
    std::function<HRESULT(IWbemContext* context, IWbemClassObject** object)> get_object = {};
};

class Provider final : public com::ComObject<IWbemServices> {
public:
    explicit Provider(Behaviour behaviour) : behaviour_(std::move(behaviour)) {}

    HRESULT STDMETHODCALLTYPE GetObject(const BSTR, LONG, IWbemContext* context, IWbemClassObject** object,
                                        IWbemCallResult**) override {
        return behaviour_.get_object(context, object);
    }
    HRESULT STDMETHODCALLTYPE PutInstance(IWbemClassObject* object, LONG, IWbemContext* context,
                                          IWbemCallResult**) override {
        return behaviour_.put_instance(object, context);
    }

#define NOT_CAPABLE(method, ...) \
    HRESULT STDMETHODCALLTYPE method(__VA_ARGS__) override { return WBEM_E_PROVIDER_NOT_CAPABLE; }
    NOT_CAPABLE(OpenNamespace, const BSTR, LONG, IWbemContext*, IWbemServices**, IWbemCallResult**)
    NOT_CAPABLE(CancelAsyncCall, IWbemObjectSink*)
    NOT_CAPABLE(QueryObjectSink, LONG, IWbemObjectSink**)
    NOT_CAPABLE(GetObjectAsync, const BSTR, LONG, IWbemContext*, IWbemObjectSink*)
    NOT_CAPABLE(PutClass, IWbemClassObject*, LONG, IWbemContext*, IWbemCallResult**)
    NOT_CAPABLE(PutClassAsync, IWbemClassObject*, LONG, IWbemContext*, IWbemObjectSink*)
    NOT_CAPABLE(DeleteClass, const BSTR, LONG, IWbemContext*, IWbemCallResult**)
    NOT_CAPABLE(DeleteClassAsync, const BSTR, LONG, IWbemContext*, IWbemObjectSink*)
    NOT_CAPABLE(CreateClassEnum, const BSTR, LONG, IWbemContext*, IEnumWbemClassObject**)
    NOT_CAPABLE(CreateClassEnumAsync, const BSTR, LONG, IWbemContext*, IWbemObjectSink*)
    NOT_CAPABLE(PutInstanceAsync, IWbemClassObject*, LONG, IWbemContext*, IWbemObjectSink*)
    NOT_CAPABLE(DeleteInstance, const BSTR, LONG, IWbemContext*, IWbemCallResult**)
    NOT_CAPABLE(DeleteInstanceAsync, const BSTR, LONG, IWbemContext*, IWbemObjectSink*)
    NOT_CAPABLE(CreateInstanceEnum, const BSTR, LONG, IWbemContext*, IEnumWbemClassObject**)
    NOT_CAPABLE(CreateInstanceEnumAsync, const BSTR, LONG, IWbemContext*, IWbemObjectSink*)
    NOT_CAPABLE(ExecQuery, const BSTR, const BSTR, LONG, IWbemContext*, IEnumWbemClassObject**)
    NOT_CAPABLE(ExecQueryAsync, const BSTR, const BSTR, LONG, IWbemContext*, IWbemObjectSink*)
    NOT_CAPABLE(ExecNotificationQuery, const BSTR, const BSTR, LONG, IWbemContext*, IEnumWbemClassObject**)
    NOT_CAPABLE(ExecNotificationQueryAsync, const BSTR, const BSTR, LONG, IWbemContext*, IWbemObjectSink*)
    NOT_CAPABLE(ExecMethod, const BSTR, const BSTR, LONG, IWbemContext*, IWbemClassObject*, IWbemClassObject**,
                IWbemCallResult**)
    NOT_CAPABLE(ExecMethodAsync, const BSTR, const BSTR, LONG, IWbemContext*, IWbemClassObject*, IWbemObjectSink*)
#undef NOT_CAPABLE

private:
    const Behaviour behaviour_;
};

// As the stage puts it together: client, recording services, lending services, provider.
com::com_ptr<IWbemServices> chain(Host& host, Behaviour behaviour) {
    auto lending = com::make_com<LendingServices>(com::make_com<Provider>(std::move(behaviour)), host.ledger);
    return com::make_com<RecordingServices>(std::move(lending), host.recorder, host.registry);
}

TEST(LendingServices, ShowsTheProviderHostObjectsForTheCall) {
    Host host;
    const com::com_ptr<IWbemClassObject> object = get(*host.mock.connect(), kSingle);
    const com::com_ptr<IWbemContext> context = make_call_context();
    IWbemClassObject* seen_object = nullptr;
    IWbemContext* seen_context = nullptr;
    const auto services = chain(host, {.put_instance = [&](IWbemClassObject* given, IWbemContext* with) {
        EXPECT_EQ(text_of(*given, "Id"), "only");
        seen_object = given;
        seen_context = with;
        return WBEM_S_NO_ERROR;
    }});
    EXPECT_THAT(services->PutInstance(object.get(), 0, context.get(), nullptr), ResultIs(WBEM_S_NO_ERROR));
    EXPECT_NE(host.ledger->id_of(seen_object), 0U);
    EXPECT_NE(host.ledger->id_of(seen_context), 0U);
    const auto calls = host.events(EventKind::kCallEntered);
    ASSERT_THAT(calls, SizeIs(1));
    const auto lent = host.events(EventKind::kHostObject);
    ASSERT_THAT(lent, SizeIs(2));
    for (const Event& event : lent) {
        EXPECT_EQ(event.call, calls[0].call);
        EXPECT_EQ(event.value, 0);
    }
    com::variant id;
    EXPECT_THAT(seen_object->Get(OLESTR("Id"), 0, id.put(), nullptr, nullptr), ResultIs(RPC_E_DISCONNECTED))
        << "the call has returned";
}

TEST(LendingServices, KeepsNullAsNull) {
    Host host;
    const auto services = chain(host, {.put_instance = [&](IWbemClassObject* given, IWbemContext* with) {
        return given == nullptr && with == nullptr ? WBEM_E_INVALID_PARAMETER : WBEM_S_NO_ERROR;
    }});
    EXPECT_THAT(services->PutInstance(nullptr, 0, nullptr, nullptr), ResultIs(WBEM_E_INVALID_PARAMETER));
    EXPECT_THAT(host.events(EventKind::kHostObject), testing::IsEmpty());
}

TEST(LendingServices, TakesTheProvidersReferenceOverWithWhatItGives) {
    Host host;
    IWbemServices* const upstairs = host.lend_namespace();
    const auto services = chain(host, {.get_object = [&](IWbemContext* context, IWbemClassObject** object) {
        return upstairs->GetObject(com::make_bstr(kSingle).get(), 0, context, object, nullptr);
    }});
    const com::com_ptr<IWbemClassObject> object = get(*services, "anything");
    EXPECT_EQ(host.ledger->id_of(object.get()), 0U) << "the client has the object behind";
    EXPECT_EQ(text_of(*object, "Id"), "only");
    EXPECT_TRUE(host.ledger->wait_until_returned(std::chrono::steady_clock::now()));
    EXPECT_THAT(host.events(EventKind::kHostReference), SizeIs(1));
    EXPECT_EQ(host.events(EventKind::kCallReturned)[0].value2, 1) << "the client's reference (REF-17)";
}

TEST(LendingServices, RecordsAnExceptionOfTheProvider) {
    Host host;
    const auto services = chain(host, {.put_instance = [](IWbemClassObject*, IWbemContext*) -> HRESULT {
        throw std::runtime_error("out of luck");
    }});
    EXPECT_THAT(services->PutInstance(nullptr, 0, nullptr, nullptr), ResultIs(E_UNEXPECTED));
    auto marks = host.events(EventKind::kMark);
    // Where the platform has call contexts, each call says what became of its own.
    std::erase_if(marks, [](const trace::Event& mark) {
        return mark.method != static_cast<std::uint16_t>(trace::MarkKind::kExceptionEscaped);
    });
    ASSERT_THAT(marks, SizeIs(1));
    EXPECT_EQ(marks[0].call, host.events(EventKind::kCallEntered)[0].call);
}

TEST(CurrentCall, IsTheInnermostOfTheThread) {
    Host host;
    std::vector<std::uint32_t> calls;
    com::com_ptr<IWbemServices> services;
    services = chain(host, {.put_instance =
                                [&](IWbemClassObject*, IWbemContext*) {
                                    calls.push_back(current_call_of_this_thread());
                                    (void)get(*services, "anything");
                                    calls.push_back(current_call_of_this_thread());
                                    return WBEM_S_NO_ERROR;
                                },
                            .get_object =
                                [&](IWbemContext*, IWbemClassObject** object) {
                                    calls.push_back(current_call_of_this_thread());
                                    *object = nullptr;
                                    return WBEM_S_NO_ERROR;
                                }});
    EXPECT_EQ(current_call_of_this_thread(), 0U);
    (void)services->PutInstance(nullptr, 0, nullptr, nullptr);
    EXPECT_EQ(current_call_of_this_thread(), 0U);
    const auto entered = host.events(EventKind::kCallEntered);
    ASSERT_THAT(entered, SizeIs(2));
    EXPECT_THAT(calls, testing::ElementsAre(entered[0].call, entered[1].call, entered[0].call));
}

}  // namespace
}  // namespace wbemcheck::probe::test
