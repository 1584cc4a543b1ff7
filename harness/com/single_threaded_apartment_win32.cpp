#include "harness/com/single_threaded_apartment.h"

namespace wbemcheck::com {

SingleThreadedApartment::SingleThreadedApartment() noexcept
    : result_(::CoInitializeEx(nullptr, COINIT_APARTMENTTHREADED)) {}

SingleThreadedApartment::~SingleThreadedApartment() {
    if (SUCCEEDED(result_)) ::CoUninitialize();
}

void SingleThreadedApartment::dispatch_messages() const noexcept {
    MSG message{};
    while (::PeekMessageW(&message, nullptr, 0, 0, PM_REMOVE) != 0) ::DispatchMessageW(&message);
}

}  // namespace wbemcheck::com
