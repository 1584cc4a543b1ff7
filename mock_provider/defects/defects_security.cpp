// SEC: clients that cannot be called and are called, sinks that are kept for them, and stubs that mistreat their sinks.
#include <memory>
#include <utility>

#include "harness/com/com_object.h"
#include "mock_provider/defects/families.h"
#include "mock_provider/defects/port_filter.h"
#include "mock_provider/services/apartment.h"

namespace wbemcheck::mock {

namespace {

class FinalForAllPolicy final : public PolicyFilter {
public:
    using PolicyFilter::PolicyFilter;

    void lose(SinkPort& port) const noexcept override { PolicyFilter::finish(port, {WBEM_E_ACCESS_DENIED}); }
};

// Keeps the sink when there was no final status.
class KeptUnfinishedPort final : public PortFilter {
public:
    using PortFilter::PortFilter;

    HRESULT send_final(const FinalStatus& final_status) noexcept override {
        has_final_ = true;
        return PortFilter::send_final(final_status);
    }
    void release() noexcept override {
        if (!has_final_) {
            sink().AddRef();
        }
        PortFilter::release();
    }

private:
    bool has_final_ = false;
};

using MakeStub = HRESULT (*)(IUnsecuredApartment& apartment, IUnknown* object, IUnknown** stub);

class FilteredApartment final : public com::ComObject<IWbemUnsecuredApartment> {
public:
    FilteredApartment(com::com_ptr<IUnsecuredApartment> inner, MakeStub make) : inner_(std::move(inner)), make_(make) {}

    HRESULT STDMETHODCALLTYPE CreateObjectStub(IUnknown* object, IUnknown** stub) noexcept override {
        return make_(*inner_, object, stub);
    }
    HRESULT STDMETHODCALLTYPE CreateSinkStub(IWbemObjectSink* object, DWORD flags, LPCWSTR reserved,
                                             IWbemObjectSink** stub) noexcept override {
        com::com_ptr<IWbemUnsecuredApartment> inner;
        const HRESULT result = inner_->QueryInterface(com::iid_of<IWbemUnsecuredApartment>(), inner.put_void());
        return FAILED(result) ? result : inner->CreateSinkStub(object, flags, reserved, stub);
    }

private:
    const com::com_ptr<IUnsecuredApartment> inner_;
    const MakeStub make_;
};

template <MakeStub Make>
void filter_apartment(Seams& seams) {
    seams.wrap_apartment = [](com::com_ptr<IUnsecuredApartment> apartment) -> com::com_ptr<IUnsecuredApartment> {
        return com::make_com<FilteredApartment>(std::move(apartment), Make);
    };
}

HRESULT fail_otherwise(IUnsecuredApartment& apartment, IUnknown* object, IUnknown** stub) {
    const HRESULT result = apartment.CreateObjectStub(object, stub);
    return result == E_NOINTERFACE ? E_FAIL : result;
}

HRESULT answer_false(IUnsecuredApartment& apartment, IUnknown* object, IUnknown** stub) {
    const HRESULT result = apartment.CreateObjectStub(object, stub);
    return result == S_OK ? S_FALSE : result;
}

// A stub that counts on its sink as it likes.
class LooseStub : public com::ComObject<IWbemObjectSink> {
public:
    explicit LooseStub(IWbemObjectSink& sink) noexcept : sink_(sink) {}

    HRESULT STDMETHODCALLTYPE Indicate(LONG count, IWbemClassObject** objects) noexcept override {
        return sink_.Indicate(count, objects);
    }
    HRESULT STDMETHODCALLTYPE SetStatus(LONG flags, HRESULT result, BSTR text,
                                        IWbemClassObject* object) noexcept override {
        return sink_.SetStatus(flags, result, text, object);
    }

protected:
    [[nodiscard]] IWbemObjectSink& sink() const noexcept { return sink_; }

private:
    IWbemObjectSink& sink_;
};

class UncountedStub final : public LooseStub {
public:
    using LooseStub::LooseStub;
};

class LeakingStub final : public LooseStub {
public:
    explicit LeakingStub(IWbemObjectSink& sink) noexcept : LooseStub(sink) { sink.AddRef(); }
};

// Lets go of its sink with the final status, though the client still holds the stub.
class ShortStub final : public LooseStub {
public:
    explicit ShortStub(IWbemObjectSink& sink) noexcept : LooseStub(sink) { sink.AddRef(); }
    ~ShortStub() override { drop(); }

    HRESULT STDMETHODCALLTYPE SetStatus(LONG flags, HRESULT result, BSTR text,
                                        IWbemClassObject* object) noexcept override {
        const HRESULT answer = LooseStub::SetStatus(flags, result, text, object);
        if (flags == WBEM_STATUS_COMPLETE) {
            drop();
        }
        return answer;
    }

private:
    void drop() noexcept {
        if (holds_) {
            holds_ = false;
            sink().Release();
        }
    }

    bool holds_ = true;
};

template <class Stub>
HRESULT make_other_stub(IUnsecuredApartment& apartment, IUnknown* object, IUnknown** stub) {
    const HRESULT result = apartment.CreateObjectStub(object, stub);
    if (FAILED(result)) {
        return result;
    }
    const com::com_ptr<IUnknown> unwanted = com::adopt_ptr(std::exchange(*stub, nullptr));
    com::com_ptr<IWbemObjectSink> sink;
    if (FAILED(object->QueryInterface(com::iid_of<IWbemObjectSink>(), sink.put_void()))) {
        return E_NOINTERFACE;
    }
    return com::guard([&] { *stub = com::com_ptr<IWbemObjectSink>(com::make_com<Stub>(*sink)).detach(); });
}

constexpr DefectEntry kDefects[] = {
    {{"unsecured-client-gets-final",
      "A client without security settings gets a final status, with WBEM_E_ACCESS_DENIED.", clauses<"SEC-1">},
     [](Seams& seams) { filter_policy<FinalForAllPolicy>(seams); }},
    {{"unsecured-sink-kept", "The sink of a client without security settings is never released.", clauses<"SEC-1">},
     [](Seams& seams) { filter_ports<KeptUnfinishedPort>(seams, any_call); }},
    {{"stub-takes-no-reference", "A stub of the unsecured apartment takes no reference on its sink.",
      clauses<"SEC-5", "REF-1", "REF-4", "REF-6", "REF-8">},
     filter_apartment<make_other_stub<UncountedStub>>},
    {{"stub-drops-sink-at-final", "A stub of the unsecured apartment releases its sink with the final status.",
      clauses<"SEC-5">},
     filter_apartment<make_other_stub<ShortStub>>},
    {{"stub-leaks-sink", "A stub of the unsecured apartment never releases its sink.", clauses<"SEC-6">},
     filter_apartment<make_other_stub<LeakingStub>>},
    {{"stub-refused-otherwise", "CreateObjectStub returns E_FAIL for an object that is no sink.", clauses<"SEC-8">},
     filter_apartment<fail_otherwise>},
    {{"stub-made-with-false", "CreateObjectStub returns S_FALSE with its stub.", clauses<"SEC-8">},
     filter_apartment<answer_false>},
};

}  // namespace

std::span<const DefectEntry> security_defects() noexcept { return kDefects; }

}  // namespace wbemcheck::mock
