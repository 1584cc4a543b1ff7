#include "mock_provider/services/class_requests.h"

#include <memory>
#include <string>
#include <utility>

#include "harness/com/bstr.h"
#include "mock_provider/model/class_object.h"
#include "mock_provider/model/localization.h"
#include "mock_provider/services/error_details.h"
#include "mock_provider/services/object_rows.h"

namespace wbemcheck::mock {

namespace {

Answer store_class(NamespaceStore& space, const ClassDefinition* definition, LONG flags) {
    if (definition == nullptr) {
        return outcome(WBEM_E_INVALID_CLASS);  // it is an instance
    }
    constexpr LONG kOfStore = WBEM_FLAG_UPDATE_ONLY | WBEM_FLAG_CREATE_ONLY | WBEM_MASK_UPDATE_MODE;
    if ((flags & WBEM_FLAG_USE_AMENDED_QUALIFIERS) != 0) {
        return outcome(space.put_class(*strip_amended(*definition), flags & kOfStore));
    }
    // ARG-15: the rules about names are checked where MS-WMI has them, after acceptance.
    return outcome(definition->data().is_amended ? WBEM_E_AMENDED_OBJECT
                                                 : space.put_class(*definition, flags & kOfStore));
}

}  // namespace

Request put_class(const Scope& scope, IWbemClassObject* object, LONG flags, Form form) {
    constexpr LONG kExclusive = WBEM_FLAG_UPDATE_ONLY | WBEM_FLAG_CREATE_ONLY;
    const bool is_contradictory =
        (flags & kExclusive) == kExclusive || (flags & WBEM_MASK_UPDATE_MODE) == WBEM_MASK_UPDATE_MODE;
    if (object == nullptr || is_contradictory) {
        return Request::refused(WBEM_E_INVALID_PARAMETER);  // ARG-13
    }
    HRESULT result = check_flags(
        flags, kExclusive | WBEM_MASK_UPDATE_MODE | WBEM_FLAG_OWNER_UPDATE | WBEM_FLAG_USE_AMENDED_QUALIFIERS, form);
    ObjectContent content;
    if (SUCCEEDED(result)) {
        result = read_object(object, content);
    }
    if (FAILED(result)) {
        return Request::refused(result);
    }
    std::string name = content.is_class() ? content.definition->name() : content.instance->definition().name();
    return accepted(scope.space, "PutClass", std::move(name),
                    [space = scope.space, definition = std::move(content.definition), flags] {
                        return store_class(*space, definition.get(), flags);
                    });
}

Request delete_class(const Scope& scope, BSTR name, LONG flags, Form form) {
    HRESULT result = check_flags(flags, WBEM_FLAG_OWNER_UPDATE, form);
    if (SUCCEEDED(result)) {
        result = check_text(name, kMaxIdentifier);
    }
    if (FAILED(result)) {
        return Request::refused(result);
    }
    std::string text = com::to_utf8(name);
    // ARG-16: a missing class is not reported in the return code of the method.
    return accepted(scope.space, "DeleteClass", text,
                    [space = scope.space, text] { return outcome(space->delete_class(text)); });
}

Request enumerate_classes(const Scope& scope, BSTR superclass, LONG flags, Form form) {
    const LONG of_enumerators = form == Form::kCall ? WBEM_FLAG_FORWARD_ONLY : 0;
    HRESULT result = check_flags(flags, WBEM_FLAG_SHALLOW | WBEM_FLAG_USE_AMENDED_QUALIFIERS | of_enumerators, form);
    if (SUCCEEDED(result) && superclass != nullptr) {
        result = check_text(superclass, kMaxIdentifier);
    }
    if (FAILED(result)) {
        return Request::refused(result);
    }
    std::string text = com::to_utf8(superclass);
    const bool is_deep = (flags & WBEM_FLAG_SHALLOW) == 0;
    return accepted(scope.space, "CreateClassEnum", text, [space = scope.space, text, is_deep] {
        if (!text.empty() && space->find_class(text) == nullptr) {
            return outcome(WBEM_E_INVALID_CLASS);  // ARG-11
        }
        return Answer{make_row(space->subclasses(text, is_deep)), {}};
    });
}

}  // namespace wbemcheck::mock
