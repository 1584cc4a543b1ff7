// How a side makes calls and records them, whatever its types are. Knows no COM header.
#pragma once

#include <cstdint>
#include <cstring>
#include <string>
#include <tuple>
#include <type_traits>
#include <utility>

#include "tests/abi/side.h"

namespace wbemcheck::abi {

// Distinct bit patterns for the arguments of one call. The top bits are set, so that a parameter that is too
// narrow or is extended the wrong way shows.
template <class T>
T argument_value(std::uint64_t salt, std::uint64_t index) noexcept {
    const std::uint64_t bits = 0xF1F2F3F4F5F6F700ULL ^ (salt << 8) ^ (index * 0x0101010101010101ULL) ^ index;
    if constexpr (std::is_pointer_v<T>) {
        return reinterpret_cast<T>(static_cast<std::uintptr_t>(bits));
    } else {
        return static_cast<T>(bits);
    }
}

template <class T>
std::uint64_t bits_of(T value) noexcept {
    if constexpr (std::is_pointer_v<T>) {
        return reinterpret_cast<std::uintptr_t>(value);
    } else {
        return static_cast<std::uint64_t>(static_cast<std::make_unsigned_t<T>>(value));
    }
}

// Holds what is passed for a parameter of type T: a value, or a target for a reference.
template <class T>
struct Slot {
    std::remove_cv_t<T> value;
    Slot(std::uint64_t salt, std::uint64_t index) noexcept
        : value(argument_value<std::remove_cv_t<T>>(salt, index)) {}
    T pass() const noexcept { return value; }
    std::uint64_t bits() const noexcept { return bits_of(value); }
};
template <class T>
struct Slot<T&> {
    mutable std::remove_cv_t<T> target{};
    Slot(std::uint64_t, std::uint64_t) noexcept {}
    T& pass() const noexcept { return target; }
    std::uint64_t bits() const noexcept { return reinterpret_cast<std::uintptr_t>(&target); }
};

// Where the compiler puts a virtual method. GCC and Clang say so in the pointer to it (Itanium C++ ABI, 2.3).
template <class Method>
int compiled_slot(Method method) noexcept {
#if defined(__GNUC__) && defined(__x86_64__)
    std::uintptr_t entry = 0;
    static_assert(sizeof(method) >= sizeof(entry));
    std::memcpy(&entry, &method, sizeof(entry));
    return static_cast<int>((entry - 1) / sizeof(void*));
#else
    static_cast<void>(method);
    return -1;
#endif
}

template <class I, class R, class... Args, std::size_t... Index>
Outcome call_with(I* object, R (I::*method)(Args...), Call sent, int slot, std::index_sequence<Index...>) {
    std::tuple<Slot<Args>...> slots{Slot<Args>(static_cast<std::uint64_t>(slot), Index + 1)...};
    sent.arguments = {std::get<Index>(slots).bits()...};
    const R result = (object->*method)(std::get<Index>(slots).pass()...);
    return {std::move(sent), take_calls(), bits_of(result), last_returned(), slot, compiled_slot(method)};
}

// Calls one method with distinct arguments.
template <class I, class R, class... Args>
Outcome call(I* object, R (I::*method)(Args...), std::string interface, std::string name, int slot) {
    return call_with(object, method, Call{std::move(interface), std::move(name), {}}, slot,
                     std::index_sequence_for<Args...>{});
}

// The body of a recording method: notes the call and returns a value of its own.
template <class R>
struct Recording {
    const char* interface;
    const char* method;
    int slot;

    template <class... Args>
    R operator()(Args&&... arguments) const noexcept {
        const R result = static_cast<R>(0x80040000U + 0x11U * static_cast<unsigned>(slot + 1));
        note_call(Call{interface, method, {received_bits(arguments)...}}, bits_of(result));
        return result;
    }

private:
    // References to structs are recorded by address, everything else by value.
    template <class T>
    static std::uint64_t received_bits(T& argument) noexcept {
        if constexpr (std::is_class_v<std::remove_cv_t<T>>) {
            return reinterpret_cast<std::uintptr_t>(&argument);
        } else {
            return bits_of(argument);
        }
    }
};

}  // namespace wbemcheck::abi
