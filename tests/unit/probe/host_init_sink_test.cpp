// The sink that Initialize reports to (PRV-2, PRV-4, PRV-5).
#include <gtest/gtest.h>

#include <thread>

#include "tests/unit/probe/host.h"

namespace wbemcheck::probe::test {
namespace {

using testing::SizeIs;

TEST(InitSink, TakesEveryReportAndKnowsTheNewest) {
    Host host;
    IWbemProviderInitSink* const sink = host.ledger->make_init_sink(kCall);
    EXPECT_EQ(host.ledger->init_report(sink).reports, 0U);
    EXPECT_THAT(sink->SetStatus(WBEM_E_FAILED, 0), ResultIs(WBEM_S_NO_ERROR));
    EXPECT_THAT(sink->SetStatus(WBEM_S_INITIALIZED, 4), ResultIs(WBEM_S_NO_ERROR));
    const HostLedger::InitReport report = host.ledger->init_report(sink);
    EXPECT_EQ(report.reports, 2U);
    EXPECT_EQ(report.status, WBEM_S_INITIALIZED);
    EXPECT_EQ(report.flags, 4);
    const auto told = host.events(EventKind::kInitStatus);
    ASSERT_THAT(told, SizeIs(2));
    EXPECT_EQ(told[0].object, host.ledger->id_of(sink));
    EXPECT_THAT(static_cast<HRESULT>(told[0].value), ResultIs(WBEM_E_FAILED));
    EXPECT_EQ(told[1].value2, 4);
}

TEST(InitSink, IsWaitedFor) {
    Host host;
    IWbemProviderInitSink* const sink = host.ledger->make_init_sink(kCall);
    EXPECT_FALSE(host.ledger->wait_for_init_report(sink, std::chrono::steady_clock::now()));
    std::jthread provider([sink] { (void)sink->SetStatus(WBEM_S_INITIALIZED, 0); });
    EXPECT_TRUE(host.ledger->wait_for_init_report(sink, soon()));
    EXPECT_FALSE(host.ledger->wait_for_init_report(sink, std::chrono::steady_clock::now(), 1)) << "one is known";
}

TEST(InitSink, NeverFailsOnOrder) {
    Host host;
    IWbemProviderInitSink* const sink = host.ledger->make_init_sink(kCall);
    host.ledger->fail_upcall(1, WBEM_E_FAILED);
    EXPECT_THAT(sink->SetStatus(WBEM_S_INITIALIZED, 0), ResultIs(WBEM_S_NO_ERROR));
    EXPECT_FALSE(host.ledger->has_failed());
    EXPECT_EQ(host.ledger->upcalls(), 0U);
}

TEST(InitSink, HearsAProviderThatHasNotKeptIt) {
    Host host;
    IWbemProviderInitSink* const sink = host.ledger->make_init_sink(kCall);
    host.ledger->end_of_call(kCall);
    EXPECT_THAT(sink->SetStatus(WBEM_S_INITIALIZED, 0), ResultIs(WBEM_S_NO_ERROR));
    EXPECT_EQ(host.ledger->init_report(sink).reports, 1U);
}

}  // namespace
}  // namespace wbemcheck::probe::test
