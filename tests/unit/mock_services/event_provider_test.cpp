// Event providers that are registered with the mock.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <mutex>
#include <string>
#include <vector>

#include "harness/com/com_object.h"
#include "harness/com/text.h"
#include "tests/unit/mock_services/client.h"
#include "tests/unit/mock_services/test_sink.h"

namespace wbemcheck::mock::test {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

// Writes down what it is told. Refuses queries if it is made to.
class Provider final : public com::ComObject<IWbemEventProvider, IWbemEventProviderQuerySink> {
public:
    explicit Provider(HRESULT answer = WBEM_S_NO_ERROR) : answer_(answer) {}

    HRESULT STDMETHODCALLTYPE ProvideEvents(IWbemObjectSink*, LONG) noexcept override { return note("provide"); }
    HRESULT STDMETHODCALLTYPE NewQuery(ULONG id, LPWSTR, LPWSTR query) noexcept override {
        (void)note("new " + std::to_string(id) + " " + com::to_utf8(com::OleStringView(query)));
        return answer_;
    }
    HRESULT STDMETHODCALLTYPE CancelQuery(ULONG id) noexcept override { return note("cancel " + std::to_string(id)); }

    std::vector<std::string> told() const {
        const std::scoped_lock lock(mutex_);
        return told_;
    }

private:
    HRESULT note(std::string what) {
        const std::scoped_lock lock(mutex_);
        told_.push_back(std::move(what));
        return WBEM_S_NO_ERROR;
    }

    const HRESULT answer_;
    mutable std::mutex mutex_;
    std::vector<std::string> told_;  // guarded by mutex_
};

com::com_ptr<IUnknown> unknown_of(Provider& provider) {
    com::com_ptr<IUnknown> unknown;
    (void)provider.QueryInterface(IID_IUnknown, reinterpret_cast<void**>(unknown.put()));
    return unknown;
}

TEST(EventProvider, HearsOfEachQueryAndOfItsEnd) {
    Client client;
    const auto provider = com::make_com<Provider>();
    ASSERT_THAT(client.mock->register_event_provider("Mock_Event", unknown_of(*provider)), ResultIs(S_OK));
    HeldSink sink;
    ASSERT_THAT(client.subscribe(kEvents, sink.get()), ResultIs(WBEM_S_NO_ERROR));
    EXPECT_THAT(provider->told(), ElementsAre("new 1 " + std::string(kEvents), "provide"));
    ASSERT_THAT(client.services->CancelAsyncCall(sink.get()), ResultIs(WBEM_S_NO_ERROR));
    ASSERT_TRUE(sink->wait_for_rest(1, 1));
    EXPECT_THAT(provider->told(), ElementsAre("new 1 " + std::string(kEvents), "provide", "cancel 1"));
}

TEST(EventProvider, HearsNothingOfQueriesForOtherEvents) {
    Client client;
    const auto provider = com::make_com<Provider>();
    ASSERT_THAT(client.mock->register_event_provider("Mock_Event", unknown_of(*provider)), ResultIs(S_OK));
    HeldSink sink;
    ASSERT_THAT(client.subscribe("SELECT * FROM __ClassCreationEvent WITHIN 1", sink.get()), ResultIs(WBEM_S_NO_ERROR));
    EXPECT_THAT(provider->told(), IsEmpty());
}

TEST(EventProvider, ThatRefusesAQueryIsNotToldOfItsEnd) {
    Client client;
    const auto provider = com::make_com<Provider>(WBEM_E_FAILED);
    ASSERT_THAT(client.mock->register_event_provider("Mock_Event", unknown_of(*provider)), ResultIs(S_OK));
    HeldSink sink;
    ASSERT_THAT(client.subscribe(kEvents, sink.get()), ResultIs(WBEM_S_NO_ERROR));
    ASSERT_THAT(client.services->CancelAsyncCall(sink.get()), ResultIs(WBEM_S_NO_ERROR));
    ASSERT_TRUE(sink->wait_for_rest(1, 1));
    EXPECT_THAT(provider->told(), ElementsAre("new 1 " + std::string(kEvents), "provide"));
}

TEST(EventProvider, MustBeOneOfAKnownClass) {
    Client client;
    const auto provider = com::make_com<Provider>();
    EXPECT_THAT(client.mock->register_event_provider("Mock_NoSuchClass", unknown_of(*provider)),
                ResultIs(WBEM_E_INVALID_CLASS));
    HeldSink no_provider;
    com::com_ptr<IUnknown> unknown;
    (void)no_provider.get()->QueryInterface(IID_IUnknown, reinterpret_cast<void**>(unknown.put()));
    EXPECT_THAT(client.mock->register_event_provider("Mock_Event", std::move(unknown)), ResultIs(E_NOINTERFACE));
}

}  // namespace
}  // namespace wbemcheck::mock::test
