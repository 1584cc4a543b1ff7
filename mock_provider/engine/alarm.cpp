#include "mock_provider/engine/alarm.h"

#include <utility>

#include "mock_provider/engine/operation_host.h"

namespace wbemcheck::mock {

Alarm::Alarm(std::weak_ptr<OperationHost> host, std::function<void()> ring)
    : host_(std::move(host)), ring_(std::move(ring)) {}

void Alarm::set(std::chrono::milliseconds delay) noexcept {
    const auto host = host_.lock();
    if (host == nullptr || is_stopped_.load()) {
        return;
    }
    static_cast<void>(host->pool.submit_after(shared_from_this(), delay));  // a stopped pool rings no more
    if (is_stopped_.load()) {
        host->pool.withdraw(*this);  // `stop` may have come too early to find it
    }
}

void Alarm::stop() noexcept {
    is_stopped_.store(true);
    if (const auto host = host_.lock()) {
        host->pool.withdraw(*this);
    }
}

void Alarm::run() noexcept {
    if (!is_stopped_.load()) {
        ring_();
    }
}

}  // namespace wbemcheck::mock
