// Places of a trace, to come back to without reading what lies before.
#pragma once

#include <algorithm>
#include <cstddef>
#include <functional>
#include <iterator>
#include <vector>

#include "harness/contract/event_index.h"
#include "harness/trace/trace_reader.h"

namespace wbemcheck::contract {

// Keeps a number of places, further apart the longer the trace is. Not thread-safe.
class Bookmarks {
public:
    // At first one for so many events; the distance doubles whenever there are `most` of them.
    explicit Bookmarks(Index distance = 1024, std::size_t most = 1024) : most_(most), distance_(distance) {}

    // Called before each event is read.
    void pass(const trace::TraceReader& reader) {
        if (reader.next_index() != next_) return;
        places_.push_back(reader.place());
        if (places_.size() >= most_) {
            distance_ *= 2;
            std::size_t number = 0;
            std::erase_if(places_, [&](const trace::TraceReader::Place&) { return number++ % 2 != 0; });
        }
        next_ = places_.back().next_index() + distance_;
        while (next_ <= reader.next_index()) next_ += distance_;
    }

    // Brings the reader nearer to an event that it has not read yet: it never goes back.
    void approach(trace::TraceReader& reader, Index index) const {
        using Place = trace::TraceReader::Place;
        const auto behind = std::ranges::upper_bound(places_, index, std::ranges::less(), &Place::next_index);
        if (behind == places_.begin()) return;
        if (const Place& place = *std::prev(behind); place.next_index() > reader.next_index()) reader.go_to(place);
    }

private:
    const std::size_t most_;
    std::vector<trace::TraceReader::Place> places_;  // in their order
    Index next_ = 0;                                 // where the next one is set
    Index distance_;
};

}  // namespace wbemcheck::contract
