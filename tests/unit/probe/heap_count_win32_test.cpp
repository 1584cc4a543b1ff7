// What is counted of the memory of COM. The spy stays for the whole process, so the tests compare two counts.
#include <gtest/gtest.h>

#include <array>

#include "harness/com/wbem.h"
#include "harness/probe/heap_count.h"

namespace wbemcheck::probe {
namespace {

class CountOfTheHeap : public testing::Test {
protected:
    CountOfTheHeap() {
        ::CoInitializeEx(nullptr, COINIT_MULTITHREADED);
        EXPECT_TRUE(begin_heap_count());
        before_ = live_blocks().value_or(HeapCount{}).blocks;
    }
    ~CountOfTheHeap() override { ::CoUninitialize(); }

    [[nodiscard]] std::int64_t more() const { return live_blocks().value_or(HeapCount{}).blocks - before_; }

private:
    std::int64_t before_ = 0;
};

TEST_F(CountOfTheHeap, CountsTheStringsThatLive) {
    std::array<BSTR, 20> strings{};
    for (BSTR& string : strings) string = ::SysAllocString(L"hello");
    EXPECT_EQ(more(), 20);
    for (const BSTR string : strings) ::SysFreeString(string);
    EXPECT_EQ(more(), 0);
}

TEST_F(CountOfTheHeap, CountsAStringThatGrowsOnce) {
    BSTR string = ::SysAllocString(L"a");
    ASSERT_NE(::SysReAllocString(&string, L"a text that has no room in the block of the first one"), FALSE);
    EXPECT_EQ(more(), 1);
    ::SysFreeString(string);
    EXPECT_EQ(more(), 0);
}

TEST_F(CountOfTheHeap, CountsTaskMemory) {
    void* block = ::CoTaskMemRealloc(nullptr, 50);
    EXPECT_EQ(more(), 1);
    block = ::CoTaskMemRealloc(block, 5000);
    EXPECT_EQ(more(), 1);
    ::CoTaskMemFree(block);
    EXPECT_EQ(more(), 0);
}

TEST_F(CountOfTheHeap, DoesNotCountTheEndOfNothing) {
    ::SysFreeString(nullptr);
    ::CoTaskMemFree(nullptr);
    EXPECT_EQ(more(), 0);
}

TEST_F(CountOfTheHeap, BeginsOnce) { EXPECT_TRUE(begin_heap_count()); }

}  // namespace
}  // namespace wbemcheck::probe
