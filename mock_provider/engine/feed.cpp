#include "mock_provider/engine/feed.h"

#include <algorithm>
#include <iterator>
#include <utility>

#include "harness/com/hresult.h"

namespace wbemcheck::mock {

void Feed::compute() noexcept {
    Work work;
    {
        const std::scoped_lock lock(mutex_);
        work.swap(work_);
    }
    if (work == nullptr) {
        return;
    }
    try {
        fill(work());
    } catch (...) {
        close({com::current_exception_to_hresult(), std::nullopt, nullptr});
    }
}

void Feed::fill(Answer answer) {
    if (answer.objects != nullptr) {
        append(std::move(answer.objects));
    }
    close(std::move(answer.ending));
}

void Feed::append(std::shared_ptr<const ObjectSource> objects) {
    {
        const std::scoped_lock lock(mutex_);
        if (ending_.has_value() || objects->size() == 0) {
            return;
        }
        const std::size_t left = early_end_.has_value() ? early_end_->count - count_ : objects->size();
        const std::size_t size = std::min(objects->size(), left);
        segments_.push_back({count_, size, std::move(objects)});
        count_ += size;
        if (early_end_.has_value() && size == left) {
            ending_ = early_end_->ending;
        }
    }
    changed_.notify_all();
    tell_listeners();
}

void Feed::close(Ending ending) noexcept {
    {
        const std::scoped_lock lock(mutex_);
        if (ending_.has_value()) {
            return;
        }
        ending_ = early_end_.has_value() && SUCCEEDED(ending.result) ? early_end_->ending : std::move(ending);
    }
    changed_.notify_all();
    tell_listeners();
}

void Feed::end_early(EarlyEnd early_end) {
    Work undone;  // let go outside the mutex
    {
        const std::scoped_lock lock(mutex_);
        if (early_end.count > count_) {
            early_end_ = std::move(early_end);
            return;
        }
        undone.swap(work_);
    }
    close(std::move(early_end.ending));
}

Feed::Reading Feed::read(std::size_t position, std::size_t limit) const {
    Reading reading;
    std::vector<Segment> wanted;
    {
        const std::scoped_lock lock(mutex_);
        const std::size_t end = limit < count_ - std::min(position, count_) ? position + limit : count_;
        reading.is_at_end = ending_.has_value() && end == count_;
        auto segment = std::ranges::upper_bound(segments_, position, {}, &Segment::first);
        if (segment != segments_.begin()) {
            --segment;
        }
        for (; segment != segments_.end() && segment->first < end; ++segment) {
            wanted.push_back(*segment);
        }
        limit = end > position ? end - position : 0;
    }
    // Objects are made outside the mutex: that takes a while.
    reading.objects.reserve(limit);
    for (const Segment& segment : wanted) {
        const std::size_t begin = std::max(position, segment.first) - segment.first;
        for (std::size_t i = begin; i < segment.size && reading.objects.size() < limit; ++i) {
            reading.objects.push_back(segment.objects->make(i));
        }
    }
    return reading;
}

bool Feed::wait(std::size_t position, Deadline deadline) const {
    std::unique_lock lock(mutex_);
    const auto is_there = [&] { return position < count_ || ending_.has_value(); };
    if (!deadline.has_value()) {
        changed_.wait(lock, is_there);
        return true;
    }
    return changed_.wait_until(lock, *deadline, is_there);
}

std::optional<Ending> Feed::ending() const {
    const std::scoped_lock lock(mutex_);
    return ending_;
}

std::size_t Feed::count() const {
    const std::scoped_lock lock(mutex_);
    return count_;
}

void Feed::forget(std::size_t position) noexcept {
    const std::scoped_lock lock(mutex_);
    while (!segments_.empty() && segments_.front().first + segments_.front().size <= position) {
        segments_.pop_front();
    }
}

void Feed::listen(std::weak_ptr<FeedListener> listener) {
    const std::scoped_lock lock(mutex_);
    auto listeners = std::make_shared<Listeners>();
    if (listeners_ != nullptr) {
        std::ranges::copy_if(*listeners_, std::back_inserter(*listeners),
                             [](const auto& other) { return !other.expired(); });
    }
    listeners->push_back(std::move(listener));
    listeners_ = std::move(listeners);
}

void Feed::keep(std::shared_ptr<const void> companion) {
    const std::scoped_lock lock(mutex_);
    companions_.push_back(std::move(companion));
}

void Feed::tell_listeners() noexcept {
    std::shared_ptr<const Listeners> listeners;
    {
        const std::scoped_lock lock(mutex_);
        listeners = listeners_;
    }
    if (listeners == nullptr) {
        return;
    }
    for (const auto& listener : *listeners) {
        if (const auto alive = listener.lock()) {
            alive->on_feed_changed();
        }
    }
}

}  // namespace wbemcheck::mock
