// The way into the mock provider: an in-memory WMI behind the interfaces that a client uses. docs/mock.md shows it at
// work.
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "harness/com/com_ptr.h"
#include "harness/com/wbem.h"
#include "mock_provider/failure.h"
#include "mock_provider/method_handler.h"
#include "mock_provider/mof_error.h"

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
    // Rounds of computing, a nanosecond or two each, before each object that an asynchronous operation delivers: a mock that
    // is slower, by the same amount of work on every machine.
    std::size_t work = 0;
    std::size_t noise = 0;      // per cent, to 100: by how much, at the most, an operation has more or less work than that
    std::vector<std::string> defects = {};  // ids from mock_provider/defects; empty: the compliant mock
    // What it holds besides the items: the mock's own schema (null), or that with somebody's MOF files on top
    // (mock_provider/schema). Mocks share it and leave it as it is.
    std::shared_ptr<const Repository> schema = {};
    std::shared_ptr<TimeSource> clock = {};  // what latencies, intervals and timers go by; null: the machine's
};

// One in-memory WMI: the store, the operation engine and its threads. The interfaces that it hands out keep what they
// need alive; destroying the Mock while they live is allowed, calls then fail with WBEM_E_SHUTTING_DOWN.
//
// Every member may be called from any thread at any time, also by a method handler and in a callback of the mock. The
// destructor too, from a callback; it waits for the callbacks and handlers that run on threads of the mock, but for the
// one that calls it. Nothing else may be called meanwhile. A namespace is written as clients write it: any case, either
// slash.
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
    // A class object for CLSID_WbemLocator, for code that asks COM for its locator: see CoRegisterClassObject.
    [[nodiscard]] com::com_ptr<IClassFactory> class_factory() const;
    // A new services pointer for `root\mock`. A client without security settings cannot be called: its asynchronous calls
    // are accepted, and then its sink is released (SEC-1).
    [[nodiscard]] com::com_ptr<IWbemServices> connect(ClientSecurity security = ClientSecurity::kInitialised) const;
    // The same for any namespace. Throws std::invalid_argument when there is none of that name.
    [[nodiscard]] com::com_ptr<IWbemServices> connect(std::string_view namespace_path,
                                                      ClientSecurity security = ClientSecurity::kInitialised) const;

    // Makes a namespace and those above it, as far as they are missing. It has the system classes and nothing else.
    // Throws std::invalid_argument for a path that is none.
    void create_namespace(std::string_view path);
    // With everything in it and below it. What clients hold goes on as docs/mock.md says. Throws std::invalid_argument
    // when there is no such namespace, and for `root`.
    void delete_namespace(std::string_view path);

    // Loads MOF, as mofcomp does: all of it or, with an error, nothing. The namespace is made when it is missing.
    // Intrinsic events tell of what was loaded. Throws MofError.
    void load_mof(std::string_view text, std::string_view namespace_path = "root\\mock");
    // The same for a file and what it includes.
    void load_mof_file(const std::filesystem::path& file, std::string_view namespace_path = "root\\mock");

    // From now on `handler` does the work of a method of this class, and of the classes below it that have no handler
    // of their own. The path is that of a class: "root\\app:App_Service", or "App_Service" in `root\mock`; the class may
    // come later. The handler takes the place of the one before; an empty one takes it away, and the method then fails
    // with WBEM_E_PROVIDER_NOT_FOUND. Calls in progress go on with the handler that they have. Throws
    // std::invalid_argument for another path.
    void handle_method(std::string_view class_path, std::string_view method, MethodHandler handler);

    // Publishes an extrinsic event. When it returns, every subscription that selects the event has it. Throws
    // com::HresultError: WBEM_E_NOT_EVENT_CLASS when the object is no instance of an event class of the namespace.
    // Described by MOF, the event is an instance, or several are: all of them are published or none; throws MofError
    // too.
    void fire(std::string_view mof_instances, std::string_view namespace_path = "root\\mock");
    void fire(IWbemClassObject& event, std::string_view namespace_path = "root\\mock");

    // Of operations that begin from now on: the time before the first callback of an asynchronous call and before the
    // result of a semisynchronous one (a synchronous call does not wait), and the objects per Indicate, at the most.
    void set_latency(std::chrono::milliseconds latency);
    void set_batch(std::size_t batch);

    // Orders a call to fail. Failures that are ordered together count their calls side by side. Throws
    // std::invalid_argument for a failure that cannot come.
    void fail_call(Failure failure);
    // Takes back what has not come yet.
    void clear_failures();
    // How many have not come yet: a test that lets the first call fail, then the second and so on ends when one is
    // left.
    [[nodiscard]] std::size_t pending_failures() const;

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
