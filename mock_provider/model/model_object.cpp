// ModelObject: identity, properties, copies and comparison.
#include "mock_provider/model/model_object.h"

#include "harness/com/hresult.h"
#include "harness/com/safe_array.h"
#include "harness/com/variant.h"
#include "mock_provider/model/boundary.h"
#include "mock_provider/model/class_object.h"
#include "mock_provider/model/foreign_object.h"
#include "mock_provider/model/mof_text.h"
#include "mock_provider/model/variant_value.h"

namespace wbemcheck::mock {

namespace {

using com::com_ptr;
using com::guard;

// QueryInterface for this gives the ModelObject itself: how objects of ours are told from foreign ones.
constexpr IID kModelObjectId = {0x5b2f6c1e, 0x90d4, 0x4c57, {0xa3, 0x1b, 0x6e, 0x0d, 0x2c, 0x74, 0xf8, 0x19}};

constexpr LONG kComparisonFlags = WBEM_FLAG_IGNORE_QUALIFIERS | WBEM_FLAG_IGNORE_OBJECT_SOURCE |
                                  WBEM_FLAG_IGNORE_DEFAULT_VALUES | WBEM_FLAG_IGNORE_CLASS |
                                  WBEM_FLAG_IGNORE_CASE | WBEM_FLAG_IGNORE_FLAVOR;

void store_property(const PropertyView& view, VARIANT* value, CIMTYPE* type, LONG* flavor) {
    if (value != nullptr) {
        com::throw_if_failed(value_to_variant(view.value, *value));
    }
    store(type, cim_type_of(view.type));
    store(flavor, view.flavor);
}

bool holds_objects(VARTYPE type) noexcept {
    return (type & VT_TYPEMASK) == VT_UNKNOWN && (type & VT_BYREF) == 0;
}

// The same value with objects that nobody else has. They are read before the object that they are put into is
// locked: it may be one of them, or be put into one of them by another thread.
HRESULT copy_objects(const VARIANT& variant, com::variant& copy) {
    Value value;
    const HRESULT result = value_from_variant(variant, value);
    if (SUCCEEDED(result)) {
        copy = make_variant_of(value);
    }
    return result;
}

// Instances and subclasses are made of classes that the namespace knows, or of the signatures of methods.
bool is_complete_class(const ClassDefinition& definition) noexcept {
    return !definition.name().empty() &&
           (definition.decoration() != nullptr || equal_names(definition.name(), "__PARAMETERS"));
}

}  // namespace

void* ModelObject::find_interface(REFIID iid) noexcept { return iid == kModelObjectId ? this : nullptr; }

ModelObject* ModelObject::find(IWbemClassObject& object) noexcept {
    void* found = nullptr;
    if (FAILED(object.QueryInterface(kModelObjectId, &found)) || found == nullptr) {
        return nullptr;
    }
    const com_ptr<ModelObject> counted(static_cast<ModelObject*>(found), com::adopt);
    return counted.get();
}

HRESULT ModelObject::Get(LPCWSTR name, LONG flags, VARIANT* value, CIMTYPE* type, LONG* flavor) noexcept {
    store_empty(value);
    store(type, CIMTYPE{CIM_EMPTY});
    store(flavor, LONG{0});
    if (name == nullptr || flags != 0) {
        return WBEM_E_INVALID_PARAMETER;
    }
    return guard([&]() -> HRESULT {
        const std::optional<PropertyView> view =
            with_state([&](ObjectState& state) { return state.find(text_of(name)); });
        if (!view) {
            return WBEM_E_NOT_FOUND;
        }
        store_property(*view, value, type, flavor);
        return WBEM_S_NO_ERROR;
    });
}

HRESULT ModelObject::Put(LPCWSTR name, LONG flags, VARIANT* value, CIMTYPE type) noexcept {
    if (name == nullptr || flags != 0) {
        return WBEM_E_INVALID_PARAMETER;
    }
    return guard([&]() -> HRESULT {
        com::variant copy;
        if (value != nullptr && holds_objects(value->vt)) {
            if (const HRESULT result = copy_objects(*value, copy); FAILED(result)) {
                return result;
            }
            value = copy.get();
        }
        return with_state([&](ObjectState& state) { return state.put(text_of(name), value, type); });
    });
}

HRESULT ModelObject::Delete(LPCWSTR name) noexcept {
    if (name == nullptr) {
        return WBEM_E_INVALID_PARAMETER;
    }
    return guard([&] { return with_state([&](ObjectState& state) { return state.remove(text_of(name)); }); });
}

HRESULT ModelObject::GetNames(LPCWSTR qualifier_name, LONG flags, VARIANT* qualifier_value,
                              SAFEARRAY** names) noexcept {
    if (names == nullptr) {
        return WBEM_E_INVALID_PARAMETER;
    }
    *names = nullptr;
    const LONG condition = flags & WBEM_MASK_PRIMARY_CONDITION;
    if ((condition != WBEM_FLAG_ALWAYS && qualifier_name == nullptr) ||
        (condition == WBEM_FLAG_ONLY_IF_IDENTICAL && qualifier_value == nullptr)) {
        return WBEM_E_INVALID_PARAMETER;
    }
    return guard([&]() -> HRESULT {
        NameFilter filter{flags, {}, {}, false};
        if (condition != WBEM_FLAG_ALWAYS) {
            filter.qualifier_name = text_of(qualifier_name);
        }
        if (condition == WBEM_FLAG_ONLY_IF_IDENTICAL) {
            com::throw_if_failed(value_from_variant(*qualifier_value, filter.qualifier_value));
        }
        return with_state([&](ObjectState& state) -> HRESULT {
            if (!are_name_flags_valid(flags, state.is_class())) {
                return WBEM_E_INVALID_PARAMETER;
            }
            *names = com::make_string_array(state.names(filter)).detach();
            return WBEM_S_NO_ERROR;
        });
    });
}

HRESULT ModelObject::BeginEnumeration(LONG flags) noexcept {
    return guard([&] {
        return with_state([&](ObjectState& state) -> HRESULT {
            const bool has_class_condition = (flags & WBEM_MASK_CLASS_CONDITION) != 0;
            const bool has_origin = (flags & WBEM_MASK_CONDITION_ORIGIN) != 0;
            if ((flags & WBEM_MASK_PRIMARY_CONDITION) != 0 || (has_class_condition && has_origin) ||
                !are_name_flags_valid(flags, state.is_class())) {
                return WBEM_E_INVALID_PARAMETER;
            }
            properties_.begin(state.names({flags, {}, {}, true}));
            return WBEM_S_NO_ERROR;
        });
    });
}

HRESULT ModelObject::Next(LONG flags, BSTR* name, VARIANT* value, CIMTYPE* type, LONG* flavor) noexcept {
    store(name, BSTR{nullptr});
    store_empty(value);
    store(type, CIMTYPE{CIM_EMPTY});
    store(flavor, LONG{0});
    if (flags != 0) {
        return WBEM_E_INVALID_PARAMETER;
    }
    return guard([&] { return next_property(name, value, type, flavor); });
}

HRESULT ModelObject::next_property(BSTR* name, VARIANT* value, CIMTYPE* type, LONG* flavor) {
    const std::lock_guard lock(mutex_);
    if (!properties_.is_running) {
        return WBEM_E_UNEXPECTED;
    }
    while (properties_.next < properties_.names.size()) {
        const std::string& current = properties_.names[properties_.next];
        const std::optional<PropertyView> view = state_.find(current);
        if (view) {
            com::unique_bstr text = com::make_bstr(current);
            store_property(*view, value, type, flavor);
            store(name, name != nullptr ? text.detach() : nullptr);
        }
        ++properties_.next;
        if (view) {
            return WBEM_S_NO_ERROR;
        }
    }
    return WBEM_S_NO_MORE_DATA;
}

HRESULT ModelObject::EndEnumeration() noexcept {
    const std::lock_guard lock(mutex_);
    properties_.end();
    return WBEM_S_NO_ERROR;
}

HRESULT ModelObject::Clone(IWbemClassObject** copy) noexcept {
    if (copy == nullptr) {
        return WBEM_E_INVALID_PARAMETER;
    }
    *copy = nullptr;
    return guard([&] {
        store_object(
            copy, com::make_com<ModelObject>(with_state([](ObjectState& state) { return state.content(); })));
    });
}

HRESULT ModelObject::GetObjectText(LONG flags, BSTR* text) noexcept {
    if (text == nullptr) {
        return WBEM_E_INVALID_PARAMETER;
    }
    *text = nullptr;
    if ((flags & ~WBEM_FLAG_NO_FLAVORS) != 0) {
        return WBEM_E_INVALID_PARAMETER;
    }
    return guard([&]() -> HRESULT {
        const FlavorText flavors = flags == 0 ? FlavorText::kWritten : FlavorText::kOmitted;
        const ObjectContent content = with_state([](ObjectState& state) { return state.content(); });
        const ClassDefinition& definition =
            content.is_class() ? *content.definition : content.instance->definition();
        if (definition.name().empty()) {
            return WBEM_E_INCOMPLETE_CLASS;
        }
        const std::string mof =
            content.is_class() ? class_mof(definition, flavors) : instance_mof(*content.instance, flavors);
        *text = com::make_bstr(mof).detach();
        return WBEM_S_NO_ERROR;
    });
}

HRESULT ModelObject::SpawnDerivedClass(LONG flags, IWbemClassObject** new_class) noexcept {
    if (new_class == nullptr) {
        return WBEM_E_INVALID_PARAMETER;
    }
    *new_class = nullptr;
    if (flags != 0) {
        return WBEM_E_INVALID_PARAMETER;
    }
    return guard([&]() -> HRESULT {
        ObjectContent content = with_state([](ObjectState& state) { return state.content(); });
        if (!content.is_class()) {
            return WBEM_E_INVALID_OPERATION;
        }
        if (!is_complete_class(*content.definition)) {
            return WBEM_E_INCOMPLETE_CLASS;
        }
        ClassData data = derive(std::move(content.definition));
        data.decoration = nullptr;  // stored nowhere yet
        store_object(new_class, make_class_object(make_class(std::move(data))));
        return WBEM_S_NO_ERROR;
    });
}

HRESULT ModelObject::SpawnInstance(LONG flags, IWbemClassObject** new_instance) noexcept {
    if (new_instance == nullptr) {
        return WBEM_E_INVALID_PARAMETER;
    }
    *new_instance = nullptr;
    if (flags != 0) {
        return WBEM_E_INVALID_PARAMETER;
    }
    return guard([&]() -> HRESULT {
        // Spawning from an instance is supported: an empty one of the same class.
        const ObjectContent content = with_state([](ObjectState& state) { return state.content(); });
        auto definition = content.is_class() ? content.definition : content.instance->shared_definition();
        if (!is_complete_class(*definition)) {
            return WBEM_E_INCOMPLETE_CLASS;
        }
        store_object(new_instance, make_instance_object(make_instance(std::move(definition))));
        return WBEM_S_NO_ERROR;
    });
}

HRESULT ModelObject::CompareTo(LONG flags, IWbemClassObject* other) noexcept {
    if (other == nullptr || (flags & ~kComparisonFlags) != 0) {
        return WBEM_E_INVALID_PARAMETER;
    }
    return guard([&]() -> HRESULT {
        // The other object first: two locks at once could meet a thread that compares the other way round.
        ObjectContent theirs;
        if (const HRESULT result = read_object(other, theirs); FAILED(result)) {
            return result;
        }
        const ObjectContent ours = with_state([](ObjectState& state) { return state.content(); });
        return same_content(ours, theirs, flags) ? WBEM_S_SAME : WBEM_S_DIFFERENT;
    });
}

HRESULT ModelObject::GetPropertyOrigin(LPCWSTR name, BSTR* class_name) noexcept {
    if (class_name == nullptr) {
        return WBEM_E_INVALID_PARAMETER;
    }
    *class_name = nullptr;
    if (name == nullptr) {
        return WBEM_E_INVALID_PARAMETER;
    }
    return guard([&]() -> HRESULT {
        std::string origin;
        const HRESULT result =
            with_state([&](ObjectState& state) { return state.origin_of(text_of(name), origin); });
        if (SUCCEEDED(result)) {
            *class_name = com::make_bstr(origin).detach();
        }
        return result;
    });
}

HRESULT ModelObject::InheritsFrom(LPCWSTR ancestor) noexcept {
    if (ancestor == nullptr) {
        return WBEM_E_INVALID_PARAMETER;
    }
    return guard([&]() -> HRESULT {
        const bool inherits = with_state(
            [&](ObjectState& state) { return state.definition().derives_from(text_of(ancestor)); });
        return inherits ? WBEM_S_NO_ERROR : WBEM_S_FALSE;
    });
}

com_ptr<IWbemClassObject> make_class_object(std::shared_ptr<const ClassDefinition> definition) {
    return com::make_com<ModelObject>(ObjectContent{std::move(definition), nullptr});
}

com_ptr<IWbemClassObject> make_instance_object(std::shared_ptr<const Instance> instance) {
    return com::make_com<ModelObject>(ObjectContent{nullptr, std::move(instance)});
}

com_ptr<IWbemClassObject> make_empty_object() { return make_class_object(make_class({})); }

com_ptr<IWbemClassObject> make_parameters_object(std::shared_ptr<const ClassDefinition> signature) {
    return make_instance_object(make_instance(std::move(signature)));
}

HRESULT read_object(IWbemClassObject* object, ObjectContent& content) {
    if (object == nullptr) {
        return WBEM_E_INVALID_PARAMETER;
    }
    if (ModelObject* const own = ModelObject::find(*object)) {
        content = own->with_state([](ObjectState& state) { return state.content(); });
        return WBEM_S_NO_ERROR;
    }
    return guard([&] { content = read_foreign_object(*object); });
}

}  // namespace wbemcheck::mock
