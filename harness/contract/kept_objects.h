// The objects of a sink that may be looked at again, by their ordinal.
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "harness/contract/event_index.h"

namespace wbemcheck::contract {

// Made for what a recorder writes: ordinals that rise, looked at again in the order in which they came. Any other order is taken
// as well, and costs more. Not thread-safe.
class KeptObjects {
public:
    struct Object {
        std::int64_t ordinal = 0;
        std::int64_t digest = 0;
        Index delivered = kNowhere;
    };

    // In the place of one with the same ordinal.
    void add(const Object& object);
    // Null when it is not kept.
    [[nodiscard]] const Object* find(std::int64_t ordinal);
    // Requires: it was the last that `find` has found.
    void forget_found();
    [[nodiscard]] bool empty() const noexcept { return places_.size() == forgotten_; }

private:
    struct Place {
        Object object;
        bool is_forgotten = false;
    };

    [[nodiscard]] std::size_t place_of(std::int64_t ordinal) const;  // of the first that is not less
    void remove_forgotten();

    std::vector<Place> places_;  // in the order of their ordinals
    std::size_t next_ = 0;       // where the next one is looked for first
    std::size_t found_ = 0;
    std::size_t forgotten_ = 0;
};

}  // namespace wbemcheck::contract
