// STA: final statuses that are missing, doubled or wrong, progress that nobody asked for, and the sinks of refused calls.
#include <chrono>
#include <string_view>

#include "harness/com/bstr.h"
#include "mock_provider/defects/families.h"
#include "mock_provider/defects/late_calls.h"
#include "mock_provider/defects/port_filter.h"
#include "mock_provider/defects/services_filter.h"
#include "mock_provider/defects/sink_ledger.h"
#include "mock_provider/model/class_object.h"

namespace wbemcheck::mock {

namespace {

using std::chrono::milliseconds;

constexpr HRESULT kOneOfOne = 0x00010001;  // as progress: one done, of one
constexpr HRESULT kOneOfTwo = 0x00020001;

constexpr LONG kLogging = 0x100;  // the lowest of the WBEM_STATUS_LOGGING_INFORMATION values

bool is_cancelled(const FinalStatus& final_status) noexcept { return final_status.result == WBEM_E_CALL_CANCELLED; }
bool has_failed(const FinalStatus& final_status) noexcept {
    return FAILED(final_status.result) && !is_cancelled(final_status);
}

bool any_call_with_progress(const CallInfo& call) { return call.is_finite() && call.asks_for_progress(); }
bool any_call_without_progress(const CallInfo& call) { return call.is_finite() && !call.asks_for_progress(); }

// Sends something else than the final status that is due. `Change` says what.
template <FinalStatus (*Change)(FinalStatus final_status)>
class ChangedFinalPort final : public PortFilter {
public:
    using PortFilter::PortFilter;

    HRESULT send_final(const FinalStatus& final_status) noexcept override {
        return PortFilter::send_final(Change(final_status));
    }
};

FinalStatus hide_error(FinalStatus final_status) {
    return has_failed(final_status) ? FinalStatus{} : final_status;
}

FinalStatus blur_error(FinalStatus final_status) {
    if (has_failed(final_status)) {
        final_status.result = WBEM_E_FAILED;
    }
    return final_status;
}

FinalStatus qualify_success(FinalStatus final_status) {
    if (final_status.result == WBEM_S_NO_ERROR) {
        final_status.result = WBEM_S_FALSE;
    }
    return final_status;
}

FinalStatus drop_text(FinalStatus final_status) {
    final_status.text = nullptr;
    return final_status;
}

// Sends the final status with another text when it is a success.
class OtherTextPort final : public PortFilter {
public:
    OtherTextPort(std::unique_ptr<SinkPort> inner, IWbemObjectSink& sink, const CallInfo& call, std::string_view text)
        : PortFilter(std::move(inner), sink, call), text_(com::make_bstr(text)) {}

    HRESULT send_final(const FinalStatus& final_status) noexcept override {
        FinalStatus changed = final_status;
        if (SUCCEEDED(changed.result)) {
            changed.text = text_.get();
        }
        return PortFilter::send_final(changed);
    }

private:
    const com::unique_bstr text_;
};

// Sends no final status when `Skips` says so.
template <bool (*Skips)(const FinalStatus& final_status)>
class MissingFinalPort final : public PortFilter {
public:
    using PortFilter::PortFilter;

    HRESULT send_final(const FinalStatus& final_status) noexcept override {
        return Skips(final_status) ? WBEM_S_NO_ERROR : PortFilter::send_final(final_status);
    }
};

bool always(const FinalStatus&) { return true; }

// Takes its reference and does nothing more when another operation of the sink is pending.
class ForgottenPort final : public PortFilter {
public:
    ForgottenPort(std::unique_ptr<SinkPort> inner, IWbemObjectSink& sink, const CallInfo& call,
                  std::shared_ptr<SinkLedger> ledger)
        : PortFilter(std::move(inner), sink, call), ledger_(std::move(ledger)) {}

    void accept() noexcept override {
        is_forgotten_ = ledger_->count_pending(&sink()) != 0;
        PortFilter::accept();
    }
    HRESULT indicate(std::span<IWbemClassObject*> objects) noexcept override {
        return is_forgotten_ ? WBEM_S_NO_ERROR : PortFilter::indicate(objects);
    }
    HRESULT send_final(const FinalStatus& final_status) noexcept override {
        return is_forgotten_ ? WBEM_S_NO_ERROR : PortFilter::send_final(final_status);
    }

private:
    const std::shared_ptr<SinkLedger> ledger_;
    bool is_forgotten_ = false;
};

class FinalTwicePort final : public PortFilter {
public:
    using PortFilter::PortFilter;

