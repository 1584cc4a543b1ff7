#include "mock_provider/engine/sink_watch.h"

#include <algorithm>

#include "mock_provider/engine/operation.h"

namespace wbemcheck::mock {

SinkWatch::SinkWatch(const std::shared_ptr<OperationHost>& host, std::chrono::milliseconds limit)
    : host_(host), limit_(limit) {}

void SinkWatch::wind() noexcept {
    if (is_wound_.exchange(true)) {
        return;
    }
    const auto host = host_.lock();
    if (host != nullptr) {
        const auto period = std::max(limit_ / 6, std::chrono::milliseconds{1});
        static_cast<void>(host->pool.submit_after(shared_from_this(), period));  // a stopped pool needs no watch
    }
}

void SinkWatch::run() noexcept {
    const auto host = host_.lock();
    if (host == nullptr) {
        return;
    }
    try {
        const auto latest = std::chrono::steady_clock::now() - limit_;
        for (const auto& operation : host->table.all()) {
            if (operation->is_held_since_before(latest)) {
                operation->cancel();  // the held thread delivers the final, if it ever comes back
            }
        }
    } catch (...) {
        // No memory for the list: the next look does it.
    }
    // First unwound, then the question: an operation inserted in between finds either the watch unwound, or is seen here.
    is_wound_.store(false);
    if (!host->table.empty()) {
        wind();
    }
}

}  // namespace wbemcheck::mock
