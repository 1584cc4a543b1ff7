#include "harness/com/watched_bstr.h"

#include <gtest/gtest.h>

namespace wbemcheck::com {
namespace {

using Fate = WatchedBstr::Fate;

TEST(WatchedBstr, IsIntactWhenNobodyTouchesIt) {
    WatchedBstr text(make_bstr("SELECT * FROM Thing"));
    EXPECT_TRUE(text);
    EXPECT_EQ(SysStringLen(text.get()), 19u);
    EXPECT_EQ(text.check(), Fate::kIntact);
}

TEST(WatchedBstr, TellsThatItWasFreed) {
    WatchedBstr text(make_bstr("SELECT * FROM Thing"));
    SysFreeString(text.get());
    EXPECT_EQ(text.check(), Fate::kFreed);
}

// The sanitizers and the mark of the allocator see a text that is freed twice.
TEST(WatchedBstr, ThatWasFreedIsNotFreedAgain) {
    const WatchedBstr text(make_bstr("freed by somebody else"));
    SysFreeString(text.get());
}

TEST(WatchedBstr, TellsThatItWasChanged) {
    WatchedBstr text(make_bstr("WQL"));
    text.get()[0] = OLESTR('S');
    EXPECT_EQ(text.check(), Fate::kChanged);
}

TEST(WatchedBstr, MayBeNull) {
    WatchedBstr text{unique_bstr()};
    EXPECT_FALSE(text);
    EXPECT_EQ(text.check(), Fate::kIntact);
}

// Other strings come and go, as they do while a call runs.
TEST(WatchedBstr, IsNotTakenForAnotherText) {
    WatchedBstr text(make_bstr("twelve chars"));
    for (int i = 0; i < 20; ++i) (void)make_bstr("just as many");
    EXPECT_EQ(text.check(), Fate::kIntact);
}

}  // namespace
}  // namespace wbemcheck::com
