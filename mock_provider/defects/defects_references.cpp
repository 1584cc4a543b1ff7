// REF: references on the sink that are not taken, not given back, or given back at the wrong time; and out pointers.
#include <atomic>
#include <chrono>
#include <map>
#include <memory>
#include <mutex>
#include <utility>
#include <vector>

#include "mock_provider/defects/families.h"
#include "mock_provider/defects/late_calls.h"
#include "mock_provider/defects/object_filters.h"
#include "mock_provider/defects/port_filter.h"
#include "mock_provider/defects/services_filter.h"
#include "mock_provider/defects/sink_ledger.h"
#include "mock_provider/defects/uncounted_port.h"
#include "mock_provider/model/class_object.h"

namespace wbemcheck::mock {

namespace {

using std::chrono::milliseconds;

// Takes its reference with the first callback.
class LateCountingPort final : public PortFilter {
public:
    using PortFilter::PortFilter;

    void accept() noexcept override {}
    HRESULT indicate(std::span<IWbemClassObject*> objects) noexcept override {
        accept_late();
        return PortFilter::indicate(objects);
    }
    HRESULT report_progress(HRESULT progress) noexcept override {
        accept_late();
        return PortFilter::report_progress(progress);
    }
    HRESULT send_final(const FinalStatus& final_status) noexcept override {
        accept_late();
        return PortFilter::send_final(final_status);
    }

private:
    void accept_late() noexcept {
        if (!is_accepted_) {
            is_accepted_ = true;
            PortFilter::accept();
        }
    }

    bool is_accepted_ = false;
};

// What a refused call does to the count of the sink.
template <auto Touch>
void touch_when_refusing(Seams& seams) {
    filter_services(seams, {.asynchronous = [](const CallInfo& call, const Proceed& proceed) {
                        const HRESULT result = proceed();
                        if (FAILED(result) && call.sink != nullptr) {
                            Touch(*call.sink);
                        }
                        return result;
                    }});
}

void take_reference(IWbemObjectSink& sink) noexcept { sink.AddRef(); }
void give_reference_away(IWbemObjectSink& sink) noexcept { sink.Release(); }
void count_up_and_down(IWbemObjectSink& sink) noexcept {
    sink.AddRef();
    sink.Release();
}
void query_and_release(IWbemObjectSink& sink) noexcept {
    com::com_ptr<IWbemObjectSink> same;
    static_cast<void>(sink.QueryInterface(com::iid_of<IWbemObjectSink>(), same.put_void()));
}

// Takes a second reference and keeps it when the outcome is one of those that `Keeps` names.
template <bool (*Keeps)(HRESULT result)>
class LeakingPort final : public PortFilter {
public:
    using PortFilter::PortFilter;

    void accept() noexcept override {
        PortFilter::accept();
        sink().AddRef();
    }
    HRESULT send_final(const FinalStatus& final_status) noexcept override {
        result_ = final_status.result;
        return PortFilter::send_final(final_status);
    }
    void release() noexcept override {
        PortFilter::release();
        if (!Keeps(result_)) {
            sink().Release();
        }
    }

private:
    HRESULT result_ = WBEM_S_NO_ERROR;
};

bool always(HRESULT) { return true; }
bool when_cancelled(HRESULT result) { return result == WBEM_E_CALL_CANCELLED; }
bool when_failed(HRESULT result) { return FAILED(result) && !when_cancelled(result); }

class ReleaseBeforeFinalPort final : public PortFilter {
public:
    using PortFilter::PortFilter;

    HRESULT send_final(const FinalStatus& final_status) noexcept override {
        PortFilter::release();
        return sink().SetStatus(WBEM_STATUS_COMPLETE, final_status.result, final_status.text, final_status.object);
    }
    void release() noexcept override {}
};

// The reference of one operation, which two may come to give back: the first one does.
class Hold {
public:
    explicit Hold(IWbemObjectSink& sink) noexcept : sink_(sink) {}

