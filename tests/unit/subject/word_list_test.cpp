#include "harness/subject/word_list.h"

#include <gmock/gmock.h>

#include <array>

namespace wbemcheck::subject::test {
namespace {

using ::testing::ElementsAre;
using Words = std::vector<std::string_view>;

constexpr std::array<std::string_view, 3> kKnown = {"objects", "batch", "threads"};

TEST(Suggestion, IsTheKnownWordThatIsClosest) {
    EXPECT_EQ(suggest("object", kKnown), " (did you mean 'objects'?)");
    EXPECT_EQ(suggest("bacth", kKnown), " (did you mean 'batch'?)");
    EXPECT_EQ(suggest("THREADS", kKnown), " (did you mean 'threads'?)");
}

TEST(Suggestion, IsMissingWhenNoWordIsClose) {
    EXPECT_EQ(suggest("latency", kKnown), "");
    EXPECT_EQ(suggest("", kKnown), "");
}

TEST(Enumeration, PutsAndBeforeTheLastWord) {
    EXPECT_EQ(enumerate(Words{}), "");
    EXPECT_EQ(enumerate(Words{"a"}), "a");
    EXPECT_EQ(enumerate(Words{"a", "b"}), "a and b");
    EXPECT_EQ(enumerate(Words{"a", "b", "c"}), "a, b and c");
}

TEST(List, IsSplitAtCommas) {
    EXPECT_THAT(split_list("a,b"), ElementsAre("a", "b"));
    EXPECT_THAT(split_list(""), ElementsAre(""));
    EXPECT_THAT(split_list("a,,"), ElementsAre("a", "", ""));
}

}  // namespace
}  // namespace wbemcheck::subject::test
