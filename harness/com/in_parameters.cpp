#include "harness/com/in_parameters.h"

#include <utility>
#include <vector>

#include "harness/com/bstr.h"
#include "harness/com/hresult.h"
#include "harness/com/variant.h"

namespace wbemcheck::com {

com_ptr<IWbemClassObject> make_in_parameters(IWbemClassObject& class_definition, const std::string& method, std::int32_t value) {
    com_ptr<IWbemClassObject> signature;
    com_ptr<IWbemClassObject> outputs;
    throw_if_failed(class_definition.GetMethod(make_bstr(method).get(), 0, signature.put(), outputs.put()));
    com_ptr<IWbemClassObject> parameters;
    if (!signature) return parameters;
    throw_if_failed(signature->SpawnInstance(0, parameters.put()));
    throw_if_failed(parameters->BeginEnumeration(WBEM_FLAG_NONSYSTEM_ONLY));
    std::vector<unique_bstr> numeric;
    for (;;) {
        unique_bstr name;
        variant current;
        CIMTYPE type = 0;
        if (parameters->Next(0, name.put(), current.put(), &type, nullptr) != WBEM_S_NO_ERROR) break;
        const bool is_whole = type == CIM_SINT32 || type == CIM_UINT32 || type == CIM_SINT16 || type == CIM_UINT16;
        if (is_whole) numeric.push_back(std::move(name));
    }
    (void)parameters->EndEnumeration();
    for (const unique_bstr& name : numeric) {
        variant number = make_variant(value);
        throw_if_failed(parameters->Put(name.get(), 0, number.get(), 0));
    }
    return parameters;
}

}  // namespace wbemcheck::com
