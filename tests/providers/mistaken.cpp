#include "tests/providers/mistaken.h"

namespace wbemcheck::example {

com::com_ptr<IUnknown> make_mistaken_provider(std::string_view id) {
    for (const auto family :
         {mistaken_status_providers(), mistaken_reference_providers(), mistaken_initialization_providers(),
          mistaken_request_providers(), mistaken_delivery_providers(), mistaken_event_providers(),
          mistaken_end_providers()}) {
        for (const MistakenProvider& provider : family) {
            if (provider.id == id) {
                return provider.make();
            }
        }
    }
    return nullptr;
}

}  // namespace wbemcheck::example
