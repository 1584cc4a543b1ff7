#include <vector>

#include "harness/contract/catalogue_id.h"
#include "harness/contract/reading.h"
#include "harness/contract/reading_groups.h"

namespace wbemcheck::contract {
namespace {

std::vector<Reading> joined_readings() {
    std::vector<Reading> joined;
    for (const auto& part : {contradiction_readings(), lesser_readings(), gap_readings()}) {
        joined.insert(joined.end(), part.begin(), part.end());
    }
    return joined;
}

}  // namespace

std::span<const Reading> readings() noexcept {
    static const std::vector<Reading> kReadings = joined_readings();
    return kReadings;
}

const Reading* find_reading(std::string_view id) noexcept {
    for (const Reading& reading : readings()) {
        if (is_same_id(reading.id, id)) return &reading;
    }
    return nullptr;
}

const ReadingChoice* find_choice(const Reading& reading, std::string_view key) noexcept {
    for (const ReadingChoice& choice : reading.choices) {
        if (choice.key == key) return &choice;
    }
    return nullptr;
}

}  // namespace wbemcheck::contract
