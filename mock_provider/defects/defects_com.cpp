// COM: identity, QueryInterface, out pointers, counts, and objects that are passed in. The objects live as long as they
// must, whatever they report: a client that keeps the rules is not hurt by any of these.
#include <atomic>
#include <memory>
#include <thread>
#include <utility>

#include "harness/com/iid.h"
#include "mock_provider/defects/families.h"
#include "mock_provider/defects/forwarding.h"
#include "mock_provider/defects/object_filters.h"
#include "mock_provider/defects/services_filter.h"

namespace wbemcheck::mock {

namespace {

// {0000013D-0000-0000-C000-000000000046}
constexpr IID kClientSecurityId = {0x0000013d, 0x0000, 0x0000, {0xc0, 0, 0, 0, 0, 0, 0, 0x46}};

// A part of an object that is an object of its own. It passes every question on, but for one interface.
class Part final : public com::ComObject<IUnknown> {
public:
    Part(com::com_ptr<IUnknown> whole, const IID& own, const IID& unknown_to_it)
        : whole_(std::move(whole)), own_(own), unknown_to_it_(unknown_to_it) {}

    HRESULT STDMETHODCALLTYPE QueryInterface(REFIID iid, void** object) noexcept override {
        if (object == nullptr) return E_POINTER;
        *object = nullptr;
        if (iid == unknown_to_it_) return E_NOINTERFACE;
        if (iid == own_) {
            add_reference();
            *object = static_cast<IUnknown*>(this);
            return S_OK;
        }
        return whole_->QueryInterface(iid, object);
    }

private:
    const com::com_ptr<IUnknown> whole_;
    const IID own_;
    const IID unknown_to_it_;
};

// In place of an IUnknown pointer: another one of the same object.
void put_second_unknown(void** object) {
    com::com_ptr<IUnknown> whole = com::adopt_ptr(static_cast<IUnknown*>(*object));
    *object = static_cast<IUnknown*>(com::make_com<Part>(std::move(whole), IID_NULL, IID_NULL).detach());
}

void give_second_unknown(Seams& seams) {
    filter_services(seams, {.query_interface = [](IUnknown&, const Proceed& proceed, REFIID iid, void** object) {
                        const HRESULT result = proceed();
                        if (SUCCEEDED(result) && iid == com::iid_of<IUnknown>()) {
                            put_second_unknown(object);
                        }
                        return result;
                    }});
}

// Has one IUnknown at first, and later another one.
class ChangingUnknown final : public ForwardingObject {
public:
    using ForwardingObject::ForwardingObject;

    HRESULT STDMETHODCALLTYPE QueryInterface(REFIID iid, void** object) noexcept override {
        const HRESULT result = ForwardingObject::QueryInterface(iid, object);
        if (SUCCEEDED(result) && iid == com::iid_of<IUnknown>() && questions_.fetch_add(1) >= kQuestions) {
            put_second_unknown(object);
        }
        return result;
    }

private:
    static constexpr int kQuestions = 4;

    std::atomic<int> questions_{0};
};

// Knows what it is only until its result has been fetched.
class ForgetfulCallResult final : public ForwardingCallResult {
public:
    using ForwardingCallResult::ForwardingCallResult;

    HRESULT STDMETHODCALLTYPE QueryInterface(REFIID iid, void** object) noexcept override {
        if (is_fetched_ && object != nullptr && iid == com::iid_of<IWbemCallResult>()) {
            *object = nullptr;
            return E_NOINTERFACE;
        }
        return ForwardingCallResult::QueryInterface(iid, object);
    }
    HRESULT STDMETHODCALLTYPE GetResultObject(LONG timeout, IWbemClassObject** object) noexcept override {
        is_fetched_ = true;
        return ForwardingCallResult::GetResultObject(timeout, object);
    }

private:
    std::atomic<bool> is_fetched_{false};
};

// Its security is an object that does not know the services it belongs to.
void give_foreign_security(Seams& seams) {
    filter_services(seams, {.query_interface = [](IUnknown& services, const Proceed& proceed, REFIID iid, void** object) {
                        if (iid != kClientSecurityId || object == nullptr) {
                            return proceed();
                        }
                        com::com_ptr<IUnknown> whole = com::retain_ptr(&services);
                        *object = static_cast<IUnknown*>(
                            com::make_com<Part>(std::move(whole), kClientSecurityId, com::iid_of<IWbemServices>())
                                .detach());
                        return S_OK;
                    }});
}

class SelflessEnumerator final : public ForwardingEnumerator {
public:
    using ForwardingEnumerator::ForwardingEnumerator;

