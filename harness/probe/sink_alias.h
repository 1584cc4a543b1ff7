// Another interface pointer of a recording sink: equal identity, different pointer value, as a tear-off of a sink has it.
#pragma once

#include <memory>

#include "harness/com/com_object.h"
#include "harness/com/wbem.h"
#include "harness/probe/sink.h"

namespace wbemcheck::probe {

// Everything that is done to it is done to the sink, and recorded there. As with the sink, the count belongs to the
// subject and the memory does not: it lives as long as its shared_ptr. Thread-safe.
class SinkAlias final : public com::ComObject<IWbemObjectSink> {
public:
    explicit SinkAlias(std::shared_ptr<RecordingSink> sink) : sink_(std::move(sink)) {}
    ~SinkAlias() override = default;

    HRESULT STDMETHODCALLTYPE QueryInterface(REFIID iid, void** object) noexcept override {
        return sink_->QueryInterface(iid, object);
    }
    ULONG STDMETHODCALLTYPE AddRef() noexcept override { return sink_->AddRef(); }
    ULONG STDMETHODCALLTYPE Release() noexcept override { return sink_->Release(); }
    HRESULT STDMETHODCALLTYPE Indicate(LONG count, IWbemClassObject** objects) noexcept override {
        return sink_->Indicate(count, objects);
    }
    HRESULT STDMETHODCALLTYPE SetStatus(LONG flags, HRESULT result, BSTR text,
                                        IWbemClassObject* object) noexcept override {
        return sink_->SetStatus(flags, result, text, object);
    }

private:
    const std::shared_ptr<RecordingSink> sink_;
};

}  // namespace wbemcheck::probe
