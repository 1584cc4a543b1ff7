#include "harness/probe/event_provider.h"

#include <string>
#include <utility>

#include "harness/com/text.h"

namespace wbemcheck::probe {

RecordingEventProvider::RecordingEventProvider(std::shared_ptr<trace::Recorder> recorder)
    : recorder_(std::move(recorder)), id_(recorder_->next_object()) {}

RecordingEventProvider::~RecordingEventProvider() = default;

bool RecordingEventProvider::wait_until(std::chrono::steady_clock::time_point deadline,
                                        const std::function<bool(const QueryCounts&)>& condition) const {
    std::unique_lock lock(mutex_);
    return changed_.wait_until(lock, deadline, [&] { return condition(counts_); });
}

HRESULT RecordingEventProvider::ProvideEvents(IWbemObjectSink*, LONG) noexcept { return WBEM_S_NO_ERROR; }

void RecordingEventProvider::retire() noexcept {
    const std::scoped_lock lock(mutex_);
    is_retired_ = true;
}

HRESULT RecordingEventProvider::NewQuery(ULONG id, LPWSTR, LPWSTR query) noexcept {
    std::string text;
    try {
        if (query != nullptr) text = com::to_utf8(com::OleStringView(query));
    } catch (...) {
        // No memory for the text: that there was a query is what matters.
    }
    return note(trace::Method::kNewQuery, id, text) ? WBEM_S_NO_ERROR : WBEM_E_FAILED;
}

HRESULT RecordingEventProvider::CancelQuery(ULONG id) noexcept {
    (void)note(trace::Method::kCancelQuery, id, {});
    return WBEM_S_NO_ERROR;
}

bool RecordingEventProvider::note(trace::Method method, ULONG query, std::string_view text) noexcept {
    trace::Event event;
    event.kind = trace::EventKind::kProviderTold;
    event.method = static_cast<std::uint16_t>(method);
    event.object = id_;
    event.value = query;
    const std::scoped_lock lock(mutex_);
    if (is_retired_) return false;
    if (text.empty()) {
        recorder_->record(event);
    } else {
        recorder_->record(event, {{trace::TextRole::kQuery, text}});
    }
    ++(method == trace::Method::kNewQuery ? counts_.begun : counts_.cancelled);
    changed_.notify_all();
    return true;
}

}  // namespace wbemcheck::probe
