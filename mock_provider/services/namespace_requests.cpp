#include "mock_provider/services/namespace_requests.h"

#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "mock_provider/model/name.h"
#include "mock_provider/services/request.h"

namespace wbemcheck::mock {

namespace {

constexpr std::string_view kClass = "__NAMESPACE";

bool is_namespace_name(std::string_view name) noexcept { return is_identifier(name) && name.front() != '_'; }

std::string child_path(const Scope& scope, const Instance& instance) {
    return scope.space->path() + '\\' + value_text(*instance.find("Name"));
}

// One that is there already will do, unless the client insists on making it.
HRESULT create(const Scope& scope, const Instance& instance, LONG flags) {
    const HRESULT result = scope.core->repository().create_namespace(child_path(scope, instance));
    return result == WBEM_E_ALREADY_EXISTS && (flags & WBEM_FLAG_CREATE_ONLY) == 0 ? WBEM_S_NO_ERROR : result;
}

}  // namespace

bool is_namespace(const Instance& instance) noexcept {
    return equal_names(instance.definition().name(), kClass);
}

bool is_namespace(const ObjectPath& path) noexcept { return equal_names(path.class_name, kClass); }

Answer put_namespace(const Scope& scope, const Instance& instance, LONG flags) {
    const Value* const name = instance.find("Name");
    if (name == nullptr || name->is_null()) {
        return outcome(WBEM_E_NO_KEY);
    }
    if (!is_namespace_name(value_text(*name))) {
        return outcome(WBEM_E_INVALID_PARAMETER);
    }
    const auto definition = scope.space->find_class(kClass);
    if (definition == nullptr) {
        return outcome(WBEM_E_INVALID_NAMESPACE);  // deleted, with all its classes
    }
    if ((flags & WBEM_FLAG_UPDATE_ONLY) != 0) {
        const bool is_there = scope.core->repository().find_namespace(child_path(scope, instance)) != nullptr;
        if (!is_there) {
            return outcome(WBEM_E_NOT_FOUND);
        }
    } else if (const HRESULT result = create(scope, instance, flags); FAILED(result)) {
        return outcome(result);
    }
    return {nullptr,
            {WBEM_S_NO_ERROR, relative_path(*project_instance(instance, definition)), nullptr}};  // STA-11
}

HRESULT delete_namespace(const Scope& scope, const ObjectPath& path) {
    HRESULT result = WBEM_S_NO_ERROR;
    const auto instance = scope.space->find_instance(path, &result);
    if (instance == nullptr) {
        return result == WBEM_E_INVALID_CLASS ? WBEM_E_INVALID_NAMESPACE
                                              : result;  // deleted, with all its classes
    }
    result = scope.core->repository().delete_namespace(child_path(scope, *instance));
    return result == WBEM_E_INVALID_NAMESPACE ? WBEM_E_NOT_FOUND : result;  // somebody else was faster
}

}  // namespace wbemcheck::mock
