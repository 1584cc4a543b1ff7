// A sink that writes down everything that is done to it.
#pragma once

#include <atomic>
#include <condition_variable>
#include <cstddef>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <thread>
#include <vector>

#include "harness/com/com_ptr.h"
#include "harness/com/wbem.h"

namespace wbemcheck::mock::test {

struct SinkEvent {
    enum class Kind { kIndicate, kProgress, kFinal };

    Kind kind = Kind::kIndicate;
    std::size_t objects = 0;
    HRESULT result = 0;
    std::optional<std::string> text;
    bool has_object = false;
    std::thread::id thread;
    std::string description = {};  // of the status object
};

// Outlives its sink. Thread-safe.
class SinkLog {
public:
    [[nodiscard]] std::vector<SinkEvent> events() const;
    [[nodiscard]] std::size_t count(SinkEvent::Kind kind) const;
    [[nodiscard]] std::size_t finals() const;
    [[nodiscard]] std::size_t objects() const;
    // Of the only final; fails the test when there is not exactly one.
    [[nodiscard]] SinkEvent final_event() const;

    [[nodiscard]] long references() const;
    // Every AddRef, Release and QueryInterface so far.
    [[nodiscard]] std::size_t touches() const;
    [[nodiscard]] bool is_destroyed() const;
    // The most callbacks that were in the sink at one time.
    [[nodiscard]] std::size_t most_at_once() const;
    // A callback after the last final, or the end of the sink inside a callback.
    [[nodiscard]] bool has_offence() const;

    // The n-th final has been delivered and the sink has no more than `references` left, within the budget.
    [[nodiscard]] bool wait_for_rest(std::size_t finals, long references);
    [[nodiscard]] bool wait_until(const std::function<bool(const SinkLog&)>& condition);
    [[nodiscard]] bool wait_for_objects(std::size_t objects);

private:
    friend class TestSink;

    mutable std::recursive_mutex mutex_;  // guards everything below; wait_until asks while it holds it
    std::condition_variable_any changed_;
    std::vector<SinkEvent> events_;
    std::size_t finals_ = 0;
    std::size_t objects_ = 0;
    long references_ = 0;
    std::size_t touches_ = 0;
    std::size_t inside_ = 0;
    std::size_t most_at_once_ = 0;
    std::size_t expected_finals_ = 1;
    bool is_destroyed_ = false;
    bool has_offence_ = false;
};

// What a sink does in its callbacks. May be changed while nothing calls it.
struct SinkHooks {
    std::function<HRESULT(LONG count, IWbemClassObject** objects)> on_indicate = {};
    std::function<HRESULT(LONG flags, HRESULT result)> on_status = {};
    std::size_t operations = 1;  // how many finals are in order
};

#if defined(_WIN32) && defined(__GNUC__)
// The system's interface has a public destructor that is not virtual. Nothing is deleted through it here.
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wnon-virtual-dtor"
#endif
class TestSink final : public IWbemObjectSink {
public:
    TestSink(long references, SinkHooks hooks, std::shared_ptr<SinkLog> log);

    HRESULT STDMETHODCALLTYPE QueryInterface(REFIID iid, void** object) noexcept override;
    ULONG STDMETHODCALLTYPE AddRef() noexcept override;
    ULONG STDMETHODCALLTYPE Release() noexcept override;
    HRESULT STDMETHODCALLTYPE Indicate(LONG count, IWbemClassObject** objects) noexcept override;
    HRESULT STDMETHODCALLTYPE SetStatus(LONG flags, HRESULT result, BSTR text,
                                        IWbemClassObject* object) noexcept override;

private:
    ~TestSink();

    void enter(SinkEvent event);
    void leave();

    const SinkHooks hooks_;
    const std::shared_ptr<SinkLog> log_;
};
#if defined(_WIN32) && defined(__GNUC__)
#pragma GCC diagnostic pop
#endif

// A sink that the test holds, starting at one reference.
struct HeldSink {
    explicit HeldSink(SinkHooks hooks = {});

    [[nodiscard]] IWbemObjectSink* get() const { return pointer.get(); }
    SinkLog* operator->() const { return log.get(); }

    std::shared_ptr<SinkLog> log;
    com::com_ptr<IWbemObjectSink> pointer;
};

// A sink that starts at zero references, as in the SDK's sample: whoever lets it go last destroys it.
struct LooseSink {
    explicit LooseSink(SinkHooks hooks = {});

    SinkLog* operator->() const { return log.get(); }

    std::shared_ptr<SinkLog> log;
    IWbemObjectSink* pointer;
};

}  // namespace wbemcheck::mock::test
