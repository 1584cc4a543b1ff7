// Who is told of events: the bindings of the subscriptions that are open.
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <string>

#include "harness/com/wbem.h"
#include "mock_provider/engine/answer.h"
#include "mock_provider/engine/feed.h"

namespace wbemcheck::mock {

class Instance;

struct Event {
    std::string namespace_path;               // where it happened
    std::shared_ptr<const Instance> content;  // of a class derived from __Event
};

// What a subscriber gets of an event at once: null when it is not for him, or when he gets it later. Must not call out or
// use the bindings; may throw, and the subscription then ends with that error (EVT-3).
using EventMatcher = std::function<std::shared_ptr<const ObjectSource>(const Event& event)>;

// A binding lives as long as the feed that `bind` returned for it: letting go of the feed is unsubscribing (EVT-7).
// Thread-safe. Events are published one after the other, and every feed gets them in that order.
class EventBindings : public std::enable_shared_from_this<EventBindings> {
public:
    // The matcher sees every event whose publication begins after this returned. One that delivers later brings the feed,
    // a new one, and holds it weakly.
    [[nodiscard]] std::shared_ptr<Feed> bind(EventMatcher matcher,
                                             std::shared_ptr<Feed> feed = std::make_shared<Feed>());

    // When it returns, the event is in the feed of everybody whom it concerns.
    void publish(const Event& event);

    [[nodiscard]] std::size_t size() const;

    // Ends all feeds, and those still to come, with this result.
    void close(HRESULT result) noexcept;

private:
    struct Binding {
        std::weak_ptr<Feed> feed;
        EventMatcher matcher;
    };
    class Companion;

    void unbind(std::uint64_t number) noexcept;

    mutable std::mutex mutex_;  // guards everything below; held while an event is published
    std::map<std::uint64_t, Binding> bindings_;  // by number, in the order in which they were asked for
    std::uint64_t last_number_ = 0;
    HRESULT closed_with_ = WBEM_S_NO_ERROR;
};

}  // namespace wbemcheck::mock
