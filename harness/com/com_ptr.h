// com_ptr: owns one reference to a COM object.
#pragma once

#include <concepts>
#include <cstddef>
#include <functional>
#include <utility>

#include "harness/com/iid.h"

namespace wbemcheck::com {

// How a raw pointer is taken: `adopt` takes over the caller's reference, `retain` adds one.
struct adopt_t {
    explicit adopt_t() = default;
};
struct retain_t {
    explicit retain_t() = default;
};
inline constexpr adopt_t adopt{};
inline constexpr retain_t retain{};

// Guarantees: holds one reference or none, and gives it back exactly once. Never converts to T* by itself.
// Requires: T is an interface or a class that implements interfaces. Like shared_ptr, different com_ptr
// objects may be used on different threads; one com_ptr object is not guarded.
template <class T>
class com_ptr {
public:
    constexpr com_ptr() noexcept = default;
    constexpr com_ptr(std::nullptr_t) noexcept {}
    com_ptr(T* pointer, adopt_t) noexcept : pointer_(pointer) {}
    com_ptr(T* pointer, retain_t) noexcept : pointer_(pointer) { add_ref(); }

    com_ptr(const com_ptr& other) noexcept : pointer_(other.pointer_) { add_ref(); }
    com_ptr(com_ptr&& other) noexcept : pointer_(other.detach()) {}
    template <class U>
    requires std::convertible_to<U*, T*> com_ptr(const com_ptr<U>& other)
    noexcept : pointer_(other.get()) { add_ref(); }
    template <class U>
    requires std::convertible_to<U*, T*> com_ptr(com_ptr<U>&& other)
    noexcept : pointer_(other.detach()) {}

    com_ptr& operator=(com_ptr other) noexcept {
        std::swap(pointer_, other.pointer_);
        return *this;
    }
    ~com_ptr() { reset(); }

    // Borrowed: valid while this com_ptr holds it.
    [[nodiscard]] T* get() const noexcept { return pointer_; }
    T* operator->() const noexcept { return pointer_; }
    T& operator*() const noexcept { return *pointer_; }
    explicit operator bool() const noexcept { return pointer_ != nullptr; }

    // For an [out] parameter: releases what was held, then the callee stores a reference that becomes ours.
    [[nodiscard]] T** put() noexcept {
        reset();
        return &pointer_;
    }
    // The same for `void**` parameters.
    [[nodiscard]] void** put_void() noexcept { return reinterpret_cast<void**>(put()); }

    // Takes over the caller's reference. The one held before is released.
    void attach(T* pointer) noexcept { com_ptr(pointer, adopt).swap(*this); }
    // Hands the reference to the caller, who has to release it.
    [[nodiscard]] T* detach() noexcept { return std::exchange(pointer_, nullptr); }
    // Empties first and releases then: the object may call back into whoever owns this com_ptr.
    void reset() noexcept {
        if (T* const held = detach()) {
            held->Release();
        }
    }
    void swap(com_ptr& other) noexcept { std::swap(pointer_, other.pointer_); }

    // QueryInterface. Null when this is null or when the object has no U.
    template <class U>
    [[nodiscard]] com_ptr<U> as() const noexcept {
        com_ptr<U> result;
        if (pointer_ != nullptr && FAILED(pointer_->QueryInterface(iid_of<U>(), result.put_void()))) {
            // A failing QueryInterface must have stored NULL; one that did not gave no reference to release.
            static_cast<void>(result.detach());
        }
        return result;
    }

    // Compare addresses, not COM identity: for that, compare `as<IUnknown>()`.
    friend bool operator==(const com_ptr& left, const com_ptr& right) noexcept {
        return left.pointer_ == right.pointer_;
    }
    friend bool operator==(const com_ptr& left, std::nullptr_t) noexcept { return left.pointer_ == nullptr; }

private:
    void add_ref() const noexcept {
        if (pointer_ != nullptr) {
            pointer_->AddRef();
        }
    }

    T* pointer_ = nullptr;
};

// A second owner for a pointer that stays its caller's. NULL gives an empty com_ptr.
template <class T>
[[nodiscard]] com_ptr<T> retain_ptr(T* pointer) noexcept {
    return com_ptr<T>(pointer, retain);
}
// An owner for a reference that the caller gives up.
template <class T>
[[nodiscard]] com_ptr<T> adopt_ptr(T* pointer) noexcept {
    return com_ptr<T>(pointer, adopt);
}

}  // namespace wbemcheck::com

template <class T>
struct std::hash<wbemcheck::com::com_ptr<T>> {
    std::size_t operator()(const wbemcheck::com::com_ptr<T>& pointer) const noexcept {
        return std::hash<T*>{}(pointer.get());
    }
};
