#include "harness/contract/kept_objects.h"

#include <gtest/gtest.h>

#include <cstdint>
#include <map>
#include <random>

namespace wbemcheck::contract {
namespace {

TEST(KeptObjects, AreFoundUntilTheyAreForgotten) {
    KeptObjects kept;
    kept.add({1, 10, 100});
    ASSERT_NE(kept.find(1), nullptr);
    EXPECT_EQ(kept.find(1)->digest, 10);
    EXPECT_EQ(kept.find(1)->delivered, 100U);
    kept.forget_found();
    EXPECT_EQ(kept.find(1), nullptr);
    EXPECT_EQ(kept.find(2), nullptr);
}

TEST(KeptObjects, TakeThePlaceOfOnesWithTheSameOrdinal) {
    KeptObjects kept;
    kept.add({1, 10, 100});
    kept.add({2, 20, 200});
    kept.add({1, 11, 300});
    EXPECT_EQ(kept.find(1)->digest, 11);
    kept.forget_found();
    kept.add({1, 12, 400});
    EXPECT_EQ(kept.find(1)->digest, 12);
    EXPECT_EQ(kept.find(2)->digest, 20);
}

// A damaged trace has any order; a map is what it is held against.
TEST(KeptObjects, AnyOrderGivesWhatAMapGives) {
    std::mt19937 random(20261127);
    for (int round = 0; round < 50; ++round) {
        KeptObjects kept;
        std::map<std::int64_t, std::int64_t> expected;
        for (std::int64_t step = 0; step < 2000; ++step) {
            // In some rounds mostly rising, in others without any order.
            const auto ordinal = static_cast<std::int64_t>(random() % 100) + (round % 2 == 0 ? step : 0);
            if (random() % 2 == 0) {
                kept.add({ordinal, step, static_cast<Index>(step)});
                expected[ordinal] = step;
                continue;
            }
            const KeptObjects::Object* const found = kept.find(ordinal);
            const auto known = expected.find(ordinal);
            ASSERT_EQ(found != nullptr, known != expected.end()) << "round " << round << ", step " << step;
            if (found == nullptr) continue;
            ASSERT_EQ(found->digest, known->second);
            if (random() % 3 == 0) continue;
            kept.forget_found();
            expected.erase(known);
        }
    }
}

}  // namespace
}  // namespace wbemcheck::contract
