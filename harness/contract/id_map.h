// What is known by its id, in the order of ids, with the last look-ups at hand: the events of one sink come in runs.
#pragma once

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <deque>
#include <iterator>
#include <tuple>
#include <utility>
#include <vector>

namespace wbemcheck::contract {

// Entries are added and stay where they are. Made for ids that rise, as a recorder hands them out; any others are taken as well,
// and cost more. An entry takes sixteen bytes beside its value, for there are hundreds of thousands of them. Not thread-safe.
template <class Value>
class IdMap {
    using Entry = std::pair<const std::uint32_t, Value>;
    struct Place {
        std::uint32_t id;
        Entry* entry;
    };

public:
    // Over the entries, in the order of their ids.
    class Iterator {
    public:
        using iterator_category = std::input_iterator_tag;
        using value_type = Entry;
        using difference_type = std::ptrdiff_t;
        using pointer = Entry*;
        using reference = Entry&;

        Iterator() = default;
        explicit Iterator(const Place* place) : place_(place) {}
        [[nodiscard]] Entry& operator*() const { return *place_->entry; }
        [[nodiscard]] Entry* operator->() const { return place_->entry; }
        Iterator& operator++() {
            ++place_;
            return *this;
        }
        Iterator operator++(int) { return Iterator(place_++); }
        friend bool operator==(const Iterator&, const Iterator&) = default;

    private:
        const Place* place_ = nullptr;
    };

    IdMap() = default;
    IdMap(const IdMap&) = delete;
    IdMap& operator=(const IdMap&) = delete;

    [[nodiscard]] Value* find(std::uint32_t id) {
        Recent& recent = recent_[id % kRecent];
        if (recent.value != nullptr && recent.id == id) return recent.value;
        const auto place = place_of(id);
        if (place == places_.end() || place->id != id) return nullptr;
        recent = {id, &place->entry->second};
        return recent.value;
    }

    // Adds the entry where there is none.
    [[nodiscard]] Value& operator[](std::uint32_t id) {
        if (Value* const found = find(id); found != nullptr) return *found;
        const auto place = place_of(id);
        Entry& added = entries_.emplace_back(std::piecewise_construct, std::forward_as_tuple(id), std::forward_as_tuple());
        places_.insert(place, {id, &added});
        return added.second;
    }

    [[nodiscard]] bool contains(std::uint32_t id) const {
        const auto place = place_of(id);
        return place != places_.end() && place->id == id;
    }
    [[nodiscard]] Iterator begin() const noexcept { return Iterator(places_.data()); }
    [[nodiscard]] Iterator end() const noexcept { return Iterator(places_.data() + places_.size()); }
    // The first behind the id.
    [[nodiscard]] Iterator upper_bound(std::uint32_t id) const {
        const auto place = std::ranges::upper_bound(places_, id, {}, &Place::id);
        return Iterator(places_.data() + (place - places_.begin()));
    }

private:
    static constexpr std::size_t kRecent = 64;
    struct Recent {
        std::uint32_t id = 0;
        Value* value = nullptr;
    };

    [[nodiscard]] auto place_of(std::uint32_t id) const {  // of the first that is not less
        if (places_.empty() || places_.back().id < id) return places_.end();
        return std::ranges::lower_bound(places_, id, {}, &Place::id);
    }

    std::deque<Entry> entries_;   // as they came
    std::vector<Place> places_;   // in the order of their ids
    std::array<Recent, kRecent> recent_{};
};

}  // namespace wbemcheck::contract
