#include "harness/probe/lending_services.h"

#include <functional>
#include <utility>
#include <vector>

#include "harness/com/hresult.h"
#include "harness/probe/provider_call.h"
#include "harness/probe/services.h"

namespace wbemcheck::probe {

// What is lent for one call.
class LendingServices::Loan {
public:
    explicit Loan(HostLedger& ledger) noexcept : ledger_(ledger) {}
    Loan(const Loan&) = delete;
    Loan& operator=(const Loan&) = delete;
    ~Loan() {
        for (const void* const lent : lent_) ledger_.take_back(lent);
    }

    template <class Body>
    static HRESULT run(HostLedger& ledger, const Body& body) noexcept {
        return com::guard([&] {
            Loan loan(ledger);
            return body(loan);
        });
    }

    // What the provider gets: a host object, also where the client has one in its hands already.
    template <class I>
    [[nodiscard]] I* lend(I* argument, const char* name) {
        if (argument == nullptr) return nullptr;
        com::com_ptr<I> inner = ledger_.inner_of(argument);
        if (!inner) inner = com::retain_ptr(argument);
        lent_.reserve(lent_.size() + 1);
        I* const lent = ledger_.lend(std::move(inner), current_call_of_this_thread(), name);
        lent_.push_back(lent);
        return lent;
    }

    template <class... I>
    [[nodiscard]] HRESULT call(const std::function<HRESULT()>& body, I**... outs) {
        const HRESULT result = call_provider(ledger_.recorder(), current_call_of_this_thread(), body);
        if (SUCCEEDED(result)) (hand_over(outs), ...);
        return result;
    }

private:
    template <class I>
    void hand_over(I** out) {
        if (out == nullptr || *out == nullptr) return;
        com::com_ptr<I> inner = ledger_.inner_of(*out);
        if (!inner) return;
        // Released, and so recorded: the provider's reference is the client's from now on.
        const com::com_ptr<I> given = com::adopt_ptr(std::exchange(*out, inner.detach()));
    }

