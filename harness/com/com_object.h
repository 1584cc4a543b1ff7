// ComObject: what every COM object here derives from. Gives QueryInterface, AddRef and Release for a list of
// interfaces.
#pragma once

#include <atomic>
#include <cstdint>
#include <type_traits>
#include <utility>

#include "harness/com/com_ptr.h"
#include "harness/com/hresult.h"

namespace wbemcheck::com {

namespace detail {

// Says on standard error which call came to a dead object, then aborts. In the process of a subject that is a
// crash with a reason; the count itself is ours and never wrong otherwise.
[[noreturn]] void report_dead_object(const char* call, std::int32_t count) noexcept;

}  // namespace detail

// Guarantees:
//  * The count starts at 1 and is atomic. The thread that takes it to 0 deletes the object, having seen every
//    write that other owners made before their last Release.
//  * QueryInterface answers for First, Rest..., the interfaces that they derive from (parent_interface),
//    IUnknown, and whatever `find_interface` finds. IUnknown is always the one of First, so identity holds.
//    `*object` is NULL on failure; a NULL `object` gives E_POINTER.
//  * Builds without NDEBUG abort with a message when a call comes to an object whose count is 0 or that is
//    destroyed.
//
// Requires: derived classes are final, made by make_com, and catch their exceptions (see `guard`). All three
// methods may be called from any thread at any time while the caller holds a reference.
#if defined(_WIN32) && defined(__GNUC__)
// The system's interfaces have public destructors that are not virtual. Nothing is deleted through them here.
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wnon-virtual-dtor"
#endif
template <class First, class... Rest>
class ComObject : public First, public Rest... {
public:
    ComObject(const ComObject&) = delete;
    ComObject& operator=(const ComObject&) = delete;

    HRESULT STDMETHODCALLTYPE QueryInterface(REFIID iid, void** object) noexcept override {
        if (object == nullptr) {
            return E_POINTER;
        }
        *object = nullptr;
        void* found = find<First>(iid);
        ((found = found != nullptr ? found : find<Rest>(iid)), ...);
        if (found == nullptr) {
            found = find_interface(iid);
        }
        if (found == nullptr) {
            return E_NOINTERFACE;
        }
        add_reference();
        *object = found;
        return S_OK;
    }

    ULONG STDMETHODCALLTYPE AddRef() noexcept override { return add_reference(); }

    ULONG STDMETHODCALLTYPE Release() noexcept override { return release_reference(); }

protected:
    ComObject() noexcept = default;

    // Declared after the interface bases: the table entries of these come behind the interface slots.
    virtual ~ComObject() {
#ifndef NDEBUG
        count_.store(kDestroyed, std::memory_order_relaxed);
#endif
    }

    // For interfaces beyond the list. Returns a pointer to this object as `iid`, without a reference, or
    // NULL.
    [[nodiscard]] virtual void* find_interface(REFIID) noexcept { return nullptr; }

    // The count alone, for a class that overrides AddRef or Release to see who calls: QueryInterface counts
    // by itself and does not pass through AddRef.
    ULONG add_reference() noexcept {
        // relaxed: whoever adds a reference already holds one, which keeps the object alive.
        const std::int32_t before = count_.fetch_add(1, std::memory_order_relaxed);
        check_alive("AddRef", before);
        return static_cast<ULONG>(before + 1);
    }
    // Deletes the object when it returns 0.
    ULONG release_reference() noexcept {
        // acq_rel: release hands our writes to the thread that deletes; acquire takes those of all others.
        const std::int32_t before = count_.fetch_sub(1, std::memory_order_acq_rel);
        check_alive("Release", before);
        if (before == 1) {
            delete this;
            return 0;
        }
        return static_cast<ULONG>(before - 1);
    }
    // For diagnosis: another thread may have changed it already.
    [[nodiscard]] ULONG reference_count() const noexcept {
        return static_cast<ULONG>(count_.load(std::memory_order_relaxed));
    }

private:
    static constexpr std::int32_t kDestroyed = -0x40000000;

    template <class I>
    [[nodiscard]] void* find(REFIID iid) noexcept {
        if (iid == iid_of<I>()) {
            return static_cast<I*>(this);
        }
        using Parent = typename parent_interface<I>::type;
        if constexpr (std::is_same_v<Parent, IUnknown>) {
            return iid == iid_of<IUnknown>() ? static_cast<IUnknown*>(static_cast<First*>(this)) : nullptr;
        } else {
            static_assert(std::is_base_of_v<Parent, I>);
            return find_parent<I, Parent>(iid);
        }
    }
    template <class I, class Parent>
    [[nodiscard]] void* find_parent(REFIID iid) noexcept {
        if (iid == iid_of<Parent>()) {
            return static_cast<Parent*>(static_cast<I*>(this));
        }
        using Next = typename parent_interface<Parent>::type;
        if constexpr (std::is_same_v<Next, IUnknown>) {
            return iid == iid_of<IUnknown>() ? static_cast<IUnknown*>(static_cast<First*>(this)) : nullptr;
        } else {
            return find_parent<I, Next>(iid);
        }
    }

    static void check_alive([[maybe_unused]] const char* call,
                            [[maybe_unused]] std::int32_t before) noexcept {
#ifndef NDEBUG
        if (before <= 0) {
            detail::report_dead_object(call, before);
        }
#endif
    }

    std::atomic<std::int32_t> count_{1};
};
#if defined(_WIN32) && defined(__GNUC__)
#pragma GCC diagnostic pop
#endif

// Makes an object of the final class T and returns the owner of its first reference. Throws what the
// constructor throws.
template <class T, class... Args>
[[nodiscard]] com_ptr<T> make_com(Args&&... args) {
    static_assert(std::is_final_v<T>, "the classes of COM objects are final");
    return com_ptr<T>(new T(std::forward<Args>(args)...), adopt);
}

}  // namespace wbemcheck::com
