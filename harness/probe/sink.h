// The recording sink: an IWbemObjectSink that writes down everything that is done to it, and lets a scenario decide
// when a callback may go on and what it answers.
#pragma once

#include <array>
#include <atomic>
#include <chrono>
#include <condition_variable>
#include <cstdint>
#include <functional>
#include <memory>
#include <mutex>
#include <vector>

#include "harness/com/com_object.h"
#include "harness/com/com_ptr.h"
#include "harness/com/wbem.h"
#include "harness/probe/crossing.h"
#include "harness/probe/registry.h"
#include "harness/trace/recorder.h"

namespace wbemcheck::probe {

// One callback as a scenario sees it.
struct Callback {
    trace::Method method = trace::Method::kNone;  // kIndicate or kSetStatus
    std::uint64_t ordinal = 0;                    // of this method on this sink, from 1
    bool is_final = false;                        // SetStatus with WBEM_STATUS_COMPLETE
    LONG count = 0;                               // Indicate: objects
    HRESULT result = S_OK;                        // SetStatus: hResult
};

// What a scenario hangs into a sink. Called on the subject's threads, inside the callback, after the entry was recorded;
// it may block and may call the subject. What it returns is what the sink answers. Must not throw.
using CallbackHandler = std::function<HRESULT(const Callback&)>;

struct SinkOptions {
    LONG initial_count = 1;       // 0: the service's Release destroys the sink; 1: the client keeps it (REF-8)
    bool retains_objects = false; // AddRef every object and read it again later (IND-3)
    CallbackHandler handler;      // empty: answer WBEM_S_NO_ERROR at once
    CrossingHandler crossing;     // told of everything that the subject does to the sink; empty: nobody is
};

// What came so far. A snapshot.
struct SinkCounts {
    std::uint64_t indicates = 0;        // entered
    std::uint64_t objects = 0;
    std::uint64_t statuses = 0;         // SetStatus calls entered, of every kind
    std::uint64_t finals_entered = 0;
    std::uint64_t finals_left = 0;
    std::uint64_t in_progress = 0;
    LONG count = 0;                     // reference count, all holders
    HRESULT final_result = S_OK;        // of the newest final
};

// The count belongs to the subject; the memory does not, so the count of ComObject is left alone. A sink whose count came
// to 0 is gone for its callers, and
// whatever they do then is recorded; the memory stays until the harness lets go of its shared_ptr.
//
// Requires: whoever hands the pointer to a subject keeps the shared_ptr until the subject is gone; a HostLedger whose objects
// it retains outlives it.
// Guarantees: every method may be called from any thread at any time.
class RecordingSink final : public com::ComObject<IWbemObjectSink> {
public:
    RecordingSink(std::shared_ptr<trace::Recorder> recorder, ObjectRegistry& registry, SinkOptions options);
    ~RecordingSink() override;

    HRESULT STDMETHODCALLTYPE QueryInterface(REFIID iid, void** object) noexcept override;
    ULONG STDMETHODCALLTYPE AddRef() noexcept override;
    ULONG STDMETHODCALLTYPE Release() noexcept override;
    HRESULT STDMETHODCALLTYPE Indicate(LONG count, IWbemClassObject** objects) noexcept override;
    HRESULT STDMETHODCALLTYPE SetStatus(LONG flags, HRESULT result, BSTR text, IWbemClassObject* object) noexcept override;

    [[nodiscard]] std::uint32_t id() const noexcept { return id_; }
    [[nodiscard]] LONG initial_count() const noexcept { return options_.initial_count; }
    [[nodiscard]] SinkCounts counts() const;

    // References that are neither the initial one nor taken by the client.
    [[nodiscard]] LONG held_by_subject() const;

    // Waits until `condition` holds for the counts; false when the deadline came first.
    [[nodiscard]] bool wait_until(std::chrono::steady_clock::time_point deadline,
                                  const std::function<bool(const SinkCounts&)>& condition) const;

    // The client's own references, recorded as such.
    void client_add_ref();
    void client_release();

    // Reads every retained object again and lets go of it.
    void check_retained_objects();
    // The retained objects, in the order in which they came.
    // Requires: the caller is inside of a HarnessTouch for as long as it has them.
    [[nodiscard]] std::vector<com::com_ptr<IWbemClassObject>> retained_objects() const;

private:
    struct Retained {
        com::com_ptr<IWbemClassObject> object;
        std::uint64_t ordinal;
    };

    HRESULT indicate(LONG count, IWbemClassObject** objects);
    HRESULT set_status(LONG flags, HRESULT result, BSTR text, IWbemClassObject* object);
    HRESULT answer(const Callback& callback) noexcept;
    void note_reference(trace::EventKind kind, LONG count) noexcept;
    void cross(CrossingKind kind) noexcept;

    const std::shared_ptr<trace::Recorder> recorder_;
    const SinkOptions options_;
    std::uint32_t id_;
    std::atomic<LONG> count_;
    std::atomic<LONG> client_references_;  // of which the client holds
    std::array<std::atomic<std::uint64_t>, kCrossingKinds> crossings_{};  // so far, by kind; counted for the handler
    // Threads in wait_until, or on their way into it. Release looks at it after it has changed count_, whoever waits raises it before
    // he looks at count_, all in the one order of sequential consistency: either sees the other.
    mutable std::atomic<int> waiting_{0};
    mutable std::mutex mutex_;
    mutable std::condition_variable changed_;  // with mutex_: any of the counts below, or count_, has changed
    SinkCounts counts_;                        // guarded by mutex_, but for `count`, which is read from count_
    std::vector<Retained> retained_;           // guarded by mutex_
};

}  // namespace wbemcheck::probe
