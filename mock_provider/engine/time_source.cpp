#include "mock_provider/engine/time_source.h"

namespace wbemcheck::mock {

namespace {

class MachineTime final : public TimeSource {
public:
    [[nodiscard]] Time now() const noexcept override { return std::chrono::steady_clock::now(); }
    [[nodiscard]] TimeOfDay time_of_day() const noexcept override { return std::chrono::system_clock::now(); }
    [[nodiscard]] bool is_running() const noexcept override { return true; }
    void tell_of_jumps(std::function<void()>) override {}
};

}  // namespace

std::shared_ptr<TimeSource> make_machine_time() { return std::make_shared<MachineTime>(); }

}  // namespace wbemcheck::mock
