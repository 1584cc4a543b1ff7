// Tells what the harness itself does to objects of the host from what the provider does to them.
#pragma once

namespace wbemcheck::probe {

// While one lives, what this thread does to objects of a HostLedger is the harness's own doing: it is not recorded, not
// counted as a reference of the provider, and fails on nobody's order. A reference that was taken inside of a touch is given
// back inside of one. Touches nest. Objects of anybody else do not notice.
//
// Requires: destroyed on the thread that made it, and no call of a provider in between, other than reading an object that
// it has delivered.
class HarnessTouch {
public:
    HarnessTouch() noexcept;
    ~HarnessTouch();
    HarnessTouch(const HarnessTouch&) = delete;
    HarnessTouch& operator=(const HarnessTouch&) = delete;
};

// True when the calling thread is inside of one.
[[nodiscard]] bool is_harness_touch() noexcept;

}  // namespace wbemcheck::probe
