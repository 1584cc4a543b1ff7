#include "harness/contract/id_map.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstdint>
#include <map>
#include <random>
#include <string>
#include <utility>
#include <vector>

namespace wbemcheck::contract {
namespace {

using testing::ElementsAre;

template <class Value>
std::vector<std::uint32_t> ids_of(const IdMap<Value>& map) {
    std::vector<std::uint32_t> ids;
    for (const auto& [id, value] : map) ids.push_back(id);
    return ids;
}

TEST(IdMap, IsInTheOrderOfItsIdsInWhateverOrderTheyCome) {
    IdMap<std::string> map;
    for (const std::uint32_t id : {7U, 3U, 9U, 1U, 8U}) map[id] = std::to_string(id);
    EXPECT_THAT(ids_of(map), ElementsAre(1, 3, 7, 8, 9));
    for (const auto& [id, text] : map) EXPECT_EQ(text, std::to_string(id));
}

TEST(IdMap, AddsAnEntryOnce) {
    IdMap<int> map;
    map[5] = 1;
    map[5] += 1;
    EXPECT_EQ(*map.find(5), 2);
    EXPECT_THAT(ids_of(map), ElementsAre(5));
}

TEST(IdMap, LeavesItsEntriesWhereTheyAre) {
    IdMap<int> map;
    int& first = map[1000];
    for (std::uint32_t id = 2000; id > 0; --id) map[id] = static_cast<int>(id);
    EXPECT_EQ(&first, map.find(1000));
    EXPECT_EQ(first, 1000);
}

TEST(IdMap, FindsNothingThatWasNotAdded) {
    IdMap<int> map;
    EXPECT_EQ(map.find(0), nullptr);
    EXPECT_FALSE(map.contains(0));
    map[4] = 0;
    EXPECT_EQ(map.find(3), nullptr);
    EXPECT_EQ(map.find(5), nullptr);
    EXPECT_FALSE(map.contains(5));
    EXPECT_TRUE(map.contains(4));
}

TEST(IdMap, GoesOnBehindAnId) {
    IdMap<int> map;
    for (const std::uint32_t id : {2U, 4U, 6U}) map[id] = static_cast<int>(id);
    EXPECT_EQ(map.upper_bound(3)->first, 4U);
    EXPECT_EQ(map.upper_bound(4)->first, 6U);
    EXPECT_EQ(map.upper_bound(6), map.end());
}

TEST(IdMap, KnowsWhatAMapKnows) {
    std::mt19937 random(2026);
    std::uniform_int_distribution<std::uint32_t> ids(0, 500);
    IdMap<int> map;
    std::map<std::uint32_t, int> model;
    for (int step = 0; step < 5000; ++step) {
        const std::uint32_t id = ids(random);
        if (step % 3 != 0) {
            map[id] = step;
            model[id] = step;
        }
        const auto known = model.find(id);
        const int* const found = map.find(id);
        ASSERT_EQ(found != nullptr, known != model.end()) << id;
        if (found != nullptr) {
            ASSERT_EQ(*found, known->second) << id;
        }
    }
}

}  // namespace
}  // namespace wbemcheck::contract
