// Where the operations on each sink are at this moment: for defects that strike only when two things meet.
#pragma once

#include <cstddef>
#include <map>
#include <memory>
#include <mutex>
#include <thread>
#include <vector>

#include "harness/com/wbem.h"
#include "mock_provider/defects/call_info.h"
#include "mock_provider/defects/seams.h"

namespace wbemcheck::mock {

enum class PlaceKind {
    kAtRest,    // accepted, and in no call of the sink
    kAccept,    // taking its reference
    kIndicate,
    kFinal,
    kRelease,   // giving its reference back
};

struct Place {
    PlaceKind kind = PlaceKind::kAtRest;
    std::size_t indicates = 0;  // that have begun
    bool was_cancelled = false; // a cancel of the sink has succeeded since it began
    std::thread::id thread;     // that is in the sink

    [[nodiscard]] bool is_indicate(std::size_t ordinal) const noexcept {
        return kind == PlaceKind::kIndicate && indicates == ordinal;
    }
    [[nodiscard]] bool is_on_this_thread() const noexcept {
        return kind != PlaceKind::kAtRest && thread == std::this_thread::get_id();
    }
};

// Sinks are known by their address. Thread-safe.
class SinkPlaces {
public:
    // Of the operations on this sink that are not over, in the order in which they began.
    [[nodiscard]] std::vector<Place> of(const IWbemObjectSink* sink) const;

    struct Elsewhere {
        IWbemObjectSink* sink;
        Place place;
    };
    // Of those on all other sinks.
    [[nodiscard]] std::vector<Elsewhere> elsewhere(const IWbemObjectSink* sink) const;
    // Cancels of this sink that have begun and not returned.
    [[nodiscard]] std::size_t cancels(const IWbemObjectSink* sink) const;

    void begin_cancel(const IWbemObjectSink* sink);
    void end_cancel(const IWbemObjectSink* sink, HRESULT result);

private:
    friend class PlacePort;

    struct Entry {
        IWbemObjectSink* sink;
        const void* operation;
        Place place;
    };

    void enter(IWbemObjectSink& sink, const void* operation, PlaceKind kind);
    void leave(const void* operation);
    void end(const void* operation);

    mutable std::mutex mutex_;    // guards everything below
    std::vector<Entry> entries_;  // by the time when they began
    std::map<const IWbemObjectSink*, std::size_t> cancels_;
};

// Keeps the places from now on.
[[nodiscard]] std::shared_ptr<SinkPlaces> keep_places(Seams& seams);

}  // namespace wbemcheck::mock
