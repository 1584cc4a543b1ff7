// Example_Calculator: a static method with results, and one of an instance without any.
#include "tests/providers/method_provider.h"

#include <cstdint>
#include <limits>
#include <optional>

#include "harness/com/bstr.h"
#include "harness/com/hresult.h"
#include "harness/com/received.h"
#include "tests/providers/answer.h"
#include "tests/providers/arguments.h"
#include "tests/providers/not_capable_services.h"
#include "tests/providers/object_path.h"
#include "tests/providers/objects.h"

namespace wbemcheck::example {

namespace {

constexpr std::string_view kCalculator = "Example_Calculator";

// The object for the results of a method: an instance of what the class declares as its out parameters.
com::com_ptr<IWbemClassObject> make_out_params(IWbemClassObject& of_class, const OLECHAR* method) {
    com::com_ptr<IWbemClassObject> signature;
    com::throw_if_failed(com::received(of_class.GetMethod(method, 0, nullptr, signature.put()), signature));
    return spawn_instance(*signature);
}

class CalculatorProvider final : public NotCapableServices {
public:
    HRESULT STDMETHODCALLTYPE Initialize(LPWSTR, LONG, LPWSTR, LPWSTR, IWbemServices* services, IWbemContext*,
                                         IWbemProviderInitSink* init_sink) noexcept override {
        if (services == nullptr || init_sink == nullptr) {
            return WBEM_E_INVALID_PARAMETER;
        }
        services_ = com::retain_ptr(services);        // PRV-5
        init_sink->SetStatus(WBEM_S_INITIALIZED, 0);  // PRV-2, PRV-3, PRV-4
        return WBEM_S_NO_ERROR;
    }

    // What is returned says whether the input is right; how the call went is for the sink, and what the
    // method has to say of its work is ReturnValue among the out parameters (PRV-16, STA-16).
    HRESULT STDMETHODCALLTYPE ExecMethodAsync(const BSTR path, const BSTR method, LONG flags,
                                              IWbemContext* context, IWbemClassObject* in_params,
                                              IWbemObjectSink* sink) noexcept override {
        if (const HRESULT refused = check_arguments(path, sink, flags, kMethodFlags); FAILED(refused)) {
            return refused;
        }
        if (method == nullptr) {
            return WBEM_E_INVALID_PARAMETER;
        }
        return com::guard([&] {
            const std::string name = com::to_utf8(method);
            if (is_same_name(name, "Add")) {
                add(com::to_utf8(path), in_params, context, *sink);
            } else if (is_same_name(name, "Clear")) {
                clear(com::to_utf8(path), in_params, *sink);
            } else {
                throw com::HresultError(WBEM_E_INVALID_METHOD);
            }
        });
    }

private:
    void add(const std::string& path, IWbemClassObject* in_params, IWbemContext* context,
             IWbemObjectSink& sink) const {
        if (in_params == nullptr) {
            throw com::HresultError(WBEM_E_INVALID_METHOD_PARAMETERS);
        }
        const auto left = get_uint32(*in_params, OLESTR("Left"));
        const auto right = get_uint32(*in_params, OLESTR("Right"));
        if (!left || !right) {
            throw com::HresultError(WBEM_E_INVALID_METHOD_PARAMETERS);
        }
        answer_with(sink, [&](Answer& answer) {
            // A static method: called on the class, or on an instance of it.
            if (!is_same_name(path, kCalculator)) {
                static_cast<void>(key_in_path(path, kCalculator, "Name"));
            }
            const auto out_params =
                make_out_params(*get_class(services_.get(), kCalculator, context), OLESTR("Add"));  // PRV-7
            const std::uint64_t sum = std::uint64_t{*left} + *right;
            const bool is_too_big = sum > std::numeric_limits<std::uint32_t>::max();
            if (!is_too_big) {
                put_uint32(*out_params, OLESTR("Sum"), static_cast<std::uint32_t>(sum));
            }
            put_uint32(*out_params, OLESTR("ReturnValue"), is_too_big ? 1 : 0);
            answer.add(out_params);  // one object, before the final (IND-12, ORD-12)
        });
    }

    // No out parameters: nothing through Indicate, the final alone (IND-12).
    void clear(const std::string& path, IWbemClassObject*, IWbemObjectSink& sink) const {
        answer_with(sink, [&](Answer&) {
            if (!is_same_name(key_in_path(path, kCalculator, "Name"), "desk")) {
                throw com::HresultError(WBEM_E_NOT_FOUND);
            }
        });
    }

    com::com_ptr<IWbemServices> services_;  // written by Initialize, before any request
};

}  // namespace

com::com_ptr<IUnknown> make_calculator_provider() {
    return com::make_com<CalculatorProvider>().as<IUnknown>();
}

}  // namespace wbemcheck::example
