#include "mock_provider/model/method_signature.h"

#include <algorithm>
#include <cstdint>
#include <optional>
#include <utility>
#include <vector>

namespace wbemcheck::mock {

namespace {

constexpr std::string_view kReturnValue = "ReturnValue";

std::optional<std::int64_t> id_of(const Property& parameter) {
    const Qualifier* const id = parameter.qualifiers.find("ID");
    if (id == nullptr || id->value.is_null() || id->value.type() != Type{CimType::kSint32, false}) {
        return std::nullopt;
    }
    return id->value.as_signed();
}

bool same_parameter(const Property& left, const Property& right) {
    return equal_names(left.name, right.name) && left.type == right.type &&
           left.qualifiers == right.qualifiers && equal_names(left.reference_class, right.reference_class);
}

HRESULT collect_ids(const ClassDefinition& signature, const ClassDefinition* others,
                    std::vector<std::int64_t>& ids) {
    for (const Property& parameter : signature.properties()) {
        const std::optional<std::int64_t> id = id_of(parameter);
        if (equal_names(parameter.name, kReturnValue)) {
            if (id) {
                return WBEM_E_PARAMETER_ID_ON_RETVAL;
            }
            continue;
        }
        if (!id) {
            return WBEM_E_MISSING_PARAMETER_ID;
        }
        const std::optional<std::size_t> twin =
            others != nullptr ? others->find_property(parameter.name) : std::nullopt;
        if (!twin) {
            ids.push_back(*id);
        } else if (!same_parameter(parameter, others->properties()[*twin])) {
            return WBEM_E_INVALID_DUPLICATE_PARAMETER;
        }
    }
    return WBEM_S_NO_ERROR;
}

}  // namespace

HRESULT check_signatures(const ClassDefinition* inputs, const ClassDefinition* outputs) {
    std::vector<std::int64_t> ids;
    if (inputs != nullptr) {
        if (inputs->find_property(kReturnValue)) {
            return WBEM_E_INVALID_METHOD_PARAMETERS;
        }
        if (const HRESULT result = collect_ids(*inputs, nullptr, ids); FAILED(result)) {
            return result;
        }
    }
    if (outputs != nullptr) {
        if (const HRESULT result = collect_ids(*outputs, inputs, ids); FAILED(result)) {
            return result;
        }
    }
    std::ranges::sort(ids);
    for (std::size_t i = 0; i < ids.size(); ++i) {
        if (!std::cmp_equal(ids[i], i)) {
            return WBEM_E_NONCONSECUTIVE_PARAMETER_IDS;
        }
    }
    return WBEM_S_NO_ERROR;
}

bool same_signature(const ClassDefinition* left, const ClassDefinition* right) {
    if (left == nullptr || right == nullptr) {
        return left == right;
    }
    return std::ranges::equal(left->properties(), right->properties(), same_parameter);
}

std::shared_ptr<const ClassDefinition> make_signature(const ClassDefinition& source) {
    if (source.properties().empty()) {
        return nullptr;
    }
    ClassData data;
    data.name = "__PARAMETERS";
    data.properties = source.properties();
    for (Property& parameter : data.properties) {
        parameter.origin = data.name;
        parameter.is_local = true;
    }
    return make_class(std::move(data));
}

}  // namespace wbemcheck::mock
