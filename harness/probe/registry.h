// Which number an interface pointer has in the trace. Pointers are looked up, never called.
#pragma once

#include <cstdint>
#include <mutex>
#include <unordered_map>

#include "harness/trace/recorder.h"

namespace wbemcheck::probe {

// Thread-safe. A pointer that was never seen gets the next number, so also a foreign pointer has a name in the trace.
class ObjectRegistry {
public:
    explicit ObjectRegistry(trace::Recorder& recorder) noexcept : recorder_(recorder) {}

    [[nodiscard]] std::uint32_t id_of(const void* pointer) {
        if (pointer == nullptr) return 0;
        const std::lock_guard lock(mutex_);
        const auto [entry, is_new] = ids_.try_emplace(pointer, 0);
        if (is_new) entry->second = recorder_.next_object();
        return entry->second;
    }

    // For an object that was made just now: whatever had its address before is gone.
    [[nodiscard]] std::uint32_t new_id_of(const void* pointer) {
        const std::lock_guard lock(mutex_);
        return ids_[pointer] = recorder_.next_object();
    }

private:
    trace::Recorder& recorder_;
    std::mutex mutex_;
    std::unordered_map<const void*, std::uint32_t> ids_;  // guarded by mutex_
};

}  // namespace wbemcheck::probe
