// What a reference count says, and references that stand by so that it cannot run out.
#pragma once

#include <array>
#include <cstdint>

#include "harness/com/com_ptr.h"
#include "harness/com/wbem.h"
#include "harness/probe/host_touch.h"

namespace wbemcheck::probe {

// What Release reports after an AddRef of ours: how many references others hold at this moment.
[[nodiscard]] inline std::int64_t references_of(IUnknown& object) noexcept {
    const HarnessTouch touch;
    object.AddRef();
    return static_cast<std::int64_t>(object.Release());
}

// Keeps an object alive that is lent to somebody who may release it too often (IND-11, COM-5).
//
// Requires: used by one thread. May hold no object.
// Guarantees: the lender ends with as many references as it had, however many the borrower has taken away, up to the
// number of spare ones.
class SpareReferences {
public:
    explicit SpareReferences(IUnknown* object) {
        if (object == nullptr) return;
        const HarnessTouch touch;
        for (com::com_ptr<IUnknown>& spare : spare_) spare = com::retain_ptr(object);
        before_ = count();
    }
    SpareReferences(const SpareReferences&) = delete;
    SpareReferences& operator=(const SpareReferences&) = delete;
    ~SpareReferences() {
        const HarnessTouch touch;
        // What was taken away has taken one of ours with it, which is not ours to give back any more.
        for (std::int64_t i = 0; i < missing_; ++i) (void)spare_[static_cast<std::size_t>(i)].detach();
        for (com::com_ptr<IUnknown>& spare : spare_) spare.reset();
    }

    // The references on the object before it was lent, and now.
    [[nodiscard]] std::int64_t before() const noexcept { return before_; }
    [[nodiscard]] std::int64_t count() const noexcept { return spare_.front() ? references_of(*spare_.front()) : 0; }

    // How many the borrower has released without having taken them, as the count says now.
    std::int64_t settle() noexcept {
        const std::int64_t missing = before_ - count();
        missing_ = missing < 0 ? 0 : missing > kSpare ? kSpare : missing;
        return missing < 0 ? 0 : missing;
    }

private:
    static constexpr std::int64_t kSpare = 4;

    std::array<com::com_ptr<IUnknown>, kSpare> spare_;
    std::int64_t before_ = 0;
    std::int64_t missing_ = 0;
};

}  // namespace wbemcheck::probe
