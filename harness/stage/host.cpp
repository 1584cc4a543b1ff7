#include "harness/stage/host.h"

#include <fmt/format.h>

#include <utility>

#include "harness/com/hresult.h"
#include "harness/com/text.h"
#include "harness/probe/call_context.h"
#include "harness/probe/call_record.h"
#include "harness/probe/provider_call.h"
#include "harness/stage/missing.h"

namespace wbemcheck::stage {
namespace {

using trace::Event;
using trace::EventKind;
using trace::MarkKind;
using trace::Method;
using trace::ProviderState;

// A string that Initialize declares without const, and NULL for none. The provider may write to it: it is a copy.
class LentText {
public:
    explicit LentText(const std::string& text) : text_(com::to_utf16(text)) {}
    [[nodiscard]] LPWSTR get() noexcept { return text_.empty() ? nullptr : text_.data(); }

private:
    com::OleString text_;
};

}  // namespace

HostedProvider::HostedProvider(std::shared_ptr<trace::Recorder> recorder, probe::ObjectRegistry& registry,
                               std::shared_ptr<probe::HostLedger> ledger, const HostAccess& access,
                               const TimeBudgets& budgets)
    : recorder_(std::move(recorder)),
      ledger_(std::move(ledger)),
      access_(access),
      budgets_(budgets),
      id_(registry.new_id_of(this)) {}

HostedProvider::~HostedProvider() = default;

HRESULT HostedProvider::call(Method method, std::int64_t value, std::string_view text,
                             const std::function<HRESULT(std::uint32_t call)>& body) {
    Event entered;
    entered.kind = EventKind::kCallEntered;
    entered.method = static_cast<std::uint16_t>(method);
    entered.object = id_;
    entered.call = recorder_->next_call();
    entered.value = value;
    if (text.empty()) {
        recorder_->record(entered);
    } else {
        recorder_->record(entered, {{trace::TextRole::kPath, text}});
    }
    const auto begin = Clock::now();
    const auto note_blocking = [&] {
        const auto spent = Clock::now() - begin;
        const bool must_be_short = method == Method::kInitialize || method == Method::kProvideEvents;
        if (!must_be_short || budgets_.unlimited || spent <= kFewSeconds) return;
        note_expired(trace::Awaited::kCallReturn, 0, entered.call, spent);
    };
    const HRESULT result = probe::record_return(
        *recorder_, entered,
        [&] {
            const HRESULT answer = probe::call_provider(*recorder_, entered.call, [&] { return body(entered.call); });
            note_blocking();
            return answer;
        },
        {});
    ledger_->end_of_call(entered.call);
    return result;
}

void HostedProvider::note_state(ProviderState state) {
    Event event;
    event.kind = EventKind::kMark;
    event.method = static_cast<std::uint16_t>(MarkKind::kProviderState);
    event.object = id_;
    event.value = static_cast<std::int64_t>(state);
    recorder_->record(event);
}

void HostedProvider::note_expired(trace::Awaited awaited, std::uint32_t object, std::uint32_t of_call, Clock::duration waited) {
    Event event;
    event.kind = EventKind::kMark;
    event.method = static_cast<std::uint16_t>(MarkKind::kArrivalExpired);
    event.object = object;
    event.call = of_call;
    event.value = static_cast<std::int64_t>(awaited);
    event.value2 = std::chrono::duration_cast<std::chrono::nanoseconds>(waited).count();
    recorder_->record(event);
}

HRESULT HostedProvider::create() {
    const HRESULT result = call(Method::kCreateInstance, 0, {}, [&](std::uint32_t) {
        HRESULT answer = S_OK;
        object_ = access_.create(answer);
        return answer;
    });
    if (object_) note_state(access_.is_pure ? ProviderState::kPure : ProviderState::kNotPure);
    return object_ || FAILED(result) ? result : E_UNEXPECTED;
}

HRESULT HostedProvider::ask(trace::Interface asked, const IID& iid, void** pointer) {
    return call(Method::kQueryPrimary, static_cast<std::int64_t>(asked), {},
                [&](std::uint32_t) { return object_ ? object_->QueryInterface(iid, pointer) : E_UNEXPECTED; });
}

HRESULT HostedProvider::initialize(const Initialization& how) {
    HRESULT result = S_OK;
    com::com_ptr<IWbemProviderInit> init = ask<IWbemProviderInit>(trace::Interface::kProviderInit, result);
    if (!init) {
        throw SituationMissing(fmt::format("the class is no provider, it has no IWbemProviderInit: {}",
                                           com::describe_hresult(result)));
    }

    com::com_ptr<IWbemServices> name_space = access_.open_namespace(how.namespace_path);
    const com::com_ptr<IWbemContext> context = how.has_context ? probe::make_call_context() : nullptr;
    LentText user(how.user);
    LentText path(how.namespace_path);
    LentText locale(how.locale);
    if (!how.user.empty() || !how.locale.empty()) note_state(ProviderState::kUser);
    IWbemProviderInitSink* init_sink = nullptr;
    result = call(Method::kInitialize, 0, how.namespace_path, [&](std::uint32_t id) {
        IWbemServices* const services = ledger_->lend(std::move(name_space), id, "the namespace " + how.namespace_path);
        IWbemContext* const lent = context ? ledger_->lend(context, id, "pCtx of Initialize") : nullptr;
        init_sink = ledger_->make_init_sink(id);
        return init->Initialize(user.get(), 0, path.get(), locale.get(), services, lent, init_sink);
    });
    // Without the sink, a failure counts; with it, what it was told does (PRV-2).
    if (SUCCEEDED(result)) result = await_report(init_sink);
    is_ready_ = result == WBEM_S_INITIALIZED;
    note_state(is_ready_ ? ProviderState::kInitialised : ProviderState::kFailed);
    return result;
}

// PRV-4: a provider may report step by step. The initialisation is over with success or a failure.
HRESULT HostedProvider::await_report(IWbemProviderInitSink* init_sink) {
    const auto begin = Clock::now();
    const auto deadline = budgets_.arrival_deadline();
    std::uint64_t known = 0;
    while (ledger_->wait_for_init_report(init_sink, deadline, known)) {
        const probe::HostLedger::InitReport report = ledger_->init_report(init_sink);
        const auto status = static_cast<HRESULT>(report.status);
        if (status == WBEM_S_INITIALIZED || FAILED(status)) return status;
        known = report.reports;
    }
    note_expired(trace::Awaited::kInitialised, ledger_->id_of(init_sink), 0, Clock::now() - begin);
    return WBEM_S_PENDING;
}

void HostedProvider::release() {
    if (!object_) return;
    (void)call(Method::kProviderRelease, 0, {}, [&](std::uint32_t) {
        object_.reset();
        return S_OK;
    });
    note_state(ProviderState::kReleased);
}

}  // namespace wbemcheck::stage
