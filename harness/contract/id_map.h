// What is known by its id, in the order of ids, with the last look-ups at hand: the events of one sink come in runs.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <map>

namespace wbemcheck::contract {

// Entries are added and stay where they are. Not thread-safe.
template <class Value>
class IdMap {
public:
    IdMap() = default;
    IdMap(const IdMap&) = delete;
    IdMap& operator=(const IdMap&) = delete;

    [[nodiscard]] Value* find(std::uint32_t id) {
        Recent& recent = recent_[id % kRecent];
        if (recent.value != nullptr && recent.id == id) return recent.value;
        const auto entry = values_.find(id);
        if (entry == values_.end()) return nullptr;
        recent = {id, &entry->second};
        return recent.value;
    }

    // Adds the entry where there is none.
    [[nodiscard]] Value& operator[](std::uint32_t id) {
        if (Value* const found = find(id); found != nullptr) return *found;
        return values_[id];
    }

    [[nodiscard]] bool contains(std::uint32_t id) const { return values_.contains(id); }
    [[nodiscard]] auto begin() noexcept { return values_.begin(); }
    [[nodiscard]] auto end() noexcept { return values_.end(); }
    [[nodiscard]] auto begin() const noexcept { return values_.begin(); }
    [[nodiscard]] auto end() const noexcept { return values_.end(); }

private:
    static constexpr std::size_t kRecent = 64;
    struct Recent {
        std::uint32_t id = 0;
        Value* value = nullptr;
    };

    std::map<std::uint32_t, Value> values_;
    std::array<Recent, kRecent> recent_{};
};

}  // namespace wbemcheck::contract