    HRESULT send_final(const FinalStatus& final_status) noexcept override {
        PortFilter::send_final(final_status);
        return PortFilter::send_final(final_status);
    }
};

// A second final status of an operation that was not cancelled, when the first has long been answered. A reference of
// its own keeps the sink alive for it.
class LateFinalPort final : public PortFilter {
public:
    LateFinalPort(std::unique_ptr<SinkPort> inner, IWbemObjectSink& sink, const CallInfo& call,
                  std::shared_ptr<LateCalls> late)
        : PortFilter(std::move(inner), sink, call), late_(std::move(late)) {}

    void accept() noexcept override {
        PortFilter::accept();
        second_ = com::retain_ptr(&sink());
    }
    HRESULT send_final(const FinalStatus& final_status) noexcept override {
        result_ = final_status.result;
        return PortFilter::send_final(final_status);
    }
    void release() noexcept override {
        PortFilter::release();
        if (result_ == WBEM_E_CALL_CANCELLED) {
            second_.reset();
            return;
        }
        late_->make_after(milliseconds(5), [sink = std::move(second_), result = result_] {
            sink->SetStatus(WBEM_STATUS_COMPLETE, result, nullptr, nullptr);
        });
    }

private:
    const std::shared_ptr<LateCalls> late_;
    com::com_ptr<IWbemObjectSink> second_;
    HRESULT result_ = WBEM_S_NO_ERROR;
};

class ProgressBeforeFinalPort final : public PortFilter {
public:
    using PortFilter::PortFilter;

    HRESULT send_final(const FinalStatus& final_status) noexcept override {
        if (SUCCEEDED(final_status.result)) {
            PortFilter::report_progress(kOneOfOne);
        }
        return PortFilter::send_final(final_status);
    }
};

class ProgressAfterFinalPort final : public PortFilter {
public:
    using PortFilter::PortFilter;

    HRESULT send_final(const FinalStatus& final_status) noexcept override {
        const HRESULT answer = PortFilter::send_final(final_status);
        PortFilter::report_progress(kOneOfOne);
        return answer;
    }
};

// Progress, and at least one report of it, with these flags.
template <LONG Flags>
class ProgressFlagsPort final : public PortFilter {
public:
    using PortFilter::PortFilter;

    HRESULT report_progress(HRESULT progress) noexcept override {
        is_reported_ = true;
        return sink().SetStatus(Flags, progress, nullptr, nullptr);
    }
    HRESULT send_final(const FinalStatus& final_status) noexcept override {
        if (!is_reported_ && SUCCEEDED(final_status.result)) {
            report_progress(kOneOfTwo);
        }
        return PortFilter::send_final(final_status);
    }

private:
    bool is_reported_ = false;
};

template <LONG Flags>
class FinalFlagsPort final : public PortFilter {
public:
    using PortFilter::PortFilter;

    HRESULT send_final(const FinalStatus& final_status) noexcept override {
        return sink().SetStatus(Flags, final_status.result, final_status.text, final_status.object);
    }
};

// Hands the last object over once more, as the object of a successful final status.
class ObjectInFinalPort final : public PortFilter {
public:
    using PortFilter::PortFilter;

    HRESULT indicate(std::span<IWbemClassObject*> objects) noexcept override {
        last_ = com::retain_ptr(objects.back());
        return PortFilter::indicate(objects);
    }
    HRESULT send_final(const FinalStatus& final_status) noexcept override {
        FinalStatus changed = final_status;
        if (SUCCEEDED(changed.result)) {
            changed.object = last_.get();
        }
        return PortFilter::send_final(changed);
    }

private:
    com::com_ptr<IWbemClassObject> last_;
};

// What comes when an operation has succeeded without a result.
template <HRESULT (*Indicate)(SinkPort& port)>
class IndicateNothingPort final : public PortFilter {
public:
    using PortFilter::PortFilter;

