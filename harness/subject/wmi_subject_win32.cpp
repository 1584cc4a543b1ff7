#include <fmt/format.h>

#include <map>
#include <string>
#include <utility>

#include "harness/com/bstr.h"
#include "harness/com/hresult.h"
#include "harness/com/received.h"
#include "harness/subject/com_host.h"
#include "harness/subject/namespace_subject.h"
#include "harness/subject/wmi_subject.h"

namespace wbemcheck::subject {
namespace {

// Thread-safe: the locator is used from any thread of the apartment.
class WmiDoor final : public NamespaceDoor {
public:
    explicit WmiDoor(const SubjectAddress& address) : name_space_(address.target) {
        enter_com(address);
        const HRESULT result = ::CoCreateInstance(CLSID_WbemLocator, nullptr, CLSCTX_INPROC_SERVER,
                                                  com::iid_of<IWbemLocator>(), locator_.put_void());
        if (FAILED(result)) {
            reject(address, fmt::format("WMI is not installed here: {}", com::describe_hresult(result)));
        }
    }

    com::com_ptr<IWbemServices> open(HRESULT& result) const override {
        com::com_ptr<IWbemServices> services;
        const com::unique_bstr name = com::make_bstr(name_space_);
        result = locator_->ConnectServer(name.get(), nullptr, nullptr, nullptr, WBEM_FLAG_CONNECT_USE_MAX_WAIT, nullptr,
                                         nullptr, services.put());
        result = com::received(result, services);
        if (services) {
            let_impersonate(*services);
        }
        return services;
    }

    std::string explain(HRESULT result) const override {
        return explain_connect(result, name_space_, "wmi:root\\cimv2");
    }

    std::string name() const override { return fmt::format("the namespace '{}'", name_space_); }

    DiscoveryRequest candidates() const override {
        return wmi_candidates(name_space_, process_id());
    }

    std::map<std::string, std::string> identity() const override {
        return {{"kind", "wmi"}, {"namespace", name_space_}};
    }

private:
    const std::string name_space_;
    com::com_ptr<IWbemLocator> locator_;  // set by the constructor
};

}  // namespace

std::unique_ptr<Subject> make_wmi_subject(const SubjectAddress& address) {
    return make_namespace_subject(address, std::make_unique<WmiDoor>(address));
}

}  // namespace wbemcheck::subject
