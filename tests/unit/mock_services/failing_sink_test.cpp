// Sinks whose callbacks fail.
#include <gtest/gtest.h>

#include "tests/unit/mock_services/client.h"
#include "tests/unit/mock_services/test_sink.h"

namespace wbemcheck::mock::test {
namespace {

using Kind = SinkEvent::Kind;

SinkHooks answering(HRESULT answer) {
    return {.on_indicate = [answer](LONG, IWbemClassObject**) { return answer; }};
}

TEST(FailingIndicate, EndsTheOperationAsCancelled) {
    Client client;
    HeldSink sink(answering(WBEM_E_FAILED));
    EXPECT_THAT(client.query_async(kAllItems, sink.get()), ResultIs(WBEM_S_NO_ERROR));
    EXPECT_TRUE(sink->wait_for_rest(1, 1));
    EXPECT_EQ(sink->count(Kind::kIndicate), 1U);  // IND-6
    EXPECT_THAT(sink->final_event().result, ResultIs(WBEM_E_CALL_CANCELLED));
    EXPECT_FALSE(sink->final_event().has_object);
    EXPECT_FALSE(sink->has_offence());
}

TEST(FailingIndicate, OfOneOperationDoesNotConcernAnother) {
    Client client;
    HeldSink failing(answering(E_OUTOFMEMORY));
    HeldSink other;
    EXPECT_THAT(client.query_async(kAllItems, failing.get()), ResultIs(WBEM_S_NO_ERROR));
    EXPECT_THAT(client.query_async(kAllItems, other.get()), ResultIs(WBEM_S_NO_ERROR));
    EXPECT_TRUE(failing->wait_for_rest(1, 1));
    EXPECT_TRUE(other->wait_for_rest(1, 1));
    EXPECT_EQ(other->objects(), 7U);
}

class SuccessfulIndicate : public ::testing::TestWithParam<HRESULT> {};

TEST_P(SuccessfulIndicate, WithAnySuccessCodeGoesOn) {
    Client client;
    HeldSink sink(answering(GetParam()));
    EXPECT_THAT(client.query_async(kAllItems, sink.get()), ResultIs(WBEM_S_NO_ERROR));
    EXPECT_TRUE(sink->wait_for_rest(1, 1));
    EXPECT_EQ(sink->objects(), 7U);  // IND-7
    EXPECT_THAT(sink->final_event().result, ResultIs(WBEM_S_NO_ERROR));
}

INSTANTIATE_TEST_SUITE_P(Codes, SuccessfulIndicate,
                         ::testing::Values(HRESULT{S_FALSE}, HRESULT{0x400FF}, HRESULT{0x40006}));

TEST(FailingProgress, EndsTheOperationAsCancelled) {
    Client client;
    HeldSink sink({.on_status = [](LONG flags, HRESULT) {
                       return flags == WBEM_STATUS_PROGRESS ? WBEM_E_FAILED : WBEM_S_NO_ERROR;
                   }});
    EXPECT_THAT(client.query_async(kAllItems, sink.get(), WBEM_FLAG_SEND_STATUS), ResultIs(WBEM_S_NO_ERROR));
    EXPECT_TRUE(sink->wait_for_rest(1, 1));
    EXPECT_EQ(sink->count(Kind::kIndicate), 1U);  // STA-17
    EXPECT_EQ(sink->count(Kind::kProgress), 1U);
    EXPECT_THAT(sink->final_event().result, ResultIs(WBEM_E_CALL_CANCELLED));
}

TEST(FailingFinal, ChangesNothing) {
    Client client;
    HeldSink sink({.on_status = [](LONG, HRESULT) { return WBEM_E_FAILED; }});
    EXPECT_THAT(client.query_async(kAllItems, sink.get()), ResultIs(WBEM_S_NO_ERROR));
    EXPECT_TRUE(sink->wait_for_rest(1, 1));  // STA-20
    EXPECT_EQ(sink->finals(), 1U);
}

TEST(FailingIndicate, EndsASubscription) {
    Client client;
    HeldSink sink(answering(WBEM_E_FAILED));
    EXPECT_THAT(client.subscribe(kEvents, sink.get()), ResultIs(WBEM_S_NO_ERROR));
    EXPECT_THAT(client.fire(10), ResultIs(WBEM_S_NO_ERROR));
    EXPECT_TRUE(sink->wait_for_rest(1, 1));
    EXPECT_EQ(sink->count(Kind::kIndicate), 1U);
    EXPECT_THAT(sink->final_event().result, ResultIs(WBEM_E_CALL_CANCELLED));
}

}  // namespace
}  // namespace wbemcheck::mock::test
