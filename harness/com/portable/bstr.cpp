// The BSTR allocator. In front of the text stand eight bytes: a mark and the length in bytes, the latter
// directly before the first character as on Windows. The mark is written in every build, because a string may
// come from a module that was built otherwise; it is looked at in builds without NDEBUG.
#include <atomic>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <limits>
#include <string>

#include "harness/com/portable/automation.h"

namespace wbemcheck::portable {

namespace {

struct Prefix {
    std::uint32_t mark;
    std::uint32_t bytes;
};
static_assert(sizeof(Prefix) == 8);

constexpr std::uint32_t kLive = 0x52545342;  // "BSTR"
constexpr std::uint32_t kWatched = 0x57545342;
constexpr std::uint32_t kFreedWhileWatched = 0x46545342;

Prefix* prefix_of(BSTR string) noexcept { return reinterpret_cast<Prefix*>(string) - 1; }

// Room for `bytes` bytes and the terminator, which is set. The bytes are not.
BSTR allocate(std::size_t bytes) noexcept {
    if (bytes > std::numeric_limits<UINT>::max() - sizeof(Prefix) - sizeof(OLECHAR)) {
        return nullptr;
    }
    auto* const block = static_cast<unsigned char*>(std::malloc(sizeof(Prefix) + bytes + sizeof(OLECHAR)));
    if (block == nullptr) {
        return nullptr;
    }
    const Prefix prefix{kLive, static_cast<std::uint32_t>(bytes)};
    std::memcpy(block, &prefix, sizeof(prefix));
    std::memset(block + sizeof(Prefix) + bytes, 0, sizeof(OLECHAR));
    return reinterpret_cast<BSTR>(block + sizeof(Prefix));
}

BSTR allocate_copy(const void* source, std::size_t bytes) noexcept {
    const BSTR result = allocate(bytes);
    if (result != nullptr && source != nullptr) {
        std::memcpy(result, source, bytes);
    } else if (result != nullptr) {
        std::memset(result, 0, bytes);
    }
    return result;
}

}  // namespace

BSTR SysAllocString(const OLECHAR* text) noexcept {
    return text == nullptr ? nullptr
                           : allocate_copy(text, std::char_traits<OLECHAR>::length(text) * sizeof(OLECHAR));
}

BSTR SysAllocStringLen(const OLECHAR* text, UINT length) noexcept {
    return allocate_copy(text, std::size_t{length} * sizeof(OLECHAR));
}

BSTR SysAllocStringByteLen(LPCSTR bytes, UINT length) noexcept { return allocate_copy(bytes, length); }

INT SysReAllocString(BSTR* string, const OLECHAR* text) noexcept {
    const BSTR fresh = SysAllocString(text);
    if (string == nullptr || (fresh == nullptr && text != nullptr)) {
        SysFreeString(fresh);
        return 0;
    }
    SysFreeString(*string);
    *string = fresh;
    return 1;
}

INT SysReAllocStringLen(BSTR* string, const OLECHAR* text, UINT length) noexcept {
    const BSTR fresh = SysAllocStringLen(text, length);
    if (string == nullptr || fresh == nullptr) {
        SysFreeString(fresh);
        return 0;
    }
    SysFreeString(*string);
    *string = fresh;
    return 1;
}

void SysFreeString(BSTR string) noexcept {
    if (string == nullptr) {
        return;
    }
    Prefix* const prefix = prefix_of(string);
    const std::atomic_ref<std::uint32_t> mark(prefix->mark);
    std::uint32_t seen = kWatched;
    if (mark.compare_exchange_strong(seen, kFreedWhileWatched) || seen == kFreedWhileWatched) {
        return;  // the watcher gives it back
    }
#ifndef NDEBUG
    if (prefix->mark != kLive) {
        std::fputs("wbemcheck: SysFreeString got what is not a live BSTR\n", stderr);
        std::abort();
    }
    std::memset(string, 0xDD, prefix->bytes);
    prefix->mark = 0;
#endif
    std::free(prefix);
}

void watch_bstr(BSTR string) noexcept { std::atomic_ref<std::uint32_t>(prefix_of(string)->mark).store(kWatched); }

bool unwatch_bstr(BSTR string) noexcept {
    return std::atomic_ref<std::uint32_t>(prefix_of(string)->mark).exchange(kLive) == kFreedWhileWatched;
}

UINT SysStringLen(BSTR string) noexcept { return SysStringByteLen(string) / UINT{sizeof(OLECHAR)}; }

UINT SysStringByteLen(BSTR string) noexcept { return string == nullptr ? 0 : prefix_of(string)->bytes; }

}  // namespace wbemcheck::portable
