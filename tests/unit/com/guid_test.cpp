#include "harness/com/guid.h"

#include <gtest/gtest.h>

#include <cstring>

#include "harness/com/iid.h"

namespace wbemcheck::com {
namespace {

constexpr const char* kServices = "{9556DC99-828C-11CF-A37E-00AA003240C7}";

TEST(FormatGuid, IsUpperCaseInBraces) {
    EXPECT_EQ(format_guid(iid_of<IWbemServices>()), kServices);
    EXPECT_EQ(format_guid(GUID{}), "{00000000-0000-0000-0000-000000000000}");
    EXPECT_EQ(format_guid(GUID{1, 2, 3, {4, 5, 6, 7, 8, 9, 10, 11}}),
              "{00000001-0002-0003-0405-060708090A0B}");
}

TEST(ParseGuid, ReadsWhatFormatWrites) {
    const std::optional<GUID> guid = parse_guid(kServices);
    ASSERT_TRUE(guid);
    EXPECT_TRUE(*guid == iid_of<IWbemServices>());
    EXPECT_EQ(format_guid(*guid), kServices);
}

TEST(ParseGuid, ReadsEitherCase) {
    EXPECT_TRUE(parse_guid("{9556dc99-828c-11cf-A37E-00aa003240c7}") == parse_guid(kServices));
}

TEST(ParseGuid, RefusesEveryOtherForm) {
    for (const char* text :
         {"", "{}", "9556DC99-828C-11CF-A37E-00AA003240C7", "{9556DC99-828C-11CF-A37E-00AA003240C7",
          "{9556DC99-828C-11CF-A37E-00AA003240C7} ", "{9556DC99-828C-11CF-A37E-00AA003240CG}",
          "{9556DC99-828C-11CF-A37E+00AA003240C7}", "{9556DC99828C-11CF-A37E-00AA003240C7-0}",
          "{+556DC99-828C-11CF-A37E-00AA003240C7}", "(9556DC99-828C-11CF-A37E-00AA003240C7)"}) {
        EXPECT_EQ(parse_guid(text), std::nullopt) << text;
    }
}

TEST(IidOf, DistinguishesInterfaces) {
    EXPECT_FALSE(iid_of<IWbemObjectSink>() == iid_of<IWbemObjectSinkEx>());
    EXPECT_TRUE(iid_of<IUnknown>() == *parse_guid("{00000000-0000-0000-C000-000000000046}"));
}

TEST(GuidEquality, LooksAtEveryByte) {
    for (std::size_t i = 0; i < sizeof(GUID); ++i) {
        unsigned char bytes[sizeof(GUID)] = {};
        bytes[i] = 1;
        GUID guid;
        std::memcpy(&guid, bytes, sizeof(guid));
        EXPECT_FALSE(guid == GUID{}) << i;
    }
    EXPECT_TRUE(GUID{} == GUID{});
}

}  // namespace
}  // namespace wbemcheck::com
