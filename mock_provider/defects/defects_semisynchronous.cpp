// SEMI: enumerators and call results that say what is not so, or stand where they should not.
#include <atomic>
#include <utility>

#include "harness/com/com_object.h"
#include "mock_provider/defects/families.h"
#include "mock_provider/defects/forwarding.h"
#include "mock_provider/defects/services_filter.h"

namespace wbemcheck::mock {

namespace {

using EnumeratorPtr = com::com_ptr<IEnumWbemClassObject>;
using CallResultPtr = com::com_ptr<IWbemCallResult>;

// Every enumerator that leaves the mock becomes a `Defective`, and so do its clones.
template <class Defective>
class OddEnumerator : public ForwardingEnumerator {
public:
    using ForwardingEnumerator::ForwardingEnumerator;

    HRESULT STDMETHODCALLTYPE Clone(IEnumWbemClassObject** enumerator) noexcept override {
        const HRESULT result = ForwardingEnumerator::Clone(enumerator);
        if (SUCCEEDED(result) && enumerator != nullptr && *enumerator != nullptr) {
            *enumerator = com::make_com<Defective>(com::adopt_ptr(*enumerator)).detach();
        }
        return result;
    }
};

template <class Defective>
void make_call_results(Seams& seams) {
    filter_services(seams, {.call_result = [](CallResultPtr inner) -> CallResultPtr {
                        return com::make_com<Defective>(std::move(inner));
                    }});
}

// --- Next ---

class ImpatientEnumerator final : public OddEnumerator<ImpatientEnumerator> {
public:
    using OddEnumerator::OddEnumerator;
    HRESULT STDMETHODCALLTYPE Next(LONG timeout, ULONG count, IWbemClassObject** objects,
                                   ULONG* returned) noexcept override {
        const HRESULT result = OddEnumerator::Next(timeout, count, objects, returned);
        return timeout == WBEM_INFINITE && result == WBEM_S_FALSE ? HRESULT{WBEM_S_TIMEDOUT} : result;
    }
};

class LeisurelyEnumerator final : public OddEnumerator<LeisurelyEnumerator> {
public:
    using OddEnumerator::OddEnumerator;
    HRESULT STDMETHODCALLTYPE Next(LONG timeout, ULONG count, IWbemClassObject** objects,
                                   ULONG* returned) noexcept override {
        return OddEnumerator::Next(timeout == 0 ? kLeisure : timeout, count, objects, returned);
    }
    HRESULT STDMETHODCALLTYPE Skip(LONG timeout, ULONG count) noexcept override {
        return OddEnumerator::Skip(timeout == 0 ? kLeisure : timeout, count);
    }

private:
    static constexpr LONG kLeisure = 1200;  // milliseconds
};

class ModestEnumerator final : public OddEnumerator<ModestEnumerator> {
public:
    using OddEnumerator::OddEnumerator;
    HRESULT STDMETHODCALLTYPE Next(LONG timeout, ULONG count, IWbemClassObject** objects,
                                   ULONG* returned) noexcept override {
        const HRESULT result = OddEnumerator::Next(timeout, count, objects, returned);
        return result == WBEM_S_NO_ERROR && count == 2 ? HRESULT{WBEM_S_FALSE} : result;
    }
};

class MiscountingEnumerator final : public OddEnumerator<MiscountingEnumerator> {
public:
    using OddEnumerator::OddEnumerator;
    HRESULT STDMETHODCALLTYPE Next(LONG timeout, ULONG count, IWbemClassObject** objects,
                                   ULONG* returned) noexcept override {
        const HRESULT result = OddEnumerator::Next(timeout, count, objects, returned);
        if (count > 1 && returned != nullptr && *returned == count) --*returned;
        return result;
    }
};

class HastyEnumerator final : public OddEnumerator<HastyEnumerator> {
public:
    using OddEnumerator::OddEnumerator;
    HRESULT STDMETHODCALLTYPE Reset() noexcept override {
        const HRESULT result = OddEnumerator::Reset();
        if (SUCCEEDED(result)) (void)OddEnumerator::Skip(WBEM_INFINITE, 1);
        return result;
    }
};

// --- Reset, Clone and Skip ---

class RewindingEnumerator final : public OddEnumerator<RewindingEnumerator> {
public:
    using OddEnumerator::OddEnumerator;
    HRESULT STDMETHODCALLTYPE Reset() noexcept override {
        (void)OddEnumerator::Reset();
        return WBEM_S_NO_ERROR;
    }
};

class SelfCloningEnumerator final : public OddEnumerator<SelfCloningEnumerator> {
public:
    using OddEnumerator::OddEnumerator;
    HRESULT STDMETHODCALLTYPE Clone(IEnumWbemClassObject** enumerator) noexcept override {
        const HRESULT result = OddEnumerator::Clone(enumerator);
        if (SUCCEEDED(result) || enumerator == nullptr) return result;
        return QueryInterface(IID_IEnumWbemClassObject, reinterpret_cast<void**>(enumerator));
    }
};

class EndlessEnumerator final : public OddEnumerator<EndlessEnumerator> {
public:
    using OddEnumerator::OddEnumerator;
    HRESULT STDMETHODCALLTYPE Skip(LONG timeout, ULONG count) noexcept override {
        const HRESULT result = OddEnumerator::Skip(timeout, count);
        return result == WBEM_S_FALSE ? HRESULT{WBEM_S_NO_ERROR} : result;
    }
};

class StridingEnumerator final : public OddEnumerator<StridingEnumerator> {
public:
    using OddEnumerator::OddEnumerator;
    HRESULT STDMETHODCALLTYPE Skip(LONG timeout, ULONG count) noexcept override {
        const HRESULT result = OddEnumerator::Skip(timeout, count);
        if (result == WBEM_S_NO_ERROR && count != 0) (void)OddEnumerator::Skip(0, 1);
        return result;
    }
};

class RestartingEnumerator final : public OddEnumerator<RestartingEnumerator> {
public:
    using OddEnumerator::OddEnumerator;
    HRESULT STDMETHODCALLTYPE Clone(IEnumWbemClassObject** enumerator) noexcept override {
        const HRESULT result = OddEnumerator::Clone(enumerator);
        if (SUCCEEDED(result)) (void)(*enumerator)->Reset();
        return result;
    }
};

class DriftingEnumerator final : public OddEnumerator<DriftingEnumerator> {
public:
    using OddEnumerator::OddEnumerator;
    HRESULT STDMETHODCALLTYPE Clone(IEnumWbemClassObject** enumerator) noexcept override {
        const HRESULT result = OddEnumerator::Clone(enumerator);
        if (SUCCEEDED(result)) (void)OddEnumerator::Skip(0, 1);
        return result;
    }
};

// --- call results ---

class CheerfulCallResult final : public ForwardingCallResult {
public:
    using ForwardingCallResult::ForwardingCallResult;
    HRESULT STDMETHODCALLTYPE GetCallStatus(LONG timeout, LONG* status) noexcept override {
        const HRESULT result = ForwardingCallResult::GetCallStatus(timeout, status);
        if (result == WBEM_S_NO_ERROR) *status = WBEM_S_NO_ERROR;
        return result;
    }
};

class ForgetfulCallResult final : public ForwardingCallResult {
public:
    using ForwardingCallResult::ForwardingCallResult;
    HRESULT STDMETHODCALLTYPE GetCallStatus(LONG timeout, LONG* status) noexcept override {
        const HRESULT result = ForwardingCallResult::GetCallStatus(timeout, status);
        const bool has_answered = was_read_.exchange(was_read_ || timeout == WBEM_INFINITE);
        return has_answered && timeout == 0 ? HRESULT{WBEM_S_TIMEDOUT} : result;
    }

private:
    std::atomic<bool> was_read_{false};
};

class EmptyHandedCallResult final : public ForwardingCallResult {
public:
    using ForwardingCallResult::ForwardingCallResult;
    HRESULT STDMETHODCALLTYPE GetResultObject(LONG timeout, IWbemClassObject** object) noexcept override {
        const HRESULT result = ForwardingCallResult::GetResultObject(timeout, object);
        return result == WBEM_E_NOT_FOUND ? HRESULT{WBEM_S_NO_ERROR} : result;
    }
};

class SpeechlessCallResult final : public ForwardingCallResult {
public:
    using ForwardingCallResult::ForwardingCallResult;
    HRESULT STDMETHODCALLTYPE GetResultString(LONG timeout, BSTR* text) noexcept override {
        const HRESULT result = ForwardingCallResult::GetResultString(timeout, text);
        if (SUCCEEDED(result)) SysFreeString(std::exchange(*text, nullptr));
        return result;
    }
};

template <HRESULT Answer>
class TalkativeCallResult final : public ForwardingCallResult {
public:
    using ForwardingCallResult::ForwardingCallResult;
    HRESULT STDMETHODCALLTYPE GetResultString(LONG timeout, BSTR* text) noexcept override {
        const HRESULT result = ForwardingCallResult::GetResultString(timeout, text);
        return result == WBEM_E_INVALID_OPERATION ? Answer : result;
    }
};

// --- calls that fail ---

class DeadEnumerator final : public com::ComObject<IEnumWbemClassObject> {
public:
    HRESULT STDMETHODCALLTYPE Reset() noexcept override { return WBEM_E_FAILED; }
    HRESULT STDMETHODCALLTYPE Next(LONG, ULONG, IWbemClassObject**, ULONG*) noexcept override { return WBEM_E_FAILED; }
    HRESULT STDMETHODCALLTYPE NextAsync(ULONG, IWbemObjectSink*) noexcept override { return WBEM_E_FAILED; }
    HRESULT STDMETHODCALLTYPE Clone(IEnumWbemClassObject** enumerator) noexcept override {
        if (enumerator != nullptr) *enumerator = nullptr;
        return WBEM_E_FAILED;
    }
    HRESULT STDMETHODCALLTYPE Skip(LONG, ULONG) noexcept override { return WBEM_E_FAILED; }
};

class DeadCallResult final : public com::ComObject<IWbemCallResult> {
public:
    HRESULT STDMETHODCALLTYPE GetResultObject(LONG, IWbemClassObject** object) noexcept override { return fail(object); }
    HRESULT STDMETHODCALLTYPE GetResultString(LONG, BSTR* text) noexcept override { return fail(text); }
    HRESULT STDMETHODCALLTYPE GetResultServices(LONG, IWbemServices** services) noexcept override { return fail(services); }
    HRESULT STDMETHODCALLTYPE GetCallStatus(LONG, LONG*) noexcept override { return WBEM_E_FAILED; }

private:
    template <class T>
    static HRESULT fail(T* out) noexcept {
        if (out != nullptr) *out = nullptr;
        return WBEM_E_FAILED;
    }
};

void hand_out_enumerator(HRESULT, IEnumWbemClassObject** enumerator, IWbemCallResult**) {
    if (enumerator != nullptr && *enumerator == nullptr) *enumerator = com::make_com<DeadEnumerator>().detach();
}

void hand_out_call_result(HRESULT, IEnumWbemClassObject**, IWbemCallResult** call_result) {
    if (call_result != nullptr && *call_result == nullptr) *call_result = com::make_com<DeadCallResult>().detach();
}

template <LONG Flag>
void supply_flag(Seams& seams) {
    filter_services(seams, {.notification_flags = [](LONG flags) { return flags | Flag; }});
}

constexpr DefectEntry kDefects[] = {
    {{"call-status-always-success", "GetCallStatus stores WBEM_S_NO_ERROR, however the operation ended.",
      clauses<"SEMI-1">},
     make_call_results<CheerfulCallResult>},
    {{"call-status-forgotten", "GetCallStatus with lTimeout 0 times out once the status has been read.",
      clauses<"SEMI-1">},
     make_call_results<ForgetfulCallResult>},
    {{"result-object-empty", "GetResultObject succeeds with NULL for an object that does not exist.",
      clauses<"SEMI-2">},
     make_call_results<EmptyHandedCallResult>},
    {{"result-string-empty", "GetResultString succeeds with NULL where there is a string.", clauses<"SEMI-2">},
     make_call_results<SpeechlessCallResult>},
    {{"infinite-wait-times-out", "Next with WBEM_INFINITE returns WBEM_S_TIMEDOUT at the end.", clauses<"SEMI-3">},
     filter_enumerators<ImpatientEnumerator>},
    {{"zero-timeout-waits", "Next and Skip with lTimeout 0 wait for more than a second.", clauses<"SEMI-3">},
     filter_enumerators<LeisurelyEnumerator>},
    {{"string-of-nothing", "GetResultString succeeds with NULL where there is no string.", clauses<"SEMI-4">},
     make_call_results<TalkativeCallResult<HRESULT{WBEM_S_NO_ERROR}>>},
    {{"string-of-nothing-fails", "GetResultString fails with WBEM_E_FAILED where there is no string.",
      clauses<"SEMI-4">},
     make_call_results<TalkativeCallResult<WBEM_E_FAILED>>},
    {{"next-false-with-all", "Next returns WBEM_S_FALSE when both of two objects came.", clauses<"SEMI-6">},
     filter_enumerators<ModestEnumerator>},
    {{"next-miscounts", "Next stores an object that it does not count.", clauses<"SEMI-6">},
     filter_enumerators<MiscountingEnumerator>},
    {{"reset-loses-first", "Reset goes to the second object.", clauses<"SEMI-6">}, filter_enumerators<HastyEnumerator>},
    {{"forward-only-reset-succeeds", "Reset succeeds on a forward-only enumerator.", clauses<"SEMI-8">},
     filter_enumerators<RewindingEnumerator>},
    {{"forward-only-clones-itself", "Clone of a forward-only enumerator gives the enumerator itself.",
      clauses<"SEMI-8">},
     filter_enumerators<SelfCloningEnumerator>},
    {{"skip-knows-no-end", "Skip beyond the end returns WBEM_S_NO_ERROR.", clauses<"SEMI-9">},
     filter_enumerators<EndlessEnumerator>},
    {{"skip-goes-too-far", "Skip skips one object more.", clauses<"SEMI-9">}, filter_enumerators<StridingEnumerator>},
    {{"clone-starts-over", "A clone stands at the start.", clauses<"SEMI-10">}, filter_enumerators<RestartingEnumerator>},
    {{"clone-moves-original", "Clone moves the enumerator by one object.", clauses<"SEMI-10">},
     filter_enumerators<DriftingEnumerator>},
    {{"enumerator-beside-error", "A failing call that makes an enumerator hands one out.",
      clauses<"IMM-4", "REF-17", "COM-3">},
     [](Seams& seams) { filter_services(seams, {.failed = hand_out_enumerator}); }},
    {{"call-result-beside-error", "A failing call that makes a call result hands one out.",
      clauses<"IMM-4", "REF-17", "COM-3">},
     [](Seams& seams) { filter_services(seams, {.failed = hand_out_call_result}); }},
    {{"forward-only-supplied", "ExecNotificationQuery does without WBEM_FLAG_FORWARD_ONLY.", clauses<"ARG-22">},
     supply_flag<WBEM_FLAG_FORWARD_ONLY>},
    {{"return-immediately-supplied", "ExecNotificationQuery does without WBEM_FLAG_RETURN_IMMEDIATELY.",
      clauses<"ARG-22">},
     supply_flag<WBEM_FLAG_RETURN_IMMEDIATELY>},
};

}  // namespace

std::span<const DefectEntry> semisynchronous_defects() noexcept { return kDefects; }

}  // namespace wbemcheck::mock
