#include "mock_provider/services/request_queue.h"

#include <algorithm>
#include <utility>

namespace wbemcheck::mock {

std::shared_ptr<Operation> RequestQueue::admit(IWbemObjectSink& sink, Delivery delivery) {
    const std::scoped_lock lock(mutex_);
    const std::uint64_t id = ++last_id_;
    // A request keeps the queue: when the enumerator goes while it is in its sink, it still has to see to the others.
    delivery.on_end = [queue = shared_from_this(), id] { queue->end(id); };
    entries_.push_back({id, nullptr});
    try {
        entries_.back().request = core_->engine().admit(sink, std::move(delivery), OperationTable::Kind::kRequest);
    } catch (...) {
        entries_.pop_back();
        throw;
    }
    auto request = entries_.back().request;
    if (request == nullptr) {
        entries_.pop_back();
    }
    return request;
}

void RequestQueue::start(const std::shared_ptr<Operation>& request) noexcept {
    request->accept();
    {
        const std::scoped_lock lock(mutex_);
        // From the back: that is where a new one is.
        const auto entry = std::find_if(entries_.rbegin(), entries_.rend(),
                                        [&](const Entry& each) { return each.request == request; });
        if (entry != entries_.rend()) {
            entry->is_accepted = true;
        }
    }
    begin_front();
}

void RequestQueue::cancel() noexcept {
    {
        const std::scoped_lock lock(mutex_);
        is_cancelled_ = true;
    }
    cancel_fronts();
}

bool RequestQueue::empty() const {
    const std::scoped_lock lock(mutex_);
    return entries_.empty();
}

void RequestQueue::on_feed_changed() noexcept {
    std::shared_ptr<Operation> front;
    {
        const std::scoped_lock lock(mutex_);
        if (entries_.empty()) {
            return;
        }
        front = entries_.front().request;
    }
    front->on_feed_changed();
}

void RequestQueue::end(std::uint64_t id) noexcept {
    bool is_cancelled = false;
    {
        const std::scoped_lock lock(mutex_);
        // Most often it is the first.
        const auto entry = std::ranges::find(entries_, id, &Entry::id);
        if (entry != entries_.end()) {
            entries_.erase(entry);
        }
        is_cancelled = is_cancelled_;
    }
    if (is_cancelled) {
        cancel_fronts();
    } else {
        begin_front();
    }
}

void RequestQueue::begin_front() noexcept {
    std::shared_ptr<Operation> front;
    {
        const std::scoped_lock lock(mutex_);
        if (entries_.empty() || !entries_.front().is_accepted || entries_.front().is_begun) {
            return;
        }
        entries_.front().is_begun = true;
        front = entries_.front().request;
    }
    core_->engine().begin(*front);
}

// One after the other and in a loop, not from one request's end to the next: there may be thousands.
void RequestQueue::cancel_fronts() noexcept {
    for (;;) {
        std::shared_ptr<Operation> front;
        {
            const std::scoped_lock lock(mutex_);
            if (is_cancelling_ || entries_.empty()) {
                return;
            }
            is_cancelling_ = true;
            front = entries_.front().request;
        }
        front->cancel();
        const std::scoped_lock lock(mutex_);
        is_cancelling_ = false;
        if (!entries_.empty() && entries_.front().request == front) {
            return;  // a thread is in its sink: it comes here when it is done
        }
    }
}

}  // namespace wbemcheck::mock