    HostLedger& ledger_;
    std::vector<const void*> lent_;
};

LendingServices::LendingServices(com::com_ptr<IWbemServices> provider, std::shared_ptr<HostLedger> ledger)
    : provider_(std::move(provider)), ledger_(std::move(ledger)) {}

LendingServices::~LendingServices() = default;

HRESULT LendingServices::OpenNamespace(const BSTR name, LONG flags, IWbemContext* context, IWbemServices** services,
                                       IWbemCallResult** result) noexcept {
    return Loan::run(*ledger_, [&](Loan& loan) {
        IWbemContext* const lent_context = loan.lend(context, "pCtx");
        return loan.call([&] { return provider_->OpenNamespace(name, flags, lent_context, services, result); },
                         services, result);
    });
}

HRESULT LendingServices::CancelAsyncCall(IWbemObjectSink* sink) noexcept {
    return Loan::run(*ledger_, [&](Loan& loan) { return loan.call([&] { return provider_->CancelAsyncCall(sink); }); });
}

HRESULT LendingServices::QueryObjectSink(LONG flags, IWbemObjectSink** sink) noexcept {
    return Loan::run(
        *ledger_, [&](Loan& loan) { return loan.call([&] { return provider_->QueryObjectSink(flags, sink); }, sink); });
}

HRESULT LendingServices::GetObject(const BSTR object_path, LONG flags, IWbemContext* context, IWbemClassObject** object,
                                   IWbemCallResult** result) noexcept {
    return Loan::run(*ledger_, [&](Loan& loan) {
        IWbemContext* const lent_context = loan.lend(context, "pCtx");
        return loan.call([&] { return provider_->GetObject(object_path, flags, lent_context, object, result); }, object,
                         result);
    });
}

HRESULT LendingServices::GetObjectAsync(const BSTR object_path, LONG flags, IWbemContext* context,
                                        IWbemObjectSink* sink) noexcept {
    return Loan::run(*ledger_, [&](Loan& loan) {
        IWbemContext* const lent_context = loan.lend(context, "pCtx");
        return loan.call([&] { return provider_->GetObjectAsync(object_path, flags, lent_context, sink); });
    });
}

HRESULT LendingServices::PutClass(IWbemClassObject* object, LONG flags, IWbemContext* context,
                                  IWbemCallResult** result) noexcept {
    return Loan::run(*ledger_, [&](Loan& loan) {
        IWbemClassObject* const lent_object = loan.lend(object, "pObject");
        IWbemContext* const lent_context = loan.lend(context, "pCtx");
        return loan.call([&] { return provider_->PutClass(lent_object, flags, lent_context, result); }, result);
    });
}

HRESULT LendingServices::PutClassAsync(IWbemClassObject* object, LONG flags, IWbemContext* context,
                                       IWbemObjectSink* sink) noexcept {
    return Loan::run(*ledger_, [&](Loan& loan) {
        IWbemClassObject* const lent_object = loan.lend(object, "pObject");
        IWbemContext* const lent_context = loan.lend(context, "pCtx");
        return loan.call([&] { return provider_->PutClassAsync(lent_object, flags, lent_context, sink); });
    });
}

HRESULT LendingServices::DeleteClass(const BSTR class_name, LONG flags, IWbemContext* context,
                                     IWbemCallResult** result) noexcept {
    return Loan::run(*ledger_, [&](Loan& loan) {
        IWbemContext* const lent_context = loan.lend(context, "pCtx");
        return loan.call([&] { return provider_->DeleteClass(class_name, flags, lent_context, result); }, result);
    });
}

HRESULT LendingServices::DeleteClassAsync(const BSTR class_name, LONG flags, IWbemContext* context,
                                          IWbemObjectSink* sink) noexcept {
    return Loan::run(*ledger_, [&](Loan& loan) {
        IWbemContext* const lent_context = loan.lend(context, "pCtx");
        return loan.call([&] { return provider_->DeleteClassAsync(class_name, flags, lent_context, sink); });
    });
}

HRESULT LendingServices::CreateClassEnum(const BSTR superclass, LONG flags, IWbemContext* context,
                                         IEnumWbemClassObject** enumerator) noexcept {
    return Loan::run(*ledger_, [&](Loan& loan) {
        IWbemContext* const lent_context = loan.lend(context, "pCtx");
        return loan.call([&] { return provider_->CreateClassEnum(superclass, flags, lent_context, enumerator); },
                         enumerator);
    });
}

HRESULT LendingServices::CreateClassEnumAsync(const BSTR superclass, LONG flags, IWbemContext* context,
                                              IWbemObjectSink* sink) noexcept {
    return Loan::run(*ledger_, [&](Loan& loan) {
        IWbemContext* const lent_context = loan.lend(context, "pCtx");
        return loan.call([&] { return provider_->CreateClassEnumAsync(superclass, flags, lent_context, sink); });
    });
}

HRESULT LendingServices::PutInstance(IWbemClassObject* instance, LONG flags, IWbemContext* context,
                                     IWbemCallResult** result) noexcept {
    return Loan::run(*ledger_, [&](Loan& loan) {
        IWbemClassObject* const lent_instance = loan.lend(instance, "pInst");
        IWbemContext* const lent_context = loan.lend(context, "pCtx");
        return loan.call([&] { return provider_->PutInstance(lent_instance, flags, lent_context, result); }, result);
    });
}

HRESULT LendingServices::PutInstanceAsync(IWbemClassObject* instance, LONG flags, IWbemContext* context,
                                          IWbemObjectSink* sink) noexcept {
    return Loan::run(*ledger_, [&](Loan& loan) {
        IWbemClassObject* const lent_instance = loan.lend(instance, "pInst");
        IWbemContext* const lent_context = loan.lend(context, "pCtx");
        return loan.call([&] { return provider_->PutInstanceAsync(lent_instance, flags, lent_context, sink); });
    });
}

HRESULT LendingServices::DeleteInstance(const BSTR object_path, LONG flags, IWbemContext* context,
                                        IWbemCallResult** result) noexcept {
    return Loan::run(*ledger_, [&](Loan& loan) {
        IWbemContext* const lent_context = loan.lend(context, "pCtx");
        return loan.call([&] { return provider_->DeleteInstance(object_path, flags, lent_context, result); }, result);
    });
}

HRESULT LendingServices::DeleteInstanceAsync(const BSTR object_path, LONG flags, IWbemContext* context,
                                             IWbemObjectSink* sink) noexcept {
    return Loan::run(*ledger_, [&](Loan& loan) {
        IWbemContext* const lent_context = loan.lend(context, "pCtx");
        return loan.call([&] { return provider_->DeleteInstanceAsync(object_path, flags, lent_context, sink); });
    });
}

HRESULT LendingServices::CreateInstanceEnum(const BSTR class_name, LONG flags, IWbemContext* context,
                                            IEnumWbemClassObject** enumerator) noexcept {
    return Loan::run(*ledger_, [&](Loan& loan) {
        IWbemContext* const lent_context = loan.lend(context, "pCtx");
        return loan.call([&] { return provider_->CreateInstanceEnum(class_name, flags, lent_context, enumerator); },
                         enumerator);
    });
}

HRESULT LendingServices::CreateInstanceEnumAsync(const BSTR class_name, LONG flags, IWbemContext* context,
                                                 IWbemObjectSink* sink) noexcept {
    return Loan::run(*ledger_, [&](Loan& loan) {
        IWbemContext* const lent_context = loan.lend(context, "pCtx");
        return loan.call([&] { return provider_->CreateInstanceEnumAsync(class_name, flags, lent_context, sink); });
    });
}

HRESULT LendingServices::ExecQuery(const BSTR query_language, const BSTR query, LONG flags, IWbemContext* context,
                                   IEnumWbemClassObject** enumerator) noexcept {
    return Loan::run(*ledger_, [&](Loan& loan) {
        IWbemContext* const lent_context = loan.lend(context, "pCtx");
        return loan.call([&] { return provider_->ExecQuery(query_language, query, flags, lent_context, enumerator); },
                         enumerator);
    });
}

HRESULT LendingServices::ExecQueryAsync(const BSTR query_language, const BSTR query, LONG flags, IWbemContext* context,
                                        IWbemObjectSink* sink) noexcept {
    return Loan::run(*ledger_, [&](Loan& loan) {
        IWbemContext* const lent_context = loan.lend(context, "pCtx");
        return loan.call([&] { return provider_->ExecQueryAsync(query_language, query, flags, lent_context, sink); });
    });
}

HRESULT LendingServices::ExecNotificationQuery(const BSTR query_language, const BSTR query, LONG flags,
                                               IWbemContext* context, IEnumWbemClassObject** enumerator) noexcept {
    return Loan::run(*ledger_, [&](Loan& loan) {
        IWbemContext* const lent_context = loan.lend(context, "pCtx");
        return loan.call(
            [&] { return provider_->ExecNotificationQuery(query_language, query, flags, lent_context, enumerator); },
            enumerator);
    });
}

HRESULT LendingServices::ExecNotificationQueryAsync(const BSTR query_language, const BSTR query, LONG flags,
                                                    IWbemContext* context, IWbemObjectSink* sink) noexcept {
    return Loan::run(*ledger_, [&](Loan& loan) {
        IWbemContext* const lent_context = loan.lend(context, "pCtx");
        return loan.call(
            [&] { return provider_->ExecNotificationQueryAsync(query_language, query, flags, lent_context, sink); });
    });
}

HRESULT LendingServices::ExecMethod(const BSTR object_path, const BSTR method, LONG flags, IWbemContext* context,
                                    IWbemClassObject* in_params, IWbemClassObject** out_params,
                                    IWbemCallResult** result) noexcept {
    return Loan::run(*ledger_, [&](Loan& loan) {
        IWbemContext* const lent_context = loan.lend(context, "pCtx");
        IWbemClassObject* const lent_in_params = loan.lend(in_params, "pInParams");
        return loan.call(
            [&] {
                return provider_->ExecMethod(object_path, method, flags, lent_context, lent_in_params, out_params,
                                             result);
            },
            out_params, result);
    });
}

HRESULT LendingServices::ExecMethodAsync(const BSTR object_path, const BSTR method, LONG flags, IWbemContext* context,
                                         IWbemClassObject* in_params, IWbemObjectSink* sink) noexcept {
    return Loan::run(*ledger_, [&](Loan& loan) {
        IWbemContext* const lent_context = loan.lend(context, "pCtx");
        IWbemClassObject* const lent_in_params = loan.lend(in_params, "pInParams");
        return loan.call(
            [&] { return provider_->ExecMethodAsync(object_path, method, flags, lent_context, lent_in_params, sink); });
    });
}

}  // namespace wbemcheck::probe
