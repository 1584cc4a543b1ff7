// What a provider finds when it asks COM for its client.
#include <gtest/gtest.h>

#include <string>

#include "harness/com/wbem.h"
#include "harness/probe/server_call_context.h"

namespace wbemcheck::probe {
namespace {

class ServerCall : public testing::Test {
protected:
    ServerCall() { ::CoInitializeEx(nullptr, COINIT_MULTITHREADED); }
    ~ServerCall() override { ::CoUninitialize(); }

    static bool has_token() {
        HANDLE token = nullptr;
        const bool has = ::OpenThreadToken(::GetCurrentThread(), TOKEN_QUERY, TRUE, &token) != FALSE;
        if (has) ::CloseHandle(token);
        return has;
    }
};

TEST_F(ServerCall, HasNoClientWithoutAContext) {
    EXPECT_EQ(::CoImpersonateClient(), RPC_E_CALL_COMPLETE);
}

TEST_F(ServerCall, HasAClientToImpersonate) {
    ServerCallContext context;
    EXPECT_EQ(::CoImpersonateClient(), S_OK);
    EXPECT_TRUE(has_token());
    EXPECT_EQ(::CoRevertToSelf(), S_OK);
    EXPECT_FALSE(has_token());
    const ServerCallReport report = context.finish();
    EXPECT_TRUE(report.is_available);
    EXPECT_EQ(report.impersonated, 1u);
    EXPECT_EQ(report.reverted, 1u);
    EXPECT_FALSE(report.token_left);
}

TEST_F(ServerCall, TellsOfAClientWhoStaysImpersonated) {
    ServerCallContext context;
    EXPECT_EQ(::CoImpersonateClient(), S_OK);
    const ServerCallReport report = context.finish();
    EXPECT_EQ(report.impersonated, 1u);
    EXPECT_EQ(report.reverted, 0u);
    EXPECT_TRUE(report.token_left);
    EXPECT_FALSE(has_token());  // the next call begins without it
}

TEST_F(ServerCall, TellsOfATokenThatCameAnotherWay) {
    ServerCallContext context;
    EXPECT_NE(::ImpersonateSelf(SecurityImpersonation), FALSE);
    const ServerCallReport report = context.finish();
    EXPECT_EQ(report.impersonated, 0u);
    EXPECT_TRUE(report.token_left);
    EXPECT_FALSE(has_token());
}

TEST_F(ServerCall, SaysWhetherItImpersonates) {
    const ServerCallContext context;
    IServerSecurity* security = nullptr;
    ASSERT_EQ(::CoGetCallContext(__uuidof(IServerSecurity), reinterpret_cast<void**>(&security)), S_OK);
    EXPECT_FALSE(security->IsImpersonating());
    EXPECT_EQ(security->ImpersonateClient(), S_OK);
    EXPECT_TRUE(security->IsImpersonating());
    EXPECT_EQ(security->RevertToSelf(), S_OK);
    EXPECT_FALSE(security->IsImpersonating());
    security->Release();
}

TEST_F(ServerCall, TellsWhoTheClientIs) {
    const ServerCallContext context;
    DWORD authentication = 0;
    DWORD level = 0;
    void* privileges = nullptr;
    ASSERT_EQ(::CoQueryClientBlanket(&authentication, nullptr, nullptr, &level, nullptr, &privileges, nullptr), S_OK);
    EXPECT_EQ(authentication, static_cast<DWORD>(RPC_C_AUTHN_WINNT));
    EXPECT_EQ(level, static_cast<DWORD>(RPC_C_AUTHN_LEVEL_PKT_PRIVACY));
    ASSERT_NE(privileges, nullptr);
    EXPECT_NE(std::wstring(static_cast<const wchar_t*>(privileges)).find(L'\\'), std::wstring::npos);
}

TEST_F(ServerCall, LeavesTheContextOfAnOuterCallInPlace) {
    ServerCallContext outer;
    {
        const ServerCallContext inner;
    }
    EXPECT_EQ(::CoImpersonateClient(), S_OK);
    EXPECT_EQ(::CoRevertToSelf(), S_OK);
    EXPECT_EQ(outer.finish().impersonated, 1u);
    EXPECT_EQ(::CoImpersonateClient(), RPC_E_CALL_COMPLETE);
}

TEST_F(ServerCall, GivesTheSameReportTwice) {
    ServerCallContext context;
    EXPECT_EQ(::CoImpersonateClient(), S_OK);
    const ServerCallReport first = context.finish();
    const ServerCallReport second = context.finish();
    EXPECT_EQ(second.impersonated, first.impersonated);
    EXPECT_EQ(second.token_left, first.token_left);
}

TEST_F(ServerCall, OutlivesItsEndInTheHandsOfAProvider) {
    IServerSecurity* security = nullptr;
    {
        const ServerCallContext context;
        ASSERT_EQ(::CoGetCallContext(__uuidof(IServerSecurity), reinterpret_cast<void**>(&security)), S_OK);
    }
    EXPECT_FALSE(security->IsImpersonating());
    security->Release();
}

}  // namespace
}  // namespace wbemcheck::probe
