// EVT: subscriptions that end by themselves, lose events, or send a status.
#include <atomic>
#include <memory>
#include <utility>

#include "harness/com/com_object.h"
#include "mock_provider/defects/families.h"
#include "mock_provider/defects/port_filter.h"
#include "mock_provider/defects/services_filter.h"

namespace wbemcheck::mock {

namespace {

using Objects = std::span<IWbemClassObject*>;

// Loses its first event.
class LossyPort final : public PortFilter {
public:
    using PortFilter::PortFilter;

    HRESULT indicate(Objects objects) noexcept override {
        if (!has_lost_) {
            has_lost_ = true;
            objects = objects.subspan(1);
            if (objects.empty()) {
                return WBEM_S_NO_ERROR;
            }
        }
        return PortFilter::indicate(objects);
    }

private:
    bool has_lost_ = false;
};

// Takes its first Indicate for the whole result: to the engine the sink has refused it, the client sees a success.
class OneIndicatePort final : public PortFilter {
public:
    using PortFilter::PortFilter;

    HRESULT indicate(Objects objects) noexcept override {
        PortFilter::indicate(objects);
        is_over_ = true;
        return WBEM_E_FAILED;
    }
    HRESULT send_final(const FinalStatus& final_status) noexcept override {
        return PortFilter::send_final(is_over_ ? FinalStatus{} : final_status);
    }

private:
    bool is_over_ = false;
};

class ProgressPort final : public PortFilter {
public:
    using PortFilter::PortFilter;

    HRESULT indicate(Objects objects) noexcept override {
        PortFilter::report_progress(0);
        return PortFilter::indicate(objects);
    }
};

// Ends with success where it ends with what `Hides` names.
template <bool (*Hides)(HRESULT result)>
class SuccessPort final : public PortFilter {
public:
    using PortFilter::PortFilter;

    HRESULT send_final(const FinalStatus& final_status) noexcept override {
        return PortFilter::send_final(Hides(final_status.result) ? FinalStatus{} : final_status);
    }
};

// Ends with an error when its first event is due: it has found out that it does not know the flag.
class RejectingPort final : public PortFilter {
public:
    using PortFilter::PortFilter;

    HRESULT indicate(Objects) noexcept override {
        is_rejected_ = true;
        return WBEM_E_FAILED;
    }
    HRESULT send_final(const FinalStatus& final_status) noexcept override {
        return PortFilter::send_final(is_rejected_ ? FinalStatus{WBEM_E_INVALID_PARAMETER, nullptr, nullptr}
                                                   : final_status);
    }

private:
    bool is_rejected_ = false;
};

void refuse_send_status(Seams& seams) {
    filter_services(seams, {.asynchronous = [](const CallInfo& call, const Proceed& proceed) -> HRESULT {
                        const bool is_refused = any_notification(call) && call.asks_for_progress();
                        return is_refused ? WBEM_E_INVALID_PARAMETER : proceed();
                    }});
}

// Fails in silence: there is no final status, and the sink is released.
class SilentFailurePort final : public PortFilter {
public:
    using PortFilter::PortFilter;

    HRESULT send_final(const FinalStatus& final_status) noexcept override {
        const bool is_silent = FAILED(final_status.result) && final_status.result != WBEM_E_CALL_CANCELLED;
        return is_silent ? WBEM_S_NO_ERROR : PortFilter::send_final(final_status);
    }
};

class ReleaseFirstPort final : public PortFilter {
public:
    using PortFilter::PortFilter;

    HRESULT send_final(const FinalStatus& final_status) noexcept override {
        PortFilter::release();
        return sink().SetStatus(WBEM_STATUS_COMPLETE, final_status.result, final_status.text, final_status.object);
    }
    void release() noexcept override {}
};

// Reports that it has failed and keeps the sink.
class KeepingPort final : public PortFilter {
public:
    using PortFilter::PortFilter;

