#include "mock_provider/services/event_time.h"

#include <cstdint>
#include <ratio>

namespace wbemcheck::mock {

Value event_time_of(std::chrono::system_clock::time_point moment) {
    using Ticks = std::chrono::duration<std::int64_t, std::ratio<1, 10'000'000>>;
    constexpr std::chrono::seconds kFrom1601To1970{11'644'473'600};
    // To ticks first: in nanoseconds, the unit of some clocks, the sum does not fit into 64 bits.
    const Ticks since_1970 = std::chrono::duration_cast<Ticks>(moment.time_since_epoch());
    return Value::uint64(static_cast<std::uint64_t>((since_1970 + kFrom1601To1970).count()));
}

Value event_time_now() { return event_time_of(std::chrono::system_clock::now()); }

}  // namespace wbemcheck::mock