    void take() noexcept { sink_.AddRef(); }
    void drop() noexcept {
        if (!is_dropped_.exchange(true)) {
            sink_.Release();
        }
    }

private:
    IWbemObjectSink& sink_;
    std::atomic<bool> is_dropped_{false};
};

// The references of all operations, by their sinks. Thread-safe.
class Holds {
public:
    void add(IWbemObjectSink& sink, const std::shared_ptr<Hold>& hold) {
        const std::scoped_lock lock(mutex_);
        holds_.emplace(&sink, hold);
    }
    void drop_all(IWbemObjectSink* sink) {
        std::vector<std::shared_ptr<Hold>> dropped;  // outside the mutex
        {
            const std::scoped_lock lock(mutex_);
            const auto [first, last] = holds_.equal_range(sink);
            for (auto entry = first; entry != last; entry = holds_.erase(entry)) {
                if (auto hold = entry->second.lock()) {
                    dropped.push_back(std::move(hold));
                }
            }
        }
        for (const auto& hold : dropped) {
            hold->drop();
        }
    }

private:
    std::mutex mutex_;
    std::multimap<IWbemObjectSink*, std::weak_ptr<Hold>> holds_;  // guarded by mutex_
};

// Lets a cancel take its reference away at any moment, and goes on calling the sink.
class DroppablePort final : public UncountedPort {
public:
    DroppablePort(std::unique_ptr<SinkPort> inner, IWbemObjectSink& sink, const CallInfo& call,
                  std::shared_ptr<Holds> holds)
        : UncountedPort(std::move(inner), sink, call), holds_(std::move(holds)) {}

    void accept() noexcept override {
        hold_->take();
        holds_->add(sink(), hold_);
    }
    void release() noexcept override { hold_->drop(); }

private:
    const std::shared_ptr<Holds> holds_;
    const std::shared_ptr<Hold> hold_ = std::make_shared<Hold>(sink());
};

void drop_on_cancel(Seams& seams) {
    const auto holds = std::make_shared<Holds>();
    filter_ports<DroppablePort>(seams, any_finite_call, holds);
    filter_services(seams, {.cancel = [holds](IWbemServices& services, IWbemObjectSink* sink) {
                        const HRESULT result = services.CancelAsyncCall(sink);
                        holds->drop_all(sink);
                        return result;
                    }});
}

class ReleaseTwicePort final : public PortFilter {
public:
    using PortFilter::PortFilter;

    void release() noexcept override {
        PortFilter::release();
        sink().Release();
    }
};

void release_strangers_on_cancel(Seams& seams) {
    filter_services(seams, {.cancel = [ledger = keep_ledger(seams)](IWbemServices& services, IWbemObjectSink* sink) {
                        const HRESULT result = services.CancelAsyncCall(sink);
                        if (sink != nullptr && !ledger->is_known(sink)) {
                            sink->Release();
                        }
                        return result;
                    }});
}

class TouchAfterFinalPort final : public PortFilter {
public:
    using PortFilter::PortFilter;

    HRESULT send_final(const FinalStatus& final_status) noexcept override {
        const HRESULT answer = PortFilter::send_final(final_status);
        query_and_release(sink());
        return answer;
    }
};

// Looks whether the sink is alive, which ends one that starts at 0.
class ProbeFirstPort final : public PortFilter {
public:
    using PortFilter::PortFilter;

    void accept() noexcept override {
        count_up_and_down(sink());
        PortFilter::accept();
    }
};

class LateReleasePort final : public PortFilter {
public:
    LateReleasePort(std::unique_ptr<SinkPort> inner, IWbemObjectSink& sink, const CallInfo& call,
                    std::shared_ptr<LateCalls> late)
        : PortFilter(std::move(inner), sink, call), late_(std::move(late)) {}

