#include "harness/contract/kept_objects.h"

#include <algorithm>

namespace wbemcheck::contract {

std::size_t KeptObjects::place_of(std::int64_t ordinal) const {
    const auto place = std::ranges::lower_bound(places_, ordinal, {}, [](const Place& each) { return each.object.ordinal; });
    return static_cast<std::size_t>(place - places_.begin());
}

void KeptObjects::add(const Object& object) {
    if (places_.empty() || places_.back().object.ordinal < object.ordinal) {
        places_.push_back({object, false});
        return;
    }
    const std::size_t place = place_of(object.ordinal);
    if (places_[place].object.ordinal != object.ordinal) {
        places_.insert(places_.begin() + static_cast<std::ptrdiff_t>(place), {object, false});
        return;
    }
    if (places_[place].is_forgotten) --forgotten_;
    places_[place] = {object, false};
}

const KeptObjects::Object* KeptObjects::find(std::int64_t ordinal) {
    if (next_ >= places_.size() || places_[next_].object.ordinal != ordinal) next_ = place_of(ordinal);
    if (next_ >= places_.size()) return nullptr;
    const Place& place = places_[next_];
    if (place.object.ordinal != ordinal || place.is_forgotten) return nullptr;
    found_ = next_++;
    return &place.object;
}

void KeptObjects::forget_found() {
    places_[found_].is_forgotten = true;
    ++forgotten_;
    if (forgotten_ == places_.size() || forgotten_ > places_.size() / 2 + 64) remove_forgotten();
}

void KeptObjects::remove_forgotten() {
    std::erase_if(places_, [](const Place& place) { return place.is_forgotten; });
    forgotten_ = 0;
    next_ = 0;
}

}  // namespace wbemcheck::contract
