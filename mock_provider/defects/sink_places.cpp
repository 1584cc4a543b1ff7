#include "mock_provider/defects/sink_places.h"

#include <algorithm>
#include <utility>

#include "mock_provider/defects/port_filter.h"

namespace wbemcheck::mock {

class PlacePort final : public PortFilter {
public:
    PlacePort(std::unique_ptr<SinkPort> inner, IWbemObjectSink& sink, const CallInfo& call,
              std::shared_ptr<SinkPlaces> places)
        : PortFilter(std::move(inner), sink, call), places_(std::move(places)) {}
    ~PlacePort() override { places_->end(this); }

    void accept() noexcept override {
        at(PlaceKind::kAccept, [&] { PortFilter::accept(); });
    }
    HRESULT indicate(std::span<IWbemClassObject*> objects) noexcept override {
        HRESULT answer = WBEM_S_NO_ERROR;
        at(PlaceKind::kIndicate, [&] { answer = PortFilter::indicate(objects); });
        return answer;
    }
    HRESULT send_final(const FinalStatus& final_status) noexcept override {
        HRESULT answer = WBEM_S_NO_ERROR;
        at(PlaceKind::kFinal, [&] { answer = PortFilter::send_final(final_status); });
        return answer;
    }
    void release() noexcept override {
        at(PlaceKind::kRelease, [&] { PortFilter::release(); });
        places_->end(this);
    }

private:
    template <class Call>
    void at(PlaceKind kind, Call call) noexcept {
        places_->enter(sink(), this, kind);
        call();
        places_->leave(this);
    }

    const std::shared_ptr<SinkPlaces> places_;
};

std::vector<Place> SinkPlaces::of(const IWbemObjectSink* sink) const {
    const std::scoped_lock lock(mutex_);
    std::vector<Place> found;
    for (const Entry& entry : entries_) {
        if (entry.sink == sink) found.push_back(entry.place);
    }
    return found;
}

std::vector<SinkPlaces::Elsewhere> SinkPlaces::elsewhere(const IWbemObjectSink* sink) const {
    const std::scoped_lock lock(mutex_);
    std::vector<Elsewhere> found;
    for (const Entry& entry : entries_) {
        if (entry.sink != sink) found.push_back({entry.sink, entry.place});
    }
    return found;
}

std::size_t SinkPlaces::cancels(const IWbemObjectSink* sink) const {
    const std::scoped_lock lock(mutex_);
    const auto entry = cancels_.find(sink);
    return entry == cancels_.end() ? 0 : entry->second;
}

void SinkPlaces::begin_cancel(const IWbemObjectSink* sink) {
    const std::scoped_lock lock(mutex_);
    ++cancels_[sink];
}

void SinkPlaces::end_cancel(const IWbemObjectSink* sink, HRESULT result) {
    const std::scoped_lock lock(mutex_);
    if (--cancels_[sink] == 0) cancels_.erase(sink);
    for (Entry& entry : entries_) {
        if (entry.sink == sink && SUCCEEDED(result)) entry.place.was_cancelled = true;
    }
}

void SinkPlaces::enter(IWbemObjectSink& sink, const void* operation, PlaceKind kind) {
    const std::scoped_lock lock(mutex_);
    auto entry = std::ranges::find(entries_, operation, &Entry::operation);
    if (entry == entries_.end()) entry = entries_.insert(entry, {&sink, operation, {}});
    entry->place.kind = kind;
    entry->place.thread = std::this_thread::get_id();
    if (kind == PlaceKind::kIndicate) ++entry->place.indicates;
}

void SinkPlaces::leave(const void* operation) {
    const std::scoped_lock lock(mutex_);
    const auto entry = std::ranges::find(entries_, operation, &Entry::operation);
    if (entry != entries_.end()) entry->place.kind = PlaceKind::kAtRest;
}

void SinkPlaces::end(const void* operation) {
    const std::scoped_lock lock(mutex_);
    std::erase_if(entries_, [&](const Entry& entry) { return entry.operation == operation; });
}

std::shared_ptr<SinkPlaces> keep_places(Seams& seams) {
    auto places = std::make_shared<SinkPlaces>();
    filter_ports<PlacePort>(seams, any_call, places);
    return places;
}

}  // namespace wbemcheck::mock
