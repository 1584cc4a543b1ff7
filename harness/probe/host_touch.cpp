#include "harness/probe/host_touch.h"

namespace wbemcheck::probe {
namespace {

thread_local int t_touches = 0;

}  // namespace

HarnessTouch::HarnessTouch() noexcept { ++t_touches; }

HarnessTouch::~HarnessTouch() { --t_touches; }

bool is_harness_touch() noexcept { return t_touches > 0; }

}  // namespace wbemcheck::probe
