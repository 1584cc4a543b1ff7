#include "mock_provider/services/event_time.h"

#include <chrono>
#include <cstdint>
#include <ratio>

namespace wbemcheck::mock {

Value event_time_now() {
    using Ticks = std::chrono::duration<std::int64_t, std::ratio<1, 10'000'000>>;
    constexpr std::chrono::seconds kFrom1601To1970{11'644'473'600};
    const auto since_1970 = std::chrono::system_clock::now().time_since_epoch();
    return Value::uint64(
        static_cast<std::uint64_t>(std::chrono::duration_cast<Ticks>(since_1970 + kFrom1601To1970).count()));
}

}  // namespace wbemcheck::mock
