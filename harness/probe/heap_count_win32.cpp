#include "harness/probe/heap_count.h"

#include <atomic>

#include "harness/com/iid.h"
#include "harness/com/wbem.h"

namespace wbemcheck::probe {
namespace {

// COM's interfaces have no virtual destructor, and nobody deletes through them.
#if defined(__GNUC__)
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wnon-virtual-dtor"
#endif

// Counts and changes nothing. Lives as long as the process, like its registration; COM calls it under a lock of its own. A
// block of before the registration is not spied on, and its end not counted.
class Spy final : public IMallocSpy {
public:
    HRESULT STDMETHODCALLTYPE QueryInterface(REFIID iid, void** object) noexcept override {
        if (object == nullptr) return E_POINTER;
        *object = nullptr;
        if (iid != com::iid_of<IUnknown>() && iid != com::iid_of<IMallocSpy>()) return E_NOINTERFACE;
        *object = static_cast<IMallocSpy*>(this);
        return S_OK;
    }
    ULONG STDMETHODCALLTYPE AddRef() noexcept override { return 2; }
    ULONG STDMETHODCALLTYPE Release() noexcept override { return 1; }

    SIZE_T STDMETHODCALLTYPE PreAlloc(SIZE_T size) noexcept override { return size; }
    void* STDMETHODCALLTYPE PostAlloc(void* block) noexcept override {
        if (block != nullptr) add(1);
        return block;
    }
    void* STDMETHODCALLTYPE PreFree(void* block, BOOL is_spied) noexcept override {
        if (block != nullptr && is_spied) add(-1);
        return block;
    }
    void STDMETHODCALLTYPE PostFree(BOOL) noexcept override {}
    SIZE_T STDMETHODCALLTYPE PreRealloc(void* block, SIZE_T size, void** to_reallocate, BOOL is_spied) noexcept override {
        *to_reallocate = block;
        // Without a block this allocates one, and with the size 0 it frees one: the only two that change the count.
        if (block == nullptr && size != 0) add(1);
        if (block != nullptr && size == 0 && is_spied) add(-1);
        return size;
    }
    void* STDMETHODCALLTYPE PostRealloc(void* block, BOOL) noexcept override { return block; }
    void* STDMETHODCALLTYPE PreGetSize(void* block, BOOL) noexcept override { return block; }
    SIZE_T STDMETHODCALLTYPE PostGetSize(SIZE_T size, BOOL) noexcept override { return size; }
    void* STDMETHODCALLTYPE PreDidAlloc(void* block, BOOL) noexcept override { return block; }
    int STDMETHODCALLTYPE PostDidAlloc(void*, BOOL, int did_allocate) noexcept override { return did_allocate; }
    void STDMETHODCALLTYPE PreHeapMinimize() noexcept override {}
    void STDMETHODCALLTYPE PostHeapMinimize() noexcept override {}

    [[nodiscard]] std::int64_t blocks() const noexcept { return blocks_.load(std::memory_order_relaxed); }

private:
    void add(std::int64_t change) noexcept { blocks_.fetch_add(change, std::memory_order_relaxed); }

    std::atomic<std::int64_t> blocks_{0};
};

#if defined(__GNUC__)
#pragma GCC diagnostic pop
#endif

Spy& the_spy() noexcept {
    alignas(Spy) static unsigned char memory[sizeof(Spy)];  // never destroyed
    static Spy* const spy = new (memory) Spy;
    return *spy;
}

// oleaut32 keeps freed strings for the next one of their size, unless it is told not to.
void end_cache_of_strings() noexcept {
    const HMODULE automation = ::LoadLibraryW(L"oleaut32.dll");
    if (automation == nullptr) return;
    using SetOaNoCache = void(WINAPI*)();
    const auto function = reinterpret_cast<SetOaNoCache>(  // not declared in every SDK
        reinterpret_cast<void*>(::GetProcAddress(automation, "SetOaNoCache")));
    if (function != nullptr) function();
}

std::atomic<bool> g_is_counting{false};

}  // namespace

bool begin_heap_count() noexcept {
    if (g_is_counting.load(std::memory_order_acquire)) return true;
    end_cache_of_strings();
    // A second call that races with the first is refused by COM, which takes one spy.
    if (FAILED(::CoRegisterMallocSpy(&the_spy()))) return g_is_counting.load(std::memory_order_acquire);
    g_is_counting.store(true, std::memory_order_release);
    return true;
}

std::optional<HeapCount> live_blocks() noexcept {
    if (!g_is_counting.load(std::memory_order_acquire)) return std::nullopt;
    return HeapCount{the_spy().blocks()};
}

}  // namespace wbemcheck::probe
