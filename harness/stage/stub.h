// A stub that an unsecured apartment has made of a sink, as the client holds it.
#pragma once

#include <cstdint>
#include <memory>

#include "harness/com/com_ptr.h"
#include "harness/com/wbem.h"
#include "harness/trace/recorder.h"

namespace wbemcheck::stage {

// Move-only: the client's references on one stub.
class Stub {
public:
    Stub(com::com_ptr<IWbemObjectSink> pointer, std::uint32_t id, std::uint32_t sink,
         std::shared_ptr<trace::Recorder> recorder);

    // What goes to the asynchronous method and to CancelAsyncCall (SEC-4).
    [[nodiscard]] IWbemObjectSink* get() const noexcept { return pointer_.get(); }

    // Gives the client's references away, once.
    void release();

private:
    com::com_ptr<IWbemObjectSink> pointer_;
    std::uint32_t id_;
    std::uint32_t sink_;
    std::shared_ptr<trace::Recorder> recorder_;
};

// Has the apartment make a stub of `object`, records the call, and asks the stub for its sink interface. `sink` is the
// number of the recording sink that it is, or 0 for an object that is none. Null when no stub was made.
[[nodiscard]] com::com_ptr<IWbemObjectSink> create_stub(IUnsecuredApartment& apartment, IUnknown* object,
                                                        std::uint32_t sink, trace::Recorder& recorder);

// The same by IWbemUnsecuredApartment::CreateSinkStub, whose out pointer is the sink interface itself.
[[nodiscard]] com::com_ptr<IWbemObjectSink> create_sink_stub(IWbemUnsecuredApartment& apartment, IWbemObjectSink* object,
                                                             std::uint32_t sink, trace::Recorder& recorder);

}  // namespace wbemcheck::stage
