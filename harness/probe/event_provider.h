// The harness in the role of an event provider: writes down of which queries the subject tells it.
#pragma once

#include <chrono>
#include <condition_variable>
#include <cstdint>
#include <functional>
#include <memory>
#include <mutex>
#include <string_view>

#include "harness/com/com_object.h"
#include "harness/com/com_ptr.h"
#include "harness/com/wbem.h"
#include "harness/trace/recorder.h"

namespace wbemcheck::probe {

struct QueryCounts {
    std::uint64_t begun = 0;
    std::uint64_t cancelled = 0;
};

// Requires: the recorder outlives it. Thread-safe. Raises no events: it holds no sink, so that nothing keeps the subject.
class RecordingEventProvider final : public com::ComObject<IWbemEventProvider, IWbemEventProviderQuerySink> {
public:
    explicit RecordingEventProvider(std::shared_ptr<trace::Recorder> recorder);
    ~RecordingEventProvider() override;

    [[nodiscard]] std::uint32_t id() const noexcept { return id_; }
    // Nothing is written down any more, and new queries are refused: for a subject that keeps its providers.
    void retire() noexcept;
    // False when the deadline came first.
    [[nodiscard]] bool wait_until(std::chrono::steady_clock::time_point deadline,
                                  const std::function<bool(const QueryCounts&)>& condition) const;

    HRESULT STDMETHODCALLTYPE ProvideEvents(IWbemObjectSink* sink, LONG flags) noexcept override;
    HRESULT STDMETHODCALLTYPE NewQuery(ULONG id, LPWSTR language, LPWSTR query) noexcept override;
    HRESULT STDMETHODCALLTYPE CancelQuery(ULONG id) noexcept override;

private:
    // False once it has retired.
    bool note(trace::Method method, ULONG query, std::string_view text) noexcept;

    const std::shared_ptr<trace::Recorder> recorder_;
    const std::uint32_t id_;
    mutable std::mutex mutex_;
    mutable std::condition_variable changed_;
    QueryCounts counts_;       // guarded by mutex_
    bool is_retired_ = false;  // guarded by mutex_
};

}  // namespace wbemcheck::probe