    void accept() noexcept override {
        PortFilter::accept();
        sink().AddRef();
    }
    HRESULT send_final(const FinalStatus& final_status) noexcept override {
        keeps_ = FAILED(final_status.result) && final_status.result != WBEM_E_CALL_CANCELLED;
        return PortFilter::send_final(final_status);
    }
    void release() noexcept override {
        PortFilter::release();
        if (!keeps_) {
            sink().Release();
        }
    }

private:
    bool keeps_ = false;
};

bool when_cancelled(HRESULT result) { return result == WBEM_E_CALL_CANCELLED; }
bool when_failed(HRESULT result) { return FAILED(result) && !when_cancelled(result); }

// Takes the events of one Indicate for repetitions of the newest.
class CoalescingPort final : public PortFilter {
public:
    using PortFilter::PortFilter;

    HRESULT indicate(Objects objects) noexcept override { return PortFilter::indicate(objects.last(1)); }
};

// Hears nothing once `is_deaf` is set.
class DeafPort final : public PortFilter {
public:
    DeafPort(std::unique_ptr<SinkPort> inner, IWbemObjectSink& sink, const CallInfo& call,
             std::shared_ptr<std::atomic<bool>> is_deaf)
        : PortFilter(std::move(inner), sink, call), is_deaf_(std::move(is_deaf)) {}

