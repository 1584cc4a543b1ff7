#include "mock_provider/services/event_providers.h"

#include <utility>

#include "mock_provider/model/name.h"
#include "mock_provider/services/core.h"
#include "mock_provider/services/event_inlet.h"

namespace wbemcheck::mock {

// Its end is the end of the query.
class EventProviders::Announcement {
public:
    explicit Announcement(std::uint32_t id) noexcept : id_(id) {}
    ~Announcement() {
        for (const auto& provider : told_) (void)provider->CancelQuery(id_);
    }
    Announcement(const Announcement&) = delete;
    Announcement& operator=(const Announcement&) = delete;

    void tell(com::com_ptr<IWbemEventProviderQuerySink> provider, BSTR language, BSTR query) {
        if (SUCCEEDED(provider->NewQuery(id_, language, query))) told_.push_back(std::move(provider));
    }

private:
    const std::uint32_t id_;
    std::vector<com::com_ptr<IWbemEventProviderQuerySink>> told_;
};

HRESULT EventProviders::add(std::string namespace_path, std::string event_class, com::com_ptr<IUnknown> provider) {
    Provider added;
    added.namespace_path = std::move(namespace_path);
    added.event_class = std::move(event_class);
    const HRESULT result =
        provider->QueryInterface(IID_IWbemEventProvider, reinterpret_cast<void**>(added.provider.put()));
    if (FAILED(result)) return result;
    (void)provider->QueryInterface(IID_IWbemEventProviderQuerySink, reinterpret_cast<void**>(added.query_sink.put()));
    const std::scoped_lock lock(mutex_);
    providers_.push_back(std::move(added));
    return S_OK;
}

std::shared_ptr<const void> EventProviders::announce(const Scope& scope, const std::string& class_name, BSTR language,
                                                     BSTR query) {
    std::vector<com::com_ptr<IWbemEventProviderQuerySink>> concerned;
    std::vector<com::com_ptr<IWbemEventProvider>> new_ones;
    std::uint32_t id = 0;
    {
        const std::scoped_lock lock(mutex_);
        for (Provider& provider : providers_) {
            if (!equal_names(provider.namespace_path, scope.space->path())) continue;
            const auto provided = scope.space->find_class(provider.event_class);
            const auto selected = scope.space->find_class(class_name);
            const bool is_concerned = provided != nullptr && selected != nullptr &&
                                      (provided->derives_from(class_name) || selected->derives_from(provider.event_class));
            if (!is_concerned) continue;
            if (provider.query_sink) concerned.push_back(provider.query_sink);
            if (!std::exchange(provider.is_providing, true)) new_ones.push_back(provider.provider);
        }
        if (!concerned.empty()) id = ++last_query_;
    }
    std::shared_ptr<Announcement> announcement;
    if (!concerned.empty()) {
        announcement = std::make_shared<Announcement>(id);
        for (auto& provider : concerned) announcement->tell(std::move(provider), language, query);
    }
    // A provider hears of the query before it is asked for events, as NewQuery has it.
    for (const auto& provider : new_ones) {
        (void)provider->ProvideEvents(make_event_inlet({scope.core, scope.space, scope.security}).get(), 0);
    }
    return announcement;
}

}  // namespace wbemcheck::mock
