#include "mock_provider/services/object_requests.h"

#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "harness/com/bstr.h"
#include "harness/com/hresult.h"
#include "mock_provider/model/class_object.h"
#include "mock_provider/model/localization.h"
#include "mock_provider/model/name.h"
#include "mock_provider/model/object_path.h"
#include "mock_provider/services/error_details.h"
#include "mock_provider/services/namespace_requests.h"
#include "mock_provider/services/object_rows.h"
#include "mock_provider/services/partial_update.h"

namespace wbemcheck::mock {

namespace {

// A path that is meant for this namespace, or the failure to answer with.
struct LocalPath {
    std::optional<ObjectPath> path;
    HRESULT result = WBEM_S_NO_ERROR;
};

LocalPath parse_local_path(const std::string& text, const NamespaceStore& space) {
    ParsedPath parsed = parse_object_path(text);
    if (!parsed.path.has_value() || parsed.path->class_name.empty()) {
        return {std::nullopt, WBEM_E_INVALID_OBJECT_PATH};
    }
    if (!is_path_within(*parsed.path, space)) {
        return {std::nullopt, WBEM_E_NOT_FOUND};
    }
    return {std::move(parsed.path), WBEM_S_NO_ERROR};
}

Answer find_object(const NamespaceStore& space, const std::string& text) {
    const LocalPath local = parse_local_path(text, space);
    if (!local.path.has_value()) {
        return outcome(local.result);
    }
    if (local.path->form == ObjectPath::Form::kClass) {
        auto definition = space.find_class(local.path->class_name);
        return definition == nullptr ? outcome(WBEM_E_NOT_FOUND) : Answer{make_row(Classes{std::move(definition)}), {}};
    }
    HRESULT result = WBEM_S_NO_ERROR;
    auto instance = space.find_instance(*local.path, &result);
    return instance == nullptr ? outcome(result) : Answer{make_row(Instances{std::move(instance)}), {}};
}

Answer store_instance(const Scope& scope, std::shared_ptr<const Instance> instance, LONG flags,
                      const std::optional<PartialUpdate>& partial) {
    constexpr LONG kOfStore = WBEM_FLAG_UPDATE_ONLY | WBEM_FLAG_CREATE_ONLY;
    if (instance == nullptr) {
        return outcome(WBEM_E_INVALID_OBJECT);  // it is a class
    }
    if ((flags & WBEM_FLAG_USE_AMENDED_QUALIFIERS) != 0) {
        instance = strip_amended(*instance);
    } else if (instance->definition().data().is_amended) {
        return outcome(WBEM_E_AMENDED_OBJECT);
    }
    if (is_namespace(*instance)) {
        return put_namespace(scope, *instance, flags & kOfStore);
    }
    std::shared_ptr<const Instance> stored;
    const HRESULT result = scope.space->put_instance(
        [&] { return partial.has_value() ? merge(*scope.space, *instance, *partial) : instance; }, flags & kOfStore,
        &stored);
    if (FAILED(result)) {
        return outcome(result);
    }
    return {nullptr, {WBEM_S_NO_ERROR, relative_path(*stored), nullptr}};  // STA-11
}

}  // namespace

bool is_path_within(const ObjectPath& path, const NamespaceStore& space) noexcept {
    return space.is_home_of(path);
}

Request get_object(const Scope& scope, BSTR path, LONG flags, Form form) {
    HRESULT result = check_flags(flags, WBEM_FLAG_USE_AMENDED_QUALIFIERS | WBEM_FLAG_DIRECT_READ, form);
    if (SUCCEEDED(result) && path != nullptr) {
        result = check_text(path, kMaxPath);
    }
    if (FAILED(result)) {
        return Request::refused(result);
    }
    std::string text = com::to_utf8(path);
    if (text.empty()) {
        return accepted(scope.space, "GetObject", {}, [] { return Answer{make_empty_object_row(), {}}; });  // ARG-9
    }
    return accepted(scope.space, "GetObject", text,
                    [space = scope.space, text] { return find_object(*space, text); });
}

Request put_instance(const Scope& scope, IWbemClassObject* object, LONG flags, IWbemContext* context, Form form) {
    constexpr LONG kExclusive = WBEM_FLAG_UPDATE_ONLY | WBEM_FLAG_CREATE_ONLY;
    if (object == nullptr || (flags & kExclusive) == kExclusive) {
        return Request::refused(WBEM_E_INVALID_PARAMETER);  // ARG-13
    }
    HRESULT result = check_flags(flags, kExclusive | WBEM_FLAG_USE_AMENDED_QUALIFIERS, form);
    if (FAILED(result)) {
        return Request::refused(result);
    }
    std::optional<PartialUpdate> partial;
    ObjectContent content;
    result = read_partial_update(context, partial);
    if (SUCCEEDED(result)) {
        result = read_object(object, content);
    }
    if (FAILED(result)) {
        return Request::refused(result);
    }
    std::string name = content.is_class() ? content.definition->name() : content.instance->definition().name();
    return accepted(scope.space, "PutInstance", std::move(name),
                    [scope, instance = std::move(content.instance), flags, partial = std::move(partial)] {
                        return store_instance(scope, instance, flags, partial);
                    });
}

Request delete_instance(const Scope& scope, BSTR path, LONG flags, Form form) {
    HRESULT result = check_flags(flags, 0, form);  // ARG-17: not even USE_AMENDED_QUALIFIERS
    if (SUCCEEDED(result)) {
        result = check_text(path, kMaxPath);
    }
    if (FAILED(result)) {
        return Request::refused(result);
    }
    std::string text = com::to_utf8(path);
    return accepted(scope.space, "DeleteInstance", text, [scope, text] {
        const LocalPath local = parse_local_path(text, *scope.space);
        if (!local.path.has_value()) {
            return outcome(local.result);
        }
        return outcome(is_namespace(*local.path) ? delete_namespace(scope, *local.path)
                                                 : scope.space->delete_instance(*local.path));
    });
}

}  // namespace wbemcheck::mock