    HRESULT indicate(std::span<IWbemClassObject*> objects) noexcept override {
        has_indicated_ = true;
        return PortFilter::indicate(objects);
    }
    HRESULT send_final(const FinalStatus& final_status) noexcept override {
        if (!has_indicated_ && SUCCEEDED(final_status.result)) {
            Indicate(inner());
        }
        return PortFilter::send_final(final_status);
    }

private:
    bool has_indicated_ = false;
};

HRESULT indicate_no_object(SinkPort& port) { return port.indicate({}); }

HRESULT indicate_empty_object(SinkPort& port) {
    const auto object = make_empty_object();
    IWbemClassObject* objects[] = {object.get()};
    return port.indicate(objects);
}

void send_refusals_too(Seams& seams) {
    filter_services(seams, {.asynchronous = [](const CallInfo& call, const Proceed& proceed) {
                        const HRESULT result = proceed();
                        if (FAILED(result) && call.sink != nullptr) {
                            call.sink->SetStatus(WBEM_STATUS_COMPLETE, result, nullptr, nullptr);
                        }
                        return result;
                    }});
}

// Without a reference: a client whose sink is gone by then has memory to lose, and that is the point.
void send_refusals_later(Seams& seams) {
    filter_services(seams, {.asynchronous = [late = std::make_shared<LateCalls>()](const CallInfo& call,
                                                                                   const Proceed& proceed) {
                        const HRESULT result = proceed();
                        if (FAILED(result) && call.sink != nullptr) {
                            late->make_after(milliseconds(2), [sink = call.sink, result] {
                                sink->SetStatus(WBEM_STATUS_COMPLETE, result, nullptr, nullptr);
                            });
                        }
                        return result;
                    }});
}

void send_final_on_late_cancel(Seams& seams) {
    filter_services(seams, {.cancel = [ledger = keep_ledger(seams)](IWbemServices& services, IWbemObjectSink* sink) {
                        const HRESULT result = services.CancelAsyncCall(sink);
                        if (FAILED(result) && ledger->is_over(sink)) {
                            const auto alive = com::retain_ptr(sink);
                            alive->SetStatus(WBEM_STATUS_COMPLETE, WBEM_E_CALL_CANCELLED, nullptr, nullptr);
                        }
                        return result;
                    }});
}

constexpr DefectEntry kDefects[] = {
    {{"final-missing", "PutClassAsync with WBEM_FLAG_SEND_STATUS releases the sink and never sends a final status.",
      clauses<"STA-1", "REF-4", "LIV-5">},
     [](Seams& seams) {
         filter_ports<MissingFinalPort<always>>(seams, calls_with_progress_of<AsyncMethod::kPutClass>);
     }},
    {{"final-missing-on-failure", "GetObjectAsync releases the sink without a final status when it has failed.",
      clauses<"STA-1", "REF-4", "LIV-5">},
     [](Seams& seams) { filter_ports<MissingFinalPort<has_failed>>(seams, calls_of<AsyncMethod::kGetObject>); }},
    {{"second-operation-forgotten",
      "ExecQueryAsync with a sink that already has an operation is accepted and never heard of again.",
      clauses<"STA-1", "LIV-5">},
     [](Seams& seams) {
         auto ledger = keep_ledger(seams);
         filter_ports<ForgottenPort>(seams, calls_of<AsyncMethod::kExecQuery>, std::move(ledger));
     }},
    {{"final-twice", "DeleteClassAsync sends its final status twice.", clauses<"STA-1", "STA-19", "ORD-2">},
     [](Seams& seams) { filter_ports<FinalTwicePort>(seams, calls_of<AsyncMethod::kDeleteClass>); }},
    {{"second-final-late", "PutInstanceAsync sends a second final status 5 ms later, from another thread.",
      clauses<"STA-1", "STA-19", "ORD-2">},
     [](Seams& seams) {
         filter_ports<LateFinalPort>(seams, calls_of<AsyncMethod::kPutInstance>, std::make_shared<LateCalls>());
     }},
    {{"progress-unasked", "Progress is reported without WBEM_FLAG_SEND_STATUS.", clauses<"STA-2">},
     [](Seams& seams) { filter_ports<ProgressBeforeFinalPort>(seams, any_call_without_progress); }},
    {{"progress-after-final", "Progress is reported after the final status.", clauses<"STA-3", "ORD-2">},
     [](Seams& seams) { filter_ports<ProgressAfterFinalPort>(seams, any_call_with_progress); }},
    {{"final-with-other-flags",
      "PutInstanceAsync with WBEM_FLAG_SEND_STATUS sends its final status with lFlags WBEM_STATUS_REQUIREMENTS.",
      clauses<"STA-5", "STA-7", "REF-4", "LIV-5">},
     [](Seams& seams) {
         filter_ports<FinalFlagsPort<WBEM_STATUS_REQUIREMENTS>>(seams,
                                                                calls_with_progress_of<AsyncMethod::kPutInstance>);
     }},
    {{"progress-with-another-bit", "Progress comes with another bit set in lFlags.", clauses<"STA-6">},
     [](Seams& seams) {
         filter_ports<ProgressFlagsPort<WBEM_STATUS_PROGRESS | WBEM_STATUS_REQUIREMENTS>>(seams,
                                                                                          any_call_with_progress);
     }},
    {{"progress-with-unknown-flags", "Progress comes with lFlags 0x100.", clauses<"STA-7">},
     [](Seams& seams) { filter_ports<ProgressFlagsPort<kLogging>>(seams, any_call_with_progress); }},
    {{"failure-reported-as-success", "DeleteInstanceAsync ends with success when it has failed.",
      clauses<"STA-14", "STA-8">},
     [](Seams& seams) {
         filter_ports<ChangedFinalPort<hide_error>>(seams, calls_of<AsyncMethod::kDeleteInstance>);
     }},
    {{"failure-reported-as-another", "Every failure is reported as WBEM_E_FAILED.", clauses<"STA-8">},
     [](Seams& seams) { filter_ports<ChangedFinalPort<blur_error>>(seams, any_finite_call); }},
    {{"success-reported-as-false", "The final status of a success is WBEM_S_FALSE.", clauses<"STA-8">},
     [](Seams& seams) { filter_ports<ChangedFinalPort<qualify_success>>(seams, any_finite_call); }},
    {{"object-in-successful-final", "A successful final status carries the last object.", clauses<"STA-9">},
     [](Seams& seams) { filter_ports<ObjectInFinalPort>(seams, any_finite_call); }},
    {{"path-missing", "The final status of PutInstanceAsync carries no path.", clauses<"STA-11">},
     [](Seams& seams) { filter_ports<ChangedFinalPort<drop_text>>(seams, calls_of<AsyncMethod::kPutInstance>); }},
    {{"path-wrong", "The final status of PutInstanceAsync carries the path of another instance.", clauses<"STA-11">},
     [](Seams& seams) {
         filter_ports<OtherTextPort>(seams, calls_of<AsyncMethod::kPutInstance>,
                                     std::string_view("Mock_Writable.Name=\"another\""));
     }},
    {{"text-without-result", "The final status of DeleteInstanceAsync carries a text.", clauses<"STA-11">},
     [](Seams& seams) {
         filter_ports<OtherTextPort>(seams, calls_of<AsyncMethod::kDeleteInstance>, std::string_view("deleted"));
     }},
    {{"indicate-without-result", "A query without a result makes an Indicate with no objects.",
      clauses<"STA-13", "IND-4">},
     [](Seams& seams) {
         filter_ports<IndicateNothingPort<indicate_no_object>>(seams, calls_of<AsyncMethod::kExecQuery>);
     }},
    {{"object-without-result", "CreateInstanceEnumAsync delivers an empty object when there is no instance.",
      clauses<"STA-13", "ORD-8">},
     [](Seams& seams) {
         filter_ports<IndicateNothingPort<indicate_empty_object>>(seams, calls_of<AsyncMethod::kCreateInstanceEnum>);
     }},
    {{"refused-call-uses-sink-later", "The error of a refused call is sent to the sink as well, 2 ms later.",
      clauses<"STA-14", "STA-15">},
     send_refusals_later},
    {{"refused-call-uses-sink", "The error of a refused call is sent to the sink as well, before the call returns.",
      clauses<"STA-15">},
     send_refusals_too},
    {{"late-cancel-sends-final", "A cancel that comes after the final status sends another one.",
      clauses<"STA-19", "STA-1", "ORD-2">},
     send_final_on_late_cancel},
};

}  // namespace

std::span<const DefectEntry> status_defects() noexcept { return kDefects; }

}  // namespace wbemcheck::mock