    HRESULT send_final(const FinalStatus& final_status) noexcept override {
        is_cancelled_ = when_cancelled(final_status.result);
        return PortFilter::send_final(final_status);
    }
    void release() noexcept override {
        if (is_cancelled_) {
            late_->make_after(milliseconds(5), [port = take_inner()] { port->release(); });
        } else {
            PortFilter::release();
        }
    }

private:
    const std::shared_ptr<LateCalls> late_;
    bool is_cancelled_ = false;
};

HRESULT set_object_on_failure(const Proceed& proceed, IWbemClassObject** object) {
    const HRESULT result = proceed();
    if (FAILED(result) && object != nullptr && *object == nullptr) {
        *object = make_empty_object().detach();
    }
    return result;
}

HRESULT succeed_without_services(IWbemServices&, BSTR, const Proceed& proceed, IWbemServices** services) {
    const HRESULT result = proceed();
    return result == WBEM_E_INVALID_NAMESPACE && services != nullptr ? WBEM_S_NO_ERROR : result;
}

HRESULT understate_enumerator(const Proceed& proceed, IEnumWbemClassObject** enumerator) {
    const HRESULT result = proceed();
    if (enumerator != nullptr && *enumerator != nullptr) {
        *enumerator = understate_count(com::adopt_ptr(*enumerator)).detach();
    }
    return result;
}

constexpr DefectEntry kDefects[] = {
    {{"reference-never-taken", "No operation takes a reference on its sink.", clauses<"REF-1", "REF-6", "REF-8">},
     [](Seams& seams) { filter_ports<UncountedPort>(seams, any_finite_call); }},
    {{"subscription-takes-no-reference", "A notification query takes no reference on its sink.",
      clauses<"REF-1", "REF-6">},
     [](Seams& seams) { filter_ports<UncountedPort>(seams, any_notification); }},
    {{"reference-taken-late", "The reference on the sink is taken with the first callback, not when the call returns.",
      clauses<"REF-1">},
     [](Seams& seams) { filter_ports<LateCountingPort>(seams, any_call); }},
    {{"refused-call-leaks", "A call that fails keeps a reference on the sink.", clauses<"REF-2">},
     touch_when_refusing<take_reference>},
    {{"refused-call-releases", "A call that fails releases a reference on the sink that it never took.",
      clauses<"REF-2", "REF-5">},
     touch_when_refusing<give_reference_away>},
    {{"refused-call-counts", "A call that fails takes and releases a reference on the sink.", clauses<"REF-2b">},
     touch_when_refusing<count_up_and_down>},
    {{"refused-call-queries", "A call that fails queries the sink for its interface and releases it again.",
      clauses<"REF-2b">},
     touch_when_refusing<query_and_release>},
    {{"reference-leaked", "DeleteInstanceAsync never releases the sink.", clauses<"REF-3", "REF-10">},
     [](Seams& seams) { filter_ports<LeakingPort<always>>(seams, calls_of<AsyncMethod::kDeleteInstance>); }},
    {{"reference-leaked-when-cancelled", "CreateInstanceEnumAsync never releases the sink when it was cancelled.",
      clauses<"REF-3", "REF-10">},
     [](Seams& seams) { filter_ports<LeakingPort<when_cancelled>>(seams, calls_of<AsyncMethod::kCreateInstanceEnum>); }},
    {{"reference-leaked-when-failed", "GetObjectAsync never releases the sink when it has failed.", clauses<"REF-3">},
     [](Seams& seams) { filter_ports<LeakingPort<when_failed>>(seams, calls_of<AsyncMethod::kGetObject>); }},
    {{"reference-dropped-before-final", "The sink is released before its final status, not after it.",
      clauses<"REF-4", "REF-8">},
     [](Seams& seams) { filter_ports<ReleaseBeforeFinalPort>(seams, any_call); }},
    {{"reference-released-twice", "PutInstanceAsync releases the sink once more than it took it.", clauses<"REF-5">},
     [](Seams& seams) { filter_ports<ReleaseTwicePort>(seams, calls_of<AsyncMethod::kPutInstance>); }},
    {{"cancel-releases-stranger", "CancelAsyncCall releases a sink that no call ever carried.", clauses<"REF-5">},
     release_strangers_on_cancel},
    {{"cancel-drops-reference-in-use", "A cancel releases the sink at once, also while a callback is in progress.",
      clauses<"REF-6", "REF-4", "REF-8">},
     drop_on_cancel},
    {{"sink-queried-after-final", "The sink is queried for its interface when the final status has been delivered.",
      clauses<"REF-7">},
     [](Seams& seams) { filter_ports<TouchAfterFinalPort>(seams, any_finite_call); }},
    {{"sink-probed-before-acceptance",
      "A reference is taken and released before the one that is kept, which destroys a sink whose count starts at 0.",
      clauses<"REF-8">},
     [](Seams& seams) { filter_ports<ProbeFirstPort>(seams, any_finite_call); }},
    {{"cancel-releases-later", "After a cancel the sink is released 5 ms later, on another thread.", clauses<"REF-10">},
     [](Seams& seams) { filter_ports<LateReleasePort>(seams, any_call, std::make_shared<LateCalls>()); }},
    {{"out-pointer-set-on-failure", "GetObject returns an object with its error.", clauses<"REF-17">},
     [](Seams& seams) { filter_services(seams, {.get_object = set_object_on_failure}); }},
    {{"out-pointer-missing", "OpenNamespace succeeds for a namespace that does not exist, with a NULL pointer.",
      clauses<"REF-17", "ARG-20">},
     [](Seams& seams) { filter_services(seams, {.open_namespace = succeed_without_services}); }},
    {{"out-pointer-without-reference", "The enumerator of ExecQuery carries no reference for the caller.",
      clauses<"REF-17">},
     [](Seams& seams) { filter_services(seams, {.exec_query = understate_enumerator}); }},
};

}  // namespace

std::span<const DefectEntry> reference_defects() noexcept { return kDefects; }

}  // namespace wbemcheck::mock
