#include "mock_provider/services/registered_methods.h"

#include <utility>

#include "harness/com/hresult.h"
#include "harness/com/text.h"
#include "mock_provider/model/class_object.h"
#include "mock_provider/services/core.h"
#include "mock_provider/services/wbem_services.h"

namespace wbemcheck::mock {

namespace {

void read_outputs(IWbemClassObject* object, MethodOutputs& outputs) {
    ObjectContent content;
    com::throw_if_failed(read_object(object, content));
    const auto& properties = content.instance->definition().properties();
    for (std::size_t i = 0; i < properties.size(); ++i) {
        outputs.emplace_back(properties[i].name, content.instance->values()[i]);
    }
}

}  // namespace

com::variant MethodInvocation::input(std::string_view name) const {
    com::variant value;
    com::throw_if_failed(inputs == nullptr
                             ? WBEM_E_NOT_FOUND
                             : inputs->Get(com::to_utf16(name).c_str(), 0, value.put(), nullptr, nullptr));
    return value;
}

void MethodInvocation::set_output(std::string_view name, com::variant value) const {
    com::throw_if_failed(outputs == nullptr ? WBEM_E_NOT_FOUND
                                            : outputs->Put(com::to_utf16(name).c_str(), 0, value.get(), 0));
}

MethodBody make_method_body(MethodHandler handler) {
    return [handler = std::move(handler)](const MethodCall& call, MethodOutputs& outputs) {
        const Scope& scope = call.scope;
        com::com_ptr<IWbemClassObject> given;
        if (call.inputs != nullptr) {
            given = make_instance_object(call.inputs);
        }
        com::com_ptr<IWbemClassObject> result;
        if (call.method.outputs != nullptr) {
            result = make_parameters_object(call.method.outputs);
        }
        const auto services = scope.core->hand_out(make_services(scope));
        HRESULT worked = WBEM_S_NO_ERROR;
        {
            const WorkerPool::OutsideCall outside = scope.core->engine().call_out();
            worked = handler({call.object_path, call.method.name, *services, given.get(), result.get(), call.context});
        }
        if (SUCCEEDED(worked) && result != nullptr) {
            read_outputs(result.get(), outputs);
        }
        return worked;
    };
}

}  // namespace wbemcheck::mock
