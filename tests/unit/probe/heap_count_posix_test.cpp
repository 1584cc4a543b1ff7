#include <gtest/gtest.h>

#include "harness/probe/heap_count.h"

namespace wbemcheck::probe {
namespace {

TEST(HeapCount, SaysWhereThereIsNone) {
    EXPECT_FALSE(begin_heap_count());
    EXPECT_FALSE(live_blocks().has_value());
}

}  // namespace
}  // namespace wbemcheck::probe
