// What a provider does with the objects of WMI, in few words. All throw HresultError with the code of the
// call that failed.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "harness/com/com_ptr.h"
#include "harness/com/variant.h"
#include "harness/com/wbem.h"

namespace wbemcheck::example {

// The class as it stands in the namespace. `context` is the one of the request that is being served (PRV-7),
// NULL when none is.
[[nodiscard]] com::com_ptr<IWbemClassObject> get_class(IWbemServices* services, std::string_view name,
                                                       IWbemContext* context);
[[nodiscard]] com::com_ptr<IWbemClassObject> spawn_instance(IWbemClassObject& of_class);

void put(IWbemClassObject& object, const OLECHAR* property, com::variant value);
// WMI passes a uint64 as text, and the bits of a uint32 as a sint32.
void put_uint64(IWbemClassObject& object, const OLECHAR* property, std::uint64_t value);
void put_uint32(IWbemClassObject& object, const OLECHAR* property, std::uint32_t value);

// Nothing for NULL. WBEM_E_TYPE_MISMATCH when the property has another type.
[[nodiscard]] std::optional<std::string> get_text(IWbemClassObject& object, const OLECHAR* property);
[[nodiscard]] std::optional<std::uint64_t> get_uint64(IWbemClassObject& object, const OLECHAR* property);
[[nodiscard]] std::optional<std::uint32_t> get_uint32(IWbemClassObject& object, const OLECHAR* property);

}  // namespace wbemcheck::example
