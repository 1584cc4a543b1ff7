#include "harness/com/hresult.h"

#include <gtest/gtest.h>

#include <set>
#include <stdexcept>
#include <string>

#include "tests/unit/com/result_is.h"

namespace wbemcheck::com {
namespace {

struct Code {
    const char* name;
    std::uint32_t value;
};

// Written down a second time from the contract's tables: a sample from each of them.
constexpr Code kCodes[] = {
    {"WBEM_S_NO_ERROR", 0},
    {"WBEM_S_FALSE", 1},
    {"WBEM_S_TIMEDOUT", 0x00040004},
    {"WBEM_S_PARTIAL_RESULTS", 0x00040010},
    {"WBEM_S_NEW_STYLE", 0x000400FF},
    {"WBEM_S_SUBJECT_TO_SDS", 0x00043003},
    {"WBEM_E_FAILED", 0x80041001},
    {"WBEM_E_CALL_CANCELLED", 0x80041032},
    {"WBEM_E_CANNOT_CHANGE_KEY_INHERITANCE", 0x80041049},
    {"WBEM_E_CANNOT_CHANGE_INDEX_INHERITANCE", 0x80041050},
    {"WBEM_E_UNINTERPRETABLE_PROVIDER_QUERY", 0x8004105F},
    {"WBEM_E_RESERVED_001", 0x8004106D},
    {"WBEM_E_PROVIDER_DISABLED", 0x8004108A},
    {"WBEMESS_E_AUTHZ_NOT_PRIVILEGED", 0x80042003},
    {"WBEM_E_RESOURCE_CONTENTION", 0x80043002},
    {"E_NOINTERFACE", 0x80004002},
    {"E_POINTER", 0x80004003},
    {"E_OUTOFMEMORY", 0x8007000E},
    {"E_INVALIDARG", 0x80070057},
    {"E_ACCESSDENIED", 0x80070005},
    {"RPC_E_DISCONNECTED", 0x80010108},
    {"RPC_S_SERVER_UNAVAILABLE", 0x800706BA},
    {"RPC_S_CALL_FAILED", 0x800706BE},
};

TEST(HresultName, IsTheNameOfTheContract) {
    for (const Code& code : kCodes) {
        EXPECT_EQ(hresult_name(static_cast<HRESULT>(code.value)), code.name);
        EXPECT_EQ(find_hresult(code.name), static_cast<HRESULT>(code.value)) << code.name;
    }
}

TEST(HresultName, IsKnownForEveryCode) {
    std::set<std::string> names;
#define WBEMCHECK_WBEM_RESULT(name, value)                          \
    EXPECT_EQ(find_hresult(#name), static_cast<HRESULT>(value##U)); \
    EXPECT_NE(hresult_name(name), "");                              \
    names.insert(#name);
#include "harness/com/portable/wbem_constants.inc"
#define WBEMCHECK_COM_RESULT(name, value)                           \
    EXPECT_EQ(find_hresult(#name), static_cast<HRESULT>(value##U)); \
    names.insert(#name);
#include "harness/com/portable/com_results.inc"
    EXPECT_GT(names.size(), 170U);
}

TEST(HresultName, IsEmptyForAnUnknownCode) {
    EXPECT_EQ(hresult_name(static_cast<HRESULT>(0x8004105EU)), "") << "a hole in the numbering";
    EXPECT_EQ(hresult_name(static_cast<HRESULT>(0x7FFFFFFFU)), "");
    EXPECT_EQ(hresult_name(static_cast<HRESULT>(0xFFFFFFFFU)), "");
}

TEST(DescribeHresult, ShowsNameAndNumber) {
    EXPECT_EQ(describe_hresult(WBEM_E_CALL_CANCELLED), "WBEM_E_CALL_CANCELLED (0x80041032)");
    EXPECT_EQ(describe_hresult(S_OK), "WBEM_S_NO_ERROR (0x00000000)");
    EXPECT_EQ(describe_hresult(static_cast<HRESULT>(0x8004ABCDU)), "0x8004ABCD");
}

TEST(FindHresult, KnowsAliases) {
    EXPECT_EQ(find_hresult("S_OK"), 0);
    EXPECT_EQ(find_hresult("WBEM_NO_ERROR"), 0);
    EXPECT_EQ(find_hresult("WBEM_S_SAME"), 0);
    EXPECT_EQ(find_hresult("S_FALSE"), 1);
    EXPECT_EQ(find_hresult("WBEM_E_TRANSACTION_CONFLICT"), WBEM_E_RESERVED_001);
}

TEST(FindHresult, IsExact) {
    EXPECT_EQ(find_hresult(""), std::nullopt);
    EXPECT_EQ(find_hresult("wbem_e_failed"), std::nullopt);
    EXPECT_EQ(find_hresult("WBEM_E_FAILED "), std::nullopt);
}

TEST(Guard, ReturnsTheResultOfItsBody) {
    EXPECT_THAT(guard([] { return WBEM_S_FALSE; }), ResultIs(WBEM_S_FALSE));
    EXPECT_THAT(guard([] { return WBEM_E_NOT_FOUND; }), ResultIs(WBEM_E_NOT_FOUND));
    bool ran = false;
    EXPECT_THAT(guard([&ran] { ran = true; }), ResultIs(S_OK));
    EXPECT_TRUE(ran);
}

TEST(Guard, MapsExceptions) {
    EXPECT_THAT(guard([]() -> HRESULT { throw HresultError(WBEM_E_READ_ONLY); }), ResultIs(WBEM_E_READ_ONLY));
    EXPECT_THAT(guard([]() -> HRESULT { throw std::bad_alloc(); }), ResultIs(WBEM_E_OUT_OF_MEMORY));
    EXPECT_THAT(guard([]() -> HRESULT { throw std::runtime_error("x"); }), ResultIs(WBEM_E_FAILED));
    EXPECT_THAT(guard([]() -> HRESULT { throw 42; }), ResultIs(WBEM_E_FAILED));
    EXPECT_THAT(guard([] { throw std::bad_alloc(); }), ResultIs(WBEM_E_OUT_OF_MEMORY));
}

TEST(ThrowIfFailed, ThrowsFailuresOnly) {
    EXPECT_THAT(throw_if_failed(WBEM_S_TIMEDOUT), ResultIs(WBEM_S_TIMEDOUT));
    try {
        throw_if_failed(WBEM_E_ACCESS_DENIED);
        FAIL() << "nothing was thrown";
    } catch (const HresultError& error) {
        EXPECT_THAT(error.result(), ResultIs(WBEM_E_ACCESS_DENIED));
        EXPECT_STREQ(error.what(), "WBEM_E_ACCESS_DENIED");
    }
}

}  // namespace
}  // namespace wbemcheck::com
