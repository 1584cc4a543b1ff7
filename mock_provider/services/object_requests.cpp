#include "mock_provider/services/object_requests.h"

#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "harness/com/bstr.h"
#include "harness/com/hresult.h"
#include "mock_provider/model/class_object.h"
#include "mock_provider/model/context.h"
#include "mock_provider/model/name.h"
#include "mock_provider/model/object_path.h"
#include "mock_provider/services/error_details.h"
#include "mock_provider/services/object_rows.h"

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

// The properties that a partial update is about. Empty names: the context asks for no partial update.
struct PartialUpdate {
    HRESULT refusal = WBEM_S_NO_ERROR;
    std::optional<std::vector<std::string>> properties;
};

// ARG-14: a context for PutInstance carries these values, or it is none.
PartialUpdate read_partial_update(IWbemContext* context) {
    if (context == nullptr) {
        return {};  // ARG-24
    }
    const std::optional<Value> wanted = find_context_value(context, "__PUT_EXTENSIONS");
    const std::optional<Value> names = find_context_value(context, "__PUT_EXT_PROPERTIES");
    const bool is_wanted =
        wanted.has_value() && wanted->type() == Type{CimType::kBoolean, false} && !wanted->is_null() && wanted->as_boolean();
    if (!is_wanted || !names.has_value() || names->type() != Type{CimType::kString, true} || names->is_null()) {
        return {WBEM_E_INVALID_CONTEXT, std::nullopt};
    }
    PartialUpdate update;
    update.properties.emplace();
    for (const Value& name : names->as_array()) {
        update.properties->push_back(value_text(name));
    }
    return update;
}

// The stored instance with the named properties taken from `given`. Null when nothing is stored under its keys: then
// the whole of it is put.
std::shared_ptr<const Instance> merge(const NamespaceStore& space, const Instance& given,
                                      const std::vector<std::string>& names) {
    const auto definition = space.find_class(given.definition().name());
    if (definition == nullptr) {
        return nullptr;
    }
    const std::optional<std::string> path = relative_path(*project_instance(given, definition));
    const ParsedPath parsed = path.has_value() ? parse_object_path(*path) : ParsedPath{};
    const auto stored = parsed.path.has_value() ? space.find_instance(*parsed.path) : nullptr;
    if (stored == nullptr) {
        return nullptr;
    }
    std::vector<Value> values = stored->values();
    for (const std::string& name : names) {
        const std::optional<std::size_t> position = stored->definition().find_property(name);
        const Value* const value = given.find(name);
        if (!position.has_value() || value == nullptr) {
            throw com::HresultError(WBEM_E_INVALID_PROPERTY);
        }
        values[*position] = *value;
    }
    return std::make_shared<const Instance>(stored->shared_definition(), std::move(values), stored->qualifiers());
}

Answer store_instance(NamespaceStore& space, std::shared_ptr<const Instance> instance, LONG flags,
                      const std::optional<std::vector<std::string>>& partial) {
    if (instance == nullptr) {
        return outcome(WBEM_E_INVALID_OBJECT);  // it is a class
    }
    if (partial.has_value()) {
        if (auto merged = merge(space, *instance, *partial)) {
            instance = std::move(merged);
        }
    }
    std::shared_ptr<const Instance> stored;
    const HRESULT result = space.put_instance(*instance, flags, &stored);
    if (FAILED(result)) {
        return outcome(result);
    }
    return {nullptr, {WBEM_S_NO_ERROR, relative_path(*stored), nullptr}};  // STA-11
}

}  // namespace

bool is_path_within(const ObjectPath& path, const NamespaceStore& space) noexcept {
    const bool is_here = path.server.empty() || path.server == "." || equal_names(path.server, "localhost") ||
                         equal_names(path.server, space.decoration()->server);
    return is_here && (path.namespace_path.empty() || equal_names(path.namespace_path, space.path()));
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
    PartialUpdate partial = read_partial_update(context);
    ObjectContent content;
    result = SUCCEEDED(partial.refusal) ? read_object(object, content) : partial.refusal;
    if (FAILED(result)) {
        return Request::refused(result);
    }
    std::string name = content.is_class() ? content.definition->name() : content.instance->definition().name();
    return accepted(scope.space, "PutInstance", std::move(name),
                    [space = scope.space, instance = std::move(content.instance), flags = flags & kExclusive,
                     names = std::move(partial.properties)] { return store_instance(*space, instance, flags, names); });
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
    return accepted(scope.space, "DeleteInstance", text, [space = scope.space, text] {
        const LocalPath local = parse_local_path(text, *space);
        return outcome(local.path.has_value() ? space->delete_instance(*local.path) : local.result);
    });
}

}  // namespace wbemcheck::mock
