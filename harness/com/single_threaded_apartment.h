// A single-threaded apartment, where the platform has them.
#pragma once

#include "harness/com/wbem.h"

namespace wbemcheck::com {

// While it lives, the calling thread is a single-threaded apartment. Outside Windows there are none.
//
// Requires: destroyed on the thread that made it, which has not initialised COM otherwise.
class SingleThreadedApartment {
public:
    SingleThreadedApartment() noexcept;
    ~SingleThreadedApartment();
    SingleThreadedApartment(const SingleThreadedApartment&) = delete;
    SingleThreadedApartment& operator=(const SingleThreadedApartment&) = delete;

    // S_OK, or why there is none: E_NOTIMPL outside Windows.
    [[nodiscard]] HRESULT result() const noexcept { return result_; }

    // What has come for the thread in the meantime: calls that were marshalled to it.
    void dispatch_messages() const noexcept;

private:
    HRESULT result_;
};

}  // namespace wbemcheck::com
