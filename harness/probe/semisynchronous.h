// Makes the calls of a client on what a semisynchronous call hands out, and writes down what came back. No proxies: a
// scenario calls these objects itself, and nobody else does.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <utility>

#include "harness/com/com_ptr.h"
#include "harness/com/wbem.h"
#include "harness/probe/registry.h"
#include "harness/trace/recorder.h"

namespace wbemcheck::probe {

// The call that made an enumerator or a call result.
struct Maker {
    std::uint32_t call = 0;
    trace::Method method = trace::Method::kNone;
    LONG flags = 0;
};

// An object that the subject has handed out for semisynchronous use. It has a number of its own in the trace.
//
// Requires: the recorder and the registry outlive it.
// Guarantees: every call has its entry and its return in the trace; an exception that leaves the subject is recorded and
// becomes E_UNEXPECTED; out pointers are NULL before each call.
class PulledObject {
public:
    PulledObject(const PulledObject&) = delete;
    PulledObject& operator=(const PulledObject&) = delete;

    [[nodiscard]] std::uint32_t id() const noexcept { return id_; }

protected:
    PulledObject(std::shared_ptr<trace::Recorder> recorder, ObjectRegistry& registry, const Maker& maker,
                 std::uint32_t cloned_from);
    ~PulledObject() = default;

    struct Outcome {
        std::int64_t value = 0;  // as in trace::EventKind::kPulled
        std::string text;        // as its kStringParam
    };
    // Calls `body`, which fills what came, between the events of the call.
    // `count`: how many objects a request asks for. It stands in the entry already, since its callbacks may come before
    // the return.
    HRESULT call(trace::Method method, LONG timeout, IWbemObjectSink* sink,
                 const std::function<HRESULT(Outcome& outcome)>& body, ULONG count = 0);
    // Notes an element of the array that Next has filled; `result` as in trace::EventKind::kObjectPulled.
    void note_object(std::size_t place, IWbemClassObject* object, std::int32_t result);

    [[nodiscard]] trace::Recorder& recorder() const noexcept { return *recorder_; }
    [[nodiscard]] const std::shared_ptr<trace::Recorder>& shared_recorder() const noexcept { return recorder_; }
    [[nodiscard]] ObjectRegistry& registry() const noexcept { return registry_; }
    [[nodiscard]] const Maker& maker() const noexcept { return maker_; }

private:
    const std::shared_ptr<trace::Recorder> recorder_;
    ObjectRegistry& registry_;
    const Maker maker_;
    const std::uint32_t id_;
    std::uint32_t current_call_ = 0;
};

// Used by one thread at a time.
class PulledEnumerator final : public PulledObject {
public:
    PulledEnumerator(std::shared_ptr<trace::Recorder> recorder, ObjectRegistry& registry, const Maker& maker,
                     com::com_ptr<IEnumWbemClassObject> enumerator, std::uint32_t cloned_from = 0)
        : PulledObject(std::move(recorder), registry, maker, cloned_from), enumerator_(std::move(enumerator)) {}

    HRESULT next(LONG timeout, ULONG count);
    HRESULT next_async(ULONG count, IWbemObjectSink* sink);
    HRESULT reset();
    HRESULT skip(LONG timeout, ULONG count);
    // Null when the enumerator gives no clone.
    [[nodiscard]] std::unique_ptr<PulledEnumerator> clone();
    // Lets go of the enumerator. No other call may follow.
    void release();

    // Notes that so many events must have come to this enumerator of a notification query by now.
    void note_events(std::uint64_t events);

private:
    com::com_ptr<IEnumWbemClassObject> enumerator_;
};

// Used by one thread at a time.
class PulledCallResult final : public PulledObject {
public:
    PulledCallResult(std::shared_ptr<trace::Recorder> recorder, ObjectRegistry& registry, const Maker& maker,
                     com::com_ptr<IWbemCallResult> result)
        : PulledObject(std::move(recorder), registry, maker, 0), result_(std::move(result)) {}

    HRESULT get_status(LONG timeout);
    HRESULT get_object(LONG timeout);
    HRESULT get_string(LONG timeout);
    HRESULT get_services(LONG timeout);

    // Notes what the synchronous form of the call gave; `object` may be null.
    void note_synchronous(HRESULT result, IWbemClassObject* object);

private:
    const com::com_ptr<IWbemCallResult> result_;
};

}  // namespace wbemcheck::probe
