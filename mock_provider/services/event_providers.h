// Event providers that somebody has registered with the mock, as WMI has them: told of the notification queries that may
// select their events, and of the end of each.
#pragma once

#include <cstdint>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include "harness/com/com_ptr.h"
#include "harness/com/wbem.h"

namespace wbemcheck::mock {

struct Scope;

// Thread-safe. Providers are called on the thread that makes or ends a subscription, and never under a lock of the mock.
class EventProviders {
public:
    // A provider of events of this class. E_NOINTERFACE when it is no IWbemEventProvider.
    HRESULT add(std::string namespace_path, std::string event_class, com::com_ptr<IUnknown> provider);

    // Calls IWbemEventProviderQuerySink::NewQuery of every provider whose events a query over `class_name` may select, and
    // ProvideEvents of those that hear of one for the first time. What is returned calls CancelQuery when it goes (EVT-7);
    // null when nobody was told.
    [[nodiscard]] std::shared_ptr<const void> announce(const Scope& scope, const std::string& class_name, BSTR language,
                                                       BSTR query);

private:
    struct Provider {
        std::string namespace_path;
        std::string event_class;
        com::com_ptr<IWbemEventProvider> provider;
        com::com_ptr<IWbemEventProviderQuerySink> query_sink;  // may be null: a provider need not have one
        bool is_providing = false;
    };
    class Announcement;

    std::mutex mutex_;
    std::vector<Provider> providers_;  // guarded by mutex_
    std::uint32_t last_query_ = 0;     // guarded by mutex_; ids are unique for all providers
};

}  // namespace wbemcheck::mock
