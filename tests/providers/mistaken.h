// Where the providers with mistakes come from: one list for each family.
#pragma once

#include <span>
#include <string_view>

#include "harness/com/com_object.h"
#include "harness/com/com_ptr.h"
#include "harness/com/wbem.h"

namespace wbemcheck::example {

struct MistakenProvider {
    std::string_view id;  // as in mistakes.h
    com::com_ptr<IUnknown> (*make)();
};

[[nodiscard]] std::span<const MistakenProvider> mistaken_status_providers();
[[nodiscard]] std::span<const MistakenProvider> mistaken_reference_providers();
[[nodiscard]] std::span<const MistakenProvider> mistaken_initialization_providers();
[[nodiscard]] std::span<const MistakenProvider> mistaken_request_providers();
[[nodiscard]] std::span<const MistakenProvider> mistaken_delivery_providers();
[[nodiscard]] std::span<const MistakenProvider> mistaken_event_providers();
[[nodiscard]] std::span<const MistakenProvider> mistaken_end_providers();

// NULL when no list has it.
[[nodiscard]] com::com_ptr<IUnknown> make_mistaken_provider(std::string_view id);

template <class T>
[[nodiscard]] com::com_ptr<IUnknown> make_provider() {
    return com::make_com<T>().template as<IUnknown>();
}

}  // namespace wbemcheck::example
