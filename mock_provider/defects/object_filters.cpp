#include "mock_provider/defects/object_filters.h"

#include <utility>

#include "harness/com/bstr.h"
#include "harness/com/variant.h"
#include "mock_provider/defects/forwarding.h"

namespace wbemcheck::mock {

namespace {

// Reports one reference less than there are.
template <class Forwarding>
class Understated final : public Forwarding {
public:
    using Forwarding::Forwarding;

    ULONG STDMETHODCALLTYPE AddRef() noexcept override { return this->add_reference() - 1; }
    ULONG STDMETHODCALLTYPE Release() noexcept override {
        const ULONG left = this->release_reference();
        return left == 0 ? 0 : left - 1;
    }
};

}  // namespace

com::com_ptr<IWbemClassObject> understate_count(com::com_ptr<IWbemClassObject> object) {
    return com::make_com<Understated<ForwardingObject>>(std::move(object));
}

com::com_ptr<IEnumWbemClassObject> understate_count(com::com_ptr<IEnumWbemClassObject> enumerator) {
    return com::make_com<Understated<ForwardingEnumerator>>(std::move(enumerator));
}

bool alter(IWbemClassObject& object) {
    if (FAILED(object.BeginEnumeration(WBEM_FLAG_NONSYSTEM_ONLY))) {
        return false;
    }
    com::unique_bstr name;
    com::variant value;
    CIMTYPE type = CIM_EMPTY;
    do {
        if (object.Next(0, name.put(), value.put(), &type, nullptr) != WBEM_S_NO_ERROR) {
            name.reset();
            break;
        }
    } while (type != CIM_STRING);
    object.EndEnumeration();
    com::variant altered = com::make_variant("another value");
    return name && SUCCEEDED(object.Put(name.get(), 0, altered.get(), 0));
}

}  // namespace wbemcheck::mock
