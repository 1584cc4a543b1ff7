#include "harness/com/single_threaded_apartment.h"

namespace wbemcheck::com {

SingleThreadedApartment::SingleThreadedApartment() noexcept : result_(E_NOTIMPL) {}
SingleThreadedApartment::~SingleThreadedApartment() = default;
void SingleThreadedApartment::dispatch_messages() const noexcept {}

}  // namespace wbemcheck::com
