// Changes folded traces as libFuzzer's own mutations hardly would: whole events come twice, go, change places
// or take what another one has in the same field, and fields take values that mean something. Half of the
// time libFuzzer does what it likes.
#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <random>

#include "harness/trace/event.h"
#include "tests/fuzz/folded_trace.h"

extern "C" std::size_t LLVMFuzzerMutate(std::uint8_t* bytes, std::size_t size, std::size_t most);
extern "C" std::size_t LLVMFuzzerCustomMutator(std::uint8_t* bytes, std::size_t size, std::size_t most,
                                               unsigned seed);

namespace wbemcheck::fuzz {
namespace {

using trace::Event;
using trace::EventKind;

constexpr std::size_t kSlot = sizeof(Event);
constexpr std::size_t kCommitted = kFoldedHeader + offsetof(trace::SegmentHeader, committed);
constexpr std::size_t kFirstSlot = kFoldedHeader + kFoldedSegment;

// The slots of the first segment, where nearly everything is. The input holds at least that segment's header.
class Editor {
public:
    Editor(std::uint8_t* bytes, std::size_t size, std::size_t most, unsigned seed)
        : bytes_(bytes), size_(size), most_(most), engine_(seed) {
        std::uint32_t committed = 0;
        std::memcpy(&committed, bytes_ + kCommitted, sizeof(committed));
        slots_ = std::min<std::size_t>(committed, (size_ - kFirstSlot) / kSlot);
    }

    [[nodiscard]] bool has_events() const noexcept { return slots_ > 0; }

    std::size_t edit() {
        for (std::size_t count = 1 + below(4); count > 0 && slots_ > 0; --count) edit_once();
        return size_;
    }

private:
    void edit_once() {
        const std::size_t place = below(slots_);
        switch (below(6)) {
            case 0:
                repeat(place, below(slots_ + 1));
                break;
            case 1:
                drop(place);
                break;
            case 2:
                swap(place, below(slots_));
                break;
            case 3:
                copy_field(place, below(slots_));
                break;
            default:
                set_field(place);
                break;
        }
    }

    void repeat(std::size_t from, std::size_t to) {
        if (size_ + kSlot > most_) return;
        const Event event = get(from);
        std::uint8_t* const target = bytes_ + kFirstSlot + to * kSlot;
        std::memmove(target + kSlot, target, size_ - kFirstSlot - to * kSlot);
        size_ += kSlot;
        set_count(slots_ + 1);
        put(to, event);
    }

    void drop(std::size_t place) {
        std::uint8_t* const target = bytes_ + kFirstSlot + place * kSlot;
        std::memmove(target, target + kSlot, size_ - kFirstSlot - (place + 1) * kSlot);
        size_ -= kSlot;
        set_count(slots_ - 1);
    }

    void swap(std::size_t a, std::size_t b) {
        Event first = get(a);
        Event second = get(b);
        std::swap(first.time, second.time);
        put(a, second);
        put(b, first);
    }

    void copy_field(std::size_t place, std::size_t from) {
        Event event = get(place);
        const Event other = get(from);
        switch (below(8)) {
            case 0:
                event.time = other.time;
                break;
            case 1:
                event.object = other.object;
                break;
            case 2:
                event.call = other.call;
                break;
            case 3:
                event.kind = other.kind;
                break;
            case 4:
                event.method = other.method;
                break;
            case 5:
                event.result = other.result;
                break;
            case 6:
                event.value = other.value;
                break;
            default:
                event.value2 = other.value2;
                break;
        }
        put(place, event);
    }

    void set_field(std::size_t place) {
        Event event = get(place);
        switch (below(8)) {
            case 0:
                event.time = static_cast<std::uint64_t>(number());
                break;
            case 1:
                event.object = static_cast<std::uint32_t>(below(16));
                break;
            case 2:
                event.call = static_cast<std::uint32_t>(below(8));
                break;
            case 3:
                event.kind =
                    static_cast<EventKind>(below(static_cast<std::size_t>(trace::kLastEventKind) + 2));
                break;
            case 4:
                event.method = static_cast<std::uint16_t>(below(90));
                break;
            case 5:
                event.result = static_cast<std::int32_t>(number());
                break;
            case 6:
                event.value = number();
                break;
            default:
                event.value2 = number();
                break;
        }
        put(place, event);
    }

    std::int64_t number() {
        static constexpr std::array<std::int64_t, 18> kNumbers = {
            0,          1,          2,         -1,        0x80,       0x10,
            0x100,      0x20000,    0x40001,   0x40004,   0x80041001, 0x80041032,
            0x7FFFFFFF, 0xFFFFFFFF, 1'000'000, INT64_MIN, INT64_MAX,  std::int64_t{1} << 32U};
        return below(3) == 0 ? static_cast<std::int64_t>(below(64)) : kNumbers[below(kNumbers.size())];
    }

    [[nodiscard]] Event get(std::size_t place) const {
        Event event;
        std::memcpy(&event, bytes_ + kFirstSlot + place * kSlot, kSlot);
        return event;
    }
    void put(std::size_t place, const Event& event) {
        std::memcpy(bytes_ + kFirstSlot + place * kSlot, &event, kSlot);
    }
    void set_count(std::size_t slots) {
        slots_ = slots;
        const auto committed = static_cast<std::uint32_t>(slots);
        std::memcpy(bytes_ + kCommitted, &committed, sizeof(committed));
    }
    std::size_t below(std::size_t count) { return static_cast<std::size_t>(engine_()) % count; }

    std::uint8_t* bytes_;
    std::size_t size_;
    std::size_t most_;
    std::size_t slots_ = 0;
    std::minstd_rand engine_;
};

}  // namespace
}  // namespace wbemcheck::fuzz

extern "C" std::size_t LLVMFuzzerCustomMutator(std::uint8_t* bytes, std::size_t size, std::size_t most,
                                               unsigned seed) {
    using wbemcheck::fuzz::Editor;
    if (seed % 2 == 0 || size < wbemcheck::fuzz::kFirstSlot) return LLVMFuzzerMutate(bytes, size, most);
    Editor editor(bytes, size, most, seed);
    return editor.has_events() ? editor.edit() : LLVMFuzzerMutate(bytes, size, most);
}