    HRESULT STDMETHODCALLTYPE QueryInterface(REFIID iid, void** object) noexcept override {
        if (object != nullptr && iid == com::iid_of<IEnumWbemClassObject>()) {
            *object = nullptr;
            return E_NOINTERFACE;
        }
        return ForwardingEnumerator::QueryInterface(iid, object);
    }
};

class CarelessObject final : public ForwardingObject {
public:
    using ForwardingObject::ForwardingObject;

    HRESULT STDMETHODCALLTYPE QueryInterface(REFIID iid, void** object) noexcept override {
        void* found = nullptr;
        const HRESULT result = ForwardingObject::QueryInterface(iid, object == nullptr ? nullptr : &found);
        if (SUCCEEDED(result)) {
            *object = found;
        }
        return result;
    }
};

void refuse_with_failure(Seams& seams) {
    filter_services(seams, {.query_interface = [](IUnknown&, const Proceed& proceed, REFIID, void**) {
                        const HRESULT result = proceed();
                        return result == E_NOINTERFACE ? E_FAIL : result;
                    }});
}

class AgreeableEnumerator final : public ForwardingEnumerator {
public:
    using ForwardingEnumerator::ForwardingEnumerator;

    HRESULT STDMETHODCALLTYPE QueryInterface(REFIID, void** object) noexcept override {
        return ForwardingEnumerator::QueryInterface(com::iid_of<IEnumWbemClassObject>(), object);
    }
};

class CarelessCallResult final : public ForwardingCallResult {
public:
    using ForwardingCallResult::ForwardingCallResult;

    HRESULT STDMETHODCALLTYPE GetResultServices(LONG timeout, IWbemServices** services) noexcept override {
        IWbemServices* found = nullptr;
        const HRESULT result = inner().GetResultServices(timeout, services == nullptr ? nullptr : &found);
        if (SUCCEEDED(result)) {
            *services = found;
        }
        return result;
    }
};

// Reports what a count that is not atomic would come to: of the AddRefs on other threads than the first, which run beside
// its own, every 64th is lost.
class RacyObject final : public ForwardingObject {
public:
    using ForwardingObject::ForwardingObject;

    ULONG STDMETHODCALLTYPE AddRef() noexcept override {
        const ULONG count = add_reference();
        if (std::this_thread::get_id() != owner_ && (beside_.fetch_add(1) + 1) % 64 == 0) {
            lost_.fetch_add(1);
        }
        return reported(count);
    }
    ULONG STDMETHODCALLTYPE Release() noexcept override {
        const ULONG lost = lost_.load();
        const ULONG left = release_reference();
        return left > lost ? left - lost : 0;
    }

private:
    [[nodiscard]] ULONG reported(ULONG count) const noexcept {
        const ULONG lost = lost_.load();
        return count > lost ? count - lost : 0;
    }

    const std::thread::id owner_ = std::this_thread::get_id();
    std::atomic<ULONG> beside_{0};
    std::atomic<ULONG> lost_{0};
};

class IdleEnumerator final : public ForwardingEnumerator {
public:
    using ForwardingEnumerator::ForwardingEnumerator;

    ULONG STDMETHODCALLTYPE AddRef() noexcept override { return add_reference() - 1; }
};

class LeakyCallResult final : public ForwardingCallResult {
public:
    using ForwardingCallResult::ForwardingCallResult;

    HRESULT STDMETHODCALLTYPE GetResultObject(LONG timeout, IWbemClassObject** object) noexcept override {
        add_reference();
        return ForwardingCallResult::GetResultObject(timeout, object);
    }
};

class LeakyObject final : public ForwardingObject {
public:
    using ForwardingObject::ForwardingObject;

