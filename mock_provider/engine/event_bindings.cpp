#include "mock_provider/engine/event_bindings.h"

#include <utility>
#include <vector>

#include "harness/com/hresult.h"

namespace wbemcheck::mock {

// Kept by a feed; its end is the end of the binding.
class EventBindings::Companion {
public:
    Companion(std::weak_ptr<EventBindings> bindings, std::uint64_t id) : bindings_(std::move(bindings)), id_(id) {}
    ~Companion() {
        if (const auto bindings = bindings_.lock()) {
            bindings->unbind(id_);
        }
    }
    Companion(const Companion&) = delete;
    Companion& operator=(const Companion&) = delete;

private:
    const std::weak_ptr<EventBindings> bindings_;
    const std::uint64_t id_;
};

std::shared_ptr<Feed> EventBindings::bind(EventMatcher matcher, std::shared_ptr<Feed> feed) {
    std::uint64_t id = 0;
    {
        const std::scoped_lock lock(mutex_);
        id = ++last_id_;
    }
    feed->keep(std::make_shared<const Companion>(weak_from_this(), id));
    const std::scoped_lock lock(mutex_);
    if (FAILED(closed_with_)) {
        feed->close({closed_with_, std::nullopt, nullptr});
    } else {
        bindings_.push_back({id, feed, std::move(matcher)});
    }
    return feed;
}

void EventBindings::publish(const Event& event) {
    // A feed that is let go elsewhere meanwhile ends here, after the mutex: its end takes the mutex.
    std::vector<std::shared_ptr<Feed>> told;
    const std::scoped_lock lock(mutex_);
    told.reserve(bindings_.size());
    for (const Binding& binding : bindings_) {
        auto feed = binding.feed.lock();
        if (feed == nullptr) {
            continue;
        }
        told.push_back(feed);
        try {
            if (auto objects = binding.matcher(event)) {
                feed->append(std::move(objects));
            }
        } catch (...) {
            feed->close({com::current_exception_to_hresult(), std::nullopt, nullptr});
        }
    }
}

std::size_t EventBindings::size() const {
    const std::scoped_lock lock(mutex_);
    return bindings_.size();
}

void EventBindings::close(HRESULT result) noexcept {
    std::list<Binding> closed;
    {
        const std::scoped_lock lock(mutex_);
        closed_with_ = result;
        closed.swap(bindings_);
    }
    for (const Binding& binding : closed) {
        if (const auto feed = binding.feed.lock()) {
            feed->close({result, std::nullopt, nullptr});
        }
    }
}

void EventBindings::unbind(std::uint64_t id) noexcept {
    std::list<Binding> ended;  // the matcher is let go outside the mutex
    const std::scoped_lock lock(mutex_);
    for (auto binding = bindings_.begin(); binding != bindings_.end(); ++binding) {
        if (binding->id == id) {
            ended.splice(ended.end(), bindings_, binding);
            return;
        }
    }
}

}  // namespace wbemcheck::mock
