#include "mock_provider/services/cursor.h"

#include <algorithm>
#include <iterator>
#include <utility>

#include "mock_provider/services/error_info.h"

namespace wbemcheck::mock {

Cursor::Cursor(std::shared_ptr<Core> core, std::shared_ptr<Feed> feed, bool is_forward_only, std::size_t position)
    : core_(std::move(core)),
      feed_(std::move(feed)),
      is_forward_only_(is_forward_only),
      requests_(std::make_shared<RequestQueue>(core_)),
      position_(position) {
    feed_->listen(requests_);
}

Cursor::~Cursor() { requests_->cancel(); }

HRESULT Cursor::next(Feed::Deadline deadline, std::size_t count,
                     std::vector<com::com_ptr<IWbemClassObject>>& objects) {
    std::size_t missing = count;
    for (;;) {
        Feed::Reading reading;
        std::size_t position = 0;
        {
            const std::scoped_lock lock(mutex_);
            reading = feed_->read(position_, missing);
            position_ += reading.objects.size();
            position = position_;
            forget_passed();
        }
        missing -= reading.objects.size();
        std::ranges::move(reading.objects, std::back_inserter(objects));
        if (missing == 0) {
            return WBEM_S_NO_ERROR;
        }
        if (reading.is_at_end) {
            const Ending ending = feed_->ending().value_or(Ending{});
            if (FAILED(ending.result) && missing == count) {
                set_error_info(ending);
                return ending.result;
            }
            return WBEM_S_FALSE;
        }
        if (!feed_->wait(position, deadline)) {
            return WBEM_S_TIMEDOUT;
        }
    }
}

HRESULT Cursor::skip(Feed::Deadline deadline, std::size_t count) {
    for (;;) {
        std::size_t position = 0;
        {
            const std::scoped_lock lock(mutex_);
            const auto ending = feed_->ending();  // before the count: then that is the last word
            const std::size_t end = feed_->count();
            const std::size_t step = std::min(end - std::min(position_, end), count);
            position_ += step;
            count -= step;
            forget_passed();
            if (count == 0) {
                return WBEM_S_NO_ERROR;
            }
            if (ending.has_value()) {
                return FAILED(ending->result) ? ending->result : WBEM_S_FALSE;
            }
            position = position_;
        }
        if (!feed_->wait(position, deadline)) {
            return WBEM_S_TIMEDOUT;
        }
    }
}

HRESULT Cursor::reset() {
    if (is_forward_only_) {
        return WBEM_E_INVALID_OPERATION;
    }
    const std::scoped_lock lock(mutex_);
    position_ = 0;
    return WBEM_S_NO_ERROR;
}

HRESULT Cursor::request(std::size_t count, IWbemObjectSink& sink, std::optional<EarlyEnd> early_end) {
    std::shared_ptr<Operation> request;
    {
        const std::scoped_lock lock(mutex_);
        forget_passed();
        Delivery delivery;
        delivery.feed = feed_;
        delivery.first = position_;
        delivery.count = count;
        if (early_end.has_value()) {
            delivery.count = std::min(count, early_end->count);
            delivery.complete = std::move(early_end->ending);
        }
        delivery.owns_feed = false;
        request = requests_->admit(sink, std::move(delivery));
        if (request == nullptr) {
            return WBEM_E_SHUTTING_DOWN;
        }
        position_ += count;
    }
    requests_->start(request);
    return WBEM_S_NO_ERROR;  // also at the end; the request then gets its final with WBEM_S_FALSE
}

std::unique_ptr<Cursor> Cursor::clone() const {
    if (is_forward_only_) {
        return nullptr;
    }
    const std::scoped_lock lock(mutex_);
    return std::make_unique<Cursor>(core_, feed_, is_forward_only_, position_);
}

// Nobody can come back to what a forward-only cursor has passed; only requests may still have to deliver it.
void Cursor::forget_passed() {
    if (is_forward_only_ && requests_->empty()) {
        feed_->forget(position_);
    }
}

}  // namespace wbemcheck::mock