    HRESULT STDMETHODCALLTYPE QueryInterface(REFIID iid, void** object) noexcept override {
        const HRESULT result = ForwardingObject::QueryInterface(iid, object);
        if (SUCCEEDED(result)) {
            add_reference();
        }
        return result;
    }
};

template <class Object>
void hand_out_objects(Seams& seams) {
    filter_services(seams, {.get_object = [](const Proceed& proceed, IWbemClassObject** object) {
                        const HRESULT result = proceed();
                        if (object != nullptr && *object != nullptr) {
                            *object = com::make_com<Object>(com::adopt_ptr(*object)).detach();
                        }
                        return result;
                    }});
}

template <class Enumerator>
void hand_out_enumerators(Seams& seams) {
    filter_services(seams, {.exec_query = [](const Proceed& proceed, IEnumWbemClassObject** enumerator) {
                        const HRESULT result = proceed();
                        if (enumerator != nullptr && *enumerator != nullptr) {
                            *enumerator = com::make_com<Enumerator>(com::adopt_ptr(*enumerator)).detach();
                        }
                        return result;
                    }});
}

template <class CallResult>
void hand_out_call_results(Seams& seams) {
    filter_services(seams, {.call_result = [](com::com_ptr<IWbemCallResult> inner) -> com::com_ptr<IWbemCallResult> {
                        return com::make_com<CallResult>(std::move(inner));
                    }});
}

// Only an object that others keep alive: the rest of the run is to go on.
void release_once_too_often(IWbemClassObject& object) {
    constexpr ULONG kKeptByOthers = 3;
    object.AddRef();
    if (object.Release() >= kKeptByOthers) {
        object.Release();
    }
}

void change(IWbemClassObject& object) { alter(object); }

template <AsyncMethod Method, bool IsAsynchronous, void (*Harm)(IWbemClassObject&)>
void harm_what_is_passed(Seams& seams) {
    filter_services(seams, {.passed = [](AsyncMethod method, bool is_asynchronous, IWbemClassObject& object) {
                        if (method == Method && is_asynchronous == IsAsynchronous) {
                            Harm(object);
                        }
                    }});
}

constexpr DefectEntry kDefects[] = {
    {{"second-unknown", "Every QueryInterface of a services pointer for IUnknown gives another pointer.",
      clauses<"COM-1">},
     give_second_unknown},
    {{"unknown-changes", "The IUnknown pointer of an object from GetObject is another one after some questions.",
      clauses<"COM-1">},
     hand_out_objects<ChangingUnknown>},
    {{"interface-forgotten", "A call result refuses IWbemCallResult once its object was fetched.", clauses<"COM-2">},
     hand_out_call_results<ForgetfulCallResult>},
    {{"query-not-symmetric", "IClientSecurity of a services pointer does not give IWbemServices.", clauses<"COM-2">},
     give_foreign_security},
    {{"query-not-reflexive", "An enumerator does not give IEnumWbemClassObject.", clauses<"COM-2">},
     hand_out_enumerators<SelflessEnumerator>},
    {{"query-leaves-out-pointer", "An object from GetObject leaves the out pointer as it was when it has no such interface.",
      clauses<"COM-3">},
     hand_out_objects<CarelessObject>},
    {{"query-fails-otherwise", "A services pointer refuses interfaces with E_FAIL.", clauses<"COM-3">},
     refuse_with_failure},
    {{"query-gives-everything", "An enumerator gives itself for every IID.", clauses<"COM-3">},
     hand_out_enumerators<AgreeableEnumerator>},
    {{"getter-leaves-out-pointer", "GetResultServices leaves the out pointer as it was when it fails.", clauses<"COM-3">},
     hand_out_call_results<CarelessCallResult>},
    {{"count-not-atomic", "The count of an object from GetObject loses references that other threads take.",
      clauses<"COM-4">},
     hand_out_objects<RacyObject>},
    {{"add-ref-without-effect", "AddRef of an enumerator reports the count that was there before.", clauses<"COM-4">},
     hand_out_enumerators<IdleEnumerator>},
    {{"getter-leaks-itself", "GetResultObject takes a reference on the call result and forgets it.", clauses<"COM-4">},
     hand_out_call_results<LeakyCallResult>},
    {{"query-leaks-reference", "QueryInterface of an object from GetObject takes a reference too many.",
      clauses<"COM-4">},
     hand_out_objects<LeakyObject>},
    {{"in-object-released", "PutInstance releases the object of its caller, where others keep it alive.",
      clauses<"COM-5">},
     harm_what_is_passed<AsyncMethod::kPutInstance, false, release_once_too_often>},
    {{"in-object-changed", "PutInstanceAsync changes the object of its caller.", clauses<"COM-5">},
     harm_what_is_passed<AsyncMethod::kPutInstance, true, change>},
    {{"in-parameters-released", "ExecMethodAsync releases the in parameters of its caller, where others keep them alive.",
      clauses<"IND-11", "COM-5">},
     harm_what_is_passed<AsyncMethod::kExecMethod, true, release_once_too_often>},
};

}  // namespace

std::span<const DefectEntry> com_defects() noexcept { return kDefects; }

}  // namespace wbemcheck::mock