    HRESULT indicate(Objects objects) noexcept override {
        return is_deaf_->load() ? WBEM_S_NO_ERROR : PortFilter::indicate(objects);
    }

private:
    const std::shared_ptr<std::atomic<bool>> is_deaf_;
};

// Takes the event source away with the first subscription that is cancelled.
void deafen_on_cancel(Seams& seams) {
    const auto is_deaf = std::make_shared<std::atomic<bool>>(false);
    filter_ports<DeafPort>(seams, any_notification, is_deaf);
    filter_services(seams, {.cancel = [is_deaf](IWbemServices& services, IWbemObjectSink* sink) {
                        const HRESULT result = services.CancelAsyncCall(sink);
                        *is_deaf = *is_deaf || SUCCEEDED(result);
                        return result;
                    }});
}

// Stands before a registered event provider, and tells it of cancelled queries what `Defective` makes of them.
template <ULONG (*Change)(ULONG id)>
class MisinformedProvider final : public com::ComObject<IWbemEventProvider, IWbemEventProviderQuerySink> {
public:
    explicit MisinformedProvider(com::com_ptr<IUnknown> inner) {
        (void)inner->QueryInterface(IID_IWbemEventProvider, reinterpret_cast<void**>(provider_.put()));
        (void)inner->QueryInterface(IID_IWbemEventProviderQuerySink, reinterpret_cast<void**>(query_sink_.put()));
    }
    HRESULT STDMETHODCALLTYPE ProvideEvents(IWbemObjectSink* sink, LONG flags) noexcept override {
        return provider_ ? provider_->ProvideEvents(sink, flags) : E_NOINTERFACE;
    }
    HRESULT STDMETHODCALLTYPE NewQuery(ULONG id, LPWSTR language, LPWSTR query) noexcept override {
        return query_sink_ ? query_sink_->NewQuery(id, language, query) : WBEM_S_NO_ERROR;
    }
    HRESULT STDMETHODCALLTYPE CancelQuery(ULONG id) noexcept override {
        const ULONG told = Change(id);
        return query_sink_ && told != 0 ? query_sink_->CancelQuery(told) : WBEM_S_NO_ERROR;
    }

private:
    com::com_ptr<IWbemEventProvider> provider_;
    com::com_ptr<IWbemEventProviderQuerySink> query_sink_;
};

template <ULONG (*Change)(ULONG id)>
void misinform(Seams& seams) {
    seams.wrap_event_provider = [](com::com_ptr<IUnknown> provider) {
        auto wrapped = com::make_com<MisinformedProvider<Change>>(std::move(provider));
        com::com_ptr<IUnknown> unknown;
        (void)wrapped->QueryInterface(IID_IUnknown, reinterpret_cast<void**>(unknown.put()));
        return unknown;
    };
}
ULONG nothing(ULONG) { return 0; }
ULONG next_one(ULONG id) { return id + 1'000; }

constexpr DefectEntry kDefects[] = {
    {{"query-cancel-untold", "An event provider does not hear that a query was cancelled.", clauses<"EVT-7">},
     misinform<nothing>},
    {{"query-cancel-of-another", "An event provider is told that another query was cancelled.", clauses<"EVT-7">},
     misinform<next_one>},
    {{"event-lost", "A notification query with WBEM_FLAG_SEND_STATUS loses its first event.", clauses<"EVT-1">},
     [](Seams& seams) {
         filter_ports<LossyPort>(seams, calls_with_progress_of<AsyncMethod::kExecNotificationQuery>);
     }},
    {{"subscription-ends", "A notification query ends with success after its first Indicate.",
      clauses<"EVT-1", "EVT-2">},
     [](Seams& seams) { filter_ports<OneIndicatePort>(seams, any_notification); }},
    {{"subscription-failure-hidden", "A notification query that fails ends with success.",
      clauses<"EVT-3", "EVT-1", "EVT-2">},
     [](Seams& seams) { filter_ports<SuccessPort<when_failed>>(seams, any_notification); }},
    {{"events-coalesced", "Of the events that come with one Indicate a notification query delivers the newest only.",
      clauses<"EVT-1">},
     [](Seams& seams) { filter_ports<CoalescingPort>(seams, any_notification); }},
    {{"subscription-deaf-after-cancel", "No notification query delivers anything once one was cancelled.",
      clauses<"EVT-1">},
     deafen_on_cancel},
    {{"subscription-sends-progress", "A notification query reports progress before its events.", clauses<"EVT-2">},
     [](Seams& seams) { filter_ports<ProgressPort>(seams, any_notification); }},
    {{"subscription-sends-progress-on-request", "A notification query with WBEM_FLAG_SEND_STATUS reports progress.",
      clauses<"EVT-2">},
     [](Seams& seams) {
         filter_ports<ProgressPort>(seams, calls_with_progress_of<AsyncMethod::kExecNotificationQuery>);
     }},
    {{"cancelled-subscription-succeeds", "A notification query that is cancelled ends with success.",
      clauses<"EVT-2">},
     [](Seams& seams) { filter_ports<SuccessPort<when_cancelled>>(seams, any_notification); }},
    {{"failed-subscription-silent", "A notification query that fails releases the sink and sends no status.",
      clauses<"EVT-3", "REF-14", "REF-4", "CAN-5">},
     [](Seams& seams) { filter_ports<SilentFailurePort>(seams, any_notification); }},
    {{"failed-subscription-keeps-sink", "A notification query that fails never releases the sink.",
      clauses<"REF-14", "REF-3">},
     [](Seams& seams) { filter_ports<KeepingPort>(seams, any_notification); }},
    {{"failed-subscription-released-first", "A notification query that ends releases the sink, then sends the status.",
      clauses<"REF-14", "REF-4">},
     [](Seams& seams) { filter_ports<ReleaseFirstPort>(seams, any_notification); }},
    {{"subscription-refuses-flag", "A notification query with WBEM_FLAG_SEND_STATUS is refused.", clauses<"EVT-4">},
     refuse_send_status},
    {{"subscription-fails-on-flag",
      "A notification query with WBEM_FLAG_SEND_STATUS ends with an error when its first event is due.",
      clauses<"EVT-4", "EVT-1">},
     [](Seams& seams) {
         filter_ports<RejectingPort>(seams, calls_with_progress_of<AsyncMethod::kExecNotificationQuery>);
     }},
};

}  // namespace

std::span<const DefectEntry> event_defects() noexcept { return kDefects; }

}  // namespace wbemcheck::mock
