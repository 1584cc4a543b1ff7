// A client of the subject, in UTF-8: one services pointer behind a recording proxy.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "harness/com/com_ptr.h"
#include "harness/com/wbem.h"
#include "harness/probe/services.h"
#include "harness/trace/event.h"
#include "harness/trace/fault.h"

namespace wbemcheck::stage {

// The arguments of an asynchronous call, and of the synchronous one that matches it.
struct CallArguments {
    trace::Method method = trace::Method::kNone;  // the asynchronous method
    std::string path;                             // object path, class name or superclass
    std::string query;
    std::string language = "WQL";
    std::string method_name;                      // ExecMethodAsync
    com::com_ptr<IWbemClassObject> object;        // the class or instance to put, or the in-parameters
    com::com_ptr<IWbemContext> context;           // NULL in most calls (ARG-24)
    LONG flags = 0;
    bool expects_failure = false;                 // names something that does not exist
    bool has_empty_path = false;                  // an empty text instead of NULL
    trace::Fault fault = trace::Fault::kNone;     // wrong or unusual on purpose; noted in the trace
};

struct Started {
    HRESULT result = S_OK;
    std::uint32_t call = 0;

    [[nodiscard]] bool accepted() const noexcept { return SUCCEEDED(result); }
};

// What the synchronous method gives: the measure for the asynchronous one.
struct Reference {
    HRESULT result = S_OK;
    std::vector<std::int64_t> digests;  // of its objects, sorted
    std::optional<std::string> text;    // GetResultString, where the method has one

    friend bool operator==(const Reference&, const Reference&) = default;
};

// Thread-safe as far as the subject is.
class Client {
public:
    Client(com::com_ptr<probe::RecordingServices> services, std::shared_ptr<trace::Recorder> recorder)
        : services_(std::move(services)), recorder_(std::move(recorder)) {}

    // Makes the asynchronous call, and looks at the [in] arguments afterwards (IND-11). `wrong_argument` words the fault
    // for the trace; empty: as the fault is called.
    Started start(const CallArguments& arguments, IWbemObjectSink* sink, std::string_view wrong_argument = {});

    // Notes that the next call of this thread is wrong or unusual on purpose.
    void announce(trace::Fault fault, std::string_view wording = {});

    HRESULT cancel(IWbemObjectSink* sink);

    // Makes the synchronous call.
    [[nodiscard]] Reference call_synchronously(const CallArguments& arguments);

    // Notes in the trace what the synchronous call gave, as the measure for the asynchronous call `call`.
    void note_reference(std::uint32_t call, const Reference& reference);
    void note_unstable_reference(std::uint32_t call);

    // Notes what the newest synchronous call of this thread gave inside a callback, and later what it gives elsewhere.
    // Returns the id of the call.
    std::uint32_t note_nested_outcome(trace::Method asynchronous, const Reference& inside);
    void note_expected_outcome(std::uint32_t call, const Reference& elsewhere);

    [[nodiscard]] IWbemServices* services() const noexcept { return services_.get(); }

    // Of its services pointer, in the trace.
    [[nodiscard]] std::uint32_t id() const noexcept { return services_->id(); }
    // The subject's own services pointer, to be looked at as a COM object; calls go through `services`.
    [[nodiscard]] com::com_ptr<IUnknown> bare_services() const { return services_->inner(); }

    // Lets go of the services pointer.
    void release();

private:
    struct Lent;  // the [in] arguments of one call
    HRESULT dispatch(const CallArguments& arguments, const Lent& lent, IWbemObjectSink* sink);

    com::com_ptr<probe::RecordingServices> services_;
    std::shared_ptr<trace::Recorder> recorder_;
};

}  // namespace wbemcheck::stage
