#include "harness/com/bstr.h"

#include <gtest/gtest.h>

#include <cstdint>
#include <cstring>
#include <string>
#include <type_traits>

namespace wbemcheck::com {
namespace {

using namespace std::string_literals;

static_assert(!std::is_copy_constructible_v<unique_bstr> && !std::is_copy_assignable_v<unique_bstr>);
static_assert(!std::is_convertible_v<unique_bstr, BSTR> && !std::is_convertible_v<BSTR, unique_bstr>);

TEST(SysAllocString, CopiesUpToTheZeroAndTerminates) {
    const unique_bstr text(SysAllocString(OLESTR("abc")));
    ASSERT_TRUE(text);
    EXPECT_EQ(SysStringLen(text.get()), 3U);
    EXPECT_EQ(SysStringByteLen(text.get()), 6U);
    EXPECT_EQ(text.get()[3], 0);
    EXPECT_EQ(SysAllocString(nullptr), nullptr);
}

TEST(SysAllocString, MakesAnEmptyStringThatIsNotNull) {
    const unique_bstr text(SysAllocString(OLESTR("")));
    ASSERT_TRUE(text);
    EXPECT_EQ(SysStringLen(text.get()), 0U);
    EXPECT_EQ(text.get()[0], 0);
}

TEST(SysAllocString, PutsTheLengthInBytesBeforeTheText) {
    const unique_bstr text(SysAllocStringLen(OLESTR("a\0b"), 3));
    std::uint32_t length = 0;
    std::memcpy(&length, reinterpret_cast<const char*>(text.get()) - 4, 4);
    EXPECT_EQ(length, 6U);
}

TEST(SysAllocStringLen, KeepsZerosInside) {
    const OLECHAR source[] = {'a', 0, 'b', 0, 'c'};
    const unique_bstr text(SysAllocStringLen(source, 5));
    EXPECT_EQ(SysStringLen(text.get()), 5U);
    EXPECT_EQ(std::memcmp(text.get(), source, sizeof(source)), 0);
    EXPECT_EQ(text.get()[5], 0);
}

TEST(SysAllocStringLen, MakesRoomWithoutASource) {
    const unique_bstr text(SysAllocStringLen(nullptr, 4));
    ASSERT_TRUE(text);
    EXPECT_EQ(SysStringLen(text.get()), 4U);
    EXPECT_EQ(text.get()[4], 0);
}

TEST(SysAllocStringByteLen, KeepsAnOddLength) {
    const unique_bstr text(SysAllocStringByteLen("xyz", 3));
    ASSERT_TRUE(text);
    EXPECT_EQ(SysStringByteLen(text.get()), 3U);
    EXPECT_EQ(SysStringLen(text.get()), 1U);
    EXPECT_EQ(std::memcmp(text.get(), "xyz\0\0", 5), 0) << "two zero bytes follow";
}

TEST(SysAllocStringLen, RefusesWhatDoesNotFit) {
    EXPECT_EQ(SysAllocStringLen(nullptr, 0xFFFFFFF0U), nullptr);
}

TEST(SysStringLen, OfNullIsZero) {
    EXPECT_EQ(SysStringLen(nullptr), 0U);
    EXPECT_EQ(SysStringByteLen(nullptr), 0U);
    SysFreeString(nullptr);
}

TEST(SysReAllocString, ReplacesTheOldString) {
    BSTR text = SysAllocString(OLESTR("old"));
    EXPECT_NE(SysReAllocString(&text, OLESTR("newer")), 0);
    unique_bstr owner(text);
    EXPECT_EQ(to_utf8(text), "newer");
    EXPECT_EQ(SysStringLen(text), 5U);
}

TEST(SysReAllocStringLen, TakesPartOfTheStringItReplaces) {
    BSTR text = SysAllocString(OLESTR("abcdef"));
    EXPECT_NE(SysReAllocStringLen(&text, text, 3), 0);
    const unique_bstr owner(text);
    EXPECT_EQ(to_utf8(owner.get()), "abc");
    EXPECT_EQ(owner.length(), 3U);
}

TEST(UniqueBstr, OwnsAndHandsOver) {
    unique_bstr text = make_bstr("one");
    const BSTR raw = text.get();
    unique_bstr moved = std::move(text);
    EXPECT_FALSE(text);
    EXPECT_EQ(moved.get(), raw);
    text = std::move(moved);
    EXPECT_EQ(text.get(), raw);
    unique_bstr& alias = text;
    text = std::move(alias);
    EXPECT_EQ(to_utf8(text.get()), "one") << "survives assignment to itself";
    const unique_bstr back(text.detach());
    EXPECT_FALSE(text);
    EXPECT_EQ(back.get(), raw);
}

TEST(UniqueBstr, PutFreesFirst) {
    unique_bstr text = make_bstr("old");
    BSTR* const out = text.put();
    EXPECT_EQ(*out, nullptr);
    *out = SysAllocString(OLESTR("new"));
    EXPECT_EQ(to_utf8(text.get()), "new");
    text.reset();
    EXPECT_FALSE(text);
    EXPECT_EQ(text.length(), 0U);
    EXPECT_TRUE(text.view().empty());
}

TEST(MakeBstr, KeepsZerosAndMakesEmptyStrings) {
    const unique_bstr text = make_bstr("a\0b"s);
    EXPECT_EQ(text.length(), 3U);
    EXPECT_EQ(to_utf8(text.get()), "a\0b"s);
    EXPECT_TRUE(make_bstr(""));
    EXPECT_EQ(make_bstr("").length(), 0U);
    EXPECT_TRUE(make_bstr(OleStringView()));
    EXPECT_EQ(make_bstr(OleStringView(OLESTR("wide"))).view(), OleStringView(OLESTR("wide")));
}

TEST(MakeBstr, ConvertsBeyondAscii) {
    EXPECT_EQ(make_bstr("\xF0\x9F\x98\x80").length(), 2U);
    EXPECT_EQ(to_utf8(make_bstr("\xC3\xA9").get()), "\xC3\xA9");
}

TEST(ToUtf8, OfNullIsEmpty) {
    EXPECT_EQ(to_utf8(BSTR{}), "");
    EXPECT_TRUE(bstr_view(nullptr).empty());
}

}  // namespace
}  // namespace wbemcheck::com
