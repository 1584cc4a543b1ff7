#include "tests/providers/objects.h"

#include <charconv>

#include "harness/com/bstr.h"
#include "harness/com/hresult.h"
#include "harness/com/received.h"

namespace wbemcheck::example {

namespace {

com::variant get(IWbemClassObject& object, const OLECHAR* property) {
    com::variant value;
    com::throw_if_failed(object.Get(property, 0, value.put(), nullptr, nullptr));
    return value;
}

bool is_null(const com::variant& value, VARTYPE wanted) {
    if (value.type() == VT_NULL) {
        return true;
    }
    if (value.type() != wanted) {
        throw com::HresultError(WBEM_E_TYPE_MISMATCH);
    }
    return false;
}

}  // namespace

com::com_ptr<IWbemClassObject> get_class(IWbemServices* services, std::string_view name,
                                         IWbemContext* context) {
    if (services == nullptr) {
        throw com::HresultError(WBEM_E_INITIALIZATION_FAILURE);  // nobody called Initialize
    }
    com::com_ptr<IWbemClassObject> found;
    const com::unique_bstr path = com::make_bstr(name);
    com::throw_if_failed(
        com::received(services->GetObject(path.get(), 0, context, found.put(), nullptr), found));
    return found;
}

com::com_ptr<IWbemClassObject> spawn_instance(IWbemClassObject& of_class) {
    com::com_ptr<IWbemClassObject> instance;
    com::throw_if_failed(com::received(of_class.SpawnInstance(0, instance.put()), instance));
    return instance;
}

void put(IWbemClassObject& object, const OLECHAR* property, com::variant value) {
    com::throw_if_failed(object.Put(property, 0, value.get(), 0));
}

void put_uint64(IWbemClassObject& object, const OLECHAR* property, std::uint64_t value) {
    put(object, property, com::make_variant(std::to_string(value)));
}

void put_uint32(IWbemClassObject& object, const OLECHAR* property, std::uint32_t value) {
    put(object, property, com::make_variant(static_cast<LONG>(value)));
}

std::optional<std::string> get_text(IWbemClassObject& object, const OLECHAR* property) {
    const com::variant value = get(object, property);
    if (is_null(value, VT_BSTR)) {
        return std::nullopt;
    }
    return com::to_utf8(value->bstrVal);
}

std::optional<std::uint64_t> get_uint64(IWbemClassObject& object, const OLECHAR* property) {
    const auto text = get_text(object, property);
    if (!text) {
        return std::nullopt;
    }
    std::uint64_t number = 0;
    const char* const end = text->data() + text->size();
    if (const auto parsed = std::from_chars(text->data(), end, number);
        parsed.ec != std::errc() || parsed.ptr != end) {
        throw com::HresultError(WBEM_E_TYPE_MISMATCH);
    }
    return number;
}

std::optional<std::uint32_t> get_uint32(IWbemClassObject& object, const OLECHAR* property) {
    const com::variant value = get(object, property);
    if (is_null(value, VT_I4)) {
        return std::nullopt;
    }
    return static_cast<std::uint32_t>(value->lVal);
}

}  // namespace wbemcheck::example
