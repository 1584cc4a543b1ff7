// IWbemStatusCodeText.
#include "mock_provider/services/status_code_text.h"

#include <gtest/gtest.h>

#include <cstdint>
#include <string>
#include <vector>

#include "harness/com/hresult.h"
#include "tests/unit/mock_services/client.h"

namespace wbemcheck::mock::test {
namespace {

// Every code of WBEM that the tables of the project name.
std::vector<HRESULT> wbem_codes() {
    return {
#define WBEMCHECK_WBEM_RESULT(name, value) static_cast<HRESULT>(value##U),
#include "harness/com/portable/wbem_constants.inc"
    };
}

std::string error_text(HRESULT result, LONG flags = WBEMSTATUS_FORMAT_NO_NEWLINE) {
    const Client client;
    com::unique_bstr text;
    EXPECT_THAT(client.mock->status_code_text()->GetErrorCodeText(result, 0, flags, text.put()),
                ResultIs(WBEM_S_NO_ERROR));
    return com::to_utf8(text.get());
}

TEST(StatusCodeText, HasASentenceForEveryCodeOfWbem) {
    for (const HRESULT code : wbem_codes()) {
        EXPECT_FALSE(status_text(code).empty()) << com::describe_hresult(code);
        EXPECT_EQ(facility_text(code), "WBEM") << com::describe_hresult(code);
    }
}

TEST(StatusCodeText, SaysWhatACodeMeans) {
    EXPECT_EQ(error_text(WBEM_E_NOT_FOUND), "The object cannot be found.");
    EXPECT_EQ(error_text(WBEM_S_TIMEDOUT), "The time limit of the call ran out.");
    EXPECT_EQ(error_text(E_ACCESSDENIED), "Access is denied.");
    EXPECT_EQ(error_text(static_cast<HRESULT>(0x800706BA)), "The RPC server is not available.");
}

TEST(StatusCodeText, EndsTheLineUnlessToldNotTo) {
    EXPECT_EQ(error_text(WBEM_E_FAILED, WBEMSTATUS_FORMAT_NEWLINE), "The call failed.\r\n");
    EXPECT_EQ(error_text(WBEM_E_FAILED, WBEMSTATUS_FORMAT_NO_NEWLINE), "The call failed.");
}

TEST(StatusCodeText, NamesTheSubsystem) {
    const Client client;
    const auto facility = [&](HRESULT result) {
        com::unique_bstr text;
        EXPECT_THAT(client.mock->status_code_text()->GetFacilityCodeText(
                        result, 0, WBEMSTATUS_FORMAT_NO_NEWLINE, text.put()),
                    ResultIs(WBEM_S_NO_ERROR));
        return com::to_utf8(text.get());
    };
    EXPECT_EQ(facility(WBEM_E_INVALID_QUERY), "WBEM");
    EXPECT_EQ(facility(WBEM_S_FALSE), "WBEM");
    EXPECT_EQ(facility(RPC_E_DISCONNECTED), "RPC");
    EXPECT_EQ(facility(static_cast<HRESULT>(0x80090305)), "SSPI");
    EXPECT_EQ(facility(E_ACCESSDENIED), "Windows");
    EXPECT_EQ(facility(E_FAIL), "Windows");
    EXPECT_EQ(facility(REGDB_E_CLASSNOTREG), "Windows")
        << "the facility of WBEM is the one of all interfaces";
}

TEST(StatusCodeText, TakesTheReservedLocaleAndEnglish) {
    const Client client;
    const auto texts = client.mock->status_code_text();
    com::unique_bstr text;
    EXPECT_THAT(texts->GetErrorCodeText(WBEM_E_FAILED, 0x409, 0, text.put()), ResultIs(WBEM_S_NO_ERROR));
    EXPECT_TRUE(text);
    EXPECT_THAT(texts->GetErrorCodeText(WBEM_E_FAILED, 0x407, 0, text.put()),
                ResultIs(WBEM_E_INVALID_PARAMETER));
    EXPECT_FALSE(text);
}

TEST(StatusCodeText, RefusesWhatIsReservedAndNamesNothingForUnknownCodes) {
    const Client client;
    const auto texts = client.mock->status_code_text();
    auto* text = reinterpret_cast<BSTR>(0x10);
    EXPECT_THAT(texts->GetErrorCodeText(WBEM_E_FAILED, 0, 2, &text), ResultIs(WBEM_E_INVALID_PARAMETER));
    EXPECT_EQ(text, nullptr);
    text = reinterpret_cast<BSTR>(0x10);
    EXPECT_THAT(texts->GetFacilityCodeText(WBEM_E_FAILED, 0, 2, &text), ResultIs(WBEM_E_INVALID_PARAMETER));
    EXPECT_EQ(text, nullptr);
    EXPECT_THAT(texts->GetErrorCodeText(WBEM_E_FAILED, 0, 0, nullptr), ResultIs(WBEM_E_INVALID_PARAMETER));
    EXPECT_THAT(texts->GetFacilityCodeText(WBEM_E_FAILED, 0, 0, nullptr), ResultIs(WBEM_E_INVALID_PARAMETER));
    text = reinterpret_cast<BSTR>(0x10);
    EXPECT_THAT(texts->GetErrorCodeText(static_cast<HRESULT>(0x8ABCDEF0), 0, 0, &text),
                ResultIs(WBEM_E_NOT_FOUND));
    EXPECT_EQ(text, nullptr);
}

TEST(StatusCodeText, HasTheIdentityOfAComObject) {
    const Client client;
    const auto texts = client.mock->status_code_text();
    EXPECT_EQ(texts.as<IUnknown>().as<IWbemStatusCodeText>(), texts);
    EXPECT_FALSE(texts.as<IWbemLocator>());
}

}  // namespace
}  // namespace wbemcheck::mock::test
