#include "mock_provider/engine/event_bindings.h"

#include <utility>
#include <vector>

#include "harness/com/hresult.h"

namespace wbemcheck::mock {

// Kept by a feed; its end is the end of the binding.
class EventBindings::Companion {
public:
    Companion(std::weak_ptr<EventBindings> bindings, std::uint64_t number)
        : bindings_(std::move(bindings)), number_(number) {}
    ~Companion() {
        if (const auto bindings = bindings_.lock()) {
            bindings->unbind(number_);
        }
    }
    Companion(const Companion&) = delete;
    Companion& operator=(const Companion&) = delete;

private:
    const std::weak_ptr<EventBindings> bindings_;
    const std::uint64_t number_;
};

std::shared_ptr<Feed> EventBindings::bind(EventMatcher matcher, std::shared_ptr<Feed> feed) {
    std::uint64_t number = 0;
    {
        const std::scoped_lock lock(mutex_);
        number = ++last_number_;
    }
    feed->keep(std::make_shared<const Companion>(weak_from_this(), number));
    const std::scoped_lock lock(mutex_);
    if (FAILED(closed_with_)) {
        feed->close({closed_with_, std::nullopt, nullptr});
    } else {
        bindings_.emplace(number, Binding{feed, std::move(matcher)});
    }
    return feed;
}

void EventBindings::publish(const Event& event) {
    // A feed that is let go elsewhere meanwhile ends here, after the mutex: its end takes the mutex.
    std::vector<std::shared_ptr<Feed>> told;
    const std::scoped_lock lock(mutex_);
    told.reserve(bindings_.size());
    for (const auto& [number, binding] : bindings_) {
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
    std::map<std::uint64_t, Binding> closed;
    {
        const std::scoped_lock lock(mutex_);
        closed_with_ = result;
        closed.swap(bindings_);
    }
    for (const auto& [number, binding] : closed) {
        if (const auto feed = binding.feed.lock()) {
            feed->close({result, std::nullopt, nullptr});
        }
    }
}

void EventBindings::unbind(std::uint64_t number) noexcept {
    decltype(bindings_)::node_type ended;  // the matcher is let go outside the mutex
    const std::scoped_lock lock(mutex_);
    ended = bindings_.extract(number);
}

}  // namespace wbemcheck::mock
