// The way into the mock provider: an in-memory WMI behind the interfaces that a client uses.
#pragma once

#include <cstddef>
#include <cstdint>
#include <chrono>
#include <memory>
#include <string>
#include <vector>

#include "harness/com/com_ptr.h"
#include "harness/com/wbem.h"

namespace wbemcheck::mock {

class Repository;
class TimeSource;

// Whether a client has set up the security of its process (CoInitializeSecurity), so that WMI can call it back.
enum class ClientSecurity { kInitialised, kNone };

struct Settings {
    std::size_t objects = 7;    // instances of Mock_Item: what one operation over it delivers
    std::size_t batch = 3;      // objects per Indicate, at the most
    std::size_t threads = 2;    // workers that run operations
    std::chrono::milliseconds latency{0};  // before the first callback of every operation
    std::vector<std::string> defects = {};  // ids from mock_provider/defects; empty: the compliant mock
    // What it holds besides the items: the mock's own schema (null), or that with somebody's MOF files on top
    // (mock_provider/schema). Mocks share it and leave it as it is.
    std::shared_ptr<const Repository> schema = {};
    std::shared_ptr<TimeSource> clock = {};  // what latencies, intervals and timers go by; null: the machine's
};

// One in-memory WMI: the store, the operation engine and its threads. Thread-safe. The interfaces that it hands out keep
// what they need alive; destroying the Mock while they live is allowed, calls then fail with WBEM_E_SHUTTING_DOWN.
class Mock {
public:
    // What the threads of the mock are doing: how much is at work or about to be, and how many threads are in calls to
    // clients. Nothing at work means that nothing comes unless a client does something, or a delay ends.
    struct Activity {
        std::size_t busy = 0;
        std::size_t outside = 0;
    };

    explicit Mock(Settings settings);  // throws std::invalid_argument for an unknown defect
    ~Mock();
    Mock(const Mock&) = delete;
    Mock& operator=(const Mock&) = delete;

    [[nodiscard]] com::com_ptr<IWbemLocator> locator() const;
    // A new services pointer for `root\mock`. A client without security settings cannot be called: its asynchronous calls
    // are accepted, and then its sink is released (SEC-1).
    [[nodiscard]] com::com_ptr<IWbemServices> connect(ClientSecurity security = ClientSecurity::kInitialised) const;

    // The apartment whose stubs clients put before their sinks.
    [[nodiscard]] com::com_ptr<IUnsecuredApartment> apartment() const;

    // What result codes mean, in words.
    [[nodiscard]] com::com_ptr<IWbemStatusCodeText> status_code_text() const;

    // Registers an event provider for events of this class of `root\mock`. It is told of the notification queries that are
    // made from then on (IWbemEventProviderQuerySink), and asked for events when the first of them comes. E_NOINTERFACE
    // when it is no IWbemEventProvider; WBEM_E_INVALID_CLASS when there is no such class.
    HRESULT register_event_provider(const std::string& event_class, com::com_ptr<IUnknown> provider) const;

    [[nodiscard]] Activity activity() const;

    // For a client that orders everything: from now on it calls, and lets callbacks return, only while nothing is at work.
    // No callback can then be about to begin when a cancel comes, and CancelAsyncCall gives none the moment that it gives
    // otherwise.
    void set_ordered(bool is_ordered);

private:
    struct State;
    std::shared_ptr<State> state_;
};

}  // namespace wbemcheck::mock
