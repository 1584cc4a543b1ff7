#include "mock_provider/services/error_details.h"

#include <cstdint>
#include <utility>
#include <vector>

#include "harness/com/hresult.h"
#include "mock_provider/model/class_object.h"

namespace wbemcheck::mock {

namespace {

class DetailsRow final : public ObjectSource {
public:
    DetailsRow(std::shared_ptr<const ClassDefinition> definition, ErrorDetails details)
        : definition_(std::move(definition)), details_(std::move(details)) {}

    [[nodiscard]] std::size_t size() const noexcept override { return 1; }

    [[nodiscard]] com::com_ptr<IWbemClassObject> make(std::size_t) const override {
        return make_instance_object(make_instance(
            definition_,
            {{"StatusCode", Value::uint32(static_cast<std::uint32_t>(details_.result))},
             {"Operation", Value::string(details_.operation)},
             {"ParameterInfo", Value::string(details_.parameter)},
             {"ProviderName", Value::string("wbemcheck mock")},
             {"Description", Value::string(details_.description.empty() ? com::describe_hresult(details_.result)
                                                                        : details_.description)}}));
    }

private:
    const std::shared_ptr<const ClassDefinition> definition_;
    const ErrorDetails details_;
};

}  // namespace

std::shared_ptr<const ObjectSource> make_error_details(const NamespaceStore& space, ErrorDetails details) {
    auto definition = space.find_class("__ExtendedStatus");
    if (definition == nullptr) {
        return nullptr;
    }
    return std::make_shared<const DetailsRow>(std::move(definition), std::move(details));
}

Request accepted(const std::shared_ptr<NamespaceStore>& space, std::string operation, std::string parameter,
                 Work work) {
    return {WBEM_S_NO_ERROR, [space, operation = std::move(operation), parameter = std::move(parameter),
                              work = std::move(work)] {
                Answer answer;
                try {
                    answer = work();
                } catch (...) {
                    answer = outcome(com::current_exception_to_hresult());
                }
                if (FAILED(answer.ending.result) && answer.ending.details == nullptr) {
                    answer.ending.details =
                        make_error_details(*space, {answer.ending.result, operation, parameter, {}});
                }
                return answer;
            }};
}

}  // namespace wbemcheck::mock
