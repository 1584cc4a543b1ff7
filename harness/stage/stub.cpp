#include "harness/stage/stub.h"

#include <utility>

#include "harness/com/iid.h"
#include "harness/probe/call_record.h"

namespace wbemcheck::stage {

using trace::Event;
using trace::EventKind;
using trace::Method;

Stub::Stub(com::com_ptr<IWbemObjectSink> pointer, std::uint32_t id, std::uint32_t sink,
           std::shared_ptr<trace::Recorder> recorder)
    : pointer_(std::move(pointer)), id_(id), sink_(sink), recorder_(std::move(recorder)) {}

void Stub::release() {
    if (!pointer_) return;
    Event event;
    event.kind = EventKind::kCallEntered;
    event.method = static_cast<std::uint16_t>(Method::kStubRelease);
    event.object = id_;
    event.call = recorder_->next_call();
    event.value = sink_;
    recorder_->record(event);
    pointer_.reset();
    event.kind = EventKind::kCallReturned;
    event.value = 0;
    event.value2 = sink_;
    recorder_->record(event);
}

namespace {

// Records a call that makes a stub. `make` fills the out pointer.
template <class Interface, class Make>
com::com_ptr<Interface> record_creation(Method method, std::uint32_t sink, trace::Recorder& recorder, Make make) {
    Event event;
    event.kind = EventKind::kCallEntered;
    event.method = static_cast<std::uint16_t>(method);
    event.call = recorder.next_call();
    event.value = sink;
    recorder.record(event);
    com::com_ptr<Interface> stub;
    Interface** const out = stub.put();
    (void)probe::record_return(recorder, event, [&] { return make(out); }, {probe::slot(out)});
    return stub;
}

}  // namespace

com::com_ptr<IWbemObjectSink> create_stub(IUnsecuredApartment& apartment, IUnknown* object, std::uint32_t sink,
                                          trace::Recorder& recorder) {
    const auto stub = record_creation<IUnknown>(Method::kCreateObjectStub, sink, recorder, [&](IUnknown** out) {
        return apartment.CreateObjectStub(object, out);
    });
    com::com_ptr<IWbemObjectSink> pointer;
    if (stub && FAILED(stub->QueryInterface(com::iid_of<IWbemObjectSink>(), pointer.put_void()))) return {};
    return pointer;
}

com::com_ptr<IWbemObjectSink> create_sink_stub(IWbemUnsecuredApartment& apartment, IWbemObjectSink* object,
                                               std::uint32_t sink, trace::Recorder& recorder) {
    return record_creation<IWbemObjectSink>(Method::kCreateSinkStub, sink, recorder, [&](IWbemObjectSink** out) {
        return apartment.CreateSinkStub(object, 0, nullptr, out);
    });
}

}  // namespace wbemcheck::stage
