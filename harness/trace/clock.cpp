#include "harness/trace/clock.h"

#include <chrono>

#if defined(__x86_64__) || defined(_M_X64)
#if defined(_MSC_VER) && !defined(__clang__)
#include <intrin.h>
#else
#include <cpuid.h>
#include <x86intrin.h>
#endif
#endif

namespace wbemcheck::trace {
namespace {

std::uint64_t steady_now() noexcept {
    return static_cast<std::uint64_t>(std::chrono::duration_cast<std::chrono::nanoseconds>(
                                          std::chrono::steady_clock::now().time_since_epoch())
                                          .count());
}

ClockKind detect() noexcept {
#if defined(__x86_64__) || defined(_M_X64)
    // CPUID 8000_0007h, EDX bit 8: the counter runs at one rate in every power state.
#if defined(_MSC_VER) && !defined(__clang__)
    int registers[4] = {};
    __cpuid(registers, static_cast<int>(0x80000000u));
    if (static_cast<unsigned>(registers[0]) < 0x80000007u) return ClockKind::kSteady;
    __cpuid(registers, static_cast<int>(0x80000007u));
    const bool invariant = (registers[3] & (1 << 8)) != 0;
#else
    unsigned eax = 0, ebx = 0, ecx = 0, edx = 0;
    const bool invariant = __get_cpuid(0x80000007u, &eax, &ebx, &ecx, &edx) != 0 && (edx & (1u << 8)) != 0;
#endif
    return invariant ? ClockKind::kTimeStampCounter : ClockKind::kSteady;
#else
    return ClockKind::kSteady;
#endif
}

const ClockKind g_kind = detect();

struct Anchor {
    std::uint64_t ticks;
    std::uint64_t nanoseconds;
};

Anchor take_anchor() noexcept { return {clock_now(), steady_now()}; }

}  // namespace

ClockKind clock_kind() noexcept { return g_kind; }

std::uint64_t clock_now() noexcept {
#if defined(__x86_64__) || defined(_M_X64)
    if (g_kind == ClockKind::kTimeStampCounter) {
        // The processor may read the counter before an earlier load has completed, and so before the event that this one
        // follows on another thread. The fence makes it wait.
        _mm_lfence();
        return __rdtsc();
    }
#endif
    return steady_now();
}

double clock_ticks_per_second() noexcept {
    if (g_kind == ClockKind::kSteady) return 1e9;
    static const Anchor first = take_anchor();
    constexpr std::uint64_t kShortest = 1'000'000;  // nanoseconds; shorter spans give a rate too coarse to display
    Anchor now = take_anchor();
    while (now.nanoseconds - first.nanoseconds < kShortest) now = take_anchor();
    return static_cast<double>(now.ticks - first.ticks) * 1e9 / static_cast<double>(now.nanoseconds - first.nanoseconds);
}

}  // namespace wbemcheck::trace
